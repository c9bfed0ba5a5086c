# The current source: µA in, codes out; the numbers stay small; another DAC fits. The meter: test_converters_meter.py.

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.mcp4725 import MCP4725
from drivers.status import BUS, CANNOT, NO_VALUE, OK, RANGE
from host_tests.support.fakes import FakeClock, FakeI2C
from host_tests.support.small_integers import Small
from ionto.output import source as sources
from ionto.output.source import MISMATCH, CurrentSource
from tools.sim.chips import mcp4725 as dac_chips

FULL_SCALE_UA = 25_000
GAINS = (-30_000, -20_000, -1, 0, 1, 12_345, 30_000)
OFFSETS_UA = (-150, -50, 0, 7, 150)


class FakeDac:
    """A converter without a bus: what was written, and what reads back."""

    def __init__(self, bits: int = 12, reads_back: int = 1) -> None:
        self.bits = bits
        self.reads_back = reads_back
        self.written = NO_VALUE
        self.status = OK
        self.writes = 0

    def write_code(self, code: int) -> int:
        assert 0 <= code < 1 << self.bits
        self.writes += 1
        if self.status == OK:
            self.written = code
        return self.status

    def holds(self, code: int) -> int:
        if self.status != OK:
            return self.status
        return OK if code == self.written else MISMATCH

    def wakes_at_zero(self) -> int:
        return OK

    def probe(self) -> int:
        return self.status

    def provision_eeprom(self, sleep_us: Callable[[int], None]) -> int:
        return OK


class WriteOnlyDac:
    """A 16-bit converter that can only be written: nothing else exists."""

    bits = 16
    reads_back = 0

    def __init__(self) -> None:
        self.written = NO_VALUE

    def write_code(self, code: int) -> int:
        assert 0 <= code < 65_536
        self.written = code
        return OK


def sink_ua(code: int, bits: int, gain_ppm: int, offset_ua: int) -> float:
    """What a sink with these errors gives."""
    return FULL_SCALE_UA * code / (1 << bits) * (1 + gain_ppm / 1e6) + offset_ua


@pytest.mark.parametrize("bits", [12, 16])
@pytest.mark.parametrize("gain_ppm", GAINS)
@pytest.mark.parametrize("offset_ua", OFFSETS_UA)
def test_the_calibrated_source_gives_what_was_asked(bits: int, gain_ppm: int, offset_ua: int) -> None:
    dac = FakeDac(bits)
    source = CurrentSource(dac)
    assert source.calibrate(gain_ppm, offset_ua) == OK
    step_ua = FULL_SCALE_UA / 2**bits * 1.03
    highest_ua = sink_ua(2**bits - 1, bits, gain_ppm, offset_ua)
    for ua in range(1, FULL_SCALE_UA + 1, 23):
        assert source.set_ua(ua) == OK
        given_ua = sink_ua(dac.written, bits, gain_ppm, offset_ua)
        reachable_ua = min(max(ua, offset_ua), highest_ua)
        assert abs(given_ua - reachable_ua) <= step_ua / 2 + 1.3


@pytest.mark.parametrize("bits", [12, 16])
@pytest.mark.parametrize("gain_ppm", GAINS)
@pytest.mark.parametrize("offset_ua", OFFSETS_UA)
def test_no_number_of_the_source_leaves_the_small_integers(bits: int, gain_ppm: int, offset_ua: int) -> None:
    source = CurrentSource(FakeDac(bits))
    source.full_scale_ua = Small(FULL_SCALE_UA)
    assert source.calibrate(Small(gain_ppm), Small(offset_ua)) == OK
    step = 1 if gain_ppm == GAINS[0] and offset_ua == -150 else 997  # the largest products of all
    for ua in range(0, FULL_SCALE_UA + 1, step):
        assert source.set_ua(Small(ua)) == OK


def test_a_higher_wish_never_gives_a_lower_code() -> None:
    dac = FakeDac()
    source = CurrentSource(dac)
    source.calibrate(30_000, -150)
    before = 0
    for ua in range(FULL_SCALE_UA + 1):
        source.set_ua(ua)
        assert dac.written >= before
        before = dac.written


@given(gain_ppm=st.integers(-30_000, 30_000), offset_ua=st.integers(-150, 150), ua=st.integers(0, FULL_SCALE_UA))
def test_no_calibration_leaves_the_codes_or_the_small_integers(gain_ppm: int, offset_ua: int, ua: int) -> None:
    dac = FakeDac()
    source = CurrentSource(dac)
    assert source.calibrate(Small(gain_ppm), Small(offset_ua)) == OK
    assert source.set_ua(Small(ua)) == OK
    assert source.code == dac.written


def test_zero_is_code_zero_whatever_the_offset() -> None:
    for offset_ua in OFFSETS_UA:
        dac = FakeDac()
        source = CurrentSource(dac)
        source.calibrate(0, offset_ua)
        source.set_ua(1_000)
        assert source.set_ua(0) == OK
        assert (dac.written, source.code) == (0, 0)


def test_a_current_outside_the_range_is_refused_and_nothing_is_sent() -> None:
    dac = FakeDac()
    source = CurrentSource(dac)
    source.set_ua(1_000)
    for ua in (-1, FULL_SCALE_UA + 1, 1 << 29, -(1 << 29)):
        assert source.set_ua(ua) == RANGE
    assert dac.writes == 1
    assert source.code == dac.written == 164


def test_a_calibration_outside_the_range_is_refused_and_the_old_one_stays() -> None:
    dac = FakeDac()
    source = CurrentSource(dac)
    source.calibrate(10_000, 20)
    source.set_ua(20_000)
    code = source.code
    for gain_ppm, offset_ua in ((30_001, 0), (-30_001, 0), (0, 151), (0, -151)):
        assert source.calibrate(gain_ppm, offset_ua) == RANGE
    source.set_ua(20_000)
    assert source.code == code


def test_off_writes_code_zero() -> None:
    dac = FakeDac()
    source = CurrentSource(dac)
    source.set_ua(5_000)
    assert source.off() == OK
    assert (dac.written, source.code) == (0, 0)


def test_after_a_failed_write_no_code_is_claimed() -> None:
    dac = FakeDac()
    source = CurrentSource(dac)
    assert source.code == NO_VALUE
    source.set_ua(5_000)
    dac.status = BUS
    assert source.set_ua(6_000) == BUS
    assert source.code == NO_VALUE
    dac.status = OK
    assert source.verify() == MISMATCH
    source.set_ua(6_000)
    assert source.verify() == OK


class DacBench:
    """The source over the driver, the bus and the register model of the DAC."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.output = NO_VALUE
        self.chip = dac_chips.MCP4725Chip(self.clock, self.see)
        self.i2c = FakeI2C(self.clock, (self.chip,))
        self.source = CurrentSource(MCP4725(self.i2c))

    def see(self, code: int) -> None:
        self.output = code


def test_verify_sees_what_the_register_holds() -> None:
    bench = DacBench()
    assert bench.source.verify() == MISMATCH  # nothing was sent yet
    assert bench.source.set_ua(10_000) == OK
    assert bench.output == 1_638
    assert bench.source.verify() == OK
    bench.i2c.nack_next = 1
    assert bench.source.verify() == BUS
    bench.chip.general_call(0x06)
    assert bench.source.verify() == MISMATCH


def test_verify_sees_a_dac_in_power_down() -> None:
    bench = DacBench()
    bench.source.set_ua(10_000)
    bench.chip.power_down = 1
    assert bench.source.verify() == MISMATCH


@pytest.mark.parametrize("fault", ["stuck", "bit", "busy"])
def test_verify_sees_faults_of_the_register(fault: str) -> None:
    bench = DacBench()
    if fault == "stuck":
        bench.chip.faults = dac_chips.STUCK_REGISTER
    elif fault == "bit":
        bench.chip.faults = dac_chips.BIT_REGISTER
        bench.chip.bits_high = 0x800
    else:
        bench.i2c.writeto(0x60, bytes((0x60, 0, 0)))
    assert bench.source.set_ua(10_000) == OK
    assert bench.source.verify() == MISMATCH


def test_waking_at_mid_scale_is_seen_and_put_right() -> None:
    bench = DacBench()
    assert bench.source.wakes_off() == MISMATCH
    assert bench.source.make_wake_off(bench.clock.sleep_us) == OK
    assert bench.source.wakes_off() == OK
    bench.chip.power_on()
    assert bench.output == 0


def test_a_code_that_stands_is_not_sent_again_and_one_that_was_lost_is() -> None:
    bench = DacBench()
    bench.source.set_ua(10_000)
    sent = bench.i2c.transfers
    bench.source.set_ua(9_999)  # the same code
    assert bench.i2c.transfers == sent
    bench.chip.general_call(0x06)
    assert bench.output != 1_638
    assert bench.source.verify() == MISMATCH
    bench.source.set_ua(10_000)
    assert bench.output == 1_638
    assert bench.source.verify() == OK


def test_a_dac_that_cannot_be_asked_gets_its_code_each_time() -> None:
    dac = WriteOnlyDac()
    source = CurrentSource(dac)  # type: ignore[arg-type]  # reads_back 0: the rest need not exist
    source.set_ua(10_000)
    dac.written = 0
    source.set_ua(10_000)
    assert dac.written > 0


def test_a_16_bit_dac_without_read_back_can_take_its_place() -> None:
    dac = WriteOnlyDac()
    source = CurrentSource(dac)  # type: ignore[arg-type]  # reads_back 0: the rest need not exist
    assert (source.bits, source.reads_back, source.full_scale_ua) == (16, 0, FULL_SCALE_UA)
    assert source.set_ua(10_000) == OK
    assert abs(dac.written - 10_000 / FULL_SCALE_UA * 65_536) < 3
    assert source.verify() == CANNOT
    assert source.wakes_off() == CANNOT
    assert source.make_wake_off(FakeClock().sleep_us) == CANNOT
    assert source.off() == OK
    assert dac.written == 0


def test_the_limits_of_calibration_cover_the_hardware() -> None:
    assert sources.GAIN_MOST_PPM >= 20_000  # hardware.md: the sink's gain within 2 %
    assert sources.OFFSET_MOST_UA >= 50
