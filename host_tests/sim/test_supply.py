# What feeds the simulated unit when a fault says so: the cell's own resistance, the 3.3 V. And what else a scenario may
# make slow or restless: a bridge leg, a converter that stands, a button.

from __future__ import annotations

from typing import Any

from host_tests.support.sim_bench import PINS, Bench
from tools.harness.person import Hands
from tools.sim.injector import Injector
from tools.sim.plant.switches import LEG_FWD

SHUNT_B, DAC_VOLTAGE = PINS.ADC0, PINS.ADC1
NOISE = 16 * 2  # of the internal ADC, as read_u16 gives it


def broken(bench: Bench, part: str, mode: str, **values: Any) -> Injector:
    injector = Injector(bench.world, [])
    injector.inject({"part": part, "mode": mode, "values": values})
    return injector


def test_a_cell_of_more_resistance_gives_less_under_load_and_nearly_the_same_at_rest() -> None:
    bench = Bench(battery_mv=3_800)
    at_rest = bench.world.battery_mv()
    broken(bench, "battery", "resistance", mohm=750)
    assert at_rest - bench.world.battery_mv() == 36  # 60 mA
    bench.closed(LEG_FWD)
    bench.set_ua(15_000)
    bench.ms(5)
    assert bench.world.battery_mv() == 3_800 - (100 + bench.circuit.i_ua * 48 // 3000) * 750 // 1000


def test_of_the_3v3_that_fell_the_dac_and_b_know_nothing_and_the_current_falls() -> None:
    bench = Bench().closed(LEG_FWD)
    nominal_ua = bench.set_ua(10_000)
    bench.ms(5)
    told = [bench.world.convert(gpio) for gpio in (SHUNT_B, DAC_VOLTAGE)]
    broken(bench, "vdd", "drift", mv_per_min=-60_000)
    bench.ms(200)
    assert abs(bench.circuit.vdd_mv - 3_100) <= 1
    assert abs(bench.circuit.i_ua - nominal_ua * 31 // 33) < 40
    now = [bench.world.convert(gpio) for gpio in (SHUNT_B, DAC_VOLTAGE)]
    assert all(abs(a - b) <= 2 * NOISE for a, b in zip(told, now, strict=True))
    bench.ms(2_000)
    assert bench.circuit.vdd_mv == 2_700


def test_a_slow_leg_carries_on_for_so_long() -> None:
    bench = Bench(board={"name": "pico", "leg_open_ms": 10}).closed(LEG_FWD)
    bench.set_ua(5_000)
    bench.ms(5)
    bench.pin(LEG_FWD, 0)
    bench.ms(9)
    assert bench.circuit.i_ua > 4_900
    bench.ms(2)
    assert bench.circuit.i_ua == 0


def test_a_slow_bounce_shows_the_new_level_first_then_the_old_one() -> None:
    bench = Bench()
    hands = Hands(bench.world)
    broken(bench, "button_ok", "bounce", bounce_ms=38, level_ms=19)
    hands.hold("ok")
    levels = []
    for _ in range(42):
        bench.us(1_000)
        levels.append(bench.world.levels[PINS.BTN_OK])
    assert levels == [0] * 18 + [1] * 19 + [0] * 5
