"""INV-1B: what a single fault inside the unit may do to the body within microseconds: means over 100 µs, current
against the set direction, charge of what is shorter. Judged on every change of the body's current, not on averages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.judges import causes, spans
from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict

WINDOW_US = 100
MOST_UA = 35_000
REVERSE_UA = 6_000
SPIKE_PC = 1_000_000
# One class: every path from A to B, by name. It lets go what skin and capacitor held: 45 V on 0.5 µF, and 5 %.
PATHS = ("load.short", "terminals.short", "leak.towel")
HELD_PC = 23_600_000
HELD_US = 20_000  # within which it has gone: what flows on is driven by the electrodes' own voltage

WAYS = {"LEG_FWD": 1, "LEG_REV": -1}

Int64 = npt.NDArray[np.int64]


def inv_1b(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Means of at most 35 mA, 6 mA against the direction, spikes of at most 1 µC; a path from A to B by its charge."""
    if len(recording.changes) < 2:
        return verdict("INV-1B", [Measure(0, MOST_UA, "µA", None, "no change of the body's current was recorded")])
    times = np.cumsum(recording.changes[:, 0], dtype=np.int64)
    level = recording.changes[:, 1].astype(np.int64)
    directed = level * _direction(recording, times)
    paths = [fault.span[0] for fault in causes.faults(recording, scenario) if _joins_a_and_b(fault)]
    measures = [_worst_mean(times, directed, MOST_UA, "mean over 100 µs"), _worst_spike(times, directed, MOST_UA)]
    against = -directed
    if paths:
        back, at = _most_charge(times, np.maximum(against, 0))
        about = "charge back through the body, a path from A to B"
        measures.append(Measure(back, HELD_PC, "pC", at, about))
        against = np.where(times < min(paths), against, 0)  # before the path was there nothing is exempt
    measures.append(_worst_mean(times, against, REVERSE_UA, "mean over 100 µs against the direction"))
    measures.append(_worst_spike(times, against, REVERSE_UA))
    return verdict("INV-1B", measures)


def _joins_a_and_b(fault: causes.Fault) -> bool:
    ends = {fault.values.get("from"), fault.values.get("to")}
    return fault.name in PATHS or fault.name == "leak.between" and ends == {"electrode_a", "electrode_b"}


def _direction(recording: Recording, times: Int64) -> Int64:
    """1 or -1 at each change, as the pins of the bridge say; while neither or both are high, what they said before.

    At a reversal the sign turns with the pin: by then no current may flow."""
    sign = np.ones(len(times), dtype=np.int64)
    for event in recording.events:  # in the order of time: the later pin holds
        way = WAYS.get(event.name) if event.kind in ("pin", "drive") and event.value else None
        if way:
            sign[np.searchsorted(times, event.t_us) :] = way
    return sign


def _worst_mean(times: Int64, level: Int64, limit: int, about: str) -> Measure:
    """The largest mean over WINDOW_US; a window that matters begins or ends at a change."""
    charge = np.concatenate(([0], np.cumsum(level[:-1] * np.diff(times))))
    near = np.flatnonzero(level > limit)  # a mean above the limit needs a level above it
    if not len(near):
        return Measure(max(int(level.max()), 0), limit, "µA", None, about)
    ends = times[np.minimum(near + 1, len(times) - 1)]
    starts = np.unique(np.concatenate((times[near], ends - WINDOW_US)))

    def through(at: Int64) -> Int64:
        k = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(times) - 1)
        return np.asarray(charge[k] + level[k] * np.maximum(at - times[k], 0), dtype=np.int64)

    means = (through(starts + WINDOW_US) - through(starts)) // WINDOW_US
    worst = int(np.argmax(means))
    return Measure(int(means[worst]), limit, "µA", int(starts[worst]) // 1000, about)


def _worst_spike(times: Int64, level: Int64, limit: int) -> Measure:
    """The charge of the largest stretch above the limit that is shorter than WINDOW_US; longer ones have a mean."""
    lasts = np.append(np.diff(times), 0)
    worst = Measure(0, SPIKE_PC, "pC", None, f"spike above {limit / 1000:.0f} mA")
    for begin, end in spans.stretches(level > limit):
        if int(lasts[begin:end].sum()) < WINDOW_US:
            charge = int((level[begin:end] * lasts[begin:end]).sum())
            if charge > worst.value:
                worst = Measure(charge, SPIKE_PC, "pC", int(times[begin]) // 1000, worst.about)
    return worst


def _most_charge(times: Int64, level: Int64) -> tuple[int, int | None]:
    """The largest charge within HELD_US, and when (ms)."""
    before = np.concatenate([[0], np.cumsum(level[:-1] * np.diff(times))])
    ends = np.interp(times + HELD_US, times, before)
    charges = ends - before
    if not charges.any():
        return 0, None
    at = int(np.argmax(charges))
    return int(charges[at]), int(times[at]) // 1000
