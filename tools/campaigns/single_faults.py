"""Every fault that the simulated unit knows of its own parts, one at a time, under current, judged by INV-1B.

    python -m tools.campaigns.single_faults [--revision B] [--only PART ...] [--jobs 2] [--out build/single_faults]
                                             [--page PATH]

The bodies are those of `make spice FAULTS=all` (tools/circuit/spice/body.py): a dry skin, which stores the most, and a
soaked one, without an own voltage, which would drive on; 20 mA are asked for. What a person does, and water between
the trays, is no fault inside the unit. Exit code 1 when INV-1B breaks, an error where a fault never came. Revision A
breaks it where a leg shorts: what the skin holds then goes back through the person.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tools.circuit.spice.body import DRY, SOAKED
from tools.command_line import Parser, at_least
from tools.run import in_process
from tools.scenario.fault_catalogue import PARTS

ROOT = Path(__file__).resolve().parents[2]
MODULE = "tools.campaigns.single_faults"
OUTSIDE = ("load",)  # the person
OUTSIDE_MODES = ("leak.towel",)
LEAK_OHM = 1000
BODIES = {"dry": DRY, "soaked": SOAKED}
AFTER_MS = 45_000  # of the ramp: 20 mA, or what the rail makes of them

Json = dict[str, Any]


class Found(NamedTuple):
    """One run: INV-1B's worst measure in its words, whether it held, how the unit ended."""

    name: str
    body: str
    held: bool
    said: str
    ended: str


def faults(only: Iterable[str] = ()) -> Iterator[tuple[str, Json]]:
    """Each mode of each part inside the unit with its default values; where a value chooses a place, each place."""
    wanted = set(only)
    for part in PARTS:
        if part.name in OUTSIDE or (wanted and part.name not in wanted):
            continue
        for mode in part.modes:
            name = f"{part.name}.{mode.name}"
            if name in OUTSIDE_MODES:
                continue
            fault = {"part": part.name, "mode": mode.name}
            places = {value.name: value.choices for value in mode.values if value.choices}
            if "from" in places:
                ends = places["from"]
                for at, end in enumerate(ends):
                    for other in ends[at + 1 :]:
                        yield f"{name} {end} {other}", {**fault, "from": end, "to": other, "ohm": LEAK_OHM}
            elif places:
                ((key, choices),) = places.items()
                for choice in choices:
                    yield f"{name} {choice}", {**fault, key: choice}
            else:
                yield name, fault


def scenario(fault: Json, body: str, revision: str) -> Json:
    """20 mA through that body, and the fault."""
    return {
        "board": {"name": "pico", "revision": revision},
        "load": BODIES[body].scenario(),
        "user": {"person": "default", "reaction_ms": 100, "current_ma": 20, "minutes": 10, "polarity": "keep"},
        "faults": [{"after": {"state": "ramp", "ms": AFTER_MS}, **fault}],
        "end_ms": 105_000,
    }


def run(asked: tuple[str, Json, str], revision: str, folder: Path, installed: Path) -> Found:
    """One fault in one body. Raises RuntimeError with the runner's words where there is no recording."""
    name, fault, body = asked
    out = folder / f"{name.replace(' ', '_')}_{body}"
    out.mkdir(parents=True, exist_ok=True)
    file = out.with_suffix(f"{out.suffix}.json")
    file.write_text(json.dumps(scenario(fault, body, revision), indent=1) + "\n", encoding="ascii")
    done = in_process.run(file, out, installed)
    if not done.summary:
        raise RuntimeError(f"{name}: {done.output[-800:]}")
    if not came((out / "events.csv").read_text("utf-8")):
        raise RuntimeError(f"{name}: the fault never came")
    verdict = done.summary["invariants"]["INV-1B"]
    ended = str(done.summary["fault"] or done.summary["result"] or "goes on")
    return Found(name, body, bool(verdict["pass"]), str(verdict["sentence"]).partition(": ")[2], ended)


def came(events: str) -> bool:
    """Whether a fault was injected, by the text of events.csv; the unit's own state of that name is none."""
    return any(line.split(",")[1] == "fault" for line in events.splitlines())


def page(found: list[Found], revision: str) -> str:
    """Markdown: every run, those that broke first."""
    broke = [one for one in found if not one.held]
    lines = [
        f"<!-- made by: python -m {MODULE} --revision {revision} -->",
        "",
        f"# Every single fault in the simulated unit, revision {revision}",
        "",
        f"{len(found)} runs: each fault of the catalogue that is one of the unit's own parts,",
        "with its default values, in a dry and a soaked skin at 20 mA or what the rail makes of them; judged by",
        "INV-1B: mean over 100 µs at most 35 mA, against the set direction at most 6 mA, shorter spikes at most",
        "1 µC, a path from A to B by the charge that the skin held. Simulated; SPICE's own run is",
        "docs/spice_faults.md.",
        "",
        f"{len(broke)} broke it." if broke else "None broke it.",
        "",
        "| fault | body | the unit | INV-1B |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.name} | {one.body} | {one.ended} | {'' if one.held else '**broken**: '}{one.said} |"
        for one in (*broke, *(one for one in found if one.held))
    ]
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("single_faults", MODULE, __doc__)
    parser.add_argument("--revision", choices=("A", "B"), default="B", help="of the circuit")
    parser.add_argument("--only", nargs="*", default=[], metavar="PART", help="these parts alone")
    parser.add_argument("--jobs", type=at_least(1), default=2, help="how many at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "single_faults")
    parser.add_argument("--page", type=Path, metavar="PATH", help="its page there, too")
    asked = parser.parse_args(words)
    known = [part.name for part in PARTS if part.name not in OUTSIDE]
    for name in asked.only:
        if name not in known:
            parser.error(f"argument --only: there is no part {name} inside the unit. One of: {', '.join(known)}")
    from tools import image

    installed = image.build_for_simulation("pico")
    todo = [(name, fault, body) for name, fault in faults(asked.only) for body in BODIES]
    work = partial(run, revision=asked.revision, folder=asked.out.resolve(), installed=installed)
    with ProcessPoolExecutor(asked.jobs) as pool:
        found = list(pool.map(work, todo))
    text = page(found, asked.revision)
    asked.out.mkdir(parents=True, exist_ok=True)
    for path in (asked.out / "single_faults.md", asked.page):
        if path:
            path.write_text(text, encoding="utf-8")
    broke = [one for one in found if not one.held]
    for one in broke:
        print(f"{one.name}, {one.body}: {one.said}")
    print(f"revision {asked.revision}: {len(found)} runs, {len(broke)} break INV-1B")
    return 1 if broke else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
