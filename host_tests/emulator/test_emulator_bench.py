# How what was measured on the emulated chip is reckoned, judged and compared. No emulation: figures made up here.

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.emulator import bench_table, costs, crosscheck, profile, ready
from tools.emulator.bench_latency import LATENCIES, NOT_REACHED, Explorer
from tools.emulator.bench_ticks import Ticks
from tools.judges.recording import COLUMNS, NUMBERS, STATES, Recording

# ---------------------------------------------------------------- ticks


def ticks(runs: Sequence[tuple[float, float, bool, float]], feeds: list[float]) -> Ticks:
    """What was seen: from, to (µs), asleep, the main loop's own µs in it; and the watchdog's feeds."""
    seen = Ticks.__new__(Ticks)
    seen._runs = [[begin * 1000, end * 1000, float(asleep), own * 1000] for begin, end, asleep, own in runs]
    seen.feeds = feeds
    seen.buses = [(100.0 * i, 50.0 * i) for i in range(len(feeds))]
    return seen


def test_a_tick_is_what_the_main_loop_did_between_two_feeds_less_its_sleep() -> None:
    seen = ticks(
        [(0, 1000, False, 900), (1000, 2500, True, 1400), (2500, 3500, False, 950), (3500, 5000, True, 1400),
         (5000, 6000, False, 900), (6000, 7500, True, 1500), (7500, 8700, False, 1100), (8700, 9000, True, 300)],
        [3400.0, 8600.0],
    )  # fmt: skip
    assert seen.ticks() == [(100 + 1000 + 1100, 1100, 100, 50)]


def test_an_interrupt_in_its_sleep_is_sleep() -> None:
    """It wakes the main loop, which only waits again: 20 µs of its own in a stretch of 90."""
    runs = [(0, 1000, True, 1000), (1000, 1090, False, 20), (1090, 2000, True, 900), (2000, 2600, False, 600)]
    seen = ticks(runs, [])
    assert [(one.begin_us, one.end_us, one.asleep) for one in seen.stretches()] == [
        (0, 2000, True),
        (2000, 2600, False),
    ]


def test_a_tick_that_never_sleeps_is_busy_all_the_time() -> None:
    assert ticks([(0, 20_000, False, 19_000)], [1000.0, 7000.0]).ticks()[0][:2] == (6000, 6000)


class Part:
    """Stands in for a bus, a core or a timer: whatever attributes it is given."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


@pytest.mark.parametrize(
    ("waiting", "active", "waited_ns_ago", "sleeps"),
    [(True, False, 1e6, True), (False, False, 500.0, True), (False, False, 9000.0, False), (False, True, 500.0, False)],
)
def test_waiting_for_a_time_is_sleep_and_waiting_for_a_bus_is_not(
    waiting: bool, active: bool, waited_ns_ago: float, sleeps: bool
) -> None:
    seen = Ticks.__new__(Ticks)
    seen._core = Part(waiting=waiting)
    buses = (Part(active=active), Part(active=False))
    chip: Any = Part(i2c=buses, mcu=Part(timer=Part(waited_at=1e6 - waited_ns_ago)))
    seen._chip = chip
    assert seen._sleeps(1e6) == sleeps


# ---------------------------------------------------------------- the table


def measured(**more: Any) -> dict[str, Any]:
    return {"micropython": "v1", "version": "1", "emulator": "0", **more}


def live(busy_us: tuple[float, float, float], monitor_us: tuple[float, float, float]) -> dict[str, Any]:
    span = (5000.0, 5000.0, 5000.0)
    return measured(
        ticks={
            "live": {
                "busy_us": busy_us, "control_us": busy_us, "bus_us": (600.0, 720.0, 800.0), "period_us": span,
                "monitor_us": monitor_us, "monitor_period_us": span, "edge_period_us": None, "panel_us": 1.0,
            }
        }
    )  # fmt: skip


def over(figures: dict[str, Any]) -> list[str]:
    return [row.about for row in bench_table.rows(figures) if row.over]


GOOD_TICK, GOOD_MONITOR = (1500.0, 1900.0, 2900.0), (40.0, 50.0, 60.0)


def test_figures_within_their_limits_hold() -> None:
    assert over(live(GOOD_TICK, GOOD_MONITOR)) == []


@pytest.mark.parametrize(
    ("busy", "monitor", "which"),
    [
        ((1500.0, 2501.0, 2900.0), GOOD_MONITOR, "control tick under current, mean"),
        ((1500.0, 1900.0, 3501.0), GOOD_MONITOR, "control tick under current"),
        (GOOD_TICK, (40.0, 50.0, 61.0), "monitor, under current"),
    ],
)
def test_a_figure_past_its_limit_is_named(busy: Any, monitor: Any, which: str) -> None:
    assert over(live(busy, monitor)) == [which]


def test_the_monitor_is_held_to_its_limit_in_the_self_test_too() -> None:
    figures = live(GOOD_TICK, (40.0, 50.0, 61.0))
    figures["ticks"]["selftest"] = figures["ticks"].pop("live")
    assert over(figures) == ["monitor, in the self-test"]


def test_a_tick_of_more_than_three_and_a_half_times_its_bus_time_is_named() -> None:
    figures = live((1500.0, 2320.0, 2900.0), GOOD_MONITOR)
    figures["ticks"]["live"]["bus_us"] = (600.0, 660.0, 800.0)
    assert over(figures) == ["control tick under current, mean over its bus time"]


@pytest.mark.parametrize("case", LATENCIES, ids=lambda case: case.name)
def test_each_latency_is_held_to_its_limit_in_its_worst_phase(case: Any) -> None:
    name = case.name
    assert over(measured(latencies={name: [1000, case.limit_us]})) == []
    assert len(over(measured(latencies={name: [1000, case.limit_us + 10]}))) == 1
    assert len(over(measured(latencies={name: [1000, -1, 1000]}))) == 1, "a cut that never came"


def test_memory_is_held_from_below_and_what_changes_while_live_from_above() -> None:
    assert over(measured(free={"live": 50 * 1024}, changed_live_bytes=0)) == []
    assert over(measured(free={"live": 49 * 1024})) == ["free heap under current"]
    assert over(measured(changed_live_bytes=16)) == ["memory kept or collected while live"]


def test_the_page_says_which_command_made_it_and_what_is_over() -> None:
    page = bench_table.markdown(live((1500.0, 2501.0, 2900.0), GOOD_MONITOR), "make bench")
    assert page.startswith("<!-- made by: make bench -->")
    line = next(line for line in page.splitlines() if line.startswith("| control tick under current, mean, ms"))
    assert line.split("|")[1:-1] == [
        " control tick under current, mean, ms ", "  ", " 2.50 ", "  ", " ≤ 2.50 ms ", " **over** ",
        " 0.72 ms: its bits on both buses ", " 3.5 ",
    ]  # fmt: skip


# ---------------------------------------------------------------- simulation against chip


def run(states: list[tuple[str, int]], body: np.ndarray[Any, Any], fault: int = 0) -> Recording:
    """A recording: states with the millisecond each begins, a row each 5 ms."""
    t_ms = np.arange(0, len(body), 5)
    index = np.zeros(len(t_ms), dtype=np.int8)
    for name, begin in states:
        index[t_ms >= begin] = STATES.index(name)
    columns = {name: np.zeros(len(t_ms), dtype=np.int64) for name in NUMBERS}
    columns["t_ms"] = t_ms
    facts = {"result": "stopped", "fault": fault}
    return Recording(columns, index, {}, body.astype(np.int32), [], facts)


def ramp(begin: int, top: int, length: int, offset: int = 0) -> np.ndarray[Any, Any]:
    t = np.arange(length)
    body: np.ndarray[Any, Any] = np.clip((t - begin) * 0.5, 0, top) + np.where(t >= begin, offset, 0)
    return body


GONE = [("selftest", 0), ("contact", 1000), ("ramp", 2000)]
SIMULATED = run(GONE, ramp(2000, 1500, 6000))


def test_the_same_run_agrees() -> None:
    assert crosscheck.compare(SIMULATED, run(GONE, ramp(2000, 1500, 6000))).differences == []


def test_a_later_start_is_no_difference() -> None:
    later = [("selftest", 0), ("contact", 1400), ("ramp", 2400)]
    assert crosscheck.compare(SIMULATED, run(later, ramp(2400, 1500, 6400))).differences == []


def test_a_missing_state_differs() -> None:
    found = crosscheck.compare(SIMULATED, run([("selftest", 0), ("ramp", 2000)], ramp(2000, 1500, 6000))).differences
    assert len(found) == 1 and found[0].startswith(
        "states: the simulation went selftest contact ramp; the chip selftest ramp"
    )


def test_another_fault_differs() -> None:
    assert (
        "fault: the simulation has 0; the chip 202"
        in crosscheck.compare(SIMULATED, run(GONE, ramp(2000, 1500, 6000), fault=202)).differences
    )


@pytest.mark.parametrize(("offset", "differs"), [(90, False), (120, True), (-120, True)])
def test_the_bodys_current_may_be_apart_by_a_tenth_of_a_milliampere(offset: int, differs: bool) -> None:
    found = crosscheck.compare(SIMULATED, run(GONE, ramp(2000, 1500, 6000, offset))).differences
    assert bool(found) == differs


def test_a_run_that_ends_with_its_last_change_of_state_is_compared_too() -> None:
    simulated = run([("selftest", 0), ("fault", 1000)], np.zeros(1001))
    assert crosscheck.compare(simulated, run([("selftest", 0), ("fault", 1995)], np.zeros(1996))).differences == []


def test_a_slower_ramp_differs() -> None:
    slower = np.clip((np.arange(6000) - 2000) * 0.41, 0, 1500)
    found = crosscheck.compare(SIMULATED, run(GONE, slower)).differences
    assert len(found) == 1 and "into ramp" in found[0]


def test_columns_are_those_of_a_recording() -> None:
    assert set(NUMBERS) < set(COLUMNS)


# ---------------------------------------------------------------- the simulation's costs


def charged(measured_us: float) -> dict[str, int]:
    return {f"{cost.module}.{cost.constant}": round(measured_us) for cost in costs.COSTS}


def test_the_twins_costs_may_be_a_quarter_off() -> None:
    figures = {cost.call: 16.0 for cost in costs.COSTS}
    assert costs.off(figures, charged(16)) == costs.off(figures, charged(20)) == costs.off(figures, charged(12)) == []


def test_a_cost_further_off_is_named_with_what_to_set() -> None:
    figures = {cost.call: 16.0 for cost in costs.COSTS}
    told = costs.off(figures, {**charged(16), "machine.ADC_US": 21})
    assert told == ["tools/sim/mcu/machine.ADC_US is 21 µs; measured 16.0: set 16"]


def test_every_cost_that_is_measured_stands_in_the_twin() -> None:
    assert {f"{cost.module}.{cost.constant}" for cost in costs.COSTS} <= set(costs.constants())


CALLS = [cost for cost in costs.COSTS if not cost.call.startswith("(")]
TOLD = ["empty 100", *(f"took {i} 900" for i in range(len(CALLS))), "interrupt 800", "interrupts 40", ""]


def test_what_a_call_costs_is_less_the_loop_and_its_bits() -> None:
    figures = costs.found("\r\n".join(TOLD), Path("x.uf2"))
    assert figures == {
        **{cost.call: 16 - cost.bits * costs.BIT_US for cost in CALLS},
        "(a hard timer's empty callback)": 20,
    }


@pytest.mark.parametrize(
    ("printed", "last"),
    [
        (TOLD[:4] + ["Traceback (most recent call last):", "OSError: [Errno 5] EIO", ""], "OSError: [Errno 5] EIO"),
        (TOLD[:-2] + ["interrupts 0", ""], "interrupts 0"),
        ([], "nothing"),
    ],
)
def test_a_chip_that_breaks_off_is_told_in_one_line(
    printed: list[str], last: str, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "code", lambda _command, _file: 0)
    monkeypatch.setattr(costs, "measure", lambda path: costs.found("\r\n".join(printed), path))
    assert costs.main(["x.uf2"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1
    assert told.err.startswith(f"costs: x.uf2 broke off on the emulated chip; it said last: {last}. Give it Micro")


def test_costs_stopped_by_ctrl_c_say_so(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_path: Path) -> dict[str, float]:
        raise KeyboardInterrupt

    monkeypatch.setattr(ready, "code", lambda _command, _file: 0)
    monkeypatch.setattr(costs, "measure", stopped)
    assert costs.main([]) == 130
    assert capsys.readouterr().err == "costs: stopped by Ctrl-C; nothing was compared\n"


# ---------------------------------------------------------------- forks of the bench


def explorer() -> Explorer:
    return Explorer(Part(chip=None, world=None))


def test_a_fork_tells_its_figure() -> None:
    bench = explorer()
    assert bench.forked("hang, phase 3", lambda: bench._tell(1234)) == 1234
    assert bench.forked("hang, phase 3", lambda: bench._tell(NOT_REACHED)) == NOT_REACHED


def test_a_fork_that_breaks_down_is_told_with_its_traceback(capsys: Any) -> None:
    def breaks() -> None:
        raise ValueError("a register nobody knows")

    with pytest.raises(RuntimeError) as broke:
        explorer().forked("hang, phase 3", breaks)
    assert str(broke.value) == (
        "hang, phase 3: the forked chip stopped without telling (ValueError: a register nobody knows)"
    )
    told = capsys.readouterr().err
    assert told.startswith("Traceback") and "in breaks" in told


@pytest.mark.parametrize(("end", "how"), [(lambda: os._exit(7), "7"), (lambda: None, "1")])
def test_a_fork_that_ends_without_a_word_is_told_by_its_exit_status(end: Any, how: str) -> None:
    with pytest.raises(RuntimeError, match=rf"without telling \(exit status {how}\)$"):
        explorer().forked("hang, phase 3", end)


# ---------------------------------------------------------------- the profile's way to its state


class Going:
    """Stands in for a Unit that comes into states at given times, µs, and for its chip."""

    def __init__(self, story: list[tuple[int, str]]) -> None:
        self.scenario = {"end_ms": 10_000}
        self.now_us = 0
        self.heard: list[str] = []
        self.chip = self
        self.recorder = Part(on_state=self.heard.append)
        self.world = Part(power_on=lambda: None)
        self._story = story

    def run_to(self, us: int) -> None:
        before, self.now_us = self.now_us, us
        for at_us, name in self._story:
            if before < at_us <= us:
                self.recorder.on_state(name)  # type: ignore[attr-defined]


STORY = [(500_000, "selftest"), (3_000_000, "ready"), (4_000_000, "ramp"), (7_000_000, "ready")]


def test_the_profile_begins_so_long_after_the_state_first_came_and_hides_it_from_nobody() -> None:
    unit = Going(STORY)
    profile.reach(unit, "ready", 4_500_000)
    assert 7_500_000 <= unit.now_us <= 7_500_000 + 2 * profile.STEP_US
    assert unit.heard == ["selftest", "ready", "ramp", "ready"]


@pytest.mark.parametrize(
    ("state", "after_us", "cause"),
    [
        ("hold", 0, "the unit never was in hold in 10 s: it went boot selftest ready ramp ready"),
        ("ramp", 3_500_000, "3.5 s after it came into ramp the unit is in ready"),
    ],
)
def test_a_profile_of_another_state_is_refused(state: str, after_us: int, cause: str) -> None:
    with pytest.raises(profile.StateError, match=cause):
        profile.reach(Going(STORY), state, after_us)
