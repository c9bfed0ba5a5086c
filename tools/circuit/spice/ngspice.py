# Runs ngspice on a deck and reads what it said: its exit code tells nothing. Judges no current.

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy

from tools.circuit.board import Board
from tools.circuit.spice import deck

PROGRAM = "ngspice"
LONGEST_S = 240
# What ngspice says when the numbers that follow are none.
BAD = re.compile(
    r"timestep too small|singular matrix|no such vector|doAnalyses|aborted|fatal|error|gmin stepping failed", re.I
)
HARMLESS = re.compile(r"^(Note|Warning|Trying|Dynamic|One|Supplies|Source|Starting|True|Using|Reset|No\. of)", re.I)


class Absent(Exception):
    """ngspice is not installed."""


class NotSolved(Exception):
    """ngspice gave no whole answer; the text names the deck and what was said."""


class Run:
    """What one deck gave: `t` in s, and each vector by its name."""

    def __init__(self, t: numpy.ndarray, vectors: dict[str, numpy.ndarray]) -> None:
        self.t = t
        self.v = vectors


def installed() -> bool:
    return shutil.which(PROGRAM) is not None


def run(board: Board, story: deck.Story) -> Run:
    """Solves it, another way where the first one fails. Raises Absent, NotSolved (of the first way), deck.BadDeck."""
    first = None
    for way in range(len(deck.WAYS)):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "out.txt"
            try:
                return solve(
                    deck.deck(board, story, out.name, way), deck.measured(story), story.end_s, Path(folder), out
                )
            except NotSolved as why:
                first = first or why
    assert first
    raise first


def settled(board: Board, story: deck.Story) -> tuple[str, ...]:
    """Every node's voltage at the story's end, as lines for Story.near. Raises as run() does."""
    with tempfile.TemporaryDirectory() as folder:
        text = deck.deck(board, story, "out.txt").replace("\nrun\n", "\nrun\nwrnodev nodes.txt\n")
        solve(text, deck.measured(story), story.end_s, Path(folder), Path(folder) / "out.txt")
        nodes = (Path(folder) / "nodes.txt").read_text(encoding="utf-8")
    return tuple(line.replace(".ic", ".nodeset", 1) for line in nodes.splitlines() if line.startswith(".ic"))


def solve(text: str, names: list[str], end_s: float, folder: Path, out: Path) -> Run:
    """Runs the deck `text` in `folder`; it writes the vectors `names` to `out`. Raises Absent and NotSolved."""
    if not installed():
        raise Absent("ngspice is not installed; make doctor says how to get it")
    title = text.partition("\n")[0].lstrip("* ")
    (folder / "deck.cir").write_text(text, encoding="utf-8")
    try:
        done = subprocess.run(
            [PROGRAM, "-b", "deck.cir"],
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSolved(f"{title}: no answer within {LONGEST_S} s") from None
    said = [line for line in (done.stdout + done.stderr).splitlines() if BAD.search(line) and not HARMLESS.match(line)]
    if not out.is_file():
        raise NotSolved(f"{title}: {said[0].strip() if said else 'ngspice wrote nothing'}")
    rows = numpy.loadtxt(out, skiprows=1, ndmin=2)
    if rows.shape[1] != len(names) + 1:
        raise NotSolved(f"{title}: {rows.shape[1] - 1} vectors instead of {len(names)}")
    if not numpy.isfinite(rows).all():
        raise NotSolved(f"{title}: the answer holds what is no number")
    if rows[-1, 0] < end_s * 0.999:
        why = f": {said[0].strip()}" if said else ""
        raise NotSolved(f"{title}: it ends at {rows[-1, 0] * 1e3:.3f} ms of {end_s * 1e3:.1f}{why}")
    return Run(rows[:, 0], {name: rows[:, k + 1] for k, name in enumerate(names)})
