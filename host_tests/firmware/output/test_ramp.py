# The ramp and the regulator: what may rise, how fast, and what is learnt while the load holds the current down.

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.small_integers import Small
from ionto.output import regulator as rg
from ionto.output.ramp import Ramp
from ionto.output.regulator import Regulator
from ionto.safety import limits
from tools.sim.dice import Dice

RISE_UA_A_SECOND = 500
TICKS_A_SECOND = 200
RATES = (limits.RAMP_DOWN_NA, limits.RAMP_STOP_NA)

targets = st.integers(0, 20_000)
currents = st.integers(0, 33_000)


def line(ramp: Ramp, target: int, ticks: int, down: int = limits.RAMP_DOWN_NA) -> list[int]:
    return [ramp.approach(target, down) for _ in range(ticks)]


# ---------------------------------------------------------------- ramp


def test_ramp_rises_half_a_milliampere_a_second_to_its_target() -> None:
    rise = line(Ramp(), 10_000, 21 * TICKS_A_SECOND)
    for second in range(20):
        assert rise[(second + 1) * TICKS_A_SECOND - 1] == (second + 1) * RISE_UA_A_SECOND
    assert rise[-1] == 10_000


def test_ramp_falls_at_the_planned_rate_and_at_the_rate_of_stop() -> None:
    for down, ua_a_second in ((limits.RAMP_DOWN_NA, 1_000), (limits.RAMP_STOP_NA, 5_000)):
        ramp = Ramp()
        line(ramp, 10_000, 4_100)
        assert line(ramp, 0, TICKS_A_SECOND, down)[-1] == 10_000 - ua_a_second
        fall = line(ramp, 0, 10 * TICKS_A_SECOND, down)
        assert fall[-1] == 0
        assert fall == sorted(fall, reverse=True)


def test_ramp_says_that_it_falls_only_while_it_does() -> None:
    ramp = Ramp()
    line(ramp, 1_000, 500)
    assert not ramp.falling
    ramp.approach(0, limits.RAMP_DOWN_NA)
    assert ramp.falling
    line(ramp, 0, 500)
    assert not ramp.falling


@given(st.lists(st.tuples(targets, st.sampled_from(RATES), st.none() | currents), min_size=1, max_size=300))
def test_ramp_never_rises_faster_than_its_rate_and_never_above_its_targets(
    ticks: list[tuple[int, int, int | None]],
) -> None:
    ramp = Ramp()
    ramp._na = Small(0)
    line(ramp, 15_000, 400)
    highest = max(target for target, _, _ in ticks)
    start = before = ramp.set_ua
    lowest, age = before, 0
    for target, down, measured in ticks:
        if measured is not None:
            ramp.follow(Small(measured))
            assert ramp.set_ua <= before
            assert ramp.set_ua <= max(before, measured + limits.WINDUP_UA)
        now = ramp.approach(Small(target), down)
        age += 1
        if now < lowest:
            lowest, age = now, 0
        assert now <= max(start, highest)
        assert now - lowest <= age * limits.RAMP_UP_NA // 1000 + 1
        before = now


@given(targets, currents)
def test_a_setpoint_above_what_flows_comes_down_to_it_by_one_sample(start: int, measured: int) -> None:
    ramp = Ramp()
    line(ramp, start, start * 2 // 5 + 5)
    ramp.follow(measured)
    assert ramp.set_ua == min(start, measured + limits.WINDUP_UA)
    assert ramp.wound == (start > measured + limits.WINDUP_UA)


def test_reset_forgets_everything() -> None:
    ramp = Ramp()
    line(ramp, 10_000, 1_000)
    ramp.follow(0)
    ramp.reset()
    assert (ramp.set_ua, ramp.wound, ramp.falling) == (0, 0, 0)
    assert ramp.approach(20_000, limits.RAMP_DOWN_NA) == limits.RAMP_UP_NA // 1000


# ---------------------------------------------------------------- regulator on a plant


class Loop:
    """Ramp, regulator and a sink with errors into a load that carries at most `most_ua`."""

    def __init__(self, gain_ppm: int, offset_ua: int, most_ua: int = 40_000, noise_permille: int = 0) -> None:
        self.ramp = Ramp()
        self.regulator = Regulator()
        self.gain_ppm = gain_ppm
        self.offset_ua = offset_ua
        self.most_ua = most_ua
        self.noise = noise_permille
        self.dice = Dice(gain_ppm + 50_000)
        self.flows_ua = 0
        self.asked_ua = 0
        self.highest_over_ua = 0

    def tick(self, target_ua: int) -> None:
        measured = (self.flows_ua * 4 + 2) // 5 * 5 // 4  # 1.25 µA a count
        self.ramp.follow(measured)
        asked = self.asked_ua
        set_ua = self.ramp.approach(target_ua, limits.RAMP_DOWN_NA)
        wanted = self.regulator.correct(set_ua, asked, measured, 1, rg.WOUND * self.ramp.wound)
        self.asked_ua = set_ua
        code = (wanted * 4096 + 12_500) // 25_000
        flows = code * 25_000 // 4096
        flows += flows * self.gain_ppm // 1_000_000 + (self.offset_ua if code else 0)
        most = self.most_ua + self.most_ua * self.dice.spread(self.noise or 1) // 1000 if self.noise else self.most_ua
        self.flows_ua = max(0, min(flows, most))
        if self.flows_ua - set_ua > self.highest_over_ua:
            self.highest_over_ua = self.flows_ua - set_ua

    def seconds(self, count: int, target_ua: int) -> Loop:
        for _ in range(count * TICKS_A_SECOND):
            self.tick(target_ua)
        return self


errors = st.tuples(st.integers(-20_000, 20_000), st.integers(-50, 50))


@settings(max_examples=30)
@given(errors, st.integers(2, 40))
def test_an_uncalibrated_sink_is_trimmed_within_ten_seconds_and_overshoots_little(
    error: tuple[int, int], halves: int
) -> None:
    target = halves * 500
    loop = Loop(*error)
    loop.seconds(target // 500 + 10, target)
    assert abs(loop.flows_ua - target) <= 10
    highest = 0
    for _ in range(600):
        loop.tick(target)
        assert abs(loop.flows_ua - target) <= 10
        highest = max(highest, loop.flows_ua)
    assert loop.highest_over_ua <= 100


@settings(max_examples=30)
@given(errors, st.integers(2, 40))
def test_the_ramp_of_an_uncalibrated_sink_stays_near_its_line(error: tuple[int, int], halves: int) -> None:
    loop = Loop(*error)
    target = halves * 500
    for tick in range(target // 500 * TICKS_A_SECOND):
        loop.tick(target)
        if tick > 3 * TICKS_A_SECOND:
            assert abs(loop.flows_ua - loop.ramp.set_ua) <= 100


@given(
    st.lists(st.tuples(targets, targets, currents, st.booleans(), st.integers(0, 3)), min_size=1, max_size=200),
)
def test_the_trim_never_leaves_its_bound_whatever_is_measured(
    ticks: list[tuple[int, int, int, bool, int]],
) -> None:
    regulator = Regulator()
    regulator.trim = Small(0)
    for set_ua, asked, measured, fresh, limited in ticks:
        wanted = regulator.correct(Small(set_ua), Small(asked), Small(measured), int(fresh), limited)
        most = set_ua * rg.TRIM_PERMILLE // 1000 + rg.TRIM_OFFSET_UA
        assert abs(wanted - set_ua) <= most + 1 or wanted == 0
        assert wanted >= 0
        if not set_ua:
            assert wanted == 0


@given(currents, currents, st.booleans())
def test_nothing_is_learnt_while_the_load_holds_the_current_or_from_an_old_sample(
    asked: int, measured: int, old: bool
) -> None:
    regulator = Regulator()
    for _ in range(50):
        regulator.correct(10_000, 10_000, 9_900, 1, 0)
    before = regulator.trim // 128
    assert before > 0
    for _ in range(50):
        regulator.correct(10_000, asked, measured, 0 if old else 1, 0 if old else rg.WOUND)
    assert regulator.trim // 128 == before


def test_near_the_voltage_limit_the_trim_falls_and_never_rises() -> None:
    """What is missing there may be the load's: a few µA of it, each tick, would wind the trim up in seconds."""
    regulator = Regulator()
    for _ in range(2_000):
        assert regulator.correct(10_000, 10_000, 9_950, 1, rg.TIGHT) == 10_000
    for _ in range(100):
        regulator.correct(10_000, 10_000, 9_900, 1, 0)
    learnt = regulator.trim
    assert learnt > 0
    regulator.correct(10_000, 10_000, 10_100, 1, rg.TIGHT)
    assert regulator.trim < learnt


def test_zero_asks_for_nothing_and_forgets_the_trim() -> None:
    regulator = Regulator()
    for _ in range(500):
        regulator.correct(10_000, 10_000, 9_000, 1, 0)
    assert regulator.correct(0, 0, 500, 1, 0) == 0
    assert regulator.trim // 128 == 0


def test_a_trim_at_its_bound_says_so() -> None:
    regulator = Regulator()
    for _ in range(2_000):
        regulator.correct(10_000, 10_000, 9_900, 1, 0)
    assert regulator.correct(10_000, 10_000, 10_000, 1, 0) == 10_000 + 560


# ---------------------------------------------------------------- wind-up


def surge_after_the_limit(most_ua: int, noise_permille: int, seconds: int) -> int:
    """How far the current steps up in 100 ms when a load that limited it carries everything again, µA."""
    loop = Loop(0, 0, most_ua, noise_permille).seconds(seconds, 10_000)
    before = loop.flows_ua
    loop.most_ua, loop.noise = 40_000, 0
    highest = 0
    for _ in range(20):
        loop.tick(10_000)
        highest = max(highest, loop.flows_ua)
    return highest - before


@pytest.mark.parametrize("noise_permille", [0, 2, 10, 30])
@pytest.mark.parametrize("most_ua", [3_000, 6_000, 9_000])
def test_a_load_that_limited_the_current_and_carries_again_leaves_no_surge(most_ua: int, noise_permille: int) -> None:
    """INV-2: no step above 0.5 mA; it is the 0.3 mA of the anti-windup, the ramp's 0.05 mA and no wound-up trim."""
    assert surge_after_the_limit(most_ua, noise_permille, 60) <= 400 + most_ua * noise_permille // 1000
    loop = Loop(0, 0, most_ua, noise_permille).seconds(60, 10_000)
    assert loop.regulator.trim // 128 <= 60


@settings(max_examples=30)
@given(errors, st.integers(2_000, 15_000))
def test_an_uncalibrated_sink_is_trimmed_after_the_load_has_limited_it(error: tuple[int, int], most_ua: int) -> None:
    loop = Loop(*error, most_ua).seconds(most_ua // 500 + 5, 16_000)
    loop.most_ua = 40_000
    loop.seconds(45, 16_000)
    assert abs(loop.flows_ua - 16_000) <= 10


@pytest.mark.parametrize(("measured", "wanted"), [(9_990, 10_010), (10_010, 9_990), (9_900, 10_100)])
def test_in_64_ticks_the_trim_learns_as_much_as_is_missing(measured: int, wanted: int) -> None:
    """A time constant of 0.32 s: half of it would still be learnt, half as much more would overshoot."""
    regulator = Regulator()
    for _ in range(64):
        got = regulator.correct(10_000, 10_000, measured, 1, 0)
    assert got == wanted
