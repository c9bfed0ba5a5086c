"""Looks for false trips: everyday treatments, each of another person and another unit. None may be cut or paused.

    python -m tools.campaigns.false_trips [--seeds 20] [--first 1] [--whole] [--pypy pypy3] [--jobs 2]
                                         [--out build/false_trips] [--page PAGE]

Every seed draws unit, person, wishes and what is done on the way (tools/campaigns/everyday.py). Without --whole a run
ends a minute after the ramp began; with it, at the end of the treatment. Judged by the simulated truth
(tools/judges/undisturbed.py). Exit code 1 when one was cut, broke an invariant, was paused without a hand out (movement
noise up to 3 %: ever; above: more than one in 1,000), or was limited without being told so. A seed of the list is seen
again with `make run SCENARIO=build/false_trips/seed_7.json`; recordings of treatments that went well are not kept.

The image runs under MicroPython. With --pypy its sources run under PyPy, three times as fast; each 25th seed then runs
under both, and must leave the same recording byte for byte.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tools.campaigns.everyday import scenario
from tools.campaigns.false_trips_page import Result, goals_missed, page, told
from tools.command_line import Parser, at_least
from tools.judges import raw, recording, undisturbed
from tools.report import report
from tools.run import in_process
from tools.run.output_folder import FolderError
from tools.run.own_process import Outcome
from tools.run.process_pool import NoPyPy, PooledUnit, check
from tools.run.sim_client import SimProcessError
from tools.scenario import schema

ROOT = Path(__file__).resolve().parents[2]
REPORT_EACH = 50  # runs
CHECK_EACH = 25  # seeds: run under MicroPython too
RECORDING = ("trace.i32", "body.i32", "events.csv")
GIVEN_UP = ("conducts_badly", "drying")  # by the probe, at first or after a pause


class Batch:
    """How the seeds of one call are run; what is drawn and judged another campaign may say otherwise. What it holds is
    made anew in each worker's process."""

    def __init__(self, whole: bool, folder: Path, installed: Path, pypy: str | None) -> None:
        self._whole = whole
        self._folder = folder
        self._installed = installed
        self._pooled = PooledUnit(pypy, installed) if pypy else None

    def draw(self, seed: int, whole: bool) -> dict[str, Any]:
        """The scenario of a seed."""
        return scenario(seed, whole)

    def judge(self, seed: int, out: Path, done: Outcome, wall_s: float) -> Result:
        """What became of it."""
        return judge(seed, out, done, wall_s)

    def run(self, seed: int) -> Result:
        """One treatment, judged."""
        name = f"seed_{seed}"
        file = self._folder / f"{name}.json"
        drawn = self.draw(seed, self._whole)
        compared = self._pooled and seed % CHECK_EACH == 0
        if compared:
            drawn["board"] = {**drawn["board"], **schema.FLASH_AT_ONCE}
        file.write_text(json.dumps(drawn, indent=1) + "\n", encoding="ascii")
        outs = [self._folder / name]
        began = time.monotonic()
        try:
            done = self._pooled.run(file, outs[0]) if self._pooled else in_process.run(file, outs[0], self._installed)
        except (SimProcessError, report.ReportError, FolderError) as error:
            return Result(seed, wrong=str(error))
        if not done.summary:
            return Result(seed, wrong=" ".join(done.output.split())[-700:])
        result = self.judge(seed, outs[0], done, time.monotonic() - began)
        if compared and not result.wrong and not result.false:
            outs.append(self._folder / f"{name}_micropython")
            in_process.run(file, outs[1], self._installed)
            differing = [one for one in RECORDING if len({(out / one).read_bytes() for out in outs}) > 1]
            if differing:
                return result._replace(wrong=f"{', '.join(differing)} not the same under PyPy as under MicroPython")
        if not result.wrong and not result.false:
            for out in outs:
                shutil.rmtree(out)
        return result


def judge(seed: int, out: Path, done: Outcome, wall_s: float) -> Result:
    """What became of a run whose files lie in `out`."""
    ran = recording.load(out, raw.translate(out, text=False))
    normalised = json.loads((out / "scenario.json").read_text(encoding="ascii"))
    seen = undisturbed.course(ran, [str(text) for text in ran.run.get("texts", [])])
    wrong = done.broken
    given_up = ran.run["fault"] in [schema.fault_codes()[name] for name in GIVEN_UP]
    unserved = given_up and undisturbed.is_unserved(ran, normalised)
    if unserved:
        judged = done.summary["invariants"]  # INV-8: a session without a fault gives its charge
        wrong = [judged[one]["sentence"] for one in judged if one != "INV-8" and not judged[one]["pass"]]
    if seen.untold:
        wrong = [*wrong, seen.untold]
    states = [event.name for event in ran.of_kind("state")]
    return Result(
        seed,
        noise=normalised["load"]["noise_permille"],
        unserved=unserved,
        limited_ms=seen.short_ms,
        false=seen.false,
        out=seen.out,
        reversals=states.count("reversal"),
        did={do: sum(act["do"] == do for act in normalised["user"]["script"]) for do in ("slide", "soda", "press")},
        sim_ms=ran.run["sim_ms"],
        wall_s=wall_s,
        wrong=" ".join(wrong),
    )


_batch: Batch | None = None


def _prepare(kind: type[Batch], *asked: Any) -> None:
    """In each worker's process."""
    global _batch
    _batch = kind(*asked)


def _one(seed: int) -> Result:
    assert _batch
    return _batch.run(seed)


def run_all(seeds: range, jobs: int, *how: Any) -> Iterator[Result]:
    """Each treatment's result, in order; what went wrong is printed at once."""
    disturbed = 0
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=how) as pool:
        for done, result in enumerate(pool.map(_one, seeds), 1):
            for line in result.complaints():
                print(line, flush=True)
            disturbed += bool(result.complaints())
            if done % REPORT_EACH == 0 and done < len(seeds):
                print(f"{done} of {len(seeds)}: {done - disturbed} undisturbed", flush=True)
            yield result


def add_options(parser: Parser, folder: str) -> None:
    """Those of every command that runs a batch of seeds; `folder`, of build/, is the default of --out."""
    parser.add_argument("--seeds", type=at_least(1), default=20, help="how many")
    parser.add_argument("--first", type=at_least(0), default=1, help="the first one")
    parser.add_argument("--whole", action="store_true", help="to the end of each treatment")
    parser.add_argument("--pypy", help="a PyPy, to run the sources three times as fast (apt install pypy3)")
    parser.add_argument("--jobs", type=at_least(1), default=2, help="how many at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / folder)
    parser.add_argument("--page", type=Path, help="where the table is written")


def require_pypy(parser: Parser, command: str) -> None:
    """Ends the program unless the command starts one."""
    try:
        check(command)
    except NoPyPy as error:
        parser.refuse(str(error))


def run_batch(parser: Parser, asked: argparse.Namespace, kind: type[Batch], seeds: range) -> list[Result]:
    """Every seed's result, as the options of add_options() ask."""
    if asked.pypy:
        require_pypy(parser, asked.pypy)
    from tools import image

    installed = image.build_for_simulation("pico")
    asked.out.mkdir(parents=True, exist_ok=True)
    return list(run_all(seeds, asked.jobs, kind, asked.whole, asked.out.resolve(), installed, asked.pypy))


def main(words: list[str]) -> int:
    next_step = "With make: N=20 SEED=1; see python -m tools.campaigns.false_trips --help"
    parser = Parser("falsetrips", "tools.campaigns.false_trips", __doc__, next_step)
    add_options(parser, "false_trips")
    asked = parser.parse_args(words)
    results = run_batch(parser, asked, Batch, range(asked.first, asked.first + asked.seeds))
    if asked.page:
        asked.page.write_text(page(results, asked.whole), encoding="utf-8")
    calm = [result for result in results if not result.complaints()]
    print(f"{len(calm)} of {asked.seeds} treatments without a fault went on undisturbed, {told(calm)}")
    missed = goals_missed(results)
    for goal in missed:
        print("goal missed:", goal)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
