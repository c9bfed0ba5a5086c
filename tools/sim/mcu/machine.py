# The face of the simulated processor: MicroPython's `machine` module, thin. Each call costs time, then asks the clock,
# the circuit or a chip. Decides nothing about the unit; knows no class of the firmware.
#
# Calls while the firmware's heap is locked: what may allocate here runs with the heap unlocked, and locks it again.

import micropython
from micropython import const

from tools.sim.mcu import machine_i2c
from tools.sim.mcu.clock import IRQ_US as IRQ_US
from tools.sim.mcu.gpio import GPIOS, PinInterrupt
from tools.sim.mcu.internal_adc import DAC_UV
from tools.sim.mcu.machine_i2c import I2C as I2C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.bench import World
    from tools.sim.mcu.clock import Clock

# Costs in µs, beside the bits on a bus; set from measurements on the emulated chip (make costs).
PIN_US = const(6)
ADC_US = const(8)
WDT_US = const(6)
PWM_US = const(8)
SLOW_US = const(20)

NEVER = const(1 << 52)
SHUNT_B = const(0)  # as in internal_adc.py; MicroPython finds a constant of this file at once
DAC_VOLTAGE = const(1)
BELOW = const(64)
LAST = const(4223)  # of its table of codes
ADC_FIRST, ADC_LAST = 26, 29  # the RP2040 converts at these; the last is its own supply

_world: "World" = None  # type: ignore[assignment]
_clock: "Clock" = None  # type: ignore[assignment]
_circuit: "Any" = None
_levels: "Any" = None
_adc: "Any" = None
_noises: "Any" = None
_codes: "Any" = None
_pump = -1

PWRON_RESET = 1
WDT_RESET = 3


def install(world: "World") -> None:
    """Everything made from now on belongs to `world`."""
    global _world, _clock, _circuit, _levels, _adc, _noises, _codes, _pump
    _world = world
    _clock = world.clock
    _circuit = world.circuit
    _levels = world.levels
    _adc = world.internal_adc
    _noises = _adc.noises
    _codes = _adc.codes
    _pump = world.pins.PUMP
    machine_i2c.install(world)


class Pin:
    """GPIO. Outputs drive the circuit; inputs read what buttons and circuit say."""

    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_FALLING = 4
    IRQ_RISING = 8

    def __init__(self, id: int, mode: int = -1, pull: int = -1, *, value: "int | None" = None) -> None:
        if not 0 <= id < GPIOS:
            raise ValueError("invalid pin")
        self._gpio = id
        _clock.spend(SLOW_US)
        if mode == Pin.OUT or mode == Pin.OPEN_DRAIN:
            _world.outputs[id] = 1
            if value is not None:
                self.value(value)
            else:
                _world.drive(id, _levels[id])
        elif mode == Pin.IN:
            _world.outputs[id] = 0

    @micropython.native
    def value(self, x: "int | None" = None) -> "int | None":
        """The level, or drive one."""
        clock = _clock
        t = clock.now + PIN_US
        if t < clock.next:
            clock.now = t
        else:
            clock.run_to(t)
        gpio = self._gpio
        if x is None:
            return _levels[gpio]  # type: ignore[no-any-return]
        level = 1 if x else 0
        if _levels[gpio] != level or gpio == _pump:
            _world.drive(gpio, level)
        return None

    @micropython.native
    def __call__(self, x: "int | None" = None) -> "int | None":
        return self.value(x)

    def on(self) -> None:
        self.value(1)

    def off(self) -> None:
        self.value(0)

    def init(self, mode: int = -1, pull: int = -1, *, value: "int | None" = None) -> None:
        self.__init__(self._gpio, mode, pull, value=value)  # type: ignore[misc]

    def irq(self, handler: "Callable[[Pin], None] | None" = None, trigger: int = 12, *, hard: bool = False) -> None:
        """Call `handler(pin)` on a falling (4) or rising (8) edge of an input."""
        _clock.spend(SLOW_US)
        _world.gpio.listen(self._gpio, PinInterrupt(_clock, self, handler, trigger) if handler else None)


class ADC:
    """The processor's own converter: 12 bits, given as 16."""

    def __init__(self, pin: "Pin | int") -> None:
        gpio = pin if isinstance(pin, int) else pin._gpio
        if gpio <= ADC_LAST - ADC_FIRST:
            gpio += ADC_FIRST
        if not ADC_FIRST <= gpio <= ADC_LAST:
            raise ValueError("Pin doesn't have ADC capabilities")
        self._source = _world.analog_source(gpio)
        _clock.spend(SLOW_US)

    @micropython.native
    def read_u16(self) -> int:
        """0..65535 for 0..3.3 V."""
        clock = _clock
        now = clock.now + ADC_US
        if now < clock.next:
            clock.now = now
        else:
            clock.run_to(now)
            now = clock.now
        source = self._source
        if source > DAC_VOLTAGE or _adc.faults:
            return _adc.convert(source)  # type: ignore[no-any-return]
        circuit = _circuit
        if source == SHUNT_B:  # a thousand times a second
            if now >= circuit.boundary:
                circuit.catch_up()
            uv = circuit.b_uv
            at = (uv + _noises[now & 1023]) * _adc.times // _adc.over + BELOW
        else:
            uv = circuit.code * DAC_UV
            at = (uv + _noises[now & 1023]) * 128 // 103_125 + BELOW  # 4096 // 3_300_000, in numbers of 31 bits
        if at < 0:
            at = 0
        elif at > LAST:
            at = LAST
        return _codes[at]  # type: ignore[no-any-return]


class Timer:
    """Periodic or one-shot; a hard callback runs as an interrupt with the heap locked."""

    PERIODIC = 1
    ONE_SHOT = 0

    def __init__(self, id: int = -1, **how: "Any") -> None:
        self.due = NEVER
        self.period_us = NEVER
        self.callback: "Callable[[Timer], None] | None" = None
        self.argument = self
        if how:
            self.init(**how)

    def init(
        self,
        *,
        mode: int = 1,
        freq: int = -1,
        period: int = -1,
        callback: "Callable[[Timer], None] | None" = None,
        hard: bool = False,
    ) -> None:
        if not hard:
            raise NotImplementedError("the simulated processor has hard timers only: pass hard=True")
        _clock.spend(SLOW_US)
        period_us = _clock.true_us(1_000_000 // freq if freq > 0 else period * 1000)
        self.callback = callback
        self.period_us = NEVER if mode == Timer.ONE_SHOT else period_us
        self.due = _clock.now + period_us
        _clock.add_interrupt(self)

    def failed(self, error: Exception) -> None:
        """As the chip: told, and never called again."""
        was = _clock.open_heap()
        _world.callback_failed(error)
        _clock.close_heap(was)
        self.deinit()

    def deinit(self) -> None:
        self.due = NEVER


class WDT:
    """The watchdog: cannot be stopped; its time is the world's."""

    def __init__(self, id: int = 0, timeout: int = 5000) -> None:
        if not 1 <= timeout <= 8388:
            raise ValueError("timeout exceeds 8388")
        _clock.spend(SLOW_US)
        _world.watchdog.start(_clock.true_us(timeout * 1000))

    @micropython.native
    def feed(self) -> None:
        clock = _clock
        t = clock.now + WDT_US
        if t < clock.next:
            clock.now = t
        else:
            clock.run_to(t)
        _world.fed()
        if clock.locked != clock.main_locked:
            clock.follow_main()


class PWM:
    """The buzzer's pin: what it sounds is told to the world."""

    def __init__(self, pin: Pin, *, freq: int = 0, duty_u16: int = 0) -> None:
        self._gpio = pin._gpio
        self._freq = freq
        self._duty = duty_u16
        _clock.spend(PWM_US)

    def freq(self, value: "int | None" = None) -> "int | None":
        if value is None:
            return self._freq
        if value < 8:
            raise ValueError("freq too small")
        _clock.spend(PWM_US)
        self._freq = value
        self._tell()
        return None

    def duty_u16(self, value: "int | None" = None) -> "int | None":
        if value is None:
            return self._duty
        _clock.spend(PWM_US)
        self._duty = value
        self._tell()
        return None

    def deinit(self) -> None:
        self._duty = 0
        self._tell()

    def _tell(self) -> None:
        _world.sound(self._gpio, self._freq if self._duty else 0)


class RTC:
    """The processor's own clock: starts anew with each power-up."""

    def datetime(self, value: "Any" = None) -> "Any":
        _clock.spend(SLOW_US)
        return _world.rtc(value)


class SPI:
    """A bus with nothing on it: what is read is 0xFF."""

    def __init__(self, id: int, baudrate: int = 1_000_000, **how: "Any") -> None:
        self._us_per_byte = 8_000_000 // baudrate + 1

    def write(self, buf: bytes) -> None:
        _clock.spend(SLOW_US + len(buf) * self._us_per_byte)

    def readinto(self, buf: bytearray, write: int = 0) -> None:
        _clock.spend(SLOW_US + len(buf) * self._us_per_byte)
        for i in range(len(buf)):
            buf[i] = 0xFF


def reset() -> None:
    """The chip resets; reads back as a watchdog reset."""
    _clock.spend(1)
    _world.reset("soft")
    _clock.spend(1)


def reset_cause() -> int:
    _clock.spend(PIN_US)
    return PWRON_RESET if _world.cause in ("power", "brownout") else WDT_RESET


def unique_id() -> bytes:
    return b"\xe6\x61\x64\x08\x43\x2a\x1b\x2c"


def freq(value: "int | None" = None) -> int:
    return 125_000_000


def idle() -> None:
    _clock.spend(1)


def disable_irq() -> int:
    state = 1 - _clock.masked
    _clock.spend(1)
    _clock.masked = 1
    _clock.plan()
    return state


def enable_irq(state: int = 1) -> None:
    _clock.masked = 0 if state else 1
    _clock.plan()
    _clock.spend(1)
