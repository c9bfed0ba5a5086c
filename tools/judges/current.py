"""INV-1 and INV-2: how large the body's current may be, and how fast it may change. Judged on body.i32 alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.judges import causes, spans
from tools.judges.causes import Fault
from tools.judges.recording import BoolArray, Event, Recording
from tools.judges.verdict import Measure, Verdict, verdict

# INV-1
EVER_UA = 35_000
HIGH_UA = 25_500
HIGH_MS = 1
OVER_UA = 24_000
OVER_MS = 4
OVER_BLIND_MS = 20
OVER_HANG_MS = 85
# Two excursions closer than this count as one: "for at most" must not be evaded by flicker.
EXCURSION_MS = 100

# INV-2
WINDOW_MS = 100
CHANGE_UA = 250
CHANGE_STOPPING_UA = 600
STEP_UA = 500
STEP_MS = 10  # what happens within this is a step; a ramp gains 5 µA in it
SHORT_GAP_MS = 35
RETURN_MS = 50  # how long after a gap a step still belongs to it
SETTLE_MS = 5
CUT_UA = 250  # a larger current that ends at once is a downward step

# How long before a cut its cause may lie.
CAUSE_MS = 150
WITHDRAWAL_MS = 2000
RISE = 1.2  # resistance within RISE_MS: a hand is leaving (P reacts at 1.3 within 200 ms)
RISE_MS = 400
LESS_SKIN_MS = 32_000  # what slides is noticed within half a minute, ...
LESS_SKIN = 1.1  # ... from here on
SECOND_PRESS_MS = 1000  # STOP again after this cuts; it cannot be later than a ramp from 20 mA lasts
STOP_LASTS_MS = 6000
LED_BACK_US = 4_200_000  # from 20 mA at 5 mA/s


def inv_1(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Never above 35 mA; above 25.5 mA and 24 mA only as long as latch and monitor may take."""
    found = causes.faults(recording, scenario)
    level = recording.magnitude.copy()
    measures: list[Measure] = []
    notes: list[str] = []
    for begin, end in _excursions(level):
        if _exempt_from_size(found, begin, end):
            notes.append(f"over-current with a leak past shunt B at {begin} ms is exempt")
            level[begin:end] = 0
            continue
        measures += _excursion(recording, found, begin, end)
    peak = int(np.argmax(level)) if len(level) else 0
    top = int(level[peak]) if len(level) else 0
    measures.append(Measure(top, EVER_UA, "µA", peak, "largest body current over 1 ms"))
    return verdict("INV-1", measures, notes)


def _excursions(level: spans.Int32) -> list[tuple[int, int]]:
    """Stretches above 24 mA, near ones taken together."""
    merged: list[tuple[int, int]] = []
    for begin, end in spans.stretches(level > OVER_UA):
        if merged and begin - merged[-1][1] < EXCURSION_MS:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((begin, end))
    return merged


def _exempt_from_size(found: list[Fault], begin_ms: int, end_ms: int) -> bool:
    around = (begin_ms - EXCURSION_MS) * 1000, end_ms * 1000
    return causes.active(found, *around, "overcurrent") and causes.leak_past_b(found, *around)


def _excursion(recording: Recording, found: list[Fault], begin_ms: int, end_ms: int) -> list[Measure]:
    around = (begin_ms - EXCURSION_MS) * 1000, end_ms * 1000
    level = recording.magnitude[begin_ms:end_ms]
    limit = OVER_BLIND_MS if causes.active(found, *around, "b_blind") else OVER_MS
    allowed = limit * causes.slowness(found, *around)
    if any((e.kind, e.name) == ("hang", "irq_off") for e in _since_reset(recording, around[1])):
        allowed = max(allowed, OVER_HANG_MS)
    measures = [Measure(int(np.sum(level > OVER_UA)), allowed, "ms", begin_ms, "time above 24 mA")]
    if not causes.active(found, *around, "latch_or_s1"):
        measures.append(
            Measure(int(np.sum(level > HIGH_UA)), HIGH_MS, "ms", begin_ms, "time above 25.5 mA, latch and S1 sound")
        )
    return measures


def _since_reset(recording: Recording, until_us: int) -> list[Event]:
    """Events up to an instant, from the last reset before it."""
    before = [event for event in recording.events if event.t_us <= until_us]
    last = max((place for place, event in enumerate(before) if event.kind == "reset"), default=0)
    return before[last:]


def inv_2(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Slow while regulated, no upward step after any event, downward steps only for a cause that really was there."""
    found = causes.faults(recording, scenario)
    closed = spans.through_electrodes(recording)
    measures = [worst_change(recording, found, closed), worst_step_up(recording, found)]
    measures += _cuts(recording, found, closed)
    if not found:
        measures.append(_outside(recording, closed))
    return verdict("INV-2", measures)


def regulated_ms(recording: Recording, found: list[Fault], closed: list[spans.Interval]) -> BoolArray:
    """Milliseconds of constant contact, closed output and no fault; the last 10 ms before a cut are judged as a cut."""
    mask = spans.whole_ms(recording, [(begin, end - STEP_MS * 1000) for begin, end in closed])
    mask &= ~spans.touched_ms(recording, spans.gaps(recording), 1, SETTLE_MS)
    contact = [(e.t_us, e.t_us) for e in recording.of_kind("load")]
    mask &= ~spans.touched_ms(recording, contact, 1, SETTLE_MS)
    faulty = causes.spans_not_of(found, "load")
    faulty += [(e.t_us, e.t_us) for e in causes.incidents(recording)]
    mask &= ~spans.touched_ms(recording, faulty, 1, causes.AFTER_FAULT_MS)
    return mask


def worst_change(recording: Recording, found: list[Fault], closed: list[spans.Interval]) -> Measure:
    """The largest change within 100 ms while regulated; 0.6 mA downward while a STOP or a T2 ramps down."""
    worst = Measure(0, CHANGE_UA, "µA", None, "largest change within 100 ms while regulated")
    stopping = _stopping_ms(recording, closed)
    for begin, end in spans.stretches(regulated_ms(recording, found, closed)):
        body = recording.body[begin:end]
        width = min(WINDOW_MS + 1, end - begin)
        change = spans.sliding_max(body, width) - spans.sliding_min(body, width)
        earlier = np.concatenate([np.full(width - 1, abs(int(body[0]))), np.abs(body[: len(body) - width + 1])])
        lenient = stopping[begin:end] & (np.abs(body) <= earlier)
        for mask, limit, when in ((~lenient, CHANGE_UA, ""), (lenient, CHANGE_STOPPING_UA, ", stopping")):
            if not mask.any():
                continue
            place = int(np.argmax(np.where(mask, change, -1)))
            about = f"largest change within 100 ms while regulated{when}"
            worst = max(worst, Measure(int(change[place]), limit, "µA", begin + place, about), key=lambda m: m.strain)
    return worst


def _stopping_ms(recording: Recording, closed: list[spans.Interval]) -> BoolArray:
    """Milliseconds in which 5 mA/s downward is right: rampdown after the user's STOP or a T2, until the cut."""
    asked = [e.t_us for e in stop_presses(recording)]
    asked += [e.t_us - 10_000 for e in recording.of_kind("trip") if e.name.startswith("C")]
    spans_us = [(at, end) for begin, end in closed for at in asked if begin <= at < end]
    mask = spans.touched_ms(recording, spans_us, 0, WINDOW_MS)
    mask &= _lingering(recording.in_states("rampdown"), WINDOW_MS)
    return mask | spans.touched_ms(recording, _led_back(recording), 0, WINDOW_MS)


def _led_back(recording: Recording) -> list[spans.Interval]:
    """Where a sudden fall of resistance leads from a live state to zero, and to a new look for contact: 4 s at most."""
    states = recording.of_kind("state")
    return [
        (event.t_us, event.t_us + LED_BACK_US)
        for before, event in zip(states, states[1:], strict=False)
        if event.name == "contact" and before.name in ("ramp", "run", "limited")
    ]


def _lingering(mask: BoolArray, after_ms: int) -> BoolArray:
    """The mask, and as long after each end of it: a window of 100 ms reaches back into what is over."""
    return spans.sliding_max(mask.astype(np.int32), after_ms + 1).astype(np.bool_)


def stop_presses(recording: Recording) -> list[Event]:
    """The user's presses of STOP; where the events do not name the button, every press."""
    presses = [e for e in recording.of_kind("user") if e.name.startswith(("press", "hold", "stop"))]
    named = [e for e in presses if "stop" in e.name]
    return named if any(e.name not in ("press", "hold") for e in presses) else presses


def worst_step_up(recording: Recording, found: list[Fault]) -> Measure:
    """The largest rise within 10 ms, anywhere in the run but after gaps shorter than 35 ms and in exempt faults."""
    level = recording.magnitude
    rise = level - spans.sliding_min(level, STEP_MS + 1)
    exempt = spans.touched_ms(recording, causes.spans_of(found, "steps"), 1, causes.AFTER_FAULT_MS)
    for begin, end in spans.gaps(recording):
        if end - begin < SHORT_GAP_MS * 1000:
            exempt |= spans.touched_ms(recording, [(begin, end)], 0, RETURN_MS)
    rise = np.where(exempt, 0, rise)
    place = int(np.argmax(rise)) if len(rise) else 0
    about = "largest upward step (within 10 ms)"
    return Measure(int(rise[place]) if len(rise) else 0, STEP_UA, "µA", place, about)


def _cuts(recording: Recording, found: list[Fault], closed: list[spans.Interval]) -> list[Measure]:
    """Each end of the output's closing with current still flowing and nothing that explains it."""
    measures: list[Measure] = []
    for _, end in closed:
        at = end // 1000
        level = recording.magnitude[max(at - STEP_MS, 0) : at + 1]
        drop = int(level.max()) if len(level) else 0
        if drop > CUT_UA and end < recording.length_ms * 1000 and not _explained(recording, found, end):
            about = "downward step by a cut without P, T1, withdrawal or hardware cut"
            measures.append(Measure(drop, CUT_UA, "µA", at, about))
    return measures


def _explained(recording: Recording, found: list[Fault], at_us: int) -> bool:
    """Whether contact, person, hardware or a hard cut accounts for this cut. The state the firmware claims does not."""
    recent_us = at_us - CAUSE_MS * 1000
    return (
        any(fault.overlaps(at_us - causes.AFTER_FAULT_MS * 1000, at_us) for fault in found)
        or any(recent_us <= begin <= at_us for begin, _ in spans.gaps(recording))
        or _second_press(recording, at_us)
        or _resistance_rises(recording, at_us, RISE_MS, RISE)
        or _resistance_rises(recording, at_us, LESS_SKIN_MS, LESS_SKIN)
        or any(_is_cause(event, at_us) for event in recording.events)
    )


def _is_cause(event: Event, at_us: int) -> bool:
    """An event that by itself makes a cut at this instant right."""
    age_ms = (at_us - event.t_us) / 1000
    # The status shows a trip a tick later than the pins; an exception is recorded when its handler is through.
    if event.kind == "exception" or (event.kind == "trip" and event.name.startswith("F")):
        return abs(age_ms) <= CAUSE_MS
    if event.kind == "load" or (event.kind == "user" and event.name.startswith(("hand", "withdraw"))):
        return 0 <= age_ms <= WITHDRAWAL_MS
    hardware = event.kind == "hw" and event.name in ("LATCH", "VBUS") and event.value == 1
    return (hardware or event.kind in ("reset", "hang", "drive", "vbus")) and 0 <= age_ms <= CAUSE_MS


def _second_press(recording: Recording, at_us: int) -> bool:
    """STOP pressed again a second or more after the first press: the user asks for the cut."""
    recent = [e.t_us for e in stop_presses(recording) if at_us - STOP_LASTS_MS * 1000 <= e.t_us <= at_us]
    return bool(recent) and at_us - recent[-1] <= CAUSE_MS * 1000 and recent[-1] - recent[0] >= SECOND_PRESS_MS * 1000


def _resistance_rises(recording: Recording, at_us: int, ms: int, times: float) -> bool:
    """The simulated resistance itself rose as it does when a hand leaves, or when there is less skin in the water."""
    last = int(np.searchsorted(recording.t_ms, at_us // 1000, side="right"))
    first = int(np.searchsorted(recording.t_ms, at_us // 1000 - ms))
    ohm = np.abs(recording.columns["load_ohm"][first : last + 1])
    return len(ohm) > 1 and bool(ohm.max() >= times * max(int(ohm.min()), 1))


def _outside(recording: Recording, closed: list[spans.Interval]) -> Measure:
    """Current where the recording says that there was no way for it: the recording or the simulation lies."""
    outside = ~spans.touched_ms(recording, closed, 2, STEP_MS)
    lost = np.where(outside, recording.magnitude, 0)
    place = int(np.argmax(lost)) if len(lost) else 0
    about = "body current while S1, relay or OUT_EN was open"
    return Measure(int(lost[place]) if len(lost) else 0, CHANGE_UA, "µA", place, about)
