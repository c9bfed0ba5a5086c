# What several tests share: hypothesis' profile and the MicroPython lane. Paths stand in pyproject.toml.

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tools import interpreter

ROOT = Path(__file__).resolve().parent.parent

# Repeatable: the same cases in every run, on every machine; a slow machine is no failure.
settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def micropython() -> Callable[..., str]:
    """Run a script's text under MicroPython and return what it printed; its failure is the test's failure.

    Modules are looked for in `paths` (relative to the root), then among the built-in ones. A machine without
    MicroPython fails here with the next step: a lane that did not run must not look like one that passed.
    """

    def run(script: str, *, paths: tuple[str, ...] = ("firmware",), timeout_s: float = 120) -> str:
        try:
            command = interpreter.micropython()
        except interpreter.NoInterpreter as missing:
            pytest.fail(str(missing), pytrace=False)
        path = ":".join([*(str(ROOT / p) for p in paths), ".frozen"])
        done = subprocess.run(
            [*command, "-c", script],
            env={**os.environ, "MICROPYPATH": path},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, f"under MicroPython:\n{done.stdout}{done.stderr}"
        return done.stdout

    return run
