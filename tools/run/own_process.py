"""Runs one scenario in a process of its own and returns the outcome, for whoever runs many. Judges nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """What the runner printed and wrote. `code` as in cli.py; `summary` is empty when nothing was judged."""

    code: int
    output: str
    summary: dict[str, Any]

    @property
    def held(self) -> bool:
        return self.code == 0

    @property
    def broken(self) -> list[str]:
        """Each expectation that did not come true and each invariant that broke, a sentence each."""
        if not self.summary:
            return []
        broken = [verdict["sentence"] for verdict in self.summary["invariants"].values() if not verdict["pass"]]
        return [*self.summary["expectation"]["unmet"], *broken]


def run(
    scenario: str | Path, out: Path, image: Path, *, root: Path = ROOT, interpreter: str = "micropython"
) -> Outcome:
    """One scenario on the simulated unit of the project at `root`; its files lie in `out` then.

    `scenario` is a path or a name. `image` is put on the simulated flash. CPython runs the sources of `root`,
    MicroPython the image.
    """
    command = [sys.executable, "-m", "tools.run", *words(scenario, out, image, interpreter)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return outcome(done.returncode, done.stdout + done.stderr, out)


def words(scenario: str | Path, out: Path, image: Path, interpreter: str) -> list[str]:
    """What the runner is asked for by whoever runs many: nothing that only people read."""
    asked = ["--scenario", str(scenario), "--out", str(out), "--image", str(image), "--interpreter", interpreter]
    return [*asked, "--bare"]


def outcome(code: int, output: str, out: Path) -> Outcome:
    """Of a run that wrote to `out`, by the runner's exit code and output."""
    file = out / "summary.json"
    judged = code in (0, 1) and file.is_file()
    return Outcome(code, output, json.loads(file.read_text(encoding="utf-8")) if judged else {})
