# The treatment's state machine over a stage, a ramp and a load: what leads to current, and what ends it.

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as hs

from host_tests.support.part_benches import SessionBench, before_half_time, near_the_end
from ionto.output import stage as st
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.pause_evidence import PLAIN, UNCLEAR
from ionto.treatment import contact as ct
from ionto.treatment import events, states, terms
from ionto.treatment.session import OPEN

LIVE = (states.CONTACT, states.RAMP, states.RUN, states.LIMITED, states.REVERSAL, states.PAUSED)


# ---------------------------------------------------------------- begin


def test_a_session_finds_contact_without_current_then_probes_then_ramps() -> None:
    bench = SessionBench().begin()
    bench.steps(200)
    assert bench.session.state == states.CONTACT
    assert bench.source.most_ua == 0
    bench.touched = 1
    bench.until(states.RAMP)
    assert bench.source.most_ua == limits.PROBE_UA
    bench.until(states.RUN, 25_000)
    assert bench.ramp.set_ua == 10_000


def test_nothing_is_wanted_before_begin() -> None:
    bench = SessionBench()
    for event in (events.OK, events.UP, events.OK_HELD, events.NONE):
        bench.steps(50, event)
    assert bench.session.wanted_ua == OPEN
    assert bench.stage.position == st.REST


def test_two_minutes_without_hands_lead_back_to_the_proposal() -> None:
    bench = SessionBench().begin()
    bench.until(states.CONFIRM, limits.HANDS_OUT_MS + 1_000)
    assert bench.session.cause.result == terms.RESULT_ABANDONED
    assert bench.source.most_ua == 0
    assert bench.stage.position == st.REST


def test_time_and_dose_end_a_session_with_the_planned_ramp() -> None:
    bench = near_the_end(SessionBench().running())
    bench.until(states.RAMPDOWN, 100)
    assert bench.session.down_na == limits.RAMP_DOWN_NA
    began = bench.now
    bench.until(states.DONE)
    assert 10_000 <= bench.now - began <= 10_500
    assert bench.session.cause.result == terms.RESULT_COMPLETED
    assert bench.stage.position == st.REST


# ---------------------------------------------------------------- stop


def at(state: int) -> SessionBench:
    """A session in a state."""
    bench = SessionBench(terms.HALF_TIME)
    if state == states.CONTACT:
        return bench.begin().steps(30)
    if state == states.LIMITED:
        return bench.limit(6_000).to_hands().until(state)
    bench.running()
    if state == states.RAMP:
        bench.steps(1, events.UP)
    elif state == states.REVERSAL:
        before_half_time(bench)
    elif state == states.PAUSED:
        bench.touched = 0
        bench.step(0, 1)
    elif state == states.RAMPDOWN:
        near_the_end(bench)
    return bench.until(state)


@pytest.mark.parametrize("ticks", [0, 1, 7, 60, 500])
@pytest.mark.parametrize("event", [events.STOP, events.STOP_AGAIN])
@pytest.mark.parametrize("state", [*LIVE, states.RAMPDOWN])
def test_stop_in_every_state_ends_at_rest_and_nothing_rises_again(state: int, event: int, ticks: int) -> None:
    bench = at(state).steps(ticks)
    before = bench.ramp.set_ua
    bench.step(event)
    for tick in range(1_000):
        wanted = bench.session.wanted_ua
        assert wanted == OPEN or wanted == 0
        assert bench.ramp.set_ua <= before
        before = bench.ramp.set_ua
        bench.step((events.UP, events.OK, events.NONE, events.OK_HELD)[tick % 4])
    assert bench.session.state in (states.DONE, states.CONFIRM)
    assert bench.stage.position == st.REST
    assert bench.mail.request == 0


def test_an_end_by_stop_is_one_by_the_user() -> None:
    bench = SessionBench().running()
    bench.step(events.STOP)
    assert bench.until(states.DONE).session.cause.result == terms.RESULT_STOPPED


def test_stop_falls_at_five_milliamperes_a_second_and_a_second_press_opens_at_once() -> None:
    bench = SessionBench().running()
    bench.step(events.STOP)
    bench.steps(199)
    assert bench.ramp.set_ua == 5_000
    bench.step(events.STOP_AGAIN)
    assert bench.ramp.set_ua == 0
    assert bench.mail.request == 0
    assert bench.source.ua == 0


def test_stop_makes_a_planned_end_faster() -> None:
    bench = at(states.RAMPDOWN)
    bench.step(events.STOP)
    assert bench.session.down_na == limits.RAMP_STOP_NA
    assert bench.until(states.DONE).session.cause.result == terms.RESULT_COMPLETED


def test_an_end_whose_current_does_not_reach_zero_still_opens() -> None:
    """A source that keeps a little flowing, below every other limit, must not keep the output closed for ever."""
    bench = SessionBench().running()
    bench.stuck_ua = 350
    bench.step(events.STOP)
    bench.steps(1_000)
    assert bench.mail.request == 0
    assert bench.source.ua == 0


# ---------------------------------------------------------------- pauses


def test_a_lost_contact_opens_at_once_and_returns_from_zero() -> None:
    bench = SessionBench().running()
    bench.touched = 0
    bench.step(0, 1)
    assert bench.session.state == states.PAUSED
    assert bench.session.wanted_ua == OPEN
    assert bench.out_en.level == 0
    bench.steps(200)
    bench.source.most_ua = 0
    bench.touched = 1
    bench.until(states.RAMP)
    assert bench.source.most_ua == limits.PROBE_UA
    assert bench.until(states.RUN).session.target_ua == 10_000


def test_only_after_a_plain_opening_the_output_closes_as_it_is_else_in_the_whole_order() -> None:
    for lost, order in ((PLAIN, ["s1"]), (UNCLEAR, ["patient", "leg_fwd", "s1", "boost_en"])):
        bench = SessionBench().running()
        bench.order.clear()
        bench.step(0, lost)
        assert bench.out_en.level == 0
        bench.until(states.CONTACT)
        assert [name for name, level in bench.order if level] == order
        bench.until(states.RUN)


def test_stop_in_the_whole_order_of_a_return_ends_at_rest() -> None:
    for ticks in range(0, 80, 3):
        bench = SessionBench().running()
        bench.step(0, UNCLEAR)
        bench.steps(ticks)
        bench.step(events.STOP)
        bench.until(states.DONE, 3_000)
        assert bench.stage.position == st.REST


def test_time_stops_in_a_pause() -> None:
    bench = SessionBench().running()
    delivered = bench.session.dose.delivered_ms
    bench.touched = 0
    bench.step(0, 1)
    bench.steps(1_000)
    assert bench.session.dose.delivered_ms <= delivered + 5


def test_more_than_ten_seconds_away_wants_ok() -> None:
    bench = SessionBench().running()
    bench.touched = 0
    bench.step(0, 1)
    bench.steps(2_200)
    assert bench.session.pause.needs_ok
    bench.touched = 1
    bench.steps(600)
    assert bench.session.state == states.PAUSED
    bench.source.most_ua = 0
    bench.steps(300)
    assert bench.source.most_ua == 0
    bench.step(events.OK)
    bench.steps(600)
    assert (bench.session.state, bench.session.contact.asks) == (states.PAUSED, ct.LIFT)
    bench.touched = 0
    bench.steps(110)
    bench.touched = 1
    bench.until(states.RUN)


def test_five_returns_and_not_a_sixth() -> None:
    bench = SessionBench().running()
    for _ in range(limits.RETURNS_MAX):
        bench.touched = 0
        bench.step(0, 1)
        assert bench.session.state == states.PAUSED
        bench.steps(300)
        bench.touched = 1
        bench.until(states.RUN)
    bench.touched = 0
    bench.step(0, 1)
    bench.until(states.FAULT, 2_000)
    assert bench.session.cause.fault == faults.TOO_MANY_PAUSES
    assert bench.stage.position == st.REST


def test_a_pause_of_ten_minutes_ends_the_session() -> None:
    bench = SessionBench().running()
    bench.touched = 0
    bench.step(0, 1)
    bench.until(states.DONE, limits.WAITING_MS + 1_000)
    assert bench.session.cause.result == terms.RESULT_ABANDONED


def test_contact_lost_while_ramping_down_opens_for_good() -> None:
    bench = SessionBench().running()
    bench.step(events.STOP)
    bench.steps(50)
    bench.step(0, 1)
    assert bench.out_en.level == 0
    bench.until(states.DONE, 1_000)


@pytest.mark.parametrize("state", [states.CONTACT, states.PAUSED, states.REVERSAL])
def test_down_counts_while_no_current_flows_and_up_does_not(state: int) -> None:
    bench = at(state)
    for event in (events.DOWN, events.UP, events.UP, events.DOWN):
        bench.step(event)
    assert bench.session.target_ua == 9_000
    if state == states.CONTACT:
        bench.steps(200)
    bench.touched = 1
    while bench.ramp.set_ua:  # on its way to the turn
        bench.step()
    bench.source.most_ua = 0
    bench.until(states.RUN, 40_000)
    assert bench.source.most_ua <= 9_000


def test_down_counts_while_ok_is_waited_for_and_while_contact_is_probed() -> None:
    bench = at(states.PAUSED).steps(2_200)
    assert bench.session.pause.needs_ok
    bench.step(events.DOWN)
    bench.step(events.OK)
    bench.steps(limits.ABSENT_MS // limits.TICK_MS).touched = 1
    bench.until(states.CONTACT).steps(20)
    bench.step(events.DOWN)
    bench.step(events.UP)
    assert bench.session.target_ua == 9_000


# ---------------------------------------------------------------- while running


def test_up_and_down_move_the_target_by_half_a_milliampere_inside_the_caps() -> None:
    bench = SessionBench(current_ua=19_000).running()
    targets = []
    for event in (events.UP, events.UP, events.UP, events.DOWN):
        bench.step(event)
        targets.append(bench.session.target_ua)
    assert targets == [19_500, 20_000, 20_000, 19_500]
    for _ in range(50):
        bench.step(events.DOWN)
    assert bench.session.target_ua == limits.CURRENT_MIN_UA


def test_at_the_limit_up_is_refused_and_shown_so() -> None:
    bench = at(states.LIMITED)
    assert bench.session.compliance.limited
    bench.step(events.UP)
    assert bench.session.target_ua == 10_000
    bench.step(events.DOWN)
    assert bench.session.target_ua == 9_500


def test_a_limited_session_ends_by_time_with_the_charge_it_got() -> None:
    bench = at(states.LIMITED)
    before = bench.session.dose.delivered_uamin
    bench.steps(12_000)
    assert bench.session.state == states.LIMITED
    assert abs(bench.session.dose.delivered_uamin - before - 6_000) <= 5
    assert near_the_end(bench).until(states.DONE).session.cause.result == terms.RESULT_COMPLETED


def test_the_caps_of_dose_and_wall_time_end_gently() -> None:
    bench = SessionBench(minutes=40).running()
    bench.session.dose.delivered_uamin = limits.DOSE_CAP_MAMIN * 1000
    bench.until(states.FAULT)
    assert bench.session.cause.fault == faults.DOSE_CAP
    bench = SessionBench(minutes=40).running()
    bench.session.dose.wall_ms = (limits.WALL_CAP_MIN - 1) * 60_000
    bench.until(states.FAULT, 90_000)
    assert bench.session.cause.fault == faults.TIME_CAP


def test_a_controlled_stop_falls_fast_and_its_first_reason_stands() -> None:
    bench = SessionBench().running()
    bench.session.controlled_stop(faults.BATTERY_LOW, 0, 0)
    bench.session.controlled_stop(faults.DRYING, 0, 0)
    assert bench.session.down_na == limits.RAMP_STOP_NA
    bench.until(states.FAULT, 3_000)
    assert bench.session.cause.fault == faults.BATTERY_LOW
    assert bench.session.cause.result == terms.RESULT_FAULT


# ---------------------------------------------------------------- everything at once

EVENTS = (events.NONE, events.UP, events.DOWN, events.OK, events.OK_HELD, events.STOP, events.STOP_AGAIN)
walks = hs.lists(
    hs.tuples(
        hs.sampled_from(EVENTS),
        hs.sampled_from(["stay", "in", "in", "out", "lost", "weak", "strong", "t2", "half", "t1"]),
        hs.sampled_from([1, 3, 20, 120, 600, 2_100]),
    ),
    min_size=4,
    max_size=25,
)


@settings(max_examples=120)
@given(hs.sampled_from([terms.KEEP, terms.ALTERNATE, terms.HALF_TIME]), hs.sampled_from([5_000, 20_000]), walks)
def test_whatever_happens_wanted_stays_below_the_cap_and_nothing_rises_after_the_end(
    mode: int, current: int, walk: list[tuple[int, str, int]]
) -> None:
    bench = SessionBench(mode, current).begin()
    session = bench.session
    over = False
    highest = 20_000
    for event, what, ticks in walk:
        lost = 0
        if what in ("in", "out"):
            bench.touched = 1 if what == "in" else 0
        elif what == "lost":
            lost, bench.touched = 1, 0
        elif what in ("weak", "strong"):
            bench.most_ua = 3_000 if what == "weak" else 30_000
        elif what == "half":
            before_half_time(bench)
        elif what == "t2":
            session.controlled_stop(faults.DISPLAY_LOST, 0, 0)
        elif what == "t1":
            bench.stage.hard_cut(faults.DEVIATION)
            session.fail(faults.DEVIATION, 0, 0)
        for tick in range(ticks):
            legs = (bench.leg_fwd.level, bench.leg_rev.level, bench.patient.level)
            flowing = bench.readings[rd.A_UA]
            bench.step(0 if tick else event, 0 if tick else lost)
            wanted = session.wanted_ua
            assert wanted == OPEN or 0 <= wanted <= bench.plan.cap_ua
            assert session.pauses <= limits.RETURNS_MAX + 1
            if legs != (bench.leg_fwd.level, bench.leg_rev.level, bench.patient.level) and what != "t1":
                assert flowing < limits.ZERO_UA
            if session.state in (states.RAMPDOWN, states.DONE, states.FAULT, states.CONFIRM):
                over = True
            if over:
                assert wanted == OPEN or wanted == 0
                assert session.state in (states.RAMPDOWN, states.DONE, states.FAULT, states.CONFIRM)
                assert bench.ramp.set_ua <= highest
                highest = bench.ramp.set_ua
            if session.pauses > limits.RETURNS_MAX:
                assert over
