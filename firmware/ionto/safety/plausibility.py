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

# What is counted in a row.
_SAME = const(0)
_DAC = const(1)
_OVER = const(2)
_DIFFERING = const(3)
_DEVIATING = const(4)
_MISSING = const(5)
_IDLE = const(6)
_RELAY = const(7)
_RAIL = const(8)
_HIGH = const(9)
_BALANCE = const(10)
_SHORT = const(11)
_FAR = const(12)
_COUNTERS = const(13)
_SHORT_SAMPLES = limits.SHORT_MS // limits.TICK_MS
_IDLE_TICKS = limits.IDLE_MS // limits.TICK_MS

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
        self._counts = array("H", [0] * _COUNTERS)
        self._least = _NO_OHM
        self.restart()

    def restart(self) -> None:
        """Forget everything counted. Only while the output is off."""
        self._at = 0
        self._reference_ua = 0
        self._low = 0
        self._last_raw = -1
        for i in range(_COUNTERS):
            self._counts[i] = 0
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
            code = self._circuit(r)
        if not code and r.a_new:
            if expect == REGULATED:
                code = self._contact(r, set_ua, falling)
            else:
                self._low = 0
        return code

    def _lasts(self, what: int, bad: bool, most: int) -> bool:
        """Bad so many times in a row."""
        counts = self._counts
        if not bad:
            counts[what] = 0
            return False
        counts[what] += 1
        return counts[what] >= most

    def _samples(self, r: Readings, expect: int, set_ua: int) -> int:
        """Age, drops, a converter that repeats itself, the DAC's voltage."""
        if expect == CLOSED_OFF:
            self._counts[_SAME] = 0
            return 0
        if r.dropped >= limits.DROPPED_SAMPLES or r.a_age_ms > limits.SAMPLE_AGE_MS:
            return faults.SAMPLE_STALE
        if expect == REGULATED and set_ua > limits.ZERO_UA:
            if r.load_age_ms > limits.SAMPLE_AGE_MS or r.rail_age_ms > limits.ROTATING_AGE_MS:
                return faults.SAMPLE_STALE
        if r.a_new:
            same = r.a_raw == self._last_raw and r.a_ua > limits.IDLE_A_UA
            if self._lasts(_SAME, same, limits.FROZEN_CODES):
                return faults.A_FROZEN
            self._last_raw = r.a_raw
        off = _apart(r.dac_mv, r.dac_code_mv) > limits.DAC_VOLTAGE_MV
        return faults.DAC_VOLTAGE if self._lasts(_DAC, off, 3) else 0

    def _currents(self, r: Readings, expect: int, set_ua: int, falling: int) -> int:
        """Over-current, deviation, A against B, and no current where none may be."""
        if not r.a_new:
            return 0
        if self._lasts(_OVER, r.a_ua > limits.OVERCURRENT_UA, limits.OVERCURRENT_SAMPLES):
            return faults.OVERCURRENT_A
        most = _more(limits.A_B_UA, r.b_ua * limits.A_B_PERMILLE // 1000)
        if self._lasts(_DIFFERING, _apart(r.a_ua, r.b_ua) > most, limits.A_B_TICKS):
            return faults.A_B_DISAGREE
        if expect == REGULATED:
            self._counts[_IDLE] = 0
            return self._deviation(r, set_ua, falling)
        self._counts[_DEVIATING] = self._counts[_MISSING] = 0
        flows = r.a_ua > limits.IDLE_A_UA or r.b_ua > limits.IDLE_B_UA
        return faults.IDLE_CURRENT if self._lasts(_IDLE, flows, _IDLE_TICKS) else 0

    def _deviation(self, r: Readings, set_ua: int, falling: int) -> int:
        """More than asked for; or less, though the load would carry more: the anti-windup hides how much less."""
        most = _more(limits.DEVIATION_UA, set_ua * limits.DEVIATION_PERMILLE // 1000)
        if falling == STOPPING:
            most = limits.FOLLOW_UA
        if self._lasts(_DEVIATING, r.a_ua - set_ua > most, limits.DEVIATION_TICKS):
            return faults.NOT_FOLLOWING if falling == STOPPING else faults.DEVIATION
        gives_mv = r.rail_mv - limits.HEADROOM_MV - r.a_ua * limits.SERIES_OHM // 1000
        less = set_ua - r.a_ua > limits.MISSING_UA and r.load_mv * 10 < gives_mv * 9
        return faults.DEVIATION if self._lasts(_MISSING, less, limits.DEVIATION_TICKS) else 0

    def _relay(self, r: Readings, electrodes: int) -> int:
        """RELAY_FB against PATIENT; `electrodes` is -1 while the relay moves."""
        return faults.RELAY_FEEDBACK if self._lasts(_RELAY, r.relay_rest == electrodes, 2) else 0

    def _circuit(self, r: Readings) -> int:
        """Rail, balance, high electrode, short: only where the readings are fresh."""
        if self._lasts(_RAIL, r.rail_mv > limits.RAIL_MAX_MV or r.rail_mv < limits.RAIL_MIN_MV, 3):
            return faults.RAIL_VOLTAGE
        if r.high_new:
            lacks = r.rail_mv - r.high_mv > limits.HIGH_ELECTRODE_MV
            if self._lasts(_HIGH, lacks, limits.HIGH_ELECTRODE_SAMPLES):
                return faults.HIGH_ELECTRODE
        if r.load_new:
            rest_mv = r.rail_mv - r.load_mv - r.a_ua * limits.SERIES_OHM // 1000
            if self._lasts(_BALANCE, rest_mv < limits.BALANCE_LOW_MV or rest_mv > r.rail_mv + 3_000, 4):
                return faults.RAIL_BALANCE
            short = r.a_ua >= limits.SHORT_ARMED_UA and r.load_ohm < limits.SHORT_OHM
            if self._lasts(_SHORT, short, _SHORT_SAMPLES):
                return faults.SHORTED
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
            far = r.load_ohm > limits.LOAD_MAX_OHM and set_ua > limits.PROBE_UA  # at the probe contact.py judges
            if self._lasts(_FAR, far, limits.LOAD_MAX_SAMPLES):
                self.lost = 1
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
