# The drawing against the description, from its own coordinates; the pictures that are committed.

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tools.circuit import __main__ as command
from tools.circuit import bring_up, panel, unit
from tools.circuit.board import ROOT, Board
from tools.circuit.derived import Derived
from tools.circuit.drawing import nets, power_sheets, sheets, signal_sheets
from tools.circuit.drawing.sheet import BadDrawing, Sheet
from tools.circuit.drawing.wiring import wiring


@cache
def made(revision: str) -> tuple[Sheet, ...]:
    return tuple(sheets.drawn(unit.described(revision)))


PICTURES = ROOT / "docs/circuit"


@pytest.mark.parametrize("revision", ["A", "B"])
def test_the_sheets_show_the_description(revision: str) -> None:
    assert len(made(revision)) == 9


def test_the_committed_pictures_and_the_boards_page_are_those_of_revision_b() -> None:
    board = unit.described("B")
    drawn = made("B")
    assert {path.name for path in PICTURES.iterdir()} == {f"{sheet.name}.svg" for sheet in drawn}
    stale = [sheet.name for sheet in drawn if (PICTURES / f"{sheet.name}.svg").read_bytes() != sheets.svg(sheet)]
    assert stale == [], "make circuit PAGE=1 draws them anew"
    page = (ROOT / "boards/pico/README.md").read_text("utf-8")
    assert bring_up.into(page, board, unit.described("A")) == page, "make circuit PAGE=1 writes it anew"
    for revision, digits in (("A", 0), ("B", 1)):
        d = Derived(unit.described(revision))
        least, most = d.limiter_a("least") * 1e3, d.limiter_a("most") * 1e3
        assert f"{least:.{digits}f} to {most:.{digits}f} mA" in page
        assert f"-{d.bias_a() * 1e3:.{digits + 1}f} mA" in page


def test_a_picture_has_the_same_bytes_each_time() -> None:
    board = unit.described("A")
    assert sheets.svg(power_sheets.bridge(board)) == sheets.svg(power_sheets.bridge(board))
    assert sheets.png(power_sheets.bridge(board)) == sheets.png(power_sheets.bridge(board))


def words(sheet: Sheet) -> str:
    return " ".join(re.sub("<[^>]+>", " ", sheets.svg(sheet).decode()).split())


@pytest.mark.parametrize("revision", ["A", "B"])
def test_every_part_is_named_and_what_has_a_size_shows_it(revision: str) -> None:
    shown = " ".join(words(sheet) for sheet in made(revision)[:-1])
    parts = unit.described(revision).parts
    missing = [ref for ref, part in parts.items() if (f"{ref} {part.value} " if part.size else f"{ref} ") not in shown]
    assert missing == []


def test_a_changed_resistor_is_in_the_picture() -> None:
    board = unit.build("B")
    before = board.parts.pop("R57").value
    board.r("R57", "51.1", "SINK_S", "SHA", 0.1)
    sheet = signal_sheets.sink(board)
    assert "R57 51.1 " in words(sheet) and f"R57 {before} " in words(made("B")[4])
    assert sheets.svg(sheet) != (PICTURES / "5_sink.svg").read_bytes()


def test_each_gate_and_amplifier_shows_its_pins() -> None:
    board = unit.described("B")
    shown = {made("B")[2]: {"U8"}, made("B")[5]: {"U10"}, made("B")[6]: {"U13", "U14", "U15"}, made("B")[4]: {"U9"}}
    for sheet, refs in shown.items():
        there = re.findall(r"\b\d+\b", words(sheet))
        for ref in refs:
            assert set(board.parts[ref].nets) <= set(there), ref


def small() -> Board:
    board = Board("B")
    board.r("R1", "1.00k", "IN", "OUT")
    board.part("D1", "BAV21W", {"A": "OUT", "K": "GND"})
    board.r("R2", "1.00k", "IN", "GND")
    return board


def draw(act: Callable[[Sheet], None]) -> Sheet:
    sheet = Sheet(small(), "small", "A small sheet")
    sheet.two("R1", (0, 0), (2, 0))
    sheet.tag((0, 0), "IN", "left")
    act(sheet)
    return sheet


def right(s: Sheet) -> None:
    s.wire((2, 0), (3, 0))
    s.two("D1", (3, 0), (3, -2), "A")
    s.two("R2", (6, 0), (6, -2))
    s.tag((6, 0), "IN", "up")
    s.gnd((3, -2), (6, -2))


def test_a_right_drawing_passes() -> None:
    sheet = draw(right)
    nets.compare(sheet.board, [sheet])
    assert nets.drawn([sheet])["GND"] == [("D1", "1"), ("R2", "2")]


def short_wire(s: Sheet) -> None:
    s.wire((2, 0), (2.8, 0))
    s.two("D1", (3, 0), (3, -2), "A")
    s.two("R2", (6, 0), (6, -2))
    s.tag((6, 0), "IN", "up")
    s.gnd((3, -2), (6, -2))


def turned_diode(s: Sheet) -> None:
    s.wire((2, 0), (3, 0))
    s.two("D1", (3, 0), (3, -2), "K")
    s.two("R2", (6, 0), (6, -2))
    s.tag((6, 0), "IN", "up")
    s.gnd((3, -2), (6, -2))


def wrong_tag(s: Sheet) -> None:
    right(s)
    s.tag((2.5, 0), "ELSEWHERE", "up")


def forgotten(s: Sheet) -> None:
    s.wire((2, 0), (3, 0))
    s.two("D1", (3, 0), (3, -2), "A")
    s.gnd((3, -2))


def joined(s: Sheet) -> None:
    right(s)
    s.wire((3, -2), (6, -2), (6, 0))


def undotted(s: Sheet) -> None:
    right(s)
    s.wire((2.5, 0), (2.5, -1))


def dotted(s: Sheet) -> None:
    right(s)
    s.dot((2.5, 0))


def written_over(s: Sheet) -> None:
    right(s)
    s.tag((2.8, 0), "OUT", "up")
    s.dot((2.8, 0))
    s.tag((2.9, 0), "OUT", "up")
    s.dot((2.9, 0))


def edge(s: Sheet) -> None:
    right(s)
    s.tag((5.5, -0.38), "IN", "left")
    s.wire((5.5, -0.38), (6.5, -0.38))


def through(s: Sheet) -> None:
    right(s)
    s.wire((2.5, 0), (2.5, -1), (3.5, -1))


@pytest.mark.parametrize(
    ("act", "cause"),
    [
        (short_wire, "net OUT is drawn in pieces: D1.2; R1.2"),
        (turned_diode, "net OUT is drawn with D1.1"),
        (wrong_tag, "net OUT is tagged ELSEWHERE"),
        (forgotten, "R2 is not drawn"),
        (joined, "the drawing joins IN and GND"),
        (undotted, "small: three ways meet at 2.50, 0.00 without a dot"),
        (dotted, "small: the dot at 2.50, 0.00 joins nothing"),
        (written_over, "small: 'OUT' lies on 'OUT'"),
        (edge, "small: a wire runs through R2"),
        (through, "small: a wire runs through D1"),
    ],
)
def test_a_drawing_that_differs_is_named(act: Callable[[Sheet], None], cause: str) -> None:
    sheet = draw(act)
    with pytest.raises(BadDrawing, match=cause):
        nets.compare(sheet.board, [sheet])


def test_a_moved_wire_of_a_real_sheet_is_found() -> None:
    board = unit.described("B")
    drawn = list(made("B")[:-1])
    drawn[2] = power_sheets.bridge(board)
    nets.compare(board, drawn)
    drawn[2].lines.pop(-2)
    with pytest.raises(BadDrawing, match="SIDE_A|SIDE_B"):
        nets.compare(board, drawn)


def test_the_command_names_a_drawing_that_differs_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def torn(board: Board) -> Sheet:
        sheet = power_sheets.bridge(board)
        sheet.lines.pop(-2)
        return sheet

    monkeypatch.setattr(sheets, "SHEETS", (*sheets.SHEETS[:2], torn, *sheets.SHEETS[3:]))
    assert command.main(["--out", str(tmp_path / "circuit")]) == 1
    assert "net SIDE_" in capsys.readouterr().err
    assert not (tmp_path / "circuit").exists()


def test_a_pin_that_the_table_names_otherwise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = panel.gpios()
    monkeypatch.setattr(Sheet, "tag", lambda self, where, net, way="right", stub=0.4: None)
    with pytest.raises(BadDrawing, match="pin 1 shows nothing, pins.csv says RELAY_FB"):
        wiring(unit.described("B"))
    assert rows[0][1] == "RELAY_FB"
