# What switches in the output circuit, and how long it takes: output switch and pump, bridge, relay, latch, DAC. Decides
# no current: circuit.py works it out after each change.

from micropython import const

from tools.sim.plant.parts import Parts

TYPE_CHECKING = False

# The circuit's inputs, counted through; which GPIO drives which the board's pins.csv says.
OUT_EN = const(0)
PUMP = const(1)
BOOST_EN = const(2)
LEG_FWD = const(3)
LEG_REV = const(4)
PATIENT = const(5)
OC_RESET = const(6)
OC_TEST = const(7)
NAMES = ("OUT_EN", "PUMP", "BOOST_EN", "LEG_FWD", "LEG_REV", "PATIENT", "OC_RESET", "OC_TEST")  # as in pins.csv

NEVER = const(1 << 52)
OUT_EN_US = const(1000)
CLOSE_US = const(200)
LATCH_BLANK_US = const(500)
LATCH_OPEN_US = const(300)
LATCH_CLEAR_US = const(1000)
LEG_CLOSE_US = const(3000)
RELAY_LEAVE_US = const(4000)
RELAY_US = const(10_000)
BOUNCE_US = const(1000)  # 3 ms of bounce: on at 10 and 12 ms, off at 11, on for good at 13
DAC_SETTLE_US = const(200)
TO_DUMMY = const(0)
TO_PERSON = const(1)
TO_NOTHING = const(2)


class Switches(Parts):
    """Pins in, positions out; each change takes the part's time."""

    if TYPE_CHECKING:  # circuit.py has them

        def catch_up(self) -> None: ...
        def solve(self) -> None: ...
        def perturb(self) -> None: ...
        def _plan(self) -> None: ...

    def drive(self, line: int, level: int) -> None:
        """An input of the circuit takes a level; the caller has logged it."""
        if self.clock.now >= self.boundary:
            self.catch_up()
        self._last = self.clock.now
        self.pin[line] = level
        now = self.clock.now
        events = self._events
        if line == PUMP:
            self._pump_end = now + self._hold_us
            if self.s1 or not self.pin[OUT_EN]:
                return
            self._switch()
        elif line == OUT_EN:
            if level:
                events[0] = now + CLOSE_US
            else:
                events[0] = now + OUT_EN_US
        elif line == LEG_FWD or line == LEG_REV:
            wanted = self._wanted_leg()
            events[1] = now + (self._leg_open_us if self.leg and wanted != self.leg else LEG_CLOSE_US)
        elif line == PATIENT:
            self._relay_moves()
        elif line == OC_RESET:
            events[2] = now + LATCH_CLEAR_US if level else NEVER
        elif line == OC_TEST:
            self._set_latch()
            self.solve()
        elif line == BOOST_EN:
            self.perturb()
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
            self._relay_travels()
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

    def _relay_travels(self) -> None:
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

    def oc_trip_n(self) -> int:
        """OC_TRIP_N: 0 = the latch is set."""
        return 0 if self.latched or self.latch_stuck else 1

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
        ua = (ua * self.sink_permille // 1000) * self.vdd_mv // 3300 + self.revision.bias_ua
        return ua if ua > 0 else 0

    # ------------------------------------------------------------ the latch

    def _set_latch(self) -> None:
        """Where the latch trips, now; no current up to `_suspect_ua` can look like that to it."""
        self._latch_ua = self.board["latch_test_ua"] if self.pin[OC_TEST] else self.board["latch_ua"]
        if self.revision.latch_by_vdd:
            self._latch_ua = self._latch_ua * self.vdd_mv // 3300
        self._suspect_ua = self._latch_ua * 1000 // max(1000, self.shunt_b_permille)

    def _watch_latch(self) -> None:
        """The comparator on shunt B: from when on it sees too much, and that it no longer does."""
        i = self.i_b_ua
        if self.shunt_b_permille != 1000:
            i = i * self.shunt_b_permille // 1000
        if self.shunt_b_open:
            i = 0  # no current passes it
        if i > self._latch_ua and not self.latched and not self.latch_dead:
            if self._events[5] == NEVER:
                self._events[5] = self._last + LATCH_BLANK_US
                self._plan()
        elif self._events[5] != NEVER:
            self._events[5] = NEVER
            self._plan()

    def _latch(self) -> None:
        self.latched = 1
        self.tell()
        self.log("hw", "LATCH", 1)
        self._events[6] = self._last + LATCH_OPEN_US

    def _clear_latch(self) -> None:
        if self.latched and not self.latch_stuck and self.pin[OC_RESET] and self.i_b_ua <= self._latch_ua:
            self.latched = 0
            self.tell()
            self.log("hw", "LATCH", 0)
            self._switch()

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
        for line in (OUT_EN, BOOST_EN, LEG_FWD, LEG_REV, PATIENT, OC_RESET, OC_TEST):
            if self.pin[line]:
                self.log("drive", NAMES[line], 0)
                self.drive(line, 0)
        self.pin[PUMP] = 0
