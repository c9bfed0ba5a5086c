# The simulated output circuit against cases worked out by hand, and its two solvers against each other.

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.sim_bench import QUIET, Bench
from tools.sim.plant.network import (
    CLOSED,
    DIVIDER_S,
    DRAIN,
    GROUND,
    OPEN,
    RAIL,
    S1_OUTPUT,
    SIDE_A,
    SIDE_B,
    Network,
)
from tools.sim.plant.revision import DIVIDER_KOHM, REVISIONS, SINK_OHM
from tools.sim.plant.switches import LEG_FWD, LEG_REV

A, REVISION = REVISIONS["A"], REVISIONS["B"]
DRIVEN_MV = 48_000 - REVISION.rest_mv - 2 * REVISION.diode_mv  # of the rail, what drives the current
SERIES_OHM = REVISION.high_ohm + 2 * (25 + REVISION.diode_ohm) + SINK_OHM


def load(ohm: int, emf_mv: int = 0) -> dict[str, Any]:
    return {**QUIET, "table": [[0, ohm]], "emf_mv": emf_mv}


# ---------------------------------------------------------------- Ohm's law


@pytest.mark.parametrize("leg", [LEG_FWD, LEG_REV])
@pytest.mark.parametrize(("ua", "ohm"), [(1_000, 4_000), (10_000, 2_000), (15_000, 2_800), (20_000, 800), (500, 9_000)])
def test_a_sound_circuit_carries_what_the_sink_asks_for(ua: int, ohm: int, leg: int) -> None:
    bench = Bench(load=load(ohm)).closed(leg)
    nominal = bench.set_ua(ua)
    bench.ms(5)
    c = bench.circuit
    sign = 1 if leg == LEG_FWD else -1
    high, low = (c.a_mv, c.b_mv) if sign == 1 else (c.b_mv, c.a_mv)
    sunk = nominal + REVISION.bias_ua
    assert c.i_a_ua == sunk
    assert abs(sign * c.body_ua - sunk - low // DIVIDER_KOHM) <= 1  # the dividers draw, too
    assert abs(c.i_b_ua - sunk - low // DIVIDER_KOHM - high // DIVIDER_KOHM) <= 1
    assert abs(sign * (c.a_mv - c.b_mv) - sign * c.body_ua * ohm / 1e3) <= 2 + ohm / 1e3


@pytest.mark.parametrize(("ua", "carries", "limits"), [(15_000, 2_900, 3_000), (10_000, 4_450, 4_600)])
def test_the_rail_of_48_v_reaches_15_ma_up_to_2k9_and_10_ma_up_to_4k4(ua: int, carries: int, limits: int) -> None:
    for ohm, full in ((carries, True), (limits, False)):
        bench = Bench(load=load(ohm)).closed()
        nominal = bench.set_ua(ua)
        bench.ms(5)
        most = DRIVEN_MV * 1_000 // (ohm + SERIES_OHM)
        assert abs(bench.circuit.i_a_ua - min(nominal + REVISION.bias_ua, most)) <= 2
        assert (bench.circuit.i_a_ua == nominal + REVISION.bias_ua) is full


def test_the_electrodes_own_voltage_takes_from_what_the_rail_can_give() -> None:
    bench = Bench(load={**load(6_000, emf_mv=2_000), "emf_tau_ms": 100}).closed()
    bench.set_ua(20_000)
    bench.ms(2_000)
    assert abs(bench.circuit.body_ua - (DRIVEN_MV - 2_000) * 1_000 // (6_000 + SERIES_OHM)) <= 2 + 23


def test_the_own_voltage_opposes_its_current_and_aids_after_a_reversal() -> None:
    bench = Bench(load={**load(6_000, emf_mv=2_000), "emf_tau_ms": 3_000}).closed()
    bench.set_ua(20_000)
    bench.ms(20_000)
    settled = bench.circuit.body_ua
    own = bench.world.load.emf_mv
    assert own == 1_999 or own == 2_000 or own == 1_997
    bench.set_ua(0)
    bench.ms(5)
    bench.pin(LEG_FWD, 0)
    bench.ms(5)
    bench.pin(LEG_REV, 1)
    bench.ms(5)
    bench.set_ua(20_000)
    bench.ms(2)
    reversed_ = -bench.circuit.body_ua
    assert abs(reversed_ - (DRIVEN_MV + bench.world.load.emf_mv) * 1_000 // (6_000 + SERIES_OHM)) <= 2 + 23
    assert reversed_ - settled > 500
    bench.ms(20_000)
    assert abs(-bench.circuit.body_ua - settled) <= 5


def test_one_code_of_the_dac_is_six_point_one_microamperes() -> None:
    bench = Bench().closed()
    bench.circuit.set_code(1_638)
    bench.ms(5)
    before = bench.circuit.i_ua
    bench.circuit.set_code(1_738)
    bench.ms(5)
    assert abs(bench.circuit.i_ua - before - 610) <= 1
    assert abs(before - REVISION.bias_ua - 1_638 * 25_000 // 4_096) <= 1


def test_the_sinks_errors_are_those_of_the_scenario() -> None:
    bench = Bench(board={"name": "pico", "sink_gain_ppm": 20_000, "sink_offset_ua": -50}).closed()
    nominal = bench.set_ua(10_000)
    bench.ms(5)
    assert abs(bench.circuit.i_ua - (nominal * 102 // 100 - 50 + REVISION.bias_ua)) <= 1


def test_the_sink_settles_in_200_us() -> None:
    bench = Bench().closed()
    bench.set_ua(10_000)
    bench.us(190)
    assert bench.circuit.i_ua == 0
    bench.us(20)
    assert bench.circuit.i_ua > 9_900


def test_with_the_dac_at_zero_a_load_pulls_the_low_electrode_up_and_none_leaves_it() -> None:
    bench = Bench(load=load(3_000)).closed()
    circuit = bench.circuit
    assert circuit.a_mv == circuit.rail_mv - REVISION.rest_mv - REVISION.diode_mv
    assert abs(circuit.a_mv - circuit.b_mv - circuit.body_ua * 3) <= 3  # what its own divider draws, through the load
    assert 20 <= circuit.body_ua <= 24 and 2 * circuit.body_ua - 2 <= circuit.i_b_ua <= 48
    bench.hands(0)
    bench.ms(3)
    assert circuit.b_mv < 100
    assert abs(circuit.a_mv - circuit.rail_mv + REVISION.rest_mv + REVISION.diode_mv) <= 50


def test_at_rest_the_dummy_load_carries_and_the_body_nothing() -> None:
    bench = Bench().closed(patient=0)
    nominal = bench.set_ua(2_000)
    bench.ms(5)
    assert bench.circuit.i_ua == nominal + REVISION.bias_ua
    assert bench.circuit.body_ua == 0
    assert abs(bench.circuit.a_mv - bench.circuit.b_mv - bench.circuit.i_a_ua - bench.circuit.b_mv // DIVIDER_KOHM) <= 2


# ---------------------------------------------------------------- the network


def divider() -> Network:
    n = Network(A, 25)
    n.rail_v = 48.0
    n.s1 = 1
    n.legs = [CLOSED, CLOSED, OPEN, OPEN]
    return n


def test_network_shorted_sink_is_ohms_law() -> None:
    n = divider()
    n.load_ohm = 2_000.0
    n.sink_short_ohm = 100.0
    n.solve()
    series = A.high_ohm + 25 + 2_000 + 25 + 100 + SINK_OHM
    assert abs(n.i_load - 48.0 / series) < 1e-4
    assert abs(n.i_high - n.i_load - n.v[SIDE_A] * DIVIDER_S) < 1e-6


def test_network_a_leak_to_ground_passes_b_and_not_a() -> None:
    n = divider()
    n.load_ohm = 1_000.0
    n.sink_a = 0.005
    n.leaks = [(SIDE_A, GROUND, 10_000.0)]
    n.solve()
    assert abs(n.i_sink - 0.005) < 1e-6
    assert abs(n.i_high - n.i_sink - n.v[SIDE_A] / 10_000.0) < 1e-4
    assert 0.0095 < n.i_high < 0.0099


def test_network_an_open_return_carries_nothing() -> None:
    n = divider()
    n.load_ohm = 1_000.0
    n.sink_a = 0.005
    n.sink_open = 1
    n.solve()
    assert n.i_sink == 0.0
    assert abs(n.i_load) < 1e-4


def test_network_a_leak_from_the_rail_to_an_electrode_bypasses_the_open_switch() -> None:
    n = divider()
    n.s1 = 0
    n.load_ohm = 1_000.0
    n.sink_a = 0.002
    n.leaks = [(RAIL, SIDE_A, 5_000.0)]
    n.solve()
    assert abs(n.i_load - 0.002) < 1e-4
    assert n.i_high < 1e-6


leaks = st.tuples(
    st.sampled_from([S1_OUTPUT, SIDE_A, SIDE_B, DRAIN, GROUND, RAIL]),
    st.sampled_from([S1_OUTPUT, SIDE_A, SIDE_B, DRAIN, GROUND]),
    st.floats(1_000, 100_000),
)


@settings(max_examples=100)
@given(
    st.floats(100, 20_000),
    st.floats(-3, 3),
    st.floats(0, 0.025),
    st.lists(leaks, max_size=2),
    st.integers(0, 15),
    st.integers(0, 1),
)
def test_network_keeps_kirchhoffs_law_at_every_node(
    ohm: float, own_v: float, sink_a: float, leaking: list[tuple[int, int, float]], legs: int, s1: int
) -> None:
    n = divider()
    n.s1 = s1
    n.legs = [legs & 1, legs >> 1 & 1, legs >> 2 & 1, legs >> 3 & 1]
    n.load_ohm, n.load_v, n.sink_a = ohm, own_v, sink_a
    n.leaks = [leak for leak in leaking if leak[0] != leak[1]]
    n.solve()
    v = n.v
    out = [0.0] * 6

    def flow(a: int, b: int, amps: float) -> None:
        out[a] += amps
        out[b] -= amps

    for a, b, closed, r in (
        (S1_OUTPUT, SIDE_A, n.legs[0], 25),
        (S1_OUTPUT, SIDE_B, n.legs[2], 25),
        (SIDE_B, DRAIN, n.legs[1], 25),
        (SIDE_A, DRAIN, n.legs[3], 25),
    ):
        flow(a, b, (v[a] - v[b]) * (1 / r if closed else 1e-9))
    flow(RAIL, S1_OUTPUT, n.i_high)
    flow(SIDE_A, SIDE_B, n.i_load)
    for side in (SIDE_A, SIDE_B):
        flow(side, GROUND, v[side] * DIVIDER_S)
    flow(DRAIN, GROUND, n.i_sink)
    for a, b, leak_ohm in n.leaks:
        flow(a, b, (v[a] - v[b]) / leak_ohm)
    for node in (S1_OUTPUT, SIDE_A, SIDE_B, DRAIN):
        assert abs(out[node]) < 2e-6, (node, out)


@settings(max_examples=60)
@given(
    st.integers(200, 18_000),
    st.integers(0, 20_000),
    st.sampled_from([LEG_FWD, LEG_REV]),
    st.integers(0, 1),
    st.integers(46_000, 50_000),
)
def test_the_closed_form_and_the_network_agree_on_every_sound_circuit(
    ohm: int, ua: int, leg: int, patient: int, rail: int
) -> None:
    bench = Bench(load=load(ohm), board={"name": "pico", "boost_mv": rail}).closed(leg, patient)
    bench.set_ua(ua)
    bench.us(500)
    c = bench.circuit
    closed_form = (c.body_ua, c.i_a_ua, c.i_b_ua, c.a_mv, c.b_mv)
    c.breaks("a test", 1)
    bench.us(2_000)
    solved = (c.body_ua, c.i_a_ua, c.i_b_ua, c.a_mv, c.b_mv)
    for ours, theirs, most in zip(closed_form, solved, (60, 60, 60, 500, 500), strict=True):
        assert abs(ours - theirs) <= most, (closed_form, solved)
