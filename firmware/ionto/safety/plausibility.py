# Judges what was measured, every tick: do the readings fit one another and what was asked? Returns a fault code, or
# says that contact is lost; what follows from that is decided elsewhere.

from array import array

from micropython import const

from ionto.safety import faults, limits

# What is expected of the output in this tick.
CLOSED_OFF = const(0)  # output off: no current
REGULATED = const(1)  # output on, current regulated through the load
SEARCHING = const(2)  # output on at DAC 0, looking for contact
MOVING = const(3)  # stage between two positions: currents are judged, voltages are not

STOPPING = const(2)  # for `falling`: a controlled stop, which has to be followed closely

_STRETCHES = const(8)
_STRETCH_TICKS = const(5)
_NO_OHM = const(1_000_000)


class Readings:
    """One tick's measurements: integers, magnitudes in µA, voltages in mV, ages in ms."""

    def __init__(self) -> None:
        self.a_ua = 0
        self.a_raw = 0
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
        self.withdrawn = 0
        self._ohms = array("i", [_NO_OHM] * _STRETCHES)
        self._least = _NO_OHM
        self.restart()

    def restart(self) -> None:
        """Forget everything counted. Only while the output is off."""
        self._at = 0
        self._over = 0
        self._deviating = 0
        self._missing = 0
        self._far = 0
        self._differing = 0
        self._low = 0
        self._reference_ua = 0
        self._same = 0
        self._last_raw = -1
        self._high_bad = 0
        self._dac_bad = 0
        self._idle = 0
        self._balance_bad = 0
        self._rail_bad = 0
        self._short_ms = 0
        self._relay_bad = 0
        self.lost = 0
        self.withdrawn = 0
        self._forget_ohms()

    def check(self, r: Readings, expect: int, set_ua: int, falling: int, electrodes: int) -> int:
        """Judge one tick: a fault code or 0.

        `set_ua`: tracked setpoint in force when A was sampled; `falling`: 1 while the ramp goes down, STOPPING in a
        controlled stop; `electrodes`: 1 relay asked to the electrodes, 0 to rest, -1 still moving.
        """
        self.lost = 0
        code = self._samples(r, expect, set_ua)
        if not code:
            code = self._currents(r, expect, set_ua, falling)
        if not code:
            code = self._relay(r, electrodes)
        if not code and expect == REGULATED:
            code = self._circuit(r, set_ua)
        if not code and r.a_new:
            if expect == REGULATED:
                code = self._contact(r, set_ua, falling)
            else:
                self._low = 0
        return code

    def _samples(self, r: Readings, expect: int, set_ua: int) -> int:
        """Age, drops, a converter that repeats itself, the DAC's voltage."""
        if expect == CLOSED_OFF:
            self._same = 0
            return 0
        if r.dropped >= limits.DROPPED_SAMPLES or r.a_age_ms > limits.SAMPLE_AGE_MS:
            return faults.SAMPLE_STALE
        if expect == REGULATED and set_ua > limits.ZERO_UA:
            if r.load_age_ms > limits.SAMPLE_AGE_MS or r.rail_age_ms > limits.ROTATING_AGE_MS:
                return faults.SAMPLE_STALE
        if r.a_new:
            if r.a_raw == self._last_raw and r.a_ua > limits.IDLE_A_UA:
                self._same += 1
                if self._same >= limits.FROZEN_CODES:
                    return faults.A_FROZEN
            else:
                self._same = 0
            self._last_raw = r.a_raw
        if _apart(r.dac_mv, r.dac_code_mv) > limits.DAC_VOLTAGE_MV:
            self._dac_bad += 1
            if self._dac_bad >= 3:
                return faults.DAC_VOLTAGE
        else:
            self._dac_bad = 0
        return 0

    def _currents(self, r: Readings, expect: int, set_ua: int, falling: int) -> int:
        """Over-current, deviation, A against B, and no current where none may be."""
        if not r.a_new:
            return 0
        if r.a_ua > limits.OVERCURRENT_UA:
            self._over += 1
            if self._over >= limits.OVERCURRENT_SAMPLES:
                return faults.OVERCURRENT_A
        else:
            self._over = 0
        if _apart(r.a_ua, r.b_ua) > _more(limits.A_B_UA, r.b_ua * limits.A_B_PERMILLE // 1000):
            self._differing += 1
            if self._differing >= limits.A_B_TICKS:
                return faults.A_B_DISAGREE
        else:
            self._differing = 0
        if expect == REGULATED:
            self._idle = 0
            return self._deviation(r, set_ua, falling)
        self._deviating = 0
        self._missing = 0
        if r.a_ua > limits.IDLE_A_UA or r.b_ua > limits.IDLE_B_UA:
            self._idle += limits.TICK_MS
            if self._idle >= limits.IDLE_MS:
                return faults.IDLE_CURRENT
        else:
            self._idle = 0
        return 0

    def _deviation(self, r: Readings, set_ua: int, falling: int) -> int:
        """More than asked for; or less, though the load would carry more: the anti-windup hides how much less."""
        most = _more(limits.DEVIATION_UA, set_ua * limits.DEVIATION_PERMILLE // 1000)
        if falling == STOPPING:
            most = limits.FOLLOW_UA
        if r.a_ua - set_ua > most:
            self._deviating += 1
            if self._deviating >= limits.DEVIATION_TICKS:
                return faults.NOT_FOLLOWING if falling == STOPPING else faults.DEVIATION
        else:
            self._deviating = 0
        gives_mv = r.rail_mv - limits.HEADROOM_MV - r.a_ua * limits.SERIES_OHM // 1000
        if set_ua - r.a_ua > limits.MISSING_UA and r.load_mv * 10 < gives_mv * 9:
            self._missing += 1
            if self._missing >= limits.DEVIATION_TICKS:
                return faults.DEVIATION
        else:
            self._missing = 0
        return 0

    def _relay(self, r: Readings, electrodes: int) -> int:
        """RELAY_FB against PATIENT; `electrodes` is -1 while the relay moves."""
        if electrodes >= 0 and r.relay_rest == electrodes:
            self._relay_bad += 1
            if self._relay_bad >= 2:
                return faults.RELAY_FEEDBACK
        else:
            self._relay_bad = 0
        return 0

    def _circuit(self, r: Readings, set_ua: int) -> int:
        """Rail, balance, high electrode, short: only where the readings are fresh."""
        if r.rail_mv > limits.RAIL_MAX_MV or r.rail_mv < limits.RAIL_MIN_MV:
            self._rail_bad += 1
            if self._rail_bad >= 3:
                return faults.RAIL_VOLTAGE
        else:
            self._rail_bad = 0
        if r.high_new:
            if r.rail_mv - r.high_mv > limits.HIGH_ELECTRODE_MV:
                self._high_bad += 1
                if self._high_bad >= limits.HIGH_ELECTRODE_TICKS - 2:
                    return faults.HIGH_ELECTRODE
            else:
                self._high_bad = 0
        if r.load_new:
            rest_mv = r.rail_mv - r.load_mv - r.a_ua * limits.SERIES_OHM // 1000
            if rest_mv < limits.BALANCE_LOW_MV or rest_mv > r.rail_mv + 3_000:
                self._balance_bad += 1
                if self._balance_bad >= 4:
                    return faults.RAIL_BALANCE
            else:
                self._balance_bad = 0
            if r.a_ua >= limits.SHORT_ARMED_UA and r.load_ohm < limits.SHORT_OHM:
                self._short_ms += limits.TICK_MS
                if self._short_ms >= limits.SHORT_MS:
                    return faults.SHORTED
            else:
                self._short_ms = 0
        return 0

    def _contact(self, r: Readings, set_ua: int, falling: int) -> int:
        """Collapse of the current, 2 samples; no usable contact; or a resistance that runs away: withdrawal.

        Without contact the electrodes show the rail. Do they show nothing, the break is behind them: in the unit.
        """
        if self._low:
            # The anti-windup has lowered the setpoint since: the first bad sample's reference stands.
            self._low = 0
            if r.a_ua < _more(limits.LOST_UA, self._reference_ua // 2):
                self.lost = 1
                if r.a_ua < limits.IDLE_A_UA and r.load_mv < limits.RETURN_OPEN_MV and r.load_new:
                    return faults.RETURN_OPEN
        elif set_ua >= limits.LOST_ARMED_UA and r.a_ua < _more(limits.LOST_UA, set_ua // 2):
            self._low = 1
            self._reference_ua = set_ua
        if r.load_new and r.load_ohm > 0:
            self._withdrawal(r.load_ohm, r.a_ua, set_ua, falling)
            if r.load_ohm > limits.LOAD_MAX_OHM and set_ua > limits.PROBE_UA:  # at the probe contact.py judges
                self._far += 1
                if self._far >= limits.LOAD_MAX_SAMPLES:
                    self.lost = 1
            else:
                self._far = 0
        return 0

    def _withdrawal(self, ohm: int, a_ua: int, set_ua: int, falling: int) -> None:
        """Resistance up 30 % within 200 ms at 0.5 mA or more, the ramp not having gone down in that time.

        The electrodes' own voltage counts as resistance, and turns by up to 4 V within seconds after a reversal: what
        0.4 V more would make of the least resistance is no withdrawal.

        The least resistance of the last 200 ms is kept as the least of eight stretches of 25 ms: the window is 175
        to 200 ms long, and a tick compares once.
        """
        if falling or set_ua < limits.WITHDRAWAL_ARMED_UA:
            if self._least < _NO_OHM:
                self._forget_ohms()
            return
        least = self._least
        own_ohm = limits.WITHDRAWAL_OWN_MV * 1000 // a_ua if a_ua > 0 else 0
        if ohm > least + least * limits.WITHDRAWAL_PERMILLE // 1000 + own_ohm and least < _NO_OHM:
            self.lost = 1
            self.withdrawn = 1
        if ohm < self._ohms[self._at]:
            self._ohms[self._at] = ohm
            if ohm < least:
                self._least = ohm
        self._in_stretch += 1
        if self._in_stretch >= _STRETCH_TICKS:
            self._next_stretch()

    def _next_stretch(self) -> None:
        self._in_stretch = 0
        self._at = self._at + 1 if self._at + 1 < _STRETCHES else 0
        self._ohms[self._at] = _NO_OHM
        least = _NO_OHM
        for i in range(_STRETCHES):
            if self._ohms[i] < least:
                least = self._ohms[i]
        self._least = least

    def _forget_ohms(self) -> None:
        self._in_stretch = 0
        self._least = _NO_OHM
        for i in range(_STRETCHES):
            self._ohms[i] = _NO_OHM


def _apart(a: int, b: int) -> int:
    return a - b if a > b else b - a


def _more(a: int, b: int) -> int:
    return a if a > b else b
