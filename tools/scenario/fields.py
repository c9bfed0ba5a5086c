"""Reads single values of a scenario and complains about wrong ones. Knows no key of a scenario by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tools.scenario.errors import Errors, show
from tools.scenario.schema_types import Value

Json = dict[str, Any]


def refuse_unknown(raw: Mapping[str, object], known: Iterable[str], place: str, what: str, errors: Errors) -> None:
    """Complains about each key that is not known."""
    known = list(known)
    for key in raw:
        if key not in known:
            errors.unknown(join(place, key), what, key, known)


def join(place: str, key: str) -> str:
    """The path of a key inside a place: `board.rtc`, or the key alone at the top."""
    return f"{place}.{key}" if place else key


def read_rows(raw: Mapping[str, object], rows: Iterable[Value], place: str, errors: Errors) -> Json:
    """The values of a table's rows, defaults filled in."""
    return {row.name: read_value(raw, row, join(place, row.name), errors) for row in rows}


def read_value(raw: Mapping[str, object], row: Value, place: str, errors: Errors) -> int | str:
    """One value; complains when it is wrong, or when it must be given and is not."""
    if row.name not in raw:
        if row.default is None:
            errors.add(place, "is missing", f"Give {row.about}: {row.allowed()}.")
            return row.choices[0] if row.choices else row.low
        return row.default
    if row.choices:
        return read_word(raw[row.name], row.choices, place, "choice here", errors) or row.choices[0]
    return read_number(raw[row.name], row, place, errors)


def read_word(raw: object, choices: Iterable[str], place: str, what: str, errors: Errors) -> str | None:
    """One of the choices; None stays None."""
    choices = list(choices)
    if raw is None or raw in choices:
        return raw if isinstance(raw, str) else None
    errors.unknown(place, what, raw, choices)
    return choices[0]


def read_number(raw: object, row: Value, place: str, errors: Errors) -> int:
    """A whole number in range. Returns the lowest allowed one after a complaint, so that reading can go on."""
    todo = f"Write a number from {row.allowed()}."
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)  # 6e5 and 600000.0 are whole numbers too
    if isinstance(raw, bool) or not isinstance(raw, int):
        kind = "not a whole number" if isinstance(raw, float) else "not a number"
        errors.add(place, f"{show(raw)} is {kind}", todo)
    elif not row.low <= raw <= row.high:
        errors.add(place, f"{show(raw)} {row.unit}".rstrip() + " is out of range", todo)
    elif (raw - row.low) % row.step:
        errors.add(place, f"{raw} {row.unit} is between two steps", todo)
    else:
        return raw
    return row.low
