# The simulated person's resistance: the skin's bend, soaking, water, withdrawal, a table; and the recorder's averages.

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.sim_bench import QUIET, Bench
from tools.judges import body
from tools.scenario import loader
from tools.sim.dice import Dice
from tools.sim.plant.load import LEFT, OPEN_OHM, RIGHT, Load
from tools.sim.plant.switches import LEG_FWD, LEG_REV


def person(**keys: Any) -> Load:
    made = loader.normalise({"load": {**QUIET, **keys}}, "a test", "a test", None)
    load = Load(made["load"], Dice(1))
    load.move(1_000, 0)
    load.update()
    return load


def settled_ohm(load: Load, ua: int) -> float:
    """The resistance at a current, the skin's capacitance charged, in a moment: no soaking passes."""
    for _ in range(200):
        charge(load, ua)
        load.update()
    return float(load.ohm + load.slow_ohm)


def charge(load: Load, ua: int) -> None:
    """1 ms of so much current, whatever voltage it takes."""
    load.charge_skin(ua, 1_000_000, 1_000, 1 if ua else 0)


# ---------------------------------------------------------------- skin


def skin_by_hand(load: dict[str, Any], ua: int) -> float:
    """R at the start, by the formula of the reference hardware, solved by halving."""
    start, bend, power = load["skin_start_ohm"], load["bend_mv"], load["power_halves"] / 2
    low, high = 0.0, float(start)
    for _ in range(60):
        one = (low + high) / 2
        v = ua * one / 1_000
        if start / (1 + (v / bend) ** power) > one:
            low = one
        else:
            high = one
    return float(2 * load["water_ohm"] + load["inner_ohm"] + 2 * one)


@pytest.mark.parametrize("ua", [500, 1_000, 5_000, 15_000])
@pytest.mark.parametrize("power", [2, 3, 4])
def test_the_skin_is_the_reference_hardwares_formula(ua: int, power: int) -> None:
    keys = {"skin_start_ohm": 5_000, "bend_mv": 8_000, "power_halves": power, "water_ohm": 60, "inner_ohm": 310}
    by_hand = skin_by_hand(keys, ua)
    assert abs(settled_ohm(person(**keys), ua) - by_hand) <= by_hand / 50


@settings(max_examples=60)
@given(st.integers(0, 10_000))
def test_a_dry_person_at_one_milliampere_resists_two_to_five_times_as_much_as_at_fifteen(seed: int) -> None:
    made = loader.normalise({"seed": seed, "load": {"vary": True, **QUIET}}, "a test", "a test", None)
    load = Load(made["load"], Dice(1))
    load.move(1_000, 0)
    load.update()
    ratio = settled_ohm(load, 1_000) / settled_ohm(load, 15_000)
    assert 1.7 <= ratio <= 5.4


def test_soaking_brings_the_skin_down_with_its_time_constant() -> None:
    load = person(skin_start_ohm=5_000, skin_end_ohm=1_000, tau_ms=60_000, drying_permille_per_min=0, skin_nf=0)
    for _ in range(60_000 // 5):
        load.advance(1_000)
    load.update()
    assert abs(load.slow_ohm - 2 * (1_000 + 4_000 / 2.71828)) <= 40


def test_soda_takes_its_share_of_the_water_within_its_time() -> None:
    load = person(water_ohm=900, inner_ohm=300)
    before = load.ohm
    load.stir(400, 3_000)
    for _ in range(300):  # 5 ms each
        load.advance(0)
    assert abs(load.ohm - (before - 540)) <= 2  # half of 2 x 540 Ohm
    for _ in range(600):
        load.advance(0)
    assert abs(load.ohm - (before - 1_080)) <= 1


def test_soaking_waits_for_current() -> None:
    load = person()
    for _ in range(20_000):
        load.advance(0)
    assert load.flow_ms == 0


def test_the_skins_capacitance_keeps_its_voltage_for_r_times_c() -> None:
    load = person(skin_start_ohm=5_000, skin_end_ohm=5_000, skin_nf=1_000, bend_mv=60_000)
    for _ in range(200):
        charge(load, 100)
    full = load.slow_mv
    assert abs(full - 100 * 10_000 / 1_000) <= 15
    for _ in range(5):  # 10 kOhm beside 0.5 µF: both skins in series
        charge(load, 0)
    assert abs(load.slow_mv - full / 2.71828) <= full / 20


SKIN = {**QUIET, "model": "skin", "emf_mv": 0}


@pytest.mark.parametrize("limited", [0, 1])
def test_a_skin_is_charged_alike_by_the_sound_circuit_and_by_the_network(limited: int) -> None:
    """Both from rest to 8 mA, or to what 48 V give: the body's current and the voltages agree all the way."""
    keys = {**SKIN, "water_ohm": 4_000 if limited else 60}
    sound, network = (Bench(load=keys).closed() for _ in range(2))
    network.circuit.breaks("a test", 1)
    for ua in (500, 3_000, 8_000):
        for bench in (sound, network):
            bench.set_ua(ua)
        for k in range(40):
            for bench in (sound, network):
                bench.ms(1)
            if k < 5:  # the sound one's skin goes on in whole ms, the network's from the µs on at which the code came
                continue
            ours, theirs = network.circuit, sound.circuit
            assert abs(ours.body_ua - theirs.body_ua) <= 120 and abs(ours.a_mv - theirs.a_mv) <= 600
            assert abs(ours.b_mv - theirs.b_mv) <= 600


@pytest.mark.parametrize("leg", ["leg_rev_high", "leg_fwd_high"])
def test_a_leg_stuck_closed_across_takes_the_current_from_the_body(leg: str) -> None:
    """Both high legs closed: the electrodes stand at the rail together, and the skin loses its charge through them."""
    bench = Bench(load=SKIN).closed(LEG_FWD if leg == "leg_rev_high" else LEG_REV)
    bench.set_ua(8_000)
    bench.ms(100)
    bench.circuit.stuck[leg] = 1
    bench.circuit.broken = 1
    bench.circuit.changed()
    bench.ms(20)
    assert -300 <= bench.circuit.body_ua <= 300
    assert abs(bench.circuit.a_mv - bench.circuit.b_mv) <= 300


# ---------------------------------------------------------------- hands, table


def test_each_hand_has_its_own_share_of_water_and_skin() -> None:
    load = person(table=[[0, 2_000]], model="table")
    load.move(500, 0, LEFT)
    load.update()
    assert load.ohm == 3_000  # half of 2,000 doubled
    load.move(250, 0, RIGHT)
    load.update()
    assert load.ohm == 6_000
    load.move(0, 0, RIGHT)
    load.update()
    assert load.ohm == OPEN_OHM and [hand.permille for hand in load.hands] == [500, 0]


@pytest.mark.parametrize("shares", [(1_000, 300), (150, 1_000), (500, 400)])
@pytest.mark.parametrize("power", [8, 13, 20])
def test_skins_of_unlike_hands_bend_each_by_its_own_voltage(shares: tuple[int, int], power: int) -> None:
    keys = {"water_ohm": 60, "inner_ohm": 310, "skin_start_ohm": 5_000, "bend_mv": 8_000, "power_tenths": power}
    load = person(**keys)
    by_hand = 310.0
    for which, share in zip((LEFT, RIGHT), shares, strict=True):
        load.move(share, 0, which)
        r = 5_000_000 / share
        low, high = 0.0, r
        for _ in range(60):
            one = (low + high) / 2
            if r / (1 + (8_000 * one / 1_000 / 8_000) ** (power / 10)) > one:
                low = one
            else:
                high = one
        by_hand += 60_000 / share + one
    load.update()
    assert abs(settled_ohm(load, 8_000) - by_hand) <= by_hand / 100


def test_unlike_hands_that_become_alike_again_resist_as_before() -> None:
    load = person(skin_start_ohm=5_000)
    alike = settled_ohm(load, 8_000)
    load.move(300, 0, LEFT)
    load.update()
    assert settled_ohm(load, 8_000) > alike * 1.2
    load.move(1_000, 0, LEFT)
    load.update()
    assert abs(settled_ohm(load, 8_000) - alike) <= 2


def test_the_hands_tell_where_they_go() -> None:
    load = person()
    told: list[tuple[str, str, int]] = []
    load.log = lambda *words: told.append(words)
    load.move(300, 2_000, RIGHT)
    assert told == [("share", "right_over_ms", 2_000), ("share", "right", 300)]


def test_a_hand_leaves_evenly_and_the_resistance_goes_as_one_over_the_immersed_share() -> None:
    load = person(table=[[0, 2_000]], model="table")
    load.move(0, 300)
    seen = []
    for _ in range(300):
        load.millisecond()
        load.update()
        seen.append((load.immersed, load.ohm))
    assert all(abs(f - (1_000 - (i + 1) * 1_000 / 300)) <= 80 for i, (f, _) in enumerate(seen))
    assert all(ohm == 2_000 * 1_000 // f for f, ohm in seen if f > 0)
    assert seen[-1] == (0, OPEN_OHM)
    assert load.left_ms == 0


@pytest.mark.parametrize(("start", "goal"), [(1_000, 0), (0, 1_000), (1_000, 100), (700, 730)])
@pytest.mark.parametrize("over_ms", [50, 300, 999, 1_000, 1_001, 1_400, 3_000, 10_000, 60_000])
def test_a_hand_takes_the_time_asked_for_and_never_turns_back(start: int, goal: int, over_ms: int) -> None:
    load = person()
    load.move(start, 0)
    load.move(goal, over_ms)
    seen: list[float] = [start]
    while load.left_ms:
        load.millisecond()
        seen.append(load.immersed)
    assert len(seen) == over_ms + 1
    assert seen[-1] == goal
    assert seen == sorted(seen, reverse=goal < start)
    # Slowly, never a permille off the even way; fast, no further than whole permille each ms lead from it.
    slack = 1 if over_ms >= abs(goal - start) else over_ms / 4 + 1
    assert all(abs(f - start - (goal - start) * ms / over_ms) <= slack for ms, f in enumerate(seen))


def test_a_hand_that_is_called_back_on_its_way_takes_the_new_time_from_there() -> None:
    load = person()
    load.move(0, 10_000)
    for _ in range(4_000):
        load.millisecond()
    assert load.immersed == 600
    load.move(1_000, 2_000)
    for _ in range(1_000):
        load.millisecond()
    assert load.immersed == 800


def test_a_person_begins_with_the_hands_out() -> None:
    assert Bench().world.load.ohm == OPEN_OHM


def test_a_table_is_linear_in_between_and_constant_outside_over_the_time_of_current() -> None:
    load = person(table=[[0, 4_000], [10_000, 2_000], [20_000, 3_000]], model="table")
    for flow_ms, ohm in ((0, 4_000), (5_000, 3_000), (10_000, 2_000), (15_000, 2_500), (99_000, 3_000)):
        load.flow_ms = flow_ms
        load.update()
        assert load.ohm == ohm


def test_movement_is_noise_of_the_size_asked_for() -> None:
    load = person(table=[[0, 2_000]], model="table", noise_permille=20)
    seen = []
    for _ in range(20_000):
        load.advance(0)
        seen.append(load.ohm)
    assert abs(float(np.mean(seen)) - 2_000) <= 8
    assert 0.6 <= float(np.std(seen)) / 40 <= 1.4


# ---------------------------------------------------------------- averages of the recording


def averaged(*pairs: tuple[int, int]) -> list[int]:
    flat = [number for pair in pairs for number in pair]
    return [int(ua) for ua in body.averages(array("i", flat).tobytes())]


def test_an_average_is_charge_over_a_millisecond() -> None:
    assert averaged((1_000, 500), (2_000, 0), (1_000, 0)) == [0, 500, 500, 0]
    assert averaged((250, 1_000), (500, 0), (250, 0)) == [500]
    assert averaged((500, 1_000), (1_000, 3_000), (1_500, 0)) == [500, 2_000, 3_000]
    assert averaged((999, 10_000), (1_001, 0)) == [10, 10_000]


def test_a_spike_inside_a_millisecond_is_its_charge() -> None:
    assert averaged((1_100, 30_000), (200, 0), (1_700, 0)) == [0, 6_000, 0]
    assert averaged((1_900, 30_000), (200, 0), (900, 0)) == [0, 3_000, 3_000]


def test_changes_at_the_same_time_count_the_last() -> None:
    assert averaged((1_000, 700), (0, 300), (1_000, 0)) == [0, 300]


def test_a_started_millisecond_at_the_end_is_left_out_and_nothing_is_nothing() -> None:
    assert averaged((1_000, 700), (1_400, 0)) == [0, 700]
    assert averaged() == []


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(-35_000, 35_000)), max_size=40))
def test_averages_equal_a_microsecond_walk(pairs: list[tuple[int, int]]) -> None:
    walk: list[int] = []
    level = 0
    for after, ua in pairs:
        walk += [level] * after
        level = ua
    whole = len(walk) // 1_000
    expected = [sum(walk[i * 1_000 : (i + 1) * 1_000]) // 1_000 for i in range(whole)]
    assert averaged(*pairs) == expected
