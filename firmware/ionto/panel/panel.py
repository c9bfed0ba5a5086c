# Keeps the glass up to date, one small thing a tick: draws a part of a frame, sends a slice of a finished one, or sets
# the display up again. Decides when it dims and sleeps; neither what a screen looks like (screens/) nor what a lost
# display means (app/protection.py).

import micropython
from micropython import const

from drivers.status import BUS
from ionto.panel.draw.canvas import Canvas
from ionto.panel.draw.frame_diff import SLICES, list_due_slices
from ionto.panel.screens.selector import again, layout_of, render_part, screen_of
from ionto.treatment import states

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

        def renew(self, contrast: int) -> int:
            """Set it up again, 0: dark. 0 done, BUS, or WRONG when set-up and picture had been forgotten."""
            ...

    class Keys(Protocol):
        """What it needs of the buttons: how long nothing was pressed; `asleep`: the next press only wakes."""

        quiet_ms: int
        asleep: int


_WHOLE = const(1024)  # bytes
_FRAME_STEPS = const(50)  # 0.67 s, at three steps in 40 ms
_REST_STEPS = const(4)  # between frames a slice each 53 ms: repairs the glass and notices a lost display; a power of 2
_REST_MASK = const(_REST_STEPS - 1)
_RESTARTS = const(2)  # a frame given up so often in a row is finished nevertheless: else the glass could stand still
_RETRY_STEPS = const(4)  # after a failed transfer: 53 ms
_LOST = const(8)  # failed transfers in a row: half a second, so that a dip of 0.3 s, start-up included, is no end
_SLOW_US = const(3_000)  # for a slice; 990 µs are usual, and what is longer is missing in the tick
_RENEW_STEPS = const(16)  # and the set-up is one more: 0.23 s; with 0.6 s for the whole glass below a second
_FORGOTTEN = const(3)  # times, the glass not having been whole in between
BRIGHT = const(0x7F)
DIM = const(0x08)
_A_MINUTE = const(265)  # times set up
_SLEEP_AFTER = const(2_650)  # 10 min
_PRESSED_MS = const(1_000)  # longer than between two of these looks

# What a step does; 0 and above: draw this part.
_COMPARE = const(-1)  # all drawn
_SEND = const(-2)
_REST = const(-3)


class Panel:
    """A frame is drawn whole before any of it is sent, and of it what the glass does not show yet.

    `errors`: failed transfers in a row, of which a slice that took too long is one; `lost`: 1 from the eighth on, 0
    again when a slice arrives. `frames` counts frames sent whole. A display may acknowledge everything and have
    forgotten that it is on: so it is asked and set up again four times a second, whatever else is to do; `forgot`: how
    often it had to be, `failed`: transfers that failed, both since start. Outside a treatment it dims after `dim_min`
    minutes without a key or another screen, and sleeps after ten.
    """

    def __init__(self, display: "Display", status: "Status", clock: "Ticks", keys: "Keys") -> None:
        self._send = display.send_slice
        self._renew = display.renew
        self._keys = keys
        self._clock = clock
        self._status = self._own = status
        self._scene: "Status | None" = None
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
        self._since = _RENEW_STEPS  # steps since the display was set up
        self._left = 0  # how often it was while nothing happened
        self._dark = 0  # 1: asleep
        self._deaf = 0  # 1: a transfer failed; nothing is sent until the display has been set up
        self._forgotten = 0  # times since the glass was whole
        self.bright = BRIGHT
        self.dim_min = 2  # minutes until it dims, 0: never
        self.forgot = 0
        self.failed = 0  # transfers since start
        self.errors = 0
        self.lost = 0
        self.frames = 0

    @micropython.native
    def work(self) -> None:
        """One part, one slice, or the look at what has changed. Three times in 40 ms; allocates nothing.

        The layout is looked at before each part, else in every other step, because a slice alone takes a millisecond.
        """
        since = self._since = self._since + 1
        if since > _RENEW_STEPS:
            self._set_up()
            return
        if self._deaf:
            return
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
            # Under current, where a tick's time counts, every other of them.
            if age & _REST_MASK or not (age & _REST_STEPS or not self._status.live):
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

    def play(self, scene: "Status | None") -> None:
        """Show this instead of the unit's status; None: that again."""
        if scene is not self._scene:
            self._scene = scene
            self._status = scene or self._own
            self._layout = -1
            self._restarts = 0  # begun anew in any case: no part of the old screen is drawn by the new status

    def _set_up(self) -> None:
        """The display again, as bright as it is to be."""
        self._since = 0
        left = self._left
        if self._keys.quiet_ms < _PRESSED_MS or states.CONTACT <= self._status.state <= states.RAMPDOWN:
            left = 0
        elif left < _SLEEP_AFTER:
            left += 1
        self._left = left
        contrast = DIM if 0 < self.dim_min * _A_MINUTE <= left else self.bright
        dark = 0
        if left == _SLEEP_AFTER:
            contrast = 0
            dark = 1
        if dark != self._dark:
            self._dark = dark
            self._keys.asleep = dark
            self._all = 1  # while it was dark nobody asked what it remembers
        status = self._renew(contrast)
        if status == BUS:
            self._failed(self._work)
            return
        self._deaf = 0
        if status:
            self.forgot += 1
            self._forgotten += 1
            if self._forgotten >= _FORGOTTEN:
                self.lost = 1
            self._all = 1
            if self._work < _COMPARE:
                self._work = _COMPARE
        elif self._work == _REST and self._forgotten:
            self._forgotten = self.lost = 0

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
        if layout != self._layout:
            self._left = 0
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
        """Every slice is due again, from the first; the display is set up before."""
        self._deaf = 1
        self._since = _RENEW_STEPS - _RETRY_STEPS
        self.failed += 1
        self.errors += 1
        if self.errors >= _LOST:
            self.lost = 1
        self._all = 1
        self._again = 0
        if work == _SEND:
            self._work = _COMPARE
