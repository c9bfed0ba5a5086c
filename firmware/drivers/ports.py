# What chips and unit take from a board, as protocols: pins, buses, converters, display, clock. Decides no chip.
# For the type checker alone: nobody imports this file at run time.

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol, overload

    # Two leading underscores: given by position. (MicroPython's parser does not know the sign for it.)
    class InPin(Protocol):
        """A digital input: 0 or 1."""

        def value(self) -> int: ...

    class QuickPin(InPin, Protocol):
        """Read by calling it as well, which costs less: for the monitor."""

        def __call__(self) -> int: ...

    class OutPin(Protocol):
        """A digital output: `value(0)`, `value(1)`; without an argument its level."""

        @overload
        def value(self) -> int | None: ...
        @overload
        def value(self, __x: int) -> int | None: ...

    class RawAdc(Protocol):
        """A converter of the processor: 0..65535 for 0..3.3 V."""

        def read_u16(self) -> int: ...

    class I2CBus(Protocol):
        """The part of `machine.I2C` that the drivers use. Raises OSError when a chip does not answer."""

        def writeto(self, __addr: int, __buf: "bytes | bytearray | memoryview", __stop: bool = True) -> int: ...
        def writevto(self, __addr: int, __bufs: "list[bytes | bytearray | memoryview]", __stop: bool = True) -> int: ...
        def readfrom_into(self, __addr: int, __buf: "bytearray | memoryview", __stop: bool = True) -> None: ...

    class RegisterBus(I2CBus, Protocol):
        """The same bus, for a chip whose register is named and read in one transfer."""

        def readfrom_mem_into(self, __addr: int, __register: int, __buf: "bytearray | memoryview") -> None: ...

    class Tone(Protocol):
        """The buzzer: a frequency in Hz, 0 = silent."""

        def tone(self, hz: int) -> None: ...

    class Clock(Protocol):
        """Time as the processor sees it: the part of MicroPython's `time` that is used. Ticks wrap at 2**30."""

        def ticks_ms(self) -> int: ...
        def ticks_us(self) -> int: ...
        def ticks_diff(self, __later: int, __earlier: int) -> int: ...
        def sleep_us(self, __us: int) -> None: ...

    class Heap(Protocol):
        """The collector: held while the output is live."""

        def hold(self) -> None: ...
        def release(self) -> None: ...
        def forget(self, package: str, names: "tuple[str, ...]") -> None: ...
        def collect(self) -> None: ...
        def free(self) -> int: ...

    class Watchdog(Protocol):
        """Resets the processor unless fed; cannot be stopped."""

        def start(self) -> None: ...
        def armed(self) -> int: ...
        def feed(self) -> None: ...

    class Console(Protocol):
        """The USB cable's bytes: what has come, without waiting for more; a line out."""

        def read(self) -> bytes: ...
        def write(self, __line: str) -> None: ...

    class Timer(Protocol):
        """Calls back each millisecond, in a hard interrupt."""

        def start(self, callback: "Callable[[object], object]") -> None: ...

    # ------------------------------------------------------------ chips, as the unit knows them

    class Dac(Protocol):
        """A converter for the source: codes 0 .. 2**bits - 1, bits <= 16. Methods return a status of `drivers.status`.

        `reads_back` 1: it can be asked which code it holds. With 0 the rest below `write_code` is never touched and
        need not exist.
        """

        bits: int
        reads_back: int

        def write_code(self, code: int) -> int: ...
        def holds(self, code: int) -> int: ...
        def probe(self) -> int: ...
        def wakes_at_zero(self) -> int: ...
        def provision_eeprom(self, sleep_us: "Callable[[int], None]") -> int: ...

    class Adc(Protocol):
        """A converter for the meter: signed counts, -2**(bits-1) at -full_scale_mv; bits <= 16.

        `start(input)` begins one conversion; `ready_us` later `poll()` finds it over, whatever the chip's clock, and
        its result in `raw`. A result of another input, or an older one, is WRONG, never READY.

        A converter slow enough to be timed says how long it takes nominally (`nominal_us`), and what of that passes
        before the unit's wait begins (`start_us`) and between two looks (`look_us`). `nominal_us` 0: too fast for it.
        """

        bits: int
        full_scale_mv: int
        ready_us: int
        nominal_us: int
        start_us: int
        look_us: int
        raw: int

        def start(self, __input: int) -> int: ...
        def poll(self) -> int: ...
        def probe(self) -> int: ...

    class Display(Protocol):
        """A display of 128x64 points: `buffer` is the picture, sent in 32 slices.

        `renew` sets it up again with a contrast of 1..255, 0: dark. WRONG: it had forgotten its set-up and the picture.
        """

        buffer: memoryview

        def init(self) -> int: ...
        def send_slice(self, i: int) -> int: ...
        def renew(self, contrast: int) -> int: ...
        def power(self, on: int) -> int: ...
        def all_points(self, on: int) -> int: ...

    class CalendarClock(Protocol):
        """Date and time between sessions; `read()` answers BUS where none is fitted. `stopped` 1: it stood still."""

        year: int
        month: int
        day: int
        hour: int
        minute: int
        second: int
        stopped: int

        def read(self) -> int: ...
        def set(self, year: int, month: int, day: int, hour: int, minute: int, second: int) -> int: ...
