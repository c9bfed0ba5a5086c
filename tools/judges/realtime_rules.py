"""INV-9 and INV-10: what keeps the output closed is fresh, and nothing slow or allocating happens while it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.judges import causes, spans
from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict

HEARTBEAT_US = 30_000
SAMPLE_US = 15_000
FORBIDDEN_LIVE = ("flash", "eeprom", "scan")


def inv_9(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Each pump edge follows a heartbeat at most 30 ms old, made from samples at most 15 ms old."""
    run = recording.run
    if not int(run.get("pump_edges") or 0):
        edges = int(bool(spans.fact_true(recording, "S1")))
        return verdict("INV-9", [Measure(edges, 0, "times", None, "S1 closed without a pump edge recorded")])
    # A slow clock stretches the unit's own ages with everything else it measures (INV-1: "the monitor's times double").
    stretch = causes.slowness(causes.faults(recording, scenario), 0, spans.end_us(recording))
    measures: list[Measure] = []
    for key, limit, about in (
        ("pump_worst_heartbeat_age_us", HEARTBEAT_US, "age of the heartbeat at a pump edge"),
        ("pump_worst_sample_age_us", SAMPLE_US, "age of the samples behind a pump edge"),
    ):
        if run.get(key) is None:
            measures.append(Measure(1, 0, "figures missing", None, f"the run recorded no {about}"))
        else:
            measures.append(Measure(int(run[key]), limit * stretch, "µs", None, about))
    return verdict("INV-9", measures)


def inv_10(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """While the output is live: no flash operation, no EEPROM command, no bus scan, 0 bytes allocated."""
    seen = recording.of_kind(*FORBIDDEN_LIVE)  # recorded only while live
    when = seen[0].t_us // 1000 if seen else None
    what = f" ({seen[0].kind} {seen[0].name})".rstrip() if seen else ""
    measures = [Measure(len(seen), 0, "times", when, f"flash, EEPROM or bus scan while live{what}")]
    notes: list[str] = []
    allocated = recording.run.get("alloc_live_bytes")
    if allocated is not None:
        measures.append(Measure(int(allocated), 0, "bytes", None, "most allocated between two calls while live"))
    elif str(recording.run["interpreter"]).lower().startswith("micropython"):
        measures.append(Measure(1, 0, "figures missing", None, "the run recorded no allocation while live"))
    else:
        notes.append("allocation is measured under MicroPython only")
    return verdict("INV-10", measures, notes)
