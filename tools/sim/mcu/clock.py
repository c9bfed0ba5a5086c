# Virtual time: decides when what happens next happens. Knows neither pins nor chips.
#
# `now` is true time in µs since the first power-on. The processor's own ticks are derived from it (wrapping at 2**30,
# at a rate that a fault may change). Time passes only in spend(): every machine and time call costs something, so that
# interrupts and faults can land between any two of them.

import micropython
from micropython import const

from tools.sim.cache_methods import cache_methods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol

    class Source(Protocol):
        """Something that happens at `due` (µs)."""

        due: int

        def fire(self) -> None: ...

    class Interrupt(Protocol):
        """Calls back at `due`, then each `period_us` (NEVER: no more)."""

        due: int
        period_us: int
        callback: Any
        argument: Any

        def failed(self, error: Exception) -> None: ...


NEVER = 1 << 52
NOMINAL_PPM = const(1_000_000)
WRAP = const(1 << 30)  # of the processor's ticks
IRQ_US = const(12)  # from the interrupt to its callback's first line
_heap_lock = micropython.heap_lock
_heap_unlock = micropython.heap_unlock


class Reset(BaseException):
    """The processor was reset: no line of the firmware runs any more."""


class End(BaseException):
    """The simulated run is over."""


class Hang(Exception):
    """The main loop's next call never returns."""

    def __init__(self, masked: int) -> None:
        self.masked = masked


class Stall(Exception):
    """The main loop's next call takes that long."""

    def __init__(self, us: int) -> None:
        self.us = us


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
        self._interrupt_due = NEVER  # also while no interrupt may run
        self._first: "Any" = None  # the interrupt that is due then
        self._lone: "Any" = None  # the interrupt source, when there is one only and it may run
        self._physical: "list[Source]" = []
        self._interrupts: "list[Interrupt]" = []
        self._stopped: "list[Interrupt]" = []
        # the processor's ticks in µs are (origin + now * rate) // 1_000_000; `rate` is the crystal's, ppm
        self.rate = NOMINAL_PPM
        self.origin = ticks_ms * 1_000_000_000
        self._shift()
        cache_methods(self, "run_to", "plan", "open_heap", "close_heap", "_interrupt", "_fire_due")

    # ------------------------------------------------------------ sources

    def add(self, source: "Source") -> None:
        """Take part from now on."""
        self._physical.append(source)
        self.plan()

    def add_interrupt(self, source: "Interrupt") -> None:
        """Interrupt the main loop from now on."""
        self._interrupts.append(source)
        self.plan()

    def remove_interrupt(self, source: "Interrupt") -> None:
        """And no more."""
        if source in self._interrupts:
            self._interrupts.remove(source)
        self.plan()

    def clear_interrupts(self) -> None:
        """As a reset does."""
        self._interrupts.clear()
        self.masked = 0
        self.plan()

    def stop_timers(self) -> None:
        """No timer's interrupt comes any more; a new one's does."""
        self._stopped = [timer for timer in self._interrupts if timer.due < NEVER]
        for timer in self._stopped:
            timer.due = NEVER
        self.plan()

    def restart_timers(self) -> None:
        """Those that were stopped go on, a period from now."""
        for timer in self._stopped:
            timer.due = self.now + timer.period_us
        self._stopped.clear()
        self.plan()

    @micropython.native
    def plan(self) -> None:
        """Find the next times; to be called when a source's `due` became earlier, and when what may run changed."""
        due = NEVER
        for source in self._physical:
            if source.due < due:
                due = source.due
        self._physical_due = physical = due
        due = NEVER
        self._lone = None
        if not self.masked and not self.in_irq:
            for interrupt in self._interrupts:
                if interrupt.due < due:
                    due = interrupt.due
                    self._first = interrupt
            if len(self._interrupts) == 1:
                self._lone = self._interrupts[0]
        self._interrupt_due = due
        if self.dead or self.pending:
            self.next = -1
        else:
            self.next = due if due < physical else physical

    # ------------------------------------------------------------ time

    @micropython.native
    def run_to(self, end: int) -> None:
        """Let time pass to `end`, with everything that happens on the way. Callers spend by: t = now + cost;
        if t < next: now = t, else run_to(t)."""
        while not self.dead:
            due = self._interrupt_due
            if due < self._physical_due:
                if due > end:
                    break
                self._interrupt(due)
            elif self._physical_due <= end:
                self._fire_due()
            else:
                break
        if self.next < 0:
            self._meet(end)
        elif self.now < end:
            self.now = end

    @micropython.native
    def _interrupt(self, due: int) -> None:
        """Run the hard callback that is due: the heap locked, as on the chip, no other interrupt meanwhile."""
        if due > self.now:
            self.now = due
        source = self._first
        self.in_irq = 1
        self._interrupt_due = NEVER
        if self.next > 0:  # -1 stays: something waits for the main loop
            self.next = self._physical_due
        was = self.locked
        if not was:
            self.locked = 1
            _heap_lock()
        source.due += source.period_us
        try:
            t = self.now + IRQ_US
            if t < self.next:
                self.now = t
            else:
                self.run_to(t)
            try:
                source.callback(source.argument)
            except Exception as error:
                source.failed(error)
        finally:
            self.in_irq = 0
            # As it was; or open, when the output went off meanwhile: then the main loop may allocate again.
            if not (was and self.main_locked) and self.locked:
                self.locked = 0
                _heap_unlock()
            if source is self._lone and self.next > 0:
                self._interrupt_due = due = source.due
                if due < self.next:
                    self.next = due
            else:
                self.plan()

    @micropython.native
    def _fire_due(self) -> None:
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

    @micropython.native
    def _meet(self, end: int) -> None:
        """The end, or what waited for the main loop: an exception, a call that takes its time. Not in an interrupt."""
        if self.dead:
            raise self.dead
        if self.now < end:
            self.now = end
        error = self.pending
        if error is None or self.in_irq:
            return
        self.pending = None
        self.plan()
        if hasattr(error, "masked"):
            self.hang(error.masked)
        elif hasattr(error, "us"):
            self.spend(error.us)
        else:
            raise error

    # ------------------------------------------------------------ the heap

    @micropython.native
    def open_heap(self) -> int:
        """The simulation is about to allocate: 1 when the heap was locked, to be given to close_heap()."""
        if self.locked:
            self.locked = 0
            _heap_unlock()
            return 1
        return 0

    @micropython.native
    def close_heap(self, was: int) -> None:
        """Lock it again, unless what it was locked for has ended meanwhile."""
        if was and (self.in_irq or self.main_locked):
            self.locked = 1
            _heap_lock()

    @micropython.native
    def follow_main(self) -> None:
        """The main loop goes on, its heap locked or not as `main_locked` says now."""
        if self.main_locked:
            self.close_heap(1)
        else:
            self.open_heap()

    @micropython.native
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

    @micropython.native
    def ticks_us(self) -> int:
        """What ticks_us() reads, before its wrap."""
        return (self.origin + self.now * self.rate) // NOMINAL_PPM

    @micropython.native
    def true_us(self, ticks: int) -> int:
        """True time for a processor's time."""
        return ticks if self.rate == NOMINAL_PPM else (ticks * NOMINAL_PPM + self.rate // 2) // self.rate

    def set_rate(self, ppm: int) -> None:
        """The crystal runs at another rate from now on."""
        self.origin = self.ticks_us() * NOMINAL_PPM - self.now * ppm
        self.rate = ppm
        self._shift()

    def _shift(self) -> None:
        """At the nominal rate: from `now` to the ticks by small numbers alone, which take no memory in 31 bits."""
        start_us = self.origin // NOMINAL_PPM
        self.shift_us = start_us % WRAP - WRAP
        self.shift_ms = start_us // 1000 % WRAP - WRAP
        self.rest_us = start_us % 1000
