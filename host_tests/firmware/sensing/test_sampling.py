# What the tick makes of two conversions on their way.

from __future__ import annotations

from host_tests.support.unit_bench import Bench


def test_a_load_of_exactly_two_kilohms_is_treated_like_any_other() -> None:
    """A: 0.8 counts/µA. Load: 0.4 counts/mV, at 2 kOhm 0.8 counts/µA. Also on the twin with noise: F06 in the probe."""
    bench = Bench()
    bench.to_run(2_000)
    bench.ticks(1_000)
    assert bench.unit.status.fault == 0
