# OK held for more than a second does what OK does, but where holding has a meaning of its own; on the whole unit.

from __future__ import annotations

import pytest

from host_tests.support.unit_bench import OPEN, Bench
from ionto.safety import faults, limits
from ionto.treatment import states, terms
from tools.harness.screen_reader import Reader, Reading
from tools.panel.examples import draw

HELD_MS = 1_200


def at_menu() -> Bench:
    bench = Bench()
    bench.to_menus()
    return bench


def test_ok_held_leads_through_choice_and_checklist_a_page_for_each_press() -> None:
    bench = at_menu()
    status = bench.unit.status
    bench.press("ok", HELD_MS)
    assert status.state == states.CONFIRM
    bench.press("ok", HELD_MS)
    assert status.state == states.CHECKLIST
    for page in range(status.pages):
        assert (status.state, status.page) == (states.CHECKLIST, page)
        bench.ticks(201)
        bench.press("ok", HELD_MS)
    assert status.state == states.CONTACT


def test_a_page_does_not_take_an_ok_that_is_held_on_from_the_page_before() -> None:
    bench = at_menu()
    bench.press("ok")
    bench.press("ok")
    bench.ticks(201)
    bench.press("ok", 4_500)
    assert (bench.unit.status.state, bench.unit.status.page) == (states.CHECKLIST, 1)


def test_ok_held_answers_a_report() -> None:
    bench = at_menu()
    bench.unit.supervisor.report = faults.SETTINGS_RESET
    bench.press("ok", HELD_MS)
    assert (bench.unit.status.state, bench.unit.status.report) == (states.READY, 0)


def test_ok_held_answers_a_pause_and_leads_on_from_the_summary() -> None:
    bench = Bench()
    bench.to_run()
    status = bench.unit.status
    bench.plant.ohm = OPEN
    bench.ticks(limits.AWAY_MS // limits.TICK_MS + 100)
    assert (status.state, status.needs_ok) == (states.PAUSED, 1)
    bench.press("ok", HELD_MS)
    assert status.needs_ok == 2
    bench.ticks(3 * limits.ABSENT_MS // limits.TICK_MS)
    bench.plant.ohm = 1_500
    assert bench.until(states.RUN, 40_000) >= 0
    bench.press("stop")
    assert bench.until(states.DONE, 4_000) >= 0
    bench.press("ok", HELD_MS)
    assert (status.state, status.caring) == (states.DONE, 1)
    bench.press("ok", HELD_MS)
    assert status.state == states.DONE and status.sheet.title == b"How was it?"
    bench.press("ok", HELD_MS)
    assert status.sheet.title == b"Next time"
    bench.press("ok", HELD_MS)
    assert status.state == states.SELFTEST


@pytest.mark.parametrize(("ms", "state"), [(80, states.CONFIRM), (HELD_MS, states.CHECKLIST)])
def test_a_higher_current_still_wants_ok_held(ms: int, state: int) -> None:
    bench = at_menu()
    bench.press("ok")
    bench.unit.plan.last_ua = bench.unit.plan.current_ua - limits.USER_STEP_UA
    bench.ticks(20)
    assert bench.unit.status.hold_ok
    bench.press("ok", ms)
    assert bench.unit.status.state == state


def test_a_higher_current_held_for_long_agrees_to_no_page() -> None:
    bench = at_menu()
    bench.press("ok")
    bench.unit.plan.last_ua = bench.unit.plan.current_ua - limits.USER_STEP_UA
    bench.ticks(20)
    bench.press("ok", 3_500)
    assert (bench.unit.status.state, bench.unit.status.page) == (states.CHECKLIST, 0)
    bench.press("ok", HELD_MS)
    assert bench.unit.status.page == 1


def test_ok_held_in_the_list_of_a_higher_plan_changes_the_line_and_confirms_nothing() -> None:
    bench = at_menu()
    bench.press("ok")
    bench.unit.plan.last_ua = bench.unit.plan.current_ua - limits.USER_STEP_UA
    bench.press("down")
    assert bench.unit.status.hold_ok
    bench.press("ok", HELD_MS)
    assert (bench.unit.status.state, bench.unit.status.editing) == (states.CONFIRM, 2)


# ---- "It burns?"


def glass(bench: Bench) -> Reading:
    return Reader().read(draw(bench.unit.status))


def live_bench(state: int) -> Bench:
    """A unit in one of the states in which current flows or is to come."""
    bench = Bench()
    if state == states.CONTACT:
        bench.to_contact()
    else:
        bench.to_run()
        if state == states.PAUSED:
            bench.plant.ohm = OPEN
        elif state == states.RAMPDOWN:
            bench.press("stop")
        elif state == states.RAMP:
            bench.press("up")
        elif state == states.REVERSAL:
            bench.unit.plan.mode = terms.HALF_TIME
            bench.unit.session.dose.delivered_ms = bench.unit.plan.minutes * 30_000 - 100
        if state != states.RUN:
            assert bench.until(state, 2_000) >= 0
    bench.ticks(10)
    assert bench.unit.status.state == state
    return bench


@pytest.mark.parametrize(
    "state", [states.CONTACT, states.RAMP, states.RUN, states.REVERSAL, states.PAUSED, states.RAMPDOWN]
)
def test_it_burns_is_answered_wherever_current_flows_or_is_to_come(state: int) -> None:
    bench = live_bench(state)
    reading = glass(bench)
    assert reading.ok and reading.stop and reading.has("?"), reading.lines
    bench.press("ok")
    bench.ticks(8)
    told = glass(bench)
    assert told.has("It burns?") and told.stop, told.lines
    off = state in (states.CONTACT, states.PAUSED)
    assert told.has("No current flows" if off else "Lift one whole hand"), told.lines
    assert bench.unit.status.state == state
    bench.press("ok")
    bench.ticks(8)
    assert not glass(bench).has("It burns?")


def test_the_answer_gives_way_to_what_happens_and_to_time() -> None:
    bench = live_bench(states.RUN)
    bench.press("ok")
    bench.plant.ohm = OPEN
    assert bench.until(states.PAUSED, 2_000) >= 0
    bench.ticks(8)
    assert glass(bench).has("PAUSED")
    bench.press("ok")
    bench.ticks(8)
    assert glass(bench).has("It burns?")
    bench.ticks(8_100 // limits.TICK_MS)
    assert glass(bench).has("PAUSED")


def test_ok_that_leads_on_from_a_long_pause_asks_nothing() -> None:
    bench = live_bench(states.PAUSED)
    bench.ticks(limits.AWAY_MS // limits.TICK_MS - 400)
    bench.press("ok")
    bench.ticks(500)
    assert glass(bench).has("WAITING")
    bench.press("ok")
    assert bench.unit.status.needs_ok == 2
    bench.ticks(8)
    assert not glass(bench).has("It burns?")
