"""What may be said at the bench, and what of it the simulated unit is told: shorthand becomes plain commands, faults
get the values of the catalogue. Decides no effect. Everything is checked before anything is sent."""

from __future__ import annotations

from typing import Any

from tools.scenario import actions
from tools.scenario.errors import Errors

Json = dict[str, Any]

FLAT, FINGERTIPS, OUT = 1000, 100, 0  # permille of the palm in the water
PLACES = {"in": FLAT, "flat": FLAT, "fingertips": FINGERTIPS, "out": OUT}
# What lies beside the hands or pulls at them: part and mode of the catalogue.
WATERS = {"soft": ("load", "soft_water"), "towel": ("leak", "towel")}
SODA_PERMILLE = 333


class Refused(ValueError):
    """The command has no effect; the message says why, and what would."""


def told(command: Json) -> list[Json]:
    """The commands that the unit understands. Raises Refused."""
    name = command.get("do")
    if name == "fault":
        return [_fault(command)]
    if name == "hands" and "where" in command:
        return [_hands(command)]
    if name == "water":
        return [_water(command)]
    if name == "plug":
        return [_fault({"n": command.get("n"), "part": "load", "mode": "open", "on": 1 - _on(command)})]
    return [command]


def _on(command: Json) -> int:
    on = command.get("on", 1)
    if on not in (0, 1):
        raise Refused(f"on is {on!r}: give 1 or 0")
    return int(on)


def _hands(command: Json) -> Json:
    where = command["where"]
    if not isinstance(where, str) or where not in PLACES:
        raise Refused(f"where is {where!r}: give one of {', '.join(PLACES)}")
    return {**{key: value for key, value in command.items() if key != "where"}, "permille": PLACES[where]}


def _water(command: Json) -> Json:
    kind = command.get("kind")
    if kind == "soda":
        return {"n": command.get("n"), "do": "soda", "to_permille": SODA_PERMILLE}
    if not isinstance(kind, str) or kind not in WATERS:
        raise Refused(f"kind is {kind!r}: give soda, {', '.join(WATERS)}")
    part, mode = WATERS[kind]
    rest = {key: value for key, value in command.items() if key != "kind"}
    return _fault({**rest, "part": part, "mode": mode})


def _fault(command: Json) -> Json:
    """As in a scenario, but now: its values checked and filled in by the catalogue."""
    raw = {key: value for key, value in command.items() if key not in ("do", "n", "on", "values")}
    values = command.get("values", {})
    if not isinstance(values, dict):
        raise Refused('values is no object: write {"level": 0}')
    errors = Errors()
    found = actions.read_faults([{"at_ms": 0, **raw, **values}], 1, errors)
    if errors.all or not found:
        raise Refused("; ".join(f"{one.place}: {one.cause}. {one.todo}" for one in errors.all))
    return {
        "n": command.get("n"),
        "do": "fault",
        "part": found[0]["part"],
        "mode": found[0]["mode"],
        "values": found[0]["values"],
        "on": _on(command),
    }
