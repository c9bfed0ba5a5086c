# Solves the output circuit while it is broken or has just switched: node voltages and currents by Kirchhoff's laws.
# Integrates nothing: circuit.py does. The sound circuit at rest has a closed form there; a test holds the two to each
# other.

import micropython

from tools.sim.cache_methods import cache_methods
from tools.sim.plant.revision import DIVIDER_KOHM, SINK_OHM, Revision

OFF_S = 1e-9
DIVIDER_S = 1e-3 / DIVIDER_KOHM
SHORTED_OHM = 1.0  # a leg that shorted
BODY_DIODE_V = 0.65  # of S1's and the sink's transistor
ROUNDS = 24

# Nodes; the rail and the ground are given.
S1_OUTPUT, SIDE_A, SIDE_B, DRAIN = range(4)
RAIL, GROUND = 4, 5
# Legs, and what a leg can be.
FWD_HIGH, FWD_LOW, REV_HIGH, REV_LOW = range(4)
OPEN, CLOSED, SHORTED = range(3)
LEG_ENDS = ((S1_OUTPUT, SIDE_A), (SIDE_B, DRAIN), (S1_OUTPUT, SIDE_B), (SIDE_A, DRAIN))  # from where to where it leads
SOUND, DIODE_SHORT, DIODE_OPEN = range(3)
# What the sink is.
SOURCE, RESISTOR, BACKWARDS, NOTHING = range(4)


class Network:
    """Set what is closed, then solve(); voltages in V, currents in A. Reused: fill the attributes anew each time."""

    def __init__(self, revision: Revision, leg_ohm: int) -> None:
        self.v = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
        self.rail_v = 0.0
        self.high_ohm = float(revision.high_ohm)
        self.limiter_a = revision.limiter_ua / 1e6
        self.leg_ohm = float(leg_ohm)
        self.diode_v = revision.diode_mv / 1000.0
        self.diode_ohm = float(revision.diode_ohm)
        self.s1 = 0
        self.legs = [OPEN, OPEN, OPEN, OPEN]
        self.diodes = [SOUND, SOUND, SOUND, SOUND]
        self.load_ohm = 0.0  # 0: nothing between the sides
        self.load_v = 0.0  # own voltage, from A to B
        self.dummy_ohm = 0.0  # 0: not connected
        self.sink_a = 0.0  # what the sink is told to draw
        self.sink_short_ohm = -1.0
        self.sink_open = 0
        self.towel_ohm = 0.0  # beside the person; 0: none
        self.towel_v = 0.0  # its own voltage, from A to B
        self.i_towel = 0.0  # through it, A to B
        self.held_s = 0.0  # the capacitor between the sides: its charge over the time ahead ...
        self.held_v = 0.0  # ... and its voltage
        self.leaks: "list[tuple[int, int, float]]" = []  # node, node, Ohm
        self.i_high = 0.0  # through shunt B
        self.i_sink = 0.0  # through shunt A
        self.i_load = 0.0  # through the person, A to B
        self._conducts = [1, 1, 1, 1]  # legs with a diode: whether it does
        self._limited = 0
        self._sink = SOURCE
        self._s1_back = 0
        self._matrix = [0.0] * 10  # symmetric: 00 01 02 03 11 12 13 22 23 33
        self._given = [0.0] * 4
        cache_methods(self, "_solve_once", "_gauss", "_settled", "_join")

    def solve(self) -> None:
        """Voltages and currents. What conducts is found by trying: a wrong guess is turned until none is left."""
        for _ in range(ROUNDS):
            self._solve_once()
            if self._settled():
                return

    @micropython.native
    def _solve_once(self) -> None:
        m = self._matrix
        b = self._given
        for k in range(10):
            m[k] = 0.0
        for k in range(4):
            b[k] = 0.0
        rail = self.rail_v
        self.v[RAIL] = rail
        if self._limited:
            b[0] += self.limiter_a
            m[0] += OFF_S
        elif self.s1:
            g = 1.0 / self.high_ohm
            m[0] += g
            b[0] += g * rail
        else:
            m[0] += OFF_S
            b[0] += OFF_S * rail
            if self._s1_back:
                g = 1.0 / self.high_ohm
                m[0] += g
                b[0] += g * (rail + BODY_DIODE_V)
        for k in range(4):
            one, two = LEG_ENDS[k]
            g, drop = self._leg(k)
            self._join(one, two, g)
            if drop:
                b[one] += drop * g
                b[two] -= drop * g
        m[4] += DIVIDER_S
        m[7] += DIVIDER_S
        m[9] += OFF_S
        if self._sink == RESISTOR:
            m[9] += 1.0 / (self.sink_short_ohm + SINK_OHM if self.sink_short_ohm >= 0.0 else SINK_OHM)
        elif self._sink == BACKWARDS:
            g = 1.0 / SINK_OHM
            m[9] += g
            b[3] -= BODY_DIODE_V * g
        elif self._sink == SOURCE:
            b[3] -= self.sink_a
        if self.dummy_ohm:
            self._join(SIDE_A, SIDE_B, 1.0 / self.dummy_ohm)
        if self.load_ohm:
            self._between(1.0 / self.load_ohm, self.load_v)
        if self.towel_ohm:
            self._between(1.0 / self.towel_ohm, self.towel_v)
        if self.held_s:
            self._between(self.held_s, self.held_v)
        for one, two, ohm in self.leaks:
            self._leak(one, two, 1.0 / ohm)
        self._gauss()
        v = self.v
        a, b_v = v[SIDE_A], v[SIDE_B]
        self.i_load = (a - b_v - self.load_v) / self.load_ohm if self.load_ohm else 0.0
        self.i_towel = (a - b_v - self.towel_v) / self.towel_ohm if self.towel_ohm else 0.0
        s = v[S1_OUTPUT]
        if self._limited:
            self.i_high = self.limiter_a
        elif self.s1:
            self.i_high = (rail - s) / self.high_ohm
        elif self._s1_back:
            self.i_high = (rail + BODY_DIODE_V - s) / self.high_ohm
        else:
            self.i_high = (rail - s) * OFF_S
        d = v[DRAIN]
        if self._sink == RESISTOR:
            self.i_sink = d / (self.sink_short_ohm + SINK_OHM if self.sink_short_ohm >= 0.0 else SINK_OHM)
        elif self._sink == SOURCE:
            self.i_sink = self.sink_a
        elif self._sink == BACKWARDS:
            self.i_sink = (d + BODY_DIODE_V) / SINK_OHM
        else:
            self.i_sink = 0.0

    def _leg(self, k: int) -> "tuple[float, float]":
        """Its conductance, and what its diode takes off the voltage."""
        state = self.legs[k]
        diode = self.diodes[k]
        if state == OPEN or diode == DIODE_OPEN and self.diode_ohm:
            return OFF_S, 0.0
        ohm = SHORTED_OHM if state == SHORTED else self.leg_ohm
        if not self.diode_ohm or diode == DIODE_SHORT:
            return 1.0 / ohm, 0.0
        if self._conducts[k]:
            return 1.0 / (ohm + self.diode_ohm), self.diode_v
        return OFF_S, 0.0

    @micropython.native
    def _settled(self) -> int:
        """1 when every guess was right; else the wrong ones are turned."""
        v = self.v
        good = 1
        if self._limited:
            if self.rail_v - v[S1_OUTPUT] < self.limiter_a * self.high_ohm or not self.s1:
                self._limited = 0
                good = 0
        elif self.s1:
            if self.i_high > self.limiter_a * 1.0001:
                self._limited = 1
                good = 0
        else:
            back = 1 if v[S1_OUTPUT] > self.rail_v + BODY_DIODE_V else 0
            if back != self._s1_back:
                self._s1_back = back
                good = 0
        if self.diode_ohm:
            conducts = self._conducts
            for k in range(4):
                one, two = LEG_ENDS[k]
                on = 1 if v[one] - v[two] > self.diode_v else 0
                if on != conducts[k]:
                    conducts[k] = on
                    if self.legs[k] != OPEN and self.diodes[k] == SOUND:
                        good = 0
        d = v[DRAIN]
        was = self._sink
        if d < -BODY_DIODE_V and not self.sink_open:
            now = BACKWARDS
        elif self.sink_open:
            now = NOTHING
        elif self.sink_short_ohm >= 0.0:
            now = RESISTOR
        elif was == SOURCE:
            now = RESISTOR if d < self.sink_a * SINK_OHM else SOURCE
        elif was == RESISTOR:
            now = SOURCE if self.i_sink > self.sink_a else RESISTOR
        else:
            now = RESISTOR
        if now == RESISTOR and d < 0.0 and self.sink_short_ohm < 0.0:
            now = NOTHING
        if was == NOTHING and now == RESISTOR and d <= 0.0:
            now = NOTHING
        if now != was:
            self._sink = now
            good = 0
        return good

    def _leak(self, one: int, two: int, g: float) -> None:
        if one > two:
            one, two = two, one
        if two <= DRAIN:
            self._join(one, two, g)
        elif one <= DRAIN:
            self._matrix[(0, 4, 7, 9)[one]] += g
            if two == RAIL:
                self._given[one] += g * self.rail_v

    def _between(self, g: float, volts: float) -> None:
        """Between the sides, with an own voltage from A to B."""
        self._join(SIDE_A, SIDE_B, g)
        self._given[SIDE_A] += volts * g
        self._given[SIDE_B] -= volts * g

    @micropython.native
    def _join(self, one: int, two: int, g: float) -> None:
        m = self._matrix
        if one > two:
            one, two = two, one
        m[(0, 4, 7, 9)[one]] += g
        m[(0, 4, 7, 9)[two]] += g
        m[(0, 3, 5)[one] + two] -= g

    @micropython.native
    def _gauss(self) -> None:
        """Four nodes, symmetric: written out."""
        m00, m01, m02, m03, m11, m12, m13, m22, m23, m33 = self._matrix
        b0, b1, b2, b3 = self._given
        f1 = m01 / m00
        f2 = m02 / m00
        f3 = m03 / m00
        m11 -= f1 * m01
        m12 -= f1 * m02
        m13 -= f1 * m03
        m22 -= f2 * m02
        m23 -= f2 * m03
        m33 -= f3 * m03
        b1 -= f1 * b0
        b2 -= f2 * b0
        b3 -= f3 * b0
        f2 = m12 / m11
        f3 = m13 / m11
        m22 -= f2 * m12
        m23 -= f2 * m13
        m33 -= f3 * m13
        b2 -= f2 * b1
        b3 -= f3 * b1
        f3 = m23 / m22
        m33 -= f3 * m23
        b3 -= f3 * b2
        v = self.v
        d = b3 / m33
        c = (b2 - m23 * d) / m22
        a = (b1 - m12 * c - m13 * d) / m11
        v[3] = d
        v[2] = c
        v[1] = a
        v[0] = (b0 - m01 * a - m02 * c - m03 * d) / m00
