# The simulation's constants against the circuit's description: who changes a resistor sees this follow or fail.

from __future__ import annotations

import pytest

from tools.circuit import unit
from tools.circuit.derived import Derived, diode_v
from tools.scenario import schema
from tools.sim.plant import circuit, circuit_faults, network, switches
from tools.sim.plant import revision as revisions

A = Derived(unit.described("A"))
B = Derived(unit.described("B"))
BOARD = {value.name: value.default for value in schema.BOARD if isinstance(value.default, int)}


def most_ohm(revision: str, ma: int) -> float:
    """The largest load that the simulation's rail drives this through."""
    r = revisions.REVISIONS[revision]
    series = r.high_ohm + 2 * (BOARD["leg_ohm"] + r.diode_ohm) + revisions.SINK_OHM
    return (48_000 - r.rest_mv - 2 * r.diode_mv) / ma - series


# What it is, the simulation's, the description's, by how much they may differ.
EQUAL = (
    ("rail, mV", BOARD["boost_mv"], A.rail_v() * 1e3, 0.01),
    ("over-voltage limit, mV", circuit_faults.BOOST_MOST_MV, A.over_voltage_v() * 1e3, 0.02),
    ("the rail's capacitor, nF", circuit.RAIL_NF, A.board.parts["C14"].size * 1e9, 0.001),
    ("bleed of the rail, permille a ms", circuit.BLEED_PERMILLE, 1 / A.bleed_s(), 0.1),
    ("full scale of the sink, µA", 25_000, A.full_scale_a() * 1e6, 0.005),
    ("shunt A, µV/µA", 100, A.shunt_a_v_per_a(), 0.001),
    ("shunt B, µV/µA", 100, A.shunt_b_v_per_a(), 0.001),
    ("dividers", 1 / 20, A.divider_share("1"), 0.001),
    ("divider of the rail", 1 / 20, A.divider_share("4"), 0.001),
    ("divider's conductance, S", network.DIVIDER_S, 1 / A.divider_ohm("1"), 0.05),
    ("dummy load, Ohm", BOARD["dummy_ohm"], A.board.parts["R60"].size, 0.001),
    ("latch, µA", BOARD["latch_ua"], A.latch_a() * 1e6, 0.005),
    ("latch under OC_TEST, µA", BOARD["latch_test_ua"], A.latch_test_a() * 1e6, 0.01),
    ("latch's blanking, µs", switches.LATCH_BLANK_US, A.latch_blank_s() * 1e6, 0.05),
    ("pump's hold-up, ms", BOARD["pump_hold_ms"], A.pump_hold_s() * 1e3, 0.05),
    ("a leg, Ohm", BOARD["leg_ohm"], A.board.parts["K1"].figures["ohm"], 0.01),
    ("the sink fully on, mV at full scale", revisions.SINK_OHM * 25, A.headroom_v(0.025) * 1e3, 0.02),
    ("the divider, kOhm", revisions.DIVIDER_KOHM, A.divider_ohm("1") / 1e3, 0.001),
    *(
        row
        for name, d in (("A", A), ("B", B))
        for row in (
            (f"most load at 20 mA, {name}, Ohm", most_ohm(name, 20), d.most_load_ohm(0.02), 0.01),
            (f"most load at 10 mA, {name}, Ohm", most_ohm(name, 10), d.most_load_ohm(0.01), 0.01),
            (f"off the rail at no current, {name}, mV", revisions.REVISIONS[name].rest_mv, d.rest_v() * 1e3, 0.05),
            (f"limiter, {name}, µA", revisions.REVISIONS[name].limiter_ua, d.limiter_a() * 1e6, 0.01),
            (f"bias of the sink, {name}, µA", revisions.REVISIONS[name].bias_ua, -d.bias_a() * 1e6, 0.02),
            (f"between the sides, {name}, pF", revisions.REVISIONS[name].output_pf, d.output_farad() * 1e12, 0.02),
        )
    ),
)


def near(one: float, other: float, share: float) -> bool:
    return abs(one - other) <= share * max(abs(one), abs(other))


@pytest.mark.parametrize(("name", "simulated", "described", "share"), EQUAL, ids=[row[0] for row in EQUAL])
def test_the_simulation_has_what_the_description_comes_to(
    name: str, simulated: float, described: float, share: float
) -> None:
    assert near(simulated, described, share), (name, simulated, described)


def test_the_limiter_of_the_simulation_lies_in_what_either_revision_allows() -> None:
    for name, d in (("A", A), ("B", B)):
        assert d.limiter_a("least") < revisions.REVISIONS[name].limiter_ua / 1e6 < d.limiter_a("most")
    assert B.limiter_a("most") * 1.01 <= 0.035


@pytest.mark.parametrize(("name", "derived"), [("A", A), ("B", B)])
def test_the_strap_is_the_boards(name: str, derived: Derived) -> None:
    id1, id0 = (
        next(net for net in derived.board.parts[ref].nets.values() if "ID" not in net) for ref in ("R132", "R131")
    )
    assert revisions.REVISIONS[name].straps == (id0 == "V3V3", id1 == "V3V3")


def test_revision_b_differs_where_it_must_and_nowhere_else() -> None:
    for name in ("rail_v", "full_scale_a", "latch_a", "latch_blank_s", "shunt_a_v_per_a", "shunt_b_v_per_a"):
        assert near(getattr(A, name)(), getattr(B, name)(), 0.005), name
    lost = 2 * diode_v(B.board, "D41", 0.02)
    assert 1.2 < lost < 1.8
    assert A.most_load_ohm(0.02) - B.most_load_ohm(0.02) < 100  # a treatment loses less than a twentieth


def test_a_changed_resistor_is_noticed() -> None:
    board = unit.build("A")
    board.parts["R57"].size *= 1.1
    assert not near(25_000, Derived(board).full_scale_a() * 1e6, 0.005)
    board = unit.build("A")
    board.parts["R72"].size *= 1.1
    assert not near(BOARD["latch_ua"], Derived(board).latch_a() * 1e6, 0.005)
