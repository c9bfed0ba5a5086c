# The simulated unit on the bench: processor pins, buses with their chips, the circuit, the battery, USB, the watchdog,
# resets. Built from a normalised scenario. Knows no class of the firmware, and no person: those come from outside.

from array import array

import micropython

from tools.sim.cache_methods import cache_methods
from tools.sim.chips.ads1115 import ADS1115Chip
from tools.sim.chips.ds3231 import DS3231Chip
from tools.sim.chips.mcp4725 import MCP4725Chip
from tools.sim.chips.ssd1306 import SSD1306Chip
from tools.sim.dice import Dice
from tools.sim.mcu.clock import NEVER, Clock, Reset
from tools.sim.mcu.i2c_bus import Bus
from tools.sim.plant.circuit import Circuit
from tools.sim.plant.load import Load
from tools.sim.plant.switches import NAMES, OUT_EN, PATIENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.mcu.machine import PinInterrupt

RELAY_FB, ID0, ID1, OC_TRIP_N, VBUS = 0, 8, 9, 13, 24
SDA0, SCL1 = 4, 7  # the four lines of the buses: data even, clock odd
NOISES = 1024
BUTTONS = {"up": 16, "down": 17, "ok": 18, "stop": 19}
BUZZER = 20
LAMPS = {21: "LED_OUTPUT", 22: "LED_FAULT"}
PUMP = 2
CELL_MOHM = 150  # of the cell, its protection and the wires


class Watchdog:
    """Resets the processor when it was not fed in time. Once started it runs until a reset."""

    def __init__(self, world: "World") -> None:
        self.due = NEVER
        self.deadline = NEVER
        self._world = world
        self._clock = world.clock
        self._timeout = 0
        cache_methods(self, "feed")

    def start(self, timeout_us: int) -> None:
        """From now on feed within this time."""
        self._timeout = timeout_us
        self.feed()
        self.due = self.deadline
        self._world.clock.plan()

    @micropython.native
    def feed(self) -> None:
        """`due` follows only when it is reached: feeding happens each tick and must cost nothing."""
        if self._timeout:
            self.deadline = self._clock.now + self._timeout

    def stop(self) -> None:
        """A reset stops it."""
        self._timeout = 0
        self.due = self.deadline = NEVER

    def fire(self) -> None:
        if self._world.clock.now < self.deadline:
            self.due = self.deadline
        else:
            self._world.reset("watchdog")


class Agenda:
    """What is to happen at a time: an event source that holds many."""

    def __init__(self, clock: Clock) -> None:
        self.due = NEVER
        self._clock = clock
        self._entries: "list[tuple[int, int, Callable[[], None]]]" = []
        self._count = 0
        clock.add(self)

    def at(self, t_us: int, action: "Callable[[], None]") -> None:
        """Do it at that time, or at the next chance when that is past; in the order given where times are equal."""
        self._count += 1
        i = len(self._entries)
        while i and self._entries[i - 1][0] > t_us:
            i -= 1
        self._entries.insert(i, (t_us, self._count, action))
        self.due = self._entries[0][0]
        self._clock.plan()

    def after(self, us: int, action: "Callable[[], None]") -> None:
        """Do it that much later than now."""
        self.at(self._clock.now + us, action)

    def fire(self) -> None:
        action = self._entries.pop(0)[2]
        self.due = self._entries[0][0] if self._entries else NEVER
        action()


class World:
    """Everything that outlives a reset. `listeners` of the bench (recorder, person) are set by who runs it."""

    def __init__(self, scenario: "dict[str, Any]") -> None:
        self.scenario = scenario
        self.dice = Dice(scenario["seed"])
        self.clock = Clock(scenario["clock_start_ms"])
        self.agenda = Agenda(self.clock)
        board = dict(scenario["board"])
        board["battery_mv"] = scenario["battery_mv"]
        self.board = board
        self.load = Load(scenario["load"], Dice(scenario["seed"] + 1))
        self.circuit = Circuit(self.clock, self.load, board, self.dice)
        self.watchdog = Watchdog(self)
        self.clock.add(self.watchdog)
        self.levels = array("b", [0] * 32)  # of every pin, as value() reads it
        self.outputs = array("b", [0] * 32)
        self.noises = array("h", [self.dice.spread(800) for _ in range(NOISES)])
        self.stuck_pins: "dict[int, int]" = {}
        self._interrupts: "dict[int, PinInterrupt]" = {}
        self.cause = "power"
        self.boots = 0
        self.buzzer_hz = 0
        self.cell_mohm = CELL_MOHM
        self.off_us = 0  # how long the processor stays without power at this reset
        self.flash: "Any" = None
        self.adc_faults: "dict[int, Any]" = {}
        # what the bench wants to know
        self.log: "Callable[[str, str, int], None]" = _no_log
        self.on_feed: "Callable[[], None]" = _nothing
        self.on_edge: "Callable[[], None]" = _nothing
        self.on_callback_failed: "Callable[[Exception], None]" = _no_error
        self._chips()
        self._rest()
        cache_methods(self, "drive", "convert", "battery_mv", "fed", "live")

    def _chips(self) -> None:
        clock = self.clock
        self.dac = MCP4725Chip(clock, self.circuit.set_code)
        self.dac.eeprom_code = 0
        self.adc = ADS1115Chip(clock, self.circuit.mux_uv)
        self.circuit.adc = self.adc  # its conversions end within the circuit's time
        self.circuit.tell = self._tell_pins
        self.circuit.changed()
        self.oled = SSD1306Chip()
        self.buses = [Bus(clock, self.dice), Bus(clock, self.dice)]
        self.buses[0].chips = [self.dac, self.adc]
        self.buses[0].on_conversion = self.circuit.conversion_started
        self.buses[0].before_read = self.circuit.catch_up
        self.buses[1].chips = [self.oled]
        if self.board.get("rtc") == "ds3231":
            self.rtc_chip = DS3231Chip(clock)
            if self.board.get("rtc_minute"):
                self.rtc_chip.set_minute(self.board["rtc_minute"])
            self.buses[1].chips.append(self.rtc_chip)
        for bus in self.buses:
            bus.attach()

    def _rest(self) -> None:
        """Input levels with nothing touched: buttons open, revision A's straps, no USB."""
        for gpio in BUTTONS.values():
            self.levels[gpio] = 1
        self.levels[BUTTONS["stop"]] = 0
        self.levels[ID0] = 1
        self.levels[ID1] = 0
        self._tell_pins()

    def tell_bus(self, bus: Bus) -> None:
        """SDA as its pin reads it: low while a chip holds it."""
        if bus.sda_low:
            self.levels[SDA0 + 2 * self.buses.index(bus)] = 0

    def power_on(self) -> None:
        """The battery is connected: chips start, the processor is about to boot."""
        self.circuit.catch_up()
        self.circuit.log = self.log
        for bus in self.buses:
            bus.power_on()
        self.cause = "power"

    # ------------------------------------------------------------ pins

    @micropython.native
    def drive(self, gpio: int, level: int) -> None:
        """The processor drives a pin."""
        self.levels[gpio] = level
        if not self.outputs[gpio]:
            return
        if gpio == PUMP:
            self.circuit.drive(gpio, level)
            self.on_edge()
            return
        clock = self.clock
        was = clock.open_heap()
        self._drive_named(gpio, level)
        clock.close_heap(was)

    def _drive_named(self, gpio: int, level: int) -> None:
        circuit = self.circuit
        name = NAMES.get(gpio)
        if name:
            if circuit.pin[gpio] != level:
                circuit.catch_up()
                self.log("pin", name, level)
                if gpio == OUT_EN and not level:
                    self.clock.main_locked = 0
                circuit.drive(gpio, level)
        elif gpio in LAMPS:
            self.log("pin", LAMPS[gpio], level)
        elif SDA0 <= gpio <= SCL1:
            bus = self.buses[(gpio - SDA0) // 2]
            if gpio & 1 and level:
                bus.clocked()
            self.tell_bus(bus)

    def _tell_pins(self) -> None:
        """Inputs that the circuit drives, as they stand after its last step."""
        circuit = self.circuit
        levels = self.levels
        levels[RELAY_FB] = circuit.relay_fb()
        levels[OC_TRIP_N] = 0 if circuit.latched or circuit.latch_stuck else 1
        for gpio in self.stuck_pins:
            levels[gpio] = self.stuck_pins[gpio]

    def set_input(self, gpio: int, level: int) -> None:
        """Something outside changes an input."""
        if gpio in self.stuck_pins:
            level = self.stuck_pins[gpio]
        if self.levels[gpio] == level:
            return
        self.levels[gpio] = level
        interrupt = self._interrupts.get(gpio)
        if interrupt is not None:
            interrupt.edge(level)
            self.clock.plan()

    def listen(self, gpio: int, interrupt: "PinInterrupt | None") -> None:
        """Take or drop an interrupt on an input."""
        old = self._interrupts.pop(gpio, None)
        if old is not None:
            self.clock.remove_interrupt(old)
        if interrupt is not None:
            self._interrupts[gpio] = interrupt
            self.clock.add_interrupt(interrupt)

    def usb(self, on: int) -> None:
        """USB power comes or goes."""
        self.log("vbus", "", on)
        self.set_input(VBUS, on)
        self.circuit.usb_power(on)

    # ------------------------------------------------------------ converters

    def convert(self, gpio: int) -> int:
        """The internal ADC: 12 bits of 3.3 V, given as 16. machine.ADC has the two frequent ones written out."""
        circuit = self.circuit
        if self.clock.now >= circuit.boundary:
            circuit.catch_up()
        if gpio == 26:
            uv = circuit.b_uv
        elif gpio == 27:
            uv = circuit.code * 806
        elif gpio == 28:
            uv = self.battery_mv() * 500
        else:
            uv = 700_000
        if self.adc_faults:
            uv = self._faulty_uv(gpio, uv)
        code = (uv + self.noises[self.clock.now & 1023]) * 4096 // 3_300_000
        if code > 4095:
            code = 4095
        elif code < 0:
            code = 0
        return (code << 4) | (code >> 8)

    def _faulty_uv(self, gpio: int, uv: int) -> int:
        was = self.clock.open_heap()
        fault = self.adc_faults.get(gpio)
        if fault is not None:
            uv = fault(uv)
        self.clock.close_heap(was)
        return uv

    def battery_mv(self) -> int:
        """The cell under the load of boost and output."""
        circuit = self.circuit
        ma = 60
        if circuit.rail_mv > 1000:
            ma += 40 + circuit.i_ua * 48 // 3000
        return circuit.battery_mv - ma * self.cell_mohm // 1000  # type: ignore[no-any-return]

    # ------------------------------------------------------------ feeding, resets

    @micropython.native
    def fed(self) -> None:
        """The watchdog is fed: the end of a control tick."""
        self.watchdog.feed()
        self.on_feed()
        pins = self.circuit.pin
        clock = self.clock
        clock.main_locked = 1 if pins[OUT_EN] and pins[PATIENT] and not clock.dead else 0

    def live(self) -> int:
        """1 while the output may be closed towards the electrodes, by the pins."""
        return 1 if self.circuit.pin[OUT_EN] and self.circuit.pin[PATIENT] else 0

    def reset(self, cause: str, off_us: int = 0) -> None:
        """The processor stops here, and starts again `off_us` later; its pins float. Chips and circuit stay as they
        are."""
        if self.clock.dead:
            return
        self.circuit.catch_up()
        self.cause = cause
        self.off_us = off_us
        self.log("reset", cause, 0)
        self.stop_processor()
        self.clock.dead = Reset()
        self.clock.plan()

    def stop_processor(self) -> None:
        """Interrupts, watchdog and outputs end."""
        self.watchdog.stop()
        self.clock.clear_interrupts()
        self._interrupts.clear()
        self.clock.main_locked = 0
        self.clock.pending = None
        for gpio in range(30):
            if self.outputs[gpio]:
                self.outputs[gpio] = 0
                self.levels[gpio] = 0
        self.buzzer_hz = 0
        self.circuit.pins_float()

    def sound(self, gpio: int, hz: int) -> None:
        """The buzzer sounds at a frequency, or is silent."""
        if gpio == BUZZER:
            self.buzzer_hz = hz

    def rtc(self, value: "Any") -> "Any":
        """The processor's own clock starts on 1 January 2021 with each power-on."""
        seconds = self.clock.now // 1_000_000
        return (2021, 1, 1 + seconds // 86_400, 4, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, 0)

    def callback_failed(self, error: Exception) -> None:
        """An interrupt's callback raised."""
        self.on_callback_failed(error)


def _no_log(kind: str, name: str, value: int) -> None:
    pass


def _nothing() -> None:
    pass


def _no_error(error: Exception) -> None:
    pass
