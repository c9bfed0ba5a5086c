"""Loads a scenario file, says everything that is wrong with it, and writes it out in full. Runs nothing.

The normalised form is what the simulated hardware reads; every key is always there and every number is an int:

    {"name": str, "about": str, "seed": int, "end_ms": int, "linger_ms": int,
     "battery_mv": int, "clock_start_ms": int,
     "board": {"name": "pico", <every tolerance of schema.BOARD>: int | str},
     "load":  {"model": "skin" | "table", <every value of schema.LOAD_COMMON>: int,
               <model skin: every value of schema.SKIN>: int,
               <model table>: "table": [[t_ms, ohm], ...]},       t_ms = time of current, strictly rising
     "user":  {"person": "default" | "none", <every value of schema.PERSON>: int | str,
               "script": [{WHEN, "do": str, "values": {name: int | str}}, ...]},
     "files": [{"file": str, "paths": [str], "mode": str, "values": {name: int}, or for mode holds
                "cells": [[index, value], ...]}, ...],
     "faults": [{WHEN, "part": str, "mode": str, "values": {name: int | str}, "for_ms": int | null}, ...],
     "expect": {"result": str | null, "fault": [int, ...] | null, "state": str | null,
                "within": {"state": str, "ms": int} | null, "by_ms": int | null, "screen_has": [str, ...],
                "log": [int, ...] | null}}

WHEN is `"at_ms": int, "after": null` (virtual time since the first power-on) or
`"at_ms": null, "after": {"state": str, "ms": int}` (since that state was entered for the first time).
`for_ms` null means for good; `until_ms` of a file has become `for_ms`. What `"vary": true` asked for has been drawn
from the seed. `"press": "ok"` has become `"do": "press", "values": {"button": "ok", "for_ms": 80}`. With person "none"
the hands are out of the water until the script says `hands_in`. `expect.fault` are codes, [0] is "no fault", null is
"any". A run may end `linger_ms` after its expectation is decided (come true, or its time is over); expectation.py
says what that means.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from tools.scenario import people, schema
from tools.scenario.actions import read_faults, read_user
from tools.scenario.cases import one_case, parse
from tools.scenario.errors import Errors, ScenarioError, show
from tools.scenario.fields import read_number, read_rows, read_word, refuse_unknown
from tools.scenario.flash_files import read_files, read_log
from tools.scenario.library import find
from tools.scenario.schema_types import Value

Json = dict[str, Any]


def load(asked: str | Path, seed: int | None = None) -> Json:
    """The scenario of a file, normalised. `seed` beats the file's.

    `asked` is a path or the name of a scenario that comes with the project ("stop"), with `:case` where it has cases.
    Raises ScenarioError with every mistake of the file.
    """
    place = find(asked)
    return normalise(parse(place.file), str(asked), place.name, seed, place.case)


def normalise(raw: object, file: str, name: str, seed: int | None = None, case: str | None = None) -> Json:
    """The normalised form of what a file holds, or of that case of it. Raises ScenarioError; `file` is how its messages
    call the file, `name` how the run is called unless the file says."""
    errors = Errors()
    if not isinstance(raw, dict):
        errors.add("file", f"holds {show(raw)}, not an object", 'Begin with { and "user", "load", ... inside.')
        raise ScenarioError(file, errors.all)
    raw = one_case(raw, case, errors)
    if errors.all:
        raise ScenarioError(file, errors.all)
    refuse_unknown(raw, schema.TOP, "", "key of a scenario", errors)
    out: Json = {key: _text(raw, key, default, errors) for key, default in (("name", name), ("about", ""))}
    out.update(read_rows(raw, schema.NUMBERS, "", errors))
    if seed is not None:
        out["seed"] = read_number(seed, schema.NUMBERS[0], "SEED", errors)
    dice = random.Random(out["seed"])
    out["board"] = _board(raw.get("board", "pico"), out["seed"], dice, errors)
    out["load"] = _load(raw.get("load", {}), _site(raw.get("user")), dice, errors)
    out["user"] = read_user(raw.get("user", "default"), dice, errors)
    out["files"] = read_files(raw.get("files", []), out["board"], errors)
    out["faults"] = read_faults(raw.get("faults", []), out["end_ms"], errors)
    out["expect"] = _expect(raw.get("expect", {}), out["end_ms"], errors)
    if errors.all:
        raise ScenarioError(file, errors.all)
    return out


def _text(raw: Json, key: str, default: str, errors: Errors) -> str:
    text = raw.get(key, default)
    if isinstance(text, str):
        return text
    errors.add(key, f"{show(text)} is not a text", 'Write it in quotes: "...".')
    return default


def _draw(raw: Json, rows: tuple[Value, ...], dice: random.Random, place: str, errors: Errors) -> Json:
    """`raw` with what its `vary` leaves to the seed. Draws in the table's order, so that a file keeps its numbers
    when another key is added to it; `random()` itself is the same in every Python."""
    drawn = dict(raw)
    vary = drawn.pop("vary", False)
    if not isinstance(vary, bool):
        todo = 'Write true to draw what is left out, or "wide" (load of the model skin).'
        errors.add(f"{place}.vary", f"{show(vary)} is neither true nor false", todo)
        return drawn
    for row in rows:
        if row.vary:
            low, high = row.vary
            number = low + int(dice.random() * (high - low + 1))
            if vary:
                drawn.setdefault(row.name, number)
    return drawn


def _board(raw: object, seed: int, dice: random.Random, errors: Errors) -> Json:
    if isinstance(raw, str):
        raw = {"name": raw}
    if not isinstance(raw, dict):
        errors.add("board", f"is {show(raw)}", 'Write "pico", or an object with "name" and tolerances.')
        raw = {}
    # The parts with dice of their own: a seed keeps its person whatever parts there are.
    raw = {**_draw(raw, schema.BOARD_PARTS, random.Random(f"parts {seed}"), "board", Errors()), **raw}
    raw = _draw(raw, schema.BOARD_TOLERANCES, dice, "board", errors)
    name = raw.pop("name", "pico")
    if name not in schema.BOARDS:
        errors.unknown("board", "board that can be simulated", name, schema.BOARDS)
    refuse_unknown(raw, ["name", "vary", *(row.name for row in schema.BOARD)], "board", "key of a board", errors)
    out = {"name": name, **read_rows(raw, schema.BOARD, "board", errors)}
    if out["rtc_minute"] and out["rtc"] == "none":
        errors.add("board.rtc_minute", "there is no clock chip to show it", 'Add "rtc": "ds3231".')
    return out


def _site(user: object) -> str:
    """Where the person is treated, for the widest draw; a wrong word is told where the user is read."""
    site = user.get("site") if isinstance(user, dict) else None
    return site if isinstance(site, str) and site in schema.SITES else "hands"


def _load(raw: object, site: str, dice: random.Random, errors: Errors) -> Json:
    if not isinstance(raw, dict):
        errors.add("load", f"is {show(raw)}", 'Write an object: {"model": "skin"} or {"table": [[0, 4250], ...]}.')
        raw = {}
    rows = schema.LOAD_COMMON + schema.SKIN
    raw = dict(raw)
    model = raw.pop("model", "table" if "table" in raw else "skin")
    if model not in ("skin", "table"):
        errors.unknown("load.model", "model of a load", model, ("skin", "table"))
        model = "skin"
    if model == "skin":
        if raw.get("vary") == "wide":
            body = "child" if raw.get("body") == "child" else "adult"
            raw = {**people.draw(dice, site, body), **{key: raw[key] for key in raw if key != "vary"}}
        raw = _draw(raw, rows, dice, "load", errors)
        refuse_unknown(raw, ["model", "vary", *(row.name for row in rows)], "load", "value of the model skin", errors)
        return {"model": model, **read_rows(raw, rows, "load", errors)}
    raw = _draw(raw, schema.LOAD_COMMON, dice, "load", errors)
    known = ["model", "table", "vary", *(row.name for row in schema.LOAD_COMMON)]
    refuse_unknown(raw, known, "load", "value of the model table", errors)
    out = {"model": model, **read_rows(raw, schema.LOAD_COMMON, "load", errors)}
    out["table"] = _table(raw.get("table"), errors)
    return out


def _table(raw: object, errors: Errors) -> list[list[int]]:
    todo = "Write rows [time of current in ms, Ω], such as [[0, 4250], [600000, 1900]]."
    if not isinstance(raw, list) or not 1 <= len(raw) <= schema.TABLE_ROWS:
        errors.add("load.table", f"needs a list of 1 to {schema.TABLE_ROWS} rows", todo)
        return []
    rows: list[list[int]] = []
    for i, row in enumerate(raw):
        place = f"load.table[{i}]"
        if not isinstance(row, list) or len(row) != 2:
            errors.add(place, f"{show(row)} is not a row of two numbers", todo)
            continue
        t_ms = read_number(row[0], schema.TABLE_MS, place, errors)
        if rows and t_ms <= rows[-1][0]:
            errors.add(place, f"{t_ms} ms is not after the row before ({rows[-1][0]} ms)", "Sort the rows by time.")
        rows.append([t_ms, read_number(row[1], schema.TABLE_OHM, place, errors)])
    return rows


def _expect(raw: object, end_ms: int, errors: Errors) -> Json:
    if not isinstance(raw, dict):
        errors.add("expect", f"is {show(raw)}", 'Write an object: {"result": "completed"}.')
        raw = {}
    refuse_unknown(raw, schema.EXPECT, "expect", "expectation", errors)
    out: Json = {
        "result": read_word(raw.get("result"), schema.RESULTS, "expect.result", "result", errors),
        "fault": _expected_faults(raw.get("fault"), errors),
        "state": read_word(raw.get("state"), schema.states(), "expect.state", "state", errors),
        "within": None,
        "by_ms": None,
        "screen_has": _screens(raw.get("screen_has", []), errors),
        "log": read_log(raw.get("log"), errors),
    }
    if raw.get("by_ms") is not None:
        out["by_ms"] = read_number(raw["by_ms"], schema.BY_MS, "expect.by_ms", errors)
        if out["by_ms"] > end_ms:
            errors.add("expect.by_ms", f"{out['by_ms']} ms is after the end of the run ({end_ms} ms)", "Raise end_ms.")
    if raw.get("within") is not None:
        out["within"] = _within(raw["within"], errors)
        if out["by_ms"] is not None:
            errors.add("expect.within", "stands beside by_ms", "Keep one of the two.")
    if (out["by_ms"] or out["within"]) and not any(raw.get(k) for k in ("result", "fault", "state", "screen_has")):
        errors.add("expect", "has a time but nothing to come true by then", "Add result, fault, state or screen_has.")
    return out


def _within(raw: object, errors: Errors) -> Json | None:
    place = "expect.within"
    if not isinstance(raw, dict):
        errors.add(place, f"is {show(raw)}", 'Write {"state": "run", "ms": 60000}.')
        return None
    refuse_unknown(raw, ("state", "ms", "not_before_ms"), place, "key of within", errors)
    state = read_word(raw.get("state", ""), schema.states(), f"{place}.state", "state", errors)
    ms = read_number(raw.get("ms"), schema.BY_MS, f"{place}.ms", errors)
    early = raw.get("not_before_ms")
    not_before_ms = None if early is None else read_number(early, schema.BY_MS, f"{place}.not_before_ms", errors)
    if not_before_ms is not None and not_before_ms > ms:
        errors.add(f"{place}.not_before_ms", f"{not_before_ms} ms is after {ms} ms", "Nothing could come in between.")
    return {"state": state, "ms": ms, "not_before_ms": not_before_ms}


def _expected_faults(raw: object, errors: Errors) -> list[int] | None:
    if raw is None:
        return None
    codes = schema.fault_codes()
    labels = {schema.fault_label(code): code for code in codes.values() if code}
    out: list[int] = []
    for one in raw if isinstance(raw, list) else [raw]:
        if isinstance(one, str) and one.lower() in codes:
            out.append(codes[one.lower()])
        elif isinstance(one, str) and one.upper() in labels:
            out.append(labels[one.upper()])
        elif isinstance(one, int) and not isinstance(one, bool) and one in codes.values():
            out.append(one)
        else:
            errors.unknown("expect.fault", "fault of this firmware", one, codes)
    if isinstance(raw, list) and not raw:
        errors.add("expect.fault", "is an empty list", 'Write "none" for no fault, or leave it out.')
    return out


def _screens(raw: object, errors: Errors) -> list[str]:
    given = raw if isinstance(raw, list) else [raw]
    texts = [text for text in given if isinstance(text, str) and text.strip()]
    if len(texts) == len(given):
        return texts
    errors.add(
        "expect.screen_has", f"{show(raw)} is not a text or a list of texts", 'Write "STOP" or ["STOP", "DONE"].'
    )
    return []


def write(scenario: Json, path: Path) -> None:
    """Writes the normalised form; the same scenario gives the same bytes."""
    path.write_text(json.dumps(scenario, indent=1, sort_keys=True) + "\n", encoding="ascii")
