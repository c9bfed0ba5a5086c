# Turns four pins into presses: debounced, repeated, stuck ones reported. Which events there are: treatment/events.py.
#
# UP, DOWN and OK act on release, STOP on press; what is ambiguous does nothing or stops.

import micropython
from micropython import const

from ionto.treatment import events

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import InPin

# Bits of `pressed_mask()` and values of `stuck`.
UP_BIT = const(1)
DOWN_BIT = const(2)
OK_BIT = const(4)
STOP_BIT = const(8)

_BOTH = const(3)  # UP_BIT | DOWN_BIT

_DEBOUNCE_MS = const(30)
_LONGEST_TICK_MS = const(10)  # a late tick counts no more: a level must be seen several times
_HOLD_MS = const(1000)  # OK_HELD, the first repeat, and the least time between two increases
_STUCK_MS = const(5000)
_AGAIN_MS = const(10_000)  # a STOP this long after the first is a first one again
_FOREVER_MS = const(60_000)  # counters stop here


class Debounced:
    """A pin whose level counts once it has stood for 30 ms. `held_ms`: how long it has been pressed, 0..60000.

    `eager`: pressed a third of the time counts as well, within 0.2 s. A loose wire at STOP must not hide it.
    """

    def __init__(self, pin: "InPin", pressed_level: int, eager: int = 0) -> None:
        self._pin = pin
        self._level = pressed_level
        self._eager = eager
        self._changing_ms = 0
        self.pressed = False
        self.held_ms = 0

    @micropython.native
    def look(self, elapsed_ms: int) -> None:
        """At the pin, once."""
        self.held_ms = min(_FOREVER_MS, self.held_ms + elapsed_ms) if self.pressed else 0
        elapsed_ms = min(elapsed_ms, _LONGEST_TICK_MS)
        if (self._pin.value() == self._level) == self.pressed:
            self._changing_ms = max(0, self._changing_ms - elapsed_ms // 4) if self._eager and not self.pressed else 0
            return
        self._changing_ms += elapsed_ms
        if self._changing_ms >= _DEBOUNCE_MS:
            self._changing_ms = 0
            self.pressed = not self.pressed

    def is_quiet(self) -> bool:
        """Nothing has begun to change."""
        return not self._changing_ms


class Buttons:
    """`event`: what happened in this tick. `stuck`: the bits of keys held for more than 5 s; STOP never is.

    `slow` = 1 (as at start): UP acts at most once a second however often it is pressed, so that the current cannot be
    raised faster than 0.5 mA/s. The unit may set it to 0 while no current flows, for quick menus.

    `quiet_ms`: how long nothing was pressed, 0..60000. `asleep` = 1, set by the panel while it is dark and no current
    can flow: the next press, of whatever key, takes it back to 0 and does nothing else.
    """

    def __init__(self, up: "InPin", down: "InPin", ok: "InPin", stop: "InPin") -> None:
        self._up = Debounced(up, 0)
        self._down = Debounced(down, 0)
        self._ok = Debounced(ok, 0)
        self._stop = Debounced(stop, 1, 1)  # normally closed to ground: high is pressed, or a broken wire
        self._mask = 0
        self._key = 0  # the one key that is down and may still act; 0: none
        self._held_ms = 0
        self._repeated = False
        self._stopping = False
        self._since_stop_ms = _FOREVER_MS
        self._since_up_ms = _FOREVER_MS
        self._pins = (up, down, ok, stop)
        self._busy = 1  # 0: nothing is pressed, bouncing or waiting to be reported
        self.quiet_ms = 0
        self._waking = 0  # 1: what is pressed only wakes, until all is let go
        self.asleep = 0
        self.event = events.NONE
        self.stuck = 0
        self.slow = 1

    def pressed_mask(self) -> int:
        """The debounced keys that are down now: UP_BIT | DOWN_BIT | OK_BIT | STOP_BIT."""
        return self._mask

    @micropython.native
    def scan(self, elapsed_ms: int) -> int:
        """Look at the pins; `elapsed_ms` since the last look, 10 as a rule. Sets and returns `event`, sets `stuck`."""
        self.event = events.NONE
        if not self._busy:  # nearly always: four looks and no more
            pins = self._pins
            if pins[0].value() and pins[1].value() and pins[2].value() and not pins[3].value():
                if self.quiet_ms < _FOREVER_MS:
                    self.quiet_ms += elapsed_ms
                return events.NONE
            self._since_up_ms = min(_FOREVER_MS, self._since_up_ms + self.quiet_ms)
            self._since_stop_ms = min(_FOREVER_MS, self._since_stop_ms + self.quiet_ms)
            self.quiet_ms = 0
        before = self._mask
        self._look(elapsed_ms)
        if self.asleep and self._mask:
            self.asleep = 0
            self._waking = 1
        self._since_up_ms = min(_FOREVER_MS, self._since_up_ms + elapsed_ms)
        self._since_stop_ms = min(_FOREVER_MS, self._since_stop_ms + elapsed_ms)
        self._judge_stuck()
        stopping = self._mask & STOP_BIT != 0 or self._mask & _BOTH == _BOTH
        if stopping and not self._stopping and not self._waking:
            self._press_stop()
        self._stopping = stopping
        if stopping or self._waking:
            self._key = 0
            self._waking = 1 if self._waking and self._mask else 0
        elif self._mask != before:
            self._change(before)
        elif self._key:
            self._hold(elapsed_ms)
        self._busy = self._mask | self._key | self.stuck | (0 if self._at_rest() else 1)
        return self.event

    def _at_rest(self) -> bool:
        """No pin shows anything but its level at rest, and STOP has done so for a while."""
        pins = self._pins
        quiet = self._stop.is_quiet()
        return bool(quiet and pins[0].value() and pins[1].value() and pins[2].value() and not pins[3].value())

    def _look(self, elapsed_ms: int) -> None:
        self._up.look(elapsed_ms)
        self._down.look(elapsed_ms)
        self._ok.look(elapsed_ms)
        self._stop.look(elapsed_ms)
        self._mask = (
            (UP_BIT if self._up.pressed else 0)
            | (DOWN_BIT if self._down.pressed else 0)
            | (OK_BIT if self._ok.pressed else 0)
            | (STOP_BIT if self._stop.pressed else 0)
        )

    def _judge_stuck(self) -> None:
        """Keys held for more than 5 s no longer act."""
        self.stuck = (
            (UP_BIT if self._up.held_ms > _STUCK_MS else 0)
            | (DOWN_BIT if self._down.held_ms > _STUCK_MS else 0)
            | (OK_BIT if self._ok.held_ms > _STUCK_MS else 0)
        )
        if self.stuck:
            self._key = 0

    def _press_stop(self) -> None:
        """STOP, or STOP_AGAIN 1 s and at most 10 s after the first one."""
        if _HOLD_MS <= self._since_stop_ms < _AGAIN_MS:
            self.event = events.STOP_AGAIN
            return
        self.event = events.STOP
        if self._since_stop_ms >= _AGAIN_MS:
            self._since_stop_ms = 0

    def _change(self, before: int) -> None:
        """A key went down or up. Only a key pressed alone, from none, can act; any further key spoils it."""
        if before == 0 and (self._mask == UP_BIT or self._mask == DOWN_BIT or self._mask == OK_BIT):
            self._key = self._mask
            self._held_ms = 0
            self._repeated = False
            return
        key = self._key
        self._key = 0
        if self._mask:
            return
        if self._repeated:
            if key == OK_BIT:
                self.event = events.OK_LET_GO
        elif key == UP_BIT:
            self._raise()
        elif key == DOWN_BIT:
            self.event = events.DOWN
        elif key == OK_BIT:
            self.event = events.OK

    def _hold(self, elapsed_ms: int) -> None:
        """A key stays down: UP and DOWN repeat once a second, OK reports once that it is held."""
        self._held_ms += elapsed_ms
        if self._held_ms < _HOLD_MS:
            return
        if self._key == OK_BIT:
            if not self._repeated:
                self.event = events.OK_HELD
        else:
            self._held_ms = 0
            if self._key == UP_BIT:
                self._raise()
            else:
                self.event = events.DOWN
        self._repeated = True

    def _raise(self) -> None:
        """UP, but while `slow` not within a second of the last one."""
        if self.slow and self._since_up_ms < _HOLD_MS:
            return
        self._since_up_ms = 0
        self.event = events.UP
