# Says when a person is connected: found without current, then proven with half a milliampere. Decides no state.

from micropython import const

from ionto.safety import limits
from ionto.safety import readings as rd

# What `asks` says.
LIFT = const(1)  # something is there already: a hand should be lifted
JOINS = const(2)  # it is still there though one was asked to lift a hand
FLAT = const(3)  # of the session: hands are in, but not as they were

NOT_YET = const(0)
STABLE = const(1)
GONE = const(2)
POOR = const(3)  # above 20 kOhm, but it conducts: said once
HOPELESS = const(4)  # and stays there
BROKEN = const(5)  # neither current nor voltage: behind the electrodes, in the unit

_PROBE_TOLERANCE_UA = const(150)
_REST_UA = const(100)  # up to here the load voltage is as good as without current
_OPEN_MV = const(10_000)  # more than an own voltage of 5 V and 20 kOhm have there: nobody, for a moment
_LIFT_MS = const(500)  # of samples with contact, before a hand is asked for
_JOINS_MS = const(20_000)  # after which nobody can have lifted one
_BLOCK_MS = const(1_000)  # whose samples are averaged: movement is no fall
_BLOCK_SAMPLES = _BLOCK_MS // limits.TICK_MS
_FALLEN_PERMILLE = const(980)


class Contact:
    """`search` at DAC 0, then `probe` at 0.5 mA."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A new session: nobody is there until contact was absent once."""
        self.soak_ms = 0  # in all, above 20 kOhm
        self._sum = 0
        self.want_absence()

    def want_absence(self) -> None:
        """A load that lies there already is no person: contact must be absent before it counts."""
        self._absent_ms = 0
        self._there_ms = 0
        self._sampled = 0
        self.restart()

    def restart(self) -> None:
        """Begin to look again."""
        self.asks = 0  # LIFT, JOINS, FLAT: what the person is asked for
        self._found_ms = 0
        self._sample_ms = limits.SAMPLE_AGE_MS  # age of the sample that says yes; none yet
        self._stable_ms = 0
        self._probe_ms = 0
        self.metal = 0  # 1: below 150 Ohm
        self._rests = self._rest_sum = self._rest_ua_sum = 0  # load voltage as the probe begins to rise, and A
        self._loads = self._load_sum = 0  # the same at the probe
        self._before = 0  # resistance when it fell last, or its most since
        self._fell_ms = self.soak_ms
        self.poor_ohm = 0  # water or skin conducts badly: mean of the last second above 20 kOhm

    def search(self, r: "rd.Readings") -> int:
        """1 once the low electrode has stood above 80 % of the rail for 200 ms (at DAC 0 only a load pulls it up).

        Samples decide: without a fresh one the 200 ms begin again. After begin() it must have been absent before.
        """
        if self._absent_ms < limits.ABSENT_MS:
            self._look_for_absence(r)
            return 0
        if not r[rd.LOW_NEW]:
            self._sample_ms += limits.TICK_MS
        elif r[rd.RAIL_MV] < limits.RAIL_MIN_MV or not self.touched(r):
            self._sample_ms = limits.SAMPLE_AGE_MS + limits.TICK_MS
        else:
            self._sample_ms = 0
        if self._sample_ms > limits.SAMPLE_AGE_MS:
            self._sample_ms = limits.SAMPLE_AGE_MS
            self._found_ms = 0
            return 0
        self._found_ms += limits.TICK_MS
        return 1 if self._found_ms >= limits.FOUND_MS else 0

    def _look_for_absence(self, r: "rd.Readings") -> None:
        """Half a second of samples in a row without contact; who does not come about is asked for it."""
        if r[rd.RAIL_MV] < limits.RAIL_MIN_MV:
            self._sampled = 0
        elif r[rd.LOW_NEW]:
            self._sampled = 1
        if not self._sampled:
            return
        if self.touched(r):  # by the last sample
            self._absent_ms = 0
            self._there_ms += limits.TICK_MS
            if self._there_ms >= _JOINS_MS:
                self.asks = JOINS
            elif self._there_ms >= _LIFT_MS:
                self.asks = LIFT
        else:
            self._absent_ms += limits.TICK_MS
            if self._absent_ms >= limits.ABSENT_MS:
                self.asks = 0

    def touched(self, r: "rd.Readings") -> bool:
        """The low electrode is pulled up in this moment."""
        return r[rd.LOW_MV] * 1000 >= r[rd.RAIL_MV] * limits.FOUND_PERMILLE

    def probe(self, r: "rd.Readings", set_ua: int) -> int:
        """STABLE after 2 s at 0.5 mA with 150 Ohm to 20 kOhm; GONE or BROKEN when it is none of all in 6 s.

        What has a voltage and no resistance is not stable either: behind a leg that conducts when it should not the
        current passes the person by, and the electrodes show a diode's voltage, or the person's own.
        """
        self._probe_ms += limits.TICK_MS
        if r[rd.LOAD_NEW] and set_ua <= _REST_UA and not self._stable_ms and r[rd.LOAD_MV] < _OPEN_MV:
            self._rests += 1
            self._rest_sum += r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV]
            self._rest_ua_sum += r[rd.A_UA]
        if set_ua >= limits.PROBE_UA and r[rd.A_NEW]:
            apart = set_ua - r[rd.A_UA]
            ohm = r[rd.LOAD_OHM]
            if -_PROBE_TOLERANCE_UA < apart < _PROBE_TOLERANCE_UA and limits.LOAD_MIN_OHM <= ohm <= limits.LOAD_MAX_OHM:
                self._stable_ms += limits.TICK_MS
                if r[rd.LOAD_NEW]:
                    self._loads += 1
                    self._load_sum += r[rd.LOAD_MV]
                if self._stable_ms >= limits.PROBE_MS:
                    return self._stable(r)
            else:
                self._stable_ms = self._loads = self._load_sum = 0
                self.metal = 1 if r[rd.LOAD_MV] * 1000 < r[rd.A_UA] * limits.LOAD_MIN_OHM else 0
                if ohm > limits.LOAD_MAX_OHM:
                    return self._soak(ohm)
        elif r[rd.LOAD_OHM] > limits.HARDLY_OHM:
            return self._soak(r[rd.LOAD_OHM])
        if self._probe_ms < limits.PROBE_PATIENCE_MS:
            return NOT_YET
        # With nothing flowing the setpoint stands 0.3 mA above it.
        broken = set_ua - r[rd.A_UA] > limits.IDLE_A_UA and r[rd.LOAD_MV] < limits.RETURN_OPEN_MV
        return BROKEN if broken and r[rd.A_UA] < limits.IDLE_A_UA else GONE

    def _stable(self, r: "rd.Readings") -> int:
        """STABLE; GONE when the probe has not raised the load voltage by what 150 Ohm would make of it."""
        rests = max(1, self._rests)
        least_ohm = limits.LOAD_MIN_OHM
        rest_mv = (self._rest_sum - self._rest_ua_sum * least_ohm // 1000) // rests  # less what 150 Ohm had of it then
        if self._rests and (self._load_sum // max(1, self._loads) - rest_mv) * 1000 < r[rd.A_UA] * least_ohm:
            self.metal = 1
            self._probe_ms = limits.PROBE_PATIENCE_MS
            return GONE
        r[rd.REST_MV] = max(0, rest_mv)
        return STABLE

    def _soak(self, ohm: int) -> int:
        """Water or skin conducts badly: the probe stays on while that gets better, but never long enough to count as a
        treatment. `ohm` below 500,000.
        """
        self._probe_ms = 0
        self.soak_ms += limits.TICK_MS
        self._sum += ohm
        if self.soak_ms % _BLOCK_MS:
            return NOT_YET
        mean = self._sum // _BLOCK_SAMPLES
        self._sum = 0
        said = self.poor_ohm
        self.poor_ohm = mean
        if mean > self._before:  # the electrodes' own voltage rises at first
            self._before = mean
        elif mean * 1000 < self._before * _FALLEN_PERMILLE:
            self._before = mean
            self._fell_ms = self.soak_ms
        if self.soak_ms - self._fell_ms >= limits.SOAK_STILL_MS or self.soak_ms >= limits.SOAK_MOST_MS:
            return HOPELESS
        return NOT_YET if said else POOR

    def progress_permille(self) -> int:
        """Of the 2 s."""
        return self._stable_ms * 1000 // limits.PROBE_MS
