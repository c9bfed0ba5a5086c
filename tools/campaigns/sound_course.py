"""A treatment in which nobody slides: hands fidget, leave and come back; soda, UP and DOWN, drying, a reversal."""

from __future__ import annotations

import random

from tools.campaigns.slide_course import Course
from tools.campaigns.treatment_loop import HANDS_MS, SIT_MS, Loop, person
from tools.scenario.people import log_uniform

from ionto.treatment import events, states  # isort: skip  its `micropython` is there since treatment_loop.py

SODA_MS = 10_000
FIRST_MOVE_MS = 2_000  # after the hands came in
KEYS_MS = 300  # from press to press

Event = tuple[float, str, float, int, int]  # when, what, how far, how fast, which


def _drawn(dice: random.Random, end_ms: int) -> list[Event]:
    happens: list[Event] = []
    at = SIT_MS + HANDS_MS + dice.uniform(FIRST_MOVE_MS, 30_000)
    while at < end_ms:
        over, stays = int(log_uniform(dice, 300, 3_000)), log_uniform(dice, 500, 20_000)
        which = dice.choice((1, 2, 3))
        happens.append((at, "move", 1_000 * (1 - log_uniform(dice, 0.01, 0.12)), over, which))
        happens.append((at + over + stays, "move", 1_000, over, which))
        at += over * 2 + stays + log_uniform(dice, 5_000, 60_000)
    for _ in range(dice.randrange(6)):
        at, key = dice.uniform(5_000, end_ms), dice.choice((events.DOWN, events.DOWN, events.UP, events.UP))
        for n in range(dice.choice((1, 1, 3))):
            happens.append((at + n * KEYS_MS, "key", key, 0, 0))
    if dice.random() < 0.3:
        happens.append((dice.uniform(30_000, end_ms), "soda", log_uniform(dice, 0.2, 0.8), 0, 0))
    if dice.random() < 0.3:
        happens.append((dice.uniform(20_000, end_ms), "leave", log_uniform(dice, 1_500, 8_000), 0, 3))
    happens.sort()
    return happens


def sound(seed: int, minutes: int) -> tuple[Course, int]:
    """The treatment, to its end, and its movement noise in permille."""
    dice = random.Random(seed)
    load = person(dice, dice.choice(("hands", "hands", "feet")))
    load["drying_permille_per_min"] = dice.randint(10, 40)
    loop = Loop(load, seed, dice.randrange(2, 41) * 500, minutes, dice.random() < 0.5, False)
    course = Course(loop)
    end_ms = minutes * 60_000
    happens = _drawn(dice, end_ms)
    soda: tuple[float, float, int] | None = None
    back_ms = 0.0
    while loop.now_ms < end_ms and not loop.session.ended:
        now = loop.now_ms
        while happens and happens[0][0] <= now:
            _, what, value, over, which = happens.pop(0)
            if what == "key":
                loop.event = int(value)
            elif what == "soda":
                soda = load["water_ohm"], value, now
            elif what == "move" and not back_ms:
                loop.move(int(value), over, which)
            elif what == "leave" and states.RAMP <= loop.session.state <= states.LIMITED:
                back_ms = now + value
                loop.move(0, HANDS_MS)
        if back_ms and now >= back_ms:
            back_ms = 0.0
            loop.move(1_000, HANDS_MS)
        if soda:
            done = min(1.0, (now - soda[2]) / SODA_MS)
            load["water_ohm"] = max(int(soda[0] * (1 + (soda[1] - 1) * done)), 1)
        course.tick()
    return course, int(load["noise_permille"])
