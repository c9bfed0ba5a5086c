"""Reads the JSON of a scenario file, and puts together the one of its cases that is asked for. Knows no other key.

A file with `cases` holds several scenarios that differ in little: a case is the rest of the file with the case's own
object merged into it, as JSON Merge Patch says (RFC 7396): objects are merged key by key, anything else, a list too,
takes the place of what was there, and null takes the key away.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tools.scenario.errors import Errors, ScenarioError, nearest, show

Json = dict[str, Any]
MOST_BYTES = 1_000_000
MOST_DEPTH = 50  # of a case; a scenario needs five levels
CASE_NAME = re.compile(r"[a-z0-9_]+")
NOT_IN_A_CASE = ("name", "cases")


def parse(file: Path) -> object:
    """The JSON of a file. Raises ScenarioError."""
    errors = Errors()
    try:
        data = file.read_bytes()
        if len(data) > MOST_BYTES:
            errors.add("file", f"is {len(data)} bytes long", f"A scenario has at most {MOST_BYTES}.")
        else:
            return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        errors.add(f"line {error.lineno} column {error.colno}", f"not JSON: {error.msg}", "Mend it there, or before.")
    except UnicodeDecodeError as error:
        errors.add("file", f"byte {error.start} is not UTF-8", "Save the file as UTF-8 text.")
    except RecursionError:
        errors.add("file", "brackets are nested too deeply", "A scenario needs five levels.")
    except OSError as error:
        errors.add("file", f"cannot be read: {error.strerror}", "Check its name and its permissions.")
    except ValueError as error:
        errors.add("file", str(error), "Correct it.")
    raise ScenarioError(str(file), errors.all)


def _no_twins(pairs: list[tuple[str, Any]]) -> Json:
    seen: Json = {}
    for key, value in pairs:
        if key in seen:  # JSON would silently take the last
            raise ValueError(f'the key "{key}" stands twice in one object')
        seen[key] = value
    return seen


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def case_names(raw: object) -> list[str]:
    """The names of a file's cases, in its order; none when it is one scenario."""
    cases = raw.get("cases") if isinstance(raw, dict) else None
    return list(cases) if isinstance(cases, dict) else []


def one_case(raw: Json, case: str | None, errors: Errors) -> Json:
    """The scenario of that case, without `cases`; `case` None for a file without any. Mistakes go to `errors`."""
    if "cases" not in raw:
        if case is not None:
            errors.add("cases", f'the file has no cases, so none is called "{case}"', "Leave the colon out.")
        return raw
    head = {key: value for key, value in raw.items() if key != "cases"}
    cases = raw["cases"]
    if not isinstance(cases, dict) or not cases:
        errors.add("cases", f"is {show(cases)}", 'Write an object: {"above": {...}, "below": {...}}.')
        return head
    for name, own in cases.items():
        _check(name, own, errors)
    if case is None or not isinstance(cases.get(case), dict):
        hint = nearest(case, list(cases)) if case else ""
        cause = f'none is called "{case}"' if case else "the file has several, and none was named"
        errors.add("cases", cause, f"{hint}Write after the file's name one of: :{', :'.join(cases)}.")
        return head
    own = cases[case]
    merged = _merge(head, {key: own[key] for key in own if key not in NOT_IN_A_CASE}, MOST_DEPTH)
    assert isinstance(merged, dict)
    if isinstance(head.get("name"), str):
        merged["name"] = f"{head['name']}:{case}"
    return merged


def _check(name: str, own: object, errors: Errors) -> None:
    place = f"cases.{name}"
    if not CASE_NAME.fullmatch(name):
        errors.add("cases", f"{show(name)} is no name of a case", "Use small letters, digits and _.")
    if not isinstance(own, dict):
        errors.add(place, f"is {show(own)}", "Write an object with what differs.")
        return
    for key in NOT_IN_A_CASE:
        if key in own:
            errors.add(f"{place}.{key}", "has no place in a case", "Leave it out: a case is called by its own key.")


def _merge(target: object, patch: object, depth: int) -> object:
    """RFC 7396, section 2. Deeper than a scenario goes the patch is taken as it is."""
    if not isinstance(patch, dict) or not depth:
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _merge(merged.get(key), value, depth - 1)
    return merged
