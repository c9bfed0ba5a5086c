# What stands beside a fault: measured and allowed, whoever found it, and still there when the veto has come round.

from __future__ import annotations

from collections.abc import Callable

import pytest

from host_tests.support.unit_bench import Bench
from ionto.safety import faults, limits, monitor


def leak(bench: Bench) -> None:
    bench.plant.leak_ua = 3_000


def empty_cell(bench: Bench) -> None:
    bench.hw.adc_battery.u16 = 3_250 * 65_536 // 6_600


def collapsed_cell(bench: Bench) -> None:
    bench.hw.adc_battery.u16 = 2_900 * 65_536 // 6_600


def dark_display(bench: Bench) -> None:
    bench.display.status = -1


def slow_converter(bench: Bench) -> None:
    bench.adc.conversion_us = 2_000


# trouble; the code; measured, and how near; allowed
FIGURES: list[tuple[Callable[[Bench], None], int, int, int, int]] = [
    (leak, faults.A_B_DISAGREE, -3_000, 20, -1_039),  # 8 % of what B shows
    (empty_cell, faults.BATTERY_LOW, 3_250, 4, limits.BATTERY_LOW_MV),
    (collapsed_cell, faults.BATTERY_COLLAPSE, 2_900, 4, monitor.BATTERY_COLLAPSE_MV),
    (dark_display, faults.DISPLAY_LOST, 0, 0, 0),
    (slow_converter, faults.CONVERSION_TIME, limits.CONVERSION_STRIKES, 4, limits.CONVERSION_STRIKES),
]


@pytest.mark.parametrize(("trouble", "code", "measured", "near", "allowed"), FIGURES)
def test_a_fault_keeps_its_figures(
    trouble: Callable[[Bench], None], code: int, measured: int, near: int, allowed: int
) -> None:
    bench = Bench()
    bench.to_run()
    trouble(bench)
    bench.ticks(1_600)
    assert bench.unit.status.fault == code
    protection = bench.unit.protection
    assert abs(protection.measured - measured) <= near
    assert protection.allowed == allowed
