# What feeds the unit, when a fault says so: the cell, and the 3.3 V. These are the reference of the DAC and of the
# internal converter, so that only channel A sees them drift. Decides no consequence: world and circuit do.

from tools.sim.bench import CELL_MOHM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

    Values = dict[str, Any]

VDD_MV = 3300
VDD_LEAST_MV = 2700
VDD_MOST_MV = 3600
BROWNOUT_MV = 2400
SHUNT_B, BATTERY = 26, 28  # the DAC's own voltage and the converter that reads it have one reference


class Supply:
    """Takes the faults of the parts `battery` and `vdd`."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self._falling = 0
        self._vdd_mv = VDD_MV
        self._drifting = 0

    # ------------------------------------------------------------ the cell

    def battery(self, mode: str, v: "Values", on: int) -> None:
        c = self.world.circuit
        rest = self.world.board["battery_mv"]
        if mode == "resistance":
            self.world.cell_mohm = v["mohm"] if on else CELL_MOHM
        elif mode == "sag":
            c.battery_mv = rest - v["mv"] if on else rest
        elif mode == "collapse":
            c.battery_mv = v["mv"] if on else rest
        else:
            self._falling = on
            self._fall(v["mv_per_min"])
        self._weak()

    def _fall(self, mv_per_min: int) -> None:
        if self._falling and self.world.circuit.battery_mv > 0:
            self.world.circuit.battery_mv -= 1
            self._weak()
            self.world.agenda.after(60_000_000 // mv_per_min, lambda: self._fall(mv_per_min))

    def _weak(self) -> None:
        """Below 2.4 V the processor browns out; the boost gave up before."""
        if self.world.circuit.battery_mv < BROWNOUT_MV:
            self.world.reset("brownout")

    # ------------------------------------------------------------ 3.3 V

    def vdd(self, v: "Values", on: int) -> None:
        """Drifts until it is over, then is right again."""
        self._drifting = on
        if on:
            self._drift(v["mv_per_min"])
        else:
            self._set_vdd(VDD_MV)

    def _drift(self, mv_per_min: int) -> None:
        mv = self._vdd_mv + (1 if mv_per_min > 0 else -1)
        if self._drifting and mv_per_min and VDD_LEAST_MV <= mv <= VDD_MOST_MV:
            self._set_vdd(mv)
            self.world.agenda.after(60_000_000 // abs(mv_per_min), lambda: self._drift(mv_per_min))

    def _set_vdd(self, mv: int) -> None:
        self._vdd_mv = mv
        faults = self.world.adc_faults
        for gpio in (SHUNT_B, BATTERY):
            faults.pop(gpio, None)
            if mv != VDD_MV:
                faults[gpio] = lambda uv: uv * VDD_MV // mv
        c = self.world.circuit
        c.catch_up()
        c.vdd_mv = mv
        c.changed()
