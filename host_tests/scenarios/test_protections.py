# Every protection on the simulated body: each limit_*.json is one line of the limits' table or one equation of the
# plausibility, and must end as it says with all invariants holding. What no scenario can reach is asked of the bench.

from __future__ import annotations

from pathlib import Path

import pytest

from host_tests.support.scenario_lists import listed
from host_tests.support.unit_bench import Bench
from ionto.safety import faults, limits
from ionto.treatment import states
from tools.run import in_process

ROOT = Path(__file__).resolve().parents[2]
# `make slowtests` and `make limits` run them: minutes of simulated time, the pairs that stand close to a limit, and
# what a sibling shows in each run.
SLOW = {
    "limit_away_10500", "limit_away_9500", "limit_cap_feet", "limit_cap_underarms", "limit_charge_cap_b",
    "limit_charge_judged", "limit_drying_double", "limit_drying_limited", "limit_drying_rate", "limit_drying_settled",
    "limit_drying_settling", "limit_hands_out", "limit_high_electrode_searching", "limit_on_b_below",
    "limit_on_cap_b", "limit_uneven_above",
}  # fmt: skip
CLOSE = ("_above", "_below", "_lasts", "_passes", "_once", "_twice", "_inside", "_outside")
SCENARIOS = sorted((ROOT / "tools" / "scenarios").glob("limit_*.json"))


@pytest.mark.parametrize("scenario", listed(SCENARIOS, SLOW, CLOSE))
def test_protection_ends_as_its_scenario_says_and_no_invariant_breaks(
    scenario: Path, installed: Path, tmp_path: Path
) -> None:
    done = in_process.run(scenario, tmp_path / "out", installed)
    assert done.held, done.output


# ---------------------------------------------------------------- what only the bench can do


def test_a_monitor_that_stands_still_is_noticed_within_fifty_ms() -> None:
    bench = Bench()
    bench.to_run()

    def stands(_timer: object) -> object:
        return None

    bench.unit.monitor.step = stands  # type: ignore[method-assign]
    bench.ticks(10)
    assert bench.plant.out_en.level == 0
    assert bench.unit.status.fault == faults.MONITOR_SILENT


def test_a_clock_that_parts_from_the_loop_ends_the_treatment_gently() -> None:
    bench = Bench()
    bench.to_run()
    true = bench.clock.ticks_ms
    bench.clock.ticks_ms = lambda: true() * 103 // 100  # type: ignore[method-assign]
    bench.ticks(2 * limits.CLOCK_WINDOW_MS // limits.TICK_MS)
    assert bench.unit.status.fault == faults.CLOCK_WRONG
    assert bench.unit.session.fault == faults.CLOCK_WRONG


def test_too_little_memory_refuses_the_session_before_anything_is_switched_on() -> None:
    bench = Bench()
    unit = bench.unit
    unit.supervisor.state = unit.status.state = states.CHECKLIST
    unit.status.page, unit.status.pages, unit.status.ok_counts = 7, 8, 1
    unit.status.report = 0
    bench.hw.heap.free = lambda: limits.HEAP_MIN - 1
    unit.supervisor.step(3)  # OK
    assert unit.status.fault == faults.HEAP_LOW
    assert unit.stage.position == 0
    assert not bench.hw.heap.held
