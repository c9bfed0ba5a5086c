"""Draws everyday treatments, one a seed: any person on any sound unit, and what people do on the way. Nothing fails.

People are as wide as the literature (tools/scenario/people.py), with wishes within their caps. On the way hands fidget,
soda is stirred in, UP and DOWN are pressed, the load dries; some take a hand out once and put it back.
"""

from __future__ import annotations

import random
from typing import Any

from tools.judges.dose import caps
from tools.scenario.people import log_uniform
from tools.scenario.schema import HANDS

MINUTE_MS = 60_000
SHORT_MS = 60_000  # from the beginning of the ramp
SITS_OTHERWISE = 0.15  # of the times a hand fidgets
APART_MS = 1_500  # from press to press: two buttons at once are STOP
BUTTON_MA = 0.5
LOST_MA = 5.0
CELL_MOHM = (50, 400)
FULL_MA = 430  # what the cell gives for 20 mA at 48 V

Json = dict[str, Any]
CLOCK_FROM_MIN = 13_886_000  # 2026-05-27, minutes since 2000-01-01


def scenario(seed: int, whole: bool) -> Json:
    """What a seed draws: soaked and dry skins, children and adults, 1 to 20 mA, batteries from 3.65 V."""
    dice = random.Random(f"treatment {seed}")  # apart from what the loader draws from the seed
    site = dice.choice(("hands", "hands", "feet", "underarms"))
    age = dice.choice(("adult",) * 8 + ("12_to_15", "6_to_11"))
    used = age == "adult" and dice.random() < 0.5
    pad_cm2 = 40 if used else dice.randrange(10, 101, 5)
    most_ma, dose = caps({"site": site, "age": age, "pad_cm2": pad_cm2})
    current_ma = dice.randint(2, int(most_ma / BUTTON_MA + 1e-9)) * BUTTON_MA
    minutes = dice.choice([n for n in (10, 10, 10, 15, 20) if n * current_ma <= dose]) if whole else 10
    flows_ms = minutes * MINUTE_MS if whole else SHORT_MS
    cell_mohm = random.Random(f"cell {seed}").randint(*CELL_MOHM)
    lost = dice.random() >= 0.8  # the calibration: nominal values, 5 mA at most
    if lost:
        current_ma = min(current_ma, LOST_MA)
    drawn: Json = {
        "seed": seed,
        "board": {
            "name": "pico",
            "vary": True,
            "calibrated": 1,
            "used": int(used),
            "cell_mohm": cell_mohm,
            **fitted(seed),
        },
        "load": {
            "model": "skin",
            "vary": "wide",
            "body": "child" if age == "6_to_11" else "adult",
            "drying_permille_per_min": round(dice.uniform(50, 300) / minutes),
        },
        "battery_mv": least_mv(cell_mohm) + int(dice.random() * 550),
        "user": {
            "person": "default",
            "site": site,
            "age": age,
            "pad_cm2": pad_cm2,
            "current_ma": current_ma,
            "minutes": minutes,
            "polarity": dice.choice(("keep", "alternate", "half_time")),
            "vary": True,
            "then": on_the_way(dice, flows_ms),
        },
        "files": [{"file": "calibration", "mode": "flip"}] if lost else [],
        "end_ms": 75 * MINUTE_MS,
        "expect": {"result": "completed", "fault": "none"},
    }
    if not whole:
        drawn["linger_ms"] = SHORT_MS
        drawn["end_ms"] = 8 * MINUTE_MS
        drawn["expect"] = {"state": "ramp", "fault": "none"}
    return drawn


def fitted(seed: int) -> Json:
    """Which of the parts that may be fitted this unit has: the display's chip, a clock chip that was set."""
    dice = random.Random(f"fitted {seed}")
    out: Json = {"display": dice.choice(("ssd1306", "sh1106"))}
    if dice.random() < 0.5:
        out.update(rtc="ds3231", rtc_minute=CLOCK_FROM_MIN + dice.randrange(5 * 365 * 1440))
    return out


def least_mv(cell_mohm: int) -> int:
    """Of a cell at rest that shows 3.5 V while the self-test draws full power, by a converter that reads 1 % low."""
    return max(3650, 3500 * 101 // 100 + FULL_MA * cell_mohm // 1000)


# ---------------------------------------------------------------- on the way


def on_the_way(dice: random.Random, flows_ms: int) -> list[Json]:
    """What is done while so much time of current passes, counted from the beginning of the ramp."""
    actions: list[Json] = []
    away: tuple[float, float] | None = None
    if dice.random() < 0.3:
        out = _hand_out(dice, flows_ms)
        actions.append(out)
        begin = out["after"]["ms"]
        away = begin - 500, begin + out["for_ms"] + 2_000
    actions += _fidgeting(dice, flows_ms, away)
    if dice.random() < 0.3:
        soda = {"do": "soda", "to_permille": dice.randint(250, 600), "over_ms": dice.randint(3_000, 10_000)}
        actions.append({**_when(dice.uniform(3_000, flows_ms * 0.7)), **soda})
    pressed_ms = -float(APART_MS)
    for at in sorted(dice.uniform(5_000, flows_ms * 0.9) for _ in range(dice.randrange(5))):
        button = {"press": dice.choice(("up", "down")), "for_ms": dice.randint(60, 250)}
        if at - pressed_ms >= APART_MS:
            pressed_ms = at
            actions.append({**_when(at), **button})
    return sorted(actions, key=lambda action: int(action["after"]["ms"]))


def _when(ms: float) -> Json:
    return {"after": {"state": "ramp", "ms": int(ms)}}


def _hand_out(dice: random.Random, flows_ms: int) -> Json:
    """Properly, and back before the unit asks for OK."""
    at = _when(dice.uniform(8_000, flows_ms * 0.8))
    over_ms, for_ms = dice.randint(150, 600), dice.randint(2_000, 8_000)
    hand = dice.choice(HANDS)
    return {**at, "do": "withdraw", "to_permille": 0, "over_ms": over_ms, "for_ms": for_ms, "hand": hand}


def _fidgeting(dice: random.Random, flows_ms: int, away: tuple[float, float] | None) -> list[Json]:
    """One hand's share falls to 0.88 to 0.97 for 0.3 to 3 s, several times a minute; now and then someone sits
    otherwise: one or both, for up to 20 s. Not while a hand is out."""
    found: list[Json] = []
    at = dice.uniform(500, 10_000)
    while at < flows_ms:
        over_ms, stays_ms = int(log_uniform(dice, 100, 1_000)), dice.uniform(300, 3_000)
        hand = dice.choice(("left", "right"))
        if dice.random() < SITS_OTHERWISE:
            stays_ms, hand = dice.uniform(3_000, 20_000), dice.choice(HANDS)
        move = {"do": "slide", "over_ms": over_ms, "hand": hand}
        less = dice.randint(880, 970)
        until = at + 2 * over_ms + stays_ms
        if not away or until < away[0] or at > away[1]:
            found.append({**_when(at), **move, "to_permille": less})
            found.append({**_when(at + over_ms + stays_ms), **move, "to_permille": 1_000})
        at = until + dice.uniform(3_000, 20_000)
    return found
