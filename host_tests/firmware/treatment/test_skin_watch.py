# What the watch over the skin makes of a session: a pause that spends no return, a lead to zero and back, hands flat.

from __future__ import annotations

from host_tests.support.part_benches import SessionBench
from ionto.output import stage as st
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import contact as ct
from ionto.treatment import pause as ps
from ionto.treatment import states


def at_target() -> SessionBench:
    """At 10 mA through 2 kOhm, long enough for the watch to know it."""
    return SessionBench().running().steps(1_000)


def test_less_skin_is_a_pause_that_spends_no_return() -> None:
    bench = at_target()
    bench.load_ohm = 3_000
    bench.until(states.PAUSED, 2_000)
    assert bench.out_en.level == 0
    assert bench.session.pause.cause == ps.LESS
    bench.until(states.CONTACT)
    assert bench.session.pause._counts[ps.LEFT] == 0


def test_who_leaves_in_such_a_pause_spends_a_return_once() -> None:
    bench = at_target()
    bench.load_ohm = 3_000
    bench.until(states.PAUSED, 2_000)
    bench.touched = 0
    bench.steps(1_000)
    assert (bench.session.state, bench.session.pause._counts[ps.LEFT]) == (states.PAUSED, 1)


def test_after_it_the_probe_flows_until_as_much_skin_is_back() -> None:
    bench = at_target()
    bench.load_ohm = 8_000
    bench.until(states.PAUSED, 2_000).source.most_ua = 0
    bench.steps(4_000)
    assert (bench.session.state, bench.session.contact.asks) == (states.CONTACT, ct.FLAT)
    assert bench.source.most_ua == limits.PROBE_UA
    bench.load_ohm = 2_000
    bench.until(states.RUN)
    assert bench.session.contact.asks == 0


def test_skin_that_soaks_at_the_probe_is_no_hand_that_comes_back() -> None:
    bench = at_target()
    bench.load_ohm = 3_000
    bench.until(states.PAUSED, 2_000).until(states.CONTACT).steps(1_000).source.most_ua = 0
    for _ in range(20):  # to a third of it in 20 s
        bench.load_ohm = bench.load_ohm * 95 // 100
        bench.steps(200)
    assert (bench.session.state, bench.session.contact.asks) == (states.CONTACT, ct.FLAT)
    assert bench.source.most_ua == limits.PROBE_UA


def test_hands_lifted_out_and_laid_in_again_may_go_on() -> None:
    bench = at_target()
    bench.load_ohm = 3_000
    bench.until(states.PAUSED, 2_000)
    bench.touched = 0
    bench.steps(200)
    bench.touched, bench.load_ohm = 1, 2_000
    bench.until(states.RUN)


def test_in_doubt_the_ramp_stands_and_never_falls() -> None:
    bench = SessionBench().to_hands().until(states.RAMP).steps(400)
    bench.session.skin.area.doubts = 1
    before = bench.ramp.set_ua
    bench.steps(16)
    assert before <= bench.ramp.set_ua <= before + 25 and not bench.ramp.falling


def test_hands_that_do_not_come_back_flat_end_it() -> None:
    bench = at_target()
    bench.load_ohm = 8_000
    bench.until(states.PAUSED, 2_000)
    bench.until(states.FAULT, limits.HANDS_OUT_MS + 10_000)
    assert bench.session.cause.fault == faults.LESS_SKIN


def fall(bench: SessionBench) -> SessionBench:
    """The resistance falls by more than a third at once."""
    bench.readings[rd.LOAD_OHM] = 1_300
    return bench.until(states.CONTACT, 500)


def test_a_sudden_fall_leads_to_zero_without_a_cut_and_back_without_a_return() -> None:
    bench = at_target()
    fall(bench)
    before = bench.ramp.set_ua
    for _ in range(380):
        bench.step()
        assert before - limits.RAMP_STOP_NA // 1_000 - 1 <= bench.ramp.set_ua <= before
        assert bench.stage.position == st.CLOSED
        before = bench.ramp.set_ua
    bench.until(states.RUN)
    assert bench.session.pauses == 0
    assert bench.session.pause.news == ps.FELL


def test_the_third_fall_in_a_session_ends_it() -> None:
    bench = at_target()
    for _ in range(limits.FALLS_MAX - 1):
        fall(bench)
        bench.readings[rd.LOAD_OHM] = 2_000
        bench.until(states.RUN).steps(200)
    bench.readings[rd.LOAD_OHM] = 1_300
    bench.until(states.FAULT)
    assert bench.session.cause.fault == faults.SKIN_ON_METAL


def test_a_fall_by_less_than_a_third_or_below_two_milliamperes_is_none() -> None:
    bench = at_target()
    bench.readings[rd.LOAD_OHM] = 1_340
    bench.steps(200)
    assert bench.session.state == states.RUN
    bench = SessionBench(current_ua=1_900).running().steps(100)
    bench.readings[rd.LOAD_OHM] = 1_000
    bench.steps(200)
    assert bench.session.state == states.RUN


def test_more_voltage_while_the_setpoint_falls_opens_before_the_contact_breaks() -> None:
    bench = at_target()
    bench.session.dose.delivered_ms = bench.plan.minutes * 60_000 - 10
    bench.session.turned = 1
    bench.until(states.RAMPDOWN, 100).steps(200)
    assert bench.stage.position == st.CLOSED
    bench.load_ohm = 4_000
    bench.steps(20)
    assert bench.stage.position != st.CLOSED


def test_contact_that_was_never_absent_gets_no_current_and_is_told() -> None:
    bench = SessionBench()
    bench.touched = 1
    bench.begin().steps(1_000)
    assert (bench.session.state, bench.session.contact.asks) == (states.CONTACT, ct.LIFT)
    bench.steps(4_000)
    assert bench.session.contact.asks == ct.JOINS
    assert bench.source.most_ua == 0
    bench.touched = 0
    bench.steps(90)
    bench.touched = 1
    bench.steps(300)
    assert bench.source.most_ua == 0
    bench.touched = 0
    bench.steps(110)
    bench.touched = 1
    bench.until(states.RUN)


def test_hands_lifted_because_they_were_asked_for_spend_no_return() -> None:
    bench = at_target()
    bench.load_ohm = 8_000
    bench.until(states.PAUSED, 2_000)
    for _ in range(limits.LESS_SKIN_MAX + 1):
        bench.until(states.CONTACT)
        while bench.session.contact.asks != ct.FLAT:
            bench.step()
        bench.touched = 0
        bench.step(0, 2)
        bench.steps(300).touched = 1
    assert bench.session.pause.cause == ps.ASKED
    assert bench.session.pause._counts[ps.LEFT] == 0
    bench.until(states.FAULT)
    assert bench.session.cause.fault == faults.LESS_SKIN


def test_a_stop_while_the_rail_rises_is_judged_as_the_search_was() -> None:
    """The rail that was measured last is not the one that the load sees: no rule of regulated current can judge it."""
    bench = at_target()
    for _ in range(limits.RETURNS_MAX + 1):
        bench.until(states.RUN)
        bench.touched = 0
        bench.step(0, 1)
        bench.steps(300)
        if bench.session.state == states.RAMPDOWN:
            break
        bench.touched = 1
    assert bench.session.cause.fault == faults.TOO_MANY_PAUSES
    assert bench.session.searching == 1
