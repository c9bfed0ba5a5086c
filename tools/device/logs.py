"""The command `make logs`: a unit's treatments, doses and faults as CSV and JSON, and a diary to print; or all that is
one person's.

python -m tools.device.logs [--port PATH] [--out DIR] [--person NAME-OR-NUMBER]
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tools.device import codes, command, diary, history, person, person_page
from tools.device.desk import Desk

OUT = Path("build/logs")
TREATMENTS = ("power_on", "minute_since_2000", "when", "site", "ma_min")
OWN = (
    "session",
    "when",
    "site",
    "planned_ma",
    "planned_min",
    "delivered_ma_min",
    "began",
    "limited_s",
    "pauses",
    "ended",
    "felt",
    "sweating_1_to_4",
)
EVENTS = (
    "power_on",
    "ms_since_start",
    "code",
    "name",
    "state",
    "value_1",
    "value_2",
    "value_3",
    "measured",
    "allowed",
    "text",
)


def write(unit: history.Unit, out: Path) -> list[Path]:
    """The four files; each whole or not there."""
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / name for name in ("treatments.csv", "events.csv", "unit.json", "diary.html")]
    _csv(paths[0], TREATMENTS, ((t.boot, t.minute, t.when, t.site, f"{t.ma_min:.3f}") for t in unit.treatments))
    _csv(paths[1], EVENTS, (
        (e.boot, e.t_ms, codes.label(e.code), codes.names().get(e.code, ""), e.state, *e.values,
         *(e.found_by or ("", "")), history.told(e)) for e in unit.events
    ))  # fmt: skip
    _whole(paths[2], json.dumps(asdict(unit), indent=1, sort_keys=True) + "\n")
    _whole(paths[3], diary.page(unit))
    return paths


def _csv(path: Path, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    part.replace(path)


def _whole(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def write_person(own: person.Person, unit: history.Unit, out: Path) -> list[Path]:
    """Their folder's three files; each whole or not there."""
    folder = out / f"{own.number}-{re.sub('[^A-Za-z0-9]+', '_', own.name)}"
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in ("treatments.csv", "person.json", "diary.html")]
    for path in paths:
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8", newline="") as file:
            if path.suffix == ".csv":
                writer = csv.writer(file)
                writer.writerow(OWN)
                writer.writerows(_line(t) for t in own.treatments)
            elif path.suffix == ".json":
                file.write(json.dumps(asdict(own), indent=1, sort_keys=True) + "\n")
            else:
                file.write(person_page.page(own, unit))
        part.replace(path)
    return paths


def _line(t: person.Treatment) -> tuple[object, ...]:
    return (t.session, t.when, t.site, f"{t.planned_ma:g}", t.planned_min, f"{t.ma_min:.3f}", t.began, t.limited_s,
            t.pauses, t.ended, t.felt, t.sweating or "")  # fmt: skip


def work(desk: Desk, out: Path, who: str = "") -> int:
    """Read, write, tell."""
    unit = history.read(desk)
    if who:
        own = person.read(desk, who)
        print(f"{own.name}: {len(own.treatments)} treatments kept; version {unit.version}")
        if own.damaged:
            print(f"{own.damaged} rows of the diary, theirs or another's, cannot be read any more")
        for path in write_person(own, unit, out):
            print(path)
        return command.DONE
    paths = write(unit, out)
    print(
        f"{len(unit.treatments)} treatments, {len(unit.events)} events, {unit.boots} power-ons; version {unit.version}"
    )
    for path in paths:
        print(path)
    names = person.people(unit.raw["settings"])[1]
    print("one person's: make logs PERSON=" + ", or ".join(f"{at} ({name})" for at, name in enumerate(names, 1)))
    if unit.locked:
        print("the unit is locked: make unlock")
    return command.DONE


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = command.parser("logs", __doc__)
    parser.add_argument("--out", type=Path, default=OUT, help=f"folder for the files (default: {OUT})")
    parser.add_argument("--person", default="", help="only this one's, by name or number, to take to a doctor")
    asked = parser.parse_args(words)
    return command.run("logs", asked, lambda desk: work(desk, asked.out, asked.person))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
