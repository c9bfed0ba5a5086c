"""INV-14: current flows through a person, and the dose that is told is one that a body got. Judged on the simulation's
own account of what lay in the trays (events of the kind `bridge`) and of when hands came (`share`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.judges.dose import claim, sessions
from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict

PROBE_UA = 650  # the probe's 0.5 mA, and what the simulation tells in steps of


def inv_14(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """No current above the probe's through what lay there before anybody came; what is laid later is exempt.

    So is the dose of a unit whose only crystal runs wrongly: it cannot see that, until conversions tell (C11).
    """
    given = sessions(recording)
    body = recording.body_ma_min(*given[-1]) if given else 0.0
    measures = [_through_things(recording)]
    if not any(event.name.startswith("mcu.clock_rate") for event in recording.of_kind("fault")):
        measures.append(claim(float(recording.run["delivered_ma_min"] or 0), body))
    return verdict("INV-14", measures)


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
