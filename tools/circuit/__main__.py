"""Writes the circuit of both revisions: netlist, parts list, schematic and wiring.

Exit code 0: written, rules and drawings hold; 1: the description or a drawing is wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.circuit import bring_up, netlist, unit
from tools.circuit.board import ROOT, BadDescription, Board
from tools.circuit.drawing import sheets
from tools.circuit.drawing.sheet import BadDrawing
from tools.command_line import Parser

PICTURES = "docs/circuit"


def write(board: Board, folder: Path) -> list[Path]:
    """All files of one revision. Raises BadDescription and BadDrawing before anything is written."""
    net, parts = netlist.kicad(board), netlist.parts_list(board)
    drawn = sheets.drawn(board)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ionto.net").write_text(net, encoding="utf-8")
    (folder / "parts.csv").write_text(parts, encoding="utf-8")
    for sheet in drawn:
        sheets.write(sheet, folder)
    return sorted(folder.iterdir())


def publish(page: Path) -> None:
    """The bring-up table of B and what A has otherwise into `page`, the pictures of revision B into docs/circuit/."""
    board = unit.described("B")
    page.write_text(bring_up.into(page.read_text(encoding="utf-8"), board, unit.described("A")), encoding="utf-8")
    folder = ROOT / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets.drawn(board):
        (folder / f"{sheet.name}.svg").write_bytes(sheets.svg(sheet))


def main(words: list[str]) -> int:
    parser = Parser("circuit", "tools.circuit", __doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build/circuit", help="the folder to write to")
    parser.add_argument(
        "--page", type=Path, help="a page whose bring-up table is written anew; its pictures lie in docs/circuit/"
    )
    asked = parser.parse_args(words)
    for revision in ("A", "B"):
        try:
            board = unit.described(revision)
            files = write(board, asked.out / revision)
        except (BadDescription, BadDrawing) as why:
            print(f"circuit: revision {revision}: {why}", file=sys.stderr)
            return 1
        found = f"{len(board.parts)} parts, {len(board.nets())} nets, 0 errors; {len(files)} files"
        print(f"circuit: revision {revision}: {found}")
    if asked.page:
        publish(asked.page)
    print(f"circuit: {asked.out.relative_to(ROOT) if asked.out.is_relative_to(ROOT) else asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
