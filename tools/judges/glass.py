"""INV-13: while current may flow the glass is lit and shows, within a second, what the unit believes; or the current is
stopping. Judged on the simulated display's memory and registers (events of the kind `glass`, tools/harness/)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict

UNTRUE_MS = 1_000
# The figure is drawn each 0.7 s and looked at each 0.5 s: a glass that stands still shows this later.
WRONG_MS = 2_500
STOPPING = ("rampdown", "paused", "done", "fault")
ABOUT = {"untrue_ms": "glass dark or not as drawn", "wrong_ms": "measured current on the glass is not what is measured"}
LIMITS = {"untrue_ms": UNTRUE_MS, "wrong_ms": WRONG_MS}


def inv_13(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """The longest stretch in which the glass was not true, up to the moment at which the current began to stop."""
    return verdict("INV-13", [_longest(recording, what) for what in LIMITS])


def _longest(recording: Recording, what: str) -> Measure:
    stops_us = [event.t_us for event in recording.of_kind("state", "reset") if event.name in STOPPING]
    stops_us += [event.t_us for event in recording.of_kind("reset", "trip")]
    worst, at = 0, None
    for event in recording.of_kind("glass"):
        if event.name != what:
            continue
        begin_us = event.t_us - event.value * 1_000
        end_us = min((stop for stop in stops_us if begin_us <= stop <= event.t_us), default=event.t_us)
        lasted = (end_us - begin_us) // 1_000
        if lasted > worst:
            worst, at = lasted, begin_us // 1_000
    return Measure(worst, LIMITS[what], "ms", at, ABOUT[what])
