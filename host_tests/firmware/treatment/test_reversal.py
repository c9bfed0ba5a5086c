# The turn at half time: at zero, with the relay at rest between, from zero again; and hands that are not there.

from __future__ import annotations

import pytest

from host_tests.support.part_benches import SessionBench, before_half_time, near_the_end
from ionto.output import stage as st
from ionto.safety import limits
from ionto.safety import readings as rd
from ionto.treatment import states, terms


def legs_changes(bench: SessionBench) -> list[str]:
    return [f"{name}{level}" for name, level in bench.order if name in ("leg_fwd", "leg_rev", "patient")]


def test_half_time_reverses_once_at_zero_with_the_relay_at_rest_between() -> None:
    bench = before_half_time(SessionBench(terms.HALF_TIME).running())
    bench.order.clear()
    bench.until(states.REVERSAL, 100)
    while bench.session.state == states.REVERSAL:
        moved = len(legs_changes(bench))
        flowing = bench.readings[rd.A_UA]
        bench.step()
        if len(legs_changes(bench)) > moved:
            assert flowing < limits.ZERO_UA
    assert legs_changes(bench) == ["leg_fwd0", "patient0", "patient1", "leg_rev1"]
    assert bench.stage.polarity == -1
    bench.until(states.RUN).steps(3_000)
    assert bench.session.turned == 1
    near_the_end(bench).until(states.DONE)


def test_current_after_a_reversal_begins_at_zero() -> None:
    bench = before_half_time(SessionBench(terms.HALF_TIME).running()).until(states.REVERSAL)
    while bench.session.state == states.REVERSAL:
        bench.step()
    assert bench.ramp.set_ua <= 5


def test_hands_out_of_the_water_during_a_reversal_are_a_pause_that_counts() -> None:
    bench = before_half_time(SessionBench(terms.HALF_TIME).running()).until(states.REVERSAL)
    while bench.stage.position != st.REST:
        bench.step()
    bench.touched = 0
    bench.until(states.PAUSED, 3_000)
    assert bench.session.pauses == 1
    bench.touched = 1
    bench.until(states.CONTACT).until(states.RAMP)
    assert bench.stage.polarity == -1


def test_the_switch_opens_for_a_reversal_only_after_100_ms_of_measured_zero() -> None:
    bench = before_half_time(SessionBench(terms.HALF_TIME).running())
    bench.stuck_ua = 300
    bench.until(states.REVERSAL)
    while bench.ramp.set_ua:
        bench.step()
    bench.steps(100)
    assert bench.stage.position == st.CLOSED  # half a second at setpoint 0, and 0.3 mA still flow
    bench.stuck_ua = 0
    bench.steps(limits.ZERO_MS // 5 - 2)
    assert bench.stage.position == st.CLOSED
    bench.steps(6)
    assert bench.stage.position != st.CLOSED


def test_without_half_time_nothing_reverses() -> None:
    bench = before_half_time(SessionBench(terms.ALTERNATE).running()).steps(2_000)
    assert bench.session.turned == 0
    assert bench.stage.polarity == 1


@pytest.mark.parametrize("ticks", [1, 200, 1_000])
def test_a_hand_lifted_on_the_way_to_the_reversal_does_not_cancel_it(ticks: int) -> None:
    bench = before_half_time(SessionBench(terms.HALF_TIME).running()).until(states.REVERSAL).steps(ticks)
    bench.touched = 0
    bench.step(0, 1)
    bench.steps(100)
    bench.touched = 1
    bench.until(states.RUN, 120_000)
    bench.steps(10)
    bench.until(states.RUN, 120_000)
    assert bench.stage.polarity == -1


def test_a_reversal_that_finds_no_hands_becomes_a_pause() -> None:
    bench = before_half_time(SessionBench(terms.HALF_TIME).running()).until(states.REVERSAL)
    bench.steps(2_000)
    bench.touched = 0
    bench.until(states.PAUSED, limits.AWAY_MS + 12_000)
    assert bench.source.ua == 0
