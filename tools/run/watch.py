"""Runs a simulated unit in sight of whoever waits, and keeps what it reported. Judges nothing."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tools.judges.expectation import Facts
from tools.report import progress
from tools.run import sim_client


def watch(command: list[str], script: Path, scenario: Path, out: Path, image: Path) -> tuple[Facts, dict[str, Any]]:
    """As sim_client.run, shown while it goes on; returns its states and facts, and what it reported at its end.

    Raises SimProcessError; whatever ends it, the terminal is left as it was.
    """
    facts, end = Facts(), {}
    show = progress.choose(sys.stdout, sys.stderr)
    lines = sim_client.run(command, script, scenario, out, image, show.wants_panel)
    try:
        with closing(lines):
            for line in lines:
                show.show(line)
                facts.hear(line)
                end = line.end
    finally:
        show.close()
    return facts, end
