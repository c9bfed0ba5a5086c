# The simulated person: decides only from the panel's memory, the lamps and the buzzer, and acts with hands and buttons.
# Knows nothing of the firmware's objects.

from tools.harness import screen_reader
from tools.sim.plant.load import BOTH, LEFT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

LOOK_US = 250_000
CALM_LOOK_US = 1_000_000
AGAIN_US = 6_000_000  # nothing came of it: do it again
PRESS_MS = 120
LIFTED_MS = 1500
TO_TRAYS_US = 1_000_000
PRESSES_US = 300_000  # one after the other
HOLD_MS = 1400
SITES = ("hands", "feet", "underarms")
MENU = ("Hands", "Feet", "Underarms")
LINES = ("Current", "Time", "Direction")
STEPS = (0.5, 5, 1)
AGES = {"adult": "16 years", "12_to_15": "12 to 15", "6_to_11": "6 to 11", "below_6": "Below 6"}
AREA_STEP = 5
DIRECTIONS = {"keep": "stays", "alternate": "alternates", "half_time": "at half-time"}
MENU_TOPS = (16, 29, 42)
HINT_PAGE = 896  # the lowest page: what the keys do


class Hands:
    """Buttons and hands: what a person can do. The script of a scenario uses these too."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.wet = 0

    def press(self, button: str, ms: int) -> None:
        """Press, and let go after `ms`."""
        self.hold(button)
        self.world.agenda.after(ms * 1000, lambda: self.release(button))

    def hold(self, button: str) -> None:
        self.world.log("user", "press_" + button, 0)
        self.world.buttons[button].move(1)

    def release(self, button: str) -> None:
        self.world.log("user", "release_" + button, 0)
        self.world.buttons[button].move(0)

    def put_in(self, over_ms: int) -> None:
        if self.wet:
            return
        self.wet = 1
        self.world.log("user", "hands_in", 0)
        self._move(self.world.load.full_permille, over_ms)

    def take_out(self, over_ms: int, which: int = BOTH) -> None:
        self.wet = 0
        self.world.log("user", "hands_out", 0)
        self._move(0, over_ms, which)

    def withdraw(self, to_permille: int, over_ms: int, for_ms: int, which: int = BOTH) -> None:
        """Out for a while, then back."""
        self.world.log("user", "withdraw", to_permille)
        self._move(to_permille, over_ms, which)
        self.world.agenda.after(for_ms * 1000, lambda: self._back(over_ms, which))

    def slide(self, to_permille: int, over_ms: int, which: int = BOTH) -> None:
        """Less in the water, for good."""
        self.world.log("user", "slide", to_permille)
        self._move(to_permille, over_ms, which)

    def stir(self, to_permille: int, over_ms: int) -> None:
        """Soda, which stays in."""
        self.world.log("user", "soda", to_permille)
        self.world.circuit.catch_up()
        self.world.load.stir(to_permille, over_ms)

    def _back(self, over_ms: int, which: int) -> None:
        self.world.log("user", "hands_back", 0)
        self._move(self.world.load.full_permille, over_ms, which)

    def _move(self, permille: int, over_ms: int, which: int = BOTH) -> None:
        self.world.circuit.catch_up()
        self.world.load.move(permille, over_ms, which)
        self.world.circuit.perturb()
        self.world.load.update()
        self.world.circuit.solve()


class Person:
    """Looks four times a second and does the obvious, a reaction time after seeing it."""

    def __init__(self, world: "World", hands: Hands, wishes: "dict[str, Any]") -> None:
        self.world = world
        self.hands = hands
        self.wishes = wishes
        self.present = wishes["person"] == "default"
        self.texts: "list[str]" = []
        self._seen = b""
        self._since = 0
        self._acted = 0
        self._treated = wishes["too_soon"] == "me"  # this person was, or began it
        self._calm = False  # the hands are in and the STOP pill is drawn: nothing to do but look for a change
        self._entered = self._as_proposed()
        self._pressing_until = 0
        self._tried = ["", "", ""]  # what stood in a line when it was last changed: there it stays; directions go round
        world.agenda.after(LOOK_US, self._look)

    def leave(self) -> None:
        """From now on nothing is done."""
        self.present = False

    def _as_proposed(self) -> bool:
        w = self.wishes
        return bool(w["current_ua"] == 10_000 and w["minutes"] == 20 and w["polarity"] == "alternate")

    def _look(self) -> None:
        """Read the panel when it has changed; act once it has stood still for the reaction time."""
        world = self.world
        now = world.clock.now
        if world.oled.visible():
            memory = bytes(world.oled.gddram)
            sight = memory[HINT_PAGE:] if self._calm else memory
            if sight != self._seen:
                self._calm = False
                self._seen = memory
                self._since = now
                self._acted = 0
            elif now < self._pressing_until:
                pass
            elif not self._acted and now - self._since >= self.wishes["reaction_ms"] * 1000:
                self._acted = now
                self._read(memory)
            elif self._acted and not self._calm and now - self._acted >= AGAIN_US:
                self._acted = now
                self._read(memory)
        world.agenda.after(CALM_LOOK_US if self._calm else LOOK_US, self._look)

    def _read(self, memory: bytes) -> None:
        reading = screen_reader.read(memory)
        self._remember(reading)
        if self.present:
            self._act(reading)
        if (
            reading.stop and reading.has("0.5 mA") and self.hands.wet
        ):  # current flows: only the keys tell of another page
            self._calm = True
            self._seen = memory[HINT_PAGE:]

    def _remember(self, reading: "screen_reader.Reading") -> None:
        text = " ".join(reading.lines)
        if (not self.texts or self.texts[-1] != text) and len(self.texts) < 400:
            self.texts.append(text)

    # ------------------------------------------------------------ the obvious

    def _act(self, reading: "screen_reader.Reading") -> None:
        """What stands there decides."""
        hands = self.hands
        if reading.has("Press STOP"):
            hands.press("stop", 200)
        elif reading.has("Lift one"):
            hands.withdraw(0, 300, LIFTED_MS, LEFT)
        elif reading.has("Less skin is"):
            hands.withdraw(0, 300, LIFTED_MS)
        elif reading.has("in, flat") or reading.has("pads on") or reading.has("back on"):
            self._put_in()
        elif reading.has("WAITING"):
            if hands.wet:
                hands.take_out(300)
            hands.press("ok", PRESS_MS)
        elif reading.has("Not me") and not self._treated:
            hands.press("down", PRESS_MS)
        elif reading.has("Practise first?"):
            hands.press("stop", PRESS_MS)
        elif reading.has("Who?"):  # who was there last is chosen already
            hands.press("ok", PRESS_MS)
        elif reading.has("People") and reading.has("New person"):
            self._choose(reading, "New person")
        elif reading.has("Where?"):
            self._choose_site(reading)
        elif reading.has("Your age?"):
            hands.press("ok" if reading.has(AGES[self.wishes["age"]]) else "down", PRESS_MS)
        elif reading.has("Size of one pad?"):
            self._tell_area(reading)
        elif reading.has("Direction"):
            self._edit(reading)
        elif reading.has("Hold 1 s") or (reading.has("Change") and reading.has("Yes")):
            self._answer_proposal(reading)
        elif reading.has("mA\u00b7min") or reading.has("gently") or reading.has("FAULT"):
            if hands.wet:
                hands.take_out(300)
        elif reading.ok and not reading.stop:  # a page with nothing but OK
            if hands.wet:
                hands.take_out(300)
            hands.press("ok", PRESS_MS)
        elif reading.ok and not hands.wet and not reading.lines[-1].endswith("?  STOP"):
            hands.press("ok", PRESS_MS)

    def _answer_proposal(self, reading: "screen_reader.Reading") -> None:
        """Of another site, the only one so far: back to the menu."""
        if not reading.has(MENU[SITES.index(self.wishes["site"])]):
            self.hands.press("stop", PRESS_MS)
        elif reading.has("Hold 1 s"):
            self.hands.press("ok", HOLD_MS)
        else:
            self.hands.press("ok" if self._entered else "down", PRESS_MS)

    def _put_in(self) -> None:
        """From the buttons to the trays takes a moment."""
        self._treated = True
        world = self.world
        left_us = self._since + TO_TRAYS_US - world.clock.now
        world.agenda.after(left_us if left_us > 0 else 0, lambda: self.hands.put_in(300))

    def _choose_site(self, reading: "screen_reader.Reading") -> None:
        """The site that is wished for."""
        self._choose(reading, MENU[SITES.index(self.wishes["site"])])

    def _choose(self, reading: "screen_reader.Reading", wanted: str) -> None:
        """The chosen line is the one drawn inverse."""
        for piece in reading.pieces:
            if piece.inverse and piece.top in MENU_TOPS:
                self.hands.press("ok" if piece.text.startswith(wanted) else "down", PRESS_MS)
                return

    def _edit(self, reading: "screen_reader.Reading") -> None:
        """The first line that is not as wished is chosen, opened and changed; when none is left, back."""
        w = self.wishes
        goals = (
            "%d.%d mA" % (w["current_ua"] // 1000, w["current_ua"] // 100 % 10),
            "%d min" % w["minutes"],
            DIRECTIONS[w["polarity"]],
        )
        values = ["", "", ""]
        chosen = 0
        for piece in reading.pieces:
            if piece.top in MENU_TOPS:
                row = MENU_TOPS.index(piece.top)
                if piece.x >= 56:
                    values[row] = (values[row] + " " + piece.text).strip()
                if piece.inverse:
                    chosen = row
        done = [values[row] == goals[row] or values[row] == self._tried[row] for row in range(3)]
        if reading.has("Set"):
            self._in_list(done, chosen)
        elif done[chosen]:
            self.hands.press("ok", PRESS_MS)
        else:
            if chosen < 2:
                self._tried[chosen] = values[chosen]
            self._change(values[chosen], goals[chosen], STEPS[chosen])

    def _in_list(self, done: "list[bool]", chosen: int) -> None:
        for row in range(3):
            if not done[row]:
                self.hands.press("ok" if row == chosen else "down", PRESS_MS)
                return
        self._entered = True
        self.hands.press("stop", PRESS_MS)

    def _change(self, value: str, goal: str, step: float) -> None:
        """Up for a larger number, as often as it takes; the directions go round, one a look."""
        try:
            by = (float(goal.split()[0]) - float(value.split()[0])) / step
        except ValueError:
            self.hands.press("up", PRESS_MS)
            return
        self._press_times("up" if by > 0 else "down", max(1, round(abs(by))))

    def _press_times(self, button: str, times: int) -> None:
        agenda = self.world.agenda
        for n in range(times):
            agenda.after(1 + n * PRESSES_US, lambda: self.hands.press(button, PRESS_MS))
        self._pressing_until = self.world.clock.now + times * PRESSES_US

    def _tell_area(self, reading: "screen_reader.Reading") -> None:
        for piece in reading.pieces:
            if piece.text.isdigit():
                by = (self.wishes["pad_cm2"] - int(piece.text)) // AREA_STEP
                if by:
                    self._press_times("up" if by > 0 else "down", abs(by))
                else:
                    self.hands.press("ok", PRESS_MS)
                return
