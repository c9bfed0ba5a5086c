"""Reads what a scenario puts onto the unit's flash: its key `files`. Writes nothing; tools/harness/flash_setup.py does.

Bounds and sizes of the records are the firmware's own: its classes are asked. Names the board does not keep; they
stand here, in the order of the values.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any, NamedTuple

from tools.harness.record_classes import record_class
from tools.scenario import schema
from tools.scenario.errors import Errors, show
from tools.scenario.fields import read_number, read_rows, read_word, refuse_unknown
from tools.scenario.schema_types import Value, by_name

Json = dict[str, Any]
COPIES = ("a", "b")
MOST_STEPS = 100
PROGRAM = (".py", ".mpy", ".json", ".dat")
EXAMPLE = '{"file": "settings.a", "mode": "flip"}'


# A record's values, then a row's.
NAMES = {
    "settings": (
        "language brightness sound next_key last_person dim_min"
        + "".join(8 * f" {name}" for name in ("age", "pad_cm2", "key", "checked_day", "practised"))
        + 32 * " name",
        "plan_ua minutes polarity_mode next_polarity sessions last_ua rest_uamin rest_after_uamin last_minute per_week "
        "felt limited severity severity_day low_told dry_day streak",
    ),
    "calibration": ("serial valid day dummy_ohm confirmed_ua class_ppm class_ua meter meter", "gain_ppm offset"),
    "marker": ("state number who site most_ua minutes polarity minute boot result fault delivered_uamin", ""),
    "ledger": ("boots last_number next_row locked" + 3 * " cut_boot cut_minute", "boot minute who site uamin"),
    "log": ("total", "boot t_ms code state value_1 value_2 value_3"),
}


# What a year of use leaves: an adult, pads of 40 cm², every site treated long ago: nothing of it stands in the history.
_USUAL = {"plan_ua": 10_000, "last_ua": 10_000, "sessions": 50}
USED: list[Json] = [
    {
        "file": "settings",
        "mode": "holds",
        "values": {"age": 1, "pad_cm2": 40},
        "rows": [_USUAL, _USUAL, {**_USUAL, "plan_ua": 5_000, "last_ua": 5_000}],
    },
    {"file": "ledger", "mode": "holds"},
]


class Place(NamedTuple):
    """Where a value of that name stands (each place of it), and its bounds."""

    at: list[int]
    low: int
    high: int


class Layout(NamedTuple):
    """A record: its values by name, the first row's, how many rows, how long one is, bytes of a file."""

    fields: dict[str, Place]
    row: dict[str, Place]
    rows: int
    width: int
    size: int


@cache
def layout(name: str) -> Layout:
    """The layout of one of the firmware's records."""
    for folder in (schema.ROOT / "firmware", schema.ROOT / "tools" / "sim" / "shims"):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
    record = record_class(name)(None)
    count = len(record.values)
    fields, row = (names.split() for names in NAMES[name])
    if len(fields) + record.rows * len(row) != count:
        raise LookupError(f"the firmware's record {name} has other values than NAMES says")
    size = 12 + 4 * count + 4
    return Layout(_places(record, fields, 0), _places(record, row, len(fields)), record.rows, len(row), size)


def _places(record: Any, names: list[str], start: int) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for i, name in enumerate(names, start):
        _, low, high = record.field(i)
        found.setdefault(name, Place([], low, high)).at.append(i)
    return found


def read_files(raw: object, board: Json, errors: Errors) -> list[Json]:
    """The steps of `files`, normalised: file, copies, mode, values or cells."""
    if not isinstance(raw, list) or len(raw) > MOST_STEPS:
        errors.add("files", f"is not a list of at most {MOST_STEPS} steps", f"Write a list: [{EXAMPLE}].")
        return []
    stored = {f"calibration.{copy}" for copy in COPIES if board["calibrated"]}
    before = USED if board["used"] else []
    steps = [_step(one, "board.used", stored, errors) for one in before]
    steps += [_step(one, f"files[{i}]", stored, errors) for i, one in enumerate(raw)]
    return [step for step in steps if step is not None]


def _step(raw: object, place: str, stored: set[str], errors: Errors) -> Json | None:
    if not isinstance(raw, dict):
        errors.add(place, f"is {show(raw)}", f"Write {EXAMPLE}.")
        return None
    for key in ("file", "mode"):
        if raw.get(key) is None:
            errors.add(f"{place}.{key}", "is missing", f"Write as in {EXAMPLE}.")
            return None
    known = [name + end for name in schema.RECORDS for end in ("", ".a", ".b")]
    if str(raw["file"]).endswith(PROGRAM):
        return _program_step(raw, place, errors)
    if raw["file"] not in known:
        errors.unknown(f"{place}.file", "record of this firmware", raw["file"], known)
        return None
    mode = by_name(schema.FILE_MODES, raw["mode"])
    if mode is None:
        errors.unknown(f"{place}.mode", "mode of a stored file", raw["mode"], [m.name for m in schema.FILE_MODES])
        return None
    if mode.name in schema.OF_THE_PROGRAM:
        errors.add(f"{place}.mode", f"a record cannot be {mode.name}", "Name a file of the program: boot.py.")
        return None
    name, _, copy = str(raw["file"]).partition(".")
    copies = [copy] if copy else list(COPIES)
    step: Json = {"file": name, "paths": [f"data/{name}.{one}" for one in copies], "mode": mode.name}
    if mode.name == "holds":
        _held(raw, name, copy, step, place, errors)
        stored.update(f"{name}.{one}" for one in COPIES)
        return step
    refuse_unknown(raw, ["file", "mode", *(row.name for row in mode.values)], place, f"value of {mode.name}", errors)
    size = layout(name).size
    rows = [Value(row.name, row.about, row.default, row.low, size - 1) if row.name in ("byte", "bytes") else row
            for row in mode.values]  # fmt: skip
    step["values"] = read_rows(raw, rows, place, errors)
    for one in copies:
        if f"{name}.{one}" not in stored:
            todo = f'Put {{"file": "{name}", "mode": "holds"}} before it.'
            errors.add(f"{place}.file", f"no {name}.{one} is on the flash at that point", todo)
        if mode.name == "absent":
            stored.discard(f"{name}.{one}")
    return step


def _program_step(raw: Json, place: str, errors: Errors) -> Json | None:
    """A file of the image, or one beside them, by its path from the board's root."""
    modes = [mode for mode in schema.FILE_MODES if mode.name not in schema.OF_RECORDS]
    mode = by_name(modes, raw["mode"])
    if mode is None:
        errors.unknown(f"{place}.mode", "mode of a file of the program", raw["mode"], [one.name for one in modes])
        return None
    refuse_unknown(raw, ["file", "mode", *(row.name for row in mode.values)], place, f"value of {mode.name}", errors)
    values = read_rows(raw, mode.values, place, errors)
    return {"file": raw["file"], "paths": [raw["file"]], "mode": mode.name, "values": values}


def _held(raw: Json, name: str, copy: str, step: Json, place: str, errors: Errors) -> None:
    """`values` by name (a list where several bear it) and `rows`, from the first on, as cells: index and number."""
    shape = layout(name)
    step["cells"] = []
    refuse_unknown(raw, ("file", "mode", "values", "rows"), place, "value of holds", errors)
    if copy:
        errors.add(f"{place}.file", "holds writes both copies", f'Write "{name}", and damage a copy after it.')
    given = _object(raw.get("values", {}), f"{place}.values", errors)
    refuse_unknown(given, shape.fields, f"{place}.values", f"value of {name}", errors)
    _cells(given, shape.fields, 0, step, f"{place}.values", errors)
    rows = raw.get("rows", [])
    if not isinstance(rows, list) or len(rows) > shape.rows:
        errors.add(f"{place}.rows", f"is not a list of at most {shape.rows} rows", "Write a list of objects.")
        return
    for i, row in enumerate(rows):
        at = f"{place}.rows[{i}]"
        given = _object(row, at, errors)
        refuse_unknown(given, shape.row, at, f"value of a row of {name}", errors)
        _cells(given, shape.row, i * shape.width, step, at, errors)


def _cells(given: Json, places: dict[str, Place], shift: int, step: Json, place: str, errors: Errors) -> None:
    for key, value in given.items():
        if key not in places:
            continue
        spot = places[key]
        numbers = value if isinstance(value, list) else [value]
        if len(numbers) > len(spot.at):
            todo = f"There is room for {len(spot.at)} of that name."
            errors.add(f"{place}.{key}", f"has {len(numbers)} numbers", todo)
        row = Value(key, key, None, spot.low, spot.high)
        for at, number in zip(spot.at, numbers, strict=False):
            step["cells"].append([at + shift, read_number(number, row, f"{place}.{key}", errors)])


def _object(raw: object, place: str, errors: Errors) -> Json:
    if isinstance(raw, dict):
        return raw
    errors.add(place, f"is {show(raw)}", 'Write an object: {"boots": 4}.')
    return {}


def read_log(raw: object, errors: Errors) -> list[int] | None:
    """What the event log must hold, as codes: faults and events by name."""
    if raw is None:
        return None
    codes = {**schema.fault_codes(), **schema.log_events()}
    labels = {schema.fault_label(code): name for name, code in schema.fault_codes().items() if code}
    out: list[int] = []
    for one in raw if isinstance(raw, list) else [raw]:
        name = labels.get(one.upper(), one.lower()) if isinstance(one, str) else one
        read_word(name, codes, "expect.log", "entry of the event log", errors)
        out.append(codes.get(str(name), 0))
    return out
