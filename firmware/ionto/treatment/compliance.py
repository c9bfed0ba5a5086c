# Says whether the load, not the ramp, holds the current down: voltage-limited, an ordinary state that is shown.

from micropython import const

from ionto.safety import limits
from ionto.safety.plausibility import Readings

_IN_MS = const(200)
_OUT_MS = const(1_000)


class Compliance:
    """`step` returns 1 while limited: each running tick in which the anti-windup pulls or `judging` is 1."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new session."""
        self.judging = 0
        self._limited = 0
        self._limit_ms = 0
        self._calm_ms = 0

    def step(self, r: Readings, wound: int) -> int:
        """`wound`: the anti-windup pulled in this tick; it counts at 95 % of what the rail can give."""
        gives_mv = r.rail_mv - limits.HEADROOM_MV - r.a_ua * limits.SERIES_OHM // 1000
        if wound and r.load_mv * 1000 >= gives_mv * limits.LIMITED_PERMILLE:
            self.judging = 1
            self._calm_ms = 0
            self._limit_ms += limits.TICK_MS
            if self._limit_ms >= _IN_MS:
                self._limit_ms = _IN_MS
                self._limited = 1
        else:
            self._calm_ms += limits.TICK_MS
            if self._calm_ms >= _OUT_MS:
                self._calm_ms = _OUT_MS
                self._limit_ms = 0
                self._limited = 0
                self.judging = 0
        return self._limited
