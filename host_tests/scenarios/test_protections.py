# Protections that no scenario reaches, on the bench: a monitor that stands still, a clock of its own, no memory.
# The others are scenarios of the families limit and fault (test_scenarios.py).

from __future__ import annotations

from host_tests.support.unit_bench import Bench
from ionto.safety import faults, limits
from ionto.treatment import events, states


def test_a_monitor_that_stands_still_is_noticed_within_fifty_ms() -> None:
    bench = Bench()
    bench.to_run()

    def stands(_timer: object) -> object:
        return None

    bench.unit.monitor.check = stands  # type: ignore[method-assign]
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
    assert bench.unit.session.cause.fault == faults.CLOCK_WRONG


def test_too_little_memory_refuses_the_session_before_anything_is_switched_on() -> None:
    bench = Bench()
    unit = bench.unit
    unit.session.state = states.CHECKLIST
    unit.setup.page, unit.setup.pages, unit.setup.ok_counts = 7, 8, 1
    unit.supervisor.report = 0
    bench.hw.heap.free = lambda: limits.HEAP_MIN - 1
    unit.supervisor.handle(events.OK)
    assert unit.session.cause.fault == faults.HEAP_LOW
    assert unit.stage.position == 0
    assert not bench.hw.heap.held
