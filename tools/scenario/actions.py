"""Reads what happens in a scenario, and when: the user's actions and the faults. Leaves the rest to loader.py."""

from __future__ import annotations

import random
from typing import Any

from tools.scenario import schema
from tools.scenario.errors import Errors, nearest, show
from tools.scenario.fault_catalogue import PARTS
from tools.scenario.fields import join, read_number, read_rows, read_word, refuse_unknown
from tools.scenario.schema_types import Part, Word, by_name

Json = dict[str, Any]

WHEN_KEYS = ("at_ms", "after")
WHEN_EXAMPLE = '"at_ms": 60000 or "after": {"state": "run", "ms": 60000}'


def read_when(raw: Json, place: str, errors: Errors) -> Json:
    """`at_ms` or `after`, exactly one; both keys are in what comes back."""
    out: Json = {"at_ms": None, "after": None}
    given = [key for key in WHEN_KEYS if raw.get(key) is not None]
    if len(given) != 1:
        cause = "has no time" if not given else "has two times, at_ms and after"
        errors.add(place, cause, f"Give {WHEN_EXAMPLE}.")
        return out
    if given == ["at_ms"]:
        out["at_ms"] = read_number(raw["at_ms"], schema.AT_MS, f"{place}.at_ms", errors)
        return out
    after = raw["after"]
    if not isinstance(after, dict):
        errors.add(f"{place}.after", f"is {show(after)}", 'Write {"state": "run", "ms": 60000}.')
        return out
    refuse_unknown(after, ("state", "ms"), f"{place}.after", "key of after", errors)
    if after.get("state") is None:
        errors.add(f"{place}.after.state", "is missing", f"Name one of: {', '.join(schema.states())}.")
    state = read_word(after.get("state"), schema.states(), f"{place}.after.state", "state", errors)
    ms = read_number(after.get("ms", 0), schema.AFTER_MS, f"{place}.after.ms", errors)
    out["after"] = {"state": state, "ms": ms}
    return out


# --- faults


def read_faults(raw: object, end_ms: int, errors: Errors) -> list[Json]:
    """The list of faults, normalised."""
    if not isinstance(raw, list):
        errors.add("faults", f"is {show(raw)}", 'Write a list: [{"at_ms": ..., "part": ..., "mode": ...}].')
        return []
    faults = [_fault(one, f"faults[{i}]", end_ms, errors) for i, one in enumerate(raw)]
    return [fault for fault in faults if fault is not None]


def _fault(raw: object, place: str, end_ms: int, errors: Errors) -> Json | None:
    if not isinstance(raw, dict):
        errors.add(place, f"is {show(raw)}", 'Write {"at_ms": 60000, "part": "dac", "mode": "nack"}.')
        return None
    when = read_when(raw, place, errors)
    if when["at_ms"] is not None and when["at_ms"] >= end_ms:
        cause = f"{when['at_ms']} ms is not before the end of the run ({end_ms} ms)"
        errors.add(f"{place}.at_ms", cause, "Raise end_ms.")
    part = _part(raw.get("part"), place, errors)
    if part is None:
        return None
    mode = _mode(raw.get("mode"), part, place, errors)
    if mode is None:
        return None
    known = [*WHEN_KEYS, "part", "mode", "until_ms", "for_ms", *(row.name for row in mode.values)]
    refuse_unknown(raw, known, place, f"value of {part.name} {mode.name}", errors)
    values = read_rows(raw, mode.values, place, errors)
    if mode.name == "between" and values["from"] == values["to"]:
        errors.add(f"{place}.to", f"the leak begins and ends at {values['to']}", "Name two different points.")
    for_ms = _duration(raw, when, mode, place, errors)
    return {**when, "part": part.name, "mode": mode.name, "values": values, "for_ms": for_ms}


def _part(name: object, place: str, errors: Errors) -> Part | None:
    known = [part.name for part in PARTS]
    if name is None:
        errors.add(f"{place}.part", "is missing", 'Name a part of the tables in docs/scenarios/faults, such as "dac".')
        return None
    part = by_name(PARTS, name)
    if part is None:
        errors.unknown(f"{place}.part", "part that can fail", name, known)
    return part


def _mode(name: object, part: Part, place: str, errors: Errors) -> Word | None:
    known = [mode.name for mode in part.modes]
    if name is None:
        errors.add(f"{place}.mode", "is missing", f"{part.name} has: {', '.join(known)}.")
        return None
    mode = by_name(part.modes, name)
    if mode is None:
        # The word may belong to another part: say so rather than offering a distant one.
        others = [other.name for other in PARTS if by_name(other.modes, name)]
        hint = nearest(name, known) or (f"{', '.join(others)} has it. " if others else "")
        errors.add(f"{place}.mode", f"{show(name)} is no mode of {part.name}", f"{hint}Known: {', '.join(known)}.")
    return mode


def _duration(raw: Json, when: Json, mode: Word, place: str, errors: Errors) -> int | None:
    """`for_ms`, or `until_ms` turned into it; None is for good."""
    until, duration = raw.get("until_ms"), raw.get("for_ms")
    if until is None and duration is None:
        return None
    key = f"{place}.{'for_ms' if until is None else 'until_ms'}"
    if not mode.lasts:
        errors.add(key, f"{mode.name} is over in the instant it happens", "Leave the end out.")
        return None
    if until is not None and duration is not None:
        errors.add(key, "stands beside for_ms", "Keep one of the two.")
        return None
    if duration is not None:
        return read_number(duration, schema.FOR_MS, key, errors)
    until_ms = read_number(until, schema.UNTIL_MS, key, errors)
    if when["at_ms"] is None:
        errors.add(key, "is absolute, but the start is relative to a state", "Write for_ms.")
        return None
    if until_ms <= when["at_ms"]:
        errors.add(key, f"{until_ms} ms is not after the start ({when['at_ms']} ms)", "Give a later time.")
        return None
    return int(until_ms - when["at_ms"])


# --- the user


def read_user(raw: object, dice: random.Random, errors: Errors) -> Json:
    """The user, normalised: a person with wishes, or nobody but a script."""
    if isinstance(raw, list):
        return {
            "person": "none",
            **read_rows({}, schema.PERSON, "user", errors),
            "script": _script(raw, "user", errors),
        }
    if isinstance(raw, str):
        raw = {"person": raw}
    if not isinstance(raw, dict):
        errors.add("user", f"is {show(raw)}", 'Write "default", an object, or a list of actions.')
        raw = {}
    raw = dict(raw)
    person = raw.get("person", "default")
    if person not in ("default", "none"):
        errors.unknown("user.person", "person", person, ("default", "none"))
    if "current_ma" in raw:
        _in_microamperes(raw, errors)
    if raw.pop("vary", False) is True:
        for row in schema.PERSON:
            if row.vary:
                low, high = row.vary
                raw.setdefault(row.name, low + int(dice.random() * (high - low + 1)))
    known = ["person", "current_ma", *(row.name for row in schema.PERSON), "vary", "then"]
    refuse_unknown(raw, known, "user", "wish of a person", errors)
    out = {"person": person, **read_rows(raw, schema.PERSON, "user", errors)}
    out["script"] = _script(raw.get("then", []), "user.then", errors)
    return out


def _in_microamperes(raw: Json, errors: Errors) -> None:
    """Turns current_ma into current_ua in place."""
    ma = raw.pop("current_ma")
    if isinstance(ma, bool) or not isinstance(ma, (int, float)) or not 0.5 <= ma <= 20 or ma * 2 != int(ma * 2):
        errors.add("user.current_ma", f"{show(ma)} is no current on offer", "Write 0.5 to 20 in steps of 0.5 mA.")
    elif "current_ua" in raw:
        errors.add("user.current_ma", "stands beside current_ua", "Keep one of the two.")
    else:
        raw["current_ua"] = int(ma * 1000)


def _script(raw: object, place: str, errors: Errors) -> list[Json]:
    if not isinstance(raw, list):
        errors.add(place, f"is {show(raw)}", 'Write a list: [{"at_ms": 60000, "do": "stop"}].')
        return []
    actions = [_action(one, f"{place}[{i}]", errors) for i, one in enumerate(raw)]
    return [action for action in actions if action is not None]


def _action(raw: object, place: str, errors: Errors) -> Json | None:
    if not isinstance(raw, dict):
        errors.add(place, f"is {show(raw)}", 'Write {"at_ms": 60000, "press": "ok"}.')
        return None
    raw = dict(raw)
    for short in schema.SHORT_ACTIONS:
        if short in raw and "do" not in raw and "button" not in raw:
            raw["do"], raw["button"] = short, raw.pop(short)
    known = [word.name for word in schema.ACTIONS]
    when = read_when(raw, place, errors)
    if raw.get("do") is None:
        known_keys = [*WHEN_KEYS, "do", *schema.SHORT_ACTIONS]
        refuse_unknown(raw, known_keys, place, "key of an action", errors)
        errors.add(place, "does nothing", f'Add "press": "ok", or "do": one of {", ".join(known)}.')
        return None
    word = by_name(schema.ACTIONS, raw["do"])
    if word is None:
        errors.unknown(join(place, "do"), "thing a user does", raw["do"], known)
        return None
    keys = [*WHEN_KEYS, "do", *(row.name for row in word.values)]
    refuse_unknown(raw, keys, place, f"value of {word.name}", errors)
    return {**when, "do": word.name, "values": read_rows(raw, word.values, place, errors)}
