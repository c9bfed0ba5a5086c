# Says whether the load, not the ramp, holds the current down: voltage-limited, an ordinary state that is shown.

from micropython import const

from ionto.safety import limits
from ionto.safety import readings as rd

_IN_MS = const(200)
_OUT_MS = const(1_000)


class Compliance:
    """`judge` with each look at a running treatment; `limited` is 1 while the load holds the current down."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new session."""
        self.limited = 0
        self._limit_ms = 0
        self._calm_ms = 0

    def judge(self, r: "rd.Readings", pulled: int, ms: int) -> int:
        """Returns `limited`. `pulled`: the anti-windup has since the last look, `ms` ago; it counts at 95 % of what the
        rail can give.
        """
        if pulled:
            gives_mv = r[rd.RAIL_MV] - limits.HEADROOM_MV - r[rd.A_UA] * limits.SERIES_OHM // 1000
            if r[rd.LOAD_MV] * 1000 >= gives_mv * limits.LIMITED_PERMILLE:
                self._calm_ms = 0
                self._limit_ms += ms
                if self._limit_ms >= _IN_MS:
                    self.limited = 1
                return self.limited
        self._calm_ms += ms
        if self._calm_ms >= _OUT_MS:
            self._limit_ms = 0
            self.limited = 0
        return self.limited
