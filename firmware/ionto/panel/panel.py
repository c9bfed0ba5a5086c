# Keeps the glass up to date, one small thing a tick: draws a part of a frame or sends a slice of a finished one.
# Decides neither what a screen looks like (screens.py) nor what a lost display means (session).

from micropython import const

from ionto.panel.canvas import Canvas
from ionto.panel.changes import keep, next_change
from ionto.panel.screens import layout_of, render_part

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    from ionto.panel.view import View

    class Display(Protocol):
        """What panel.py needs of a display of 128 x 64 pixels."""

        buffer: memoryview  # 1024 bytes: 8 pages of 128 columns

        def send_slice(self, number: int) -> int:
            """Send bytes 32 * number .. + 31 of the buffer. 0 done, negative an error. Never raises."""
            ...


_SLICES = const(32)
_BYTES = const(32)  # of a slice
_WHOLE = const(1024)
_FRAME_STEPS = const(50)  # 0.5 s, at a step each 10 ms: numbers change twice a second
_REST_STEPS = const(4)  # between frames a slice each 40 ms: repairs the glass and notices a lost display
_RESTARTS = const(2)  # a frame given up so often in a row is finished nevertheless: else the glass could stand still
_LOST = const(3)  # failed slices in a row


class Panel:
    """A frame is drawn whole before any of it is sent, and of it what the glass does not show yet.

    `errors`: failed slices in a row; `lost`: 1 from the third on, 0 again when a slice arrives. `frames` counts frames
    sent whole.
    """

    def __init__(self, display: "Display", view: "View") -> None:
        self._display = display
        self._view = view
        self._picture = display.buffer
        self._sent = bytearray(_WHOLE)  # what the glass shows, as far as is known
        self._canvas = Canvas(display.buffer)
        self._layout = -1
        self._part = 0  # the part to draw next; -1: all drawn
        self._slice = 0  # the slice to send next, if it has changed; _SLICES: all sent
        self._all = 1  # 1: the glass may show anything: every slice is sent
        self._again = 0  # at rest: the slice to send again next
        self._age = 0  # steps since the frame was begun
        self._restarts = 0
        self.errors = 0
        self.lost = 0
        self.frames = 0

    def step(self) -> None:
        """One part or one slice. Each 10 ms; allocates nothing."""
        self._age += 1
        layout = layout_of(self._view)
        resting = self._slice >= _SLICES
        if layout != self._layout:
            if resting or self._restarts < _RESTARTS:
                self._restarts = 0 if resting else self._restarts + 1
                self._begin(layout)
        elif resting and self._age >= _FRAME_STEPS:
            self._begin(layout)
        if self._part >= 0:
            self._part = self._part + 1 if render_part(self._view, self._canvas, self._part) else -1
        elif self._slice < _SLICES:
            self._advance()
        elif self._age % _REST_STEPS == 0:
            self._again = self._after(self._again) % _SLICES

    def _begin(self, layout: int) -> None:
        """A new frame from its first part."""
        self._layout = layout
        self._part = 0
        self._slice = 0
        self._age = 0

    def _advance(self) -> None:
        """Send the next slice that has changed; the frame is whole after the last."""
        number = self._slice
        if not self._all:
            number = next_change(self._picture, self._sent, number * _BYTES, _WHOLE) // _BYTES
        if number < _SLICES:
            number = self._after(number)
        self._slice = number
        if number == _SLICES:
            self._all = 0
            self.frames += 1

    def _after(self, number: int) -> int:
        """Send a slice; which comes next. After a failure every slice from the first. Counts failures in a row."""
        if self._display.send_slice(number) < 0:
            self.errors += 1
            if self.errors >= _LOST:
                self.lost = 1
            self._all = 1
            return 0
        keep(self._picture, self._sent, number * _BYTES, number * _BYTES + _BYTES)
        self.errors = 0
        self.lost = 0
        return number + 1
