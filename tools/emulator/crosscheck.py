# Holds what the emulated chip did against what the simulation does with the same scenario and files: states, faults,
# the body's current. Simulates nothing itself.
"""python -m tools.emulator.crosscheck build/emulate

Reads a folder that `python -m tools.emulator` has written, gives its scenario to the simulation and writes
crosscheck.json there. Exit codes: 0 they agree; 1 they do not; 2 no such folder, or the simulation could not run."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tools import image
from tools.command_line import Parser
from tools.emulator import ready
from tools.image import uf2
from tools.judges import recording
from tools.judges.expectation import Facts
from tools.judges.recording import STATES, Recording
from tools.report import report
from tools.run import setup, sim_client

AGREE, DIFFER, WRONG_INPUT = 0, 1, 2
BODY_UA = 100
AROUND_MS = 15  # three ticks: when, within its tick, a thing happens is not compared
MOST_TOLD = 10
Current = npt.NDArray[np.int32]


class CrosscheckError(Exception):
    """Nothing can be compared; the message says why."""


@dataclass(frozen=True)
class Stay:
    """One stay in a state: milliseconds since power-on."""

    state: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True)
class Compared:
    """`differences`: a sentence each. `stays`: state, ms in it simulated and on the chip, how far apart (µA)."""

    differences: list[str]
    stays: list[tuple[str, int, int, int]]


def stays(run: Recording) -> list[Stay]:
    """The states of a run in their order."""
    changes = [0, *(int(i) + 1 for i in np.flatnonzero(np.diff(run.state)))] if len(run.state) else []
    begins = [int(run.t_ms[i]) for i in changes]
    ends = [*begins[1:], run.length_ms]
    return [Stay(STATES[run.state[i]], begin, end) for i, begin, end in zip(changes, begins, ends, strict=True)]


def apart(simulated: Current, chip: Current) -> npt.NDArray[np.int64]:
    """For each millisecond of `chip`, how far it lies outside what the simulation had within AROUND_MS, µA.

    `simulated` has AROUND_MS more on each side.
    """
    windows = np.lib.stride_tricks.sliding_window_view(simulated.astype(np.int64), 2 * AROUND_MS + 1)[: len(chip)]
    here = chip.astype(np.int64)
    outside: npt.NDArray[np.int64] = np.maximum(windows.min(axis=1) - here, here - windows.max(axis=1))
    return outside.clip(min=0)


def compare(simulated: Recording, chip: Recording) -> Compared:
    """State by state, each from its own beginning: a person's reaction or a slower start shifts what follows."""
    ours, theirs = stays(simulated), stays(chip)
    told: list[str] = []
    names = [one.state for one in ours], [one.state for one in theirs]
    if names[0] != names[1]:
        told.append(f"states: the simulation went {' '.join(names[0])}; the chip {' '.join(names[1])}")
    for key in ("result", "fault"):
        if simulated.run.get(key) != chip.run.get(key):
            told.append(f"{key}: the simulation has {simulated.run.get(key)}; the chip {chip.run.get(key)}")
    body = np.pad(simulated.body, AROUND_MS, mode="edge")
    lines = []
    for one, other in zip(ours, theirs, strict=False):
        if one.state != other.state:
            break
        length = max(0, min(one.end_ms - one.begin_ms, other.end_ms - other.begin_ms))
        chips = chip.body[other.begin_ms : other.begin_ms + length]
        here = body[one.begin_ms : one.begin_ms + len(chips) + 2 * AROUND_MS]
        off = apart(here, chips) if length else np.zeros(1, dtype=np.int64)
        worst = int(off.max())
        lines.append((one.state, one.end_ms - one.begin_ms, other.end_ms - other.begin_ms, worst))
        if worst > BODY_UA:
            at = int(off.argmax())
            told.append(
                f"body: {at} ms into {one.state} the chip's {int(chips[at])} µA lie {worst} µA from the simulation's "
                f"(limit {BODY_UA})"
            )
    return Compared(told, lines)


def install(blocks: dict[int, bytes], folder: Path) -> None:
    """The simulation's files of this tree into a folder, when the flash holds the board's. Raises CrosscheckError.

    Machine code of the chip cannot run on the simulation; that both come from the same sources is what the bytes say.
    """
    try:
        image.build(ready.check_tree(blocks, "the file that was booted"), folder, portable=True)
    except uf2.Uf2Error as error:
        raise CrosscheckError(str(error)) from error
    except (image.ImageError, OSError) as error:
        raise CrosscheckError(f"no files for the simulation: {error}") from error


def run_simulation(folder: Path, blocks: dict[int, bytes], interpreter: str) -> Path:
    """The scenario of a folder, simulated with what the flash was made from; the folder of its recording."""
    out, fs, scenario = folder / "simulation", folder / "fs", folder / "scenario.json"
    install(blocks, fs)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    facts, end = Facts(), {}
    try:
        command = setup.interpreter_command(interpreter)
        script = sim_client.HARNESS / "process.py"
        with closing(sim_client.run(command, script, scenario, out, fs, False)) as lines:
            for line in lines:
                facts.hear(line)
                end = line.end
        wanted = json.loads(scenario.read_text(encoding="utf-8"))
        report.judge(out, wanted, facts, end, interpreter, 0.0)
    except (setup.SetupError, sim_client.SimProcessError, report.ReportError) as error:
        raise CrosscheckError(f"the simulation could not run the scenario: {error}") from error
    return out


def check(folder: Path, blocks: dict[int, bytes], interpreter: str = "micropython") -> Compared:
    """Simulation against the recording in `folder`; writes crosscheck.json there. Raises CrosscheckError."""
    if not (folder / "run.json").is_file():
        raise CrosscheckError(f"{folder} holds no run of the emulated chip. Make one: make emulate")
    simulated = run_simulation(folder.resolve(), blocks, interpreter)
    try:
        compared = compare(recording.load(simulated), recording.load(folder))
    except recording.RecordingError as error:
        raise CrosscheckError(str(error)) from error
    keys = ("state", "sim_ms", "chip_ms", "apart_ua")
    told: dict[str, Any] = {
        "agree": not compared.differences,
        "differences": compared.differences,
        "stays": [dict(zip(keys, one, strict=True)) for one in compared.stays],
    }
    (folder / "crosscheck.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return compared


def text(compared: Compared) -> str:
    """For a person."""
    worst = max((one[3] for one in compared.stays), default=0)
    if not compared.differences:
        return f"simulation   agrees: {len(compared.stays)} states, the body's current within {worst / 1000:.2f} mA"
    told = compared.differences[:MOST_TOLD]
    return "\n".join(["simulation   DIFFERS", *(f"             {sentence}" for sentence in told)])


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("crosscheck", "tools.emulator.crosscheck", "Simulation against chip.")
    parser.add_argument("folder", type=Path, help="what python -m tools.emulator has written")
    parser.add_argument("uf2", nargs="?", type=Path, default=Path("build/pico/ionto.uf2"), help="the file it booted")
    parser.add_argument("--interpreter", choices=("micropython", "cpython"), default="micropython")
    asked = parser.parse_args(words)
    try:
        compared = check(asked.folder, uf2.read_blocks(asked.uf2), asked.interpreter)
    except (CrosscheckError, uf2.Uf2Error) as error:
        print(f"crosscheck: {error}", file=sys.stderr)
        return WRONG_INPUT
    print(text(compared))
    return DIFFER if compared.differences else AGREE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
