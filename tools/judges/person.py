"""INV-14: current flows through a person, and the dose that is told is one that a body got. Judged on the simulation's
own account of what lay in the trays (events of the kind `bridge`) and of when hands came (`share`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.judges import causes
from tools.judges.dose import told_dose
from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict

PROBE_UA = 650  # the probe's 0.5 mA, and what the simulation tells in steps of


def inv_14(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """No current above the probe's through what lay there before anybody came; what is laid later is exempt."""
    return verdict("INV-14", [_through_things(recording), told_dose(recording, causes.faults(recording, scenario))])


def _through_things(recording: Recording) -> Measure:
    worst, at = 0, None
    came = counts = False
    for event in recording.of_kind("bridge", "share"):
        if event.name in ("left", "right") and event.value > 0:
            came = True
        elif event.name == "laid":
            counts = not came
        elif event.name == "most_ua" and counts and event.value > worst:
            worst, at = event.value, event.t_us // 1_000
    return Measure(worst, PROBE_UA, "µA", at, "current through what lay there before anybody came")
