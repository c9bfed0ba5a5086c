# The face of the simulated processor's time: MicroPython's `time` module. Ticks wrap at 2**30, as on the RP2040.

import micropython
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tools.sim.mcu.clock import Clock

WRAP = const(1 << 30)
_HALF = const(1 << 29)
TIME_US = const(3)
NOMINAL_PPM = const(1_000_000)

_clock: "Clock" = None  # type: ignore[assignment]


def install(clock: "Clock") -> None:
    """Time is `clock`'s from now on."""
    global _clock
    _clock = clock


@micropython.native
def ticks_us() -> int:
    clock = _clock
    t = clock.now + TIME_US
    if t < clock.next:
        clock.now = t
    else:
        clock.run_to(t)
    if clock.rate == NOMINAL_PPM:
        return (clock.shift_us + clock.now) & (WRAP - 1)
    return (clock.origin + clock.now * clock.rate) // 1_000_000 & (WRAP - 1)


@micropython.native
def ticks_ms() -> int:
    clock = _clock
    t = clock.now + TIME_US
    if t < clock.next:
        clock.now = t
    else:
        clock.run_to(t)
    if clock.rate == NOMINAL_PPM:
        return (clock.shift_ms + (clock.rest_us + clock.now) // 1000) & (WRAP - 1)
    return (clock.origin + clock.now * clock.rate) // 1_000_000_000 & (WRAP - 1)


def ticks_cpu() -> int:
    return ticks_us()


@micropython.native
def ticks_diff(later: int, earlier: int) -> int:
    return ((later - earlier + _HALF) & (WRAP - 1)) - _HALF


@micropython.native
def ticks_add(ticks: int, delta: int) -> int:
    return (ticks + delta) & (WRAP - 1)


@micropython.native
def sleep_us(us: int) -> None:
    clock = _clock
    if us < 0:
        us = 0
    t = clock.now + TIME_US + (us if clock.rate == NOMINAL_PPM else clock.true_us(us))
    if t < clock.next:
        clock.now = t
    else:
        clock.run_to(t)


def sleep_ms(ms: int) -> None:
    sleep_us(ms * 1000)


def sleep(seconds: float) -> None:
    sleep_us(int(seconds * 1_000_000))


def time() -> int:
    return ticks_ms() // 1000
