"""Runs scenario after scenario in a pooled process under PyPy, for a thousand long runs. Judges nothing.

PyPy compiles what it runs often, so from the fifth treatment on one takes a third of the time. It runs the sources, as
CPython does; the recording is the same byte for byte.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.judges.expectation import Facts
from tools.report import report
from tools.run import sim_client
from tools.run.output_folder import OutputFolder
from tools.run.own_process import Outcome
from tools.scenario import loader

ANSWER_S = 30


class NoPyPy(Exception):
    """The command is no PyPy; the message says what to do."""


def check(command: str) -> None:
    """Raises NoPyPy unless `command` starts one."""
    probe = "import sys; print(sys.implementation.name, *sys.version_info[:2])"
    try:
        done = subprocess.run([command, "-c", probe], capture_output=True, text=True, timeout=ANSWER_S, check=False)
        name, *version = done.stdout.split()
        found = name == "pypy" and tuple(map(int, version)) >= (3, 9)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        found = False
    if not found:
        raise NoPyPy(f"{command} is no PyPy 3.9 or newer. Install one (Debian: apt install pypy3), or go without it")


class PooledUnit:
    """A process that simulates one unit after another. `close` it."""

    def __init__(self, command: str, image: Path) -> None:
        self._words = [command, "-B", str(sim_client.HARNESS / "process_pool.py"), str(image.resolve())]
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: Iterator[tuple[str, str]] = iter(())

    def run(self, file: Path, out: Path) -> Outcome:
        """As own_process.run. Raises ScenarioError, FolderError, ReportError, SimProcessError."""
        wanted = loader.load(file, None)
        folder = OutputFolder(out)
        folder.prepare()
        try:
            normalised = out / "scenario.json"
            loader.write(wanted, normalised)
            began = time.monotonic()
            facts, end = self._simulate(normalised.resolve(), out.resolve())
            summary, _ = report.judge(out, wanted, facts, end, "pypy", time.monotonic() - began, bare=True)
        finally:
            folder.remember()
        held = summary["expectation"]["held"] and summary["invariants_hold"]
        return Outcome(0 if held else 1, report.text(summary, out), summary)

    def _simulate(self, path: Path, out: Path) -> tuple[Facts, report.Json]:
        if not self._process:
            self._process = sim_client.start(self._words, subprocess.PIPE)
            self._lines = sim_client.lines(self._process)
        assert self._process.stdin
        try:
            self._process.stdin.write(f"{path}\t{out}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # why it ended is in its last lines
        facts, end = Facts(), {}
        try:
            for line in sim_client.told(self._process, self._lines):
                facts.hear(line)
                end = line.end
        except sim_client.SimProcessError:
            self.close()
            raise
        return facts, end

    def close(self) -> None:
        """Ends the process; the next run starts another."""
        if self._process:
            sim_client.end(self._process, 0.0)
        self._process = None
