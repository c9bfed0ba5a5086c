# Virtual time: decides when what happens next happens. Knows neither pins nor chips.
#
# `now` is true time in µs since the first power-on. The processor's own ticks are derived from it (wrapping at 2**30, at a
# rate that a fault may change). Time passes only in spend(): every machine and time call costs something, so that
# interrupts and faults can land between any two of them.

import micropython

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol

    class Source(Protocol):
        """Something that happens at `due` (µs)."""

        due: int

        def fire(self) -> None: ...


NEVER = 1 << 52
_heap_lock = micropython.heap_lock
_heap_unlock = micropython.heap_unlock


class Reset(BaseException):
    """The processor was reset: no line of the firmware runs any more."""


class End(BaseException):
    """The simulated run is over."""


class Once:
    """An action at one time; may be armed again."""

    def __init__(self, due: int, action: "Callable[[], None]") -> None:
        self.due = due
        self._action = action

    def fire(self) -> None:
        self.due = NEVER
        self._action()


class Clock:
    """Physical events happen at their time, always; interrupts wait while one runs or while they are disabled."""

    def __init__(self, ticks_ms: int) -> None:
        self.now = 0
        self.next = NEVER  # the earliest time at which spend() has more to do than to add
        self.locked = 0  # 1: what runs now runs with the heap locked; unlocked here while the simulation works
        self.main_locked = 0  # the same for the main loop, when an interrupt has ended
        self.masked = 0  # interrupts disabled by the firmware
        self.dead: "BaseException | None" = None  # what every call raises from now on
        self.pending: "BaseException | None" = None  # what the next call of the main loop raises, once
        self.in_irq = 0
        self._physical: "list[Source]" = []
        self._interrupts: "list[Source]" = []
        # ticks = (base + (now - since) * rate / 1000): base and since move when the rate changes
        self._base_us = ticks_ms * 1000
        self._since_us = 0
        self._rate = 1000

    # ------------------------------------------------------------ sources

    def add(self, source: "Source", interrupt: int = 0) -> None:
        """Take part from now on."""
        (self._interrupts if interrupt else self._physical).append(source)
        self.plan()

    def remove(self, source: "Source") -> None:
        """Take no part any more."""
        for sources in (self._physical, self._interrupts):
            if source in sources:
                sources.remove(source)
        self.plan()

    def clear_interrupts(self) -> None:
        """As a reset does."""
        self._interrupts.clear()
        self.masked = 0
        self.plan()

    def plan(self) -> None:
        """Find the next time; to be called whenever a source's `due` became earlier."""
        if self.dead or self.pending:
            self.next = -1
            return
        due = NEVER
        for source in self._physical:
            if source.due < due:
                due = source.due
        if not self.in_irq and not self.masked:
            for source in self._interrupts:
                if source.due < due:
                    due = source.due
        self.next = due

    # ------------------------------------------------------------ time

    def run_to(self, end: int) -> None:
        """Let time pass to `end`, with everything that happens on the way. Callers spend by: t = now + cost;
        if t < next: now = t, else run_to(t)."""
        if self.dead:
            raise self.dead
        if self.locked:
            _heap_unlock()
            try:
                self._run(end)
            finally:
                if self.locked:
                    _heap_lock()
        else:
            self._run(end)
        if self.dead:
            raise self.dead
        if self.pending and not self.in_irq:
            error = self.pending
            self.pending = None
            self.plan()
            self._meet(error)

    def _meet(self, error: BaseException) -> None:
        """What waited for the main loop: an exception, or a call that takes its time."""
        if hasattr(error, "masked"):
            self.hang(error.masked)
        elif hasattr(error, "us"):
            self.spend(error.us)
        else:
            raise error

    def _run(self, end: int) -> None:
        if self.pending:
            self._skip_pending()
        while self.next <= end and not self.dead:
            due = self.next
            if due > self.now:
                self.now = due
            self._fire(due)
            if self.pending:
                self._skip_pending()
        if self.now < end:
            self.now = end

    def _skip_pending(self) -> None:
        """An exception waits for the main loop: time goes on meanwhile."""
        waiting = self.pending
        self.pending = None
        self.plan()
        self.pending = waiting

    def _fire(self, due: int) -> None:
        for source in self._physical:
            if source.due <= due:
                source.fire()
                self.plan()
                return
        for source in self._interrupts:
            if source.due <= due:
                self._interrupt(source)
                return
        self.plan()

    def _interrupt(self, source: "Source") -> None:
        """Run a hard callback: the heap locked, as on the chip, no other interrupt meanwhile."""
        self.in_irq = 1
        self.locked = 1
        self.plan()
        _heap_lock()
        try:
            source.fire()
        finally:
            _heap_unlock()
            self.locked = self.main_locked
            self.in_irq = 0
            self.plan()

    def lock(self, on: int) -> None:
        """From now on the main loop runs with the heap locked, or not."""
        self.main_locked = on
        if not self.in_irq:
            self.locked = on

    def spend(self, us: int) -> None:
        """The slow spelling of what hot calls write out."""
        t = self.now + us
        if t < self.next:
            self.now = t
        else:
            self.run_to(t)

    def hang(self, masked: int) -> None:
        """The call that never returns: clock, interrupts (unless masked) and watchdog go on until one ends it."""
        if masked:
            self.masked = 1
            self.plan()
        while True:
            self.run_to(self.now + 1_000_000)

    # ------------------------------------------------------------ the processor's ticks

    def ticks_us(self) -> int:
        """What ticks_us() reads, before its wrap."""
        if self._rate == 1000:
            return self._base_us + self.now - self._since_us
        return self._base_us + (self.now - self._since_us) * self._rate // 1000

    def true_us(self, ticks: int) -> int:
        """True time for a processor's time."""
        return ticks if self._rate == 1000 else ticks * 1000 // self._rate

    def set_rate(self, permille: int) -> None:
        """The crystal runs at another rate from now on."""
        self._base_us = self.ticks_us()
        self._since_us = self.now
        self._rate = permille

    @property
    def rate(self) -> int:
        """The crystal's rate, permille."""
        return self._rate
