# The script of a scenario: does what it says a person does, at its times. Decides nothing by what the panel shows:
# person.py does.

from tools.sim.plant.load import WHICH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.harness.person import Hands, Person
    from tools.sim.bench import World

    Values = dict[str, Any]


class Script:
    """Takes the normalised actions; those with `after` wait for their state. ValueError: there is no such action."""

    def __init__(self, world: "World", hands: "Hands", person: "Person", actions: "list[dict[str, Any]]") -> None:
        self.world = world
        self.hands = hands
        self.person = person
        self._waiting: "list[dict[str, Any]]" = []
        self._seen: "list[str]" = []
        for action in actions:
            if action["do"] not in self.ACTIONS:
                raise ValueError(
                    "no action is called %s; there are %s" % (action["do"], ", ".join(sorted(self.ACTIONS)))
                )
            if action["after"] is None:
                self._plan(action, action["at_ms"] * 1000)
            else:
                self._waiting.append(action)

    def state_entered(self, name: str) -> None:
        """The firmware entered a state for the first time: actions that wait for it get their time."""
        if name in self._seen:
            return
        self._seen.append(name)
        now = self.world.clock.now
        for action in self._waiting:
            if action["after"]["state"] == name:
                self._plan(action, now + action["after"]["ms"] * 1000)

    def _plan(self, action: "dict[str, Any]", at_us: int) -> None:
        act = self.ACTIONS[action["do"]]
        self.world.agenda.at(at_us, lambda: act(self, action["values"]))

    def press(self, v: "Values") -> None:
        self.hands.press(v["button"], v["for_ms"])

    def hold(self, v: "Values") -> None:
        self.hands.hold(v["button"])

    def release(self, v: "Values") -> None:
        self.hands.release(v["button"])

    def stop(self, v: "Values") -> None:
        self.hands.press("stop", v["for_ms"])

    def hands_in(self, v: "Values") -> None:
        self.hands.put_in(v["over_ms"])

    def hands_out(self, v: "Values") -> None:
        self.hands.take_out(v["over_ms"], WHICH[v["hand"]])
        self.person.leave()

    def withdraw(self, v: "Values") -> None:
        self.hands.withdraw(v["to_permille"], v["over_ms"], v["for_ms"], WHICH[v["hand"]])

    def slide(self, v: "Values") -> None:
        self.hands.slide(v["to_permille"], v["over_ms"], WHICH[v["hand"]])

    def soda(self, v: "Values") -> None:
        self.hands.stir(v["to_permille"], v["over_ms"])

    def walk_away(self, v: "Values") -> None:
        self.person.leave()

    def power_cycle(self, v: "Values") -> None:
        self.world.reset("power", v["off_ms"] * 1000)

    ACTIONS: "dict[str, Any]" = {
        "press": press,
        "hold": hold,
        "release": release,
        "stop": stop,
        "hands_in": hands_in,
        "hands_out": hands_out,
        "withdraw": withdraw,
        "slide": slide,
        "soda": soda,
        "walk_away": walk_away,
        "power_cycle": power_cycle,
    }
