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


def test_a_real_one_runs_fast_or_slow() -> None:
    for ppm, shown in ((7, b"\x01\x00\x06"), (0, b"\x00\x00\x06"), (-7, b"\x59\x59\x05")):
        clock = FakeClock()
        chip = DS3231Chip(clock, ppm)
        clock.advance(150_000)
        chip.write(bytes((0, 0, 0, 0)))
        for _ in range(60):  # 30 h, looked at each half: nothing is lost between two looks
            clock.advance(1_800_000_000)
            chip.read_into(bytearray(7))
        if ppm > 0:
            clock.advance(250_000)  # 0.756 s ahead: its next second is here
        chip.write(bytes((0,)))
        buf = bytearray(3)
        chip.read_into(buf)
        assert bytes(buf) == shown


def test_a_dead_cell_forgets_at_each_power_on_and_says_so() -> None:
    for dead, minute, flag in ((1, 0, 0x80), (0, 0x42, 0)):
        bench = Bench()
        bench.chip = DS3231Chip(bench.clock, 0, dead)
        bench.chip.set_minute(42)
        assert bench.read(0x0F, 1)[0] & 0x80 == 0
        bench.chip.power_on()
        assert bench.read(1, 1)[0] == minute
        assert bench.read(0x0F, 1)[0] & 0x80 == flag


def test_the_temperature_register_has_quarters_and_a_sign() -> None:
    for quarters, registers in ((100, b"\x19\x00"), (101, b"\x19\x40"), (-1, b"\xff\xc0")):
        bench = Bench()
        bench.chip = DS3231Chip(bench.clock, 0, 0, quarters)
        assert bench.read(0x11, 2) == registers
