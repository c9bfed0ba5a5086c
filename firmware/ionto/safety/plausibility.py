# Judges what was measured, every tick: do the readings fit one another and what was asked? Returns a fault code, or
# says that contact is lost; what follows from that is decided elsewhere.
#
# What every tick needs is machine code (viper): integers only, none of them beyond 2**30.

from array import array

import micropython
from micropython import const

from ionto.safety import faults, limits

# What is expected of the output in this tick.
CLOSED_OFF = const(0)  # output off: no current
REGULATED = const(1)  # output on, current regulated through the load
SEARCHING = const(2)  # output on at DAC 0, looking for contact
MOVING = const(3)  # stage between two positions: currents are judged, voltages are not

STOPPING = const(2)  # for `falling`: a controlled stop, which has to be followed closely

# What a reading can be wrong in, in the order of judgement: a bit each, how often in a row, and the fault then.
_DAC = const(1)
_OVER = const(2)
_DIFFERING = const(4)
_DEVIATING = const(8)
_MISSING = const(16)
_IDLE = const(32)
_RELAY = const(64)
_RAIL = const(128)
_HIGH = const(256)
_BALANCE = const(512)
_SHORT = const(1024)
_FAR = const(2048)
_LOAD_MS = 2 * limits.TICK_MS  # the load voltage comes each other tick
_RULES = (
    (3, faults.DAC_VOLTAGE),
    (limits.OVERCURRENT_SAMPLES, faults.OVERCURRENT_A),
    (limits.A_B_TICKS, faults.A_B_DISAGREE),
    (limits.DEVIATION_TICKS, faults.DEVIATION),
    (limits.DEVIATION_TICKS, faults.DEVIATION),
    (limits.IDLE_MS // limits.TICK_MS, faults.IDLE_CURRENT),
    (2, faults.RELAY_FEEDBACK),
    (3, faults.RAIL_VOLTAGE),
    (limits.HIGH_ELECTRODE_SAMPLES, faults.HIGH_ELECTRODE),
    (4, faults.RAIL_BALANCE),
    (limits.SHORT_MS // _LOAD_MS, faults.SHORTED),
    (limits.LOAD_MAX_SAMPLES, faults.NONE),  # no usable contact: lost, no fault
)
# Which of them a sample of A, and one of the load voltage, can tell.
_BY_A = _OVER | _DIFFERING | _DEVIATING | _MISSING | _IDLE
_BY_LOAD = _BALANCE | _SHORT

_STRETCH_SAMPLES = const(2)
_STRETCHES = limits.WITHDRAWAL_MS // _LOAD_MS // _STRETCH_SAMPLES + 1  # the one that is filled, and 200 ms before it
_NO_OHM = const(1_000_000)
_BALANCE_HIGH_MV = const(3_000)  # above the rail


class Readings:
    """One tick's measurements: integers, magnitudes in µA, voltages in mV, ages in ms."""

    def __init__(self) -> None:
        self.a_ua = 0
        self.a_raw = 0  # the same with its sign
        self.a_age_ms = 0
        self.a_new = 0  # 1: a_ua was converted in this tick
        self.b_ua = 0
        self.load_mv = 0
        self.load_age_ms = 0
        self.load_new = 0
        self.high_mv = 0  # the electrode at the positive side
        self.low_mv = 0
        self.high_new = 0
        self.low_new = 0
        self.rail_mv = 0
        self.rail_age_ms = 0
        self.dropped = 0  # samples dropped in a row
        self.dac_mv = 0  # as the monitor sees it
        self.dac_code_mv = 0  # as the code sent should give
        self.load_ohm = 0  # 0: unknown
        self.relay_rest = 0  # 1: feedback says at rest


class Plausibility:
    """`check` returns the first fault found, or 0. `lost` is 1 when contact is lost or being lost.

    Counters belong to one session: `restart` before the output is switched on.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._counts = array("H", [0] * len(_RULES))
        self._ohms = array("i", [_NO_OHM] * _STRETCHES)
        self._least = _NO_OHM
        self._newest = _NO_OHM  # of the stretch that is being filled
        self._in_stretch = 0
        self.restart()

    def restart(self) -> None:
        """Forget everything counted. Only while the output is off."""
        self._counting = 0  # the bits whose counts are not 0
        for i in range(len(_RULES)):
            self._counts[i] = 0
        self._same = 0
        self._last_raw = -1
        self._reference_ua = 0
        self._low = 0
        self.lost = 0
        self._at = 0
        self._forget_ohms()

    @micropython.viper
    def check(
        self,
        r,  # type: Readings
        expect: int,
        set_ua: int,
        falling: int,
        electrodes: int,
    ) -> int:
        """Judge one tick: a fault code or 0.

        `set_ua`: tracked setpoint in force when A was sampled; `falling`: 1 while the ramp goes down, STOPPING in a
        controlled stop; `electrodes`: 1 relay asked to the electrodes, 0 to rest, -1 still moving.
        """
        a_ua = int(r.a_ua)
        a_new = int(r.a_new)
        bad = _RELAY if int(r.relay_rest) == electrodes else 0
        if expect != CLOSED_OFF:
            if int(r.dropped) >= limits.DROPPED_SAMPLES or int(r.a_age_ms) > limits.SAMPLE_AGE_MS:
                return faults.SAMPLE_STALE
            off = int(r.dac_mv) - int(r.dac_code_mv)
            if off > limits.DAC_VOLTAGE_MV or off < -limits.DAC_VOLTAGE_MV:
                bad |= _DAC
        if a_new:
            # A converter that repeats itself.
            raw = int(r.a_raw)
            if raw != int(self._last_raw) or a_ua <= limits.IDLE_A_UA or expect == CLOSED_OFF:
                self._same = 0
                self._last_raw = raw
            else:
                same = int(self._same) + 1
                self._same = same
                if same >= limits.FROZEN_CODES - 1:  # the first of them repeats nothing
                    return faults.A_FROZEN
            if a_ua > limits.OVERCURRENT_UA:
                bad |= _OVER
            b_ua = int(r.b_ua)
            off = a_ua - b_ua if a_ua > b_ua else b_ua - a_ua
            if off > limits.A_B_UA and off > b_ua * limits.A_B_PERMILLE // 1000:
                bad |= _DIFFERING
            if expect != REGULATED and (a_ua > limits.IDLE_A_UA or b_ua > limits.IDLE_B_UA):
                bad |= _IDLE
        if expect == REGULATED:
            if set_ua > limits.ZERO_UA:
                if int(r.load_age_ms) > limits.SAMPLE_AGE_MS or int(r.rail_age_ms) > limits.ROTATING_AGE_MS:
                    return faults.SAMPLE_STALE
            bad |= int(self._regulated(r, set_ua, falling))
        if bad or int(self._counting):
            code = int(self._count(r, bad, expect))
            if code:
                return faults.NOT_FOLLOWING if code == faults.DEVIATION and falling == STOPPING else code
        if a_new:
            if expect == REGULATED:
                return int(self._contact(r, set_ua, falling))
            self._low = 0
        return 0

    def _count(self, r: Readings, bad: int, expect: int) -> int:
        """Count what is bad, forget what was judged and is not; the first fault whose count is full, or 0."""
        judged = _RELAY
        if expect != CLOSED_OFF:
            judged |= _DAC
        if r.a_new:
            judged |= _BY_A
        if expect == REGULATED:
            judged |= _RAIL
            if r.high_new:
                judged |= _HIGH
            if r.load_new:
                judged |= _BY_LOAD
                if r.a_new and r.load_ohm > 0:
                    judged |= _FAR
        judged |= bad
        counts = self._counts
        counting = self._counting
        for i in range(len(_RULES)):
            bit = 1 << i
            if judged & bit:
                if bad & bit:
                    count = counts[i] + 1
                    counts[i] = count
                    counting |= bit
                    rule = _RULES[i]
                    if count >= rule[0]:
                        if rule[1]:
                            return rule[1]
                        self.lost = 1
                elif counting & bit:
                    counts[i] = 0
                    counting ^= bit
        self._counting = counting
        return 0

    @micropython.viper
    def _regulated(
        self,
        r,  # type: Readings
        set_ua: int,
        falling: int,
    ) -> int:
        """What is bad of current, rail, load and electrode while current is regulated: bits."""
        bad = 0
        a_ua = int(r.a_ua)
        rail_mv = int(r.rail_mv)
        load_mv = int(r.load_mv)
        series_mv = a_ua * limits.SERIES_OHM // 1000
        if int(r.a_new):
            most = set_ua * limits.DEVIATION_PERMILLE // 1000
            if most < limits.DEVIATION_UA:
                most = limits.DEVIATION_UA
            if falling == STOPPING:
                most = limits.FOLLOW_UA
            if a_ua - set_ua > most:
                bad = _DEVIATING
            elif set_ua - a_ua > limits.MISSING_UA:
                # Less than asked for though the load would carry more: the anti-windup hides how much less.
                if load_mv * 10 < (rail_mv - limits.HEADROOM_MV - series_mv) * 9:
                    bad = _MISSING
        if rail_mv > limits.RAIL_MAX_MV or rail_mv < limits.RAIL_MIN_MV:
            bad |= _RAIL
        if int(r.high_new) and rail_mv - int(r.high_mv) > limits.HIGH_ELECTRODE_MV:
            bad |= _HIGH
        if int(r.load_new):
            rest_mv = rail_mv - load_mv - series_mv
            if rest_mv < limits.BALANCE_LOW_MV or rest_mv > rail_mv + _BALANCE_HIGH_MV:
                bad |= _BALANCE
            ohm = int(r.load_ohm)
            if ohm < limits.SHORT_OHM:
                if a_ua >= limits.SHORT_ARMED_UA:
                    bad |= _SHORT
            elif ohm > limits.LOAD_MAX_OHM and set_ua > limits.PROBE_UA:  # at the probe contact.py judges
                bad |= _FAR
        return bad

    @micropython.viper
    def _contact(
        self,
        r,  # type: Readings
        set_ua: int,
        falling: int,
    ) -> int:
        """Collapse of the current, 2 samples; or a resistance that runs away: withdrawal.

        Without contact the electrodes show the rail. Do they show nothing, the break is behind them: in the unit.
        """
        a_ua = int(r.a_ua)
        load_new = int(r.load_new)
        if int(self._low):
            # The anti-windup has lowered the setpoint since: the first bad sample's reference stands.
            self._low = 0
            if a_ua < limits.LOST_UA or a_ua < int(self._reference_ua) >> 1:
                self.lost = 1
                if a_ua < limits.IDLE_A_UA and load_new and int(r.load_mv) < limits.RETURN_OPEN_MV:
                    return faults.RETURN_OPEN
        elif set_ua >= limits.LOST_ARMED_UA and (a_ua < limits.LOST_UA or a_ua < set_ua >> 1):
            self._low = 1
            self._reference_ua = set_ua
        if load_new:
            ohm = int(r.load_ohm)
            if ohm > 0:
                self._withdrawal(ohm, a_ua, set_ua, falling)
        return 0

    @micropython.viper
    def _withdrawal(self, ohm: int, a_ua: int, set_ua: int, falling: int) -> int:
        """Resistance up 30 % within 200 ms at 0.5 mA or more, the ramp not having gone down in that time.

        The electrodes' own voltage counts as resistance, and turns by up to 4 V within seconds after a reversal: what
        0.4 V more would make of the least resistance is no withdrawal.

        The least resistance of the last 200 ms is kept as the least of eleven stretches of 20 ms: the window is 200
        to 220 ms long, and a sample is compared once. Returns 0.
        """
        least = int(self._least)
        if falling or set_ua < limits.WITHDRAWAL_ARMED_UA:
            if least < _NO_OHM:
                self._forget_ohms()
            return 0
        if least < _NO_OHM:
            more = ohm - least - least * limits.WITHDRAWAL_PERMILLE // 1000
            if more > 0 and a_ua > 0 and more > limits.WITHDRAWAL_OWN_MV * 1000 // a_ua:
                self.lost = 1
        if ohm < int(self._newest):
            self._newest = ohm
            if ohm < least:
                self._least = ohm
        filled = int(self._in_stretch) + 1
        self._in_stretch = filled
        if filled >= _STRETCH_SAMPLES:
            self._next_stretch()
        return 0

    def _next_stretch(self) -> None:
        """The stretch that was filled takes the oldest one's place."""
        ohms = self._ohms
        ohms[self._at] = self._newest
        self._at = self._at + 1 if self._at + 1 < _STRETCHES else 0
        ohms[self._at] = _NO_OHM
        self._newest = _NO_OHM
        self._in_stretch = 0
        least = _NO_OHM
        for i in range(_STRETCHES):
            if ohms[i] < least:
                least = ohms[i]
        self._least = least

    def _forget_ohms(self) -> None:
        self._in_stretch = 0
        self._newest = _NO_OHM
        self._least = _NO_OHM
        for i in range(_STRETCHES):
            self._ohms[i] = _NO_OHM
