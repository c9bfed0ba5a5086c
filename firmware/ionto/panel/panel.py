# Keeps the glass up to date, one small thing a tick: draws a part of a frame or sends a slice of a finished one.
# Decides neither what a screen looks like (screens/) nor what a lost display means (app/protection.py).

import micropython
from micropython import const

from ionto.panel.draw.canvas import Canvas
from ionto.panel.draw.frame_diff import SLICES, list_due_slices
from ionto.panel.screens.selector import again, layout_of, render_part, screen_of

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    from ionto.panel.status import Status

    class Ticks(Protocol):
        """What it needs of the clock."""

        def ticks_us(self) -> int: ...
        def ticks_diff(self, __later: int, __earlier: int) -> int: ...

    class Display(Protocol):
        """What panel.py needs of a display of 128 x 64 pixels."""

        buffer: memoryview  # 1024 bytes: 8 pages of 128 columns

        def send_slice(self, number: int) -> int:
            """Send bytes 32 * number .. + 31 of the buffer. 0 done, negative an error. Never raises."""
            ...


_WHOLE = const(1024)  # bytes
_FRAME_STEPS = const(50)  # 0.67 s, at three steps in 40 ms
_REST_STEPS = const(4)  # between frames a slice each 53 ms: repairs the glass and notices a lost display; a power of 2
_REST_MASK = const(_REST_STEPS - 1)
_RESTARTS = const(2)  # a frame given up so often in a row is finished nevertheless: else the glass could stand still
_LOST = const(3)  # failed slices in a row
_SLOW_US = const(3_000)  # for a slice; 990 µs are usual, and what is longer is missing in the tick

# What a step does; 0 and above: draw this part.
_COMPARE = const(-1)  # all drawn
_SEND = const(-2)
_REST = const(-3)


class Panel:
    """A frame is drawn whole before any of it is sent, and of it what the glass does not show yet.

    `errors`: failed slices in a row, of which one that took too long is one; `lost`: 1 from the third on, 0 again when
    a slice arrives. `frames` counts frames sent whole.
    """

    def __init__(self, display: "Display", status: "Status", clock: "Ticks") -> None:
        self._send = display.send_slice
        self._clock = clock
        self._status = status
        self._picture = display.buffer
        self._sent = bytearray(_WHOLE)  # what the glass shows, but for the slices that are due
        self._due = bytearray(SLICES)
        self._order = bytearray(SLICES)  # the slices to send, `_count` of them, `_next` the place of the next one
        self._count = 0
        self._next = 0
        self._canvas = Canvas(display.buffer)
        self._layout = -1
        self._screen = 0
        self._work = _REST
        self._all = 1  # 1: the glass may show anything: every slice is due
        self._again = 0  # at rest: the slice to send again next
        self._age = 0  # steps since the frame was begun
        self._restarts = 0
        self.errors = 0
        self.lost = 0
        self.frames = 0

    @micropython.native
    def work(self) -> None:
        """One part, one slice, or the look at what has changed. Three times in 40 ms; allocates nothing.

        The layout is looked at before each part, else in every other step, because a slice alone takes a millisecond.
        """
        age = self._age = self._age + 1
        work = self._work
        if age & 1 or work >= 0:
            layout = layout_of(self._status)
            if layout != self._layout:
                if work == _REST or self._restarts < _RESTARTS:
                    self._restarts = 0 if work == _REST else self._restarts + 1
                    work = self._begin(layout)
                else:
                    self._layout = -1  # what is drawn now is of several layouts: no values are to be renewed in it
            elif work == _REST and age >= _FRAME_STEPS:
                work = self._begin(layout)
                self._screen = again(self._screen)
        if work == _REST:
            # Under current, where a tick's time counts, every other of them, unless one failed.
            if age & _REST_MASK or not (age & _REST_STEPS or self.errors or not self._status.live):
                return
            number = self._again
        elif work == _SEND:
            number = self._order[self._next]
        else:
            self._draw(work)
            return
        clock = self._clock
        began = clock.ticks_us()
        if self._send(number) < 0 or clock.ticks_diff(clock.ticks_us(), began) > _SLOW_US:
            self._failed(work)
            return
        if self.errors:
            self.errors = self.lost = 0
        if work == _REST:
            self._again = (number + 1) % SLICES
            return
        self._due[number] = 0
        self._next += 1
        if self._next == self._count:
            self._end()

    def _draw(self, work: int) -> None:
        """A part; after the last one the look at what the glass does not show yet."""
        if work >= 0:
            self._work = render_part(self._status, self._canvas, self._screen, work)
            return
        self._count = list_due_slices(self._picture, self._sent, self._due, self._order, self._all)
        self._all = 0
        self._next = 0
        self._work = _SEND
        if not self._count:
            self._end()

    def _begin(self, layout: int) -> int:
        """A new frame from its first part."""
        self._layout = layout
        self._screen = screen_of(self._status)
        self._age = 0
        self._work = 0
        return 0

    def _end(self) -> None:
        """The glass shows the frame."""
        self._work = _REST
        self.frames += 1

    def _failed(self, work: int) -> None:
        """Every slice is due again, from the first."""
        self.errors += 1
        if self.errors >= _LOST:
            self.lost = 1
        self._all = 1
        self._again = 0
        if work == _SEND:
            self._work = _COMPARE
