# The simulated unit on the bench: how processor, buses, chips, buttons and circuit are wired to each other, and what a
# reset does. Built from a normalised scenario and the board's pins. Knows no class of the firmware, and no person.

from array import array

import micropython
from micropython import const

from tools.sim.agenda import Agenda
from tools.sim.cache_methods import cache_methods
from tools.sim.chips.ads1115 import ADS1115Chip
from tools.sim.chips.ds3231 import DS3231Chip
from tools.sim.chips.mcp4725 import MCP4725Chip
from tools.sim.chips.ssd1306 import SSD1306Chip
from tools.sim.dice import Dice
from tools.sim.mcu.clock import Clock, Reset
from tools.sim.mcu.gpio import Gpio
from tools.sim.mcu.i2c_bus import Bus
from tools.sim.mcu.internal_adc import BATTERY, DAC_VOLTAGE, NOTHING, SHUNT_B, InternalAdc
from tools.sim.mcu.watchdog import Watchdog
from tools.sim.plant.button import Button
from tools.sim.plant.circuit import Circuit
from tools.sim.plant.load import Load
from tools.sim.plant.switches import NAMES, OUT_EN, PATIENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.pins import Pins

PUMP = const(1)  # as in switches.py; MicroPython finds a constant of this file at once
LAMPS = ("LED_OUTPUT", "LED_FAULT")


class World:
    """Everything that outlives a reset. What the harness hears (`log`, `on_...`) it sets itself."""

    def __init__(self, scenario: "dict[str, Any]", pins: "Pins") -> None:
        self.scenario = scenario
        self.pins = pins
        self.dice = Dice(scenario["seed"])
        self.clock = Clock(scenario["clock_start_ms"])
        self.agenda = Agenda(self.clock)
        board = dict(scenario["board"])
        board["battery_mv"] = scenario["battery_mv"]
        self.board = board
        self.clock.set_rate(1_000_000 + board["crystal_ppm"])
        self.load = Load(scenario["load"], Dice(scenario["seed"] + 1))
        self.circuit = Circuit(self.clock, self.load, board, self.dice)
        self.watchdog = Watchdog(self.clock, self._not_fed)
        self.clock.add(self.watchdog)
        self.gpio = Gpio(self.clock)
        self.levels = self.gpio.levels
        self.outputs = self.gpio.outputs
        self.internal_adc = InternalAdc(self.clock, self.circuit, self.battery_mv, board, self.dice)
        self.cause = "power"
        self.boots = 0
        self.buzzer_hz = 0
        self.cell_mohm = board["cell_mohm"]  # of the cell, its protection and the wires
        self.off_us = 0  # how long the processor stays without power at this reset
        self.flash: "Any" = None
        # what the harness wants to know
        self.log: "Callable[[str, str, int], None]" = _no_log
        self.on_feed: "Callable[[], None]" = _nothing
        self.on_edge: "Callable[[], None]" = _nothing
        self.on_callback_failed: "Callable[[Exception], None]" = _no_error
        self._chips()
        self._wire()
        self.circuit.tell = self._tell_pins
        self.circuit.changed()
        cache_methods(self, "drive", "battery_mv", "fed", "live")

    def _chips(self) -> None:
        clock = self.clock
        self.dac = MCP4725Chip(clock, self.circuit.set_code)
        if not self.board["dac_is_new"]:
            self.dac.eeprom_code = 0
        self.adc = ADS1115Chip(clock, self.circuit.mux_uv)
        board = self.board
        self.adc.made(board["adc_gain_ppm"], board["adc_offset_uv"], board["adc_rate_permille"], board["adc_bits"])
        self.circuit.adc = self.adc  # its conversions end within the circuit's time
        sh1106 = 1 if self.board["display"] == "sh1106" else 0
        self.oled = SSD1306Chip(self.agenda, sh1106, self.board["display_start_ms"] * 1000)
        self.buses = [Bus(clock, self.dice), Bus(clock, self.dice)]
        self.buses[0].chips = [self.dac, self.adc]
        self.buses[0].on_conversion = self.circuit.conversion_started
        self.buses[0].before_read = self.circuit.catch_up
        self.buses[1].chips = [self.oled]
        if self.board.get("rtc") == "ds3231":
            parts = self.board
            self.rtc_chip = DS3231Chip(clock, parts["rtc_ppm"], parts["rtc_dead_cell"], parts["rtc_quarters"])
            if self.board.get("rtc_minute"):
                self.rtc_chip.set_minute(self.board["rtc_minute"])
            self.buses[1].chips.append(self.rtc_chip)
        for bus in self.buses:
            bus.attach()

    def _wire(self) -> None:
        """Which GPIO goes where, from the board's table; looked up once."""
        pins = self.pins
        self._pump = pins.PUMP
        self._drive_circuit = self.circuit.drive
        self._buzzer = pins.BUZZER
        self._vbus = pins.VBUS
        self._relay_fb = pins.RELAY_FB
        self._oc_trip_n = pins.OC_TRIP_N
        self.lines = array("b", [-1] * 32)  # of the circuit, by GPIO; -1: another pin
        for line in range(len(NAMES)):
            self.lines[getattr(pins, NAMES[line])] = line
        self.lamps = {getattr(pins, name): name for name in LAMPS}
        self.sda = {pins.SDA0: self.buses[0], pins.SDA1: self.buses[1]}
        self.scl = {pins.SCL0: self.buses[0], pins.SCL1: self.buses[1]}
        self._analog = {pins.ADC0: SHUNT_B, pins.ADC1: DAC_VOLTAGE, pins.ADC2: BATTERY}
        self.buttons = {
            "up": self._button(pins.BTN_UP, 0),
            "down": self._button(pins.BTN_DOWN, 0),
            "ok": self._button(pins.BTN_OK, 0),
            "stop": self._button(pins.BTN_STOP, 1),
        }
        self.levels[pins.ID0], self.levels[pins.ID1] = self.circuit.revision.straps
        for bus in self.buses:
            bus.on_held = self._tell_buses

    def _button(self, gpio: int, closed: int) -> Button:
        return Button(self.gpio, gpio, self.clock, self.agenda, self.dice, closed)

    def _tell_buses(self) -> None:
        """SDA as its pin reads it: low while a chip holds it."""
        for gpio in self.sda:
            if self.sda[gpio].sda_low:
                self.levels[gpio] = 0

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
        """The processor drives a pin. Only another level at the pump's is an edge."""
        was_level = self.levels[gpio]
        self.levels[gpio] = level
        if not self.outputs[gpio]:
            return
        if gpio == self._pump:
            self._drive_circuit(PUMP, level)
            if level != was_level:
                self.on_edge()
            return
        clock = self.clock
        was = clock.open_heap()
        self._drive_named(gpio, level)
        clock.close_heap(was)

    def _drive_named(self, gpio: int, level: int) -> None:
        circuit = self.circuit
        line = self.lines[gpio]
        if line >= 0:
            if circuit.pin[line] != level:
                circuit.catch_up()
                self.log("pin", NAMES[line], level)
                if line == OUT_EN and not level:
                    self.clock.main_locked = 0
                circuit.drive(line, level)
        elif gpio in self.lamps:
            self.log("pin", self.lamps[gpio], level)
        elif gpio in self.scl:
            if level:
                self.scl[gpio].clocked()
            self._tell_buses()
        elif gpio in self.sda:
            self._tell_buses()

    def _tell_pins(self) -> None:
        """Inputs that the circuit drives, as they stand now."""
        circuit = self.circuit
        self.levels[self._relay_fb] = circuit.relay_fb()
        self.levels[self._oc_trip_n] = circuit.oc_trip_n()
        if self.gpio.stuck:
            self.gpio.keep_stuck()

    def usb(self, on: int) -> None:
        """USB power comes or goes."""
        self.log("vbus", "", on)
        self.gpio.set_input(self._vbus, on)
        self.circuit.usb_power(on)

    # ------------------------------------------------------------ converters

    def analog_source(self, gpio: int) -> int:
        """What is wired to this input of the internal ADC: a number of internal_adc.py."""
        return self._analog.get(gpio, NOTHING)

    def convert(self, gpio: int) -> int:
        """The internal ADC, 16 bits."""
        return self.internal_adc.convert(self.analog_source(gpio))

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

    def _not_fed(self) -> None:
        self.reset("watchdog")

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
        self.clock.main_locked = 0
        self.clock.pending = None
        self.gpio.let_go()
        self.buzzer_hz = 0
        self.circuit.pins_float()

    def sound(self, gpio: int, hz: int) -> None:
        """The buzzer sounds at a frequency, or is silent."""
        if gpio == self._buzzer:
            self.buzzer_hz = hz

    def flash_works(self, us: int) -> None:
        """The flash erases or writes: the processor waits, its interrupts off."""
        clock = self.clock
        masked = clock.masked
        clock.masked = 1
        clock.plan()
        try:
            clock.spend(us)
        finally:
            clock.masked = masked
            clock.plan()

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
