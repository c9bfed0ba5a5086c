"""Stretches of time: levels of pins and hardware facts as intervals, masks over milliseconds, sliding windows.

Intervals are half-open pairs of microseconds since power-on, sorted, apart from each other. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from tools.judges.recording import BoolArray, Event, Recording

Interval = tuple[int, int]
Int32 = npt.NDArray[np.int32]


def end_us(recording: Recording) -> int:
    """The end of the run, µs: the later of the body's last millisecond and the last event."""
    last = recording.events[-1].t_us + 1 if recording.events else 0
    return max(recording.length_ms * 1000, last)


def held(events: Iterable[Event], level: int, until_us: int, initial: int = 0) -> list[Interval]:
    """When a fact had this value; before its first event it had `initial`."""
    spans: list[Interval] = []
    since = 0 if initial == level else None
    for event in events:
        if event.value == level and since is None:
            since = event.t_us
        elif event.value != level and since is not None:
            spans.append((since, event.t_us))
            since = None
    if since is not None:
        spans.append((since, until_us))
    return [(begin, end) for begin, end in spans if end > begin]


def pin_events(recording: Recording, name: str) -> list[Event]:
    """Every change of a pin's level, by the firmware (`pin`) or by something else (`drive`)."""
    return [event for event in recording.events if event.name == name and event.kind in ("pin", "drive")]


def fact_events(recording: Recording, name: str) -> list[Event]:
    return [event for event in recording.events if event.kind == "hw" and event.name == name]


def pin_high(recording: Recording, name: str) -> list[Interval]:
    return held(pin_events(recording, name), 1, end_us(recording))


def fact_true(recording: Recording, name: str) -> list[Interval]:
    """When a hardware fact was 1, whatever made it so: S1 closed, relay at the electrodes, latch set, VBUS high."""
    return held(fact_events(recording, name), 1, end_us(recording))


def gaps(recording: Recording) -> list[Interval]:
    """When the load could not carry the setpoint: open, or voltage-limited."""
    return held([e for e in recording.events if e.kind == "gap"], 1, end_us(recording))


def through_electrodes(recording: Recording) -> list[Interval]:
    """When the way to the body was closed in truth and on request: S1, the relay, and OUT_EN."""
    closed = intersect(fact_true(recording, "S1"), fact_true(recording, "RELAY"))
    return intersect(closed, pin_high(recording, "OUT_EN"))


def intersect(left: list[Interval], right: list[Interval]) -> list[Interval]:
    both = [(max(a, c), min(b, d)) for a, b in left for c, d in right if max(a, c) < min(b, d)]
    return sorted(both)


def whole_ms(recording: Recording, spans: Iterable[Interval]) -> BoolArray:
    """Milliseconds that lie entirely inside."""
    mask = np.zeros(recording.length_ms, dtype=np.bool_)
    for begin, end in spans:
        mask[-(-begin // 1000) : max(end // 1000, 0)] = True
    return mask


def touched_ms(recording: Recording, spans: Iterable[Interval], before_ms: int = 0, after_ms: int = 0) -> BoolArray:
    """Milliseconds that a span touches, widened on either side. A span may be a single instant."""
    mask = np.zeros(recording.length_ms, dtype=np.bool_)
    for begin, end in spans:
        mask[max(begin // 1000 - before_ms, 0) : max(-(-end // 1000), begin // 1000 + 1) + after_ms] = True
    return mask


def stretches(mask: BoolArray) -> Iterator[tuple[int, int]]:
    """Half-open runs of True."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    for begin, end in edges.reshape(-1, 2):
        yield int(begin), int(end)


def sliding_max(values: Int32, width: int) -> Int32:
    """out[i] = the largest of values[i - width + 1 .. i], fewer at the start. By doubling, so 100 costs 7 passes."""
    out, done = values.copy(), 1
    while done < width:
        step = min(done, width - done)
        shifted = out.copy()
        np.maximum(out[step:], shifted[:-step] if step < len(out) else out[:0], out=out[step:])
        done += step
    return out


def sliding_min(values: Int32, width: int) -> Int32:
    """As sliding_max, the smallest."""
    return -sliding_max(-values, width)
