"""INV-6 and INV-8: how much charge a session may give, and that it gives what was set. Counts the body's current only.

**What the set charge is.** The firmware counts delivered charge and ends the plateau when the planned dose, set current
times set minutes, has been given; session time is time in which current flowed. So what a ramp up lacks is made good
at the end, and only the planned ramp-down comes on top: I²/2 at 1 mA/s, 0.83 mA·min of 200 at 10 mA and at worst 3.3
of 200 at 20 mA for 10 minutes, 1.7 %. A firmware that counted minutes alone would lack the ramp up instead (1.67 mA·min
at 10 mA; 13.3 of 200 at 20 mA for 10 minutes with a reversal half-way, the ramp-down included). ± 5 % of set current
times minutes therefore leaves the first kind room for the converters' gain, and catches the second in its worst case.
A user's own ± 0.5 mA steps on the way change the time, not the dose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.judges import causes, spans
from tools.judges.causes import Fault
from tools.judges.recording import Recording
from tools.judges.verdict import Measure, Verdict, verdict
from tools.scenario import program_files

# INV-6
MOST_MAMIN = 600
LESS_MAMIN = 300  # under the arms, and everywhere below 16 years
MOST_MIN = 40
AGE_CAPS_MA = {"adult": 20.0, "12_to_15": 12.0, "6_to_11": 8.0, "below_6": 0.0}
PADS_MA, PADS_MA_PER_CM2 = 10.0, 0.2
OVER_SHARE = 0.05  # of the cap: what both converters' errors may add, without a fault
GRACE_MIN = 0.25  # 15 s
AGREE_PERCENT = 10
FLOWING_UA = 50
# Below this the integrators' resolution and the offsets at idle (0.15 and 0.3 mA) count, not their gain.
SMALL_MAMIN = 0.2

# INV-8
SET_PERCENT = 5
CLAIM_PERCENT = 5
CARRIES_SHARE = 0.02  # of the time with current wanted; the cut of a lost contact takes 20 ms
SHORT_ABSENCE_MS = 10_000  # longer ones need the user's OK
CONDUCTS_OHM = 20_000
SOAK_MS = 18_000
LONGEST_CHECKLIST = 12  # pages, each of which stands a second before OK counts
PAGE_MS = 1_500
WANTED = ("ramp", "run", "limited")
MENUS = ("boot", "selftest", "ready", "confirm")  # before anything is confirmed
STOPPING = ("press", "stop", "hold", "power_cycle")  # what a user ends it by
LEAVING = ("hands_out", "withdraw", "walk_away")  # after which it ends by itself

MOMENT_MS = 100
MINUTE_MS = 60_000


def sessions(recording: Recording) -> list[tuple[int, int]]:
    """Stretches of the run, ms, with one session's charge each: cut at each boot and at each new choice.

    What flows on for a moment after a reset, until the switch is open, is no session of its own.
    """
    marks = [0]
    for event in recording.events:
        if event.kind in ("reset", "boot") or (event.kind == "state" and event.name == "confirm"):
            marks.append(event.t_us // 1000)
    marks = sorted({*marks, recording.length_ms})
    flowing = recording.magnitude > FLOWING_UA
    return [(begin, end) for begin, end in zip(marks, marks[1:], strict=False) if flowing[begin:end].sum() > MOMENT_MS]


def inv_6(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """A session's charge and time of current are capped, by who gets it; both integrators agree, with each other and
    the body. Without a fault the current stays below the same person's cap.
    """
    found = causes.faults(recording, scenario)
    user = scenario.get("user")
    cap_ma, most_mamin = caps(user if isinstance(user, Mapping) else {})
    measures = [Measure(0, most_mamin, "mA·min", None, "charge of a session")]
    if not scenario.get("faults"):
        most_ua = 1000 * cap_ma * (1 + OVER_SHARE) + FLOWING_UA
        measures.append(Measure(_most_ua(recording), most_ua, "µA", None, f"current, for a cap of {cap_ma:g} mA"))
    given = sessions(recording)
    for begin, end in given:
        level = recording.magnitude[begin:end]
        grace = GRACE_MIN * int(level.max()) / 1000
        charge = recording.body_ma_min(begin, end)
        measures.append(Measure(charge, most_mamin + grace, "mA·min", end, "charge of a session"))
        minutes = int(np.sum(level > FLOWING_UA)) / 60_000
        measures.append(Measure(minutes, MOST_MIN + GRACE_MIN, "min", end, "time of current of a session"))
    if given:
        measures += _integrators(recording, found, recording.body_ma_min(*given[-1]))
    return verdict("INV-6", measures)


def caps(wishes: Mapping[str, Any]) -> tuple[float, int]:
    """The most current, mA, and charge, mA·min, that a person with these wishes may get."""
    age = wishes.get("age", "adult")
    cap_ma = AGE_CAPS_MA[age]
    pads = wishes.get("site") == "underarms"
    if pads:
        cap_ma = min(cap_ma, PADS_MA, PADS_MA_PER_CM2 * wishes.get("pad_cm2", 40))
    return cap_ma, LESS_MAMIN if pads or age != "adult" else MOST_MAMIN


def _most_ua(recording: Recording) -> float:
    """The highest mean of 100 ms."""
    level = recording.magnitude
    whole = len(level) // MOMENT_MS * MOMENT_MS
    return float(level[:whole].reshape(-1, MOMENT_MS).mean(axis=1).max()) if whole else 0.0


def _integrators(recording: Recording, found: list[Fault], body: float) -> list[Measure]:
    """The last session's integrators. With a measuring fault they may part, if that ended the session."""
    own = [recording.run.get(key) for key in ("monitor_charge_uamin", "controller_charge_uamin")]
    known = [int(charge) / 1000 for charge in own if charge is not None]
    if len(known) < len(own):
        return [Measure(1, 0, "figures missing", None, "the run recorded no charge of the two integrators")]
    monitor, controller = known
    if _tripped(recording) and any(fault.is_a("measuring") for fault in found):
        return []
    pairs = (
        (monitor, controller, "the two integrators differ"),
        (monitor, body, "the monitor's integrator differs from the body"),
        (controller, body, "the controller's integrator differs from the body"),
    )
    return [Measure(_apart(a, b), AGREE_PERCENT, "%", None, about) for a, b, about in pairs]


def _tripped(recording: Recording) -> bool:
    return any(event.name[:1] in ("F", "C") for event in recording.of_kind("trip"))


def _apart(claimed: float, true: float) -> float:
    """Difference in percent of the larger; 0 where it is too small to mean anything."""
    if abs(claimed - true) <= SMALL_MAMIN:
        return 0.0
    return 100 * abs(claimed - true) / max(abs(claimed), abs(true))


def inv_8(recording: Recording, scenario: Mapping[str, Any]) -> Verdict:
    """Safe by never working fails: without a fault a session gives its set charge. The claim is always true."""
    found = causes.faults(recording, scenario)
    run, given = recording.run, sessions(recording)
    body = recording.body_ma_min(*given[-1]) if given else 0.0
    measures = [told_dose(recording, found)]
    notes: list[str] = []
    why = excused(recording, scenario, found)
    if why:
        notes.append(f"completion not asked: {why}")
    else:
        measures.append(_completed(str(run["result"])))
        planned = _mean_target_ma(recording, float(run["set_ma"] or 0)) * float(run["minutes"] or 0)
        over = max(body - planned - _probe_ma_min(recording, given), 0.0)
        off = 100 * max(over, planned - body) / planned if planned else 100.0
        measures.append(Measure(off, SET_PERCENT, "%", None, f"charge {body:.2f} of {planned:g} mA·min set"))
    return verdict("INV-8", measures, notes)


def _mean_target_ma(recording: Recording, set_ma: float) -> float:
    """What the user asked for on the way, in the ramp too: the mean of the targets while held; with no button pressed,
    the set current.
    """
    held = recording.in_states("run", "limited")
    target = recording.column_of_ms("target_ua")[held]
    wanted = recording.in_states(*WANTED)
    presses = [event.t_us // 1000 for event in recording.of_kind("user") if event.name in ("press_up", "press_down")]
    moved = any(wanted[at] for at in presses if at < len(wanted)) or len(np.unique(target)) > 1
    return float(target.mean()) / 1000 if len(target) and moved else set_ma


def _probe_ma_min(recording: Recording, given: list[tuple[int, int]]) -> float:
    """What the probe gave while skin soaked: 0.7 mA·min in 80 s, much of 10 minutes at 1 mA when those end by time."""
    if not given:
        return 0.0
    begin, end = given[-1]
    probing = recording.in_states("contact")[begin:end]
    return float(recording.magnitude[begin:end][probing].sum()) / (1000 * MINUTE_MS)


def told_dose(recording: Recording, found: list[Fault]) -> Measure:
    """The dose told against the body's. Not asked of a unit whose only crystal ran wrongly, once that has ended it."""
    if any(fault.name == "mcu.clock_rate" for fault in found) and _tripped(recording):
        return Measure(0, SMALL_MAMIN, "mA·min", None, "claimed dose (not asked: a wrong clock ended it)")
    claimed, given = float(recording.run["delivered_ma_min"] or 0), sessions(recording)
    body = recording.body_ma_min(*given[-1]) if given else 0.0
    allowed = max(CLAIM_PERCENT / 100 * body, SMALL_MAMIN)
    about = f"claimed dose {claimed:.2f} against the body's {body:.2f}"
    return Measure(abs(claimed - body), allowed, "mA·min", None, about)


def _completed(result: str) -> Measure:
    return Measure(int(result != "completed"), 0, "sessions", None, f"session not completed ({result})")


def excused(recording: Recording, scenario: Mapping[str, Any], found: list[Fault]) -> str:
    """Why this run need not complete, or an empty string."""
    for fault in found:
        brief = (fault.span[1] - fault.span[0]) <= SHORT_ABSENCE_MS * 1000 or fault.mode == "step"
        if not (fault.is_a("load_still_carries") and brief):
            return f"fault {fault.name}"
    if scenario.get("faults") and not found:
        return "its fault never came"
    if any(program_files.of_the_program(step) for step in scenario.get("files", [])):
        return "its program is damaged"
    if _only_browsed(recording, scenario):
        return "no session was asked for"
    flowing = np.flatnonzero(recording.magnitude > FLOWING_UA)
    first_us = int(flowing[0]) * 1000 if len(flowing) else spans.end_us(recording)
    for event in [*causes.incidents(recording), *recording.of_kind("vbus", "hw")]:
        if event.kind in ("hang", "exception") or (event.kind == "reset" and event.t_us > first_us):
            return f"{event.kind} {event.name}"
        if event.value and (event.kind == "vbus" or (event.kind, event.name) == ("hw", "VBUS")):
            return "VBUS"
    if _breaks_off(recording, first_us) or _still_answers(recording, scenario):
        return "the run ends before the treatment could"
    if not _carries(recording):
        return "the load could not carry the current"
    if not _conducts(recording):
        return "water or skin conducted badly"
    return _ended_on_purpose(recording, scenario, first_us)


def _breaks_off(recording: Recording, first_us: int) -> bool:
    """The recording ends while a treatment goes on that cannot have lasted as long as it was set to."""
    minutes = float(recording.run["minutes"] or 0)
    going = recording.in_states(*WANTED, "contact", "paused", "reversal")
    unended = recording.run["result"] is None and len(going) and going[-1]
    return bool(unended) and 1000 < recording.length_ms - first_us / 1000 < minutes * MINUTE_MS


def _still_answers(recording: Recording, scenario: Mapping[str, Any]) -> bool:
    """The recording ends in the checklist, before somebody who reads each page could have come to its end."""
    if scenario.get("user", {}).get("person") == "none":
        return False  # nobody reads
    asked = np.flatnonzero(~recording.in_states("checklist"))
    since_ms = recording.length_ms - 1 - (int(asked[-1]) if len(asked) else 0)
    reaction_ms = int((scenario.get("user") or {}).get("reaction_ms", 700))
    return 0 < since_ms < LONGEST_CHECKLIST * (PAGE_MS + 2 * reaction_ms)


def _only_browsed(recording: Recording, scenario: Mapping[str, Any]) -> bool:
    """The user is a script without a wish, and confirmed nothing though the unit was ready for it."""
    if scenario.get("user", {}).get("person") != "none":
        return False
    ready = recording.in_states("ready", "confirm")
    return bool(ready.any() and recording.in_states(*MENUS).all())


def _carries(recording: Recording) -> bool:
    wanted = recording.in_states(*WANTED)
    lacking = spans.touched_ms(recording, spans.gaps(recording)) & wanted
    return int(np.sum(lacking)) <= CARRIES_SHARE * max(int(np.sum(wanted)), 1)


def _conducts(recording: Recording) -> bool:
    """False: the probe flowed through more than 20 kΩ for as long as the firmware has to wait for a fall."""
    ohm = recording.column_of_ms("load_ohm")[: len(recording.magnitude)]
    poor = recording.in_states("contact") & (ohm > CONDUCTS_OHM) & (recording.magnitude > FLOWING_UA)
    return int(np.sum(poor)) < SOAK_MS


def _ended_on_purpose(recording: Recording, scenario: Mapping[str, Any], first_us: int) -> str:
    """The user stopped it or went away, or the scenario expects something else than a whole treatment and got it."""
    result = recording.run["result"]
    acts = [event for event in recording.of_kind("user") if event.t_us > first_us]
    if result == "stopped" and any(event.name.startswith(STOPPING) for event in acts):
        return "the user stopped it"
    if result == "abandoned" and any(event.name.startswith(LEAVING) for event in acts):
        return "the user went away"
    expect = scenario.get("expect") or {}
    asked = expect.get("result")
    if asked and asked != "completed" and asked == result:
        return f"{asked} was expected"
    elsewhere = not asked and (expect.get("state") not in (None, "done") or expect.get("screen_has"))
    if elsewhere and recording.run.get("sim_reached_expect"):
        return "the run ended when its expectation came true"
    return ""
