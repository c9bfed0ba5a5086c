# Virtual time: decides when what happens next happens. Knows neither pins nor chips.
#
# `now` is true time in µs since the first power-on. The processor's own ticks are derived from it (wrapping at 2**30,
# at a rate that a fault may change). Time passes only in spend(): every machine and time call costs something, so that
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
        self.locked = 0  # 1: what runs now runs with the heap locked
        self.main_locked = 0  # 1: so does the main loop, because the output is live
        self.masked = 0  # interrupts disabled by the firmware
        self.dead: "BaseException | None" = None  # what every call raises from now on
        self.pending: "BaseException | None" = None  # what the next call of the main loop raises, once
        self.in_irq = 0
        self._physical_due = NEVER
        self._interrupt_due = NEVER
        self._first: "Any" = None  # the interrupt that is due then
        self._physical: "list[Source]" = []
        self._interrupts: "list[Source]" = []
        # ticks = (base + (now - since) * rate / 1000): base and since move when the rate changes
        self._base_us = ticks_ms * 1000
        self._since_us = 0
        self._rate = 1000
        self.true_rate = 1  # 1: ticks are base_us + now, as long as the crystal runs right
        self.base_us = ticks_ms * 1000

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
        """Find the next times; to be called whenever a source's `due` became earlier."""
        due = NEVER
        for source in self._physical:
            if source.due < due:
                due = source.due
        self._physical_due = due
        due = NEVER
        for source in self._interrupts:
            if source.due < due:
                due = source.due
                self._first = source
        self._interrupt_due = due
        self._set_next()

    def _set_next(self) -> None:
        if self.dead or self.pending:
            self.next = -1
        elif self.in_irq or self.masked or self._physical_due < self._interrupt_due:
            self.next = self._physical_due
        else:
            self.next = self._interrupt_due

    # ------------------------------------------------------------ time

    def run_to(self, end: int) -> None:
        """Let time pass to `end`, with everything that happens on the way. Callers spend by: t = now + cost;
        if t < next: now = t, else run_to(t)."""
        if self.dead:
            raise self.dead
        while not self.dead:
            physical = self._physical_due
            if self._interrupt_due < physical and not self.in_irq and not self.masked:
                if self._interrupt_due > end:
                    break
                self._interrupt()
            elif physical <= end:
                self._step()
            else:
                break
        if self.now < end and not self.dead:
            self.now = end
        if self.next < 0:
            self._meet()

    def _interrupt(self) -> None:
        """Run the hard callback that is due: the heap locked, as on the chip, no other interrupt meanwhile."""
        due = self._interrupt_due
        if due > self.now:
            self.now = due
        source = self._first
        self.in_irq = 1
        self.next = self._physical_due
        was = self.locked
        if not was:
            self.locked = 1
            _heap_lock()
        try:
            source.fire()
        finally:
            self.in_irq = 0
            # As it was; or open, when the output went off meanwhile: then the main loop may allocate again.
            if self.locked and not (was and self.main_locked):
                self.locked = 0
                _heap_unlock()
            if len(self._interrupts) == 1 and not (self.pending or self.dead or self.masked):
                self._interrupt_due = due = source.due
                self.next = due if due < self._physical_due else self._physical_due
            else:
                self.plan()

    def _step(self) -> None:
        """The physical event that is due."""
        was = self.open_heap()
        try:
            due = self._physical_due
            if due > self.now:
                self.now = due
            for source in self._physical:
                if source.due <= due:
                    source.fire()
                    break
            self.plan()
        finally:
            self.close_heap(was)

    def _meet(self) -> None:
        """What waited for the main loop: an exception, or a call that takes its time. In an interrupt it waits on."""
        if self.dead:
            raise self.dead
        error = self.pending
        if error is None or self.in_irq:
            return
        self.pending = None
        self._set_next()
        if hasattr(error, "masked"):
            self.hang(error.masked)
        elif hasattr(error, "us"):
            self.spend(error.us)
        else:
            raise error

    # ------------------------------------------------------------ the heap

    def open_heap(self) -> int:
        """The simulation is about to allocate: 1 when the heap was locked, to be given to close_heap()."""
        if self.locked:
            self.locked = 0
            _heap_unlock()
            return 1
        return 0

    def close_heap(self, was: int) -> None:
        """Lock it again, unless what it was locked for has ended meanwhile."""
        if was and (self.in_irq or self.main_locked):
            self.locked = 1
            _heap_lock()

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
        self.true_rate = 1 if permille == 1000 else 0
        self.base_us = self._base_us - self._since_us

    @property
    def rate(self) -> int:
        """The crystal's rate, permille."""
        return self._rate
