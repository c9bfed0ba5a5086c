# What the panel may know: at once what a press or a fault changes, within 40 ms what is measured.

from __future__ import annotations

from host_tests.support.unit_bench import OPEN, Bench
from ionto.safety import faults, limits
from ionto.treatment import states


def test_every_state_is_published_in_the_tick_that_enters_it() -> None:
    bench = Bench()
    bench.to_run()
    seen = set()
    for act in ("", "stop"):
        if act:
            bench.hw.btn_stop.level = 1
        else:
            bench.plant.ohm = OPEN
        for _ in range(400):
            bench.tick()
            assert bench.unit.status.state == bench.unit.session.state
            assert bench.unit.status.pauses == bench.unit.session.pauses
            seen.add(bench.unit.status.state)
    assert {states.PAUSED, states.DONE} <= seen


def test_the_proposal_shown_is_the_plan_in_every_tick_of_an_edit() -> None:
    bench = Bench()
    bench.to_menus()
    bench.press("ok")
    unit, status = bench.unit, bench.unit.status
    before = (status.plan_ua, status.plan_min)
    for button in ("down", "ok", "up", "up", "ok", "down", "ok", "up", "ok", "down", "ok", "up", "up"):
        bench.press(button)
        plan = unit.plan
        assert (status.plan_ua, status.plan_min) == (plan.current_ua, plan.minutes)
        assert (status.polarity_mode, status.polarity, status.last_ua) == (plan.mode, plan.polarity, plan.last_ua)
        assert (status.cursor, status.editing) == (unit.setup.cursor, unit.setup.editing)
    assert before != (status.plan_ua, status.plan_min)


def test_what_is_measured_stands_on_the_status_within_forty_ms() -> None:
    bench = Bench()
    bench.to_run()
    status = bench.unit.status
    bench.ticks(8)
    assert abs(status.measured_ua - bench.plant.body_ua) < 150
    assert abs(status.load_ohm - 1_500) < 50
    delivered = status.delivered_uamin
    bench.ticks(60_000 // 10 // limits.TICK_MS)
    assert abs(status.delivered_uamin - delivered - 1_000) <= 10, "6 s of 10 mA"


def test_the_lamps_say_that_current_may_flow_and_that_there_is_a_fault() -> None:
    bench = Bench()
    bench.to_run()
    assert (bench.hw.led_output.level, bench.hw.led_fault.level) == (1, 0)
    bench.plant.leak_ua = 1_500
    bench.ticks(20)
    assert (bench.hw.led_output.level, bench.hw.led_fault.level) == (0, 1)
    assert bench.unit.status.fault == faults.A_B_DISAGREE
