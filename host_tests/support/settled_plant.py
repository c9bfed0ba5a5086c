# The reference hardware's output circuit in its settled state, with the converters that look at it. Judges nothing.
#
# Runs under CPython and MicroPython; a tick of it allocates nothing, so that a test may lock the heap.

from host_tests.support.fakes import FakeClock, FakePin, FakeRawAdc

OPEN = 100_000_000
DUMMY_OHM = 1000
REVISION_A = ((6, 10), (0, 20), (4, 20), (5, 20), (7, 20))  # as the board has it: input, and what a mV at it means
HOLD_MS = 60  # of the charge pump
LATCH_UA = 24_000
LATCH_TEST_UA = 4_000
DIODE_MV = 600  # revision B, D41 to D44; 0: shorted
DIODE_OPEN = 60_000
HIGH_OHM = 90  # rail to high electrode
LOW_OHM = 85  # low electrode to ground, the sink fully on
DIVIDER_KOHM = 2080  # from each electrode to ground: its current passes the load, too
DRAINED_MV = 213  # of the rail, by 1 mA in 1 ms


class Plant:
    """The output circuit in its settled state: what pins and code make of A, B, electrodes and rail."""

    def __init__(self) -> None:
        self.diodes_mv: "list[int] | None" = None  # revision A has none
        self.bias_ua = 200  # what the sink gives less than its code says
        self.out_en = FakePin()
        self.pump = FakePin()
        self.boost_en = FakePin()
        self.leg_fwd = FakePin()
        self.leg_rev = FakePin()
        self.patient = FakePin()
        self.oc_reset = FakePin()
        self.oc_test = FakePin()
        self.oc_trip_n = FakePin(1)
        self.hold_ms = HOLD_MS
        self.silent_ms = HOLD_MS  # since the last edge at the pump
        self.dividers_mv = 0  # what they differ by
        self.b_lsb = 0  # what channel B's converter reads too much
        self.code = 0
        self.ohm = OPEN  # between the electrodes
        self.leak_ua = 0  # past shunt A
        self.a_ua = 0
        self.b_ua = 0
        self.body_ua = 0
        self.high_mv = 0
        self.low_mv = 0
        self.rail_mv = 0
        self.sign = 1
        self.most_ua = 0  # the highest body current ever
        self.broken_rules = 0  # legs or relay moved under current, or both legs
        self._way = 0
        self._pump_level = 0

    def millisecond(self) -> None:
        """Time passes for the charge pump, and in revision B for the rail: its capacitor."""
        if self.diodes_mv and not self.boost_en.level and self.rail_mv:
            self.rail_mv = max(0, self.rail_mv - self.a_ua * DRAINED_MV // 1000 - self.rail_mv // 500)
        if self.pump.level != self._pump_level:
            self._pump_level = self.pump.level
            self.silent_ms = 0
        elif self.silent_ms < self.hold_ms:
            self.silent_ms += 1

    def solve(self) -> None:
        """Work everything out anew. Called by the converters."""
        legs = self.leg_fwd.level + 2 * self.leg_rev.level + 4 * self.patient.level
        if legs != self._way:
            if self.a_ua >= 200:
                self.broken_rules += 1
            self._way = legs
        if self.leg_fwd.level and self.leg_rev.level:
            self.broken_rules += 1
        if self.boost_en.level:
            self.rail_mv = 48_000
        elif not self.diodes_mv:
            self.rail_mv = 0
        closed = self.out_en.level and (self.leg_fwd.level or self.leg_rev.level)
        if self.silent_ms >= self.hold_ms or not self.oc_trip_n.level:
            closed = 0
        self.sign = -1 if self.leg_rev.level else 1
        i = 0
        self.high_mv = self.rail_mv if closed else 0
        self.low_mv = 0
        ohm = self.ohm if self.patient.level else DUMMY_OHM
        if closed and ohm < OPEN:
            i = max(0, self.code * 25_000 // 4096 - self.bias_ua)
            most = (self.rail_mv - 1_500) * 1000 // (ohm + 150)
            if self.diodes_mv:
                i = self._through_diodes(ohm, i)
            elif i > most:
                i = most if most > 0 else 0
            self.low_mv = self.high_mv - i * ohm // 1000
            self.low_mv -= self.low_mv // DIVIDER_KOHM * ohm // 1000
        self.a_ua = i
        self.b_ua = i + (self.leak_ua if closed else 0)
        if self.b_ua > (LATCH_TEST_UA if self.oc_test.level else LATCH_UA):
            self.oc_trip_n.level = 0
        elif self.oc_reset.level:
            self.oc_trip_n.level = 1
        self.body_ua = i if self.patient.level else 0
        if self.body_ua > self.most_ua:
            self.most_ua = self.body_ua

    def _through_diodes(self, ohm: int, wanted_ua: int) -> int:
        """Revision B: the current, and the high electrode below its diode."""
        assert self.diodes_mv
        way = 0 if self.sign > 0 else 1
        high_mv, low_mv = self.diodes_mv[way], self.diodes_mv[way + 2]
        most = (self.rail_mv - high_mv - low_mv) * 1000 // (HIGH_OHM + ohm + LOW_OHM)
        i = min(wanted_ua, max(0, most))
        self.high_mv = max(0, self.rail_mv - high_mv - i * HIGH_OHM // 1000)
        return i


class PlantDac:
    """The MCP4725's driver, as the source knows it."""

    def __init__(self, plant: Plant) -> None:
        self.bits = 12
        self.reads_back = 1
        self.status = 0
        self._plant = plant

    def write_code(self, code: int) -> int:
        if self.status:
            return self.status
        self._plant.code = code
        return 0

    def holds(self, code: int) -> int:
        if self.status:
            return self.status
        return 0 if code == self._plant.code else -2

    def probe(self) -> int:
        return self.status

    def wakes_at_zero(self) -> int:
        return 0

    def provision_eeprom(self, sleep_us: "object") -> int:
        return 0


LOOK_US = 100
CONVERSION_US = 1_270


class PlantAdc:
    """The ADS1115's driver, as the meter knows it; a result's last bit changes, as a sound converter's does."""

    def __init__(self, plant: Plant, clock: "FakeClock") -> None:
        self.bits = 16
        self.full_scale_mv = 4096
        self.ready_us = 1_450
        self.nominal_us = 1_200
        self.start_us = 125
        self.look_us = 195
        self.conversion_us = CONVERSION_US
        self.conversions = [0] * 8  # of each input, since the start
        self.raw = 0
        self._mux = 0
        self.status = 1
        self._plant = plant
        self._last_bit = 0
        self._clock = clock
        self._started = 0

    def probe(self) -> int:
        return 0 if self.status > 0 else self.status

    def start(self, mux: int) -> int:
        self._mux = mux
        self.conversions[mux] += 1
        self._started = self._clock.now
        return 0 if self.status > 0 else self.status

    def poll(self) -> int:
        """Each look takes 0.1 ms on the bus, a conversion 1.27 ms."""
        if self.status <= 0:
            return self.status
        self._clock.now += LOOK_US
        if self._clock.now - self._started < self.conversion_us:
            return 0
        p = self._plant
        p.solve()
        if self._mux == 6:
            self._last_bit ^= 1
            self.raw = p.a_ua * 100 // 125 + self._last_bit
        elif self._mux == 0:
            self.raw = (p.sign * (p.high_mv - p.low_mv) + p.dividers_mv) * 50 // 125
        elif self._mux == 7:
            self.raw = p.rail_mv * 50 // 125
        else:
            high = (self._mux == 4) == (p.sign > 0)
            self.raw = (p.high_mv if high else p.low_mv) * 50 // 125
        return 1


class PlantChannelB(FakeRawAdc):
    """The processor's converter on shunt B."""

    def __init__(self, plant: Plant) -> None:
        super().__init__()
        self._plant = plant

    def read_u16(self) -> int:
        self._plant.solve()
        code = self._plant.b_ua * 4096 // 33_000 + self._plant.b_lsb
        return (code if code < 4095 else 4095) << 4


class PlantDacVoltage(PlantChannelB):
    """The processor's converter on the DAC's output."""

    def read_u16(self) -> int:
        return self._plant.code << 4


class RelayFeedback(FakePin):
    """Low: at rest."""

    def __init__(self, plant: Plant) -> None:
        super().__init__()
        self.fallen = 0  # 1: at rest whatever is asked
        self._plant = plant

    def value(self, x: "int | None" = None) -> "int | None":
        return 0 if self.fallen else self._plant.patient.level
