"""Runs the circuit under ngspice: its cases beside the simulation, or every single fault.

Exit code 0: all within the limits; 1: a row or a fault is not, or could not be solved; 2: wrong words; 3: ngspice is
not installed, nothing was run.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tools.circuit.board import ROOT, BadDescription
from tools.circuit.spice import deck, faults, ngspice, page, table
from tools.circuit.unit import described
from tools.command_line import Parser, at_least

HELD, BROKE, NOTHING_RUN = 0, 1, 3
# What the judge must find in revision A, or it is no judge.
WEAK_IN_A = ("S1_OUT to SIDE_B (K2 short)", "DRAIN to SIDE_A (K4 short)", "GND to RAIL (C14, R12 short)")
EVERY_S = 10.0


def say(text: str) -> None:
    print(f"spice: {text}", flush=True)


class Progress:
    """A line each ten seconds."""

    def __init__(self) -> None:
        self._next = time.monotonic() + EVERY_S

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() >= self._next or done == of:
            self._next = time.monotonic() + EVERY_S
            print(f"spice: {done} of {of}", file=sys.stderr, flush=True)


def compare(jobs: int, written: Path | None) -> int:
    rows = table.rows(jobs)
    text = page.compared(rows)
    out = written or ROOT / "build/spice/spice.md"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    wrong = [row for row in rows if row.why]
    for row in wrong:
        say(f"revision {row.revision}, {row.name}: {row.why}")
    where = out.relative_to(ROOT) if out.is_relative_to(ROOT) else out
    say(f"{len(rows)} rows, {len(wrong)} beyond the limits; {where}")
    return BROKE if wrong else HELD


def single_faults(which: str, jobs: int, written: Path | None) -> int:
    """`which`: all (of B, and those that the judge must find in A), A, or part of a fault's name."""
    revision = "A" if which == "A" else "B"
    board = described(revision)
    found = faults.singles(board)
    forgotten = faults.unjudged(board, found)
    if forgotten:
        say(f"nobody judges {', '.join(forgotten)}")
        return BROKE
    asked = [one for one in found if which in ("all", "A") or which in one.fault.name]
    if not asked:
        say(f"no fault has {which!r} in its name")
        return BROKE
    done = faults.all_judged(board, asked, Progress(), jobs)
    bad = [one for one in done if not one.verdict.held]
    for one in bad:
        say(f"revision {revision}, {one.single.fault.name}, {one.treatment}: {one.verdict.why}")
    if which in ("all", "A"):
        out = written or ROOT / f"build/spice/faults_{revision}.md"
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page.faults(revision, done, len(board.parts)), encoding="utf-8")
    say(f"revision {revision}: {len(done)} runs, {len(bad)} do not hold")
    blind = weak_ones_missed(jobs) if which == "all" else []
    for name in blind:
        say(f"the judge does not find {name} in revision A")
    return BROKE if bad or blind else HELD


def weak_ones_missed(jobs: int) -> list[str]:
    """Of revision A's known weaknesses those that the judge lets pass."""
    board = described("A")
    weak = [one for one in faults.singles(board) if one.fault.name in WEAK_IN_A]
    done = faults.all_judged(board, weak, Progress(), jobs)
    caught = {
        one.single.fault.name for one in done if not one.verdict.held and not one.verdict.why.startswith("not judged")
    }
    return sorted(set(WEAK_IN_A) - caught)


def main(words: list[str]) -> int:
    parser = Parser("spice", "tools.circuit.spice", __doc__)
    parser.add_argument("--faults", help="all, A, or part of a fault's name")
    parser.add_argument("--jobs", type=at_least(1), default=2, help="how many at a time")
    parser.add_argument("--page", type=Path, help="the page to write; by default below build/spice/")
    asked = parser.parse_args(words)
    if not ngspice.installed():
        print("spice: skipped, ngspice is not installed; make doctor says how to get it", file=sys.stderr)
        return NOTHING_RUN
    try:
        return single_faults(asked.faults, asked.jobs, asked.page) if asked.faults else compare(asked.jobs, asked.page)
    except (BadDescription, deck.BadDeck, ngspice.NotSolved, ngspice.Absent) as why:
        print(f"spice: {why}", file=sys.stderr)
        return BROKE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
