# The simulated processor's watchdog: decides when it was not fed in time. What follows is said by who makes it.

import micropython

from tools.sim.cache_methods import cache_methods
from tools.sim.mcu.clock import NEVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from tools.sim.mcu.clock import Clock


class Watchdog:
    """Calls `on_expired` when it was not fed in time. Once started it runs until a reset."""

    def __init__(self, clock: "Clock", on_expired: "Callable[[], None]") -> None:
        self.due = NEVER
        self.deadline = NEVER
        self._clock = clock
        self._on_expired = on_expired
        self._timeout = 0
        cache_methods(self, "feed")

    def start(self, timeout_us: int) -> None:
        """From now on feed within this time."""
        self._timeout = timeout_us
        self.feed()
        self.due = self.deadline
        self._clock.plan()

    @micropython.native
    def feed(self) -> None:
        """`due` follows only when it is reached: feeding happens each tick and must cost nothing."""
        if self._timeout:
            self.deadline = self._clock.now + self._timeout

    def stop(self) -> None:
        """A reset stops it."""
        self._timeout = 0
        self.due = self.deadline = NEVER

    def fire(self) -> None:
        if self._clock.now < self.deadline:
            self.due = self.deadline
        else:
            self._on_expired()
