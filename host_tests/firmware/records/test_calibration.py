# What the stored calibration changes, and that it changes nothing before the maker's tool has seen every channel.

from __future__ import annotations

import pytest

from host_tests.firmware.records.test_keeper import next_start
from host_tests.support.unit_bench import Bench
from ionto.records import calibration as cal
from ionto.safety import faults, monitor
from ionto.sensing import meter as m

LOW, HIGH = cal.NOMINAL_PPM - 20_000, cal.NOMINAL_PPM + 20_000


def stored(bench: Bench, valid: int, **gains: int) -> tuple[int, int]:
    """What refuses the next start with such a calibration, and what it then reports first."""
    calibration = bench.unit.keeper.calibration
    for name, gain_ppm in gains.items():
        calibration.put(getattr(cal, name), gain_ppm, 7 + bench.unit.source.bias_ua * (name == "SOURCE"))
    calibration.values[cal.VALID] = valid
    calibration.store()
    keeper, refused = next_start(bench, power_on=1)
    return refused, keeper.next_report()


def held(bench: Bench) -> tuple[int, int, int, int]:
    meter, source, cells = bench.unit.meter, bench.unit.source, bench.unit.monitor._cells
    return meter._factors[m.A_UA], meter.shift(m.A_UA, 0), source._factor, cells[monitor._SCALE]


def test_gains_and_offsets_of_both_channels_and_the_source_are_used() -> None:
    bench = Bench()
    nominal = held(bench)
    assert stored(bench, 1, A=HIGH, B=LOW, SOURCE=HIGH) == (0, 0)
    a, offset_ua, source, b = held(bench)
    assert a / nominal[0] == pytest.approx(1.02, abs=1e-3) and offset_ua == 7
    assert b / nominal[3] == pytest.approx(0.98, abs=1e-3)
    assert source / nominal[2] == pytest.approx(1 / 1.02, abs=1e-3)


def test_a_calibration_that_is_not_finished_leaves_nominal_values() -> None:
    bench = Bench()
    nominal = held(bench)
    assert stored(bench, 0, A=HIGH, B=LOW, SOURCE=HIGH) == (0, faults.CALIBRATION_MISSING)
    assert held(bench) == nominal


@pytest.mark.parametrize("name", ["A", "B", "SOURCE"])
def test_a_gain_beyond_what_a_part_may_be_off_refuses_the_start(name: str) -> None:
    bench = Bench()
    assert stored(bench, 1, **{name: cal.NOMINAL_PPM + 31_000})[0] == faults.CALIBRATION_INVALID


@pytest.mark.parametrize(("revision", "valid"), [(1, 2), (2, 1)])
def test_a_calibration_of_another_revision_leaves_nominal_values_and_is_told(revision: int, valid: int) -> None:
    bench = Bench(revision=revision)
    nominal = held(bench)
    bench.unit.keeper.calibration.values[cal.DUMMY_OHM] = 1_020
    assert stored(bench, valid, A=HIGH, B=LOW, SOURCE=HIGH) == (0, faults.CALIBRATION_OTHER)
    assert held(bench) == nominal
    assert bench.unit.keeper.calibration.dummy_ohm() == 0
    assert stored(bench, revision) == (0, 0)
    assert held(bench) != nominal
    assert bench.unit.keeper.calibration.dummy_ohm() == 1_020
