# The deck and what is read of ngspice; the judge on currents made up here; the worst cases under ngspice where it is
# installed.

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy
import pytest

from tools import doctor
from tools.circuit import unit
from tools.circuit.board import ROOT
from tools.circuit.spice import __main__ as command
from tools.circuit.spice import deck, faults, figures, judge, ngspice, page, table
from tools.circuit.spice.cases import CASES, LOW, flowing
from tools.circuit.spice.deck import Fault

needs_ngspice = pytest.mark.skipif(shutil.which("ngspice") is None, reason="ngspice is not installed")
T = numpy.linspace(0, 4e-3, 4001)


def course(ma: float, *spikes: tuple[float, float, float]) -> numpy.ndarray:
    """`ma` all the time, but for (from µs, for µs, mA)."""
    i = numpy.full_like(T, ma / 1e3)
    for start, long, height in spikes:
        i[(T >= start * 1e-6) & (T < (start + long) * 1e-6)] = height / 1e3
    return i


@pytest.mark.parametrize(
    ("i", "why"),
    [
        (course(20), ""),
        (course(34.9), ""),
        (course(36), "mean 36.0 mA"),
        (course(20, (1000, 5, 100)), ""),
        (course(20, (1000, 8, 150)), "spike"),
        (course(20, (1000, 200, -5.9)), ""),
        (course(20, (1000, 200, -7)), "reverse mean -7.0 mA"),
        (course(0, (1000, 20, -60)), "reverse mean -12.0 mA, spike 1.2"),
        (course(0, (1000, 5, -90)), ""),
    ],
)
def test_a_fault_is_judged_by_means_and_spikes(i: numpy.ndarray, why: str) -> None:
    verdict = judge.single_fault(T, i)
    assert verdict.held is (why == "") and why in verdict.why


def test_a_path_is_judged_by_the_charge_that_was_there() -> None:
    i = course(10, (1000, 200, -80))  # 16 µC back
    assert judge.path(T, i, 15.5e-6).held
    assert "16.0 uC back" in judge.path(T, i, 14e-6).why


def test_figures_are_those_of_the_course() -> None:
    f = figures.of(T, course(10, (1000, 100, 60), (2000, 500, -20)), 10e-3)
    assert (f.most_ma, f.least_ma) == (60, -20)
    assert f.over_uc == pytest.approx(5, rel=0.03) and f.reverse_uc == pytest.approx(10, rel=0.03)
    assert f.mean_ms_most_ma == pytest.approx(15, rel=0.03) and f.mean_ms_least_ma == pytest.approx(-5, rel=0.03)


# ---------------------------------------------------------------- the deck


@pytest.mark.parametrize("revision", ["A", "B"])
def test_every_part_is_in_the_deck_and_judged_by_a_fault(revision: str) -> None:
    board = unit.described(revision)
    text = deck.deck(board, flowing(10, 1), "out.txt")
    devices = {line.split()[0][1:] for line in text.splitlines() if line and line[0] in "RCDMQVB"}
    assert [ref for ref in board.parts if not any(name.startswith(ref) for name in devices)] == []
    found = faults.singles(board)
    assert faults.unjudged(board, found) == []
    assert faults.unjudged(board, [one for one in found if "R57" not in one.refs]) == ["R57"]
    assert set(command.WEAK_IN_A) <= {one.fault.name for one in faults.singles(unit.described("A"))}


def test_a_part_that_nobody_judges_ends_the_command_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = faults.singles
    monkeypatch.setattr(ngspice, "installed", lambda: True)
    monkeypatch.setattr(faults, "singles", lambda board: [one for one in every(board) if "R57" not in one.refs])
    assert command.main(["--faults", "all"]) == command.BROKE
    assert capsys.readouterr().out == "spice: nobody judges R57\n"


def test_paths_from_a_to_b_are_the_only_ones_judged_by_charge() -> None:
    paths = {one.fault.name for one in faults.singles(unit.described("B")) if one.path}
    assert paths and all(name.count("SIDE") + name.count("ELEC") + name.count("DUMMY") >= 2 for name in paths)
    assert not any("S1_OUT" in name or "DRAIN" in name or "GND" in name for name in paths)


def test_a_changed_resistor_is_in_the_deck() -> None:
    board = unit.build("B")
    before = deck.deck(board, flowing(10, 1), "out.txt")
    board.parts["R57"].size = 51.0
    after = deck.deck(board, flowing(10, 1), "out.txt")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == ["RR57 sink_s sha 51"]


def test_a_part_without_a_model_is_named() -> None:
    board = unit.build("B")
    board.parts["R57"].item = (
        unit.described("B").parts["U1"].item.__class__("X", "memristor", board.parts["R57"].item.pins, 1, "x", "")
    )
    with pytest.raises(deck.BadDeck, match="R57: no model for a memristor"):
        deck.deck(board, flowing(10, 1), "out.txt")


# ---------------------------------------------------------------- what ngspice says


def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """A stand-in for ngspice that ends with 0 whatever it says."""
    fake = tmp_path / "bin/ngspice"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\n{body}\nexit 0\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/bin:/usr/bin")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("echo 'Error: singular matrix: check node x'", "ionto, revision B: Error: singular matrix: check node x"),
        ("true", "ionto, revision B: ngspice wrote nothing"),
        ("printf 'time a\\n0 1\\n1 1\\n' > out.txt", "1 vectors instead of"),
        (
            "echo 'doAnalyses: TRAN:  Timestep too small'; (echo head; echo 0 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1) > out.txt",
            "it ends at 0.000 ms of 1.0: doAnalyses: TRAN:  Timestep too small",
        ),
        ("(echo head; echo 0.001 nan 1 1 1 1 1 1 1 1 1 1 1 1 1 1) > out.txt", "what is no number"),
    ],
)
def test_an_answer_that_is_none_is_named_whatever_the_exit_code(
    body: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, monkeypatch, body)
    with pytest.raises(ngspice.NotSolved, match=cause):
        ngspice.run(unit.described("B"), flowing(10, 1))


def test_a_deck_that_is_not_solved_ends_the_command_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path, monkeypatch, "echo 'Error: singular matrix'")
    assert command.main(["--page", str(tmp_path / "page.md")]) == command.BROKE
    assert capsys.readouterr().err == "spice: ionto, revision A: K2 closed: Error: singular matrix\n"
    assert not (tmp_path / "page.md").exists()


def test_without_ngspice_one_line_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert command.main([]) == command.NOTHING_RUN
    assert capsys.readouterr().err == "spice: skipped, ngspice is not installed; make doctor says how to get it\n"
    fine, text = doctor.advise_ngspice()
    assert not fine and "apt install ngspice" in text


# ---------------------------------------------------------------- rows


def row(why: str) -> table.Row:
    return table.Row(CASES[0].name, "A", (-29.0, 11.6, -6.0), (-27.7, 35.5, -27.5), why)


def test_a_row_beyond_the_limits_is_named_and_ends_the_command_with_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ngspice, "installed", lambda: True)
    why = table.why(CASES[0], (-29.0, 11.6, -6.0), (-27.7, 35.5, -27.5))
    assert why == "charge 35.50 µC for 11.60; 1 ms mean -27.50 mA for -6.00"
    for rows, code in (([row("")], command.HELD), ([row(""), row(why)], command.BROKE)):
        monkeypatch.setattr(table, "rows", lambda _jobs, rows=rows: rows)
        assert command.main(["--page", str(tmp_path / "page.md")]) == code
    assert f"revision A, {CASES[0].name}: {why}" in capsys.readouterr().out
    assert f"**{why}**" in (tmp_path / "page.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("spice", "simulated", "agrees"),
    [
        ((-30.0, 10.0, -5.0), (-26.0, 12.0, -4.0), True),
        ((-30.0, 10.0, -5.0), (-25.0, 10.0, -5.0), False),
        ((-30.0, 10.0, -5.0), (-30.0, 13.0, -5.0), False),
        ((-0.1, 0.01, 0.0), (0.0, 0.0, 0.0), True),
    ],
)
def test_peak_and_charge_have_their_limits(spice: Any, simulated: Any, agrees: bool) -> None:
    assert (table.why(CASES[0], spice, simulated) == "") is agrees


@pytest.mark.parametrize(
    ("name", "spice", "simulated", "held"),
    [
        ("OUT_EN low until", 0.1, 1.0, True),
        ("OUT_EN low until", 1.0, 0.1, False),
        ("shunt B, DAC 0", 0.05, 1.0, False),
    ],
)
def test_a_simulation_may_show_more_only_where_the_case_says_so(
    name: str, spice: float, simulated: float, held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in CASES if name in case.name)
    monkeypatch.setattr(table, "spice", lambda _case, _revision: (spice,))
    monkeypatch.setattr(table, "simulation", lambda _case, _revision: (simulated,))
    made = table.row(case, "A")
    assert (made.why == "") is held and made.note.startswith("stricter") is held


def test_the_page_has_every_case() -> None:
    text = page.compared([table.Row(case.name, "A", (1.0,) * 3, (1.0,) * 3, "") for case in CASES])
    committed = (ROOT / "docs/spice.md").read_text("utf-8")
    for case in CASES:
        assert f"| {case.name} | A |" in text
        assert all(f"| {case.name} | {revision} |" in committed for revision in case.revisions)


def test_the_page_of_faults_is_that_of_the_present_description() -> None:
    board = unit.described("B")
    committed = (ROOT / "docs/spice_faults.md").read_text("utf-8")
    runs = len(faults.singles(board)) * len(faults.TREATMENTS)
    assert f"Each of {len(board.parts)} parts" in committed and f": {runs} runs." in committed
    one = faults.Judged(faults.singles(board)[0], "dry", judge.Verdict(False, 36, 0, 0, "mean 36.0 mA"))
    assert "| mean 36.0 mA |" in page.faults("B", [one], 1)


# ---------------------------------------------------------------- under ngspice


@needs_ngspice
def test_the_judge_fails_revision_a_for_opposite_legs_and_rail() -> None:
    assert command.weak_ones_missed(2) == []


@needs_ngspice
def test_revision_b_keeps_the_skins_charge() -> None:
    board = unit.described("B")
    treatment = faults.TREATMENTS[0]
    near, amps = faults.settled(board, treatment)
    wanted = {
        "LEG2 to SIDE_B (K2 short)",
        "LEG4 to SIDE_A (K4 short)",
        "GND to RAIL (C14, R12 short)",
        "DRAIN to S1_OUT",
    }
    found = [one for one in faults.singles(board) if one.fault.name in wanted]
    assert len(found) == len(wanted)
    for one in found:
        verdict = faults.judged(board, one, treatment, near, amps).verdict
        assert verdict.held and verdict.reverse_ma > -1, (one.fault.name, verdict)
    sounds = faults.judged(
        board, faults.Single(Fault("sink off", open=("Q6", "2")), ("Q6",)), treatment, near, 2 * amps
    )
    assert "not judged" in sounds.verdict.why  # no treatment as it should be, no verdict


@needs_ngspice
def test_the_limiter_of_revision_b_lies_between_25_and_35_ma_at_any_temperature() -> None:
    case = next(case for case in CASES if "limiter" in case.name)
    board = unit.described("B")
    near = ngspice.settled(board, flowing(10, 1, LOW, Fault("R57 low", scale=("R57", 0.69))))
    for celsius in (5, 40):
        story = case.story("B")
        story.extra, story.near = [f".temp {celsius}"], near
        run = ngspice.run(board, story)
        before, limited = (1e3 * float(numpy.interp(t, run.t, run.v["i(vbody)"])) for t in (1.9e-3, 2.3e-3))
        assert 13 < before < 15 and 25.5 < limited < 35, celsius


@needs_ngspice
def test_a_sound_row_agrees() -> None:
    case = next(case for case in CASES if case.name == "body at 10 mA")
    assert table.row(case, "A").why == ""
