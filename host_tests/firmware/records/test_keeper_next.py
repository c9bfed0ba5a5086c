# What the records make of a session for the next one: when the site may be treated again without a clock, what is
# proposed, and what vanished together. On the bench; what is written, and when, is in test_keeper.py.

from __future__ import annotations

import pytest

from host_tests.firmware.records.test_keeper import WRITTEN_TICKS, next_start
from host_tests.support.fakes import WRAP
from host_tests.support.unit_bench import Bench
from ionto.records import history as hi
from ionto.records import settings as se
from ionto.records.keeper import RecordKeeper
from ionto.safety import faults, limits
from ionto.treatment import states, terms

# --- half an hour powered, without a clock


def short_session(bench: Bench, site: int = terms.HANDS, uamin: int = 100_000) -> RecordKeeper:
    """The records after one session of that charge, and the unit back at rest."""
    keeper = bench.unit.keeper
    keeper.load_plan(site)
    assert keeper.begin_session() == 0
    session = bench.unit.session
    session.dose.clear()
    session.dose.delivered_uamin = uamin
    keeper.end_session(session)
    at_rest(bench, 0)
    return keeper


def at_rest(bench: Bench, minutes: int) -> None:
    """So long powered, looked after each second; the clock's ticks wrap at 30 bits."""
    for _ in range(minutes * 60):
        bench.clock.now += 1_000_000
        bench.unit.keeper.write_pending()
    for _ in range(WRITTEN_TICKS):
        bench.unit.keeper.write_pending()


def test_half_an_hour_powered_counts_from_the_end_of_the_last_session_of_that_site() -> None:
    bench = Bench()
    short_session(bench, terms.FEET)
    at_rest(bench, limits.POWERED_MIN + 1)
    assert bench.unit.keeper.too_soon(terms.FEET) == faults.ATTEST
    keeper = short_session(bench)
    assert keeper.too_soon(terms.HANDS) == faults.WAIT
    assert keeper.too_soon(terms.FEET) == faults.ATTEST, "the feet waited already"
    at_rest(bench, limits.POWERED_MIN - 1)
    assert keeper.too_soon(terms.HANDS) == faults.WAIT
    at_rest(bench, 2)
    assert keeper.too_soon(terms.HANDS) == faults.ATTEST


def test_half_an_hour_powered_stays_passed_when_the_clocks_ticks_wrap() -> None:
    bench = Bench()
    bench.clock._start_ms = WRAP - 40 * 60_000
    bench.unit.keeper, _ = next_start(bench, power_on=1)
    at_rest(bench, 20)
    keeper = short_session(bench)
    at_rest(bench, limits.POWERED_MIN + 1)
    assert bench.clock.ticks_ms() < limits.POWERED_MIN * 60_000
    assert keeper.too_soon(terms.HANDS) == faults.ATTEST


def test_a_start_that_is_no_treatment_costs_no_second_half_hour() -> None:
    bench = Bench()
    keeper = short_session(bench)
    at_rest(bench, limits.POWERED_MIN + 1)
    short_session(bench, uamin=limits.TREATED_UAMIN - 1)
    assert keeper.too_soon(terms.HANDS) == faults.ATTEST


# --- what is proposed next time


def ended(bench: Bench) -> RecordKeeper:
    bench.press("stop")
    assert bench.until(states.DONE, 4_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    keeper, refused = next_start(bench, power_on=1)
    assert refused == 0
    return keeper


def on_the_ramp(bench: Bench) -> None:
    """Hands in; 2 mA are reached, of 10."""
    bench.ticks(250)
    bench.plant.ohm = 1_500
    for _ in range(4_000):
        if bench.unit.status.set_ua >= 2_000:
            return
        bench.tick()
    raise AssertionError("no current")


def test_a_current_that_was_planned_but_never_reached_is_not_the_last_one() -> None:
    bench = Bench()
    bench.unit.keeper.settings.put(terms.HANDS, se.LAST_UA, 12_000)
    bench.to_contact()
    on_the_ramp(bench)
    settings = ended(bench).settings
    assert settings.get(terms.HANDS, se.PLAN_UA) == 10_000
    assert settings.get(terms.HANDS, se.LAST_UA) == 12_000


def test_the_last_current_is_the_highest_that_was_reached() -> None:
    bench = Bench()
    bench.to_contact()
    on_the_ramp(bench)
    bench.unit.session.target_ua = 5_000
    assert bench.until(states.RUN, 10_000) >= 0
    bench.unit.session.target_ua = 3_000
    bench.ticks(4_000)
    assert ended(bench).settings.get(terms.HANDS, se.LAST_UA) == 5_000


def test_the_last_current_is_never_above_the_plan() -> None:
    bench = Bench()
    bench.to_run()
    bench.unit.session.target_ua = 12_000
    bench.ticks(2_000)
    assert bench.unit.status.set_ua == 12_000
    assert ended(bench).settings.get(terms.HANDS, se.LAST_UA) == 10_000


@pytest.mark.parametrize(("turned", "starts"), [(0, -1), (1, 1)])
def test_half_time_stopped_before_the_turn_starts_the_other_way_round_next_time(turned: int, starts: int) -> None:
    bench = Bench()
    bench.to_run()
    bench.unit.plan.mode = terms.HALF_TIME
    bench.unit.session.turned = turned
    assert ended(bench).settings.get(terms.HANDS, se.NEXT_POLARITY) == starts


# --- records that vanished together


def test_settings_tell_of_a_ledger_that_vanished_with_its_marker() -> None:
    bench = Bench()
    for name in ("ledger", "marker"):
        for copy in (".a", ".b"):
            bench.hw.files.data.pop(name + copy, None)
    keeper, refused = next_start(bench, power_on=1)
    assert refused == 0
    assert keeper.history.lost == 1
    assert keeper.history.allowed(0, terms.FEET, 0) == hi.ATTEST
    assert keeper.history.values[hi._CUTS : hi._CUTS + 6 : 2].tolist() == [1, 1, 0], "one more locks"
    keeper, _ = next_start(bench, power_on=1)
    assert keeper.history.lost == 0, "told once"


def test_a_unit_that_stored_nothing_yet_is_new() -> None:
    keeper = Bench().unit.keeper
    assert (keeper.history.lost, keeper.settings.report()) == (0, 0)
    assert keeper.history.allowed(0, terms.HANDS, 0) == hi.ALLOWED
