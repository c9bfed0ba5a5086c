"""One drawn slide, or one sound treatment, from the first look for hands on: what is done with the hands, what is seen.

Draws; judges nothing but how dense the current was, as INV-12 does (tools/judges/density.py).
"""

from __future__ import annotations

import dataclasses
import json
import random
import sys
from collections import deque
from dataclasses import dataclass

from tools.campaigns.treatment_loop import HANDS_MS, SIT_MS, Loop, person
from tools.judges.density_limits import DENSE_UA, GAP_MS, RAMP_MS, STEP_UA, VERY_DENSE_UA
from tools.scenario.people import log_uniform
from tools.scenario.schema import HANDS
from tools.sim.plant.load import STEP_MS

from ionto.output import stage as st  # isort: skip  its `micropython` is there since treatment_loop.py
from ionto.treatment import events, states  # isort: skip
from ionto.treatment import pause as ps  # isort: skip

STEADY = (
    "first seconds at the target",
    "after UP",
    "run",
    "second half, at the target",
    "after a pause, at the target",
)
MOVING = ("end of the probe, first second", "ramp", "second half, ramp", "after a pause, ramp")
LEVELS_UA = (40_000, 50_000)
PROBE_UA = 500
BEGIN_MS = 3_000  # the ramp to the probe, and the probe
WATCHED_MS = 120_000  # a pause, and the way up again
MOST_MS = 600_000
COUNTS_MS = 400  # so long above the lowest level is a crossing

# From when on a slide's time counts.
PROBE = "probe"
RAMP = "ramp"
TURNED = "turned"
AGAIN = "probe after a pause"


@dataclass(frozen=True)
class Slide:
    """What a seed draws. `at_ms` counts from `since`. `up_ms`, `away_ms` after the ramp began: UP is pressed; both
    hands are out for `away_for_ms`.
    """

    seed: int
    phase: str
    target_ua: int
    which: int
    permille: int
    over_ms: int
    since: str
    at_ms: int
    up_ms: int = 0
    away_ms: int = 0
    away_for_ms: int = 0
    minutes: int = 40
    turns: bool = False

    def __str__(self) -> str:
        hand = HANDS[self.which - 1]
        return f"seed {self.seed}: {hand} to {self.permille} ‰ in {self.over_ms} ms at {self.target_ua / 1_000:g} mA"

    def body(self) -> dict[str, int]:
        """The person's load: apart from what the slide was drawn from."""
        return person(random.Random(f"body {self.seed}"), "hands")


def draw(seed: int, phases: tuple[str, ...] = MOVING + STEADY) -> Slide:
    """A seed's slide: from 1 to 20 mA, to 10 to 50 % of a palm in 0.3 to 15 s."""
    dice = random.Random(seed)
    phase = dice.choice(phases)
    target = dice.randrange(2, 41) * 500
    there = (target - PROBE_UA) * 2  # so long takes the ramp from the probe on
    up = away = away_for = 0
    minutes, since, at = 40, RAMP, 0.0
    if phase == "end of the probe, first second":
        since, at = PROBE, dice.uniform(BEGIN_MS - 500, BEGIN_MS + 1_000)
    elif phase == "ramp":
        at = dice.uniform(0, there)
    elif phase == "first seconds at the target":
        at = there + dice.uniform(0, 10_000)
    elif phase == "after UP":
        up = there + int(dice.uniform(5_000, 60_000))
        at = up + dice.uniform(0, 5_000)
    elif phase == "run":
        at = there + dice.uniform(10_000, 200_000)
    elif "pause" in phase:
        since, away, away_for = AGAIN, int(dice.uniform(5_000, there + 30_000)), int(log_uniform(dice, 1_500, 8_000))
        at = BEGIN_MS + (dice.uniform(-500, there) if "ramp" in phase else there + dice.uniform(0, 10_000))
    else:  # the second half
        since, minutes = TURNED, dice.randint(1, 3)
        at = dice.uniform(0, target * 2) if "ramp" in phase else target * 2 + dice.uniform(0, 10_000)
    share, over = dice.randint(100, 500), int(log_uniform(dice, 300, 15_000))
    hand, turns = dice.choice((1, 2, 3)), since == TURNED
    return Slide(seed, phase, target, hand, share, over, since, int(at), up, away, away_for, minutes, turns)


class Longest:
    """The longest time of a thing; times less than GAP_MS apart are added up."""

    def __init__(self) -> None:
        self.worst_ms = self._total = 0
        self._end = -GAP_MS

    def add(self, now_ms: int) -> None:
        if now_ms - self._end >= GAP_MS:
            self._total = 0
        self._total += STEP_MS
        self._end = now_ms + STEP_MS
        self.worst_ms = max(self.worst_ms, self._total)


class Course:
    """A session under way: what happened when, and how dense the current was."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        self.pauses: list[tuple[int, int]] = []  # when, cause
        self.waited_ms = 0  # at the probe, for both hands flat
        self.began = {PROBE: 0, RAMP: 0, TURNED: 0, AGAIN: 0}  # ms; 0: not yet
        self.over_ms = [0] * len(LEVELS_UA)
        self.worst_ua = 0.0
        self.slide_ms = 0
        self.dense, self.very_dense = Longest(), Longest()
        self._first: tuple[float, float] | None = None  # both shares at the end of the first probe
        self._state = states.CONTACT
        self._set_ua: deque[int] = deque(maxlen=RAMP_MS // STEP_MS + 1)
        self._put_in = False

    def tick(self) -> None:
        loop = self.loop
        if not self._put_in and loop.now_ms >= SIT_MS:
            self._put_in = True
            loop.move(1_000, HANDS_MS)
        loop.tick()
        self._follow(loop.now_ms)
        if self._first:
            self._weigh(loop.density_ua(self._first))

    def _follow(self, now: int) -> None:
        session = self.loop.session
        state = session.state
        began = self.began
        if state == states.CONTACT:
            if not began[PROBE] and not session.searching:
                began[PROBE] = now
            if self.pauses and not began[AGAIN] and not session.searching:
                began[AGAIN] = now
            self.waited_ms += STEP_MS if session.skin.waits else 0
        if state == self._state:
            return
        if state == states.RAMP and not began[RAMP]:
            began[RAMP] = now
            left, right = self.loop.load.hands
            self._first = (left.permille or 1_000, right.permille or 1_000)
        elif self._state == states.REVERSAL and state == states.RAMP:
            began[TURNED] = now
        elif state == states.PAUSED:
            self.pauses.append((now, session.pause.cause))
        self._state = state

    def _weigh(self, density: float) -> None:
        """5 ms of the current over the smaller share."""
        now = self.loop.now_ms
        self._set_ua.append(self.loop.ramp.set_ua)
        if density <= LEVELS_UA[0]:
            self.worst_ua = max(self.worst_ua, density)
            return
        self.worst_ua = max(self.worst_ua, density)
        for k, level in enumerate(LEVELS_UA):
            if density > level:
                self.over_ms[k] += STEP_MS
        if density > VERY_DENSE_UA:
            self.very_dense.add(now)
        if density > DENSE_UA and max(self._set_ua) - min(self._set_ua) <= STEP_UA:
            self.dense.add(now)

    def less(self) -> list[int]:
        """When the rule paused it."""
        return [ms for ms, cause in self.pauses if cause == ps.LESS]


def run(slide: Slide, blind: bool = False, enough_ms: int = 0) -> Course:
    """The treatment until two minutes after the slide, or until `enough_ms` above the lowest level."""
    loop = Loop(slide.body(), slide.seed, slide.target_ua, slide.minutes, slide.turns, blind)
    course = Course(loop)
    began = course.began
    up, away, back_ms, end_ms = slide.up_ms, slide.away_ms, 0, MOST_MS
    slid = False
    while loop.now_ms < end_ms and not loop.session.ended:
        now = loop.now_ms
        if up and began[RAMP] and now >= began[RAMP] + up:
            up = 0
            loop.event = events.UP
        if away and began[RAMP] and now >= began[RAMP] + away:
            away, back_ms = 0, now + slide.away_for_ms
            loop.move(0, HANDS_MS)
        if back_ms and now >= back_ms:
            back_ms = 0
            loop.move(1_000, HANDS_MS)
        if not slid and began[slide.since] and now >= began[slide.since] + slide.at_ms:
            slid, end_ms = True, now + slide.over_ms + WATCHED_MS
            course.slide_ms = now
            loop.move(slide.permille, slide.over_ms, slide.which)
        course.tick()
        if enough_ms and course.over_ms[0] >= enough_ms:
            break
    return course


def crosses(slide: Slide) -> bool:
    """Whether it would bring the current above the lowest level if nothing looked."""
    if slide.target_ua * 1_000 <= LEVELS_UA[0] * slide.permille:
        return False
    return run(slide, blind=True, enough_ms=COUNTS_MS).over_ms[0] >= COUNTS_MS


def out_in_half_a_second(seed: int, target_ua: int, which: int) -> int | None:
    """A hand leaves the water at the target: the share, permille, at which the current was cut. None: no current."""
    loop = Loop(person(random.Random(f"body {seed}"), "hands"), seed, target_ua, 40, False, False)
    course = Course(loop)
    at_ms = random.Random(seed).uniform(5_000, 60_000) + target_ua * 2
    while not course.began[RAMP] or loop.now_ms < course.began[RAMP] + at_ms:
        course.tick()
        if loop.now_ms > MOST_MS or loop.session.ended:
            return None
    if loop.stage.position != st.CLOSED or course.pauses:
        return None
    loop.move(0, 500, which)
    while loop.stage.position == st.CLOSED:
        course.tick()
    return min(hand.permille for hand in loop.load.hands)


def main(words: list[str]) -> None:
    """For slides_on_unit.py: so many that would cross, from a seed on, in phases whose name has this in it."""
    phases = tuple(phase for phase in MOVING + STEADY if words[2] in phase)
    left, seed = int(words[0]), int(words[1])
    while left:
        slide = draw(seed, phases)
        if slide.turns:
            slide = dataclasses.replace(slide, minutes=10)  # the least a unit takes
        seed += 1
        if not crosses(slide):
            continue
        left -= 1
        course = run(slide)
        told = {
            "slide": dataclasses.asdict(slide),
            "ramp_ms": course.began[RAMP],
            "slide_ms": course.slide_ms,
            "pauses": [ms for ms, _ in course.pauses],
            "over_ms": course.over_ms,
            "end_ms": course.loop.now_ms,
        }
        print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
