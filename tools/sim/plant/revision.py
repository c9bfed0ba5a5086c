# What differs between the circuit's two revisions, in figures. Data only; host_tests/circuit/test_constants.py holds
# them to the description in tools/circuit/.


class Revision:
    """One revision's figures: the straps at its processor, and what its output stage comes to."""

    def __init__(
        self,
        straps: "tuple[int, int]",
        high_ohm: int,
        rest_mv: int,
        diode_mv: int,
        diode_ohm: int,
        limiter_ua: int,
        bias_ua: int,
        output_pf: int,
        latch_by_vdd: int,
    ) -> None:
        self.straps = straps  # ID0, ID1
        self.high_ohm = high_ohm  # limiter, shunt B, S1
        self.rest_mv = rest_mv  # what S1's gate, lit, takes off the rail in the limiter, without any load
        self.diode_mv = diode_mv  # one leg's diode at no current ...
        self.diode_ohm = diode_ohm  # ... and its slope; 0: legs without diodes
        self.limiter_ua = limiter_ua  # the passive limit of the rail's current
        self.bias_ua = bias_ua  # what the sink's current lacks at every code
        self.output_pf = output_pf  # between the sides: capacitor, open legs, leads
        self.latch_by_vdd = latch_by_vdd  # 1: the latch's threshold follows the 3.3 V


REVISIONS = {
    "A": Revision((1, 0), 83, 54, 0, 0, 31_100, -200, 4440, 1),
    "B": Revision((0, 1), 40, 20, 660, 6, 29_600, -20, 630, 0),
}
SINK_OHM = 62  # the sink fully on: its transistor, sense resistor, shunt A
DIVIDER_KOHM = 2080  # from each electrode to ground
