# Draws glyphs, numbers, icons and boxes into a frame, a bounded piece at a time. Decides no wording and no place.
#
# A screen is drawn in parts, because a whole one costs more than a control tick may. `begin(part)` opens a window of
# PART units of work; each thing drawn costs a fixed number of units, a text one per character, whatever its value, and
# only what falls into the window is drawn. So a screen is plain code, run once a part, with no state between.
# Nothing here allocates after the start: glyphs go through one reusable cell, digits come from integers.

from io import BytesIO

import framebuf
from micropython import const

from ionto.panel import fonts

WIDTH = const(128)
HEIGHT = const(64)
PART = const(9)  # units of work in a part: nine glyphs

LEFT = const(0)  # x is the first column
RIGHT = const(1)  # x is the last column
CENTRE = const(2)  # x is the middle

_NUMBER = const(4)  # units of any number: four digits
_CELL = const(64)  # bytes of the largest glyph or icon
_SPACE = const(0)


class Font:
    """The glyphs of one size. Advances and rows in pixels; the format is told in fonts.py."""

    def __init__(self, cap: int, height: int, first: int, index: bytes, bits: bytes) -> None:
        self.cap = cap
        self.height = height
        self.first = first
        self.index = index
        self.stream = BytesIO(bits)

    def entry(self, code: int) -> int:
        """Where a character's index entry begins; a character the font lacks is a space."""
        at = (code - self.first) * 4
        if at < 0 or at >= len(self.index):
            return _SPACE
        return at

    def width(self, data: "bytes | bytearray", start: int, end: int) -> int:
        """Pixels from the first column of data[start:end] to its last one."""
        w = 0
        while start < end:
            w += self.index[self.entry(data[start]) + 2]
            start += 1
        return w - 1


TEXT = Font(*fonts.TEXT)
TITLE = Font(*fonts.TITLE)
SET = Font(*fonts.SET)
MINUTES = Font(*fonts.MINUTES)
MEASURED = Font(*fonts.MEASURED)


class Canvas:
    """Draws into a 1024-byte buffer of 8 pages of 128 columns. `ink` is 1, or 0 on an inverse ground."""

    def __init__(self, buffer: bytearray) -> None:
        self._frame = framebuf.FrameBuffer(buffer, WIDTH, HEIGHT, framebuf.MONO_VLSB)
        self._cell = bytearray(_CELL)
        self._glyph = [self._cell, 0, 0, framebuf.MONO_VLSB]  # what blit copies from; rewritten for each glyph
        self._swap = framebuf.FrameBuffer(bytearray(b"\x01\x00"), 2, 1, framebuf.MONO_VLSB)
        self._dots = framebuf.FrameBuffer(bytearray(b"\x01\x00" * 64), WIDTH, 1, framebuf.MONO_VLSB)
        self._icons = BytesIO(fonts.ICON_BITS)
        self._digits = bytearray(6)
        self._skip = 0
        self._left = PART
        self.more = False

    def begin(self, part: int) -> None:
        """Open the window of a part, 0-based. Afterwards `more` says whether anything lay behind it."""
        self._skip = part * PART
        self._left = PART
        self.more = False

    def _mine(self, cost: int) -> bool:
        """Whether a thing of this cost begins inside the window: it is drawn in one piece."""
        if self._skip > 0:
            self._skip -= cost
            if self._skip < 0:
                self._left += self._skip
                self._skip = 0
            return False
        if self._left <= 0:
            self.more = True
            return False
        self._left -= cost
        return True

    # ---- text

    def text(
        self,
        data: bytes,
        x: int,
        top: int,
        font: Font = TEXT,
        ink: int = 1,
        align: int = LEFT,
        start: int = 0,
        end: int = -1,
    ) -> None:
        """data[start:end] with its capitals' top row at `top`. Costs one unit a character; a part may end within."""
        if end < 0:
            end = len(data)
        if self._skip >= end - start:
            self._skip -= end - start
            return
        if self._left <= 0:
            self.more = True
            return
        if align:
            w = font.width(data, start, end)
            x -= w - 1 if align == RIGHT else w // 2
        while start < end:
            at = font.entry(data[start])
            if self._skip:
                self._skip -= 1
            elif self._left <= 0:
                self.more = True
                return
            else:
                self._left -= 1
                self._blit(font, at, x, top, ink)
            x += font.index[at + 2]
            start += 1

    def lines(self, data: bytes, x: int, top: int, pitch: int, font: Font = TEXT, ink: int = 1) -> None:
        """Lines apart by line feeds, each `pitch` rows below the one before."""
        start = 0
        while True:
            end = data.find(b"\n", start)
            if end < 0:
                self.text(data, x, top, font, ink, LEFT, start)
                return
            self.text(data, x, top, font, ink, LEFT, start, end)
            start = end + 1
            top += pitch

    def number(
        self, value: int, decimals: int, x: int, top: int, font: Font = TEXT, ink: int = 1, align: int = RIGHT
    ) -> int:
        """A number of at most 99999 with no or one decimal: 99 with one is 9.9. Below 0 it is 0. Returns its width."""
        digits = self._digits
        at = 6
        if value < 0:
            value = 0
        elif value > 99999:
            value = 99999
        while True:
            at -= 1
            digits[at] = 48 + value % 10
            value //= 10
            if decimals and at == 5:
                at -= 1
                digits[at] = 46
            elif value == 0:
                break
        w = font.width(digits, at, 6)
        if self._mine(_NUMBER):
            x -= w - 1 if align == RIGHT else w // 2 if align == CENTRE else 0
            self._string(at, x, top, font, ink)
        return w

    def code(self, letter: int, number: int, x: int, top: int, font: Font, ink: int, align: int) -> None:
        """A fault's letter (its character's code) and two digits: F04."""
        if not self._mine(_NUMBER):
            return
        digits = self._digits
        digits[3] = letter
        digits[4] = 48 + number // 10 % 10
        digits[5] = 48 + number % 10
        if align == RIGHT:
            x -= font.width(digits, 3, 6) - 1
        self._string(3, x, top, font, ink)

    def _string(self, at: int, x: int, top: int, font: Font, ink: int) -> None:
        """The scratch digits from `at` on."""
        while at < 6:
            entry = font.entry(self._digits[at])
            self._blit(font, entry, x, top, ink)
            x += font.index[entry + 2]
            at += 1

    def _blit(self, font: Font, at: int, x: int, top: int, ink: int) -> None:
        """One glyph by its index entry."""
        index = font.index
        shape = index[at + 3]
        if shape == 0:
            return
        font.stream.seek(index[at] | index[at + 1] << 8)
        font.stream.readinto(self._cell)
        self._copy(shape & 31, font.height if shape & 128 else font.cap, x + (shape >> 5 & 3), top, ink)

    def _copy(self, w: int, h: int, x: int, y: int, ink: int) -> None:
        """The cell onto the frame: its set pixels become `ink`, the others stay."""
        glyph = self._glyph
        glyph[1] = w
        glyph[2] = h
        if ink:
            self._frame.blit(glyph, x, y, 0)  # type: ignore[arg-type]  # the stubs lack the list
        else:
            self._frame.blit(glyph, x, y, 1, self._swap)  # type: ignore[arg-type]

    # ---- shapes

    def clear(self) -> None:
        """All dark."""
        if self._mine(1):
            self._frame.fill(0)

    def icon(self, number: int, x: int, y: int, ink: int = 1) -> None:
        """An icon by its number, its top left pixel at x, y."""
        if not self._mine(2):
            return
        at = number * 4
        index = fonts.ICON_INDEX
        self._icons.seek(index[at] | index[at + 1] << 8)
        self._icons.readinto(self._cell)
        self._copy(index[at + 3], index[at + 2], x, y, ink)

    def box(self, x: int, y: int, w: int, h: int, cut: int = 0, ink: int = 1) -> None:
        """A filled rectangle; `cut` pixels are missing along both sides of each corner."""
        if not self._mine(1 + (cut > 0)):
            return
        frame = self._frame
        frame.fill_rect(x, y + cut, w, h - 2 * cut, ink)
        for k in range(cut):
            inset = cut - k
            frame.hline(x + inset, y + k, w - 2 * inset, ink)
            frame.hline(x + inset, y + h - 1 - k, w - 2 * inset, ink)

    def rect(self, x: int, y: int, w: int, h: int, cut: int = 0) -> None:
        """An outline; with `cut` 1 the corner pixels are missing."""
        if not self._mine(2):
            return
        frame = self._frame
        frame.hline(x + cut, y, w - 2 * cut, 1)
        frame.hline(x + cut, y + h - 1, w - 2 * cut, 1)
        frame.vline(x, y + cut, h - 2 * cut, 1)
        frame.vline(x + w - 1, y + cut, h - 2 * cut, 1)

    def rule(self, y: int) -> None:
        """A dotted line over the whole width."""
        if self._mine(1):
            self._frame.blit(self._dots, 0, y, 0)

    def bar(self, permille: int, x: int, y: int, w: int, h: int) -> None:
        """An outline filled from the left to `permille` of its width, 0..1000."""
        self.rect(x, y, w, h)
        permille = max(0, min(1000, permille))
        self.box(x, y, 1 + ((w - 1) * permille + 500) // 1000, h)

    def tube(self, permille: int, x: int, y: int, w: int, h: int) -> None:
        """An outline filled from the bottom to `permille` of its height, 0..1000."""
        self.rect(x, y, w, h)
        filled = 1 + ((h - 1) * max(0, min(1000, permille)) + 500) // 1000
        self.box(x, y + h - filled, w, filled)
