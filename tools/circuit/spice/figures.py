# What a current's course through the body comes to: extremes, charge, means. Decides no limit: judge.py and cases.py
# do.

from __future__ import annotations

from dataclasses import dataclass

import numpy


@dataclass(frozen=True)
class Figures:
    """Of one course: mA, µC, mA. `reverse` against the set direction, `over` above the set current."""

    most_ma: float
    least_ma: float
    reverse_uc: float
    over_uc: float
    mean_ms_most_ma: float
    mean_ms_least_ma: float


def charge_above(t: numpy.ndarray, i: numpy.ndarray, level: float) -> float:
    """The charge (C) of what lies above `level` (A)."""
    return float(numpy.trapezoid(numpy.maximum(i - level, 0), t))


def sliding_means(t: numpy.ndarray, i: numpy.ndarray, window_s: float) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The start of each window of `window_s` and the mean within it; a course shorter than one has its own mean."""
    through = numpy.concatenate(([0.0], numpy.cumsum((i[1:] + i[:-1]) / 2 * numpy.diff(t))))
    last = t[-1] - window_s
    if last <= t[0]:
        return t[:1], numpy.array([through[-1] / max(t[-1] - t[0], 1e-12)])
    grid = numpy.unique(numpy.concatenate((t[t <= last], numpy.clip(t - window_s, t[0], last), [last])))
    return grid, (numpy.interp(grid + window_s, t, through) - numpy.interp(grid, t, through)) / window_s


def of(t: numpy.ndarray, i: numpy.ndarray, set_a: float) -> Figures:
    """Figures of a course whose set current is `set_a` A (0 or more)."""
    _, means = sliding_means(t, i, 1e-3)
    return Figures(
        float(i.max()) * 1e3,
        float(i.min()) * 1e3,
        charge_above(t, -i, 0.0) * 1e6,
        charge_above(t, i, set_a) * 1e6,
        float(means.max()) * 1e3,
        float(means.min()) * 1e3,
    )
