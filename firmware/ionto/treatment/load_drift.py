# Notices that the skin dries, or less of it is in the water: a resistance that rises slowly at an unchanged current.
# Decides nothing that follows.

from micropython import const

from ionto.safety import limits

_BLOCK_MS = const(320)  # whose samples are averaged: movement is no drying
_SETTLED = limits.DRYING_SETTLE_MS // _BLOCK_MS
_HALF = _SETTLED + limits.DRYING_MS // 2 // _BLOCK_MS


class LoadDrift:
    """`judge` with each look, 5 to 40 ms apart: 1 when it dries; then `measured_ohm` was above `allowed_ohm`.

    `restart` for each way up from zero; a change of the target takes the baseline again, too. That the voltage limit
    pulls the current down is no change: it is what drying does.

    The least of the last 60 s is the least of the half minute that runs and of the one before it.
    """

    def __init__(self) -> None:
        self._target_ua = 0
        self._reached = 0
        self.measured_ohm = 0
        self.allowed_ohm = 0
        self.restart()

    def judge(self, ohm: int, target_ua: int, reached: int, ms: int) -> int:
        """`ohm`: 0 is unknown; `reached`: the target is, or the voltage keeps it from being reached. Once is enough."""
        if target_ua != self._target_ua:
            self._target_ua = target_ua
            self.restart()
        if reached:
            self._reached = 1
        if ohm and self._reached:
            return self._take(ohm, ms)
        return 0

    def restart(self) -> None:
        """The baseline is taken again, once the target is reached and the electrodes' own voltage has settled."""
        self._reached = 0
        self._sum = 0
        self._samples = 0
        self._ms = 0
        self._blocks = 0
        self._start = 0
        self._least = 0
        self._before = 0

    def _take(self, ohm: int, ms: int) -> int:
        """Up 50 % in 60 s, or double its start. `ohm` below 500,000."""
        self._sum += ohm
        self._samples += 1
        self._ms += ms
        if self._ms < _BLOCK_MS:
            return 0
        mean = self._sum // self._samples
        self._sum = 0
        self._samples = 0
        self._ms = 0
        self._blocks += 1
        if self._blocks < _SETTLED:
            return 0
        if not self._start:
            self._start = self._least = self._before = mean
        elif mean < self._least:
            self._least = mean
        least = self._before if self._before < self._least else self._least
        if self._blocks >= _HALF:
            self._blocks = _SETTLED
            self._before = self._least
            self._least = mean
        doubled = mean >= self._start * limits.DRYING_FACTOR
        if not doubled and (mean - least) * 1000 < least * limits.DRYING_PERMILLE:
            return 0
        self.measured_ohm = mean
        risen = least * (1000 + limits.DRYING_PERMILLE) // 1000
        self.allowed_ohm = self._start * limits.DRYING_FACTOR if doubled else risen
        return 1
