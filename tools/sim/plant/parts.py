# What the output circuit consists of and where it stands: the state that its rooms share, and what the converters see
# of it. Moves nothing: switches.py and circuit.py do.

from array import array

import micropython
from micropython import const

from tools.sim.cache_methods import cache_methods
from tools.sim.plant.load import Load
from tools.sim.plant.network import Network
from tools.sim.plant.revision import REVISIONS, SINK_OHM
from tools.sim.plant.towel import Towel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.dice import Dice
    from tools.sim.mcu.clock import Clock

NEVER = const(1 << 52)
TO_DUMMY = const(0)
TO_PERSON = const(1)
FLUSH = const(8_000)
NOISES = const(4093)


class Parts:
    """The circuit's state, and its measuring amplifiers."""

    def __init__(self, clock: "Clock", load: Load, board: "dict[str, Any]", dice: "Dice") -> None:
        self.clock = clock
        self.load = load
        self.board = board
        self.dice = dice
        self.log: "Callable[[str, str, int], None]" = _no_log
        self.flush: "Callable[[array[int]], None]" = _no_flush
        self.tell: "Callable[[], None]" = _nothing  # OC_TRIP_N or RELAY_FB may have changed
        # --- what its inputs say, by the numbers of switches.py (pull-downs hold them low while they float)
        self.pin = array("b", [0] * 8)
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
        # --- faults, as circuit.py reads them; circuit_faults.py sets them and calls changed()
        self.revision = REVISIONS[board["revision"]]
        self.broken = 0  # 1: the network solver is needed
        self.broken_parts: "list[str]" = []
        self.network = Network(self.revision, board["leg_ohm"])
        self.metal_ohm = self.terminals_ohm = 0.0  # beside the person, at the plates and at the sockets; 0: none
        self.rail_short = 0
        self.towel = Towel()
        self.leaks: "list[tuple[int, int, float]]" = []
        self.stuck: "dict[str, int]" = {}  # part -> 0 open / 1 closed
        self.sink_short_ohm = -1.0
        self.sink_open = 0
        self.sink_permille = 1000
        self.vdd_mv = 3300
        self.shunt_a_open = self.shunt_b_open = 0
        self.shunt_a_permille = self.shunt_b_permille = 1000
        self.latch_dead = self.latch_stuck = 0
        self.pump_static = 0
        self._latch_ua = self._suspect_ua = board["latch_ua"]
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
        self._moves_at = 0  # the earlier of the two
        self._update_at = 0
        self._changed_at = 0
        self.adc: "Any" = _NoAdc()
        self._events = [NEVER] * 8
        self._pump_end = 0
        self._gap = -1
        # --- what transient.py integrates
        self.fast = 0  # 1: something switched, and the circuit is not yet at rest
        self._key = 1  # what is closed, as bits; no legs
        self._held_mv = 0.0  # on the capacitor between the sides
        self._held_step = 0.0  # and what it gains in the step ahead
        self._drive_ua = 0.0  # what the sink's amplifier asks of its transistor ...
        self._goal_ua = 0.0  # ... and is on its way to ask
        self._limited = self._drives = self._moves = 0
        self._i_load = 0.0  # µA through the person
        self._person_ohm = self._person_v = 0.0
        self._solved_at = 0
        self._solved_us = self._fine_step = 1
        self._fine_at = NEVER
        self._mains_mv = load.mains_mv
        self._mains_us = 1_000_000 // load.mains_hz
        self._body = array("i", [0] * FLUSH)
        self._at = 0
        self._relay_stage = 0
        self._relay_wanted = 0
        self._a_ppm = board["shunt_a_ppm"]
        self._a_uv = board["offset_a_uv"]
        self._b_ppm = board["shunt_b_ppm"]
        self._b_uv = board["offset_b_uv"]
        self.b_uv = 0  # what the amplifier of shunt B shows
        self._divider_a_ppm = board["divider_a_ppm"]
        self._divider_b_ppm = board["divider_b_ppm"]
        self._divider_rail_ppm = board["divider_rail_ppm"]
        leg_ohm = board["leg_ohm"] + self.revision.diode_ohm
        self._high_ohm = self.revision.high_ohm + leg_ohm  # from the rail to the high electrode: limiter, switch, leg
        self._series_ohm = self._high_ohm + leg_ohm + SINK_OHM  # with the other leg and the sink
        self._diode_mv = self.revision.diode_mv
        self._drop_mv = self._diode_mv + self.revision.rest_mv  # off the rail, at no current
        self._limiter_ua = self.revision.limiter_ua
        self._hold_us = board["pump_hold_ms"] * 1000
        self._leg_open_us = board["leg_open_ms"] * 1000
        cache_methods(self, "mux_uv", "shunt_a_uv", "_shunt_b_uv", "_pickup_mv")

    @micropython.native
    def mux_uv(self, mux: int) -> int:
        """The ADS1115's input in µV: mux 0 is AIN0 - AIN1, 4 to 7 are AIN0 to AIN3."""
        i = self._noise_at  # µV of noise at the converter: a table of rolled numbers, walked through
        self._noise_at = i + 1 if i < NOISES - 1 else 0
        noise = self._noises[i]
        if mux == 6:
            return self.shunt_a_uv() + noise
        if mux == 7:
            uv = self.rail_mv * 50
            return uv + uv * self._divider_rail_ppm // 1_000_000 + noise  # type: ignore[no-any-return]
        a_uv = b_uv = 0
        if mux == 0 or mux == 4:
            a_uv = (self.a_mv + self._pickup_mv()) * 50
            a_uv += a_uv * self._divider_a_ppm // 1_000_000
        if mux == 0 or mux == 5:
            b_uv = self.b_mv * 50
            b_uv += b_uv * self._divider_b_ppm // 1_000_000
        return (b_uv if mux == 5 else a_uv - b_uv) + noise

    def _pickup_mv(self) -> int:
        """Mains, as a triangle: half of it at most on each electrode."""
        most = self._mains_mv
        if self.path != TO_PERSON or not most:
            return 0
        period = self._mains_us
        phase = self.clock.now % period
        quarter = period // 4
        up = phase if phase < 2 * quarter else period - phase
        return most * (up - quarter) // quarter  # type: ignore[no-any-return]

    @micropython.native
    def shunt_a_uv(self) -> int:
        """Amplifier of shunt A: 0.1 V/mA."""
        if self.shunt_a_open:
            return 3_300_000
        uv = self.i_a_ua * 100
        if self.shunt_a_permille != 1000:
            uv = uv * self.shunt_a_permille // 1000
        return uv + uv * self._a_ppm // 1_000_000 + self._a_uv  # type: ignore[no-any-return]

    @micropython.native
    def _shunt_b_uv(self) -> int:
        """Amplifier of shunt B: 0.1 V/mA."""
        if self.shunt_b_open:
            return 3_300_000
        uv = self.i_b_ua * 100
        if self.shunt_b_permille != 1000:
            uv = uv * self.shunt_b_permille // 1000
        uv += uv * self._b_ppm // 1_000_000 + self._b_uv
        return uv if uv > 0 else 0  # it has one supply


class _NoAdc:
    due = NEVER


def _no_log(kind: str, name: str, value: int) -> None:
    pass


def _no_flush(samples: "array[int]") -> None:
    pass


def _nothing() -> None:
    pass
