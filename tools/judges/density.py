"""INV-12: how dense the current may be in the skin that is left in the water. Judged on the body's current and on where
the hands truly were (events of the kind `share`), not on what the firmware believes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.judges import spans
from tools.judges.density_limits import (
    DENSE_MS,
    DENSE_UA,
    GAP_MS,
    RAMP_MS,
    STEP_UA,
    VERY_DENSE_MS,
    VERY_DENSE_UA,
)
from tools.judges.recording import BoolArray, Recording
from tools.judges.verdict import Measure, Verdict, verdict

Shares = npt.NDArray[np.float64]

PALM_CM2 = 120
AREAS_CM2 = {"hands": 120, "feet": 160, "underarms": 40}
CHILD_CM2 = 60
LEAST_PERMILLE = 1.0


def inv_12(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Time above 60 mA while the setpoint is steady, and above 80 mA at all, by the smaller of the two shares."""
    density = density_ua(recording, scenario)
    if density is None:
        return verdict("INV-12", [Measure(0, DENSE_UA, "µA", None, "largest density")], ["no share was recorded"])
    steady = ~ramping(recording)
    measures = [
        _longest(density > VERY_DENSE_UA, VERY_DENSE_MS, "time above 80 mA over a palm"),
        _longest((density > DENSE_UA) & steady, DENSE_MS, "time above 60 mA over a palm, set current steady"),
    ]
    return verdict("INV-12", measures)


def density_ua(recording: Recording, scenario: Mapping[str, Any]) -> Shares | None:
    """Of each millisecond, µA; None when the recording does not tell where the hands were."""
    left, right = shares(recording, "left"), shares(recording, "right")
    if left is None or right is None:
        return None
    least = np.minimum(_of_the_start(recording, left), _of_the_start(recording, right))
    scale = PALM_CM2 / area_cm2(scenario)
    return np.asarray(recording.magnitude * scale * 1_000 / np.maximum(least, LEAST_PERMILLE), dtype=np.float64)


def area_cm2(scenario: Mapping[str, Any]) -> int:
    """Skin in the water of one side when all of it is: palm, sole, pad; a child's palm whatever the site."""
    if (scenario.get("load") or {}).get("body") == "child":
        return CHILD_CM2
    return AREAS_CM2[(scenario.get("user") or {}).get("site", "hands")]


def shares(recording: Recording, hand: str) -> Shares | None:
    """A hand's immersed share of each millisecond, permille: from each `share` event to its goal, evenly."""
    moves = [event for event in recording.of_kind("share") if event.name in (hand, f"{hand}_over_ms")]
    if not moves:
        return None
    share = np.zeros(recording.length_ms, dtype=np.float64)
    over_ms = 0
    for event in moves:
        if event.name != hand:
            over_ms = event.value
            continue
        at = min(event.t_us // 1_000, recording.length_ms)
        before = share[at - 1] if at else 0.0
        there = min(at + over_ms, recording.length_ms)
        share[at:there] = before + (event.value - before) * np.arange(there - at) / max(over_ms, 1)
        share[there:] = event.value
    return share


def _of_the_start(recording: Recording, share: Shares) -> Shares:
    """Permille of what was in at the end of the session's first probe: who starts with fingertips cannot be told."""
    scaled = share.copy()
    for at in _first_ramps(recording):
        if share[at] > 0:
            scaled[at:] = share[at:] * 1_000 / share[at]
    return scaled


def _first_ramps(recording: Recording) -> list[int]:
    """The milliseconds at which a session first leaves its probe."""
    found: list[int] = []
    fresh = True
    for event in recording.of_kind("state"):
        if event.name in ("confirm", "ready", "done", "boot"):
            fresh = True
        elif event.name == "ramp" and fresh:
            fresh = False
            found.append(min(event.t_us // 1_000, recording.length_ms - 1))
    return found


def ramping(recording: Recording) -> BoolArray:
    """Milliseconds at which the setpoint has moved by more than a step within two seconds."""
    set_ua = recording.column_of_ms("set_ua").astype(np.int32)
    moved = spans.sliding_max(set_ua, RAMP_MS + 1) - spans.sliding_min(set_ua, RAMP_MS + 1)
    return np.asarray(moved > STEP_UA, dtype=np.bool_)


def _longest(mask: BoolArray, limit_ms: int, about: str) -> Measure:
    """The longest time in the mask; times that are less than a second apart are added up."""
    worst, at = 0, None
    total, last = 0, -GAP_MS
    for begin, end in spans.stretches(mask):
        total = total + end - begin if begin - last < GAP_MS else end - begin
        last = end
        if total > worst:
            worst, at = total, begin
    return Measure(worst, limit_ms, "ms", at, about)
