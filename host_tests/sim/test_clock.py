# Virtual time: wraps, interrupts, masks, hangs, the watchdog, resets that no line of the firmware outlives.

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from host_tests.support.sim_bench import PINS, world
from tools.sim.bench import World
from tools.sim.mcu import clock as clocks
from tools.sim.mcu import machine
from tools.sim.mcu import time as ticks
from tools.sim.mcu.clock import Clock
from tools.sim.plant.switches import BOOST_EN, OUT_EN

WRAP = 1 << 30


@pytest.fixture
def unit() -> Iterator[World]:
    made = world()
    yield made
    made.clock.dead = None


class Heard:
    """A hard timer's callback that notes when it ran."""

    def __init__(self, unit: World, us: int = 0) -> None:
        self.unit = unit
        self.us = us
        self.at: list[int] = []

    def __call__(self, timer: object) -> None:
        self.at.append(self.unit.clock.now)
        if self.us:
            ticks.sleep_us(self.us)


def timer(heard: Heard, freq: int = 1_000) -> machine.Timer:
    return machine.Timer(-1, mode=machine.Timer.PERIODIC, freq=freq, callback=heard, hard=True)


# ---------------------------------------------------------------- ticks


def test_ticks_begin_where_the_scenario_says_and_wrap_at_two_to_the_thirty() -> None:
    for name, per_ms in (("ticks_ms", 1), ("ticks_us", 1_000)):
        world(clock_start_ms=WRAP // per_ms - 3 if per_ms == 1 else (WRAP * 9 - 3_000) // 1_000)
        read = getattr(ticks, name)
        before, crossed = read(), 0
        for _ in range(20):
            ticks.sleep_us(1_000)
            now = read()
            assert 0 <= now < WRAP
            crossed += now < before
            step = ticks.ticks_diff(now, before)
            assert per_ms <= step <= per_ms + 10
            before = now
        assert crossed == 1


def test_every_call_costs_time(unit: World) -> None:
    pin = machine.Pin(PINS.RELAY_FB, machine.Pin.IN)
    out = machine.Pin(PINS.LED_OUTPUT, machine.Pin.OUT)
    adc = machine.ADC(machine.Pin(PINS.ADC0))
    i2c = machine.I2C(0, freq=400_000)
    wdt = machine.WDT(timeout=500)
    buffer = bytearray(2)
    calls: tuple[Callable[[], object], ...] = (
        ticks.ticks_us,
        ticks.ticks_ms,
        pin.value,
        lambda: out.value(1),
        adc.read_u16,
        lambda: i2c.writeto(0x60, b"\0\0"),
        lambda: i2c.readfrom_into(0x60, buffer),
        wdt.feed,
        machine.reset_cause,
        machine.disable_irq,
        machine.enable_irq,
    )
    for call in calls:
        before = unit.clock.now
        call()
        assert unit.clock.now > before


def test_a_transfer_costs_its_bits(unit: World) -> None:
    i2c = machine.I2C(0, freq=400_000)
    before = unit.clock.now
    i2c.writeto(0x60, b"\0\0")
    short = unit.clock.now - before
    before = unit.clock.now
    i2c.writeto(0x60, b"\0\0" * 5)
    assert abs(unit.clock.now - before - short - 8 * 9 * 1_000_000 // 400_000) <= 1


def test_a_crystal_at_half_rate_makes_the_processors_time_half(unit: World) -> None:
    heard = Heard(unit)
    unit.clock.set_rate(500_000)
    timer(heard)
    before, true = ticks.ticks_us(), unit.clock.now
    unit.clock.spend(100_000)
    assert abs(ticks.ticks_diff(ticks.ticks_us(), before) - (unit.clock.now - true) // 2) <= 3
    assert len(heard.at) == 50
    true = unit.clock.now
    ticks.sleep_us(1_000)
    assert abs(unit.clock.now - true - 2_000) <= 20


# ---------------------------------------------------------------- interrupts


def test_a_hard_timer_runs_each_millisecond_between_any_two_calls(unit: World) -> None:
    heard = Heard(unit)
    timer(heard)
    while len(heard.at) < 50:
        ticks.ticks_us()
    gaps = {after - before for before, after in zip(heard.at, heard.at[1:], strict=False)}
    assert gaps <= {998, 999, 1_000, 1_001, 1_002}


def test_a_long_sleep_is_interrupted_at_every_period(unit: World) -> None:
    heard = Heard(unit)
    timer(heard)
    ticks.sleep_ms(20)
    assert len(heard.at) == 20


def test_timers_that_stopped_call_no_more_and_go_on_when_told(unit: World) -> None:
    heard = Heard(unit)
    timer(heard)
    ticks.sleep_us(3_500)
    unit.clock.stop_timers()
    ticks.sleep_us(5_000)
    assert len(heard.at) == 3
    unit.clock.restart_timers()
    ticks.sleep_us(2_500)
    assert len(heard.at) == 5


def test_a_timer_that_stopped_before_a_reset_is_not_started_by_the_end_of_its_fault(unit: World) -> None:
    timer(Heard(unit))
    unit.clock.stop_timers()
    unit.clock.clear_interrupts()
    unit.clock.restart_timers()
    assert unit.clock._interrupt_due == clocks.NEVER


def test_masked_interrupts_wait_and_come_when_they_may(unit: World) -> None:
    heard = Heard(unit)
    timer(heard)
    state = machine.disable_irq()
    ticks.sleep_ms(5)
    assert heard.at == []
    machine.enable_irq(state)
    ticks.ticks_us()
    assert heard.at
    assert heard.at[0] >= 5_000


def test_no_interrupt_interrupts_another(unit: World) -> None:
    running: list[int] = []

    class Slow(Heard):
        def __call__(self, one: object) -> None:
            assert not running
            running.append(1)
            super().__call__(one)
            running.clear()

    first, second = Slow(unit, 700), Slow(unit, 200)
    timer(first)
    timer(second)
    ticks.sleep_ms(20)
    assert len(first.at) >= 18 and len(second.at) >= 18


def test_a_callback_that_raises_is_told_and_never_called_again(unit: World) -> None:
    told: list[Exception] = []
    unit.on_callback_failed = told.append

    def fails(timer: object) -> None:
        raise ValueError("once")

    machine.Timer(-1, freq=1_000, callback=fails, hard=True)
    ticks.sleep_ms(10)
    assert len(told) == 1


def test_physics_goes_on_while_interrupts_are_masked(unit: World) -> None:
    done = []
    unit.agenda.after(3_000, lambda: done.append(unit.clock.now))
    machine.disable_irq()
    ticks.sleep_ms(5)
    assert done and abs(done[0] - 3_000) <= 50


def test_things_due_at_one_time_happen_in_the_order_given(unit: World) -> None:
    order: list[int] = []
    for i in range(5):
        unit.agenda.at(7_000, lambda i=i: order.append(i))  # type: ignore[misc]
    unit.agenda.at(6_000, lambda: order.append(-1))
    ticks.sleep_ms(10)
    assert order == [-1, 0, 1, 2, 3, 4]


# ---------------------------------------------------------------- hang, watchdog, reset


@pytest.mark.parametrize("masked", [0, 1])
def test_a_hang_ends_by_the_watchdog_and_the_timer_goes_on_unless_masked(unit: World, masked: int) -> None:
    heard = Heard(unit)
    timer(heard)
    wdt = machine.WDT(timeout=500)
    wdt.feed()
    fed = unit.clock.now
    resets = []
    unit.log = lambda kind, name, value: resets.append((kind, name, unit.clock.now))
    with pytest.raises(clocks.Reset):
        unit.clock.hang(masked)
    kind, cause, at = resets[0]
    assert (kind, cause) == ("reset", "watchdog")
    assert abs(at - fed - 500_000) <= 2_000
    assert unit.cause == "watchdog"
    assert (len(heard.at) >= 499) is not bool(masked)


def test_a_fed_watchdog_does_nothing_and_an_unfed_one_resets_in_its_time(unit: World) -> None:
    wdt = machine.WDT(timeout=500)
    for _ in range(20):
        ticks.sleep_ms(400)
        wdt.feed()
    fed = unit.clock.now
    with pytest.raises(clocks.Reset):
        while True:
            ticks.sleep_ms(1)
    assert abs(unit.clock.now - fed - 500_000) <= 2_000


def every_call(pin: machine.Pin, i2c: machine.I2C, adc: machine.ADC, wdt: machine.WDT) -> list[object]:
    return [
        lambda: pin.value(1),
        lambda: i2c.writeto(0x60, b"\x0f\xff"),
        adc.read_u16,
        wdt.feed,
        ticks.ticks_us,
        lambda: ticks.sleep_us(10),
        machine.disable_irq,
        machine.reset,
        lambda: machine.Pin(PINS.OUT_EN, machine.Pin.OUT, value=1),
    ]


def test_after_a_reset_every_call_raises_again_and_nothing_acts(unit: World) -> None:
    pin = machine.Pin(PINS.OUT_EN, machine.Pin.OUT, value=1)
    i2c, adc = machine.I2C(0, freq=400_000), machine.ADC(26)
    wdt = machine.WDT(timeout=500)
    unit.drive(PINS.PUMP, 1)
    unit.circuit.set_code(100)
    ticks.sleep_ms(5)
    with pytest.raises(clocks.Reset):
        machine.reset()
    code, now = unit.circuit.code, unit.clock.now
    for _ in range(3):
        for call in every_call(pin, i2c, adc, wdt):
            with pytest.raises(clocks.Reset):
                call()  # type: ignore[operator]
    assert unit.circuit.code == code == 100
    assert unit.circuit.pin[OUT_EN] == 0
    assert unit.clock.now == now


def test_no_finally_of_the_firmware_can_act_after_a_reset(unit: World) -> None:
    pin = machine.Pin(PINS.OUT_EN, machine.Pin.OUT, value=0)
    acted = []
    with pytest.raises(clocks.Reset):
        try:
            machine.reset()
        except Exception:
            acted.append("an ordinary handler")
        finally:
            pin.value(1)
            acted.append("finally went on")
    assert acted == []
    assert unit.circuit.pin[OUT_EN] == 0


def test_a_reset_leaves_the_dac_its_code_and_floats_the_pins(unit: World) -> None:
    machine.I2C(0, freq=400_000).writeto(0x60, b"\x01\x00")
    machine.Pin(PINS.BOOST_EN, machine.Pin.OUT, value=1)
    unit.reset("soft")
    assert unit.dac.code == 256
    assert unit.circuit.pin[BOOST_EN] == 0


def test_a_pending_exception_meets_the_main_loop_once_and_no_interrupt(unit: World) -> None:
    heard = Heard(unit)
    timer(heard)
    ticks.sleep_ms(2)
    unit.clock.pending = KeyboardInterrupt()
    unit.clock.plan()
    with pytest.raises(KeyboardInterrupt):
        ticks.sleep_ms(5)
    ticks.sleep_ms(5)
    assert len(heard.at) >= 6


def test_time_never_goes_back() -> None:
    clock = Clock(0)
    order: list[int] = []

    class Source:
        def __init__(self, due: int) -> None:
            self.due = due

        def fire(self) -> None:
            order.append(clock.now)
            self.due = self.due + 1_000 if self.due < 9_000 else clocks.NEVER

    class Interrupt:
        def __init__(self, due: int) -> None:
            self.due = due
            self.period_us = 1_000
            self.callback = lambda argument: argument.ring()
            self.argument = self

        def ring(self) -> None:
            order.append(clock.now)
            if self.due > 10_000:
                self.due = clocks.NEVER

        def failed(self, error: Exception) -> None:
            raise error

    for due in (300, 500, 40):
        clock.add(Source(due))
        clock.add_interrupt(Interrupt(due + 7))
    for cost in (1, 7, 1_999, 3, 4_000, 12_000):
        before = clock.now
        clock.spend(cost)
        assert clock.now >= before + cost
    assert order == sorted(order)
    assert len(order) == 6 * 10


def test_time_stands_at_the_reset_that_ends_a_hang() -> None:
    unit = world()
    wdt = machine.WDT(timeout=500)
    wdt.feed()
    fed = unit.clock.now
    with pytest.raises(clocks.Reset):
        unit.clock.hang(0)
    assert abs(unit.clock.now - fed - 500_000) <= 2_000
    unit.clock.dead = None
