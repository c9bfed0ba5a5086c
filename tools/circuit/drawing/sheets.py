# All sheets of the schematic, and their files: SVG and PNG, the same bytes each time. Decides no position.

from __future__ import annotations

import io
from pathlib import Path

from tools.circuit.board import Board
from tools.circuit.drawing import nets, power_sheets, signal_sheets
from tools.circuit.drawing.sheet import Sheet
from tools.circuit.drawing.wiring import wiring

SHEETS = (
    power_sheets.supply,
    power_sheets.output,
    power_sheets.bridge,
    power_sheets.relay,
    signal_sheets.sink,
    signal_sheets.measuring,
    signal_sheets.guards,
    signal_sheets.panel,
)
DPI = 110


def drawn(board: Board) -> list[Sheet]:
    """Every sheet, held to the description. Raises BadDrawing."""
    made = [draw(board) for draw in SHEETS]
    nets.compare(board, made)
    return [*made, wiring(board)]


def svg(sheet: Sheet) -> bytes:
    return sheet.drawing.get_imagedata("svg")


def png(sheet: Sheet) -> bytes:
    """By matplotlib, with the font that it brings along and no word about its version."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams["font.family"] = "DejaVu Sans"
    figure = sheet.drawing.draw(show=False, canvas="matplotlib")
    figure.getfig()  # sets its size
    out = io.BytesIO()
    figure.fig.savefig(out, format="png", dpi=DPI, metadata={"Software": None}, bbox_inches="tight")
    matplotlib.pyplot.close(figure.fig)
    return out.getvalue()


def write(sheet: Sheet, folder: Path) -> None:
    (folder / f"{sheet.name}.svg").write_bytes(svg(sheet))
    (folder / f"{sheet.name}.png").write_bytes(png(sheet))


__all__ = ["drawn", "png", "svg", "write"]
