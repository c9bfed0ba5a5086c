"""Sums up what the campaign of false trips found: its goals, and docs/false_trips.md. Runs and judges no treatment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

CALM_PERMILLE = 30  # movement noise: up to it no false pause, above it 1 in 1,000
RESTLESS_ONE_IN = 1_000
LIMITED_MS = 1_000  # as the unit: from then on it tells
HOUR_MS = 3_600_000


class Result(NamedTuple):
    """Of one treatment. `false`: each pause that no hand explains; `wrong`: anything else; `out`: pauses with a hand
    out; `did`: what the person did on the way, how often."""

    seed: int
    noise: int = 0  # permille
    unserved: bool = False  # the probe was given up, and the circuit explains it
    limited_ms: int = 0
    false: tuple[str, ...] = ()
    out: int = 0
    reversals: int = 0
    did: dict[str, int] = {}
    steady_ua: int = 0  # the body's current against the target, once steady
    told_percent: float = 0.0  # the dose told against the body's
    sim_ms: int = 0
    wall_s: float = 0.0
    wrong: str = ""

    @property
    def calm(self) -> bool:
        return self.noise <= CALM_PERMILLE

    def complaints(self) -> list[str]:
        """A line each, none when all went well."""
        said = [f"false pause ({self.noise} ‰ noise): {one}" for one in self.false]
        return [f"seed {self.seed}: {line}" for line in said + ([self.wrong] if self.wrong else [])]


class Count(NamedTuple):
    """Treatments of one class of noise."""

    all: int
    whole: int
    limited: int
    unserved: int
    wrong: int
    false: int  # treatments with a false pause
    out: int  # pauses with a hand out


def count(results: Sequence[Result]) -> Count:
    """How they ended; each is in one of whole, limited, unserved, wrong."""
    sound = [one for one in results if not one.wrong]
    limited = sum(one.limited_ms >= LIMITED_MS and not one.unserved for one in sound)
    unserved = sum(one.unserved for one in sound)
    return Count(
        len(results),
        len(sound) - limited - unserved,
        limited,
        unserved,
        len(results) - len(sound),
        sum(bool(one.false) for one in results),
        sum(one.out for one in results),
    )


def goals_missed(results: Sequence[Result]) -> list[str]:
    """A line each."""
    calm = count([one for one in results if one.calm])
    restless = count([one for one in results if not one.calm])
    missed = []
    if calm.wrong or restless.wrong:
        missed.append(f"{calm.wrong + restless.wrong} treatments were cut, stopped or broke a rule")
    if calm.false:
        missed.append(f"{calm.false} of {calm.all} treatments paused falsely at noise up to 3 %")
    if restless.false * RESTLESS_ONE_IN > restless.all:
        missed.append(f"{restless.false} of {restless.all} treatments paused falsely at noise above 3 %")
    return missed


def told(results: Sequence[Result]) -> str:
    """How those ended that were undisturbed, in a few words."""
    found = count(results)
    return f"{found.limited} of them limited by the voltage, {found.unserved} refused at the probe"


# ---------------------------------------------------------------- the page

ROWS = (
    ("treatments", "all"),
    ("completed", "whole"),
    ("completed, limited: the rail gives this person no more", "limited"),
    ("not begun: the probe met more than 20 kΩ, and so the unit said", "unserved"),
    ("**cut, stopped, or a rule broken**", "wrong"),
    ("**with a false pause**", "false"),
    ("pauses because a hand was out", "out"),
)


def page(results: Sequence[Result], whole: bool) -> str:
    """docs/false_trips.md."""
    calm = count([one for one in results if one.calm])
    restless = count([one for one in results if not one.calm])
    both = count(results)
    first, last = results[0].seed, results[-1].seed
    hours = sum(one.sim_ms for one in results) / HOUR_MS
    did = {do: sum(one.did.get(do, 0) for one in results) for do in ("slide", "soda", "press")}
    reversals = sum(one.reversals for one in results)
    option = " --whole" if whole else ""
    lines = [
        "# False trips",
        "",
        "Everyday treatments in which nothing fails: each seed is another person, as wide as the literature, on",
        "another unit within its tolerances. Hands fidget, soda is stirred in, UP and DOWN are pressed, the direction",
        "turns, the load dries; in three of ten a hand is taken out once and put back. What must not come: a cut, or a",
        "pause that no hand explains. Where the hands were says the simulation, not the unit. How people are drawn:",
        "`tools/campaigns/everyday.py`; how it is judged: `tools/judges/undisturbed.py`.",
        "",
        f"<!-- made by: python -m tools.campaigns.false_trips{option} --seeds {len(results)} --first {first} -->",
        "",
        f"Seeds {first} to {last}, {'whole treatments' if whole else 'to a minute past the beginning of the ramp'}: "
        f"{hours:.0f} hours, {did['slide'] // 2} times a hand fidgeted, {did['soda']} times soda was stirred in, "
        f"{did['press']} presses of UP or DOWN, {reversals} reversals.",
        "",
        "| | noise up to 3 % | above | all |",
        "| --- | --- | --- | --- |",
    ]
    for name, key in ROWS:
        cells = " | ".join(str(getattr(one, key)) for one in (calm, restless, both))
        lines.append(f"| {name} | {cells} |")
    failures = [line for one in results for line in one.complaints()]
    if failures:
        lines += ["", "What went wrong:", "", *(f"- {line}" for line in failures)]
    return "\n".join(lines) + "\n"
