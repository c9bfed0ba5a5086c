# Whether water or skin that conducts badly gets better: the probe's current stays on while the resistance falls. Decides
# no state.

from micropython import const

from ionto.safety import limits

_BLOCK_MS = const(1_000)  # whose samples are averaged
_FALLEN_PERMILLE = const(980)


class Soaking:
    """`look` with each sample of a load above 20 kOhm; 1 when it is of no use any more."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """The probe begins."""
        self.ms = 0  # since it was found to be too much; 0: it was not
        self.ohm = 0  # mean of the last second
        self._sum = 0
        self._samples = 0
        self._before = 0  # when it fell last, or its most since
        self._fell_ms = 0  # when it fell last

    def look(self, ohm: int, ms: int) -> int:
        """`ohm` below 500,000. 1: it has not fallen by 2 % in 20 s, or took 100 s, so that no treatment is counted for it."""
        self.ms += ms
        self._sum += ohm
        self._samples += 1
        if self._samples * ms < _BLOCK_MS:
            return 0
        mean = self.ohm = self._sum // self._samples
        self._sum = self._samples = 0
        if mean > self._before:  # the electrodes' own voltage rises at first
            self._before = mean
        elif mean * 1000 < self._before * _FALLEN_PERMILLE:
            self._before = mean
            self._fell_ms = self.ms
        return 1 if self.ms - self._fell_ms >= limits.SOAK_STILL_MS or self.ms >= limits.SOAK_MOST_MS else 0
