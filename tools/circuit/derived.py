# What the description comes to: thresholds, times, scales, sums, with their spreads. The simulation's constants and the
# bring-up page are held to these. Decides no part.

from __future__ import annotations

from math import log, sqrt

from tools.circuit.board import Board

V3V3 = 3.3
SCHMITT = 0.42  # of its supply: where a 74HC132's input falls through
PUMP_HZ = 500.0  # an edge each millisecond
SCHOTTKY_V = 0.3
VBE_V = {"least": 0.54, "typical": 0.58, "most": 0.65}  # of Q3 at 0.1 mA, from 40 to 5 degrees
GATE_V = 10.0  # on S1 and on the limiter's transistor
LIMITER_SUPPLY_A = 250e-6  # the current amplifier's own


def parallel(*ohms: float) -> float:
    return 1 / sum(1 / ohm for ohm in ohms)


class Derived:
    """Of one revision; V, A, Ω, F, s. Names of parts stand in the formulas, so an error names what is missing."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def _(self, ref: str) -> float:
        return self.board.parts[ref].size

    # ------------------------------------------------------------ supply

    def rail_v(self) -> float:
        return self.board.parts["U5"].figures["fbx"] * (1 + self._("R13") / self._("R14"))

    def over_voltage_v(self) -> float:
        return self.board.parts["U6"].figures["volts"] * (1 + self._("R15") / self._("R16"))

    def bleed_s(self) -> float:
        """The rail's time constant, boost off, S1 open."""
        paths = [self._("R12"), self._("R13") + self._("R14"), self._("R15") + self._("R16"), self.divider_ohm("4")]
        if self.board.b:
            paths.append(self._("R22"))
        return self._("C14") * parallel(*paths)

    # ------------------------------------------------------------ sink, shunts, dividers

    def full_scale_a(self) -> float:
        share = self._("R52") / (self._("R51") + self._("R52"))
        return share * V3V3 / (self._("R57") + self._("R58") * share)

    def bias_a(self) -> float:
        """What R55 takes from the sink at low currents."""
        return V3V3 * self._("R54") / (self._("R54") + self._("R55")) / self._("R57")

    def shunt_a_v_per_a(self) -> float:
        return self._("R58") * (1 + self._("R88") / self._("R89"))

    def shunt_b_v_per_a(self) -> float:
        return self._("R23") * self._("R25") / self._("R24")

    def divider_ohm(self, k: str) -> float:
        return self._("R18" + k) + self._("R19" + k) + self._("R9" + k)

    def divider_share(self, k: str) -> float:
        return self._("R9" + k) / self.divider_ohm(k)

    # ------------------------------------------------------------ guards

    def reference_v(self) -> float:
        return self.board.parts["D70"].figures["volts"] if self.board.b else V3V3

    def latch_a(self) -> float:
        return self.reference_v() * self._("R72") / (self._("R71") + self._("R72")) / self.shunt_b_v_per_a()

    def latch_test_a(self) -> float:
        low = parallel(self._("R72"), self._("R73"))
        return self.reference_v() * low / (self._("R71") + low) / self.shunt_b_v_per_a()

    def latch_blank_s(self) -> float:
        return self._("R75") * self._("C75") * log(1 / SCHMITT)

    def pump_threshold_v(self) -> float:
        return self.reference_v() * self._("R80") / (self._("R79") + self._("R80"))

    def pump_full_v(self) -> float:
        feed = PUMP_HZ * self._("C80")
        return feed * (V3V3 - 2 * SCHOTTKY_V) / (feed + 1 / self._("R78"))

    def pump_hold_s(self) -> float:
        return self._("R78") * self._("C81") * log(self.pump_full_v() / self.pump_threshold_v())

    def lamp_a(self) -> float:
        """Revision B: the current that lights the lamp by itself."""
        return self.reference_v() * self._("R112") / (self._("R111") + self._("R112")) / self.shunt_b_v_per_a()

    def limiter_a(self, which: str = "typical") -> float:
        """`which`: least, typical or most."""
        if self.board.b:
            return VBE_V[which] / self._("R20")
        vto = {"least": -1.5, "typical": self.board.parts["Q2"].figures["vto"], "most": -3.5}[which]
        r, k = self._("R20"), self.board.parts["Q2"].figures["kp"]
        # I = k/2 (-I r - vto)^2, the lower root
        b = -2 * vto * r + 2 / k
        return (b - sqrt(b * b - 4 * r * r * vto * vto)) / (2 * r * r)

    # ------------------------------------------------------------ sums

    def series_parts(self, amps: float) -> list[tuple[str, float]]:
        """From rail to ground, part by part, Ω at `amps`; without the person and what the sink needs."""

        def channel(ref: str, drive_v: float) -> float:
            f = self.board.parts[ref].figures
            return f["rd"] + 1 / (f["kp"] * (drive_v - abs(f["vto"])))

        found = [("R20", self._("R20"))]
        if self.board.b:
            found.append(("Q2", channel("Q2", GATE_V)))
        else:
            f = self.board.parts["Q2"].figures
            found.append(("Q2", f["rd"] + 1 / (f["kp"] * max(-f["vto"] - amps * self._("R20"), 0.1))))
        found += [("R23", self._("R23")), ("Q4", channel("Q4", GATE_V))]
        found += [(ref, self.board.parts[ref].figures["ohm"]) for ref in ("K1", "K3")]
        if self.board.b:
            found += [(ref, diode_v(self.board, ref, amps) / amps) for ref in ("D41", "D43")]
        return found

    def rest_v(self) -> float:
        """What S1's gate, lit, takes off the rail in the limiter: its current does not pass shunt B."""
        return (self.rail_v() - GATE_V) / self._("R31") * sum(ohm for _, ohm in self.series_parts(1e-3)[:2])

    def headroom_v(self, amps: float) -> float:
        """What the sink needs: its resistors, and its transistor fully on."""
        return amps * (self._("R57") + self._("R58") + self.board.parts["Q6"].figures["rd"])

    def most_load_ohm(self, amps: float) -> float:
        """The largest load that carries `amps`."""
        return (self.rail_v() - self.headroom_v(amps)) / amps - sum(ohm for _, ohm in self.series_parts(amps))

    def output_farad(self) -> float:
        """Between the sides: C40, open legs, leads' sockets, protection."""
        parts = self.board.parts
        total = self._("C40") + 2 * parts["K1"].figures["coff"] + 2 * 50e-12 / 2
        return total + (parts["D61"].figures["cj"] / 4 if self.board.b else 0.0)

    def divider_a(self) -> float:
        """What one electrode's divider draws at the full rail."""
        return self.rail_v() / self.divider_ohm("1")


def diode_v(board: Board, ref: str, amps: float) -> float:
    """Forward voltage at 27 degrees."""
    f = board.parts[ref].figures
    return f["n"] * 0.02585 * log(1 + amps / f["is"]) + amps * f["rs"]
