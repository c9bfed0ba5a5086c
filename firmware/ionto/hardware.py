# The parts a board hands to the unit. Decides nothing: boards/<name>/board.py fills it, unit.py spreads it.

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    # Two leading underscores: given by position. (MicroPython's parser does not know the sign for it.)
    class InPin(Protocol):
        """A digital input: 0 or 1."""

        def value(self) -> int: ...

    class OutPin(Protocol):
        """A digital output: `value(0)`, `value(1)`; without an argument its level."""

        def value(self, __x: int | None = None) -> int | None: ...

    class RawAdc(Protocol):
        """A converter of the processor: 0..65535 for 0..3.3 V."""

        def read_u16(self) -> int: ...

    class I2CBus(Protocol):
        """The part of `machine.I2C` that the drivers use. Raises OSError when a chip does not answer."""

        def writeto(self, __addr: int, __buf: "bytes | bytearray | memoryview", __stop: bool = True) -> int: ...
        def writevto(self, __addr: int, __bufs: "list[bytes | bytearray | memoryview]", __stop: bool = True) -> int: ...
        def readfrom_into(self, __addr: int, __buf: "bytearray | memoryview", __stop: bool = True) -> None: ...

    class Tone(Protocol):
        """The buzzer: a frequency in Hz, 0 = silent."""

        def tone(self, hz: int) -> None: ...

    class Clock(Protocol):
        """Time as the processor sees it. Ticks wrap: compare through `diff` only."""

        def ms(self) -> int: ...
        def us(self) -> int: ...
        def diff(self, later: int, earlier: int) -> int: ...
        def sleep_us(self, us: int) -> None: ...

    class Files(Protocol):
        """Files below data/. Raises OSError when the flash fails or is full."""

        def read(self, name: str) -> "bytes | None": ...
        def write(self, name: str, data: "bytes | bytearray") -> None: ...
