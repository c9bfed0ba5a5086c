# The processor's own converter as the RP2040 has it: offset, wide and missing codes, noise, reference.

from __future__ import annotations

import pytest

from host_tests.support.sim_bench import PINS, Bench
from tools.sim.mcu.internal_adc import BELOW, CODES, WIDE_CODES, curve

EXACT = {"mcu_adc_offset_lsb": 0, "mcu_adc_wide_lsb": 0, "mcu_adc_noise_lsb": 0}


def given(offset_lsb: int, wide_lsb: int) -> list[int]:
    """The code for each ideal one, 0 to full scale."""
    return [u16 >> 4 for u16 in curve(offset_lsb, wide_lsb)[BELOW : BELOW + CODES]]


def test_an_ideal_one_gives_each_code_once() -> None:
    assert given(0, 0) == list(range(CODES))


@pytest.mark.parametrize("wide_lsb", [4, 8, 10])
def test_four_codes_are_wide_and_as_many_are_missing(wide_lsb: int) -> None:
    codes = given(0, wide_lsb)
    assert codes == sorted(codes)
    for code in WIDE_CODES:
        assert codes.count(code) in (wide_lsb, wide_lsb + 1)
    missing = set(range(CODES)) - set(codes)
    assert 4 * (wide_lsb - 1) <= len(missing) <= 4 * (wide_lsb + 1)
    assert all(codes.count(code) <= 1 for code in range(CODES) if code not in WIDE_CODES and code != codes[-1])
    assert max(abs(code - at) for at, code in enumerate(codes)) <= wide_lsb // 2 + 1


def test_the_offset_lies_under_every_code_and_is_cut_off_at_full_scale() -> None:
    assert given(15, 0)[:2] == [15, 16] and given(15, 0)[-1] == 4095
    assert given(-15, 0)[:17] == [0] * 16 + [1]


def board(**values: int) -> Bench:
    return Bench(board={"name": "pico", **EXACT, **values})


def test_b_and_the_battery_have_the_references_error_and_the_dacs_voltage_has_not() -> None:
    for gpio, moves in ((PINS.ADC0, True), (PINS.ADC1, False), (PINS.ADC2, True)):
        low, high = (board(mcu_adc_reference_ppm=ppm) for ppm in (-10_000, 10_000))
        for bench in (low, high):
            bench.circuit.b_uv = bench.circuit.code * 806 or 1_000_000
            bench.circuit.code = 1_241
        ratio = low.world.convert(gpio) / high.world.convert(gpio)
        assert ratio == pytest.approx(1.02 if moves else 1.0, abs=0.002)


def test_an_average_one_reads_15_lsb_at_rest_with_3_of_noise_at_most() -> None:
    bench = Bench()
    told = set()
    for _ in range(2_000):
        bench.us(97)
        told.add(bench.world.convert(PINS.ADC0) >> 4)
    assert min(told) in (12, 13) and max(told) in (17, 18)
