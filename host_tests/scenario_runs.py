# Runs a scenario as `python -m tools.run` does, but judges it in the process of the test, where numpy is loaded: a
# fresh one takes as long to begin as several seconds of simulation. The simulated unit has a process of its own.

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from tools.run import cli, own_process


def run(scenario: Path, out: Path, image: Path, *, interpreter: str = "micropython") -> own_process.Outcome:
    """One scenario on the simulated unit; its files lie in `out` then."""
    words = ["--scenario", str(scenario), "--out", str(out), "--image", str(image), "--interpreter", interpreter]
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = cli.main([*words, "--no-plots"])
    return own_process.outcome(code, said.getvalue(), out)
