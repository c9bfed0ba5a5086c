# The fit against a simulated unit and meter: planted errors are recovered, planted blunders are named.

from __future__ import annotations

import random

import pytest

from host_tests.support.calibration_bench import rp2040
from tools.device.calibration_fit import Fit, FitError, Meter, Pair, fit

POINTS = [500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 500, 10_000, 20_000]
METERS = [Meter(0.001), Meter(0.005), Meter(0.01, 20)]


class Bench:
    """A unit with planted errors and a meter with its own."""

    def __init__(self, seed: int, meter: Meter) -> None:
        self.chance = random.Random(seed)
        even = self.chance.uniform
        self.a, self.b, self.source = ((even(0.97, 1.03), even(-250, 250)) for _ in range(3))
        self.meter = meter
        self.off = even(-meter.share, meter.share)

    def true(self, asked: float) -> float:
        return asked * self.source[0] + self.source[1]

    def pairs(self) -> list[Pair]:
        found = []
        for asked in POINTS:
            true = max(self.true(asked), 100.0)
            told = true * (1 + self.off) + self.chance.uniform(-1, 1) * self.meter.digits_ua
            found.append(Pair(asked, told, self.read(self.a, true) + self.chance.gauss(0, 3), self.read_b(true)))
        return found

    @staticmethod
    def read(channel: tuple[float, float], true: float) -> float:
        return (true - channel[1]) / channel[0]

    def read_b(self, true: float) -> float:
        return rp2040(self.read(self.b, true)) + self.chance.gauss(0, 3)


@pytest.mark.parametrize("meter", METERS, ids=["0.1 %", "0.5 %", "1 % + 2 digits"])
@pytest.mark.parametrize("seed", range(40))
def test_planted_errors_are_recovered_to_the_meters_own_and_what_is_promised(meter: Meter, seed: int) -> None:
    bench = Bench(seed, meter)
    found: Fit = fit(bench.pairs(), meter)
    for true in range(500, 20_001, 250):
        most = meter.error_ua(true)
        assert abs(found.a.true_ua(bench.read(bench.a, true)) - true) <= most + 20
        assert abs(found.b.true_ua(rp2040(bench.read(bench.b, true))) - true) <= most + 100
        assert abs(found.source.true_ua((true - bench.source[1]) / bench.source[0]) - true) <= most + 20


def blundered(seed: int, meter: Meter, change: str) -> list[Pair]:
    pairs = Bench(seed, meter).pairs()

    def set_meter(at: int, ua: float) -> None:
        pairs[at] = Pair(pairs[at].asked_ua, ua, pairs[at].a_ua, pairs[at].b_ua)

    if change == "point":
        set_meter(3, pairs[3].meter_ua / 10)
    elif change == "swapped":
        low, high = pairs[2].meter_ua, pairs[4].meter_ua
        set_meter(2, high)
        set_meter(4, low)
    elif change == "range":
        for at, pair in enumerate(pairs):
            set_meter(at, pair.meter_ua / 1_000)
    elif change == "drift":
        for at, pair in enumerate(pairs):
            set_meter(at, pair.meter_ua * (1 + (0.015 + 2 * meter.share) * at / len(pairs)))
    return pairs


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("point", "reading 4 is odd.*decimal point"),
        ("swapped", "readings 3 and 5 seem swapped"),
        ("range", "all readings are 1000 times off"),
        ("drift", "drifts"),
    ],
)
@pytest.mark.parametrize("meter", METERS, ids=["0.1 %", "0.5 %", "1 % + 2 digits"])
@pytest.mark.parametrize("seed", range(10))
def test_a_planted_blunder_is_named(seed: int, meter: Meter, change: str, told: str) -> None:
    with pytest.raises(FitError, match=told):
        fit(blundered(seed, meter, change), meter)


def test_too_few_readings_and_a_part_out_of_bounds_are_refused() -> None:
    pairs = Bench(1, METERS[0]).pairs()
    with pytest.raises(FitError, match="too few"):
        fit(pairs[:4], METERS[0])
    with pytest.raises(FitError, match="0.5 to 20 mA"):
        fit([pair for pair in pairs if pair.asked_ua < 15_000], METERS[0])
    far = [Pair(p.asked_ua, p.meter_ua, p.a_ua, p.b_ua * 0.8) for p in pairs]
    with pytest.raises(FitError, match="B would need"):
        fit(far, METERS[0])
