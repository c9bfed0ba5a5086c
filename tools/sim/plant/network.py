# Solves the output circuit when parts of it are broken: node voltages and currents by Kirchhoff's laws. The sound
# circuit has a closed form in circuit.py; a test holds the two to each other.

OFF_S = 1e-9
DIVIDER_S = 5e-7  # 2 MOhm from each electrode to ground
SWITCH_OHM = 20.0
SINK_OHM = 80.0
HEADROOM_V = 1.5
LIMITER_A = 0.0345

# Nodes; the rail and the ground are given.
S1_OUTPUT, SIDE_A, SIDE_B, DRAIN = range(4)
RAIL, GROUND = 4, 5


class Network:
    """Set what is closed, then solve(); voltages in V, currents in A. Reused: fill the attributes anew each time."""

    def __init__(self) -> None:
        self.v = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
        self.rail_v = 0.0
        self.leg_ohm = 25.0
        self.s1 = 0
        self.fwd_high = self.fwd_low = self.rev_high = self.rev_low = 0
        self.load_ohm = 0.0  # 0: nothing between the sides
        self.load_v = 0.0  # own voltage, from A to B
        self.dummy_ohm = 0.0  # 0: not connected
        self.sink_a = 0.0  # what the sink is told to draw
        self.sink_short_ohm = -1.0
        self.sink_open = 0
        self.towel_ohm = 0.0  # beside the person; 0: none
        self.towel_v = 0.0  # its own voltage, from A to B
        self.i_towel = 0.0  # through it, A to B
        self.leaks: "list[tuple[int, int, float]]" = []  # node, node, Ohm
        self.i_high = 0.0  # through shunt B
        self.i_sink = 0.0  # through shunt A
        self.i_load = 0.0  # through the person, A to B

    def solve(self) -> None:
        """Voltages and currents; the passive limiter folds the rail back above 34.5 mA."""
        rail = self.rail_v
        self._solve_at(rail)
        total = self._from_rail()
        if total > LIMITER_A:
            low = 0.0
            high = rail
            for _ in range(30):
                middle = (low + high) / 2.0
                self._solve_at(middle)
                if self._from_rail() > LIMITER_A:
                    high = middle
                else:
                    low = middle

    def _from_rail(self) -> float:
        """All that the limiter carries: through S1, and leaks from the rail."""
        total = self.i_high
        for a, b, ohm in self.leaks:
            if a == RAIL or b == RAIL:
                other = b if a == RAIL else a
                total += (self.v[RAIL] - self.v[other]) / ohm
        return total

    def _solve_at(self, rail: float) -> None:
        """First with the sink as told; where its voltage does not suffice, as a resistance above its headroom."""
        if self.sink_open:
            self._node_voltages(rail, 0.0, 0.0, 0.0)
            self.i_sink = 0.0
        elif self.sink_short_ohm >= 0.0:
            g = 1.0 / (self.sink_short_ohm + SINK_OHM)
            self._node_voltages(rail, 0.0, g, 0.0)
            self.i_sink = self.v[DRAIN] * g
        else:
            self._node_voltages(rail, self.sink_a, 0.0, 0.0)
            self.i_sink = self.sink_a
            if self.v[DRAIN] < HEADROOM_V + self.sink_a * SINK_OHM:
                g = 1.0 / SINK_OHM
                self._node_voltages(rail, 0.0, g, HEADROOM_V * g)
                self.i_sink = (self.v[DRAIN] - HEADROOM_V) * g
                if self.i_sink < 0.0:  # the sink sources nothing
                    self._node_voltages(rail, 0.0, 0.0, 0.0)
                    self.i_sink = 0.0
        v = self.v
        self.i_high = (v[RAIL] - v[S1_OUTPUT]) * (1.0 / SWITCH_OHM if self.s1 else OFF_S)
        self.i_load = (v[SIDE_A] - v[SIDE_B] - self.load_v) / self.load_ohm if self.load_ohm else 0.0
        self.i_towel = (v[SIDE_A] - v[SIDE_B] - self.towel_v) / self.towel_ohm if self.towel_ohm else 0.0

    def _node_voltages(self, rail: float, draw: float, sink_g: float, sink_i: float) -> None:
        """Four nodes, Gauss."""
        m = [[0.0] * 5 for _ in range(4)]
        leg = 1.0 / self.leg_ohm
        self._join(m, S1_OUTPUT, RAIL, 1.0 / SWITCH_OHM if self.s1 else OFF_S, rail)
        self._join(m, S1_OUTPUT, SIDE_A, leg if self.fwd_high else OFF_S, rail)
        self._join(m, S1_OUTPUT, SIDE_B, leg if self.rev_high else OFF_S, rail)
        self._join(m, SIDE_B, DRAIN, leg if self.fwd_low else OFF_S, rail)
        self._join(m, SIDE_A, DRAIN, leg if self.rev_low else OFF_S, rail)
        for side in (SIDE_A, SIDE_B):
            self._join(m, side, GROUND, DIVIDER_S, rail)
        self._join(m, DRAIN, GROUND, sink_g + OFF_S, rail)
        m[DRAIN][4] += sink_i - draw
        if self.dummy_ohm:
            self._join(m, SIDE_A, SIDE_B, 1.0 / self.dummy_ohm, rail)
        if self.load_ohm:
            g = 1.0 / self.load_ohm
            self._join(m, SIDE_A, SIDE_B, g, rail)
            m[SIDE_A][4] += self.load_v * g
            m[SIDE_B][4] -= self.load_v * g
        if self.towel_ohm:
            g = 1.0 / self.towel_ohm
            self._join(m, SIDE_A, SIDE_B, g, rail)
            m[SIDE_A][4] += self.towel_v * g
            m[SIDE_B][4] -= self.towel_v * g
        for a, b, ohm in self.leaks:
            self._join(m, a, b, 1.0 / ohm, rail)
        self._gauss(m)
        self.v[RAIL] = rail

    @staticmethod
    def _join(m: "list[list[float]]", a: int, b: int, g: float, rail: float) -> None:
        for here, there in ((a, b), (b, a)):
            if here > DRAIN:
                continue
            m[here][here] += g
            if there == RAIL:
                m[here][4] += g * rail
            elif there < RAIL:
                m[here][there] -= g

    def _gauss(self, m: "list[list[float]]") -> None:
        for k in range(4):
            best = k
            for i in range(k + 1, 4):
                if abs(m[i][k]) > abs(m[best][k]):
                    best = i
            m[k], m[best] = m[best], m[k]
            for i in range(k + 1, 4):
                factor = m[i][k] / m[k][k]
                for j in range(k, 5):
                    m[i][j] -= factor * m[k][j]
        for k in range(3, -1, -1):
            total = m[k][4]
            for j in range(k + 1, 4):
                total -= m[k][j] * self.v[j]
            self.v[k] = total / m[k][k]
