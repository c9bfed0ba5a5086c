# Fills boot.py in for a board: pins of pins.csv, what board.json asks for, the glyphs to tell with. Decides no order:
# firmware/boot.py does.
"""`boot.py` runs before anything else may be believed, so it asks no other file: what it must know of the board is
written into its first lines, `NAME = ...` each."""

from __future__ import annotations

import ast
import csv
import json
import re
from base64 import b64encode
from pathlib import Path

from tools.image.names import FoldError

NAME = "boot.py"
RESCUE = "rescue_main.py"  # the root's main.py: a slot's own one is the unit's
RELAY, LAMP = "PATIENT", "LED_FAULT"  # the last output to rest, and the one that is lit instead
PANEL_BUS = 1
_GLYPHS = 126 - 32 + 1  # ASCII from the blank on
_FONTS = "firmware/ionto/panel/draw/fonts.py"


def filled(text: bytes, board: str, root: Path) -> bytes:
    """boot.py with the board's own values in place of those in the source. Raises FoldError."""
    folder = root / "boards" / board
    with (folder / "pins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pins = {row["name"]: int(row["gpio"]) for row in rows}
    outputs = [row["name"] for row in rows if row["direction"] in ("out", "pwm") and row["name"] not in (RELAY, LAMP)]
    told = json.loads((folder / "board.json").read_text("utf-8"))
    values = {
        "OUTPUTS": tuple(pins[name] for name in [*outputs, RELAY]),
        "LAMP": pins[LAMP],
        "SDA": pins[f"SDA{PANEL_BUS}"],
        "SCL": pins[f"SCL{PANEL_BUS}"],
        "BUS": PANEL_BUS,
        "OLDEST": tuple(int(number) for number in told["micropython_min"].split(".")),
        "BOARD": board,
        "MISFITS": tuple(told["misfits"]),
        "GLYPHS": b64encode(glyphs(root)).decode("ascii"),
    }
    for name, value in values.items():
        line = re.compile(rb"(?m)^%s(: .*)? = [^#\n]*?(?=  #|$)" % name.encode())
        text, found = line.subn(b"%s = %r" % (name.encode(), value), text)
        if found != 1:
            raise FoldError(f"firmware/boot.py has {found} lines {name} = ... Leave one: the image fills it in")
    return text


def glyphs(root: Path) -> bytes:
    """The panel's font for texts, of ASCII: 4 bytes a glyph, then the columns."""
    tree = ast.parse((root / _FONTS).read_bytes())
    tables = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}
    index, bits = (ast.literal_eval(tables[name]) for name in ("TEXT_INDEX", "TEXT_BITS"))
    index = index[: 4 * _GLYPHS]
    ends = [0]
    for at in range(0, len(index), 4):
        shape = index[at + 3]
        ends.append((index[at] | index[at + 1] << 8) + (shape & 31) * (2 if shape & 128 else 1))
    return bytes(index + bits[: max(ends)])
