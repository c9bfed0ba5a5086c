# What is to happen at a time: one event source of the clock that holds many actions. Decides none of them.

from tools.sim.mcu.clock import NEVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable

    from tools.sim.mcu.clock import Clock


class Agenda:
    """Actions in the order of their times; in the order given where times are equal."""

    def __init__(self, clock: "Clock") -> None:
        self.due = NEVER
        self._clock = clock
        self._entries: "list[tuple[int, int, Callable[[], None]]]" = []
        self._count = 0
        clock.add(self)

    def at(self, t_us: int, action: "Callable[[], None]") -> None:
        """Do it at that time, or at the next chance when that is past; in the order given where times are equal."""
        self._count += 1
        i = len(self._entries)
        while i and self._entries[i - 1][0] > t_us:
            i -= 1
        self._entries.insert(i, (t_us, self._count, action))
        self.due = self._entries[0][0]
        self._clock.plan()

    def after(self, us: int, action: "Callable[[], None]") -> None:
        """Do it that much later than now."""
        self.at(self._clock.now + us, action)

    def fire(self) -> None:
        action = self._entries.pop(0)[2]
        self.due = self._entries[0][0] if self._entries else NEVER
        action()
