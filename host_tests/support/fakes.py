# Stand-ins for what a board hands to the unit, for tests of one part at a time. Simulates no circuit: tools/sim does.
#
# Runs under CPython and MicroPython, and allocates nothing in a good transfer, so that a test may lock the heap.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    Data = bytes | bytearray | memoryview
    Room = bytearray | memoryview

    class Chip(Protocol):
        """A simulated register-level chip: one call per I2C transaction."""

        address: int
        answers: int

        def write(self, data: "Data") -> int: ...
        def read_into(self, buf: "Room") -> None: ...
        def general_call(self, byte: int) -> int: ...

    class Event(Protocol):
        """Something that happens by itself: at `due` µs, `fire()`."""

        due: int

        def fire(self) -> None: ...


EIO = 5
ETIMEDOUT = 110
NO_VALUE = -(1 << 29)
WRAP = 1 << 30  # ticks wrap here on the RP2040


class FakeClock:
    """Virtual time. `now` is the true µs since the start, for chips; the firmware's ticks wrap at 2**30.

    `start_ms` and `start_us` are the ticks at now = 0. What is in `sources` fires at its time while time passes.
    """

    def __init__(self, start_ms: int = 0, start_us: int = 0) -> None:
        self.now = 0
        self.sources: list[Event] = []
        self._start_ms = start_ms
        self._start_us = start_us

    def ms(self) -> int:
        return (self._start_ms + self.now // 1000) % WRAP

    def us(self) -> int:
        return (self._start_us + self.now) % WRAP

    def diff(self, later: int, earlier: int) -> int:
        return (later - earlier + WRAP // 2) % WRAP - WRAP // 2

    def sleep_us(self, us: int) -> None:
        self.advance(us)

    def sleep_ms(self, ms: int) -> None:
        self.advance(ms * 1000)

    def advance(self, us: int) -> None:
        """Let time pass, and fire what falls due on the way, in order."""
        end = self.now + us
        while True:
            first = None
            for source in self.sources:
                if source.due <= end and (first is None or source.due < first.due):
                    first = source
            if first is None:
                break
            if first.due > self.now:
                self.now = first.due
            first.fire()
        self.now = end


class FakeI2C:
    """An I2C controller over register-level chips, at `bit_ns` a bit. Raises OSError as the board's does.

    Trouble: `hang` = 1, a line held low: ETIMEDOUT after 5 ms; `nack_next` = n: the next n transfers find nobody;
    `fail_at` = n: the n-th transfer from now (1 = the next) fails once with `fail_errno`; `flip_byte` and `flip_mask`:
    one byte of the next transfer arrives changed. `transfers` and `bits` count what went over the wire.
    """

    def __init__(self, clock: FakeClock, chips: "tuple[Chip, ...]") -> None:
        self.chips = chips
        self.bit_ns = 2_500
        self.hang = 0
        self.nack_next = 0
        self.fail_at = 0
        self.fail_errno = EIO
        self.flip_byte = -1
        self.flip_mask = 0
        self._pointer = bytearray(1)
        self.transfers = 0
        self.bits = 0
        self._clock = clock

    def writeto(self, addr: int, buf: "Data", stop: bool = True) -> int:
        chip = self._begin(addr, len(buf))
        if self.flip_byte >= 0:
            buf = bytearray(buf)
            self._flip(buf)
        if chip is None:
            return self._general_call(buf)
        acknowledged = chip.write(buf)
        if acknowledged < len(buf):
            raise OSError(EIO)
        return acknowledged

    def writevto(self, addr: int, vector: "list[Data]", stop: bool = True) -> int:
        whole = bytearray()
        for part in vector:
            whole += part
        return self.writeto(addr, whole, stop)

    def readfrom_into(self, addr: int, buf: "Room", stop: bool = True) -> None:
        chip = self._begin(addr, len(buf))
        if chip is None:
            raise OSError(EIO)
        chip.read_into(buf)
        if self.flip_byte >= 0:
            self._flip(buf)

    def readfrom_mem_into(self, addr: int, memaddr: int, buf: "Room") -> None:
        self._pointer[0] = memaddr
        self.writeto(addr, self._pointer, False)
        self.readfrom_into(addr, buf)

    def _begin(self, addr: int, count: int) -> "Chip | None":
        """Pass the transfer's time and find who answers; None is the general call."""
        self.transfers += 1
        if self.hang:
            self._clock.advance(5_000)
            raise OSError(ETIMEDOUT)
        bits = 9 * (count + 1) + 2
        self.bits += bits
        self._clock.advance(bits * self.bit_ns // 1000)
        if self.fail_at > 0:
            self.fail_at -= 1
            if self.fail_at == 0:
                raise OSError(self.fail_errno)
        if self.nack_next > 0:
            self.nack_next -= 1
            raise OSError(EIO)
        if addr == 0:
            return None
        for chip in self.chips:
            if chip.address == addr and chip.answers:
                return chip
        raise OSError(EIO)

    def _general_call(self, buf: "Data") -> int:
        heard = 0
        for chip in self.chips:
            if chip.answers:
                heard |= chip.general_call(buf[0])
        if not heard:
            raise OSError(EIO)
        return len(buf)

    def _flip(self, buf: "Room") -> None:
        buf[self.flip_byte] ^= self.flip_mask
        self.flip_byte = -1


class FakePin:
    """An input or output: `value()` reads, `value(x)` sets; `level` is the wire, `writes` counts."""

    def __init__(self, level: int = 0) -> None:
        self.level = level
        self.writes = 0

    def value(self, x: "int | None" = None) -> "int | None":
        if x is None:
            return self.level
        self.level = x
        self.writes += 1
        return None

    def __call__(self) -> "int | None":
        return self.value()


class FakeRawAdc:
    """A converter of the processor: `u16` is what it reads, `reads` counts."""

    def __init__(self, u16: int = 0) -> None:
        self.u16 = u16
        self.reads = 0

    def read_u16(self) -> int:
        self.reads += 1
        return self.u16


class FakeSource:
    """A CurrentSource: `ua` and `code` last asked, `calls` and `offs` counted, `most_ua` the highest ever asked.

    `status` and `verify_status` are what it answers; with a negative `status` nothing is taken over.
    """

    def __init__(self, full_scale_ua: int = 25_000) -> None:
        self.bits = 12
        self.reads_back = 1
        self.full_scale_ua = full_scale_ua
        self.ua = 0
        self.code = 0
        self.most_ua = 0
        self.calls = 0
        self.offs = 0
        self.status = 0
        self.verify_status = 0
        self.wakes_off_status = 0

    def set_ua(self, ua: int) -> int:
        self.calls += 1
        if ua < 0 or ua > self.full_scale_ua:
            return -3
        if self.status < 0:
            self.code = NO_VALUE
            return self.status
        self.ua = ua
        self.code = ua * 4096 // self.full_scale_ua
        if ua > self.most_ua:
            self.most_ua = ua
        return self.status

    def off(self) -> int:
        self.offs += 1
        return self.set_ua(0)

    def verify(self) -> int:
        return self.verify_status

    def wakes_off(self) -> int:
        return self.wakes_off_status

    def make_wake_off(self, sleep_us: "object") -> int:
        return self.wakes_off_status

    def calibrate(self, gain_ppm: int, offset_ua: int) -> int:
        return 0
