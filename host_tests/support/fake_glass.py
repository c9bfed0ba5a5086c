# A display, the clock and the keys beside it, as the panel knows them, and a panel over them. Simulates no chip.

from __future__ import annotations

from ionto.panel.panel import Panel
from ionto.panel.status import Status
from tools.panel.examples import make_status

HALF_SECOND = 50  # steps of 10 ms
SECOND = 75  # steps of the unit: three in 40 ms


class Glass:
    """A display that takes slices in any order, and the clock beside it. `dead` slices fail half-way."""

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(1024))
        self.memory = bytearray(1024)
        self.sent: list[int] = []
        self.dead = 0
        self.takes_us = 990
        self.forgets = 0  # so often it tells that it had forgotten everything
        self.contrasts: list[int] = []  # each time it was set up
        self.quiet_ms = 0  # the keys
        self.asleep = 0
        self._now_us = 0

    def ticks_us(self) -> int:
        return self._now_us

    def ticks_diff(self, later: int, earlier: int) -> int:
        return later - earlier

    def send_slice(self, number: int) -> int:
        assert 0 <= number < 32
        self._now_us += self.takes_us
        at, end = 32 * number, 32 * number + (13 if self.dead else 32)
        self.memory[at:end] = self.buffer[at:end]
        if self.dead:
            self.dead -= 1
            return -1
        self.sent.append(number)
        return 0

    def renew(self, contrast: int) -> int:
        self._now_us += self.takes_us
        if self.dead:
            self.dead -= 1
            return -1
        self.contrasts.append(contrast)
        if not self.forgets:
            return 0
        self.forgets -= 1
        self.memory[:] = bytes(1024)
        return -2


def become(status: Status, name: str) -> None:
    """Let a status be that of an example."""
    status.__dict__.update(make_status(name).__dict__)


def bench(name: str) -> tuple[Panel, Glass, Status]:
    glass, status = Glass(), make_status(name)
    return Panel(glass, status, glass, glass), glass, status


def steps(panel: Panel, ticks: int) -> None:
    for _ in range(ticks):
        panel.work()
