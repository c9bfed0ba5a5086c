# Says when a person is connected: found without current, then proven with half a milliampere. Decides no state.

from micropython import const

from ionto.safety import limits
from ionto.safety import readings as rd
from ionto.treatment.soaking import Soaking

NOT_YET = const(0)
STABLE = const(1)
GONE = const(2)
POOR = const(3)  # above 20 kOhm, but it conducts: said once
HOPELESS = const(4)  # and stays there

_PROBE_TOLERANCE_UA = const(150)


class Contact:
    """`search` at DAC 0, then `probe` at 0.5 mA."""

    def __init__(self) -> None:
        self.soaking = Soaking()
        self.restart()

    def begin(self) -> None:
        """A new session."""
        self.soaking.restart()
        self.restart()

    def restart(self) -> None:
        """Begin to look again."""
        self._found_ms = 0
        self._sample_ms = limits.SAMPLE_AGE_MS  # age of the sample that says yes; none yet
        self._stable_ms = 0
        self._probe_ms = 0
        self.metal = 0  # 1: below 150 Ohm
        self.poor = 0  # 1: water or skin conducts badly, and the probe stays on while that gets better

    def search(self, r: "rd.Readings") -> int:
        """1 once the low electrode has stood above 80 % of the rail for 200 ms (at DAC 0 only a load pulls it up).

        Samples decide: without a fresh one the 200 ms begin again.
        """
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

    def touched(self, r: "rd.Readings") -> bool:
        """The low electrode is pulled up in this moment."""
        return r[rd.LOW_MV] * 1000 >= r[rd.RAIL_MV] * limits.FOUND_PERMILLE

    def probe(self, r: "rd.Readings", set_ua: int) -> int:
        """STABLE after 2 s at 0.5 mA with 150 Ohm to 20 kOhm; GONE when it is none of all in 6 s."""
        self._probe_ms += limits.TICK_MS
        if set_ua >= limits.PROBE_UA and r[rd.A_NEW]:
            apart = set_ua - r[rd.A_UA]
            ohm = r[rd.LOAD_OHM]
            if -_PROBE_TOLERANCE_UA < apart < _PROBE_TOLERANCE_UA and limits.LOAD_MIN_OHM <= ohm <= limits.LOAD_MAX_OHM:
                self._stable_ms += limits.TICK_MS
                if self._stable_ms >= limits.PROBE_MS:
                    return STABLE
            else:
                self._stable_ms = 0
                self.metal = 1 if r[rd.LOAD_MV] * 1000 < r[rd.A_UA] * limits.LOAD_MIN_OHM else 0
                if ohm > limits.LOAD_MAX_OHM:
                    self._probe_ms = 0
                    if self.soaking.look(ohm, limits.TICK_MS):
                        return HOPELESS
                    if self.soaking.ohm and not self.poor:
                        self.poor = 1
                        return POOR
        return GONE if self._probe_ms >= limits.PROBE_PATIENCE_MS else NOT_YET

    def progress_permille(self) -> int:
        """Of the 2 s."""
        return self._stable_ms * 1000 // limits.PROBE_MS
