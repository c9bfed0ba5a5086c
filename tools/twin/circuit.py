# The reference hardware's output circuit: rail, switches, latch, sink, relay, dividers, and what flows. Decides what is
# true; what the firmware is told of it, the converters decide.
#
# Between two boundaries (something switches, converts or moves) every current is constant: catch_up() walks from one to
# the next, and what is recorded of the body is each change with its time, so charge is exact. Integers: µA, mV, µs.

from array import array

from micropython import const

from tools.twin.load import Load
from tools.twin.network import SIDE_A, SIDE_B, Network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.twin.clock import Clock
    from tools.twin.dice import Dice

# GPIO numbers of revision A's outputs (the circuit's own copy: what is soldered does not follow the firmware).
OUT_EN = const(1)
PUMP = const(2)
BOOST_EN = const(3)
LEG_FWD = const(10)
LEG_REV = const(11)
PATIENT = const(12)
OC_RESET = const(14)
OC_TEST = const(15)
NAMES = {1: "OUT_EN", 3: "BOOST_EN", 10: "LEG_FWD", 11: "LEG_REV", 12: "PATIENT", 14: "OC_RESET", 15: "OC_TEST"}

NEVER = const(1 << 52)
OPEN_OHM = const(100_000_000)
STEP_MS = const(5)
SERIES_OHM = const(150)
HEADROOM_MV = const(1500)
LIMITER_UA = const(34_500)
OUT_EN_US = const(1000)
CLOSE_US = const(200)
LATCH_BLANK_US = const(500)
LATCH_OPEN_US = const(300)
LATCH_CLEAR_US = const(1000)
LEG_CLOSE_US = const(3000)
LEG_OPEN_US = const(1000)
RELAY_LEAVE_US = const(4000)
RELAY_US = const(10_000)
BOUNCE_US = const(1000)  # 3 ms of bounce: on at 10 and 12 ms, off at 11, on for good at 13
DAC_SETTLE_US = const(200)
RISE_PERMILLE = const(19)  # of what is missing, each ms: 90 % in 120 ms
BLEED_PERMILLE = const(2)  # each ms: a time constant of 0.5 s

TO_DUMMY = const(0)
TO_PERSON = const(1)
TO_NOTHING = const(2)
FLUSH = const(8_000)
NOISES = const(4093)


class Circuit:
    """`i_ua` flows through the shunts, `body_ua` through the person, signed (A positive: > 0)."""

    def __init__(self, clock: "Clock", load: Load, board: "dict[str, Any]", dice: "Dice") -> None:
        self.clock = clock
        self.load = load
        self.board = board
        self.dice = dice
        self.log: "Callable[[str, str, int], None]" = _no_log
        self.flush: "Callable[[array[int]], None]" = _no_flush
        self.tell: "Callable[[], None]" = _nothing  # OC_TRIP_N or RELAY_FB may have changed
        # --- what the pins say (pull-downs hold them low while they float)
        self.pin = array("b", [0] * 32)
        # --- what is really switched
        self.s1 = 0
        self.leg = 0  # 1 forward, -1 reverse, 0 open
        self.path = TO_DUMMY
        self.rail_mv = 0
        self.latched = 0
        self.usb = 0
        self.code = 0
        self.sink_ua = 0
        # --- what flows
        self.i_ua = 0
        self.i_b_ua = 0
        self.i_a_ua = 0
        self.body_ua = 0
        self.a_mv = 0
        self.b_mv = 0
        self.peak_ua = 0
        # --- the battery
        self.battery_mv = board["battery_mv"]
        # --- faults, as circuit.py reads them; faults.py sets them and calls changed()
        self.broken = 0  # 1: the network solver is needed
        self.network = Network()
        self.leaks: "list[tuple[int, int, float]]" = []
        self.stuck: "dict[str, int]" = {}  # part -> 0 open / 1 closed
        self.sink_short_ohm = -1.0
        self.sink_open = 0
        self.sink_permille = 1000
        self.shunt_a_open = self.shunt_b_open = 0
        self.shunt_a_permille = self.shunt_b_permille = 1000
        self.latch_dead = self.latch_stuck = 0
        self.pump_static = 0
        self.rail_goal_mv = board["boost_mv"]
        self.relay_stuck = -1
        self.relay_lost = 0  # intermittent: contact open in this moment
        self.dummy_open = 0
        self._noises = array("h", [dice.spread(150) for _ in range(NOISES)])
        self._noise_at = 0
        # --- times
        self._last = 0
        self.boundary = 0  # the next time at which anything happens here
        self._event_due = NEVER
        self._work_at = 0
        self._update_at = 0
        self._changed_at = 0
        self.adc: "Any" = _NoAdc()
        self._events = [NEVER] * 8
        self._pump_end = 0
        self._gap = -1
        self._body = array("i", [0] * FLUSH)
        self._at = 0
        self._relay_stage = 0
        self._relay_wanted = 0
        self._b_ppm = board["shunt_b_ppm"]
        self._b_uv = board["offset_b_uv"]
        self.b_uv = 0  # what the amplifier of shunt B shows
        self._hold_us = board["pump_hold_ms"] * 1000

    # ------------------------------------------------------------ time

    def catch_up(self) -> None:
        """Bring the circuit to the clock's time. Callers may ask first whether `clock.now >= boundary`."""
        clock = self.clock
        now = clock.now
        boundary = self.boundary
        while boundary <= now:
            self._last = boundary
            was = clock.open_heap() if clock.locked else 0
            adc = self.adc
            if adc.due <= boundary:
                adc.fire()
            if self._event_due <= boundary:
                self._happen(boundary)
            if self._work_at <= boundary:
                self._work(boundary)
            if was:
                clock.close_heap(1)
            boundary = adc.due
            if self._event_due < boundary:
                boundary = self._event_due
            if self._work_at < boundary:
                boundary = self._work_at
            self.boundary = boundary
        if now > self._last:
            self._last = now

    def _set_boundary(self) -> None:
        due = self.adc.due
        if self._event_due < due:
            due = self._event_due
        if self._work_at < due:
            due = self._work_at
        self.boundary = due

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

    def conversion_started(self) -> None:
        """The ADS1115 was told to convert: it samples within the circuit's time."""
        due = self.adc.due
        if due < self.boundary:
            self.boundary = due

    def _work(self, at: int) -> None:
        """What moves by itself: rail, skin and hands each 1 ms while they do; the rest of the load each 5 ms."""
        load = self.load
        busy = 0
        goal = self._goal_mv()
        rail = self.rail_mv
        if rail != goal:
            busy = 1
            step = (goal - rail) * (RISE_PERMILLE if goal > rail and goal else BLEED_PERMILLE)
            rail += step // 1000 if step > 0 else -(-step // 1000)
            if -60 < goal - rail < 60 or (goal == 0 and rail < 600):  # smaller steps round to nothing
                rail = goal
            self.rail_mv = rail
        if load.slow_ohm or load.slow_mv:
            leg = self.leg if self.s1 and self.path == TO_PERSON and load.ohm < OPEN_OHM else 0
            emf = -load.emf_mv if leg < 0 else load.emf_mv
            load.charge_skin(self.sink_ua, self.rail_mv - HEADROOM_MV - emf, load.ohm + SERIES_OHM, leg)
            busy = 1
        if load.moving:
            load.millisecond()
            load.work_out()
            busy = 1
        if at >= self._update_at:
            self._update_at = at + STEP_MS * 1000
            load.update(self.body_ua)
        self._work_at = at + 1000 if busy else self._update_at
        self.solve()

    def stir(self) -> None:
        """Something began to move: look at the next millisecond."""
        self._work_at = min(self._work_at, self._last + 1000)
        self._set_boundary()

    def _record(self) -> None:
        """The body's current has changed: how long the one before flowed, and the new one."""
        t = self._last
        body = self._body
        i = self._at
        body[i] = t - self._changed_at
        body[i + 1] = self.body_ua
        self._changed_at = t
        self._at = i = i + 2
        if i >= FLUSH:
            self.flush(body)
            self._at = 0

    def _goal_mv(self) -> int:
        stuck = self.stuck.get("boost", -1) if self.stuck else -1
        on = self.pin[BOOST_EN] if stuck < 0 else stuck
        if not on or self.battery_mv < 2800:
            return 0
        return self.rail_goal_mv if self.rail_goal_mv < 58_000 or stuck == 2 else 58_000

    # ------------------------------------------------------------ what switches

    def drive(self, gpio: int, level: int) -> None:
        """A pin of the processor takes a level; the caller has logged it."""
        if self.clock.now >= self.boundary:
            self.catch_up()
        self._last = self.clock.now
        self.pin[gpio] = level
        now = self.clock.now
        events = self._events
        if gpio == PUMP:
            self._pump_end = now + self._hold_us
            if self.s1 or not self.pin[OUT_EN]:
                return
            self._switch()
        elif gpio == OUT_EN:
            if level:
                events[0] = now + CLOSE_US
            else:
                events[0] = now + OUT_EN_US
        elif gpio == LEG_FWD or gpio == LEG_REV:
            wanted = self._wanted_leg()
            events[1] = now + (LEG_OPEN_US if self.leg and wanted != self.leg else LEG_CLOSE_US)
        elif gpio == PATIENT:
            self._relay_moves()
        elif gpio == OC_RESET:
            events[2] = now + LATCH_CLEAR_US if level else NEVER
        elif gpio == OC_TEST:
            self.solve()
        elif gpio == BOOST_EN:
            self.stir()
        self._plan()

    def _wanted_leg(self) -> int:
        fwd = self.pin[LEG_FWD]
        rev = self.pin[LEG_REV]
        return 0 if fwd == rev else (1 if fwd else -1)

    def _event(self, k: int) -> None:
        events = self._events
        now = self._last
        if k == 0:
            self._switch()
        elif k == 1:
            wanted = self._wanted_leg()
            if self.leg and wanted and wanted != self.leg:  # break before make
                self.leg = 0
                events[1] = now + LEG_CLOSE_US
            else:
                self.leg = wanted
            self.solve()
        elif k == 2:
            self._clear_latch()
        elif k == 3:
            self._relay_steps()
        elif k == 4:
            self.sink_ua = self._sink_of(self.code)
            self.solve()
        elif k == 5:
            self._latch()
        elif k == 6:
            self._switch()
        elif k == 7:
            self.relay_lost = 1 - self.relay_lost
            events[7] = now + self.stuck.get("relay_period_us", 50_000) // 2
            self.solve()

    def _switch(self) -> None:
        """S1 follows OUT_EN, pump and latch."""
        alive = self._last < self._pump_end or self.pump_static
        closed = 1 if self.pin[OUT_EN] and alive and not self.latched else 0
        stuck = self.stuck.get("s1", -1) if self.stuck else -1
        if stuck >= 0:
            closed = stuck
        if closed != self.s1:
            was = self.clock.open_heap()
            self.s1 = closed
            self.log("hw", "S1", closed)
            self.solve()
            self.clock.close_heap(was)

    def _relay_moves(self) -> None:
        wanted = 1 if self.pin[PATIENT] and not self.usb else 0
        if self.relay_stuck >= 0:
            wanted = self.relay_stuck
        self._relay_wanted = wanted
        self._relay_stage = 0
        self._events[3] = self._last + RELAY_LEAVE_US if self.path != wanted else NEVER

    def _relay_steps(self) -> None:
        """Leave at 4 ms, arrive at 10 ms, bounce for 3 ms."""
        stage = self._relay_stage
        self._relay_stage = stage + 1
        now = self._last
        arrived = TO_PERSON if self._relay_wanted else TO_DUMMY
        if stage == 0:
            self.path = TO_NOTHING
            self._events[3] = now + RELAY_US - RELAY_LEAVE_US
        elif stage < 4:
            self.path = arrived if stage & 1 else TO_NOTHING
            if stage < 3:
                self._events[3] = now + BOUNCE_US
            else:
                self._events[3] = NEVER
        self.tell()
        if stage == 3:
            self.log("hw", "RELAY", self.path)
        self.solve()

    def flicker(self, on: int) -> None:
        """The relay's contact opens and closes by itself."""
        self.relay_lost = 0
        self._events[7] = self.clock.now + 1000 if on else NEVER
        self._plan()

    def relay_fb(self) -> int:
        """RELAY_FB: 0 = really at rest."""
        return 0 if self.path == TO_DUMMY else 1

    def set_code(self, code: int) -> None:
        """The DAC's output: small steps at once, large ones after the settling time."""
        clock = self.clock
        if clock.now >= self.boundary:
            self.catch_up()
        self._last = clock.now
        was = clock.open_heap() if clock.locked else 0
        step = code - self.code
        self.code = code
        if -4 < step < 4 and self._events[4] == NEVER:
            self.sink_ua = self._sink_of(code)
            self.solve()
        else:
            self._events[4] = clock.now + DAC_SETTLE_US
            self._plan()
        clock.close_heap(was)

    def _sink_of(self, code: int) -> int:
        """µA the sink draws for a code: 25 mA x code / 4096, with gain and offset of this board."""
        ua = code * 25_000 // 4096
        ua += ua * self.board["sink_gain_ppm"] // 1_000_000 + self.board["sink_offset_ua"]
        ua = ua * self.sink_permille // 1000
        return ua if ua > 0 else 0

    # ------------------------------------------------------------ the latch

    def _watch_latch(self) -> None:
        """The comparator on shunt B."""
        i = self.i_b_ua
        if self.shunt_b_permille != 1000:
            i = i * self.shunt_b_permille // 1000
        if self.shunt_b_open:
            i = 0  # no current passes it
        most = self.board["latch_test_ua"] if self.pin[OC_TEST] else self.board["latch_ua"]
        if i > most and not self.latched and not self.latch_dead:
            if self._events[5] == NEVER:
                self._events[5] = self._last + LATCH_BLANK_US
        else:
            self._events[5] = NEVER

    def _latch(self) -> None:
        self.latched = 1
        self.tell()
        self.log("hw", "LATCH", 1)
        self._events[6] = self._last + LATCH_OPEN_US

    def _clear_latch(self) -> None:
        if self.latched and not self.latch_stuck and self.pin[OC_RESET]:
            self.latched = 0
            self.tell()
            self.log("hw", "LATCH", 0)
            self._switch()

    # ------------------------------------------------------------ what flows

    def changed(self) -> None:
        """A fault changed something: work everything out anew."""
        self.catch_up()
        self.i_b_ua = -1
        self.sink_ua = self._sink_of(self.code)
        self.tell()
        self._switch()
        self._relay_moves()
        self.load.work_out()
        self.solve()
        self.stir()
        self._plan()

    def solve(self) -> None:
        """Currents and electrode voltages from the state of the switches."""
        if self.broken:
            self._solve_broken()
            return
        load = self.load
        leg = self.leg
        path = self.path
        i = 0
        high = low = 0
        if self.s1 and leg and path != TO_NOTHING:
            if path == TO_PERSON:
                ohm = load.ohm
                own = int(load.slow_mv) + load.emf_mv
                if leg < 0:
                    own = -own
            else:
                ohm = self.board["dummy_ohm"]
                own = 0
            high = self.rail_mv
            if ohm < OPEN_OHM:
                most = (high - HEADROOM_MV - own) * 1000 // (ohm + SERIES_OHM)
                i = self.sink_ua
                if i > most:
                    i = most if most > 0 else 0
                high -= i * 60 // 1000
                low = high - own - i * ohm // 1000
                if low < 0:
                    low = 0
        elif self.s1 and leg:
            high = self.rail_mv
        if i != self.i_b_ua or not self.b_uv:
            self.i_b_ua = i
            self.b_uv = self._shunt_b_uv()
        self.i_ua = self.i_a_ua = i
        if leg < 0:
            self.a_mv = low
            self.b_mv = high
        else:
            self.a_mv = high
            self.b_mv = low
        body = 0
        if path == TO_PERSON:
            body = i * leg
        if body != self.body_ua:
            self.body_ua = body
            self._record()
        if i > self.peak_ua:
            self.peak_ua = i
        if i > 3000 or self._events[5] != NEVER:
            self._watch_latch()
            self._plan()
        self._watch_gap()

    def _watch_gap(self) -> None:
        """Tell when the load cannot carry what the sink asks for."""
        gap = 0
        if self.pin[PATIENT]:
            if self.load.ohm >= OPEN_OHM or self.sink_ua - self.i_ua > 20:
                gap = 1
        if gap != self._gap:
            self._gap = gap
            self.log("gap", "load", gap)

    def _solve_broken(self) -> None:
        n = self.network
        stuck = self.stuck
        load = self.load
        n.rail_v = self.rail_mv / 1000.0
        n.s1 = self.s1
        n.fwd_high = stuck.get("leg_fwd_high", 1 if self.leg > 0 else 0)
        n.fwd_low = stuck.get("leg_fwd_low", 1 if self.leg > 0 else 0)
        n.rev_high = stuck.get("leg_rev_high", 1 if self.leg < 0 else 0)
        n.rev_low = stuck.get("leg_rev_low", 1 if self.leg < 0 else 0)
        person = self.path == TO_PERSON and not self.relay_lost
        n.load_ohm = float(load.ohm) if person and load.ohm < OPEN_OHM else 0.0
        n.load_v = (load.slow_mv + load.emf_mv) / 1000.0
        if person and n.load_ohm < 1.0 and load.ohm < OPEN_OHM:
            n.load_ohm = 1.0
        dummy = self.path == TO_DUMMY and not self.dummy_open
        n.dummy_ohm = float(self.board["dummy_ohm"]) if dummy else 0.0
        n.sink_a = self.sink_ua / 1e6
        n.sink_short_ohm = self.sink_short_ohm
        n.sink_open = 1 if self.sink_open or self.shunt_a_open else 0
        if self.shunt_b_open:
            n.s1 = 0
        n.leaks = self.leaks
        if not person:  # the electrodes hang behind the relay
            n.leaks = [leak for leak in self.leaks if SIDE_A not in leak[:2] and SIDE_B not in leak[:2]]
        n.solve()
        self.i_b_ua = _micro(n.i_high)
        self.i_a_ua = _micro(n.i_sink)
        self.b_uv = self._shunt_b_uv()
        self.i_ua = self.i_b_ua
        self.a_mv = int(n.v[SIDE_A] * 1000)
        self.b_mv = int(n.v[SIDE_B] * 1000)
        body = _signed_micro(n.i_load) if person else 0
        if body != self.body_ua:
            self.body_ua = body
            self._record()
        most = self.body_ua if self.body_ua >= 0 else -self.body_ua
        if most > self.peak_ua:
            self.peak_ua = most
        self._watch_latch()
        self._plan()
        self._watch_gap()

    # ------------------------------------------------------------ what the converters see

    def mux_uv(self, mux: int) -> int:
        """The ADS1115's input in µV: mux 0 is AIN0 - AIN1, 4 to 7 are AIN0 to AIN3."""
        noise = self._noise()
        if mux == 6:
            return self.shunt_a_uv() + noise
        if mux == 0:
            return (self.a_mv - self.b_mv + self._pickup_mv()) * 50 + noise
        if mux == 4:
            return (self.a_mv + self._pickup_mv()) * 50 + noise
        if mux == 5:
            return self.b_mv * 50 + noise
        if mux == 7:
            return self.rail_mv * 50 + noise
        return noise

    def _noise(self) -> int:
        """µV of noise at the converter: a table of rolled numbers, walked through."""
        i = self._noise_at
        self._noise_at = i + 1 if i < NOISES - 1 else 0
        return self._noises[i]

    def _pickup_mv(self) -> int:
        """Mains, as a triangle: half of it at most on each electrode."""
        s = self.load._s
        if self.path != TO_PERSON or not s["mains_mv"]:
            return 0
        period = 1_000_000 // s["mains_hz"]
        phase = self.clock.now % period
        quarter = period // 4
        up = phase if phase < 2 * quarter else period - phase
        return int(s["mains_mv"] * (up - quarter) // quarter)

    def shunt_a_uv(self) -> int:
        """Amplifier of shunt A: 0.1 V/mA."""
        if self.shunt_a_open:
            return 3_300_000
        uv = self.i_a_ua * 100 * self.shunt_a_permille // 1000
        uv += uv * self.board["shunt_a_ppm"] // 1_000_000 + self.board["offset_a_uv"]
        return int(uv)

    def _shunt_b_uv(self) -> int:
        """Amplifier of shunt B: 0.1 V/mA."""
        if self.shunt_b_open:
            return 3_300_000
        uv = self.i_b_ua * 100
        if self.shunt_b_permille != 1000:
            uv = uv * self.shunt_b_permille // 1000
        return uv + uv * self._b_ppm // 1_000_000 + self._b_uv  # type: ignore[no-any-return]

    # ------------------------------------------------------------ power

    def usb_power(self, on: int) -> None:
        """VBUS: the hardware holds the relay at rest while it is there."""
        self.catch_up()
        self.usb = on
        self.log("hw", "VBUS", on)
        self._relay_moves()
        self._plan()

    def pins_float(self) -> None:
        """Reset of the processor: every output floats, the pull-downs hold it low."""
        for gpio in (OUT_EN, BOOST_EN, LEG_FWD, LEG_REV, PATIENT, OC_RESET, OC_TEST):
            if self.pin[gpio]:
                self.log("drive", NAMES[gpio], 0)
                self.drive(gpio, 0)
        self.pin[PUMP] = 0

    def end(self) -> None:
        """Hand over what was recorded."""
        self.catch_up()
        self._record()
        self.flush(self._body[: self._at])
        self._at = 0


class _NoAdc:
    due = NEVER


def _micro(amps: float) -> int:
    return int(amps * 1e6 + 0.5) if amps > 0 else 0


def _signed_micro(amps: float) -> int:
    return int(amps * 1e6 + 0.5) if amps >= 0 else -int(-amps * 1e6 + 0.5)


def _no_log(kind: str, name: str, value: int) -> None:
    pass


def _no_flush(samples: "array[int]") -> None:
    pass


def _nothing() -> None:
    pass
