# The clock's driver on the clock's register model. Plain functions: they run under MicroPython as well.

from drivers.ds3231 import DS3231
from drivers.status import BUS, NO_VALUE, OK, RANGE, WRONG
from host_tests.support.fakes import FakeClock, FakeI2C
from tools.sim.chips import ds3231 as chips

DAY_US = 86_400_000_000


class Bench:
    """A clock on a bus."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.chip = chips.DS3231Chip(self.clock)
        self.i2c = FakeI2C(self.clock, (self.chip,))
        self.rtc = DS3231(self.i2c)

    def shown(self) -> "tuple[int, int, int, int, int, int]":
        rtc = self.rtc
        return (rtc.year, rtc.month, rtc.day, rtc.hour, rtc.minute, rtc.second)

    def has_no_value(self) -> bool:
        return self.shown() == (NO_VALUE,) * 6 and self.rtc.stopped == NO_VALUE


def test_a_new_clock_says_that_it_stood_still() -> None:
    bench = Bench()
    assert bench.has_no_value()
    assert bench.rtc.read() == OK
    assert bench.rtc.stopped == 1
    assert bench.shown() == (2000, 1, 1, 0, 0, 0)


def test_what_is_set_is_read_and_runs_on() -> None:
    bench = Bench()
    assert bench.rtc.set(2026, 2, 28, 23, 59, 58) == OK
    assert bench.rtc.read() == OK
    assert bench.rtc.stopped == 0
    assert bench.shown() == (2026, 2, 28, 23, 59, 58)
    bench.clock.advance(2_000_000)
    assert bench.rtc.read() == OK
    assert bench.shown() == (2026, 3, 1, 0, 0, 0)


def test_leap_days_and_years_pass() -> None:
    bench = Bench()
    bench.rtc.set(2027, 12, 31, 12, 0, 0)
    bench.clock.advance((1 + 31 + 29) * DAY_US)
    bench.rtc.read()
    assert bench.shown()[:4] == (2028, 3, 1, 12)


def test_power_cuts_of_the_board_do_not_stop_it_and_an_empty_cell_does() -> None:
    bench = Bench()
    bench.rtc.set(2026, 6, 7, 8, 9, 10)
    bench.chip.power_on()
    bench.clock.advance(50_000_000)
    bench.rtc.read()
    assert bench.shown() == (2026, 6, 7, 8, 10, 0)
    bench.chip.lose_cell()
    assert bench.rtc.read() == OK
    assert bench.rtc.stopped == 1


def test_a_time_that_does_not_exist_is_refused_and_nothing_is_sent() -> None:
    bench = Bench()
    for wrong in (
        (1999, 1, 1, 0, 0, 0),
        (2100, 1, 1, 0, 0, 0),
        (2026, 0, 1, 0, 0, 0),
        (2026, 13, 1, 0, 0, 0),
        (2026, 1, 0, 0, 0, 0),
        (2026, 1, 32, 0, 0, 0),
        (2026, 1, 1, 24, 0, 0),
        (2026, 1, 1, 0, 60, 0),
        (2026, 1, 1, 0, 0, 60),
        (2026, 1, 1, 0, 0, -1),
    ):
        year, month, day, hour, minute, second = wrong
        assert bench.rtc.set(year, month, day, hour, minute, second) == RANGE
    assert bench.i2c.transfers == 0


def test_registers_that_hold_no_date_give_no_date() -> None:
    for register, value in ((0, 0x5A), (0, 0x60), (1, 0xFF), (2, 0x25), (2, 0x41), (4, 0x00), (5, 0x13), (6, 0xA0)):
        bench = Bench()
        bench.rtc.set(2026, 6, 7, 8, 9, 10)
        bench.rtc.read()
        bench.i2c.writeto(0x68, bytes((register, value)))
        assert bench.rtc.read() == WRONG
        assert bench.has_no_value()


def test_an_absent_clock_and_a_held_bus_are_bus_errors_without_a_date() -> None:
    bench = Bench()
    bench.rtc.read()
    bench.chip.answers = 0
    assert bench.rtc.read() == BUS
    assert bench.has_no_value()
    assert bench.rtc.set(2026, 6, 7, 8, 9, 10) == BUS
    bench.chip.answers = 1
    bench.i2c.hang = 1
    assert bench.rtc.read() == BUS
    bench.i2c.hang = 0
    bench.i2c.fail_at = 2
    assert bench.rtc.read() == BUS
    assert bench.has_no_value()
