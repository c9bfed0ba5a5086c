# The clock's register model against its data sheet. Plain functions: they run under MicroPython as well.

from host_tests.support.fakes import FakeClock
from tools.sim.chips.ds3231 import DS3231Chip


class Bench:
    """The chip alone."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.chip = DS3231Chip(self.clock)

    def read(self, register: int, count: int) -> bytes:
        self.chip.write(bytes((register,)))
        buf = bytearray(count)
        self.chip.read_into(buf)
        return bytes(buf)


def test_reset_values() -> None:
    bench = Bench()
    assert bench.read(0, 7) == bytes((0, 0, 0, 1, 1, 1, 0))
    assert bench.read(0x0E, 2) == bytes((0x1C, 0x88))


def test_time_is_bcd_and_carries() -> None:
    bench = Bench()
    bench.chip.write(bytes((0, 0x59, 0x59, 0x23, 0x07, 0x31, 0x12, 0x99)))
    bench.clock.advance(999_999)
    assert bench.read(0, 3) == bytes((0x59, 0x59, 0x23))
    bench.clock.advance(1)
    assert bench.read(0, 7) == bytes((0, 0, 0, 1, 1, 0x81, 0))


def test_writing_the_seconds_restarts_the_second() -> None:
    bench = Bench()
    bench.clock.advance(900_000)
    bench.chip.write(bytes((0, 0)))
    bench.clock.advance(999_999)
    assert bench.read(0, 1) == b"\x00"
    bench.clock.advance(1)
    assert bench.read(0, 1) == b"\x01"


def test_twelve_hours() -> None:
    bench = Bench()
    bench.chip.write(bytes((0, 0x59, 0x59, 0x71)))  # 11 pm
    bench.clock.advance(1_000_000)
    assert bench.read(2, 3) == bytes((0x52, 2, 2))  # 12 am of the next day
    bench.clock.advance(3_600_000_000)
    assert bench.read(2, 1) == b"\x41"


def test_the_stop_flag_can_be_cleared_and_not_set() -> None:
    bench = Bench()
    bench.chip.write(bytes((0x0F, 0x00)))
    assert bench.read(0x0F, 1)[0] & 0x80 == 0
    bench.chip.write(bytes((0x0F, 0x80)))
    assert bench.read(0x0F, 1)[0] & 0x80 == 0
    bench.chip.lose_cell()
    assert bench.read(0x0F, 1)[0] & 0x80


def test_the_pointer_wraps_after_the_last_register() -> None:
    bench = Bench()
    bench.chip.write(bytes((0, 0x11)))
    assert bench.read(0x12, 2) == bytes((0, 0x11))
