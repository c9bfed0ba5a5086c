# When the clock chip is believed: two readings that agree, of a time that can be, which the history has not seen yet.

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from drivers.status import BUS, OK, WRONG
from host_tests.support.unit_bench import Bench
from ionto.records import history as hi
from ionto.records.keeper import RecordKeeper
from ionto.safety import faults, limits
from ionto.treatment import terms
from ionto.treatment.plan import Plan

DAY = 1440
NOW = hi.EARLIEST_MIN + 100 * DAY
FIRST = date(2000, 1, 1)


class Clock:
    """Gives one reading after the other, the last one for good: minutes since 2000, or a status below 0."""

    def __init__(self, *readings: int) -> None:
        self.readings = list(readings)
        self.stopped = 0
        self.reads = 0

    def read(self) -> int:
        self.reads += 1
        reading = self.readings.pop(0) if len(self.readings) > 1 else self.readings[0]
        if reading < 0:
            return reading
        day = FIRST + timedelta(reading // DAY)
        self.year, self.month, self.day = day.year, day.month, day.day
        self.hour, self.minute = reading % DAY // 60, reading % 60
        return OK


def keeper_with(clock: Any) -> RecordKeeper:
    """A record keeper that has read nothing yet."""
    bench = Bench()
    bench.hw.rtc = clock
    return RecordKeeper(bench.hw, Plan(), bench.unit.source, bench.unit.meter, bench.unit.monitor)


def believed(*readings: int) -> int:
    return keeper_with(Clock(*readings)).minute()


def test_minutes_count_from_the_first_of_january_2000_through_every_day_of_the_century() -> None:
    clock = Clock(0)
    keeper = keeper_with(clock)
    for days in range(36_525):
        clock.readings = [days * DAY + 12 * 60 + 34]
        assert keeper._read_clock() == days * DAY + 12 * 60 + 34
    assert (clock.year, clock.month, clock.day) == (2099, 12, 31)


def test_two_readings_that_agree_are_believed_and_the_minute_may_turn_between_them() -> None:
    assert believed(NOW, NOW) == NOW
    assert believed(NOW, NOW + 1) == NOW + 1


@pytest.mark.parametrize("other", [NOW + 2, NOW - 1, NOW + 365 * DAY, BUS, WRONG])
def test_one_reading_that_was_disturbed_costs_another_and_no_time(other: int) -> None:
    assert believed(other, NOW, NOW) == NOW
    assert believed(NOW, other, NOW + 7) == 0  # none agrees with the one before


@pytest.mark.parametrize("reading", [BUS, WRONG])
def test_a_clock_that_does_not_tell_is_none(reading: int) -> None:
    assert believed(reading) == 0


def test_a_clock_that_has_stood_still_is_none() -> None:
    clock = Clock(NOW)
    clock.stopped = 1
    assert keeper_with(clock).minute() == 0


def test_what_lies_before_this_version_or_twenty_years_after_it_is_no_time() -> None:
    assert [believed(m) for m in (hi.EARLIEST_MIN - 1, hi.LATEST_MIN + 1, 0, 5)] == [0, 0, 0, 0]
    assert [believed(m) for m in (hi.EARLIEST_MIN, hi.LATEST_MIN)] == [hi.EARLIEST_MIN, hi.LATEST_MIN]


# --- against the history


def with_row(minute: int, power_ons_ago: int = 1) -> Bench:
    """A unit with a whole treatment of the hands at that time."""
    bench = Bench()
    history = bench.unit.keeper.history
    history.values[hi.BOOTS] += power_ons_ago
    history._add(0, terms.HANDS, 200_000, history.values[hi.BOOTS] - power_ons_ago, minute)
    return bench


def test_a_session_that_lies_more_than_a_day_ahead_says_that_the_clock_is_wrong() -> None:
    for ahead, wrong in ((0, 0), (DAY, 0), (DAY + 1, 1), (400 * DAY, 1)):
        assert with_row(NOW + ahead).unit.keeper.history.is_ahead(NOW) == wrong


def test_after_five_power_ons_it_says_so_no_more_and_a_time_that_cannot_be_never_does() -> None:
    assert [with_row(NOW + 9 * DAY, ago).unit.keeper.history.is_ahead(NOW) for ago in (1, 4, 5, 30)] == [1, 1, 0, 0]
    assert with_row(hi.LATEST_MIN + 1).unit.keeper.history.is_ahead(NOW) == 0


@pytest.mark.parametrize("minute", [NOW + 2 * DAY, NOW + 400 * DAY, hi.LATEST_MIN + 1, 47_000_000])
def test_a_session_of_the_future_counts_by_power_ons_like_one_without_a_time(minute: int) -> None:
    answers = [with_row(minute, ago).unit.keeper.history.allowed(0, terms.HANDS, NOW) for ago in (1, 4, 5, 30)]
    assert answers == [hi.TODAY, hi.TODAY, hi.ALLOWED, hi.ALLOWED]


def test_a_session_of_the_next_hours_is_of_today() -> None:
    assert with_row(NOW + DAY, 30).unit.keeper.history.allowed(0, terms.HANDS, NOW) == hi.TODAY


def test_hard_cuts_of_the_future_count_by_power_ons() -> None:
    for ago, locked in ((1, True), (5, False)):
        history = Bench().unit.keeper.history
        history.reset()
        v = history.values
        v[hi.BOOTS] = 40
        for _ in range(limits.HARD_CUTS_LOCK - 1):
            history._push_cut(40 - ago, 47_000_000)
        history._count_cut(faults.LEAK, NOW)
        assert history.locked() is locked


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (Clock(NOW), False),
        (Clock(BUS), False),
        (Clock(WRONG), True),
        (Clock(5), True),
        (Clock(hi.LATEST_MIN + 1), True),
    ],
)
def test_a_clock_that_is_fitted_and_not_believed_is_told_once_at_the_start(clock: Clock, told: bool) -> None:
    keeper = keeper_with(clock)
    keeper.open()
    reports = [keeper.next_report() for _ in range(6)]
    assert reports.count(faults.CALENDAR_WRONG) == int(told)
