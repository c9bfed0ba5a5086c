# The command `python -m tools.emulator`: the whole file of a board, booted on an emulated RP2040, gives a treatment
# to the simulated person. Judges and draws nothing itself.
"""Exit codes: 0 the expectation held, no invariant broke and the simulation agrees; 1 not; 2 wrong scenario, options or
file; 3 no image to boot; 130 Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from tools.command_line import Parser, whole
from tools.emulator import ready, supported_faults
from tools.emulator.ready import BROKE, HELD, INTERRUPTED, WRONG_INPUT
from tools.image import uf2
from tools.report import progress, report
from tools.run import sim_client
from tools.run.output_folder import FolderError, OutputFolder
from tools.run.watch import watch
from tools.scenario import loader
from tools.scenario.errors import ScenarioError

HERE = Path(__file__).resolve().parent


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    progress.make_safe(sys.stdout)
    progress.make_safe(sys.stderr)
    parser = Parser("emulate", "tools.emulator", "Boots a UF2 on an emulated RP2040.")
    parser.add_argument("uf2", nargs="?", type=Path, default=Path("build/pico/ionto.uf2"), help="from make uf2")
    parser.add_argument("--scenario", default=str(HERE / "scenario.json"), help="a JSON file, or the name of one")
    parser.add_argument("--seed", type=whole)
    parser.add_argument("--out", type=Path, default=Path("build/emulate"))
    parser.add_argument("--alone", action="store_true", help="compare neither with the simulation nor with this tree")
    asked = parser.parse_args(words)
    missing = ready.code("emulate", asked.uf2, ready.check_files if asked.alone else ready.check_tree)
    if missing:
        return missing
    try:
        wanted = loader.load(asked.scenario, asked.seed)
        refused = supported_faults.refused(wanted["faults"])
        if refused:
            raise ScenarioError(asked.scenario, refused)
        folder = OutputFolder(asked.out)
        folder.prepare()
    except (ScenarioError, FolderError) as error:
        print(f"emulate: {error}", file=sys.stderr)
        return WRONG_INPUT
    try:
        return _run(asked, wanted)
    except KeyboardInterrupt:
        print("emulate: stopped by Ctrl-C; nothing was judged", file=sys.stderr)
        return INTERRUPTED
    finally:
        folder.remember()


def _run(asked: argparse.Namespace, wanted: dict[str, Any]) -> int:
    path = asked.out / "scenario.json"
    loader.write(wanted, path)
    print(f"{wanted['name']}: {wanted['about']}" if wanted["about"] else wanted["name"])
    print(f"seed {wanted['seed']}, emulated RP2040, {asked.uf2}", flush=True)
    os.environ["IONTO_UF2"] = str(asked.uf2.resolve())
    began = time.monotonic()
    try:
        facts, end = watch([sys.executable, "-B"], HERE / "unit.py", path, asked.out, asked.uf2)
        interpreter = "MicroPython on an emulated RP2040"
        summary, judged = report.judge(asked.out, wanted, facts, end, interpreter, time.monotonic() - began)
    except (sim_client.SimProcessError, report.ReportError) as error:
        print(f"emulate: {error}", file=sys.stderr)
        return BROKE
    report.draw(asked.out, judged)
    print(report.text(summary, asked.out), flush=True)
    held = summary["expectation"]["held"] and summary["invariants_hold"]
    return HELD if held and (asked.alone or _agrees(asked)) else BROKE


def _agrees(asked: argparse.Namespace) -> bool:
    """The simulation does the same with the same scenario and files; said either way."""
    from tools.emulator import crosscheck

    try:
        compared = crosscheck.check(asked.out, uf2.read_blocks(asked.uf2))
    except crosscheck.CrosscheckError as error:
        print(f"simulation   not compared: {error}")
        return False
    print(crosscheck.text(compared), flush=True)
    return not compared.differences


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
