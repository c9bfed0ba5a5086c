# What a single fault may do to the body (INV-1B): means over 100 µs, spikes by their charge; paths from A to B by what
# the body's own charge allows. Decides no fault: faults.py does.

from __future__ import annotations

from dataclasses import dataclass

import numpy

from tools.circuit.spice import figures

MOST_A = 35e-3  # mean over 100 µs
REVERSE_A = 6e-3  # against the set direction, mean over 100 µs
WINDOW_S = 100e-6
SPIKE_C = 1e-6  # of what is shorter
PATH_SHARE = 1.05  # a path from A to B lets go what skin and output capacitor hold, and 5 %


@dataclass(frozen=True)
class Verdict:
    """Whether it holds, and what was measured: mA, mA, µC."""

    held: bool
    mean_ma: float
    reverse_ma: float
    spike_uc: float
    why: str = ""


def spikes(t: numpy.ndarray, i: numpy.ndarray, level: float) -> float:
    """The largest charge (C) of one stretch above `level`, that stretch's whole current counted."""
    above = i > level
    most = 0.0
    edges = numpy.flatnonzero(numpy.diff(above.astype(int)))
    starts = [0, *(edges + 1)] if above[0] else list(edges + 1)
    for k, start in enumerate(starts):
        if not above[start]:
            continue
        stop = starts[k + 1] if k + 1 < len(starts) else len(t)
        first, last = max(start - 1, 0), min(stop, len(t) - 1)
        most = max(most, float(numpy.trapezoid(numpy.maximum(i[first : last + 1], 0), t[first : last + 1])))
    return most


def single_fault(t: numpy.ndarray, i: numpy.ndarray) -> Verdict:
    """`i`: A, above 0 in the set direction."""
    _, means = figures.sliding_means(t, i, WINDOW_S)
    mean, reverse = float(means.max()), float(means.min())
    wrong = []
    if mean > MOST_A:
        wrong.append(f"mean {mean * 1e3:.1f} mA")
    if reverse < -REVERSE_A:
        wrong.append(f"reverse mean {reverse * 1e3:.1f} mA")
    spike = max(spikes(t, i, MOST_A), spikes(t, -i, REVERSE_A))
    if spike > SPIKE_C:
        wrong.append(f"spike {spike * 1e6:.2f} uC")
    return Verdict(not wrong, mean * 1e3, reverse * 1e3, spike * 1e6, ", ".join(wrong))


def path(t: numpy.ndarray, i: numpy.ndarray, held_c: float) -> Verdict:
    """A path from A to B: against the set direction no more than the charge `held_c` (C) that was there."""
    _, means = figures.sliding_means(t, i, WINDOW_S)
    back = figures.charge_above(t, -i, 0.0)
    wrong = []
    if back > PATH_SHARE * held_c:
        wrong.append(f"{back * 1e6:.1f} uC back, {held_c * 1e6:.1f} were there")
    if float(means.max()) > MOST_A:
        wrong.append(f"mean {means.max() * 1e3:.1f} mA")
    return Verdict(not wrong, float(means.max()) * 1e3, float(means.min()) * 1e3, back * 1e6, ", ".join(wrong))
