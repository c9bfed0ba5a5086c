# What a scenario may break in the output circuit: a table of faults for each of its parts. Sets what circuit.py and
# network.py read; decides no current.

from tools.sim.plant.network import DIODE_OPEN, DIODE_SHORT, DRAIN, GROUND, RAIL, S1_OUTPUT, SIDE_A, SIDE_B, SOUND
from tools.sim.plant.switches import BOOST_EN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.plant.circuit import Circuit

    Values = dict[str, Any]

NODES = {
    "rail": RAIL,
    "s1_output": S1_OUTPUT,
    "electrode_a": SIDE_A,
    "electrode_b": SIDE_B,
    "sink_drain": DRAIN,
    "ground": GROUND,
}
BOOST_MOST_MV = 58_000  # what a sound boost is held below
OPEN, CLOSED, UNLIMITED = 0, 1, 2
LEGS = ("fwd_high", "fwd_low", "rev_high", "rev_low")  # in the network's order
LEAST_OHM = 1.0


class _Part:
    """A part of the circuit."""

    def __init__(self, circuit: "Circuit", name: str) -> None:
        self._circuit = circuit
        self._name = name

    def _break(self, on: int) -> None:
        """The circuit needs the solver while anything electrical is broken."""
        self._circuit.breaks(self._name, on)


class Switch(_Part):
    """Output switch, or one of the bridge's four."""

    def _stick(self, position: int, on: int) -> None:
        if on:
            self._circuit.stuck[self._name] = position
        else:
            self._circuit.stuck.pop(self._name, None)
        self._break(on)

    def stuck_open(self, v: "Values", on: int) -> None:
        """Never closes."""
        self._stick(OPEN, on)

    def stuck_closed(self, v: "Values", on: int) -> None:
        """Never opens."""
        self._stick(CLOSED, on)

    FAULTS = {"stuck_open": stuck_open, "stuck_closed": stuck_closed}


class Sink(_Part):
    """MOSFET and feedback resistor."""

    def short(self, v: "Values", on: int) -> None:
        """The MOSFET is a resistor."""
        self._circuit.sink_short_ohm = float(v["ohm"]) if on else -1.0
        self._break(on)

    def feedback_low(self, v: "Values", on: int) -> None:
        """Its resistor is too small: more current."""
        self._circuit.sink_permille = v["permille"] if on else 1000
        self._break(on)

    def feedback_open(self, v: "Values", on: int) -> None:
        """Its resistor is open: no current."""
        self._circuit.sink_open = on
        self._break(on)

    FAULTS = {"short": short, "feedback_low": feedback_low, "feedback_open": feedback_open}


class Shunt(_Part):
    """`shunt_a` or `shunt_b`."""

    def open(self, v: "Values", on: int) -> None:
        """No current, and its amplifier floats to full scale."""
        setattr(self._circuit, self._name + "_open", on)
        self._break(on)

    def wrong(self, v: "Values", on: int) -> None:
        """Too small or too large: its channel reads a share."""
        setattr(self._circuit, self._name + "_permille", v["permille"] if on else 1000)
        self._circuit.changed()

    FAULTS = {"open": open, "low": wrong, "high": wrong}


class Latch(_Part):
    """The over-current latch."""

    def dead(self, v: "Values", on: int) -> None:
        """Never trips."""
        self._circuit.latch_dead = on
        self._circuit.changed()

    def set(self, v: "Values", on: int) -> None:
        """Is set and cannot be cleared."""
        c = self._circuit
        c.latch_stuck = on
        if on:
            c.latched = 1
            c.log("hw", "LATCH", 1)
        c.changed()

    FAULTS = {"dead": dead, "set": set}


class Pump(_Part):
    """The charge pump."""

    def passes_static(self, v: "Values", on: int) -> None:
        """Holds the switch closed without edges."""
        self._circuit.pump_static = on
        self._circuit.changed()

    FAULTS = {"passes_static": passes_static}


class Boost(_Part):
    """The boost converter. It needs no solver, and its rail goes on from where it is."""

    def _stick(self, position: int, on: int) -> None:
        if on:
            self._circuit.stuck["boost"] = position
        else:
            self._circuit.stuck.pop("boost", None)

    def stuck_on(self, v: "Values", on: int) -> None:
        """On whatever BOOST_EN says."""
        self._stick(CLOSED, on)

    def stuck_off(self, v: "Values", on: int) -> None:
        """Off whatever BOOST_EN says."""
        self._stick(OPEN, on)

    def rail(self, v: "Values", on: int) -> None:
        """Regulates to a wrong voltage; one above what it is held below drives the rail even when it is off."""
        c = self._circuit
        c.rail_goal_mv = v["mv"] if on else c.board["boost_mv"]
        if not on:
            self._stick(OPEN, 0)
        elif c.pin[BOOST_EN] or v["mv"] > BOOST_MOST_MV:
            self._stick(UNLIMITED, 1)

    FAULTS = {"stuck_on": stuck_on, "stuck_off": stuck_off, "rail": rail}


class Relay(_Part):
    """The patient relay."""

    def _stick(self, position: int, on: int) -> None:
        self._circuit.relay_stuck = position if on else -1
        self._circuit.changed()

    def stuck_electrodes(self, v: "Values", on: int) -> None:
        """Welded at the electrodes."""
        self._stick(1, on)

    def stuck_rest(self, v: "Values", on: int) -> None:
        """Stays at the dummy load."""
        self._stick(0, on)

    def intermittent(self, v: "Values", on: int) -> None:
        """Its contact opens and closes."""
        c = self._circuit
        c.stuck["relay_period_us"] = v["period_ms"] * 1000
        c.relay_lost = 0
        c.flicker(on)
        self._break(on)

    FAULTS = {"stuck_electrodes": stuck_electrodes, "stuck_rest": stuck_rest, "intermittent": intermittent}


class Dummy(_Part):
    """The dummy load."""

    def open(self, v: "Values", on: int) -> None:
        """Is open."""
        self._circuit.dummy_open = on
        self._break(on)

    FAULTS = {"open": open}


class Leak(_Part):
    """A path where none should be."""

    def between(self, v: "Values", on: int) -> None:
        """A resistance between two points."""
        leak = (NODES[v["from"]], NODES[v["to"]], float(v["ohm"]))
        leaks = self._circuit.leaks
        if on:
            leaks.append(leak)
        elif leak in leaks:
            leaks.remove(leak)
        self._break(on)

    def towel(self, v: "Values", on: int) -> None:
        """Something wet joins the trays."""
        if on:
            self._circuit.towel.lay(v["ohm"], v["dry_ohm"], v["soak_ms"], v["own_mv"])
        else:
            self._circuit.towel.take()
        self._break(on)

    FAULTS = {"between": between, "towel": towel}


class LegDiode(_Part):
    """The diode in series with a leg; revision A has none, and nothing happens."""

    def _set(self, leg: str, kind: int, on: int) -> None:
        self._circuit.network.diodes[LEGS.index(leg)] = kind if on else SOUND
        self._break(on)

    def short(self, v: "Values", on: int) -> None:
        """Conducts both ways."""
        self._set(v["leg"], DIODE_SHORT, on)

    def open(self, v: "Values", on: int) -> None:
        """Conducts no way."""
        self._set(v["leg"], DIODE_OPEN, on)

    FAULTS = {"short": short, "open": open}


class RailShort(_Part):
    """The rail's own short to ground."""

    def short(self, v: "Values", on: int) -> None:
        """The rail is at ground; over: it rises again."""
        self._circuit.rail_short = on
        self._circuit.rail_mv = 0
        self._break(on)

    FAULTS = {"short": short}


class Terminals(_Part):
    """The sockets within the unit."""

    def short(self, v: "Values", on: int) -> None:
        """A path from A to B."""
        self._circuit.terminals_ohm = max(float(v["ohm"]), LEAST_OHM) if on else 0.0
        self._break(on)

    FAULTS = {"short": short}


def parts(circuit: "Circuit") -> "dict[str, Any]":
    """Every part of the circuit by its name in scenarios."""
    kinds: "dict[str, Any]" = {
        "s1": Switch,
        "leg_fwd_high": Switch,
        "leg_fwd_low": Switch,
        "leg_rev_high": Switch,
        "leg_rev_low": Switch,
        "sink": Sink,
        "shunt_a": Shunt,
        "shunt_b": Shunt,
        "latch": Latch,
        "pump": Pump,
        "boost": Boost,
        "relay": Relay,
        "dummy": Dummy,
        "leak": Leak,
        "leg_diode": LegDiode,
        "rail_short": RailShort,
        "terminals": Terminals,
    }
    return {name: kinds[name](circuit, name) for name in kinds}
