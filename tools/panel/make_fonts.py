"""Makes the panel's draw/fonts.py from the X11 bitmap fonts. Decides which glyphs there are, not where they go.

Run: python -m tools.panel.make_fonts [--check]
Needs the Debian packages xfonts-75dpi and xfonts-100dpi; IONTO_FONTS names another folder that holds theirs. With
--check it writes nothing and exits 1 on a difference.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import sys
from pathlib import Path

from tools.image import languages

X11 = Path(os.environ.get("IONTO_FONTS", "/usr/share/fonts/X11"))
TARGET = Path(__file__).resolve().parents[2] / "firmware" / "ionto" / "panel" / "draw" / "fonts.py"
COMMAND = "python -m tools.panel.make_fonts"

# Characters of the text fonts. ASCII keeps its code, the others count from 0x80: these, then those that the texts in
# firmware/languages/ have.
ASCII = " !%'()+,-./0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
BEYOND = "\N{GREEK CAPITAL LETTER OMEGA}\N{MINUS SIGN}\N{MIDDLE DOT}\N{LESS-THAN OR EQUAL TO}"
DIGITS = ",.0123456789"

# name, file, rows of a capital or a digit, characters
FONTS = (
    ("TEXT", "75dpi/helvR10.pcf.gz", 8, ASCII),
    ("TITLE", "75dpi/helvB10.pcf.gz", 8, ASCII),
    ("SET", "100dpi/helvR18.pcf.gz", 18, DIGITS),
    ("MINUTES", "100dpi/helvB18.pcf.gz", 18, DIGITS),
    ("MEASURED", "100dpi/helvB24.pcf.gz", 24, DIGITS),
)

RISE = 2  # rows that an accent may stand above the capitals

Rows = list[list[int]]
Glyph = tuple[int, int, int, Rows]  # left bearing, rows above the baseline, advance, pixels


def art(drawing: str) -> Rows:
    """Rows of pixels from rows of `#` and `.` apart by white space."""
    return [[int(c == "#") for c in line] for line in drawing.split()]


OHM = art(".####. #....# #....# #....# #....# .#..#. .#..#. ##..##")
MINUS = art("##### ..... .....")

# The project's own icons. Their order is their number.
ICONS = {
    "UPDOWN": "...#... ..###.. .#####. ####### ....... ####### .#####. ..###.. ...#...",
    "UP": "...#... ..###.. .#####. #######",
    "DOWN": "####### .#####. ..###.. ...#...",
    "OK": """.#############. ############### ##...##.##.#### #.###.#.#.##### #.###.#..###### #.###.#..######
        #.###.#.#.##### #.###.#.##.#### ##...##.##.#### ############### .#############.""",
    "BACK": "....#.... ...#..... ..#...... .######## ..#...... ...#..... ....#....",
    "ARROW": "....#.. .....#. ####### .....#. ....#..",
    "WALL": ".......## ....#..## .....#.## ######.## .....#.## ....#..## .......##",
    "PLUS": "..#.. ..#.. ##### ..#.. ..#..",
    "MINUS": "#####",
    "HEAD_RIGHT": "#.... ###.. ##### ###.. #....",
    "HEAD_LEFT": "....# ..### ##### ..### ....#",
    "CLOCK": "..###.. .#...#. #..#..# #..##.# #.....# .#...#. ..###..",
    "TURN": "....#... .....#.. #######. .....#.. ........ ..#..... .####### ..#.....",
    "SWAP": """
        ....................##..... ....................####... ..######################### ..#########################
        ....................####... ....................##..... ........................... .....##....................
        ...####.................... #########################.. #########################.. ...####....................
        .....##....................""",
    "CHECK": "........## .......##. ......##.. ##...##... .##.##.... ..###..... ...#......",
    "LOCK": "..#####.. .##...##. .#.....#. .#.....#. ######### ####.#### ####.#### ####.#### #########",
    "HAND": """......##....... ...##.##.##.... ...##.##.##.... ...##.##.##.##. ...##.##.##.##. ...##.##.##.##.
        ...##.##.##.##. ...##.##.##.##. ...###########. ##.###########. ##.###########. ##.###########. ##############.
        .#############. ..############. ...##########.. ....########...""",
    "FOOT": """..#......... ###.##...... ###.##.##... ###.##.##.#. .#.......##. .########... ###########. ###########.
        ###########. .##########. ..########.. ..#######... ..#######... ..#######... ..########.. ..########..
        ...######...""",
    "PAD": """
        ..#########.. .###########. ############# ############# ####.###.#### ############# ############# #############
        ####.###.#### ############# ############# .###########. ..#########..""",
    "BATTERY": """###########.. #.........#.. #.........### #.........### #.........### #.........### #.........#..
        ###########..""",
    "BULLET": "### ### ###",
}
MIRRORED = ("HAND", "FOOT")  # drawn for the other side as well, as <name>_B


def tables_of(data: bytes) -> dict[int, tuple[str, int, int]]:
    """The tables of a PCF file: kind -> (byte order, format, offset)."""
    found = {}
    for i in range(struct.unpack_from("<I", data, 4)[0]):
        kind, form, _size, offset = struct.unpack_from("<IIII", data, 8 + 16 * i)
        found[kind] = (">" if form & 4 else "<", form, offset)
    return found


def metrics_of(data: bytes, table: tuple[str, int, int]) -> list[tuple[int, ...]]:
    """Per glyph: left bearing, right bearing, advance, ascent, descent."""
    end, form, at = table
    if form & 0x100:
        count = struct.unpack_from(end + "H", data, at + 4)[0]
        return [tuple(b - 128 for b in data[at + 6 + 5 * i : at + 11 + 5 * i]) for i in range(count)]
    count = struct.unpack_from(end + "I", data, at + 4)[0]
    return [struct.unpack_from(end + "hhhhh", data, at + 8 + 12 * i) for i in range(count)]


def load(path: Path) -> dict[int, Glyph]:
    """The glyphs of a compressed PCF file by code point."""
    data = gzip.decompress(path.read_bytes())
    tables = tables_of(data)
    metrics = metrics_of(data, tables[4])
    end, form, at = tables[8]
    count = struct.unpack_from(end + "I", data, at + 4)[0]
    offsets = struct.unpack_from(f"{end}{count}I", data, at + 8)
    base, pad, msb = at + 8 + 4 * count + 16, 1 << (form & 3), form & 8
    end, _form, at = tables[32]
    first, last, row0, row1, _default = struct.unpack_from(end + "hhhhh", data, at + 4)
    glyphs = {}
    places = [256 * row + column for row in range(row0, row1 + 1) for column in range(first, last + 1)]
    for k, code in enumerate(places):
        n = struct.unpack_from(end + "H", data, at + 14 + 2 * k)[0]
        if n == 0xFFFF:
            continue
        left, right, advance, ascent, descent = metrics[n][:5]
        stride = ((right - left + 7) // 8 + pad - 1) // pad * pad
        rows = []
        for y in range(ascent + descent):
            p = base + offsets[n] + y * stride
            rows.append([data[p + x // 8] >> (7 - x % 8 if msb else x % 8) & 1 for x in range(right - left)])
        glyphs[code] = (left, ascent, advance, rows)
    return glyphs


def amend(glyphs: dict[int, Glyph], cap: int) -> None:
    """What the source lacks: an ohm that fits the capitals, a minus as wide as the plus, a square decimal point and a
    comma that ends where the digits end.
    """
    if cap == 8:
        glyphs[0x3A9] = (0, 8, 7, OHM)
        glyphs[0x2212] = (0, 5, 6, MINUS)
    else:
        side = {18: len(glyphs[ord(".")][3][0]), 24: 4}[cap]
        left, _ascent, advance, _rows = glyphs[ord(".")]
        square = [[1] * side for _ in range(side)]
        glyphs[ord(".")] = (left, side, advance, square)
        tail = [[0] * (side - 1) + [1], [0] * (side - 2) + [1, 0]] if side > 2 else [[0, 1], [1, 0]]
        glyphs[ord(",")] = (left, side + 2, advance, square + tail)


def fitted(glyph: Glyph, cap: int) -> Glyph:
    """A letter beyond ASCII: at most RISE rows above the capitals, without the gap below its accent where that is more;
    a column apart from the next letter.
    """
    left, ascent, advance, rows = glyph
    if ascent > cap + RISE:
        gap = next(i for i, row in enumerate(rows) if i and not any(row))
        rows, ascent = rows[:gap] + rows[gap + 1 :], ascent - 1
    more, inked = crop(rows)
    left = max(left + more, 0)
    return left, ascent, max(advance, left + (len(inked[0]) if inked else 0) + 1), inked


def columns(rows: Rows, height: int) -> bytes:
    """Pixels as the display holds them: pages of 8 rows, in each one byte a column, the top row in bit 0."""
    width = len(rows[0])
    full = rows + [[0] * width for _ in range(-height % 8 + height - len(rows))]
    places = [(page, x) for page in range((height + 7) // 8) for x in range(width)]
    return bytes(sum(full[page * 8 + bit][x] << bit for bit in range(8)) for page, x in places)


def crop(rows: Rows) -> tuple[int, Rows]:
    """Without the blank columns at both sides: how many went on the left, and the rest."""
    inked = [x for x in range(len(rows[0])) if any(row[x] for row in rows)] if rows and rows[0] else []
    if not inked:
        return 0, []
    return inked[0], [row[inked[0] : inked[-1] + 1] for row in rows]


def extra_characters() -> str:
    """Those beyond ASCII, in the order of their codes. Raises LanguageError."""
    return BEYOND + "".join(c for c in languages.characters() if c not in BEYOND)


def pack(glyphs: dict[int, Glyph], cap: int, chars: str, extra: str) -> tuple[int, int, bytes, bytes]:
    """Rows of a cell, first code, index, pixels; the form of an index entry stands in HEAD."""
    code_of = {c: ord(c) if ord(c) < 127 else 0x80 + extra.index(c) for c in chars}
    char_of = {code: c for c, code in code_of.items()}
    below = max(len(glyphs[ord(c)][3]) - glyphs[ord(c)][1] for c in chars)
    height = cap + max(below, 0)
    index, bits = bytearray(), bytearray()
    for code in range(min(char_of), max(char_of) + 1):
        if code not in char_of:
            index += bytes(4)
            continue
        glyph = glyphs[ord(char_of[code])]
        left, ascent, advance, rows = fitted(glyph, cap) if char_of[code].isalpha() and code > 0x80 else glyph
        more, rows = crop(rows)
        left += more
        rise = RISE if ascent > cap else 0
        assert ascent <= cap + rise, f"{char_of[code]} rises above the capitals: give the cell more rows"
        width = len(rows[0]) if rows else 0
        assert 0 <= left < 4 and width < 32 and left + width <= advance
        rows = [[0] * width for _ in range(cap + rise - ascent)] + rows
        tall = any(any(row) for row in rows[cap + rise :])
        index += struct.pack("<HBB", len(bits), advance | (rise > 0) << 7, width | left << 5 | tall << 7)
        if width:
            bits += columns(rows if tall else rows[: cap + rise], (height if tall else cap) + rise)
    return height, min(char_of), bytes(index), bytes(bits)


def pack_icons() -> tuple[list[str], bytes, bytes]:
    """Names, index and pixels. An index entry: offset (2 bytes), height, width."""
    drawn = {name: art(drawing) for name, drawing in ICONS.items()}
    for name in MIRRORED:
        drawn[name + "_B"] = [row[::-1] for row in drawn[name]]
    index, bits = bytearray(), bytearray()
    for rows in drawn.values():
        index += struct.pack("<HBB", len(bits), len(rows), len(rows[0]))
        bits += columns(rows, len(rows))
    return list(drawn), bytes(index), bytes(bits)


def literal(data: bytes) -> list[str]:
    """A bytes literal over lines of at most 120 characters."""
    lines, start = [], 0
    while start < len(data):
        end = start + 1
        while end < len(data) and len(repr(data[start : end + 1])) <= 112:
            end += 1
        text = repr(data[start:end])
        if text[1] == "'" and '"' not in text:
            text = 'b"' + text[2:-1] + '"'
        lines.append("    " + text)
        start = end
    return lines


HEAD = """\
# Pixels of the panel's glyphs and icons. Draws none: canvas.py does.
#
# Made by `%s`; do not edit by hand. Converted and changed from bitmap fonts
# Copyright 1984-1989, 1994 Adobe Systems Incorporated. Copyright 1988, 1994 Digital Equipment Corporation.
# Permission to use, copy, modify, distribute and sell, provided the notices are kept: docs/fonts-licence.txt.
#
# A font: rows of a capital, rows of a cell, first code, index, pixels. An index entry has 4 bytes: offset (low, high),
# advance | rises two rows above the capitals << 7, width | left bearing << 5 | with descender << 7. Pixels: pages of 8
# rows, one byte a column, top row = bit 0.
# An icon's entry: offset (low, high), height, width.

from micropython import const

# Characters beyond ASCII: their codes count from 0x80.
EXTRA = "%s"
"""


def build() -> str:
    """The whole text of fonts.py."""
    extra = extra_characters()
    out = (HEAD % (COMMAND, extra)).splitlines()
    for name, file, cap, chars in FONTS:
        glyphs = load(X11 / file)
        amend(glyphs, cap)
        chars += extra if chars == ASCII else ""
        lacking = [c for c in chars if ord(c) not in glyphs]
        if lacking:
            raise languages.LanguageError(f"{file} has no glyph for {''.join(lacking)}. Draw it in amend()")
        height, first, index, bits = pack(glyphs, cap, chars, extra)
        out += ["", f"{name}_INDEX = (", *literal(index), ")", f"{name}_BITS = (", *literal(bits), ")"]
        out += [f"{name} = ({cap}, {height}, {first}, {name}_INDEX, {name}_BITS)"]
    names, index, bits = pack_icons()
    out += ["", "ICON_INDEX = (", *literal(index), ")", "ICON_BITS = (", *literal(bits), ")"]
    out += [f"{name} = const({n})" for n, name in enumerate("ICON_" + name for name in names)]
    text = "\n".join(out) + "\n"
    return text + f"# sha256 of the lines above: {hashlib.sha256(text.encode()).hexdigest()}\n"


def main(arguments: list[str]) -> int:
    if not all((X11 / file).exists() for _name, file, _cap, _chars in FONTS):
        print("make_fonts: the X11 fonts are missing. Install xfonts-75dpi and xfonts-100dpi.", file=sys.stderr)
        return 2
    try:
        text = build()
    except languages.LanguageError as error:
        print(f"make_fonts: {error}", file=sys.stderr)
        return 2
    if "--check" in arguments:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        print(f"{TARGET.name}: {'as made' if same else 'differs; run ' + COMMAND}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
