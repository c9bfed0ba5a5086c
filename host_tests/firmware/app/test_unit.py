# The whole unit over stand-ins: what a person's presses and the load lead to, and that nothing allocates meanwhile.

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from host_tests.support.unit_bench import OPEN, Bench
from ionto.app.unit import Unit
from ionto.output import stage as sg
from ionto.safety import faults, limits, monitor
from ionto.treatment import states, terms


def fields(text: str) -> dict[str, str]:
    return dict(line.rsplit(" ", 1) for line in text.splitlines())


def test_a_treatment_runs_from_the_self_test_to_its_target() -> None:
    bench = Bench()
    bench.to_run()
    assert abs(bench.plant.body_ua - 10_000) <= 10
    assert bench.plant.most_ua <= 10_100
    assert bench.plant.broken_rules == 0


def test_no_current_reaches_the_electrodes_before_the_last_page_is_agreed_to() -> None:
    bench = Bench()
    bench.plant.ohm = 1_500  # hands in from the start
    bench.to_contact()
    assert bench.plant.most_ua == 0


@pytest.mark.parametrize("late", [0, 1])
def test_a_self_test_of_ten_minutes_ago_is_repeated_before_anything_is_switched_on(late: int) -> None:
    bench = Bench()
    bench.to_menus()
    bench.unit.supervisor._tested_ms = limits.SELFTEST_AGE_MS - (2_000, 0)[late]  # the menus' time, without its minutes
    bench.press("ok")
    assert bench.unit.status.state == (states.CONFIRM, states.SELFTEST)[late]


def test_a_checklist_read_for_ten_minutes_leads_to_the_self_test() -> None:
    bench = Bench()
    bench.to_menus()
    bench.press("ok")
    bench.press("ok")
    bench.unit.supervisor._tested_ms = limits.SELFTEST_AGE_MS - 1_000
    for _ in range(terms.CHECKS_LATER + terms.PREPARING):
        assert bench.unit.status.state == states.CHECKLIST
        bench.ticks(201)
        bench.press("ok")
    assert bench.unit.status.state == states.SELFTEST
    assert bench.plant.most_ua <= 2_100 and not bench.hw.heap.held


def test_stop_goes_back_in_the_menus_however_soon_after_another() -> None:
    bench = Bench()
    bench.to_menus()
    bench.press("ok")
    assert bench.unit.status.state == states.CONFIRM
    bench.ticks(300)
    bench.press("stop")
    assert bench.unit.status.state == states.READY


def test_a_relay_welded_to_the_electrodes_is_found_before_more_than_a_tingle() -> None:
    bench = Bench()
    bench.plant.ohm = 3_000
    bench.plant.patient.value(1)
    bench.plant.patient.value = lambda x=None: 1 if x is None else None  # type: ignore[method-assign]
    bench.ticks(1_000)
    assert bench.unit.status.state == states.FAULT
    assert bench.plant.most_ua <= 300


def test_stop_leads_to_rest_and_stays_there() -> None:
    bench = Bench()
    bench.to_run()
    bench.press("stop")
    assert bench.until(states.DONE, 4_000) >= 0
    bench.plant.most_ua = 0
    bench.ticks(500)
    assert bench.plant.most_ua == 0
    assert bench.unit.stage.position == sg.REST
    assert not bench.hw.heap.held


def test_a_hand_taken_out_opens_the_output_within_twenty_ms() -> None:
    bench = Bench()
    bench.to_run()
    bench.plant.ohm = OPEN
    bench.ticks(4)
    assert bench.plant.out_en.level == 0
    assert bench.unit.status.state == states.PAUSED


def bus_dies(bench: Bench) -> None:
    bench.adc.status = bench.dac.status = -1


def relay_falls(bench: Bench) -> None:
    bench.hw.relay_fb.fallen = 1


def charge_full(bench: Bench) -> None:
    """By the monitor's count, within the next 10 ms of current."""
    cells = bench.unit.monitor._cells
    cells[monitor._MAMIN], cells[monitor._REST_UAMS] = monitor.CHARGE_CAP_MAMIN - 1, 59_999_999


def time_full(bench: Bench) -> None:
    cells = bench.unit.monitor._cells
    cells[monitor._ON_S], cells[monitor._ON_MS] = monitor.ON_CAP_S - 1, 990


TROUBLES: list[tuple[str, Callable[[Bench], None], int, int]] = [
    ("over-current", lambda b: setattr(b.plant, "leak_ua", 13_000), faults.OVERCURRENT_B, 1),
    ("leak past A", lambda b: setattr(b.plant, "leak_ua", 1_500), faults.A_B_DISAGREE, 5),
    ("measuring bus dead", bus_dies, 0, 10),
    ("USB", lambda b: setattr(b.hw.vbus, "level", 1), faults.VBUS_PRESENT, 3),
    ("latch", lambda b: setattr(b.hw.oc_trip_n, "level", 0), faults.LATCH_TRIPPED, 2),
    ("relay falls", relay_falls, faults.RELAY_FEEDBACK, 4),
    ("charge by the monitor", charge_full, faults.CHARGE_CAP_B, 3),
    ("time by the monitor", time_full, faults.TIME_CAP_B, 3),
]


@pytest.mark.parametrize(("name", "trouble", "code", "ticks"), TROUBLES)
def test_each_trouble_cuts_in_its_time_and_for_good(
    name: str, trouble: Callable[[Bench], Any], code: int, ticks: int
) -> None:
    bench = Bench()
    bench.to_run()
    trouble(bench)
    bench.ticks(ticks)
    plant = bench.plant
    assert [plant.out_en.level, plant.leg_fwd.level, plant.boost_en.level] == [0, 0, 0], name
    bench.ticks(4)
    assert plant.patient.level == 0
    assert bench.unit.status.state == states.FAULT
    assert not code or bench.unit.status.fault == code
    assert faults.kind(bench.unit.status.fault) == faults.T1
    for button in ("ok", "stop", "up", "ok"):
        bench.press(button)
    bench.ticks(500)
    assert plant.out_en.level == plant.leg_fwd.level == plant.patient.level == 0
    assert bench.unit.status.state == states.FAULT


def test_a_controlled_stop_in_the_tick_of_a_veto_does_not_take_its_place() -> None:
    bench = Bench()
    bench.to_run()
    bench.unit.mail.trip = faults.DEVIATION
    bench.unit.monitor.check(None)  # between judging and what follows from it
    bench.unit.response.react(faults.DISPLAY_LOST, 0, 0)
    bench.ticks(2)
    assert bench.unit.status.state == states.FAULT
    assert bench.unit.stage.position == sg.LATCHED
    assert bench.unit.status.fault == faults.DEVIATION


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (lambda b: setattr(b.display, "status", -1), faults.DISPLAY_LOST),
        (lambda b: setattr(b.hw.btn_up, "level", 0), faults.BUTTON_STUCK),
        (lambda b: setattr(b.hw.adc_battery, "u16", 3_200 * 65_536 // 6_600), faults.BATTERY_LOW),
        (lambda b: setattr(b.plant, "ohm", 100), faults.SHORTED),
    ],
)
def test_each_controlled_stop_ramps_down_and_is_acknowledged(trouble: Callable[[Bench], None], code: int) -> None:
    bench = Bench()
    bench.to_run()
    trouble(bench)
    assert bench.until(states.RAMPDOWN, 8_000) >= 0
    before = bench.plant.body_ua
    bench.ticks(20)
    assert 400 <= before - bench.plant.body_ua <= 600
    assert bench.until(states.FAULT, 4_000) >= 0
    assert bench.unit.status.fault == code
    assert bench.unit.stage.position == sg.REST
    assert bench.plant.broken_rules == 0


def test_a_load_that_carries_less_is_shown_as_limited_and_returns_without_a_step() -> None:
    bench = Bench()
    bench.to_contact()
    bench.ticks(250)
    bench.plant.ohm = 5_000
    assert bench.until(states.LIMITED, 40_000) >= 0
    bench.ticks(400)
    assert bench.unit.status.state == states.LIMITED
    assert bench.unit.status.up_allowed == 0
    before = bench.plant.body_ua
    bench.plant.ohm = 4_000
    bench.ticks(3)
    assert before < bench.plant.body_ua <= before + 500


def test_a_unit_that_met_an_exception_cuts_and_tells() -> None:
    bench = Bench()
    bench.to_run()
    bench.fail(ValueError())
    bench.unit.monitor.check(None)
    plant = bench.plant
    assert [plant.out_en.level, plant.leg_fwd.level, plant.boost_en.level, plant.code] == [0, 0, 0, 0]
    assert bench.unit.status.fault == faults.EXCEPTION
    assert bench.hw.watchdog.feeds > 0


def test_the_watchdog_is_fed_once_a_tick_and_the_heart_beats_with_it() -> None:
    bench = Bench()
    before, beat = bench.hw.watchdog.feeds, bench.unit.mail.heartbeat
    bench.ticks(10)
    assert bench.hw.watchdog.feeds - before == 10
    assert bench.unit.mail.heartbeat - beat == 10


ACTS = ("up", "down", "ok", "stop", "in", "out", "dry", "wet", "short", "wait")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_a_person_does_the_body_gets_no_step_up_and_no_switching_under_current(seed: int) -> None:
    dice = random.Random(seed)
    acts = [(dice.choice(ACTS), dice.choice((1, 10, 100, 600))) for _ in range(25)]
    bench = Bench()
    bench.to_contact()
    plant = bench.plant
    loads = {"in": 1_700, "out": OPEN, "dry": 9_000, "wet": 900, "short": 100}
    for act, ticks in acts:
        if act in loads:
            plant.ohm = loads[act]
        elif act != "wait":
            bench.press(act)
        lowest = plant.body_ua
        for tick in range(ticks):
            bench.tick()
            lowest = min(lowest, plant.body_ua)
            assert plant.body_ua <= lowest + 500 + limits.RAMP_UP_NA * (tick + 1) // 1000
            assert plant.body_ua <= bench.unit.plan.cap_ua + 100
        assert plant.broken_rules == 0


def test_no_control_tick_of_a_live_unit_and_no_period_of_the_monitor_allocates(
    micropython: Callable[..., str], root: Path
) -> None:
    script = (root / "host_tests/on_micropython/unit_live.py").read_text()
    told = fields(micropython(script, paths=("firmware", ".")))
    assert told["lock works"] == "True"
    assert int(told["monitor periods"]) >= 1_000
    for part in ("contact", "ramp", "run", "limited", "paused", "rampdown"):
        assert int(told["ticks in " + part]) >= 20, part
    assert told["most ua"] == "10000" or 9_900 <= int(told["most ua"]) <= 10_100


def test_the_code_that_a_reset_left_in_the_dac_is_gone_before_the_first_tick() -> None:
    bench = Bench()
    bench.plant.code = 2_000
    Unit(bench.hw)
    assert bench.plant.code == 0


def test_the_watchdog_is_fed_as_the_board_says_after_the_unit_was_made() -> None:
    """Starting a watchdog may put another method in the place of the one before."""
    bench = Bench()
    fed: list[int] = []
    bench.hw.watchdog.feed = lambda: fed.append(1)
    bench.ticks(10)
    assert len(fed) == 10
