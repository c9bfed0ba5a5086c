# What the simulated hardware writes out for speed does what its slow spelling does.

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host_tests.support.sim_bench import PINS, world
from tools.sim import bench
from tools.sim.bench import World
from tools.sim.mcu import clock as clocks
from tools.sim.mcu import internal_adc, machine, machine_i2c
from tools.sim.mcu import time as ticks
from tools.sim.plant import circuit, switches


def transfer_us(bits: int) -> int:
    return machine_i2c.I2C_US + bits * 10 // 4  # 400 kHz


# Every call that adds to the clock by itself, and what Clock.spend would be told.
CALLS: dict[str, tuple[Callable[[], Callable[[], object]], int]] = {
    "Pin.value()": (lambda: machine.Pin(PINS.RELAY_FB, machine.Pin.IN).value, machine.PIN_US),
    "Pin.value(0)": (lambda: partial(machine.Pin(PINS.LED_OUTPUT, machine.Pin.OUT).value, 0), machine.PIN_US),
    "ADC.read_u16": (lambda: machine.ADC(PINS.ADC0).read_u16, machine.ADC_US),
    "ADC.read_u16, DAC": (lambda: machine.ADC(PINS.ADC1).read_u16, machine.ADC_US),
    "ADC.read_u16, battery": (lambda: machine.ADC(PINS.ADC2).read_u16, machine.ADC_US),
    "WDT.feed": (lambda: machine.WDT(timeout=8000).feed, machine.WDT_US),
    "ticks_us": (lambda: ticks.ticks_us, ticks.TIME_US),
    "ticks_ms": (lambda: ticks.ticks_ms, ticks.TIME_US),
    "sleep_us": (lambda: partial(ticks.sleep_us, 100), ticks.TIME_US + 100),
    "sleep_us, negative": (lambda: partial(ticks.sleep_us, -100), ticks.TIME_US),
    "I2C.writeto": (lambda: partial(machine.I2C(0).writeto, 0x60, b"\0\0"), transfer_us(2 * 9 + 11)),
    "I2C.readfrom_into": (
        lambda: partial(machine.I2C(0).readfrom_into, 0x60, bytearray(2)),
        transfer_us(2 * 9 + 11),
    ),
    "I2C.readfrom_mem_into": (
        lambda: partial(machine.I2C(0).readfrom_mem_into, 0x60, 0, bytearray(2)),
        transfer_us(2 * 9 + 30),
    ),
}


@pytest.fixture
def unit() -> Iterator[World]:
    yield world()


def note(unit: World, begin_us: int, happened: list[int]) -> None:
    happened.append(unit.clock.now - begin_us)


def seen(unit: World, call: Callable[[], object], cost_us: int) -> list[tuple[int, int]]:
    """How far the clock goes, and when something happens that is due a µs before the cost is over, then, and after."""
    told = []
    for late_us in (-1, 0, 1):
        begin = unit.clock.now
        happened: list[int] = []
        unit.agenda.after(cost_us + late_us, partial(note, unit, begin, happened))
        call()
        told.append((unit.clock.now - begin, happened[0] if happened else -1))
        unit.clock.spend(5)
        assert happened
    return told


@pytest.mark.parametrize("name", CALLS)
def test_a_call_spends_as_spend_does(unit: World, name: str) -> None:
    make, cost_us = CALLS[name]
    call = make()
    assert seen(unit, call, cost_us) == seen(unit, lambda: unit.clock.spend(cost_us), cost_us)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_after_the_end_raises_and_spends_nothing(unit: World, name: str) -> None:
    make, cost_us = CALLS[name]
    call = make()
    unit.clock.dead = clocks.End()
    unit.clock.plan()
    before = unit.clock.now
    with pytest.raises(clocks.End):
        call()
    assert unit.clock.now == before
    unit.clock.dead = None


@pytest.mark.parametrize("late_us", (-1, 0, 1))
def test_an_interrupt_spends_its_cost_before_its_callback(unit: World, late_us: int) -> None:
    order: list[tuple[str, int]] = []
    begin = unit.clock.now + machine.SLOW_US + 1_000
    unit.agenda.at(begin + machine.IRQ_US + late_us, lambda: order.append(("event", unit.clock.now - begin)))
    timer = partial(machine.Timer, -1, mode=machine.Timer.ONE_SHOT, period=1, hard=True)
    timer(callback=lambda timer: order.append(("callback", unit.clock.now - begin)))
    ticks.sleep_us(2_000)
    event, callback = ("event", machine.IRQ_US + late_us), ("callback", machine.IRQ_US)
    assert order == ([callback, event] if late_us > 0 else [event, callback])


@pytest.mark.parametrize("rate", (1_000_000, 1_000_050, 500_000, 2_000_000))
def test_ticks_are_the_clocks(unit: World, rate: int) -> None:
    ticks.sleep_us(12_345)
    unit.clock.set_rate(rate)
    for _ in range(50):
        assert ticks.ticks_us() == unit.clock.ticks_us() % (1 << 30)
        assert ticks.ticks_ms() == unit.clock.ticks_us() // 1000 % (1 << 30)
        ticks.sleep_us(997)


@given(
    gpio=st.sampled_from((PINS.ADC0, PINS.ADC1)),
    uv=st.integers(-5_000, 3_400_000),
    code=st.integers(0, 4095),
    us=st.integers(0, 9_000),
)
def test_the_adc_converts_as_the_world_does(gpio: int, uv: int, code: int, us: int) -> None:
    unit = UNIT
    machine.install(unit)
    unit.clock.now = us
    unit.circuit.boundary = clocks.NEVER  # nothing moves: the values stand
    unit.circuit.b_uv, unit.circuit.code = uv, code
    converted = ADCS[gpio].read_u16()
    assert converted == unit.convert(gpio)


UNIT = world()
ADCS = {gpio: machine.ADC(gpio) for gpio in (PINS.ADC0, PINS.ADC1)}


def test_constants_that_stand_twice_for_speed_are_the_same() -> None:
    for copy, source, names in (
        (circuit, switches, ("BOOST_EN", "PATIENT", "NEVER", "TO_DUMMY", "TO_PERSON", "TO_NOTHING")),
        (bench, switches, ("PUMP",)),
        (machine, internal_adc, ("SHUNT_B", "DAC_VOLTAGE", "BELOW")),
        (ticks, clocks, ("NOMINAL_PPM",)),
    ):
        assert [getattr(copy, name) for name in names] == [getattr(source, name) for name in names]
    assert machine.LAST == len(UNIT.internal_adc.codes) - 1
