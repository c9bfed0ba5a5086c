# The parts a board hands to the unit. Decides nothing: boards/<name>/board.py fills it, unit.py spreads it.

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Protocol, overload

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
        def collect(self) -> None: ...
        def free(self) -> int: ...

    class Watchdog(Protocol):
        """Resets the processor unless fed; cannot be stopped."""

        def start(self) -> None: ...
        def armed(self) -> int: ...
        def feed(self) -> None: ...

    class Timer(Protocol):
        """Calls back each millisecond, in a hard interrupt."""

        def start(self, callback: "Callable[[object], object]") -> None: ...


class Hardware:
    """A board's parts. Every attribute is set by `board.make()`; the names are those of the pins and chips."""

    if TYPE_CHECKING:
        from drivers.ads1115 import ADS1115
        from drivers.ds3231 import DS3231
        from drivers.mcp4725 import MCP4725
        from drivers.ssd1306 import SSD1306
        from ionto.records.files import Files as FilesOnFlash

        board_name: str
        identity: int  # what ID1 ID0 must read
        power_on: int  # 1: this start is a power-on, 0: a reset of another cause
        runtime_ok: int  # 1: this MicroPython is new enough
        clock: Clock
        heap: Heap
        watchdog: Watchdog
        timer: Timer
        buzzer: Tone
        files: FilesOnFlash
        open_file: "Callable[..., Any]"  # as the built-in open: reads what is installed
        list_folder: "Callable[[str], Iterable[tuple[Any, ...]]]"  # as os.ilistdir: tells what is installed
        out_en: OutPin
        pump: OutPin
        boost_en: OutPin
        leg_fwd: OutPin
        leg_rev: OutPin
        patient: OutPin
        oc_reset: OutPin
        oc_test: OutPin
        led_output: OutPin
        led_fault: OutPin
        relay_fb: QuickPin
        oc_trip_n: QuickPin
        vbus: QuickPin
        id0: InPin
        id1: InPin
        btn_up: InPin
        btn_down: InPin
        btn_ok: InPin
        btn_stop: InPin
        adc_b: RawAdc
        adc_dac: RawAdc
        adc_battery: RawAdc
        dac: MCP4725
        adc: ADS1115
        display: SSD1306
        rtc: DS3231  # answers only where it is fitted
