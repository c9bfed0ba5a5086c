# The reference hardware's output circuit: rail, switches, latch, sink, relay, dividers, and what flows. Decides what is
# true; what the firmware is told of it, the converters decide.
#
# Between two boundaries (something switches, converts or moves) every current is constant: catch_up() walks from one to
# the next, and what is recorded of the body is each change with its time, so charge is exact. Integers: µA, mV, µs.

import micropython
from micropython import const

from tools.sim.cache_methods import cache_methods
from tools.sim.plant.revision import DIVIDER_KOHM
from tools.sim.plant.transient import Transient, signed_micro

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.dice import Dice
    from tools.sim.mcu.clock import Clock
    from tools.sim.plant.load import Load

BOOST_EN = const(2)  # as in switches.py; MicroPython finds a constant of this file at once
PATIENT = const(5)

NEVER = const(1 << 52)
OPEN_OHM = const(100_000_000)
STEP_MS = const(5)
RISE_PERMILLE = const(19)  # of what is missing, each ms: 90 % in 120 ms
BLEED_PERMILLE = const(2)  # each ms: a time constant of 0.5 s ...
RAIL_NF = const(4700)  # ... of this capacitor, which the current empties too
TO_DUMMY = const(0)
TO_PERSON = const(1)
TO_NOTHING = const(2)
FLUSH = const(8_000)
LONGEST_US = const(1 << 30)
DIVIDER = const(2080)  # as DIVIDER_KOHM; MicroPython finds a constant of this file at once
assert DIVIDER == DIVIDER_KOHM


class Circuit(Transient):
    """`i_ua` flows through the shunts, `body_ua` through the person, signed (A positive: > 0)."""

    def __init__(self, clock: "Clock", load: "Load", board: "dict[str, Any]", dice: "Dice") -> None:
        super().__init__(clock, load, board, dice)
        cache_methods(self, "catch_up", "conversion_started", "solve", "drive", "set_code", "_sink_of", "_work")
        cache_methods(self, "_goal_mv", "_move", "_happen", "_plan", "_set_boundary", "_record", "_watch_gap")
        cache_methods(self, "_watch_latch", "_fine", "_commit", "_solve_network", "_fill_network")

    # ------------------------------------------------------------ time

    @micropython.native
    def catch_up(self) -> None:
        """Bring the circuit to the clock's time. Callers may ask first whether `clock.now >= boundary`."""
        now = self.clock.now
        boundary = self.boundary
        if boundary <= now:
            adc = self.adc
            while boundary <= now:
                self._last = boundary
                if adc.due <= boundary:
                    adc.fire()
                if self._moves_at <= boundary:
                    self._move(boundary)
                boundary = self._moves_at
                if adc.due < boundary:
                    boundary = adc.due
            self.boundary = boundary
        if now > self._last:
            self._last = now

    @micropython.native
    def _move(self, at: int) -> None:
        """What switches or moves by itself at this time."""
        clock = self.clock
        was = clock.open_heap() if clock.locked else 0
        if self._event_due <= at:
            self._happen(at)
        if self._fine_at <= at:
            self._fine(at)
        if self._work_at <= at:
            self._work(at)
        self._set_boundary()
        if was:
            clock.close_heap(1)

    @micropython.native
    def _set_boundary(self) -> None:
        due = self._event_due
        if self._work_at < due:
            due = self._work_at
        if self._fine_at < due:
            due = self._fine_at
        self._moves_at = due
        self.boundary = due if due < self.adc.due else self.adc.due

    def _happen(self, at: int) -> None:
        """What switches at this time; the pump's hold-up that is over."""
        if at >= self._pump_end and self.s1:
            self._switch()
        events = self._events
        for k in range(8):
            if events[k] <= at:
                events[k] = NEVER
                self._event(k)
        self._plan()

    def _plan(self) -> None:
        """The next time something switches. To be called when a time was set."""
        due = NEVER
        for t in self._events:
            if t < due:
                due = t
        if self.s1:
            # Edges only push this time out: one that is reached too early finds nothing to do and plans anew.
            if self._last < self._pump_end < due:
                due = self._pump_end
        self._event_due = due
        self._set_boundary()

    @micropython.native
    def conversion_started(self) -> None:
        """The ADS1115 was told to convert: it samples within the circuit's time."""
        due = self.adc.due
        if due < self.boundary:
            self.boundary = due

    @micropython.native
    def _work(self, at: int) -> None:
        """What moves by itself: rail, skin and hands each 1 ms while they do; the load's slow parts each 5 ms."""
        load = self.load
        busy = 0
        goal = self._goal_mv()
        rail = self.rail_mv
        if rail != goal:
            busy = 1
            step = (goal - rail) * (RISE_PERMILLE if goal > rail and goal else BLEED_PERMILLE)
            if step > 0:
                rail += step // 1000
            else:
                rail -= -step // 1000 + self.i_b_ua * 1000 // RAIL_NF
                if rail < goal:
                    rail = goal
            if -60 < goal - rail < 60 or (goal == 0 and rail < 600):  # smaller steps round to nothing
                rail = goal
            self.rail_mv = rail
        if (load.slow_ohm or load.slow_mv) and not self.broken and not self.fast:
            leg = self.leg if self.s1 and self.path == TO_PERSON and load.ohm < OPEN_OHM else 0
            emf = -load.emf_mv if leg < 0 else load.emf_mv
            most_mv = self.rail_mv - self._drop_mv - self._diode_mv - emf
            beside = (self.body_ua if leg > 0 else -self.body_ua) - self.i_ua if leg else 0  # the divider's current
            if load.charge_skin(self.sink_ua + beside, most_mv, load.ohm + self._series_ohm, leg):
                busy = 1
        if load.left_ms > 0:
            load.millisecond()
            load.update()
            busy = 1
        if at >= self._update_at:
            self._update_at = at + STEP_MS * 1000
            load.advance(self.body_ua)
            if self.towel.laid:
                self.towel.advance(signed_micro(self.network.i_towel))
        self._work_at = at + 1000 if busy else self._update_at
        self.solve()

    def perturb(self) -> None:
        """Something began to move: look at the next millisecond."""
        self._work_at = min(self._work_at, self._last + 1000)
        self._set_boundary()

    def _record(self) -> None:
        """The body's current has changed: how long the one before flowed, and the new one."""
        t = self._last
        if t - self._changed_at > LONGEST_US:
            self._bridge(t)
        body = self._body
        i = self._at
        body[i] = t - self._changed_at
        body[i + 1] = self.body_ua
        self._changed_at = t
        self._at = i = i + 2
        if i >= FLUSH:
            self.flush(body)
            self._at = 0

    def _bridge(self, t: int) -> None:
        """The same current as before, told again: a duration has 31 bits."""
        was = self._body[self._at - 1]  # of the row before, which a flush leaves where it is
        while t - self._changed_at > LONGEST_US:
            self._body[self._at] = LONGEST_US
            self._body[self._at + 1] = was
            self._changed_at += LONGEST_US
            self._at += 2
            if self._at >= FLUSH:
                self.flush(self._body)
                self._at = 0

    @micropython.native
    def _goal_mv(self) -> int:
        stuck = self.stuck.get("boost", -1) if self.stuck else -1
        on = self.pin[BOOST_EN] if stuck < 0 else stuck
        if not on or self.battery_mv < 2800 or self.rail_short:
            return 0
        return self.rail_goal_mv if self.rail_goal_mv < 58_000 or stuck == 2 else 58_000

    # ------------------------------------------------------------ what flows

    def changed(self) -> None:
        """A fault changed something: work everything out anew."""
        self.catch_up()
        self._set_latch()
        self.i_b_ua = -1
        self.sink_ua = self._sink_of(self.code)
        self.tell()
        self._switch()
        self._relay_moves()
        self.load.update()
        self.solve()
        self.perturb()
        self._plan()

    @micropython.native
    def solve(self) -> None:
        """Currents and electrode voltages from the state of the switches."""
        load = self.load
        leg = self.leg
        path = self.path
        key = path << 5 | (self.s1 << 2) | (leg + 1)
        if load.ohm < OPEN_OHM:
            key |= 16
        if key != self._key:
            self._look_what_switched(key)
        if self.broken or self.fast:
            self._solve_network()
            return
        i = 0
        high = low = 0
        above = beside = 0  # what the dividers add: through shunt B, and through the load
        if self.s1 and leg and path != TO_NOTHING:
            if path == TO_PERSON:
                ohm = load.ohm
                own = int(load.slow_mv) + load.emf_mv
                if leg < 0:
                    own = -own
            else:
                ohm = self.board["dummy_ohm"]
                own = 0
            high = self.rail_mv - self._drop_mv
            if high < 0:
                high = 0
            above = high // DIVIDER
            if ohm < OPEN_OHM:
                most = (high - self._diode_mv - own) * 1000 // (ohm + self._series_ohm)
                i = self.sink_ua
                if i > most:
                    i = most if most > 0 else 0
                if i > self._limiter_ua:
                    i = self._limiter_ua
                high -= i * self._high_ohm // 1000
                low = high - own - i * ohm // 1000
                if low < 0:
                    low = 0
                beside = low // DIVIDER
                low -= beside * ohm // 1000
                if low < 0:
                    low = 0
                above += beside
        elif self.s1 and leg:
            high = self.rail_mv - self._drop_mv
            if high < 0:
                high = 0
            above = high // DIVIDER
        self.i_a_ua = i
        if i + above != self.i_b_ua or not self.b_uv:
            self.i_b_ua = i + above
            self.b_uv = self._shunt_b_uv()
            if load.slow_ohm:
                self.perturb()
        self.i_ua = i
        if leg < 0:
            self.a_mv = low
            self.b_mv = high
        else:
            self.a_mv = high
            self.b_mv = low
        body = 0
        if path == TO_PERSON:
            body = (i + beside) * leg
        if body != self.body_ua:
            self.body_ua = body
            self._record()
        if i > self.peak_ua:
            self.peak_ua = i
        if i > self._suspect_ua or self._events[5] != NEVER:
            self._watch_latch()
        if self._gap or self.sink_ua - i > 20 or load.ohm >= OPEN_OHM:
            self._watch_gap()

    @micropython.native
    def _watch_gap(self) -> None:
        """Tell when the load cannot carry what the sink asks for."""
        gap = 0
        if self.pin[PATIENT]:
            if self.load.ohm >= OPEN_OHM or self.sink_ua - self.i_ua > 20:
                gap = 1
        if gap != self._gap:
            self._gap = gap
            self.log("gap", "load", gap)

    def end(self) -> None:
        """Hand over what was recorded."""
        self.catch_up()
        self._record()
        self.flush(self._body[: self._at])
        self._at = 0
