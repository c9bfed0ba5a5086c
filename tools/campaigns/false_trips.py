"""Looks for false trips: treatments without a fault, each of another person and another unit, must not be cut.

    python -m tools.campaigns.false_trips [--seeds 20] [--first 1] [--whole] [--pypy pypy3] [--jobs 2]
                                         [--out build/false_trips]

Every seed draws the unit's tolerances, battery, load, movement, site, current, direction and reaction time. Without
--whole a run ends a minute after the ramp began; with it, at the end of the treatment. Exit code 1 when one was cut,
refused, or broke an invariant. A seed of the list is seen again with `make run SCENARIO=build/false_trips/seed_7.json`;
recordings of treatments that went well are not kept.

The image runs under MicroPython. With --pypy its sources run under PyPy, three times as fast; each 25th seed then runs
under both, and must leave the same recording byte for byte.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tools.command_line import Parser, at_least
from tools.report import report
from tools.run import in_process
from tools.run.output_folder import FolderError
from tools.run.process_pool import NoPyPy, PooledUnit, check
from tools.run.sim_client import SimProcessError

ROOT = Path(__file__).resolve().parents[2]
MINUTE_MS = 60_000
REPORT_EACH = 50  # runs
CHECK_EACH = 25  # seeds: run under MicroPython too
RECORDING = ("trace.i32", "body.i32", "events.csv")


def scenario(seed: int, whole: bool) -> dict[str, Any]:
    """What a seed draws. Soaked and dry skins, 2 to 20 mA, batteries from 3.65 V: what a unit must take."""
    dice = random.Random(seed)
    site = dice.choice(("hands", "hands", "feet", "underarms"))
    most = 10 if site == "underarms" else 20
    drawn: dict[str, Any] = {
        "seed": seed,
        "board": {"name": "pico", "vary": True, "calibrated": int(dice.random() < 0.8)},
        "load": {"model": "skin", "vary": True},
        "battery_mv": 3650 + int(dice.random() * 550),
        "user": {
            "person": "default",
            "site": site,
            "current_ma": dice.randrange(4, 2 * most + 1) / 2,
            "minutes": 10,
            "polarity": dice.choice(("keep", "alternate", "half_time")),
            "vary": True,
        },
        "end_ms": 25 * MINUTE_MS,
        "expect": {"result": "completed", "fault": "none"},
    }
    if not whole:
        drawn["linger_ms"] = MINUTE_MS
        drawn["end_ms"] = 5 * MINUTE_MS
        drawn["expect"] = {"state": "ramp", "fault": "none"}
    return drawn


class Batch:
    """How the seeds of one call are run. What it holds is made anew in each worker's process."""

    def __init__(self, whole: bool, folder: Path, installed: Path, pypy: str | None) -> None:
        self._whole = whole
        self._folder = folder
        self._installed = installed
        self._pooled = PooledUnit(pypy, installed) if pypy else None

    def run(self, seed: int) -> str:
        """An empty string, or what went wrong."""
        name = f"seed_{seed}"
        file = self._folder / f"{name}.json"
        file.write_text(json.dumps(scenario(seed, self._whole), indent=1) + "\n", encoding="ascii")
        outs = [self._folder / name]
        if not self._pooled:
            done = in_process.run(file, outs[0], self._installed)
        else:
            try:
                done = self._pooled.run(file, outs[0])
                if done.held and seed % CHECK_EACH == 0:
                    outs.append(self._folder / f"{name}_micropython")
                    done = in_process.run(file, outs[1], self._installed)
            except (SimProcessError, report.ReportError, FolderError) as error:
                return f"seed {seed}: {error}"
        if not done.held:
            return f"seed {seed}: " + " ".join(done.output.split())[-700:]
        differing = [one for one in RECORDING if len({(out / one).read_bytes() for out in outs}) > 1]
        if differing:
            return f"seed {seed}: {', '.join(differing)} not the same under PyPy as under MicroPython"
        for out in outs:
            shutil.rmtree(out)
        return ""


_batch: Batch | None = None


def _prepare(*asked: Any) -> None:
    """In each worker's process."""
    global _batch
    _batch = Batch(*asked)


def _one(seed: int) -> str:
    assert _batch
    return _batch.run(seed)


def main(words: list[str]) -> int:
    next_step = "With make: N=20 SEED=1; see python -m tools.campaigns.false_trips --help"
    parser = Parser("falsetrips", "tools.campaigns.false_trips", __doc__, next_step)
    parser.add_argument("--seeds", type=at_least(1), default=20, help="how many")
    parser.add_argument("--first", type=at_least(0), default=1, help="the first one")
    parser.add_argument("--whole", action="store_true", help="to the end of each treatment")
    parser.add_argument("--pypy", help="a PyPy, to run the sources three times as fast (apt install pypy3)")
    parser.add_argument("--jobs", type=at_least(1), default=2, help="how many at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "false_trips")
    asked = parser.parse_args(words)
    if asked.pypy:
        try:
            check(asked.pypy)
        except NoPyPy as error:
            parser.exit(2, f"falsetrips: {error}\n")
    from tools import image

    installed = image.build_for_simulation("pico")
    asked.out.mkdir(parents=True, exist_ok=True)
    seeds = range(asked.first, asked.first + asked.seeds)
    wrong = []
    how = (asked.whole, asked.out.resolve(), installed, asked.pypy)
    with ProcessPoolExecutor(asked.jobs, initializer=_prepare, initargs=how) as pool:
        results = pool.map(_one, seeds)
        for done, failure in enumerate(results, 1):
            if failure:
                wrong.append(failure)
                print(failure, flush=True)
            if done % REPORT_EACH == 0 and done < asked.seeds:
                print(f"{done} of {asked.seeds}: {done - len(wrong)} undisturbed", flush=True)
    print(f"{asked.seeds - len(wrong)} of {asked.seeds} treatments without a fault went on undisturbed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
