# Reads which room may know which from the table of docs/house.md, the one place where that is decided. Judges no file.

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PAGE = "docs/house.md"
# What ports and boards look like: no behaviour, so every room of the unit may name it in a type.
TYPES_OF_ALL = ("firmware/ionto/hardware/", "firmware/drivers/ports/")


@dataclass(frozen=True)
class Room:
    """A row of the page's table, as paths that end with a slash; `types`: known to the type checker alone."""

    path: str
    imports: tuple[str, ...]
    types: tuple[str, ...]


def as_prefix(place: str) -> str:
    """`ionto/safety/` and `tools/run/setup.py` as the beginning of every path in them."""
    place = place.removesuffix(".py").rstrip("/") + "/"
    return f"firmware/{place}" if place.startswith(("ionto/", "drivers/")) else place


def as_path(name: str) -> str:
    """Where the module `name` of the project lies; an empty string for any other module."""
    top, _, rest = name.partition(".")
    tops = {"ionto": "firmware/ionto", "drivers": "firmware/drivers", "boot": "firmware/boot", "main": "firmware/main",
            "board": "boards", "tools": "tools", "host_tests": "host_tests"}  # fmt: skip
    return f"{tops[top]}/{rest.replace('.', '/')}/".replace("//", "/") if top in tops else ""


@cache
def rooms() -> tuple[Room, ...]:
    """The table under "What may know what", a row a room: path, purpose, imports, and those for types."""
    text = (Path(__file__).resolve().parents[2] / PAGE).read_text("utf-8")
    table = text.partition("## What may know what")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| `")]
    found = []
    for room, _, imports, types in rows:
        known = [tuple(as_prefix(place) for place in re.findall(r"`([^`]+)`", cell)) for cell in (room, imports, types)]
        found += [Room(path, known[1], known[2]) for path in known[0]]
    return tuple(found)


def room_of(path: str) -> Room | None:
    """The innermost room that the file `path` stands in."""
    inside = [room for room in rooms() if as_prefix(path).startswith(room.path)]
    return max(inside, key=lambda room: len(room.path), default=None)
