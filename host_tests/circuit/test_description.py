# The description of both revisions: whole, refused where it is not, and what revision B promises of its parts.

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from tools.circuit import __main__ as command
from tools.circuit import catalogue, netlist, panel, unit
from tools.circuit.board import BadDescription, Board, resistor_code, size_of
from tools.circuit.derived import Derived, diode_v


@pytest.mark.parametrize("revision", ["A", "B"])
def test_the_rule_check_finds_nothing_and_the_netlist_repeats(revision: str) -> None:
    one, other = netlist.kicad(unit.build(revision)), netlist.kicad(unit.build(revision))
    assert one == other
    assert '(date "' not in one and ".py" not in one
    board = unit.described(revision)
    assert one.count("(comp\n") == len(board.parts)
    assert one.count("(net\n") == len(board.nets())


@pytest.mark.parametrize("revision", ["A", "B"])
def test_every_part_has_value_rating_number_and_what_may_stand_in(revision: str) -> None:
    rows = list(csv.DictReader(io.StringIO(netlist.parts_list(unit.described(revision)))))
    assert len(rows) == len(unit.described(revision).parts)
    assert [row["part"] for row in rows for key in ("value", "rating", "number", "alternatives") if not row[key]] == []


def test_the_processor_is_wired_as_its_table_says() -> None:
    u1 = unit.described("B").parts["U1"]
    for gpio, name, _, _ in panel.gpios():
        assert u1.nets[str(panel.EDGE[gpio])] == name


def strap(board: Board, ref: str) -> str:
    return next(net for net in board.parts[ref].nets.values() if not net.startswith("ID"))


def test_the_straps_tell_the_revisions_apart() -> None:
    for revision, id1, id0 in (("A", "GND", "V3V3"), ("B", "V3V3", "GND")):
        board = unit.described(revision)
        assert (strap(board, "R132"), strap(board, "R131")) == (id1, id0)


def test_what_the_output_lifts_stands_200_v_in_revision_b() -> None:
    board = unit.described("B")
    for ref in ("Q2", "Q4", "Q5", "Q6", "K1", "K2", "K3", "K4", "D41", "D42", "D43", "D44", "C40", "R181", "R191"):
        assert board.parts[ref].item.volts >= 200, ref


def test_every_leg_of_revision_b_has_its_diode_the_right_way() -> None:
    parts = unit.described("B").parts
    for k in (1, 2):
        assert parts[f"D4{k}"].net("A") == "S1_OUT" and parts[f"D4{k}"].net("K") == parts[f"K{k}"].net("O1")
    for k in (3, 4):
        assert parts[f"D4{k}"].net("K") == "DRAIN" and parts[f"D4{k}"].net("A") == parts[f"K{k}"].net("O2")


def test_limiter_and_bias_of_revision_b_contradict_nothing() -> None:
    d = Derived(unit.described("B"))
    assert 25.5e-3 < d.limiter_a("least") * 0.99 and d.limiter_a("most") * 1.01 < 35e-3
    assert d.bias_a() < 50e-6 / 2
    assert d.output_farad() <= 1e-9
    a = Derived(unit.described("A"))
    assert a.limiter_a("least") < 25.5e-3 and a.limiter_a("most") > 35e-3  # why it was replaced


def test_a_charger_has_no_way_in_that_the_relay_does_not_know() -> None:
    board = unit.described("B")
    assert board.parts["U3"].net("VDD") == "VBUS"
    assert ("R63", "1") in board.nets()["VBUS"] and ("U1", "40") in board.nets()["VBUS"]


def test_a_shorted_leg_diode_can_be_told_at_2_ma() -> None:
    good = diode_v(unit.described("B"), "D41", 2e-3)
    assert 0.55 < good < 0.75


# ---------------------------------------------------------------- refused


def test_a_floating_net_is_named() -> None:
    board = unit.build("B")
    board.r("R999", "1.00k", "NOWHERE", "GND")
    with pytest.raises(BadDescription, match="net NOWHERE floats: only pin 1 of R999"):
        board.check()


@pytest.mark.parametrize(
    ("act", "cause"),
    [
        (lambda b: b.part("Q99", "BC547", {}), "Q99: the catalogue has no part BC547"),
        (lambda b: b.part("D99", "BAV21W", {"A": "GND"}), r"D99: nothing is said of pin 1 \(K\)"),
        (lambda b: b.part("D99", "BAV21W", {"A": "GND", "K": "RAIL", "G": "RAIL"}), "D99: it has no pin G"),
        (lambda b: b.r("R1", "1.00k", "RAIL", "GND"), "R1 is there twice"),
        (lambda b: b.r("R99", "1k5", "RAIL", "GND"), "'1k5' is no number"),
    ],
)
def test_what_cannot_be_built_is_named(act: Any, cause: str) -> None:
    with pytest.raises(BadDescription, match=cause):
        act(unit.build("A"))


@pytest.mark.parametrize(("missing", "cause"), [("value", "Q98: no value"), ("rating", "Q98: no rating")])
def test_a_part_without_value_or_rating_is_named(missing: str, cause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words: dict[str, Any] = {"value": "MOSFET", "rating": "60 V", missing: ""}
    item = catalogue.Item("X1", "nmos", catalogue.passive("G", "S", "D"), 60, words["rating"], "", words["value"])
    monkeypatch.setitem(catalogue.ITEMS, "X1", item)
    with pytest.raises(BadDescription, match=cause):
        unit.build("A").part("Q98", "X1", {"G": "GND", "S": "GND", "D": "RAIL"})


def test_two_outputs_on_one_net_are_found_by_the_rule_check() -> None:
    board = unit.build("B")
    board.parts["U15"].nets["4"] = "PUMP_OK"
    with pytest.raises(BadDescription, match="rule check: .*PUMP_OK"):
        netlist.kicad(board)


def test_the_command_names_what_is_wrong_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    def bad(revision: str) -> Board:
        board = unit.build(revision)
        board.r("R999", "1.00k", "NOWHERE", "GND")
        board.check()
        return board

    monkeypatch.setattr(unit, "described", bad)
    assert command.main(["--out", str(tmp_path / "circuit")]) == 1
    assert capsys.readouterr().err.startswith("circuit: revision A: net NOWHERE floats")
    assert not (tmp_path / "circuit").exists()


@pytest.mark.parametrize(("value", "size"), [("4.3n", 4.3e-9), ("1.00M", 1e6), ("50.0", 50.0), ("470p", 470e-12)])
def test_a_value_is_read_in_si_units(value: str, size: float) -> None:
    assert size_of(value) == pytest.approx(size)


@pytest.mark.parametrize(("value", "code"), [("988k", "988K"), ("14.4k", "14K4"), ("19.6", "19R6"), ("10.0", "10R")])
def test_a_resistors_number_carries_its_value(value: str, code: str) -> None:
    assert resistor_code(value) == code
