# What several tests share: hypothesis' profile and the MicroPython lane. Paths stand in pyproject.toml.

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tools import image, interpreter
from tools.image import constant_folding, machine_code

ROOT = Path(__file__).resolve().parent.parent

# Repeatable: the same cases in every run, on every machine; a slow machine is no failure.
settings.register_profile("house", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("house")

DID_NOT_RUN = ": did not run: "  # in the reason of a skip: a whole lane is missing


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A lane that did not run must not look like one that passed: one line for each, from what its skips say."""
    skips = [report.longrepr for report in terminalreporter.stats.get("skipped", [])]
    reasons = {skip[2].removeprefix("Skipped: ") for skip in skips if isinstance(skip, tuple)}
    for reason in sorted(reason for reason in reasons if DID_NOT_RUN in reason):
        terminalreporter.write_line(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def pico(tmp_path_factory: pytest.TempPathFactory) -> image.Image:
    """The image of the reference board for its flash, built once a process; nobody writes to it."""
    return image.build("pico", tmp_path_factory.mktemp("image") / "fs")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image of the reference board for the simulation, built once a process."""
    return image.build("pico", tmp_path_factory.mktemp("image") / "simulation", portable=True).folder


@pytest.fixture(scope="session")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The firmware's sources, with constants folded where machine code needs them so; each can be asked for by name."""
    folder = tmp_path_factory.mktemp("folded")
    texts = {name: path.read_bytes() for name, path in image.sources("pico").items()}
    constants = constant_folding.constants(texts)
    for name, text in constant_folding.fold(texts, verbatim=image.STARTED_BY_NAME).items():
        if machine_code.is_native(texts[name]):
            own = constants.get(name.removesuffix(".py").replace("/", "."), {})
            text += "".join(f"\n{constant} = {value}" for constant, value in own.items()).encode()
        else:
            text = texts[name]
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    return folder


@pytest.fixture(scope="session")
def micropython(folded: Path) -> Callable[..., str]:
    """Run a script's text under MicroPython and return what it printed; its failure is the test's failure.

    Modules are looked for in `paths` (relative to the root; "firmware" is the one with its constants folded), then
    among the built-in ones. A machine without MicroPython fails here with the next step: a lane that did not run must
    not look like one that passed.
    """

    def run(script: str, *, paths: tuple[str, ...] = ("firmware",), timeout_s: float = 120) -> str:
        try:
            command = interpreter.micropython()
        except interpreter.NoInterpreter as missing:
            pytest.fail(str(missing), pytrace=False)
        path = ":".join([*(str(folded if p == "firmware" else ROOT / p) for p in paths), ".frozen"])
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
