"""A treatment in fast motion: the firmware's own session, stage, ramp and judgement of contact, in an ideal circuit.

The simulated person's own load, a current source as it should be, the meter's resolution and noise. No chip, no panel,
no fault. A quarter of an hour takes about a second under PyPy. Judges nothing.
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
from tools.sim.plant.load import BOTH, OPEN_OHM, STEP_MS, Load  # noqa: E402

from ionto.output import stage as st  # noqa: E402  isort: skip
from ionto.output.ramp import Ramp  # noqa: E402  isort: skip
from ionto.safety import limits  # noqa: E402  isort: skip
from ionto.safety import readings as rd  # noqa: E402  isort: skip
from ionto.safety.monitor import Mailbox  # noqa: E402  isort: skip
from ionto.safety.pause_evidence import PauseEvidence  # noqa: E402  isort: skip
from ionto.safety.plausibility import REGULATED, SEARCHING, STOPPING, Plausibility  # noqa: E402  isort: skip
from ionto.treatment import states, terms  # noqa: E402  isort: skip
from ionto.treatment.plan import Plan  # noqa: E402  isort: skip
from ionto.treatment.session import OPEN, Session  # noqa: E402  isort: skip

LOOK_TICKS = 8  # 40 ms: a session whose current flows steadily is looked at so often
BRIDGE_MS = 420  # the bridge test of a reversal
RAIL_MV = 48_000
RAIL_UP_MS = 60
RAIL_TAU_MS = 486
RELAY_MS = 10
# What the meter tells apart, and its noise.
A_STEP_UA = 1.25
V_STEP_MV = 2.5
MAINS_HZ = 50
HANDS_MS = 300  # on their way into the water
SIT_MS = 1_500  # until then nobody is there, which is looked for


def person(dice: random.Random, site: str, **given: int) -> dict[str, Any]:
    """A load of the widest draw, as a scenario's loader gives it."""
    drawn: dict[str, Any] = {"model": "skin", "mains_hz": MAINS_HZ, "immersed_permille": 1_000}
    drawn.update(people.draw(dice, site, "adult"))
    drawn.update(given)
    # The loop charges the skin once in 5 ms, not in 1: implicit, so this is the same as a fifth of the capacitance.
    drawn["skin_nf"] //= STEP_MS
    return drawn


class _Pin:
    level = 0

    def value(self, level: int) -> None:
        self.level = level


class _Sink:
    """Gives what it is asked for."""

    ua = 0

    def set_ua(self, ua: int) -> int:
        self.ua = ua
        return ua

    def off(self) -> int:
        self.ua = 0
        return 0

    def verify(self) -> int:
        return 0


class _Bridge:
    """The test of the bridge between the halves: it takes its time."""

    def __init__(self) -> None:
        self.busy = self.fault = self._ms = 0

    def bridge(self) -> int:
        return BRIDGE_MS

    def begin(self, ms: int) -> None:
        self.busy, self._ms = 1, ms

    def advance(self) -> None:
        self._ms -= STEP_MS
        if self._ms <= 0:
            self.busy = 0

    def stop(self) -> None:
        self.busy = 0


class Loop:
    """`tick` is 5 ms: person, source, measurement, firmware. Currents in µA, voltages in mV, shares in permille.

    `blind`: nothing looks at the skin, as if the rule and the judgement of a withdrawal were not there.
    """

    def __init__(self, load: dict[str, Any], seed: int, target_ua: int, minutes: int, turns: bool, blind: bool) -> None:
        self.load = Load(load, Dice(seed))
        self._draw = random.Random(seed).random
        self._mains_mv = load["mains_mv"]
        self.blind = blind
        self.now_ms = 0
        self.i_ua = 0.0
        self.fault = 0
        self.event = 0  # a key, for the next tick
        self.r = rd.make()
        self._sink = _Sink()
        self._boost, self._relay = _Pin(), _Pin()
        self._relay_ms = 0
        self._rail_mv = 0.0
        self._mail = Mailbox()
        self._mail.enabled = 1
        pins = (_Pin(), _Pin(), _Pin(), self._boost, self._relay)
        self.stage = st.Stage(self._mail, self._sink, *pins)  # type: ignore[arg-type]
        self.ramp = Ramp()
        plan = Plan()
        plan.user.age = terms.ADULT
        plan.load(terms.HANDS, target_ua, limits.MINUTES_MAX, terms.KEEP, terms.A_POSITIVE, 0)
        plan.minutes = minutes  # as short as a campaign wants it
        plan.mode = terms.HALF_TIME if turns else terms.KEEP
        self.session = Session(plan, self.stage, self.ramp, _Bridge(), self.r)  # type: ignore[arg-type]
        self._plausibility = Plausibility()
        self._evidence = PauseEvidence()
        self._asked_ua = self._ticks = self._looked = self._sum_ua = 0
        self.session.begin()
        if blind:
            skin = self.session.skin
            none: Any = lambda *_: 0  # noqa: E731
            skin.area.look = skin._falls_at_once = self.session._load_drift.judge = none  # type: ignore[method-assign]
            skin.is_back = lambda session, r: 1  # type: ignore[method-assign]

    def tick(self) -> None:
        self._flow()
        self._measure()
        self._treat()
        self.now_ms += STEP_MS

    # ------------------------------------------------------------ the person and the circuit

    def _flow(self) -> None:
        load = self.load
        stage = self.stage
        if load.left_ms:
            for _ in range(STEP_MS):
                load.millisecond()
            load.update()
        if self._boost.level:
            self._rail_mv = min(self._rail_mv + RAIL_MV * STEP_MS / RAIL_UP_MS, RAIL_MV)
        else:
            self._rail_mv -= self._rail_mv * STEP_MS / RAIL_TAU_MS
        self._relay_ms = self._relay_ms + STEP_MS if self._relay.level else 0
        sink = self._sink.ua if stage.position == st.CLOSED and stage.path == st.ELECTRODES else 0
        turn = stage.polarity
        leg = turn if sink > 0 and load.ohm < OPEN_OHM else 0
        emf = load.emf_mv * turn
        series = load.ohm + limits.SERIES_OHM
        load.charge_skin(sink, RAIL_MV - limits.HEADROOM_MV - emf, series, leg)
        own = load.slow_mv * turn + emf
        most = (RAIL_MV - limits.HEADROOM_MV - own) * 1_000.0 / series
        self.i_ua = i = (min(sink, most) if most > 0 else 0.0) if leg else 0.0
        self._load_mv = i * load.ohm / 1_000.0 + own if load.ohm < OPEN_OHM else (RAIL_MV if sink else 0.0)
        load.advance(int(i) * turn)

    def _measure(self) -> None:
        r = self.r
        draw = self._draw
        ticks = self._ticks = self._ticks + 1
        v = self._load_mv + self._mains_mv * sin(2 * pi * MAINS_HZ * self.now_ms / 1_000.0 + 1)
        a_ua = max(int(int(self.i_ua / A_STEP_UA + draw() * 4 - 2) * A_STEP_UA), 0)
        r[rd.A_UA] = r[rd.B_UA] = a_ua
        r[rd.A_NEW] = 1
        r[rd.LOAD_NEW] = load_new = ticks & 1
        if load_new:
            load_mv = max(int(int(v / V_STEP_MV + draw() * 4 - 2) * V_STEP_MV), 0)
            r[rd.LOAD_MV] = load_mv
        r[rd.LOAD_OHM] = r[rd.LOAD_MV] * 1_000 // a_ua if a_ua > 100 else 0
        r[rd.RAIL_MV] = int(self._rail_mv)
        searching = self.session.searching
        r[rd.LOW_NEW] = 1 if searching and not load_new else 0
        r[rd.LOW_MV] = r[rd.RAIL_MV] if self.load.ohm < OPEN_OHM else 0
        r[rd.HIGH_MV] = r[rd.RAIL_MV]
        r[rd.RELAY_REST] = 0 if self._relay_ms >= RELAY_MS else 1

    # ------------------------------------------------------------ the firmware's tick, as app/unit.py has it

    def _treat(self) -> None:
        session = self.session
        r = self.r
        lost = self._lost()
        steady = states.RAMP <= session.state <= states.LIMITED
        if self.event or lost or self.fault or not steady or self._ticks % LOOK_TICKS == 0:
            if self.fault:
                session.controlled_stop(self.fault, 0, 0)
            ms = (self._ticks - self._looked) * STEP_MS
            self._looked = self._ticks
            session.advance(self.event, lost, ms)
            self.event = 0
        if self._ticks % LOOK_TICKS == LOOK_TICKS // 2:
            session.skin.area.work()
        self._regulate()
        self._sum_ua += r[rd.A_UA]
        if self._ticks % LOOK_TICKS == 0:
            session.dose.charge(self._sum_ua, LOOK_TICKS * STEP_MS)
            self._sum_ua = 0

    def _lost(self) -> int:
        """Contact is lost, or being lost."""
        session = self.session
        stage = self.stage
        plausibility = self._plausibility
        plausibility.lost = 0
        if session._dummy_load.busy:
            return 0
        expect = stage.expect
        if expect == REGULATED and session.searching:
            expect = SEARCHING
        falling = self.ramp.falling
        if (session.state == states.RAMPDOWN or session.skin.waits) and session.down_na == limits.RAMP_STOP_NA:
            falling = STOPPING
        code = plausibility.check(self.r, expect, self._asked_ua, falling, stage.electrodes)
        if plausibility.lost and not code:
            code = self._evidence.weigh(plausibility, self.r, self._asked_ua)
        if code and not self.fault:
            self.fault = code
        if self.blind and self.load.ohm < OPEN_OHM:
            return 0
        return plausibility.lost

    def _regulate(self) -> None:
        session = self.session
        stage = self.stage
        ramp = self.ramp
        wanted = OPEN if session._dummy_load.busy else session.wanted_ua
        if wanted == OPEN or stage.position != st.CLOSED:
            if wanted == OPEN and stage.position == st.CLOSED:
                stage.cut()
            ramp.reset()
            self._asked_ua = 0
            stage.drive(self.r, 0)
            return
        ramp.follow(self.r[rd.A_UA])
        self._asked_ua = ramp.approach(wanted, session.down_na)
        stage.drive(self.r, self._asked_ua)

    # ------------------------------------------------------------ what a campaign asks

    def density_ua(self, whole: tuple[float, float] = (1_000, 1_000)) -> float:
        """Current over the smaller share, as if of a palm of 120 cm². `whole`: shares that count as whole, permille."""
        left, right = self.load.hands
        least = min(left.permille / whole[0], right.permille / whole[1])
        return self.i_ua / least if least else 0.0

    def move(self, permille: int, over_ms: int, which: int = BOTH) -> None:
        self.load.move(permille, over_ms, which)
        self.load.update()
