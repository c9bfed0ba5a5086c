# The eyes of the simulated person: finds the text and the keys in the display's memory.
#
# It knows the glyphs' pixels and the rows where texts may stand, and nothing of the firmware's objects. A glyph is read
# only where every pixel of its cell is right. Runs on CPython and on MicroPython.

from ionto.panel.draw import fonts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Glyph = tuple[str, tuple[int, ...], int, int, int]  # character, columns, left bearing, advance, font

WIDTH = 128

# Rows where the capitals of a text may begin; digits of the larger sizes below.
_TEXT_TOPS = (1, 2, 11, 14, 16, 17, 21, 23, 24, 26, 27, 28, 29, 33, 34, 36, 37, 39, 40, 41, 42, 43, 44, 52, 54)
_SET_TOPS = (32,)
_MINUTES_TOPS = (1, 11, 16, 31)
_MEASURED_TOPS = (12,)
_MEASURED_ROWS = 24

_HINT_TOP = 54
_OK_TOP = 53
_BACK_AT = 113  # column and row of the arrow in the pill at the right end of the hint line
_BACK_TOP = 55
_SPACE_FROM = 2  # columns between two glyphs that read as a space
_APART_FROM = 12  # columns between two glyphs that end a piece of text


class Piece:
    """A run of glyphs: its text, the row of its capitals' top, its columns, its rows, whether it is inverse."""

    def __init__(self, text: str, top: int, rows: int, x: int, end: int, inverse: bool) -> None:
        self.text = text
        self.top = top
        self.rows = rows
        self.x = x
        self.end = end
        self.inverse = inverse


class Reading:
    """What stands on the glass. `lines`: texts from top to bottom, pieces of one row apart by two spaces.

    `ok`, `stop`, `back`: whether the OK cap, the STOP pill and the back pill are drawn in the hint line.
    """

    def __init__(self, pieces: "list[Piece]", ok: bool, back: bool) -> None:
        self.pieces = pieces
        self.ok = ok
        self.back = back
        self.stop = False
        self.lines: "list[str]" = []
        top = -1
        for piece in pieces:
            if piece.top == _HINT_TOP and piece.inverse and piece.text == "STOP":
                self.stop = True
            text = _without_rules(piece.text)
            if not text:
                continue
            if piece.top == top:
                self.lines[-1] += "  " + text
            else:
                self.lines.append(text)
                top = piece.top
        self._folded = fold(" ".join(self.lines))

    def has(self, text: str) -> bool:
        """Whether a text stands there, over the ends of lines too. I and l look alike and count as the same."""
        return fold(text) in self._folded


def _without_rules(text: str) -> str:
    """Without words of underscores alone: a drawn line looks like them."""
    return " ".join(word for word in text.split(" ") if not word or word.strip("_")).rstrip()


def fold(text: str) -> str:
    """The text with one letter for those that look alike, and single spaces."""
    return " ".join(text.replace("I", "l").split())


def _glyphs(table: "tuple[Any, ...]", number: int, into: "dict[int, list[Glyph]]") -> None:
    """Sort a font's glyphs by their first column, the widest first."""
    cap, height, first, index, bits = table
    for at in range(0, len(index), 4):
        shape = index[at + 3]
        if not shape or index[at + 2] > 127:  # letters that rise above the capitals: English has none
            continue
        code = first + at // 4
        char = chr(code) if code < 128 else fonts.EXTRA[code - 128]
        start = index[at] | index[at + 1] << 8
        width = shape & 31
        pages = ((height if shape & 128 else cap) + 7) // 8
        columns = []
        for x in range(start, start + width):
            columns.append(sum([bits[x + page * width] << 8 * page for page in range(pages)]))
        into.setdefault(columns[0], []).append((char, tuple(columns), shape >> 5 & 3, index[at + 2], number))
    for found in into.values():
        found.sort(key=lambda glyph: -len(glyph[1]))


def _icon(number: int) -> "list[int]":
    """The columns of an icon."""
    at = number * 4
    start = fonts.ICON_INDEX[at] | fonts.ICON_INDEX[at + 1] << 8
    width = fonts.ICON_INDEX[at + 3]
    pages = (fonts.ICON_INDEX[at + 2] + 7) // 8
    bits = fonts.ICON_BITS
    return [sum([bits[start + x + page * width] << 8 * page for page in range(pages)]) for x in range(width)]


_TEXT_GLYPHS: "dict[int, list[Glyph]]" = {}
_glyphs(fonts.TEXT, 0, _TEXT_GLYPHS)
_glyphs(fonts.TITLE, 1, _TEXT_GLYPHS)
_SET_GLYPHS: "dict[int, list[Glyph]]" = {}
_glyphs(fonts.SET, 2, _SET_GLYPHS)
_MINUTES_GLYPHS: "dict[int, list[Glyph]]" = {}
_glyphs(fonts.MINUTES, 3, _MINUTES_GLYPHS)
_MEASURED_GLYPHS: "dict[int, list[Glyph]]" = {}
_glyphs(fonts.MEASURED, 4, _MEASURED_GLYPHS)

# Where to look: glyphs, rows of a cell, tops. The large ones first.
_PLACES = (
    (_MEASURED_GLYPHS, _MEASURED_ROWS, _MEASURED_TOPS),
    (_MINUTES_GLYPHS, 18, _MINUTES_TOPS),
    (_SET_GLYPHS, 18, _SET_TOPS),
    (_TEXT_GLYPHS, 10, _TEXT_TOPS),
)
_OK = _icon(fonts.ICON_OK)
_BACK = _icon(fonts.ICON_BACK)


class Reader:
    """Reads again only the rows that changed since the last look."""

    def __init__(self) -> None:
        self._bands: "dict[int, tuple[bytes, list[Piece]]]" = {}

    def read(self, memory: "bytes | bytearray") -> Reading:
        """What stands in the display's memory: 1024 bytes, 8 pages of 128 columns, the top row in bit 0."""
        rest = bytearray(memory)
        ok = _find(_columns(bytes(memory[6 * WIDTH :]), _OK_TOP & 7, 11), _OK)
        if ok >= 0:
            _erase(rest, _OK_TOP, 11, ok, ok + len(_OK), 0)
        found: "list[Piece]" = []
        for glyphs, rows, tops in _PLACES:
            pieces = self._look(rest, glyphs, rows, tops)
            if rows > 10:
                for piece in pieces:
                    _erase(rest, piece.top, rows, piece.x, piece.end, piece.inverse)
            found += pieces
        found = _without_ghosts(found)
        found.sort(key=lambda piece: piece.top * WIDTH + piece.x)
        return Reading(found, ok >= 0, _has_back(memory))

    def _look(
        self, memory: bytearray, glyphs: "dict[int, list[Glyph]]", rows: int, tops: "tuple[int, ...]"
    ) -> "list[Piece]":
        """The pieces of one size."""
        found: "list[Piece]" = []
        for top in tops:
            band = bytes(memory[(top >> 3) * WIDTH : ((top + rows + 7) >> 3) * WIDTH])
            key = top * 32 + rows
            seen = self._bands.get(key)
            if seen is None or seen[0] != band:
                seen = (band, _scan(band, glyphs, rows, top))
                self._bands[key] = seen
            found += seen[1]
        return found

    def measured(self, memory: "bytes | bytearray") -> int:
        """The large figure of the measured current, µA; -1: none stands there that can be read."""
        for piece in self._look(bytearray(memory), _MEASURED_GLYPHS, _MEASURED_ROWS, _MEASURED_TOPS):
            whole, _, tenth = piece.text.partition(".")
            if whole.isdigit() and tenth.isdigit() and len(tenth) == 1:
                return int(whole) * 1_000 + int(tenth) * 100
        return -1


_READER = Reader()


def read(memory: "bytes | bytearray") -> Reading:
    """What stands in the display's memory, 1024 bytes."""
    return _READER.read(memory)


def _columns(band: bytes, shift: int, rows: int) -> "list[int]":
    """The columns of some rows of a band as integers, the top row in bit 0."""
    mask = (1 << rows) - 1
    pages = len(band) // WIDTH
    if pages == 2:
        return [(band[x] | band[x + 128] << 8) >> shift & mask for x in range(WIDTH)]
    if pages == 3:
        return [(band[x] | band[x + 128] << 8 | band[x + 256] << 16) >> shift & mask for x in range(WIDTH)]
    return [sum([band[x + 128 * page] << 8 * page for page in range(pages)]) >> shift & mask for x in range(WIDTH)]


def _scan(band: bytes, glyphs: "dict[int, list[Glyph]]", rows: int, top: int) -> "list[Piece]":
    """All pieces of text whose capitals begin in row `top`, the first of which lies in the band's first page."""
    columns = _columns(band, top & 7, rows)
    full = (1 << rows) - 1
    pieces: "list[Piece]" = []
    text, start, end, last = "", 0, 0, 0  # the piece so far, its first column, where its next glyph goes, its end
    font = -1
    ground = 0  # 0, or `full` on an inverse ground
    stray = -9  # the last column with ink that is no glyph
    x = 0
    while x < WIDTH:
        column = columns[x]
        if column == 0 or column == full:
            if column != ground:
                if text:
                    _keep(pieces, text, top, rows, start, last, ground)
                    text = ""
                ground = column
            x += 1
            continue
        glyph = None
        if text or x - stray > 1:
            glyph = _match(glyphs.get(column ^ ground), columns, x, ground, font, end if text else -1)
        if glyph is None:
            if text:
                _keep(pieces, text, top, rows, start, last, ground)
                text = ""
            stray = x
            x += 1
            continue
        char, shape, left, advance, font = glyph
        gap = x - left - end
        if text and gap >= _APART_FROM:
            _keep(pieces, text, top, rows, start, last, ground)
            text = ""
        if not text:
            start = x
            text = char
        else:
            text += " " + char if gap >= _SPACE_FROM else char
        end = x - left + advance
        x += len(shape)
        last = x
    if text:
        _keep(pieces, text, top, rows, start, last, ground)
    return pieces


def _match(
    candidates: "list[Glyph] | None", columns: "list[int]", x: int, ground: int, font: int, end: int
) -> "Glyph | None":
    """The glyph at column x; among those that look alike the one of the same font and at the next place."""
    if candidates is None:
        return None
    best: "Glyph | None" = None
    best_points = -1
    for glyph in candidates:
        shape = glyph[1]
        n = len(shape)
        if x + n > WIDTH or (best is not None and n < len(best[1])):
            continue
        i = 1
        while i < n and columns[x + i] ^ ground == shape[i]:
            i += 1
        if i < n:
            continue
        if glyph[2] + n < glyph[3] and x + n < WIDTH and columns[x + n] != ground:
            continue
        points = 1
        if glyph[4] == font:
            points += 2
        if end >= 0 and x - glyph[2] == end:
            points += 1
        if points > best_points:
            best, best_points = glyph, points
    return best


def _keep(pieces: "list[Piece]", text: str, top: int, rows: int, start: int, end: int, ground: int) -> None:
    """Keep a piece if there is a letter, a digit or a question in it: others are parts of drawings."""
    for char in text:
        if char.isalpha() or char.isdigit() or char in "?%":
            pieces.append(Piece(_with_capital_i(text), top, rows, start, end, ground != 0))
            return


def _with_capital_i(text: str) -> str:
    """I and l are one shape: a capital between capitals, alone, and at the start of a piece; else a small letter."""
    told = ""
    for i, char in enumerate(text):
        if char in "Il":
            before = told[-1] if told else " "
            after = text[i + 1] if i + 1 < len(text) else " "
            small = after.isalpha() and after == after.lower() and after != "l"
            alone = before == " " and (after == " " or (after.isalpha() and after == after.upper()))
            among_capitals = before.isalpha() and before == before.upper() and not small
            char = "I" if i == 0 or alone or among_capitals else "l"
        told += char
    return told


def _erase(memory: bytearray, top: int, rows: int, start: int, end: int, ground: "int | bool") -> None:
    """Take what has been read out of the picture, so that no part of it is read as something else."""
    mask = ((1 << rows) - 1) << top
    for page in range(top >> 3, min(8, (top + rows + 7) >> 3)):
        part = mask >> 8 * page & 255
        for at in range(page * WIDTH + start, page * WIDTH + end):
            memory[at] = memory[at] | part if ground else memory[at] & (255 ^ part)


def _without_ghosts(pieces: "list[Piece]") -> "list[Piece]":
    """Without those that lie over a larger piece: pieces of large digits, or of a text a row higher or lower."""
    pieces.sort(key=lambda piece: -(piece.rows * len(piece.text)))
    kept: "list[Piece]" = []
    for piece in pieces:
        for other in kept:
            if (
                piece.top < other.top + other.rows - 2
                and other.top < piece.top + piece.rows - 2
                and piece.x < other.end
                and other.x < piece.end
            ):
                break
        else:
            kept.append(piece)
    return kept


def _find(columns: "list[int]", shape: "list[int]") -> int:
    """The first column where a shape stands, -1 if nowhere."""
    n = len(shape)
    for x in range(len(columns) - n + 1):
        if columns[x] == shape[0] and columns[x : x + n] == shape:
            return x
    return -1


def _has_back(memory: "bytes | bytearray") -> bool:
    """Whether the pill with the arrow back stands at its place."""
    columns = _columns(bytes(memory[6 * WIDTH :]), _BACK_TOP & 7, 7)
    for x, column in enumerate(_BACK):
        if columns[_BACK_AT + x] ^ 127 != column:
            return False
    return columns[_BACK_AT - 1] == 127
