"""The command `python -m tools.run`: runs one scenario and prints the outcome. Judges and draws nothing itself.

Exit codes: 0 the expectation held and no invariant broke; 1 one of them did not, or the simulation broke down;
2 wrong scenario, options or set-up; 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

from tools.command_line import Parser, whole
from tools.report import progress, report
from tools.run import setup, sim_client
from tools.run.output_folder import FolderError, OutputFolder
from tools.run.watch import watch
from tools.scenario import library, loader, program_files
from tools.scenario.errors import ScenarioError

Json = dict[str, Any]

HELD, BROKE, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    progress.make_safe(sys.stdout)
    progress.make_safe(sys.stderr)
    try:
        asked = _options(words)
        if asked.list:
            return _list()
        wanted = loader.load(asked.scenario, asked.seed)
        command = setup.interpreter_command(asked.interpreter)
        image = setup.image_folder(asked.image, wanted["board"]["name"])
        for moved in program_files.locate(wanted, image, asked.scenario):
            print(moved, file=sys.stderr)
        folder = OutputFolder(asked.out)
        folder.prepare()
    except ScenarioError as error:
        print(error, file=sys.stderr)  # each of its lines begins with the file
        return WRONG_INPUT
    except (setup.SetupError, FolderError) as error:
        print(f"run: {error}", file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    try:
        return _run(asked, wanted, command, image)
    except KeyboardInterrupt:
        print("run: stopped by Ctrl-C; nothing was judged", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    except OSError as error:
        print(
            f"run: {error.filename or asked.out}: {error.strerror}. Make room, or give another --out", file=sys.stderr
        )
        return BROKE
    finally:
        folder.remember()


def _unread() -> int:
    """`| head`: nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKE


def _run(asked: argparse.Namespace, wanted: Json, command: list[str], image: Path) -> int:
    path = asked.out / "scenario.json"
    loader.write(wanted, path)
    print(f"{wanted['name']}: {wanted['about']}" if wanted["about"] else wanted["name"])
    print(f"seed {wanted['seed']}, {asked.interpreter}, {wanted['board']['name']}", flush=True)
    began = time.monotonic()
    Thread(target=report.load, args=(not asked.bare,), daemon=True).start()
    try:
        script = asked.process or sim_client.HARNESS / "process.py"
        facts, end = watch(command, script, path, asked.out, image)
        wall_s = time.monotonic() - began
        summary, judged = report.judge(asked.out, wanted, facts, end, asked.interpreter, wall_s, bare=asked.bare)
    except (sim_client.SimProcessError, report.ReportError) as error:
        print(f"run: {error}", file=sys.stderr)
        return BROKE
    if not asked.bare:
        report.draw(asked.out, judged)
    print(report.text(summary, asked.out), flush=True)
    return HELD if summary["expectation"]["held"] and summary["invariants_hold"] else BROKE


def _options(words: list[str]) -> argparse.Namespace:
    parser = Parser("run", "tools.run", "Gives one treatment to a simulated person.")
    add = parser.add_argument
    add("--scenario", default="default", help="a JSON file or a name of --list, with :case where it has cases")
    add("--seed", type=whole, help="beats the scenario's seed")
    add("--out", type=Path, default=Path("build/run"), help="folder for what comes of it (default: build/run)")
    add("--interpreter", choices=("micropython", "cpython"), default="micropython", help="what runs the firmware")
    add("--image", type=Path, help="folder of the image (default: build it)")
    add("--bare", action="store_true", help="judge only: no trace.csv, no pictures")
    add("--list", action="store_true", help="list the scenarios that come with the project")
    add("--process", type=Path, help=argparse.SUPPRESS)  # another script for the unit; for tests
    return parser.parse_args(words)


def _list() -> int:
    for name in library.names():
        print(f"{name:<42} {loader.load(name)['about']}")
    return HELD
