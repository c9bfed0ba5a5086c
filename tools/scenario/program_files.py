"""Finds in an image the files of the program that a scenario damages. Damages none: flash_setup.py does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.image.joined_files import HOMES
from tools.scenario.errors import Errors, ScenarioError, nearest
from tools.scenario.flash_files import USED

Json = dict[str, Any]
# Modules that bear another name now, for scenarios that were written before.
RENAMED = {
    "bookkeeping": "keeper", "course": "supervisor", "drying": "load_drift", "ledger": "history", "log": "event_log",
    "marker": "session_marker", "records": "record", "rig": "dummy_load", "sense": "sampling",
    "view": "status",
}  # fmt: skip


def locate(scenario: Json, image: Path, file: str) -> list[str]:
    """Puts into each step of the scenario's `files` where its file of the program lies in this image; what has moved
    since the scenario was written is followed, and told.

    Names are those of the image for a board; where the one for a simulation has source for machine code (`unit.py` for
    `unit.mpy`), the damage is to that. Raises ScenarioError for what is not there; `file` is how its messages call the
    scenario.
    """
    errors = Errors()
    moved: list[str] = []
    present = {path.relative_to(image).as_posix(): path.stat().st_size for path in image.rglob("*") if path.is_file()}
    before = len(USED) if scenario["board"]["used"] else 0
    for i, step in enumerate(scenario["files"], -before):
        if not of_the_program(step):
            continue
        place, asked = f"files[{i}]", step["file"]
        if step["mode"] == "stray":
            folder = asked.rpartition("/")[0]
            if folder and not any(path.startswith(f"{folder}/") for path in present):
                room = folder.replace("/", ".")
                homes = sorted(home for member, home in HOMES.items() if member.rpartition(".")[0] == room)
                if not homes:
                    errors.add(f"{place}.file", f'the image has no folder "{folder}"', "Name one of its folders.")
                    continue
                now = homes[0].rpartition(".")[0].replace(".", "/") + asked[len(folder) :]
                moved.append(f'{file}: {place}.file: "{asked}" is now {now}')
                step["paths"] = [now]
            present[step["paths"][0]] = 0
            continue
        path = _found(asked, present)
        if path is None:
            places = _moved(asked, present)
            if len(places) != 1:
                errors.add(f"{place}.file", f'"{asked}" is not in the image', _where(asked, places, present))
                continue
            path = _found(places[0], present)
            assert path is not None
            moved.append(f'{file}: {place}.file: "{asked}" is now {places[0]}')
        step["paths"] = [path]
        byte = step["values"].get("byte", -1)
        if step["mode"] == "flip" and byte >= present[path]:
            errors.add(f"{place}.byte", f"{path} has {present[path]} bytes", "Name one of them, from 0 on.")
        if step["mode"] == "cut":
            present[path] = min(present[path], step["values"]["bytes"])
        if step["mode"] == "absent":
            del present[path]
    if errors.all:
        raise ScenarioError(file, errors.all)
    return moved


def of_the_program(step: Json) -> bool:
    """Whether a step of `files` is about the program, not about a record: those lie in a folder of their own."""
    return bool(step["paths"]) and not step["paths"][0].startswith("data/")


def _found(asked: str, present: dict[str, int]) -> str | None:
    """The path itself, or that of the source which stands there for it."""
    source = asked.removesuffix(".mpy") + ".py"
    return asked if asked in present else source if asked.endswith(".mpy") and source in present else None


def _on_board(present: dict[str, int]) -> list[str]:
    """The paths as a board has them."""
    return [path.removesuffix(".py") + ".mpy" if "/" in path and path.endswith(".py") else path for path in present]


def _moved(asked: str, present: dict[str, int]) -> list[str]:
    """Where a file of that name, or of the one that it bears now, lies."""
    name, dot, ending = asked.rpartition("/")[2].rpartition(".")
    for wanted in (name, RENAMED.get(name, "")):
        places = [path for path in _on_board(present) if path.rpartition("/")[2] == f"{wanted}{dot}{ending}"]
        if places:
            return places
        # A source that shares its file with others: the file.
        places = sorted(
            {home.replace(".", "/") for member, home in HOMES.items() if member.rpartition(".")[2] == wanted}
        )
        if places and ending == "mpy":
            return [f"{place}.mpy" for place in places]
    return []


def _where(asked: str, places: list[str], present: dict[str, int]) -> str:
    """What to do about a path that is not there."""
    if places:
        return f"Name one of: {', '.join(places)}."
    return f"{nearest(asked, _on_board(present))}The image's manifest.json names its files."
