# What a scenario may do to the person's contact, beside what the person does on purpose. Decides no current: load and
# circuit do.

from tools.sim.plant.circuit_faults import LEAST_OHM
from tools.sim.plant.load import WHICH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.plant.circuit import Circuit

    Values = dict[str, Any]


class Contact:
    """The part `load`."""

    def __init__(self, circuit: "Circuit") -> None:
        self._circuit = circuit
        self._load = circuit.load

    def _changed(self, mode: str, on: int) -> None:
        self._circuit.log("load", mode, on)
        self._load.update()
        self._circuit.solve()

    def open(self, v: "Values", on: int) -> None:
        """The contact breaks at once."""
        self._load.broken = on
        self._changed("open", on)

    def short(self, v: "Values", on: int) -> None:
        """Something metallic bridges the trays."""
        self._circuit.log("load", "short", on)
        self._circuit.metal_ohm = max(float(v["ohm"]), LEAST_OHM) if on else 0.0
        self._circuit.breaks("metal", on)

    def withdraw(self, v: "Values", on: int) -> None:
        """A hand is pulled out; over: it comes back."""
        self._pull(v, on)
        self._changed("withdraw", on)

    def fingertips(self, v: "Values", on: int) -> None:
        """Only they stay in."""
        self._pull(v, on)
        self._changed("fingertips", on)

    def _pull(self, v: "Values", on: int) -> None:
        self._circuit.perturb()
        share = v["to_permille"] if on else self._load.full_permille
        self._load.move(share, v["over_ms"], WHICH[v["hand"]])

    def jump(self, v: "Values", on: int) -> None:
        """The total resistance jumps."""
        self._load.step_ohm = v["ohm"] if on else 0
        self._changed("step", on)

    def drying(self, v: "Values", on: int) -> None:
        """The resistance rises."""
        self._load.drying = v["permille_per_min"] if on else 0
        self._changed("drying", on)

    def soft_water(self, v: "Values", on: int) -> None:
        """The water conducts badly."""
        self._load.soft_ohm = v["water_ohm"] if on else 0
        self._changed("soft_water", on)

    FAULTS = {
        "open": open,
        "short": short,
        "withdraw": withdraw,
        "fingertips": fingertips,
        "step": jump,
        "drying": drying,
        "soft_water": soft_water,
    }
