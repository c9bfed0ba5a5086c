"""Drawn slides on the simulated unit, held against the same in fast motion: is what `make slides` tells true?

    python -m tools.campaigns.slides_on_unit --pypy pypy3 [--slides 40] [--first 1] [--out build/slides]

Of each slide that would cross: when it was paused first, and how long the current was above 40 and 50 mA over a palm.
Exit code 1 when INV-12 broke on the unit, or when only one of the two paused it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.campaigns.false_trips import require_pypy
from tools.campaigns.slide_course import LEVELS_UA, Slide
from tools.command_line import Parser, at_least
from tools.judges import raw
from tools.judges.density import density_ua
from tools.judges.recording import load
from tools.run.process_pool import PooledUnit
from tools.scenario.schema import HANDS

ROOT = Path(__file__).resolve().parents[2]
ALIKE_MS = 1_000  # two beats of the rule: movement differs
Json = dict[str, Any]


def scenario(slide: Slide, seen: Json, slide_at: Json) -> Json:
    """The slide as a person does it; `seen`: its course in fast motion; `slide_at`: when it begins."""
    body = slide.body()
    body["skin_nf"] *= 5  # the loop's step
    then: list[Json] = []
    if slide.up_ms:
        then.append({"after": {"state": "ramp", "ms": slide.up_ms}, "do": "press", "button": "up"})
    if slide.away_ms:
        after = {"state": "ramp", "ms": slide.away_ms}
        then.append({"after": after, "do": "withdraw", "for_ms": slide.away_for_ms})
    hand = HANDS[slide.which - 1]
    then.append({**slide_at, "do": "slide", "to_permille": slide.permille, "over_ms": slide.over_ms, "hand": hand})
    then.append({**slide_at, "do": "walk_away"})
    return {
        "seed": slide.seed % 1_000_000,
        "load": body,
        "user": {
            "person": "default",
            "current_ma": slide.target_ua / 1_000,
            "minutes": 10,
            "polarity": "half_time" if slide.turns else "keep",
            "then": then,
        },
        "end_ms": seen["end_ms"] + 60_000,
        "linger_ms": 2_000,
        "expect": {},
    }


class Unit:
    """Runs a slide on the simulated unit."""

    def __init__(self, pypy: str, image: Path, out: Path) -> None:
        self._pooled = PooledUnit(pypy, image)
        self._out = out

    def run(self, slide: Slide, seen: Json) -> Json:
        at_ms = seen["slide_ms"] - seen["ramp_ms"]
        when: Json = {"after": {"state": "ramp", "ms": at_ms}}
        if at_ms < 0:  # a first run says when the ramp begins
            never: Json = {"after": {"state": "done", "ms": 1}}
            when = {"at_ms": self._times(slide, seen, never)["ramp_ms"] + at_ms}
        return self._times(slide, seen, when)

    def _times(self, slide: Slide, seen: Json, slide_at: Json) -> Json:
        wanted = scenario(slide, seen, slide_at)
        file = self._out / f"seed_{slide.seed}.json"
        file.write_text(json.dumps(wanted, indent=1) + "\n", encoding="ascii")
        folder = self._out / f"seed_{slide.seed}"
        done = self._pooled.run(file, folder)
        recording = load(folder, raw.translate(folder, text=False))
        moves = [event.t_us // 1_000 for event in recording.of_kind("user") if event.name == "slide"]
        ramps, pauses = ([e.t_us // 1_000 for e in recording.of_kind("state") if e.name == name] for name in STATES)
        density = density_ua(recording, {})
        slid = moves[0] if moves else recording.length_ms
        over = [int((density[slid:] > level).sum()) for level in LEVELS_UA] if density is not None else [0, 0]
        return {
            "ramp_ms": ramps[0] if ramps else 0,
            "slide_ms": slid,
            "pauses": pauses,
            "over_ms": over,
            "inv_12": done.summary["invariants"]["INV-12"]["pass"],
            "told": [told for told in done.broken if not told.startswith("INV-8")],  # it was ended
        }


STATES = ("ramp", "paused")


def first_pause(course: Json) -> int | None:
    """Ms from the slide's beginning."""
    return next((ms - course["slide_ms"] for ms in course["pauses"] if ms >= course["slide_ms"]), None)


def main(words: list[str]) -> int:
    parser = Parser("slides_on_unit", "tools.campaigns.slides_on_unit", __doc__)
    parser.add_argument("--slides", type=at_least(1), default=40, help="how many that would cross")
    parser.add_argument("--first", type=at_least(0), default=1, help="the first seed")
    parser.add_argument("--pypy", default="pypy3", help="a PyPy (apt install pypy3)")
    parser.add_argument("--phase", default="", help="only phases with this in their name")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "slides")
    asked = parser.parse_args(words)
    require_pypy(parser, asked.pypy)
    from tools import image

    asked.out.mkdir(parents=True, exist_ok=True)
    command = [asked.pypy, "-m", "tools.campaigns.slide_course", str(asked.slides), str(asked.first), asked.phase]
    fast = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    unit = Unit(asked.pypy, image.build_for_simulation("pico"), asked.out.resolve())
    apart = broken = 0
    for line in fast:
        seen = json.loads(line)
        slide = Slide(**seen.pop("slide"))
        found = unit.run(slide, seen)
        one, other = first_pause(seen), first_pause(found)
        unlike = (one is None) != (other is None)
        late = one is not None and other is not None and abs(one - other) > ALIKE_MS
        apart += unlike
        broken += not found["inv_12"]
        mark = "ONLY ONE PAUSED" if unlike else "apart" if late else "alike"
        print(f"{slide.phase}, {slide}: paused after {one} and {other} ms, above 40 and 50 mA {seen['over_ms']} and "
              f"{found['over_ms']} ms: {mark}", *found["told"], sep="; ", flush=True)  # fmt: skip
    print(f"{len(fast)} slides in fast motion and on the unit: {apart} paused by one only, INV-12 broken in {broken}")
    return 1 if apart or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
