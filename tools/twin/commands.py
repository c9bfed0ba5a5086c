# What a key and a typed line mean at the bench. Sends nothing.

from __future__ import annotations

from typing import Any

from tools.scenario import fault_catalogue

Json = dict[str, Any]

FACTORS = (1, 2, 5, 10, 20, 50, 100)
MV_LEAST, MV_MOST = 2500, 4250
# Key: what stands in the help, command. Switches go on and off in turn.
KEYS: dict[str, tuple[str, Json]] = {
    "i": ("hands in", {"do": "hands", "where": "in"}),
    "o": ("hands out", {"do": "hands", "where": "out"}),
    "l": ("left out", {"do": "hands", "where": "out", "hand": "left"}),
    "f": ("fingertips", {"do": "hands", "where": "fingertips"}),
    "s": ("soda", {"do": "water", "kind": "soda"}),
}
SWITCHES: dict[str, tuple[str, Json]] = {
    "w": ("soft water", {"do": "water", "kind": "soft"}),
    "t": ("towel", {"do": "water", "kind": "towel"}),
    "p": ("plug", {"do": "plug"}),
    "u": ("USB", {"do": "usb"}),
    "x": ("power", {"do": "power"}),
}
ON_AT_FIRST = frozenset({"p", "x"})
HELP = "a line is one of: fault PART MODE · mend PART MODE · battery MV · speed FACTOR · hands in|out|flat|fingertips"


class Unknown(ValueError):
    """The line means nothing; the message says what would."""


def read(line: str) -> Json:
    """A typed line as a command of docs/live.md. Raises Unknown."""
    words = line.split()
    if not words:
        raise Unknown(HELP)
    name, rest = words[0].lower(), words[1:]
    if name in ("fault", "mend"):
        return _fault(rest, 1 if name == "fault" else 0)
    if name == "battery":
        return {"do": "battery", "mv": _whole(rest, MV_LEAST, MV_MOST, "battery MV")}
    if name == "speed":
        return {"do": "speed", "factor": _whole(rest, 0, 100, "speed FACTOR (0: as fast as possible)")}
    if name == "hands" and len(rest) == 1:
        return {"do": "hands", "where": rest[0]}
    raise Unknown(f"“{line[:40]}” is nothing that is known here; {HELP}")


def _whole(words: list[str], low: int, high: int, form: str) -> int:
    if len(words) != 1 or not words[0].isascii() or not words[0].isdigit() or not low <= int(words[0]) <= high:
        raise Unknown(f"{form}: a whole number from {low} to {high}")
    return int(words[0])


def _fault(words: list[str], on: int) -> Json:
    parts = {part.name: [mode.name for mode in part.modes] for part in fault_catalogue.PARTS}
    if not words or words[0] not in parts:
        raise Unknown(f"a part is one of {', '.join(parts)}")
    if len(words) < 2 or words[1] not in parts[words[0]]:
        raise Unknown(f"{words[0]} has {', '.join(parts[words[0]])}")
    return {"do": "fault", "part": words[0], "mode": words[1], "on": on}
