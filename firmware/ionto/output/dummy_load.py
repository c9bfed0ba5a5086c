# The dummy-load test: drives the output on the dummy load, a step a tick, and reads what comes back. Holds the bridge
# test and what the self-test needs for its own. Decides no order of the self-test and never reaches the electrodes.

from micropython import const

from ionto.output import stage as st
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.monitor import TEST_ON

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Generator

    from ionto.hardware import Hardware
    from ionto.output.stage import Stage
    from ionto.safety.monitor import Mailbox

    Steps = Generator[int, None, None]

FIRST_UA = const(300)  # into a person, should the relay be welded, this is a tingle
TEST_UA = const(1_970)  # with what the dividers take, 24 µA at most, and a step of the DAC no more than 2 mA
GONE_UA = const(50)  # the safe state is below 0.05 mA
OPEN_MV = const(5_000)
_OFF_UA = const(150)
_OFF_MV = const(2_000)
_LOW_OHM = const(970)
_HIGH_OHM = const(1_030)
_EXACT_UA = const(150)  # and 2 %: offsets of sink and both channels before calibration
# At the first current, where B's own offset is what parts them: more than this would make 10 % of charge at 1 mA.
_B_FIRST_UA = const(80)
_RAMP_UA = const(100)  # a tick, up to TEST_UA, once nothing else can be there than the dummy load
_SLOW_UA = const(12)  # a tick, until then: 0.24 mA in 100 ms, which nobody startles at
_DOWN_UA = const(25)  # a tick: 5 mA/s
# What only a resistor does: the same at 0.3, 1 and 2 mA, within what the meters tell there, and nothing left at zero.
_MIDDLE_UA = const(1_000)
_FIRST_SAME_OHM = const(15)
_SAME_OHM = const(6)
_OWN_MV = const(10)
_STILL_OHM = const(6)  # nobody keeps so still: movement is half a percent and more, r.m.s.
_STILL_SAMPLES = const(60)
_STORED_OHM = const(10)  # 1 % of what the calibration has seen
_COARSE_UA = const(16)
_FINE_STEPS = const(5)  # of forty; the first one of a clone, from below zero, may look like one
# A leg's diode (revision B), by SPICE of the circuit's description: the rail less the high electrode at 2 mA is 0.80 V,
# with a shorted one 0.15 V, in revision A 0.25 V, each with up to 0.18 V of the dividers. Once the sink is fully on the
# low electrode stands at 0.55 to 0.90 V, with a shorted diode below 0.17 V.
_DIODE_MV = const(480)
_LOW_DIODE_MV = const(350)
_SATURATED_MV = const(1_200)
_DIODE_LOOKS = const(8)
_CARRIED_UA = const(200)  # with less the switch itself may be open, and the electrode tells nothing
_COLLAPSE_TICKS = const(600)
_DIVIDER_KOHM = const(2_080)  # from the low electrode: its current passes the load and not A
_SETTLE_TICKS = const(4)
_PATIENCE_TICKS = const(100)
_SAMPLES = const(4)


class DummyLoadTest:
    """While `busy` is 1 the unit drives `wanted_ua`, µA, and leaves judging to whoever advances the test.

    Its methods are generators: each `yield` is one tick of 5 ms. They may allocate: the electrodes are disconnected,
    and current is asked for only as a test, which the monitor grants with the relay at rest.
    """

    def __init__(self, hw: "Hardware", stage: "Stage", mail: "Mailbox", readings: "rd.Readings") -> None:
        """`diodes`: 1 where each leg of the bridge has one: REVISION_B."""
        self.hw = hw
        self.stage = stage
        self.mail = mail
        self.r = readings
        self.busy = 0
        self.wanted_ua = 0
        self.fault = 0
        self.diodes = hw.revision >> 1
        self.collapsing = 0  # 1: the low electrode is wanted in each tick
        self.detail = b""  # a file's name, an address, a diode: more of what the fault means
        self.a_ua = 0  # means of the last measurement
        self.b_ua = 0
        self.load_ua = 0  # A, and what the low electrode's divider takes
        self.load_mv = 0
        self.ohm = 0  # of the last reading
        self._fine = 0  # steps of A that a clone of 12 bits, 20 µA a step, does not have
        self.stored_ohm = 0  # the dummy load as the calibration has seen it, 0: not yet
        self.proven = 0  # 1: what is connected is the dummy load; until then 2 mA is the most, by the ramp
        self._steps: "Steps | None" = None

    # ------------------------------------------------------------ whoever runs it

    def begin(self, steps: "Steps") -> None:
        """Take up a row of steps, `bridge()` between the halves of a treatment; `advance` each tick while `busy`."""
        self.fault = 0
        self.detail = b""
        self.wanted_ua = 0
        self.proven = 0
        self._fine = 0
        self.busy = 1
        self._steps = steps

    def advance(self) -> None:
        """One tick. `busy` is 0 when it is over; then `fault` is 0 and the stage at rest, or says what failed."""
        if self._steps is None or self.fault:
            self.stop()
            return
        try:
            next(self._steps)
        except StopIteration:
            self.stop()

    def stop(self) -> None:
        """Give up where it stands. What is closed remains closed, at zero, until the stage is told to open."""
        self.busy = self.collapsing = 0
        self.wanted_ua = 0
        self._steps = None

    # ------------------------------------------------------------ steps

    def wait(self, ticks: int) -> "Steps":
        for _ in range(ticks):
            yield 0

    def closed(self, polarity: int) -> "Steps":
        """Close towards the dummy load, at zero; never with the relay elsewhere. The stage tells when it cannot."""
        stage = self.stage
        if not self.r[rd.RELAY_REST]:
            self.fault = faults.RELAY_NOT_AT_REST
            return
        stage.close(st.DUMMY, polarity, limits.CAP_HANDS_UA)
        while stage.position != st.CLOSED:
            yield 0
        self.mail.request = TEST_ON

    def opened(self) -> "Steps":
        """To zero, and everything open."""
        self.wanted_ua = 0
        yield from self.wait(2)
        self.stage.open()
        while self.stage.position != st.REST:
            yield 0

    def measured(self, ua: int, samples: int = _SAMPLES) -> "Steps":
        """Drive `ua` and average A, B and the load voltage over so many samples of the latter."""
        more_ua = _RAMP_UA if self.proven else _SLOW_UA
        r = self.r
        while self.wanted_ua + more_ua < ua <= TEST_UA:
            self.wanted_ua += more_ua
            before_ua = r[rd.A_UA]
            yield 0
            if 0 < abs(r[rd.A_UA] - before_ua) < _COARSE_UA:
                self._fine += 1
        self.wanted_ua = ua
        yield from self.wait(_SETTLE_TICKS)
        a_ua = b_ua = load_mv = count = loads = 0
        for _ in range(_PATIENCE_TICKS):
            a_ua += r[rd.A_UA]
            b_ua += r[rd.B_UA]
            count += 1
            if r[rd.LOAD_NEW]:
                load_mv += r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV]
                loads += 1
                if loads >= samples:
                    break
            yield 0
        if loads < samples or r[rd.A_AGE_MS] > limits.SAMPLE_AGE_MS:
            self.fault = faults.ADC_ABSENT
            return
        self.a_ua = a_ua // count
        self.load_ua = self.a_ua + r[rd.LOW_MV] // _DIVIDER_KOHM
        self.b_ua = b_ua // count
        self.load_mv = load_mv // loads

    def reads(self, ua: int, fault: int, samples: int = _SAMPLES) -> "Steps":
        """The dummy load shows 1.00 kOhm ± 3 % at `ua`; A, B and the DAC's voltage agree with it within 2 %.

        `fault`: the direction's own code, for a leg that does not close or one that stands beside the load.
        """
        yield from self.measured(ua, samples)
        a_ua = self.a_ua
        if self.fault:
            return
        if abs(self.r[rd.DAC_MV] - self.r[rd.DAC_CODE_MV]) > limits.DAC_VOLTAGE_MV:
            self.fault = faults.LINEARITY
            return
        if a_ua < ua >> 1:
            if self.load_mv > OPEN_MV:
                fault = faults.DUMMY_LOAD
            elif self.r[rd.HIGH_MV] < OPEN_MV and ua == FIRST_UA:
                fault = faults.OUTPUT_DEAD
            self.fault = fault
            if self.diodes and (fault == faults.BRIDGE_FORWARD or fault == faults.BRIDGE_REVERSE):
                self.blame_leg(self.r[rd.HIGH_MV] < OPEN_MV, b" open")
            return
        ohm = self.ohm = self.load_mv * 1000 // self.load_ua
        if self._fine < _FINE_STEPS and a_ua <= ua + (ua >> 1):  # where twice as much flows the steps are, too
            self.fault = faults.ADC_COARSE
        elif not _LOW_OHM <= ohm <= _HIGH_OHM:
            self.fault = faults.DUMMY_LOAD if ua == FIRST_UA and ohm > limits.SHORT_OHM else fault
        elif abs(a_ua - ua) > _EXACT_UA + ua // 50:
            self.fault = faults.LINEARITY
            if not self.diodes and self.r[rd.RAIL_MV] - self.r[rd.HIGH_MV] > _DIODE_MV:  # another revision's sink
                self.fault = faults.BOARD_IDENTITY
        elif abs(self.b_ua - a_ua) > (_B_FIRST_UA if ua == FIRST_UA else _EXACT_UA) + ua // 50:
            self.fault = faults.B_INEXACT

    def prove(self) -> "Steps":
        """Up to 2 mA, by the ramp, and back to zero: is it the dummy load? Should the relay be welded and its feedback
        lie, it is a person. Closed already, the dividers' difference taken off; DUMMY_LOAD when it is not.

        A person has an own voltage, which grows while current flows and stays a while, skin that holds a charge and
        whose resistance falls as current rises, and is never still. A bare resistor of the dummy load's value is not
        told apart.
        """
        fault = faults.DUMMY_LOAD
        yield from self.reads(FIRST_UA, fault, 2 * _SAMPLES)
        first_ohm = self.ohm
        if self.fault:
            return
        yield from self.reads(_MIDDLE_UA, fault)
        middle_ohm = self.ohm
        if self.fault:
            return
        yield from self.reads(TEST_UA, fault)
        ohm = self.ohm
        if self.fault:
            return
        yield from self._still(fault)
        if self.fault:
            return
        while self.wanted_ua > _DOWN_UA:
            self.wanted_ua -= _DOWN_UA
            yield 0
        yield from self.measured(0, 2 * _SAMPLES)
        if (
            abs(first_ohm - ohm) > _FIRST_SAME_OHM
            or abs(middle_ohm - ohm) > _SAME_OHM
            or abs(self.load_mv - self.load_ua) > _OWN_MV
            or (self.stored_ohm and abs(self.stored_ohm - ohm) > _STORED_OHM)
        ):
            self.fault = fault
        elif not self.fault:
            self.proven = 1

    def _still(self, fault: int) -> "Steps":
        """The resistance stands as a resistor's does, for 0.6 s."""
        r = self.r
        low_ohm, high_ohm = _HIGH_OHM, 0
        for _ in range(2 * _STILL_SAMPLES):
            yield 0
            if r[rd.LOAD_NEW]:
                ohm = r[rd.LOAD_MV] * 1000 // max(1, r[rd.A_UA])
                low_ohm = min(low_ohm, ohm)
                high_ohm = max(high_ohm, ohm)
        if high_ohm - low_ohm > _STILL_OHM:
            self.fault = fault

    def blame_leg(self, high: bool, how: bytes) -> None:
        """LEG_DIODE, with the diode of the polarity that is closed: forward D41 and D43, reverse D42 and D44."""
        self.fault = faults.LEG_DIODE
        self.detail = b"D4%d" % ((1 if high else 3) + (self.stage.polarity < 0)) + how

    def _leg_diodes(self) -> "Steps":
        """Closed, at 2 mA: a diode in each leg of this polarity, or in none, as the strap says. With diodes the boost
        is off afterwards.
        """
        r = self.r
        lost_mv = 0
        for _ in range(_DIODE_LOOKS):
            yield from self.wait(4)  # in which every channel has come once
            lost_mv += r[rd.RAIL_MV] - r[rd.HIGH_MV]
        found = lost_mv > _DIODE_LOOKS * _DIODE_MV
        if not self.diodes:
            if found:
                self.fault = faults.BOARD_IDENTITY
            return
        if not found:
            self.blame_leg(True, b" shorted")
            return
        self.hw.boost_en.value(0)
        self.collapsing = 1
        least_mv = r[rd.RAIL_MV]
        for _ in range(_COLLAPSE_TICKS):
            yield 0
            if r[rd.A_UA] < _CARRIED_UA:  # sampled after the electrode
                break
            if r[rd.LOW_NEW]:
                least_mv = min(least_mv, r[rd.LOW_MV])
        self.collapsing = 0
        if least_mv > _SATURATED_MV:
            self.fault = faults.BOOST_STUCK
        elif least_mv < _LOW_DIODE_MV:
            self.blame_leg(False, b" shorted")

    def bridge(self, legs: int = 0) -> "Steps":
        """Both pairs off, forward, reverse, at 2 mA: a stuck leg shows. From rest and back to rest. `legs`: 1 looks for
        the legs' diodes, too.
        """
        yield from self.closed(1)
        self.hw.leg_fwd.value(0)
        yield from self.wait(1)
        self.wanted_ua = TEST_UA
        yield from self.wait(3 * _SETTLE_TICKS)
        r = self.r
        if r[rd.A_UA] > _OFF_UA or r[rd.HIGH_MV] > _OFF_MV or r[rd.LOW_MV] > _OFF_MV:
            self.fault = faults.BRIDGE_LEAK
            return
        yield from self.opened()
        for polarity in (1, -1):
            yield from self.closed(polarity)
            if not self.proven:  # between two halves of a treatment: the relay has carried a person
                yield from self.prove()
                if self.fault:
                    return
            yield from self.reads(TEST_UA, faults.BRIDGE_FORWARD if polarity > 0 else faults.BRIDGE_REVERSE)
            if self.fault:
                return
            if legs:
                yield from self._leg_diodes()
                if self.fault:
                    return
            yield from self.opened()
