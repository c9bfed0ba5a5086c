"""Finds the scenario that is meant: by its name among those that come with the project, or by a path. Reads none.

A name is `family/file` or, where a file has cases, `family/file:case`: limit/overcurrent_b:above. The family may be
left out while that leaves one scenario.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools.scenario.cases import case_names, parse
from tools.scenario.errors import Errors, ScenarioError
from tools.scenario.schema import SCENARIOS


class Place(NamedTuple):
    """Where a scenario stands: its file, its case of it if it is one, its full name."""

    file: Path
    case: str | None
    name: str


@cache
def names() -> tuple[str, ...]:
    """The full names of all scenarios that come with the project, in order, each case by itself."""
    found: list[str] = []
    for file in sorted(SCENARIOS.glob("*/*.json")):
        name = f"{file.parent.name}/{file.stem}"
        try:
            cases = case_names(parse(file))
        except ScenarioError:  # told when it is asked for; the others are as good as they were
            cases = []
        found += [f"{name}:{case}" for case in cases] if cases else [name]
    return tuple(found)


def find(asked: str | Path) -> Place:
    """What a path, a full or a bare name means, each with `:case`. Raises ScenarioError, naming what may be meant.

    A file with cases may come back without one: loader.py tells which there are.
    """
    text = str(asked)
    path, _, case = text.rpartition(":")
    for file, chosen in ((Path(text), None), (Path(path), case)):
        if file.is_file():
            return _place(file, chosen)
    return _named(text.replace(".json", ""))


def _place(file: Path, case: str | None) -> Place:
    """The place of a file; one of the project's own is called by its family, too."""
    whole = file.resolve()
    name = f"{whole.parent.name}/{whole.stem}" if whole.parent.parent == SCENARIOS else whole.stem
    return Place(file, case, f"{name}:{case}" if case else name)


def _named(asked: str) -> Place:
    known = names()
    files = sorted({name.partition(":")[0] for name in known})
    meant = sorted({name for name in (*known, *files) if asked in (name, name.partition("/")[2])})
    if len(meant) == 1:
        name, _, case = meant[0].partition(":")
        return _place(SCENARIOS / f"{name}.json", case or None)
    errors = Errors()
    if meant:
        errors.add("name", f'"{asked}" may be {" or ".join(meant)}', "Give the whole name.")
        raise ScenarioError(asked, errors.all)
    kind = "file but a folder" if Path(asked).is_dir() else "file"
    what = f"{kind}, and no scenario of that name comes with the project"
    flat = [name for name in known if asked in _flat(name) or asked in _flat(name.partition(":")[0])]
    if flat:
        errors.add("file", f'"{asked}" is no {what}', f"It is now {' or '.join(flat)}.")
    else:
        bare = [name.partition("/")[2] for name in known]
        as_name = asked if asked.count("/") < 2 else Path(asked).stem
        errors.unknown("file", what, as_name, [*bare, *known])
    raise ScenarioError(asked, errors.all)


def _flat(name: str) -> tuple[str, str]:
    """The name in one word, with the family and without it: as it was before there were families and cases."""
    word = name.replace(":", "_")
    return word.replace("/", "_"), word.partition("/")[2]
