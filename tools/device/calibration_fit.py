"""Gains and offsets from a unit's readings and a meter's, pair by pair. Decides what is odd and what is refused;
measures nothing. Host only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LOW_UA, HIGH_UA = 500, 20_000
LEAST_PAIRS = 6
NOISE_UA = 15.0  # a last digit of B's converter, 8 µA, and its noise
B_CURVE_UA = 70.0  # the RP2040's missing codes leave so much (its data sheet, erratum E11)
GAIN_PPM = 100_000  # the record's own bounds
OFFSET_UA = 500
DRIFT_SHARE = 0.001  # of a reading, from its first taking to its second


@dataclass(frozen=True)
class Pair:
    """One reading: what was asked for, the meter, and the unit's two channels, µA."""

    asked_ua: float
    meter_ua: float
    a_ua: float
    b_ua: float


@dataclass(frozen=True)
class Line:
    """true = reading × gain + offset. `worst_ua`: the largest residual. `through_zero_ppm`: the gain of a channel whose
    zero the unit takes off by itself, at each self-test."""

    gain_ppm: int
    offset_ua: int
    worst_ua: float
    through_zero_ppm: int

    def true_ua(self, reading_ua: float) -> float:
        """What flows at a reading."""
        return reading_ua * self.gain_ppm / 1e6 + self.offset_ua


@dataclass(frozen=True)
class Meter:
    """A reference's accuracy class: a share of the reading, and digits of so many µA."""

    share: float
    digits_ua: float = 0.0

    def error_ua(self, at_ua: float) -> float:
        """How far it may be off there."""
        return abs(at_ua) * self.share + self.digits_ua


@dataclass(frozen=True)
class Fit:
    """Channels A and B as lines, SOURCE as what the output gives for what was asked."""

    a: Line
    b: Line
    source: Line


class FitError(Exception):
    """No calibration comes of these readings. The message names the odd one and the next step; `again`: which readings
    are worth taking again, from 0."""

    def __init__(self, message: str, again: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.again = again


def fit(pairs: list[Pair], meter: Meter) -> Fit:
    """The three lines. Raises FitError for a blunder, a drifting meter, too few readings, a unit out of bounds."""
    if len(pairs) < LEAST_PAIRS:
        raise FitError(f"{len(pairs)} readings are too few: at least {LEAST_PAIRS}, from 0.5 to 20 mA")
    span = [pair.asked_ua for pair in pairs]
    if min(span) > 2 * LOW_UA or max(span) < 0.9 * HIGH_UA:
        raise FitError("the readings do not reach from 0.5 to 20 mA. Take the missing ones")
    _drift(pairs, meter)
    _blunders(pairs, meter)
    a = _line("A", [p.a_ua for p in pairs], pairs, meter, NOISE_UA)
    b = _line("B", [p.b_ua for p in pairs], pairs, meter, NOISE_UA + B_CURVE_UA)
    source = _line("the source", [p.asked_ua for p in pairs], pairs, meter, NOISE_UA)
    return Fit(a, b, source)


def _blunders(pairs: list[Pair], meter: Meter) -> None:
    """A reading far from the line of all others: by Theil and Sen, which a third of wrong ones does not move."""
    x = np.array([p.a_ua for p in pairs])
    y = np.array([p.meter_ua for p in pairs])
    slopes = [(y[j] - y[i]) / (x[j] - x[i]) for i in range(len(x)) for j in range(i) if abs(x[j] - x[i]) > LOW_UA / 2]
    if not slopes:
        raise FitError("channel A reads the same at every current. Look at shunt A and its converter")
    gain = float(np.median(slopes))
    rest = y - gain * x
    rest -= np.median(rest)
    allowed = np.array([NOISE_UA + OFFSET_UA / 20 + meter.digits_ua + 0.2 * meter.error_ua(p.meter_ua) for p in pairs])
    odd = [i for i in range(len(pairs)) if abs(rest[i]) > 2 * allowed[i]]
    if not odd:
        if abs(gain - 1) > GAIN_PPM / 1e6:
            raise FitError(_whole_range(gain))
        return
    if len(odd) == 2:
        i, j = odd
        swapped = abs(y[i] - gain * x[j]) + abs(y[j] - gain * x[i])
        if swapped < 0.2 * (abs(rest[i]) + abs(rest[j])):
            raise FitError(f"readings {i + 1} and {j + 1} seem swapped. Take both again", (i, j))
    i = max(odd, key=lambda k: abs(rest[k]) / allowed[k])
    should = gain * x[i] + float(np.median(y - gain * x))
    hint = ""
    for factor in (10, 100, 1000):
        for guess in (y[i] * factor, y[i] / factor):
            if abs(guess - should) < 0.15 * abs(should):
                hint = ": a decimal point, or the meter's range?"
    raise FitError(
        f"reading {i + 1} is odd: {y[i] / 1000:.3f} mA where the others expect {should / 1000:.3f}{hint} Take it again",
        (i,),
    )


def _whole_range(gain: float) -> str:
    """What a gain far from 1 comes of."""
    for factor in (10, 100, 1000):
        if abs(gain * factor - 1) < 0.2 or abs(gain / factor - 1) < 0.2:
            return (
                f"all readings are {factor} times off: the meter's range or its unit. Set it to mA and take them again"
            )
    return f"the meter says {gain:.3f} of what channel A says: beyond 10 %. Look at shunt A, then at the meter's leads"


def _drift(pairs: list[Pair], meter: Meter) -> None:
    """The same current at the start and at the end: the readings are taken upwards, then some of them again."""
    first: dict[int, Pair] = {}
    for number, pair in enumerate(pairs, 1):
        before = first.setdefault(round(pair.asked_ua), pair)
        moved = (pair.meter_ua - pair.a_ua) - (before.meter_ua - before.a_ua)
        at_ua = abs(pair.asked_ua)
        allowed = NOISE_UA * 1.5 + meter.digits_ua * 2 + DRIFT_SHARE * at_ua
        if allowed < abs(moved) < 5 * allowed + 0.02 * at_ua:  # a larger one is a blunder
            raise FitError(
                f"reading {number} is {moved / 1000:+.3f} mA off the first at {pair.asked_ua / 1000:g} mA: the meter "
                "drifts. Let it warm up, look at its battery, and begin anew"
            )


def _line(name: str, readings: list[float], pairs: list[Pair], meter: Meter, noise_ua: float) -> Line:
    """Least squares, each reading weighted by what the meter may be off there."""
    x = np.array(readings)
    y = np.array([p.meter_ua for p in pairs])
    weight = 1 / np.array([noise_ua + meter.error_ua(p.meter_ua) for p in pairs])
    slope, offset = (float(value) for value in np.polyfit(x, y, 1, w=weight))
    zeroed = float(np.sum(weight**2 * x * y) / np.sum(weight**2 * x * x))
    worst_ua = float(np.max(np.abs(y - slope * x - offset)))
    line = Line(round(slope * 1e6), round(offset), worst_ua, round(zeroed * 1e6))
    if abs(line.gain_ppm - 1_000_000) > GAIN_PPM or abs(line.offset_ua) > OFFSET_UA:
        raise FitError(
            f"{name} would need a gain of {slope:.4f} and {offset / 1000:+.3f} mA: beyond ±10 % and ±0.5 mA. "
            "Find the wrong part first"
        )
    allowed = noise_ua * 1.5 + meter.digits_ua + 0.2 * meter.error_ua(HIGH_UA)
    if line.worst_ua > allowed:
        raise FitError(f"{name} bends by {line.worst_ua / 1000:.3f} mA, {allowed / 1000:.3f} allowed. Take all anew")
    return line
