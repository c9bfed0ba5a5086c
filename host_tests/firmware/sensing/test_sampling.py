# What the tick makes of two conversions on their way.

from __future__ import annotations

from drivers.status import NO_VALUE, READY, WRONG
from host_tests.support.fakes import FakeClock
from host_tests.support.settled_plant import Plant, PlantAdc
from host_tests.support.unit_bench import Bench
from ionto.safety import readings as rd
from ionto.sensing.sampling import ALONE

SHUNT_A = 6  # the input of channel A


class FastAdc(PlantAdc):
    """Over in 0.4 ms: two samples of channel A lie in one tick, and none is timed."""

    def __init__(self, plant: Plant, clock: FakeClock) -> None:
        super().__init__(plant, clock)
        self.ready_us = 500
        self.nominal_us = 0
        self.conversion_us = 400
        self.answers: list[tuple[int, int]] = []  # status and count of the next looks, whatever the plant does

    def poll(self) -> int:
        if not self.answers:
            return super().poll()
        status, self.raw = self.answers.pop(0)
        return status


class SlowAdc(PlantAdc):
    """Over in 1.9 ms at the most."""

    def __init__(self, plant: Plant, clock: FakeClock) -> None:
        super().__init__(plant, clock)
        self.ready_us = 2_000
        self.nominal_us = 0
        self.conversion_us = 1_900


def conversions_of_a(bench: Bench, ticks: int) -> int:
    before = bench.adc.conversions[SHUNT_A]
    bench.ticks(ticks)
    return bench.adc.conversions[SHUNT_A] - before


def test_a_load_of_exactly_two_kilohms_is_treated_like_any_other() -> None:
    """A: 0.8 counts/µA. Load: 0.4 counts/mV, at 2 kOhm 0.8 counts/µA. Simulated, with noise: F06 in the probe."""
    bench = Bench()
    bench.to_run(2_000)
    bench.ticks(1_000)
    assert bench.unit.status.fault == 0


def test_how_often_a_is_sampled_in_a_tick_follows_from_the_converter() -> None:
    for adc, samples in ((PlantAdc, 1), (FastAdc, 2), (SlowAdc, 1)):
        bench = Bench(adc)
        bench.to_run(1_500)
        assert bench.unit.sampling.samples == samples
        assert conversions_of_a(bench, 100) == 100 * samples
        bench.ticks(200)
        assert bench.unit.status.fault == 0
        assert abs(bench.plant.body_ua - 10_000) < 30


def test_two_samples_of_a_tick_are_averaged_and_a_lost_one_does_not_count() -> None:
    bench = Bench(FastAdc)
    bench.to_run(1_500)
    sampling = bench.unit.sampling
    for answers, value in (
        ([(READY, 8_000), (READY, 8_800)], 10_500),
        ([(WRONG, 0), (READY, 8_800)], 11_000),
        ([(READY, 8_000), (WRONG, 0)], NO_VALUE),
    ):
        sampling.begin(1)
        bench.adc.answers = answers  # type: ignore[attr-defined]
        sampling.rest(0)
        new = sampling.finish(ALONE, 1)
        assert new == (0 if value == NO_VALUE else 1)
        if new:
            assert abs(sampling.readings[rd.A_UA] - value) <= 30  # the self-test takes a zero of some µA off


def test_a_converter_too_fast_to_be_timed_is_not_judged_by_its_time() -> None:
    bench = Bench(FastAdc)
    bench.to_run(1_500)
    bench.ticks(140 * 12)  # a conversion of the reference converter is timed each 140 ticks
    assert bench.unit.sampling.odd_conversions == 0
    assert bench.unit.status.fault == 0
