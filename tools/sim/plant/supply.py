# What feeds the unit, when a fault says so: the cell, the 3.3 V, the USB socket. The 3.3 V are the reference of the DAC
# and of the internal converter, so that only channel A sees them drift. Decides no consequence: bench and circuit do.

from tools.sim.mcu.internal_adc import BATTERY, SHUNT_B

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

    Values = dict[str, Any]

VDD_MV = 3300
VDD_LEAST_MV = 2700
VDD_MOST_MV = 3600
CHARGER_MV = 4200
BROWNOUT_MV = 2400


class Cell:
    """The part `battery`."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self._rest_mv: int = world.board["battery_mv"]
        self._rest_mohm = world.cell_mohm
        self._falling = 0

    def resistance(self, v: "Values", on: int) -> None:
        """Its own resistance has grown."""
        self.world.cell_mohm = v["mohm"] if on else self._rest_mohm
        self._look_for_brownout()

    def sag(self, v: "Values", on: int) -> None:
        """Lower by a fixed voltage."""
        self._set_mv(self._rest_mv - v["mv"] if on else self._rest_mv)

    def collapse(self, v: "Values", on: int) -> None:
        """Falls at once to a voltage."""
        self._set_mv(v["mv"] if on else self._rest_mv)

    def ramp(self, v: "Values", on: int) -> None:
        """Falls steadily; over: stays where it is."""
        self._falling = on
        self._fall(v["mv_per_min"])
        self._look_for_brownout()

    def _set_mv(self, mv: int) -> None:
        self.world.circuit.battery_mv = mv
        self._look_for_brownout()

    def _fall(self, mv_per_min: int) -> None:
        if self._falling and self.world.circuit.battery_mv > 0:
            self._set_mv(self.world.circuit.battery_mv - 1)
            self.world.agenda.after(60_000_000 // mv_per_min, lambda: self._fall(mv_per_min))

    def _look_for_brownout(self) -> None:
        """Below 2.4 V the processor browns out; the boost gave up before."""
        if self.world.circuit.battery_mv < BROWNOUT_MV:
            self.world.reset("brownout")

    FAULTS = {"sag": sag, "ramp": ramp, "collapse": collapse, "resistance": resistance}


class Vdd:
    """The part `vdd`."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self._vdd_mv = VDD_MV
        self._drifting = 0

    def drift(self, v: "Values", on: int) -> None:
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
        faults = self.world.internal_adc.faults
        for source in (SHUNT_B, BATTERY):  # the DAC's own voltage and the converter that reads it have one reference
            faults.pop(source, None)
            if mv != VDD_MV:
                faults[source] = lambda uv: uv * VDD_MV // mv
        c = self.world.circuit
        c.catch_up()
        c.vdd_mv = mv
        c.changed()

    def wrong(self, v: "Values", on: int) -> None:
        """Its regulator fails: another voltage at once."""
        self._drifting = 0
        self._set_vdd(v["mv"] if on else VDD_MV)

    FAULTS = {"drift": drift, "wrong": wrong}


class UsbSocket:
    """The part `usb`."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def plugged(self, v: "Values", on: int) -> None:
        """USB power is present."""
        self.world.usb(on)

    FAULTS = {"plugged": plugged}


class Charger:
    """The part `charger`: revision B charges from VBUS alone; in A it hangs at the cell and nobody sees it."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def plugged(self, v: "Values", on: int) -> None:
        """A charger is connected."""
        world = self.world
        world.log("charger", "", on)
        if world.board["revision"] == "A":
            world.circuit.battery_mv = CHARGER_MV if on else world.board["battery_mv"]
        else:
            world.usb(on)

    FAULTS = {"plugged": plugged}
