# Measures on the running chip: how long a tick is busy, how long the monitor takes, when edges and ticks come. Looks at
# the core each microsecond and changes nothing in the guest. Judges nothing.

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tools.emulator.wiring import Wiring

LOOK_NANOS = 1000.0
WAITING_NANOS = 2500.0  # so long after a look at the clock that waits for a time, the guest still waits
WAKE_UP_US = 60  # the kit's own affair while it sleeps: an interrupt ends its wait, and it waits again
PANEL_GAP_US = 300
_THREAD = 0


class Stretch(NamedTuple):
    """Of the main loop: from, to, in µs of emulated time; `asleep`, or busy (interrupts in it included)."""

    begin_us: float
    end_us: float
    asleep: bool


class Spread(NamedTuple):
    """Least, mean and most of some figures, µs."""

    least: float
    mean: float
    most: float
    number: int


def spread(values: Sequence[float]) -> Spread:
    """Of at least one value."""
    return Spread(min(values), sum(values) / len(values), max(values), len(values))


class Ticks:
    """What is seen between begin() and end()."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._chip = wiring.chip
        self._core: Any = wiring.chip.mcu.core
        self._clock: Any = wiring.chip.clock
        self._alarm = self._clock.create_alarm(self._look)
        self._panel = wiring.chip.i2c[1]
        self._runs: list[list[float]] = []  # begin, end (ns), asleep, ns of the main loop's own in it
        self._handler_since = -1.0
        self._converted = False
        self._panel_spans: list[list[float]] = []
        self.feeds: list[float] = []  # µs
        self.edges: list[float] = []
        self.monitor: list[float] = []  # µs each
        self.monitor_at: list[float] = []
        self.buses: list[tuple[float, float]] = []  # µs of bus time so far, at each feed

    def begin(self) -> None:
        """From now on."""
        world = self._wiring.world
        self._undo = (world.on_feed, world.on_edge, self._chip.mcu.adc.on_adc_read)
        fed, edge, convert = self._undo

        def on_feed() -> None:
            self.feeds.append(self._us())
            self.buses.append(tuple(bus.busy_nanos / 1000 for bus in self._chip.i2c))  # type: ignore[arg-type]
            fed()

        def on_edge() -> None:
            self.edges.append(self._us())
            edge()

        def on_adc_read(channel: int) -> None:
            self._converted = True
            convert(channel)

        world.on_feed, world.on_edge, self._chip.mcu.adc.on_adc_read = on_feed, on_edge, on_adc_read
        self._alarm.schedule(LOOK_NANOS)

    def end(self) -> None:
        """No more."""
        self._alarm.cancel()
        world = self._wiring.world
        world.on_feed, world.on_edge, self._chip.mcu.adc.on_adc_read = self._undo

    def run(self, us: int) -> Ticks:
        """Measure for so long."""
        self.begin()
        self._chip.run_to(self._chip.now_us + us)
        self.end()
        return self

    def _us(self) -> float:
        return float(self._clock.nanos) / 1000

    def _look(self) -> None:
        self._alarm.schedule(LOOK_NANOS)
        core = self._core
        now = self._clock.nanos
        if self._panel.active:
            spans = self._panel_spans
            if spans and now - spans[-1][1] < PANEL_GAP_US * 1000:
                spans[-1][1] = now
            else:
                spans.append([now, now])
        runs = self._runs
        if core.current_mode != _THREAD:
            if self._handler_since < 0:
                self._handler_since = now
                self._converted = False
            if runs:
                runs[-1][1] = now
            return
        if self._handler_since >= 0:
            if self._converted:
                self.monitor.append((now - self._handler_since) / 1000)
                self.monitor_at.append(self._handler_since / 1000)
            self._handler_since = -1.0
        asleep = 1.0 if self._sleeps(now) else 0.0
        if runs and runs[-1][2] == asleep:
            runs[-1][1] = now
            runs[-1][3] += LOOK_NANOS
        else:
            runs.append([now, now, asleep, LOOK_NANOS])

    def _sleeps(self, now: float) -> bool:
        """The main loop waits for a time; reading the clock for a bus's time-out is no sleep."""
        if self._core.waiting:
            return True
        if any(bus.active for bus in self._chip.i2c):
            return False
        return bool(now - self._chip.mcu.timer.waited_at < WAITING_NANOS)

    # ------------------------------------------------------------ what came of it

    def stretches(self) -> list[Stretch]:
        """The main loop's time, asleep and busy in turn; waking up only to sleep on is sleep."""
        merged: list[list[float]] = []
        for begin, end, asleep, own in self._runs:
            if not asleep and own < WAKE_UP_US * 1000:
                asleep = 1.0
            if merged and merged[-1][2] == asleep:
                merged[-1][1] = end
            else:
                merged.append([begin, end, asleep])
        return [Stretch(begin / 1000, end / 1000, bool(asleep)) for begin, end, asleep in merged]

    def ticks(self) -> list[tuple[float, float, float, float]]:
        """For each tick, from feed to feed: µs busy in all, in the part with the feed at its end, of the two buses."""
        stretches = self.stretches()
        found = []
        for i in range(1, len(self.feeds)):
            begin, end = self.feeds[i - 1], self.feeds[i]
            busy = control = 0.0
            for one in stretches:
                if one.end_us <= begin or one.begin_us >= end or one.asleep:
                    continue
                share = min(one.end_us, end) - max(one.begin_us, begin)
                busy += share
                if one.begin_us < end <= one.end_us + WAKE_UP_US:
                    control = share
            bus = [self.buses[i][k] - self.buses[i - 1][k] for k in (0, 1)]
            found.append((busy, control, bus[0], bus[1]))
        return found

    def panel_us(self) -> float:
        """The longest slice sent to the panel, from its first bit to its last."""
        return max(((end - begin) / 1000 for begin, end in self._panel_spans), default=0.0)
