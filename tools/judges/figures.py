"""Figures of a run that are reported, not judged: accuracy, ramp, latencies, steps. Measured on the body's current."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.judges import causes, spans
from tools.judges.current import SHORT_GAP_MS, STEP_MS, regulated_ms, worst_change, worst_step_up
from tools.judges.recording import BoolArray, Recording

SETTLED_MS = 3000  # after the last change of target
RAMP_UA_PER_MS = 0.5
RAMP_SETTLE_MS = 50
WAIT_MS = 400  # a ramp that rises by less than a fifth of its speed over this time waits: its skin is in doubt
WAIT_UA = WAIT_MS * RAMP_UA_PER_MS / 5
CONTACT_UA = 300  # "contact lost": below max(0.3 mA, half the current before)
CROSSINGS_UA = (22_000, 24_000)
RETURN_MS = 20_000  # contact is probed for seconds before the current comes back
SEARCH_MS = 700  # longer than any cut may take, the watchdog's included


def figures(recording: Recording, scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Everything below by name; None where the run had no such moment. Currents in µA, times in ms."""
    found = causes.faults(recording, scenario)
    closed = spans.through_electrodes(recording)
    settled = settled_ms(recording, closed)
    change = worst_change(recording, found, closed)
    ramping = ramping_ms(recording, closed)
    waits = ramp_waits(recording, ramping)
    return {
        "max_body_ua": int(recording.magnitude.max(initial=0)),
        "overshoot_ua": overshoot_ua(recording),
        "steady_worst_ua": steady_worst_ua(recording, settled),
        "steady_s": round(int(np.sum(settled)) / 1000, 1),
        "ramp_deviation_ua": ramp_deviation_ua(recording, ramping, waits),
        "ramp_waits_ms": sum(end - begin for begin, end in waits),
        "worst_change_100ms_ua": int(change.value) if regulated_ms(recording, found, closed).any() else None,
        "overcurrent_22ma_to_out_en_low_ms": _worst(overcurrent_latencies_ms(recording, CROSSINGS_UA[0])),
        "overcurrent_24ma_to_out_en_low_ms": _worst(overcurrent_latencies_ms(recording, CROSSINGS_UA[1])),
        "contact_lost_to_out_en_low_ms": _worst(contact_lost_latencies_ms(recording)),
        "worst_step_up_ua": int(worst_step_up(recording, found).value),
        "step_on_recontact_ua": step_on_recontact_ua(recording),
        "contacts_lost": len(contact_lost_latencies_ms(recording)),
        "pump_worst_heartbeat_age_ms": _ms(recording.run.get("pump_worst_heartbeat_age_us")),
        "pump_worst_sample_age_ms": _ms(recording.run.get("pump_worst_sample_age_us")),
        "alloc_live_bytes": recording.run.get("alloc_live_bytes"),
        "peak_instant_ua": recording.run.get("peak_ua"),
        "spike_charge_nc": recording.run.get("spike_charge_nc"),
    }


def _worst(values: list[float]) -> float | str | None:
    """The largest, None for none; infinity, which JSON cannot write, as the word "never"."""
    worst = max(values, default=None)
    return "never" if worst == math.inf else worst


def _ms(us: int | None) -> float | None:
    return None if us is None else us / 1000


def overshoot_ua(recording: Recording) -> int | None:
    """How far the body's current went above the target while ramping or running; 3 s after a lower target excepted."""
    target = np.abs(recording.column_of_ms("target_ua"))
    lowered = np.flatnonzero(np.diff(target) < 0) + 1
    mask = recording.in_states("ramp", "run", "limited") & (target > 0)
    mask &= ~spans.touched_ms(recording, [(int(at) * 1000, int(at) * 1000) for at in lowered], 0, SETTLED_MS)
    return int(np.max((recording.magnitude - target)[mask])) if mask.any() else None


def settled_ms(recording: Recording, closed: list[spans.Interval]) -> BoolArray:
    """Milliseconds in state run, not limited, more than 3 s after the last change of target, contact kept."""
    target = np.abs(recording.column_of_ms("target_ua"))
    changed = [(int(at) * 1000, int(at) * 1000) for at in np.flatnonzero(np.diff(target)) + 1]
    mask: BoolArray = recording.in_states("run") & (recording.column_of_ms("limited") == 0) & (target > 0)
    mask &= ~spans.touched_ms(recording, changed, 0, SETTLED_MS)
    mask &= spans.whole_ms(recording, [(begin, end - STEP_MS * 1000) for begin, end in closed])
    mask &= ~spans.touched_ms(recording, spans.gaps(recording), 1, SETTLED_MS)
    return mask


def steady_worst_ua(recording: Recording, settled: BoolArray) -> int | None:
    """Largest |body current - target| in those milliseconds."""
    target = np.abs(recording.column_of_ms("target_ua"))
    return int(np.max(np.abs(recording.magnitude - target)[settled])) if settled.any() else None


def ramp_deviation_ua(recording: Recording, ramping: BoolArray, waits: list[tuple[int, int]]) -> int | None:
    """Largest distance from a line of 0.5 mA/s that begins where the ramp began, or went on, and ends at the target."""
    target = np.abs(recording.column_of_ms("target_ua"))
    mask = ramping.copy()
    for begin, end in waits:
        mask[begin:end] = False
    worst: int | None = None
    for begin, end in spans.stretches(mask):
        if end - begin <= RAMP_SETTLE_MS:
            continue
        start = float(np.mean(recording.magnitude[begin : begin + STEP_MS]))
        line = np.minimum(start + RAMP_UA_PER_MS * (np.arange(end - begin) - STEP_MS / 2), target[begin:end])
        off = np.abs(recording.magnitude[begin:end] - line)
        if target[begin] > start:
            worst = max(worst or 0, round(float(off.max())))
    return worst


def ramp_waits(recording: Recording, ramping: BoolArray) -> list[tuple[int, int]]:
    """Where a ramp stood still below its target for WAIT_MS or longer, ms."""
    rise = np.full(len(recording.magnitude), np.inf)
    rise[:-WAIT_MS] = recording.magnitude[WAIT_MS:] - recording.magnitude[:-WAIT_MS]
    found = []
    for begin, end in spans.stretches(ramping):
        for first, last in spans.stretches(np.abs(rise[begin : end - WAIT_MS]) < WAIT_UA):
            found.append((begin + first, begin + last + WAIT_MS))
    return found


def ramping_ms(recording: Recording, closed: list[spans.Interval]) -> BoolArray:
    """Milliseconds of a ramp through the electrodes with the load in place, and settled since it came back."""
    mask = recording.in_states("ramp") & spans.whole_ms(recording, closed)
    return mask & ~spans.touched_ms(recording, spans.gaps(recording), 1, SETTLED_MS)


def out_en_low_after_us(recording: Recording, at_us: int) -> int | None:
    """The first moment from `at_us` on at which OUT_EN is low; `at_us` itself where it already is."""
    high = [span for span in spans.pin_high(recording, "OUT_EN") if span[0] <= at_us < span[1]]
    if not high:
        return at_us
    until = high[0][1]
    return until if until < spans.end_us(recording) else None


def crossing_us(recording: Recording, ms: int) -> int:
    """When the current stepped up, given the first millisecond whose average is above the threshold.

    An average tells how much of its millisecond lay after the step; that one may be `ms` or, if the step came late in
    it, the one before. So the charge above the old level in both, over the height of the step, is the time since.
    """
    level = recording.magnitude
    old = int(level[max(ms - 2, 0)])
    height = int(level[ms : ms + 2].max()) - old
    charge = int(np.sum(level[max(ms - 1, 0) : ms + 1] - old))
    since = min(max(charge / height, 0.0), 2.0) if height > 0 else 1.0
    return round((ms + 1 - since) * 1000)


def overcurrent_latencies_ms(recording: Recording, threshold_ua: int) -> list[float]:
    """From each crossing of the threshold on the body to OUT_EN low, ms; infinity where it never went low."""
    latencies: list[float] = []
    quiet_until = 0
    for begin, _ in spans.stretches(recording.magnitude > threshold_ua):
        if begin < quiet_until:
            continue
        quiet_until = begin + SEARCH_MS
        at_us = crossing_us(recording, begin)
        low = out_en_low_after_us(recording, at_us)
        latencies.append(math.inf if low is None else round((low - at_us) / 1000, 3))
    return latencies


def contact_lost_latencies_ms(recording: Recording) -> list[float]:
    """From each loss of contact under current to OUT_EN low, ms.

    A loss is a gap in which the current falls below max(0.3 mA, half of what it was); a gap that only limits is none.
    One that ends before the output is cut, in under 35 ms, was a lift too short to be asked for.
    """
    latencies: list[float] = []
    level = recording.magnitude
    for begin, end in spans.gaps(recording):
        if not any(since <= begin < until for since, until in spans.through_electrodes(recording)):
            continue
        at = begin // 1000
        before = int(level[max(at - STEP_MS, 0) : at].max(initial=0))
        within = level[at : max(min(end // 1000, at + SHORT_GAP_MS), at + 1)]
        if before < CONTACT_UA or int(within.min(initial=before)) >= max(CONTACT_UA, before / 2):
            continue
        low = out_en_low_after_us(recording, begin)
        if low is not None and low > end and end - begin < SHORT_GAP_MS * 1000:
            continue
        latencies.append(math.inf if low is None else round((low - begin) / 1000, 3))
    return latencies


def step_on_recontact_ua(recording: Recording) -> int | None:
    """Largest upward step (within 10 ms) in the 20 s after a gap of 35 ms or more; None without such a gap."""
    level = recording.magnitude
    rise = level - spans.sliding_min(level, STEP_MS + 1)
    flowed = np.flatnonzero(level > CONTACT_UA)
    first_us = int(flowed[0]) * 1000 if len(flowed) else spans.end_us(recording)
    lost = [(b, e) for b, e in spans.gaps(recording) if b > first_us and e - b >= SHORT_GAP_MS * 1000]
    mask = spans.touched_ms(recording, [(e, e) for _, e in lost if e < spans.end_us(recording)], 1, RETURN_MS)
    return int(rise[mask].max()) if mask.any() else None
