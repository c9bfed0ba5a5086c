# Wires the simulated front end, its chips and buttons to the emulated chip: pins, I2C, converter, tone, watchdog.
# Decides nothing: what is true the circuit says, what is done the firmware.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rp2040py.peripherals import pwm as pwm_registers

from tools.emulator.chip import Chip

ADC_NANOS = 2000  # 96 cycles of 48 MHz
ADC_FIRST = 26  # channel 0 of the RP2040's converter is GPIO 26
_PWM_SLICES = 8  # GPIO n is an output of slice n / 2, counted round; an even one its output A
_SLICE_BYTES = 0x14
KEEP_UP_US = 1000  # the world goes on at least this often, whatever the firmware does
SYSTEM_HZ = 125_000_000


class Wiring:
    """Between a Chip and a World, by the board's pins.csv. The world's clock follows the chip's."""

    def __init__(self, chip: Chip, world: Any) -> None:
        self.chip = chip
        self.world = world
        self.feeds = 0
        self.on_restart: Callable[[], None] = _nothing
        self._channel = 0
        pins = world.pins
        self._inputs_of_board = pins.of("in")
        self._bus_lines = pins.of("i2c")  # pulled up, driven low only
        self._buzzer = pins.BUZZER
        self._buzzer_slice = pins.BUZZER // 2 % _PWM_SLICES
        self._buzzer_bits = 0xFFFF0000 if pins.BUZZER & 1 else 0xFFFF  # of the slice's compare register
        mcu = chip.mcu
        chip.pins.inputs = self._inputs
        chip.pins.changed = self._pin
        chip.pins.floated = self._float
        chip.on_watchdog = self._watchdog_reset
        chip.on_start = self._start
        world.reset = self.reset  # the world's own would stop its clock
        for i, bus in enumerate(chip.i2c):
            bus.bus = world.buses[i]
            bus.sync = self.sync
        mcu.adc.on_adc_read = self._convert
        self._sampled = mcu.clock.create_alarm(self._converted)
        self._write_pwm = mcu.pwm.write_uint32
        mcu.pwm.write_uint32 = self._pwm
        self._write_watchdog = mcu.watchdog.write_uint32
        mcu.watchdog.write_uint32 = self._watchdog
        self._keep_up = mcu.clock.create_alarm(self._later)
        self._keep_up.schedule(KEEP_UP_US * 1000)
        self._let_lines_go()

    # ------------------------------------------------------------ time

    def sync(self) -> None:
        """The world's time becomes the chip's."""
        world = self.world
        clock = world.clock
        now = int(self.chip.clock.nanos) // 1000
        if now > clock.now:
            if now < clock.next:
                clock.now = now
            else:
                clock.run_to(now)
        if clock.now >= world.circuit.boundary:
            world.circuit.catch_up()

    def _later(self) -> None:
        self._keep_up.schedule(KEEP_UP_US * 1000)
        self.sync()

    # ------------------------------------------------------------ pins

    def _inputs(self) -> int:
        self.sync()
        levels = self.world.levels
        bits = 0
        for gpio in self._inputs_of_board:
            if levels[gpio]:
                bits |= 1 << gpio
        sda = self.world.sda
        for gpio in self._bus_lines:
            if levels[gpio] and (gpio not in sda or not sda[gpio].sda_low):
                bits |= 1 << gpio
        return bits

    def _pin(self, gpio: int, level: int, driven: bool) -> None:
        self.sync()
        world = self.world
        if gpio in self._bus_lines:
            world.outputs[gpio] = 1
            world.drive(gpio, level if driven else 1)
            return
        world.outputs[gpio] = 1 if driven else 0
        if driven:
            world.drive(gpio, level)

    def _float(self) -> None:
        """A reset lets every output go."""
        world = self.world
        world.stop_processor()
        self._let_lines_go()

    def _let_lines_go(self) -> None:
        for gpio in self._bus_lines:
            self.world.levels[gpio] = 1

    # ------------------------------------------------------------ converter, tone, watchdog

    def _convert(self, channel: int) -> None:
        self._channel = channel
        self._sampled.schedule(ADC_NANOS)

    def _converted(self) -> None:
        self.sync()
        self.chip.mcu.adc.complete_adc_read(self.world.convert(ADC_FIRST + self._channel) >> 4, False)

    def _pwm(self, offset: int, value: int) -> None:
        self._write_pwm(offset, value)
        if offset // _SLICE_BYTES == self._buzzer_slice or offset == pwm_registers.EN:
            self._tone()

    def _tone(self) -> None:
        """What the buzzer's pin sounds, from its slice's registers."""
        channel = self.chip.mcu.pwm.channels[self._buzzer_slice]
        hz = 0
        if channel.csr & pwm_registers.CSR_EN and channel.cc & self._buzzer_bits:
            hz = SYSTEM_HZ * 16 // max(16, channel.div) // (channel.top + 1)
        if hz != self.world.buzzer_hz:
            self.sync()
            self.world.sound(self._buzzer, hz)

    def _watchdog(self, offset: int, value: int) -> None:
        self._write_watchdog(offset, value)
        if offset == 0x04 and self.chip.mcu.watchdog.timer.enable:
            self.sync()
            self.feeds += 1
            self.world.fed()

    # ------------------------------------------------------------ resets

    def reset(self, cause: str, off_us: int = 0) -> None:
        """A fault of the scenario: "watchdog" resets the chip, anything else takes its power for so long."""
        if cause == "watchdog":
            self.chip.reset_by_watchdog()
            return
        self._stopped(cause)
        self.chip.power_off(off_us)

    def _watchdog_reset(self) -> None:
        self.sync()
        self._stopped("watchdog")

    def _stopped(self, cause: str) -> None:
        """The processor stops here; chips and circuit stay as they are."""
        world = self.world
        world.circuit.catch_up()
        world.cause = cause
        world.log("reset", cause, 0)
        self._float()
        self.on_restart()

    def _start(self) -> None:
        """Power is back, or the reset is over."""
        self.sync()
        world = self.world
        if world.cause == "power":
            for bus in world.buses:
                bus.power_on()
        world.boots += 1
        world.log("boot", str(world.boots), 0)


def _nothing() -> None:
    pass
