"""INV-3 and INV-4: when legs and relay may move, and what stays off after a hard cut. Limits no current's size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.judges import causes, spans
from tools.judges.causes import Fault
from tools.judges.recording import Event, Recording
from tools.judges.verdict import Measure, Verdict, verdict

# INV-3
SWITCH_LIMIT_UA = 199  # "at 0.2 mA or more" is already too much
LEGS = ("LEG_FWD", "LEG_REV")
SWITCHES = (*LEGS, "PATIENT")
RELAY_WAITS_US = 4_900  # 5 ms after OUT_EN, less the clocks' grain: by then the switch is open, if it can be
# A hard cut lowers the pins before the status shows it: the trip is seen a tick, or a late tick, afterwards.
TRIP_SEEN_MS = 40
OWN_CUT_MS = 150  # how long after a hang, reset or VBUS the monitor or the new boot may be opening things

# INV-4
PINS_LOW_MS = 5
BODY_OFF_MS = 35  # legs 1 ms, S1 1 ms, relay 5 + 10 ms, and INV-5's own figure
ZERO_UA = 50
CODE_ZERO_MS = 50  # "off within 50 ms": by then the DAC, if it answers, has been given 0


def inv_3(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """No leg and no relay is moved by the firmware at 0.2 mA or more; never are both legs driven."""
    found = causes.faults(recording, scenario)
    level = dict.fromkeys(SWITCHES, 0)
    worst, when, both, both_at = 0, None, 0, None
    for event in recording.of_kind("pin", "drive"):
        if event.name not in level or event.value == level[event.name]:
            continue
        level[event.name] = event.value
        if event.kind == "drive":
            continue
        if level["LEG_FWD"] and level["LEG_REV"] and event.name in LEGS:
            both, both_at = both + 1, both_at if both_at is not None else event.t_us // 1000
        if abs(event.body_ua) > worst and not _exempt_switch(recording, found, event):
            worst, when = abs(event.body_ua), event.t_us // 1000
    moved = Measure(worst, SWITCH_LIMIT_UA, "µA", when, "largest body current when the firmware moved leg or relay")
    return verdict("INV-3", [moved, Measure(both, 0, "times", both_at, "both legs driven at once")])


def _exempt_switch(recording: Recording, found: list[Fault], event: Event) -> bool:
    """Opening under current is right in T1, after reset, hang or brown-out, and with VBUS; closing never is.

    In T1 and after an exception the relay waits 5 ms after OUT_EN, then falls whatever flows.
    """
    if event.value:
        return False
    falls = [e.t_us for e in spans.pin_events(recording, "OUT_EN") if not e.value and e.t_us <= event.t_us]
    hasty = event.name == "PATIENT" and bool(falls) and event.t_us - falls[-1] < RELAY_WAITS_US

    def near(cause: Event, before_ms: int, after_ms: int) -> bool:
        return event.t_us - before_ms * 1000 <= cause.t_us <= event.t_us + after_ms * 1000

    # The status is published at the end of the tick, however long that takes.
    row = int(np.searchsorted(recording.t_ms, -(-event.t_us // 1000)))
    tick_ms = int(recording.t_ms[row]) - event.t_us // 1000 + 1 if row < len(recording.t_ms) else 0
    shown_ms = max(TRIP_SEEN_MS, tick_ms)
    for cause in [*recording.of_kind("trip", "boot", "vbus", "hw"), *causes.incidents(recording)]:
        if hasty and cause.kind in ("trip", "exception"):
            continue
        if cause.kind == "trip" and cause.name.startswith("F") and near(cause, TRIP_SEEN_MS, shown_ms):
            return True
        # An exception is recorded when its handler, which opens everything, is through.
        seen_ms = TRIP_SEEN_MS if cause.kind == "exception" else 0
        if cause.kind in ("reset", "boot", "hang", "exception") and near(cause, OWN_CUT_MS, seen_ms):
            return True
        if cause.kind in ("vbus", "hw") and cause.value and cause.name in ("", "VBUS") and near(cause, OWN_CUT_MS, 0):
            return True
    # "The injected fault itself": current that flows although the switch was set otherwise.
    return any(f.is_a("steps") and f.overlaps(event.t_us - OWN_CUT_MS * 1000, event.t_us) for f in found)


def hard_cuts(recording: Recording) -> list[spans.Interval]:
    """From each T1 (an F code in the status) to the next power cycle, µs."""
    cuts: list[spans.Interval] = []
    since: int | None = None
    for event in recording.of_kind("trip", "reset"):
        if event.kind == "trip" and event.name.startswith("F") and since is None:
            since = event.t_us
        elif event.kind == "reset" and event.name in ("power", "brownout") and since is not None:
            cuts.append((since, event.t_us))
            since = None
    if since is not None:
        cuts.append((since, spans.end_us(recording)))
    return cuts


def inv_4(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """After T1 everything is open and stays so until the power is cycled; INV-5 watches the self-test after that."""
    found = causes.faults(recording, scenario)
    measures: list[Measure] = []
    for begin, end in hard_cuts(recording):
        measures += [_pins_low(recording, begin, end), _no_current(recording, begin, end)]
        measures += [_code_zero(recording, found, begin, end), _no_edges(recording, begin, end)]
    if not measures:
        measures.append(Measure(0, 0, "times", None, "anything on after a hard cut (there was none)"))
    return verdict("INV-4", measures)


def _pins_low(recording: Recording, begin: int, end: int) -> Measure:
    """Pins of the output that are high, or are raised, later than a tick after the cut."""
    high, when = 0, None
    for name in ("OUT_EN", *LEGS):
        for since, until in spans.pin_high(recording, name):
            if since < end and until > begin + PINS_LOW_MS * 1000:
                high += 1
                when = max(since, begin) // 1000
    return Measure(high, 0, "times", when, "OUT_EN or a leg high after a hard cut")


def _no_current(recording: Recording, begin: int, end: int) -> Measure:
    first = begin // 1000 + BODY_OFF_MS
    level = recording.magnitude[first : end // 1000]
    place = int(np.argmax(level)) if len(level) else 0
    about = f"body current later than {BODY_OFF_MS} ms after a hard cut"
    return Measure(int(level[place]) if len(level) else 0, ZERO_UA, "µA", first + place, about)


def _code_zero(recording: Recording, found: list[Fault], begin: int, end: int) -> Measure:
    """Rows of the trace with another code than 0 while the DAC could be reached."""
    t_us = recording.t_ms * 1000
    late = (t_us > begin + CODE_ZERO_MS * 1000) & (t_us < end)
    for since, until in causes.spans_of(found, "dac_unreachable"):
        late &= (t_us < since) | (t_us > until + CODE_ZERO_MS * 1000)
    wrong = np.flatnonzero(late & (recording.columns["dac_code"] != 0))
    when = int(recording.t_ms[wrong[0]]) if len(wrong) else None
    return Measure(len(wrong), 0, "ticks", when, "DAC code other than 0 after a hard cut")


def _no_edges(recording: Recording, begin: int, end: int) -> Measure:
    """S1 closing again, for which pump edges are needed, and pump edges where the recording counts them."""
    closings = [e for e in spans.fact_events(recording, "S1") if e.value and begin + PINS_LOW_MS * 1000 < e.t_us < end]
    edges = int(recording.run.get("pump_edges_after_t1") or 0)
    when = closings[0].t_us // 1000 if closings else None
    return Measure(len(closings) + edges, 0, "times", when, "pump edges, or S1 closing, after a hard cut")
