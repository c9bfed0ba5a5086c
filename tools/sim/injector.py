# Makes the faults of a scenario happen at their time. Decides no fault and no consequence: each part has its own table
# of faults, and what follows the parts and the circuit show.

from tools.sim.mcu.flash_faults import FlashFaults
from tools.sim.mcu.gpio import InputPin
from tools.sim.mcu.internal_adc import BATTERY, DAC_VOLTAGE, SHUNT_B, AdcInput
from tools.sim.mcu.processor import Processor
from tools.sim.plant import circuit_faults
from tools.sim.plant.contact import Contact
from tools.sim.plant.supply import Cell, Charger, UsbSocket, Vdd

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.bench import World

    Values = dict[str, Any]


class UnknownFault(ValueError):
    """No such part, or none of its faults; the message says which there are."""


def parts_of(world: "World") -> "dict[str, Any]":
    """Every part that can fail, by its name in scenarios.

    A part's table `FAULTS` has for each mode what makes it, called with the scenario's values and 1 when the fault
    begins, 0 when it is over.
    """
    circuit = world.circuit
    pins = world.pins
    parts: "dict[str, Any]" = {
        "dac": world.dac,
        "adc": world.adc,
        "oled": world.oled,
        "i2c0": world.buses[0],
        "i2c1": world.buses[1],
        "adc_b": AdcInput(world.internal_adc, SHUNT_B),
        "adc_dac": AdcInput(world.internal_adc, DAC_VOLTAGE),
        "adc_battery": AdcInput(world.internal_adc, BATTERY),
        "oc_trip_n": InputPin(world.gpio, pins.OC_TRIP_N, circuit.oc_trip_n),
        "relay_fb": InputPin(world.gpio, pins.RELAY_FB, circuit.relay_fb),
        "vbus_pin": InputPin(world.gpio, pins.VBUS, lambda: circuit.usb),
        "id0": InputPin(world.gpio, pins.ID0, lambda: circuit.revision.straps[0]),
        "id1": InputPin(world.gpio, pins.ID1, lambda: circuit.revision.straps[1]),
        "battery": Cell(world),
        "vdd": Vdd(world),
        "usb": UsbSocket(world),
        "charger": Charger(world),
        "mcu": Processor(world),
        "flash": FlashFaults(world),
        "load": Contact(circuit),
    }
    parts.update(circuit_faults.parts(circuit))
    for name in world.buttons:
        parts["button_" + name] = world.buttons[name]
    return parts


class Injector:
    """Takes the normalised faults; those with `after` wait for their state. Raises UnknownFault at once."""

    def __init__(self, world: "World", faults: "list[dict[str, Any]]", parts: "dict[str, Any] | None" = None) -> None:
        self.world = world
        self._parts = parts_of(world) if parts is None else parts
        self._waiting: "list[dict[str, Any]]" = []
        self._seen: "list[str]" = []
        for fault in faults:
            self._find(fault["part"], fault["mode"])
            if fault["after"] is None:
                self._plan(fault, fault["at_ms"] * 1000)
            else:
                self._waiting.append(fault)

    def state_entered(self, name: str) -> None:
        """The firmware entered a state for the first time: faults that wait for it get their time."""
        if name in self._seen:
            return
        self._seen.append(name)
        now = self.world.clock.now
        for fault in self._waiting:
            if fault["after"]["state"] == name:
                self._plan(fault, now + fault["after"]["ms"] * 1000)

    def inject(self, fault: "dict[str, Any]") -> None:
        """Make a fault happen now, for good: `part`, `mode`, `values` of a normalised one. UnknownFault as above."""
        self._switch(fault, 1)

    def end(self, fault: "dict[str, Any]") -> None:
        """It is over now."""
        self._switch(fault, 0)

    def _plan(self, fault: "dict[str, Any]", at_us: int) -> None:
        agenda = self.world.agenda
        agenda.at(at_us, lambda: self._switch(fault, 1))
        if fault["for_ms"] is not None:
            agenda.at(at_us + fault["for_ms"] * 1000, lambda: self._switch(fault, 0))

    def _switch(self, fault: "dict[str, Any]", on: int) -> None:
        """A fault begins or is over."""
        part, mode = fault["part"], fault["mode"]
        make = self._find(part, mode)
        self.world.circuit.catch_up()
        self.world.log("fault", part + "." + mode, on)
        make(self._parts[part], fault["values"], on)
        self.world.clock.plan()

    def _find(self, part: str, mode: str) -> "Callable[[Any, Values, int], None]":
        if part not in self._parts:
            raise UnknownFault("no part is called %s; there are %s" % (part, ", ".join(sorted(self._parts))))
        table = self._parts[part].FAULTS
        if mode not in table:
            raise UnknownFault("%s has no fault %s; it has %s" % (part, mode, ", ".join(sorted(table))))
        return table[mode]  # type: ignore[no-any-return]
