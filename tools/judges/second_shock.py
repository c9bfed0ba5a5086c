"""INV-15: after a cut or a pause the same cause gives the body no second shock. Judges no first one: INV-1 does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.judges import causes, spans
from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict

MORE_UA = 2_000  # than the highest target so far
OFF_MS = 35  # by then the cut has ended what it was made for, as INV-5 has it
TREATED = ("contact", "ramp", "run", "limited", "reversal", "paused", "rampdown")


def inv_15(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Never more than the set current + 2 mA once the output was cut; a fault that comes later is another cause."""
    begun_ms = [fault.span[0] // 1000 for fault in causes.faults(recording, scenario)]
    above = recording.magnitude - np.maximum.accumulate(recording.column_of_ms("target_ua"))
    treated = recording.in_states(*TREATED)
    worst, when = 0, None
    for event in spans.pin_events(recording, "OUT_EN"):
        at = event.t_us // 1000
        if event.value or not treated[max(min(at, recording.length_ms) - 1, 0)]:
            continue
        until = min((ms for ms in begun_ms if ms > at), default=recording.length_ms)
        rest = above[at + OFF_MS : until]
        if len(rest) and int(rest.max()) > worst:
            worst, when = int(rest.max()), at + OFF_MS + int(rest.argmax())
    about = "body current above what was set, after a cut for the same cause"
    return verdict("INV-15", [Measure(worst, MORE_UA, "µA", when, about)])
