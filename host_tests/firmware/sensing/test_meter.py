# The meter: counts in, µA and mV out; the numbers stay small; another ADC fits.

from __future__ import annotations

import pytest

from drivers.ads1115 import ADS1115
from drivers.status import BUS, BUSY, NO_VALUE, NOT_STARTED, OK, RANGE, READY, WRONG
from host_tests.support.fakes import FakeClock, FakeI2C
from host_tests.support.settled_plant import REVISION_A
from host_tests.support.small_integers import Small
from ionto.sensing.meter import A_UA, CHANNELS, ELECTRODE_A_MV, ELECTRODE_B_MV, LOAD_MV, RAIL_MV, Meter
from tools.sim.chips import ads1115 as adc_chips

GAINS = (-30_000, -20_000, -1, 0, 1, 12_345, 30_000)


class FakeAdc:
    """A converter without a bus: `counts` is what each input gives."""

    full_scale_mv = 4_096

    ready_us = nominal_us = start_us = look_us = 0

    def __init__(self, bits: int = 16) -> None:
        self.bits = bits
        self.counts = [0] * 8
        self.raw = NO_VALUE
        self.start_status = OK
        self.poll_status = READY
        self._asked = NO_VALUE

    def start(self, mux: int) -> int:
        self._asked = mux
        return self.start_status

    def poll(self) -> int:
        if self.poll_status == READY:
            self.raw = self.counts[self._asked]
        return self.poll_status

    def probe(self) -> int:
        return OK


UNITS = {A_UA: 1.25, LOAD_MV: 2.5, ELECTRODE_A_MV: 2.5, ELECTRODE_B_MV: 2.5, RAIL_MV: 2.5}


def one(meter: Meter, channel: int) -> int:
    assert meter.start(channel) == OK
    return meter.poll()


@pytest.mark.parametrize("channel", range(CHANNELS))
@pytest.mark.parametrize("gain_ppm", GAINS)
@pytest.mark.parametrize("offset", [-2_000, -3, 0, 2_000])
def test_every_count_becomes_its_value_in_small_integers(channel: int, gain_ppm: int, offset: int) -> None:
    adc = FakeAdc()
    meter = Meter(adc, REVISION_A)
    assert meter.calibrate(channel, Small(gain_ppm), Small(offset)) == OK
    step = 251 if offset else 61
    for count in (*range(-32_768, 32_768, step), -1, 0, 1, 32_767):
        adc.counts[REVISION_A[channel][0]] = Small(count)
        assert one(meter, channel) == READY
        true = count * UNITS[channel] * (1 + gain_ppm / 1e6) + offset
        assert abs(int(meter.value) - true) <= 0.5 + 25e-6 * abs(true) + 0.1


def test_every_single_count_at_the_worst_gain_stays_small() -> None:
    for channel in (A_UA, LOAD_MV):
        adc = FakeAdc()
        meter = Meter(adc, REVISION_A)
        meter.calibrate(channel, Small(30_000), Small(2_000))
        for count in range(-32_768, 32_768):
            adc.counts[REVISION_A[channel][0]] = Small(count)
            one(meter, channel)


def test_nominal_values_are_those_of_the_hardware_page() -> None:
    adc = FakeAdc()
    meter = Meter(adc, REVISION_A)
    adc.counts = [-16_000, 0, 0, 0, 16_000, 400, 8_000, 19_200]
    for channel, value in (
        (A_UA, 10_000),
        (LOAD_MV, -40_000),
        (ELECTRODE_A_MV, 40_000),
        (ELECTRODE_B_MV, 1_000),
        (RAIL_MV, 48_000),
    ):
        assert one(meter, channel) == READY
        assert meter.value == value


def test_a_calibration_touches_its_channel_only() -> None:
    adc = FakeAdc()
    meter = Meter(adc, REVISION_A)
    adc.counts = [8_000] * 8
    meter.calibrate(A_UA, 10_000, 7)
    for channel in range(CHANNELS):
        one(meter, channel)
        assert meter.value == (10_107 if channel == A_UA else 20_000)
    assert meter.calibrate(CHANNELS, 0, 0) == RANGE
    assert meter.calibrate(-1, 0, 0) == RANGE
    for gain_ppm, offset in ((30_001, 0), (-30_001, 0), (0, 2_001), (0, -2_001)):
        assert meter.calibrate(A_UA, gain_ppm, offset) == RANGE
    one(meter, A_UA)
    assert meter.value == 10_107


def has_no_value(meter: Meter) -> bool:
    return bool(meter.value == NO_VALUE)


def test_whatever_is_not_ready_leaves_no_value() -> None:
    adc = FakeAdc()
    adc.counts = [32_767] * 8
    meter = Meter(adc, REVISION_A)
    assert has_no_value(meter)
    for status in (BUSY, BUS, WRONG, NOT_STARTED):
        adc.poll_status = READY
        assert one(meter, A_UA) == READY
        assert not has_no_value(meter)
        adc.poll_status = status
        assert one(meter, A_UA) == status
        assert has_no_value(meter)
        adc.poll_status = READY
        assert meter.poll() == READY  # a failed poll may be tried again
    adc.poll_status = READY
    one(meter, A_UA)
    meter.start(A_UA)
    assert has_no_value(meter)


def test_a_conversion_that_was_refused_gives_no_value() -> None:
    adc = FakeAdc()
    meter = Meter(adc, REVISION_A)
    for channel in (-1, CHANNELS):
        assert meter.start(channel) == RANGE
        assert meter.poll() == NOT_STARTED
        assert has_no_value(meter)
    adc.start_status = BUS
    assert meter.start(A_UA) == BUS
    assert meter.poll() == NOT_STARTED
    assert has_no_value(meter)


def test_an_adc_of_other_bits_range_and_wiring_can_take_its_place() -> None:
    adc = FakeAdc(12)
    adc.full_scale_mv = 2_048
    meter = Meter(adc, ((3, 20), (1, 40), (7, 40), (5, 40), (0, 40)))
    assert meter.bits == 12
    adc.counts = [0, 500, 0, -500, 0, 0, 0, 0]
    for channel, value in ((A_UA, -10_000), (LOAD_MV, 20_000)):
        assert one(meter, channel) == READY
        assert meter.value == value
    assert meter.poll() == NOT_STARTED  # no result is handed out twice


@pytest.mark.parametrize("full_scale_mv", [256, 2_048, 3_300, 6_144])
@pytest.mark.parametrize("bits", [10, 12, 16])
def test_any_range_and_bits_keep_the_products_small_and_exact(full_scale_mv: int, bits: int) -> None:
    adc = FakeAdc(bits)
    adc.full_scale_mv = full_scale_mv
    meter = Meter(adc, ((0, 10), (1, 20), (2, 20), (3, 20), (4, 20)))
    for channel, per_mv in ((A_UA, 10), (LOAD_MV, 20)):
        meter.calibrate(channel, 30_000, 0)
        for count in (-(1 << bits - 1), -1, 1, (1 << bits - 1) - 1):
            adc.counts[channel] = Small(count)
            assert one(meter, channel) == READY
            true = count * full_scale_mv * per_mv / (1 << bits - 1) * 1.03
            assert abs(int(meter.value) - true) <= 0.6 + 1e-4 * abs(true)


def test_the_meter_over_driver_bus_and_register_model() -> None:
    clock = FakeClock()
    uv = {0: -1_000_000, 4: 500_000, 5: 1_500_000, 6: 1_000_000, 7: 2_400_000}
    chip = adc_chips.ADS1115Chip(clock, lambda mux: uv[mux])
    clock.sources.append(chip)
    meter = Meter(ADS1115(FakeI2C(clock, (chip,))), REVISION_A)
    for channel, value in (
        (A_UA, 10_000),
        (LOAD_MV, -20_000),
        (ELECTRODE_A_MV, 10_000),
        (ELECTRODE_B_MV, 30_000),
        (RAIL_MV, 48_000),
    ):
        assert meter.start(channel) == OK
        assert meter.poll() == BUSY
        clock.advance(1_300)
        assert meter.poll() == READY
        assert meter.value == value
    chip.general_call(0x06)
    assert meter.poll() == NOT_STARTED
