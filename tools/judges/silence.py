"""INV-5 and INV-7: when no current may flow: after reset, hang, exception or brown-out, and with VBUS high."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.judges import causes, spans
from tools.judges.causes import Fault
from tools.judges.recording import Event, Recording
from tools.judges.verdict import Measure, Verdict, verdict

ZERO_UA = 50  # off: below 0.05 mA
# A relay welded at the electrodes makes the self-test's own first 0.3 mA a body current (H-52).
WELDED_UA = 350

# INV-5: incident -> time until 0 mA. The monitor outlives a hang of the main loop and an exception; it does not
# outlive a reset or interrupts off, where the pump's hold-up time counts from its last possible edge.
MONITOR_LIVES_MS = 35
MONITOR_DEAD_MS = 85
WATCHDOG_MS = 600  # S1 stuck or the pump passing static levels, and nobody left to lower the pins
DEADLINES_MS: dict[tuple[str, str], int] = {
    ("hang", "irq_on"): MONITOR_LIVES_MS,
    ("hang", "irq_off"): MONITOR_DEAD_MS,
    ("exception", "*"): MONITOR_LIVES_MS,
    ("exception", "interrupt"): MONITOR_DEAD_MS,  # the monitor's own callback raised
    ("reset", "*"): MONITOR_DEAD_MS,
}
ONLY_WATCHDOG = (("hang", "irq_off"), ("reset", "soft"))

# INV-7
VBUS_MS = 50
STARTED = ("contact", "ramp", "run", "limited", "reversal")


def inv_5(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """After an incident 0 mA in time, and from then on until the user starts anew after a self-test."""
    found = causes.faults(recording, scenario)
    measures = [_silence(recording, found, event) for event in causes.incidents(recording)]
    return verdict("INV-5", measures or [Measure(0, ZERO_UA, "µA", None, "body current after an incident (none)")])


def _silence(recording: Recording, found: list[Fault], incident: Event) -> Measure:
    deadline_ms = _deadline_ms(found, incident)
    first = -(-(incident.t_us + round(deadline_ms * 1000)) // 1000)
    last = max(_new_start_us(recording, incident) // 1000, first)
    level = recording.magnitude[first:last]
    welded = causes.active(found, incident.t_us, last * 1000, "relay_at_electrodes")
    place = int(np.argmax(level)) if len(level) else 0
    about = f"body current later than {deadline_ms:g} ms after {incident.kind} {incident.name}, before a new start"
    limit = WELDED_UA if welded else ZERO_UA
    return Measure(int(level[place]) if len(level) else 0, limit, "µA", first + place, about)


def _deadline_ms(found: list[Fault], incident: Event) -> float:
    kind = (incident.kind, incident.name)
    deadline = DEADLINES_MS.get(kind) or DEADLINES_MS[(incident.kind, "*")]
    if kind in ONLY_WATCHDOG and causes.active(found, incident.t_us, incident.t_us, "pump_useless"):
        return WATCHDOG_MS
    if deadline == MONITOR_LIVES_MS:  # the monitor's times stretch with the clock, the pump's hold-up does not
        return deadline * causes.slowness(found, incident.t_us, incident.t_us)
    return deadline


def _new_start_us(recording: Recording, incident: Event) -> int:
    """When the user, after a boot and its self-test, pressed a button again: current may flow from then on.

    The press must come after the self-test has ended: the one it asks for (STOP) starts nothing.
    """
    booted = tested = chosen = False
    for event in recording.events:
        if event.t_us < incident.t_us:
            continue
        booted = booted or event.kind in ("reset", "boot")
        if event.kind == "state":
            tested = tested or (booted and event.name == "selftest")
            chosen = chosen or (tested and event.name in ("ready", "confirm", "checklist"))
        if chosen and event.kind == "user" and event.name.startswith(("press", "hold")):
            return event.t_us
    return spans.end_us(recording)


def inv_7(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """USB power present: nothing through the electrodes after 50 ms, and no start."""
    found = causes.faults(recording, scenario)
    level = recording.magnitude
    measures: list[Measure] = []
    for begin, end in _vbus_high(recording):
        first, last = -(-begin // 1000) + VBUS_MS, end // 1000
        if last <= first or _exempt_from_vbus(found, begin, end):
            continue
        place = first + int(np.argmax(level[first:last])) if first < len(level) else first
        current = int(level[place]) if place < len(level) else 0
        about = f"body current later than {VBUS_MS} ms after VBUS came"
        measures.append(Measure(current, ZERO_UA, "µA", place, about))
        starts = [e for e in recording.of_kind("state") if e.name in STARTED and first * 1000 < e.t_us < end]
        when = starts[0].t_us // 1000 if starts else None
        measures.append(Measure(len(starts), 0, "times", when, "start with VBUS high"))
    return verdict("INV-7", measures or [Measure(0, ZERO_UA, "µA", None, "body current with VBUS high (never was)")])


def _vbus_high(recording: Recording) -> list[spans.Interval]:
    events = [e for e in recording.events if e.kind == "vbus" or (e.kind == "hw" and e.name == "VBUS")]
    return spans.held(events, 1, spans.end_us(recording))


def _exempt_from_vbus(found: list[Fault], begin: int, end: int) -> bool:
    """The hardware cannot move a welded relay, and the firmware cannot see VBUS: nothing is left."""
    stuck_low = [f for f in found if f.is_a("vbus_stuck") and not f.values.get("level", 0)]
    return causes.active(found, begin, end, "relay_at_electrodes") and any(f.overlaps(begin, end) for f in stuck_low)
