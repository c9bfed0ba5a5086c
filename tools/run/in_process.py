"""Runs a scenario as `python -m tools.run` does, in this process, for whoever runs many.

numpy is loaded once, which takes as long as several seconds of simulation. The simulated unit has a process of its own.
What is printed meanwhile, by whomever, is taken for the runner's output.
"""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from tools.run import cli, own_process


def run(scenario: str | Path, out: Path, image: Path, *, interpreter: str = "micropython") -> own_process.Outcome:
    """One scenario on the simulated unit; its files lie in `out` then."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        code = cli.main(own_process.words(scenario, out, image, interpreter))
    return own_process.outcome(code, output.getvalue(), out)
