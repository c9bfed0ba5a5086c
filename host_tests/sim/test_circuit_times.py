# When the simulated output circuit's parts switch: pump, OUT_EN, latch, relay, legs, rail.

from __future__ import annotations

from typing import Any

import pytest

from host_tests.support.sim_bench import PINS, QUIET, Bench
from tools.sim.plant.revision import REVISIONS
from tools.sim.plant.switches import BOOST_EN, LEG_FWD, LEG_REV, OC_RESET, OC_TEST, OUT_EN, PATIENT, PUMP


def first_change(bench: Bench, read: Any, step_us: int, most_us: int) -> int:
    begin, value = bench.clock.now, read()
    while read() == value:
        assert bench.clock.now - begin < most_us
        bench.us(step_us)
    return bench.clock.now - begin


@pytest.mark.parametrize("hold_ms", [40, 60, 75])
@pytest.mark.parametrize("level", [0, 1])
def test_a_pump_that_stops_opens_the_switch_after_its_hold_up_at_either_level(hold_ms: int, level: int) -> None:
    bench = Bench(board={"name": "pico", "pump_hold_ms": hold_ms}).closed()
    bench.pin(PUMP, 1 - level)
    bench.pin(PUMP, level)
    took = first_change(bench, lambda: bench.circuit.s1, 100, 100_000)
    assert abs(took - hold_ms * 1_000) <= 100


def test_out_en_low_opens_the_switch_within_a_millisecond() -> None:
    bench = Bench().closed()
    bench.pin(OUT_EN, 0)
    assert 0 < first_change(bench, lambda: bench.circuit.s1, 10, 2_000) <= 1_010


def test_the_switch_needs_an_edge_however_long_out_en_is_high() -> None:
    bench = Bench()
    bench.edges = 0
    bench.pin(OUT_EN, 1)
    bench.ms(500)
    assert bench.circuit.s1 == 0
    bench.pin(PUMP, 1)
    bench.ms(1)
    assert bench.circuit.s1 == 1


def test_the_latch_trips_after_half_a_millisecond_and_opens_300_us_later_for_good() -> None:
    bench = Bench(load={**QUIET, "table": [[0, 500]]}).closed()
    bench.circuit.set_code(4_095)
    bench.us(250)
    assert bench.circuit.i_ua > 24_000
    began = bench.clock.now - 50
    took = first_change(bench, lambda: bench.circuit.latched, 10, 2_000)
    assert abs(bench.clock.now - began - 500) <= 20, took
    assert bench.world.levels[PINS.OC_TRIP_N] == 0
    assert abs(first_change(bench, lambda: bench.circuit.s1, 10, 2_000) - 300) <= 20
    bench.set_ua(0)
    bench.ms(500)
    assert bench.circuit.s1 == 0
    bench.pin(OC_RESET, 1)
    bench.us(900)
    assert bench.circuit.latched
    bench.us(200)
    assert not bench.circuit.latched
    bench.ms(20)
    assert bench.circuit.s1 == 1


def test_a_spike_shorter_than_half_a_millisecond_leaves_the_latch() -> None:
    bench = Bench(load={**QUIET, "table": [[0, 500]]}).closed()
    bench.circuit.set_code(4_095)
    bench.us(420)
    bench.circuit.set_code(3_000)
    bench.ms(20)
    assert bench.circuit.peak_ua > 24_000
    assert not bench.circuit.latched


def test_an_amplifier_that_wound_up_recovers_in_microseconds_in_a_broken_circuit_too() -> None:
    """On the dummy load, with a leg stuck: what it draws at the switch's closing is far shorter than the latch sees."""
    bench = Bench().closed(patient=0)
    bench.circuit.stuck["leg_fwd_high"] = 1
    bench.circuit.breaks("leg_fwd_high", 1)
    ua = bench.set_ua(300) + REVISIONS["B"].bias_ua
    bench.ms(10)
    bench.pin(OUT_EN, 0)
    bench.ms(3)
    bench.pin(OUT_EN, 1)
    bench.pin(PUMP, 1 - bench.circuit.pin[PUMP])
    bench.us(50)
    assert bench.circuit.s1 == 1
    assert abs(bench.circuit.i_a_ua - ua) <= 5
    bench.ms(5)
    assert not bench.circuit.latched


def test_the_latchs_test_threshold_is_four_milliamperes() -> None:
    for ua, trips in ((3_900, 0), (4_100, 1)):
        bench = Bench().closed(patient=0)
        bench.pin(OC_TEST, 1)
        bench.set_ua(ua)
        bench.ms(5)
        assert bench.circuit.latched == trips


def test_the_relay_takes_ten_ms_and_bounces_for_three() -> None:
    bench = Bench()
    bench.pin(PATIENT, 1)
    began = bench.clock.now
    path, changes = bench.circuit.path, []
    for _ in range(2_000):
        bench.us(10)
        if bench.circuit.path != path:
            path = bench.circuit.path
            changes.append(((bench.clock.now - began) // 1_000, path))
    assert [t for t, _ in changes[1:]] == [10, 11, 12] or [t for t, _ in changes[1:]] == [10, 11, 12, 13]
    assert changes[0][1] == 2 and changes[-1][1] == 1
    assert bench.world.levels[PINS.RELAY_FB] == 1


def test_usb_brings_the_relay_to_rest_within_ten_ms_whatever_the_pin_says() -> None:
    bench = Bench().closed()
    bench.set_ua(5_000)
    bench.ms(5)
    bench.world.usb(1)
    bench.ms(10)
    assert bench.circuit.body_ua == 0
    bench.ms(10)
    assert bench.circuit.path == 0
    bench.pin(PATIENT, 0)
    bench.pin(PATIENT, 1)
    bench.ms(30)
    assert bench.circuit.path == 0


def test_legs_close_in_three_ms_open_in_one_and_both_high_are_none() -> None:
    bench = Bench()
    bench.pin(LEG_FWD, 1)
    assert 2_900 <= first_change(bench, lambda: bench.circuit.leg, 10, 5_000) <= 3_010
    bench.pin(LEG_FWD, 0)
    assert 900 <= first_change(bench, lambda: bench.circuit.leg, 10, 5_000) <= 1_010
    bench.pin(LEG_FWD, 1)
    bench.ms(5)
    bench.pin(LEG_REV, 1)
    bench.ms(10)
    assert bench.circuit.leg == 0


def test_the_rail_rises_to_nine_tenths_in_120_ms_and_bleeds_with_half_a_second() -> None:
    bench = Bench()
    bench.pin(BOOST_EN, 1)
    began = bench.clock.now
    while bench.circuit.rail_mv < 43_200:
        bench.us(1_000)
    assert abs(bench.clock.now - began - 120_000) <= 4_000
    bench.ms(1_000)
    assert bench.circuit.rail_mv == 48_000
    bench.pin(BOOST_EN, 0)
    bench.ms(500)
    assert abs(bench.circuit.rail_mv - 48_000 / 2.71828) <= 250


def test_a_reset_floats_every_output_low() -> None:
    bench = Bench().closed()
    bench.set_ua(5_000)
    bench.ms(5)
    bench.world.stop_processor()
    bench.us(1_100)
    assert bench.circuit.body_ua == 0
    bench.us(20_000)
    assert (bench.circuit.s1, bench.circuit.leg, bench.circuit.path) == (0, 0, 0)
    assert bench.circuit.code > 0  # nothing reaches the DAC


def test_the_passive_limiter_keeps_every_fault_below_35_ma() -> None:
    for ohm in (0, 10, 100, 500):
        bench = Bench(load={**QUIET, "table": [[0, max(ohm, 1)]]}).closed()
        bench.circuit.sink_short_ohm = 1.0
        bench.circuit.latch_dead = 1
        bench.circuit.breaks("sink", 1)
        bench.us(300)
        assert 29_000 <= bench.circuit.body_ua <= 35_000
