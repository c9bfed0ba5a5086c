"""Looks for units that data sheets allow and the firmware does not: parts drawn wide, a sound person, nothing fails.

    python -m tools.campaigns.units [--seeds 20] [--first 1] [--whole] [--pypy pypy3] [--jobs 2]
                                   [--out build/units] [--page PAGE] [--bad]

Every seed draws a unit (tools/scenario/schema.py, BOARD), calibrated with a meter of its own error, and a quiet person.
It must start, not be cut, hold its current within 0.05 mA once steady, and tell the dose within 2 %. Without --whole a
run ends when it has been steady for 8 s. With --bad each unit gets one part outside its data sheet instead
(tools/campaigns/bad_parts.py): it must refuse to start and name that part. Exit code 1 when one did otherwise.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.campaigns.bad_parts import BAD
from tools.campaigns.everyday import CELL_MOHM, fitted, least_mv
from tools.campaigns.false_trips import Batch, add_options, run_batch
from tools.campaigns.false_trips_page import Result
from tools.command_line import Parser
from tools.judges import dose, raw, recording
from tools.run.own_process import Outcome

STEADY_UA = 50
STEADY_FOR_MS = 8_000
TOLD_PERCENT = 2
TOLD_MAMIN = 0.02  # the resolution of what is told
MINUTES = 10

Json = dict[str, Any]


def unit(seed: int) -> Json:
    """A board within data sheets, and a cell that carries the self-test."""
    cell_mohm = random.Random(f"cell {seed}").randint(*CELL_MOHM)
    board = {"name": "pico", "vary": True, "calibrated": 1, "used": 1, "cell_mohm": cell_mohm, **fitted(seed)}
    return {"seed": seed, "board": board, "battery_mv": least_mv(cell_mohm) + 200}


def scenario(seed: int, whole: bool) -> Json:
    """1 to 15 mA through a quiet person who keeps still."""
    dice = random.Random(f"unit {seed}")
    drawn: Json = {
        **unit(seed),
        "load": {"model": "skin", "power_halves": 4},
        "user": {
            "person": "default",
            "current_ma": dice.randint(2, 30) / 2,
            "minutes": MINUTES,
            "polarity": dice.choice(("keep", "alternate", "half_time")),
        },
        "end_ms": 20 * 60_000,
        "expect": {"result": "completed", "fault": "none"},
    }
    if not whole:
        drawn.update(linger_ms=STEADY_FOR_MS, end_ms=3 * 60_000, expect={"state": "run", "fault": "none"})
    return drawn


class Units(Batch):
    """Sound ones."""

    def draw(self, seed: int, whole: bool) -> Json:
        return scenario(seed, whole)

    def judge(self, seed: int, out: Path, done: Outcome, wall_s: float) -> Result:
        ran = recording.load(out, raw.translate(out, text=False))
        told = float(ran.run["delivered_ma_min"] or 0)
        given = dose.sessions(ran)
        body = ran.body_ma_min(*given[-1]) if given else 0.0
        steady_ua = done.summary["figures"]["steady_worst_ua"]
        wrong = list(done.broken)
        if steady_ua is None or steady_ua > STEADY_UA:
            wrong.append(f"steady: {steady_ua} µA off, {STEADY_UA} allowed.")
        if abs(told - body) > max(TOLD_PERCENT / 100 * body, TOLD_MAMIN):
            wrong.append(f"dose: {told:.3f} mA·min told, {body:.3f} given.")
        percent = 100 * abs(told / body - 1) if body else 0.0
        return Result(
            seed, steady_ua=steady_ua or 0, told_percent=percent, sim_ms=ran.run["sim_ms"], wall_s=wall_s,
            wrong=" ".join(wrong),
        )  # fmt: skip


class BadUnits(Batch):
    """With one part outside its data sheet; the seed says which."""

    def draw(self, seed: int, whole: bool) -> Json:
        bad = BAD[seed % len(BAD)]
        drawn = unit(seed)
        drawn["board"] = {**drawn["board"], **bad.board}
        drawn["faults"] = [{"at_ms": 0, **bad.fault}] if bad.fault else []
        expect = {"result": "refused", "fault": bad.code, "screen_has": bad.word}
        return {**drawn, "about": bad.about, "end_ms": 20_000, "linger_ms": 1_000, "expect": expect}

    def judge(self, seed: int, out: Path, done: Outcome, wall_s: float) -> Result:
        bad = BAD[seed % len(BAD)]
        return Result(seed, wrong=f"{bad.part}, {bad.about}: {' '.join(done.broken)}" if done.broken else "")


def page(results: Sequence[Result], whole: bool) -> str:
    """The figures of sound units."""
    steady = sorted(one.steady_ua for one in results)
    told = sorted(one.told_percent for one in results)
    wrong = [line for one in results for line in one.complaints()]
    middle = len(results) // 2
    option = " --whole" if whole else ""
    rows = [
        "# Units within their data sheets",
        "",
        "Parts drawn wide, each unit calibrated with a meter of its own, a quiet person: simulated, none of hardware.",
        "",
        f"<!-- made by: python -m tools.campaigns.units{option} --seeds {len(results)} --first {results[0].seed} -->",
        "",
        "| | median | worst | allowed |",
        "| --- | --- | --- | --- |",
        f"| current against its target, once steady | {steady[middle]} µA | {steady[-1]} µA | {STEADY_UA} µA |",
        f"| dose told against the body's | {told[middle]:.2f} % | {told[-1]:.2f} % | {TOLD_PERCENT} % |",
        f"| units refused, cut, or beyond a figure | | {len(wrong)} of {len(results)} | 0 |",
    ]
    return "\n".join([*rows, "", *(f"- {line}" for line in wrong)]).rstrip() + "\n"


def main(words: list[str]) -> int:
    parser = Parser("units", "tools.campaigns.units", __doc__)
    add_options(parser, "units")
    parser.add_argument("--bad", action="store_true", help="one part outside its data sheet each, all of the table")
    asked = parser.parse_args(words)
    seeds = range(len(BAD)) if asked.bad else range(asked.first, asked.first + asked.seeds)
    results = run_batch(parser, asked, BadUnits if asked.bad else Units, seeds)
    good = [one for one in results if not one.complaints()]
    if asked.bad:
        print(f"{len(good)} of {len(results)} units with one bad part refused to start and named it")
    else:
        text = page(results, asked.whole)
        if asked.page:
            asked.page.write_text(text, encoding="utf-8")
        print(text)
    return 0 if len(good) == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
