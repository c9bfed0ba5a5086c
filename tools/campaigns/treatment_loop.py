"""A treatment in fast motion: the simulated person's own load, and a current source as it should be. Judges nothing.

No chip, no circuit, no firmware but what is handed in: ramps, compliance and the meter's resolution are as the unit
has them, the regulator is ideal. A quarter of an hour takes a few tenths of a second under PyPy.
"""

from __future__ import annotations

import random
import sys
from math import pi, sin
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
for _room in (ROOT / "firmware", ROOT / "tools" / "sim" / "shims"):
    if str(_room) not in sys.path:
        sys.path.insert(0, str(_room))

from tools.scenario import people  # noqa: E402
from tools.sim.dice import Dice  # noqa: E402
from tools.sim.plant.load import BOTH, STEP_MS, Load  # noqa: E402

LOOK_TICKS = 8  # 40 ms
UP_UA = 2.5  # a tick of 5 ms: 0.5 mA/s
DOWN_UA = 5.0
STOP_UA = 25.0
PROBE_UA = 500
PROBE_MS = 2_000
TURN_MS = 700  # a reversal at zero: relay, bridge test, relay
WINDUP_UA = 300
RAIL_MV = 48_000
HEADROOM_MV = 1_500
SERIES_OHM = 150
# What the meter tells apart, and its noise.
A_STEP_UA = 1.25
V_STEP_MV = 2.5
MAINS_HZ = 50


def person(dice: random.Random, site: str, **given: int) -> dict[str, Any]:
    """A load of the widest draw, as a scenario's loader gives it."""
    drawn: dict[str, Any] = {"model": "skin", "mains_hz": MAINS_HZ, "immersed_permille": 1_000}
    drawn.update(people.draw(dice, site, "adult"))
    drawn.update(given)
    # The loop charges the skin once in 5 ms, not in 1: implicit, so this is the same as a fifth of the capacitance.
    drawn["skin_nf"] //= STEP_MS
    return drawn


class Loop:
    """`tick` is 5 ms: the person, the source, what is measured. Currents in µA, voltages in mV, shares in permille."""

    def __init__(self, load: dict[str, Any], seed: int) -> None:
        self.load = Load(load, Dice(seed))
        self.load.move(1_000, 0)
        self.load.update()
        self._dice = random.Random(seed)
        self._mains_mv = load["mains_mv"]
        self.now_ms = 0
        self.leg = 1
        self.set_ua = 0.0
        self.target_ua = 0
        self.down_ua = DOWN_UA
        self.falling = 0  # the setpoint went down by command in this tick
        self.limited = 0  # the anti-windup pulled it
        self.i_ua = 0.0
        self.a_ua = 0
        self.load_mv = 0

    def cut(self) -> None:
        """The output opens."""
        self.set_ua = 0.0
        self.target_ua = 0

    def tick(self) -> None:
        load = self.load
        self._ramp()
        if load.left_ms:
            for _ in range(STEP_MS):
                load.millisecond()
            load.update()
        leg = self.leg if self.set_ua > 0 else 0
        emf = load.emf_mv if self.leg > 0 else -load.emf_mv
        series = load.ohm + SERIES_OHM
        load.charge_skin(int(self.set_ua), RAIL_MV - HEADROOM_MV - emf, series, leg)
        own = load.slow_mv * self.leg + emf
        most = (RAIL_MV - HEADROOM_MV - own) * 1_000.0 / series
        i = min(self.set_ua, most) if most > 0 else 0.0
        self.i_ua = i
        self.limited = 0
        if self.set_ua > i + WINDUP_UA:
            self.set_ua = i + WINDUP_UA
            self.limited = 1
        self._measure(i, i * load.ohm / 1_000.0 + own)
        load.advance(int(i) * self.leg)
        self.now_ms += STEP_MS

    def _ramp(self) -> None:
        self.falling = 0
        if self.set_ua < self.target_ua:
            self.set_ua = min(self.set_ua + UP_UA, float(self.target_ua))
        elif self.set_ua > self.target_ua:
            self.falling = 1
            self.set_ua = max(self.set_ua - self.down_ua, float(self.target_ua))

    def _measure(self, i: float, v: float) -> None:
        draw = self._dice.random
        v += self._mains_mv * sin(2 * pi * MAINS_HZ * self.now_ms / 1_000.0 + 1)
        self.a_ua = max(int(int(i / A_STEP_UA + draw() * 4 - 2) * A_STEP_UA), 0)
        self.load_mv = max(int(int(v / V_STEP_MV + draw() * 4 - 2) * V_STEP_MV), 0)

    def density_ua(self) -> float:
        """Current over the smaller hand's share, as if it were a whole palm of 120 cm²."""
        left, right = self.load.hands
        least = min(left.permille, right.permille)
        return self.i_ua * 1_000.0 / least if least else 0.0

    def move(self, permille: int, over_ms: int, which: int = BOTH) -> None:
        self.load.move(permille, over_ms, which)
