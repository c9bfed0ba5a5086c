# Draws glyphs, numbers, icons and boxes into a frame, a bounded piece at a time. Decides no wording and no place.
#
# A screen first says everything it shows (`begin`, then text, number, icon, box ...): that only notes it, with the
# values of that moment. Then each `draw` works off a part, at most PART units, about nine glyphs: a whole screen costs
# more than a control tick may. Nothing here allocates after the start: notes go into arrays made at the start, glyphs
# through one reusable cell, digits come from integers.

from array import array
from io import BytesIO

import framebuf
from micropython import const

from ionto.panel import fonts

WIDTH = const(128)
HEIGHT = const(64)
PART = const(9)  # units of work in a part: a glyph is one, a number four, a shape two
NOTES = const(48)  # things on one screen; what a screen says beyond is not drawn, and a test sees to it

LEFT = const(0)  # x is the first column
RIGHT = const(1)  # x is the last column
CENTRE = const(2)  # x is the middle

# Kinds of notes.
_TEXT = const(0)
_NUMBER = const(1)
_CODE = const(2)
_ICON = const(3)
_BOX = const(4)
_RECT = const(5)
_RULE = const(6)

_FIELDS = const(6)  # integers of a note
_NUMBER_UNITS = const(4)
_SHAPE_UNITS = const(2)
_CELL = const(64)  # bytes of the largest glyph or icon
_LINE_FEED = const(10)


class Font:
    """The glyphs of one size; the format is told in fonts.py."""

    def __init__(self, cap: int, height: int, first: int, index: bytes, bits: bytes) -> None:
        self.cap = cap
        self.height = height
        self.first = first
        self.index = index
        self.stream = BytesIO(bits)

    def width(self, data: "bytes | bytearray", start: int = 0) -> int:
        """Pixels from the first column of data[start:] to its last one. A character the font lacks is a space."""
        index = self.index
        size = len(index)
        w = -1
        while start < len(data):
            at = (data[start] - self.first) * 4
            if at < 0 or at >= size:
                at = 0
            w += index[at + 2]
            start += 1
        return w


TEXT = Font(*fonts.TEXT)
TITLE = Font(*fonts.TITLE)
SET = Font(*fonts.SET)
MINUTES = Font(*fonts.MINUTES)
MEASURED = Font(*fonts.MEASURED)


class Canvas:
    """Draws into a 1024-byte buffer: 8 pages of 128 columns. `ink` is 1, or 0 on an inverse ground.

    `notes` counts what was said since `begin`; `glyphs` what the last `draw` drew.
    """

    def __init__(self, buffer: "bytearray | memoryview") -> None:
        self._frame = framebuf.FrameBuffer(buffer, WIDTH, HEIGHT, framebuf.MONO_VLSB)
        self._cell = bytearray(_CELL)
        self._glyph = [self._cell, 0, 0, framebuf.MONO_VLSB]  # what blit copies from; rewritten for each glyph
        self._swap = framebuf.FrameBuffer(bytearray(b"\x01\x00"), 2, 1, framebuf.MONO_VLSB)
        self._dots = framebuf.FrameBuffer(bytearray(b"\x01\x00" * 64), WIDTH, 1, framebuf.MONO_VLSB)
        self._icons = BytesIO(fonts.ICON_BITS)
        self._digits = bytearray(6)
        self._kind = bytearray(NOTES)
        self._data = [b""] * NOTES
        self._font = [TEXT] * NOTES
        self._field = array("i", bytearray(4 * _FIELDS * NOTES))
        self._next = 0  # the note to draw next
        self._char = 0  # the character of a text to draw next, where, and in which row
        self._pen_x = 0
        self._pen_y = 0
        self.notes = 0
        self.glyphs = 0

    # ---- what a screen says

    def begin(self) -> None:
        """Forget the notes; the first `draw` will clear the frame."""
        self.notes = 0
        self._next = -1
        self._char = 0

    def text(
        self, data: bytes, x: int, top: int, font: Font = TEXT, ink: int = 1, align: int = LEFT, pitch: int = 0
    ) -> None:
        """A text, its capitals from row `top` on; after a line feed (LEFT only) it goes on `pitch` rows below."""
        n = self.notes
        if n < NOTES:
            self._data[n] = data
            self._font[n] = font
            self._note(_TEXT, x, top, ink, align, pitch, 0)

    def number(
        self, value: int, decimals: int, x: int, top: int, font: Font = TEXT, ink: int = 1, align: int = RIGHT
    ) -> None:
        """A number 0..99999 (clamped) with no or one decimal: 99 with one is 9.9."""
        n = self.notes
        if n < NOTES:
            self._font[n] = font
            self._note(_NUMBER, x, top, ink, align, decimals, value)

    def code(self, letter: int, number: int, x: int, top: int, font: Font, ink: int, align: int) -> None:
        """A letter (its character's code) and two digits: F04."""
        n = self.notes
        if n < NOTES:
            self._font[n] = font
            self._note(_CODE, x, top, ink, align, letter, number)

    def icon(self, number: int, x: int, y: int, ink: int = 1) -> None:
        """An icon by its number, its top left pixel at x, y."""
        self._note(_ICON, x, y, ink, number, 0, 0)

    def box(self, x: int, y: int, w: int, h: int, cut: int = 0, ink: int = 1) -> None:
        """A filled rectangle; `cut` pixels are missing along both sides of each corner."""
        self._note(_BOX, x, y, ink, w, h, cut)

    def rect(self, x: int, y: int, w: int, h: int, cut: int = 0) -> None:
        """An outline; with `cut` 1 the corner pixels are missing."""
        self._note(_RECT, x, y, 1, w, h, cut)

    def rule(self, y: int) -> None:
        """A dotted line over the whole width."""
        self._note(_RULE, 0, y, 1, 0, 0, 0)

    def bar(self, permille: int, x: int, y: int, w: int, h: int) -> None:
        """An outline filled from the left to `permille` of its width, 0..1000."""
        self.rect(x, y, w, h)
        self.box(x, y, 1 + ((w - 1) * max(0, min(1000, permille)) + 500) // 1000, h)

    def tube(self, permille: int, x: int, y: int, w: int, h: int) -> None:
        """An outline filled from the bottom to `permille` of its height, 0..1000."""
        self.rect(x, y, w, h)
        filled = 1 + ((h - 1) * max(0, min(1000, permille)) + 500) // 1000
        self.box(x, y + h - filled, w, filled)

    def number_width(self, value: int, decimals: int, font: Font) -> int:
        """Pixels from a number's first column to its last one."""
        return font.width(self._digits, self._format(value, decimals))

    def _note(self, kind: int, x: int, y: int, ink: int, a: int, b: int, c: int) -> None:
        n = self.notes
        if n >= NOTES:
            return
        field = self._field
        at = n * _FIELDS
        field[at] = x
        field[at + 1] = y
        field[at + 2] = ink
        field[at + 3] = a
        field[at + 4] = b
        field[at + 5] = c
        self._kind[n] = kind
        self.notes = n + 1

    # ---- what is drawn of it

    def draw(self) -> bool:
        """Draw a part; True while more is noted."""
        units = PART
        self.glyphs = 0
        if self._next < 0:
            self._frame.fill(0)
            self._next = 0
            units -= 1
        while self._next < self.notes:
            if units <= 0:
                return True
            n = self._next
            kind = self._kind[n]
            if kind == _TEXT:
                units -= self._draw_text(n, units)
                if self._char:
                    return True
            elif kind <= _CODE:
                if units < _NUMBER_UNITS:
                    return True
                self._draw_number(n, kind)
                units -= _NUMBER_UNITS
            else:
                self._draw_shape(n * _FIELDS, kind)
                units -= _SHAPE_UNITS
            self._next = n + 1
        return False

    def _draw_text(self, n: int, units: int) -> int:
        """The next characters of a text, at most `units`; how many. `_char` is 0 again when it is at its end."""
        field = self._field
        at = n * _FIELDS
        data = self._data[n]
        font = self._font[n]
        index = font.index
        char = self._char
        x = self._pen_x
        if char == 0:
            x = self._aligned(field[at], field[at + 3], font, data, 0)
            self._pen_y = field[at + 1]
        end = min(len(data), char + units)
        done = end - char
        while char < end:
            code = data[char]
            char += 1
            if code == _LINE_FEED:
                x = field[at]
                self._pen_y += field[at + 4]
                continue
            entry = (code - font.first) * 4
            if entry < 0 or entry >= len(index):
                entry = 0
            if index[entry + 3]:
                self._draw_glyph(font, entry, x, self._pen_y, field[at + 2])
            x += index[entry + 2]
        self._pen_x = x
        self._char = char if char < len(data) else 0
        return done

    def _aligned(self, x: int, align: int, font: Font, data: "bytes | bytearray", start: int) -> int:
        """The first column of data[start:]."""
        if align == LEFT:
            return x
        w = font.width(data, start)
        return x - w + 1 if align == RIGHT else x - w // 2

    def _draw_number(self, n: int, kind: int) -> None:
        """A number or a fault's code, in one go."""
        field = self._field
        at = n * _FIELDS
        font = self._font[n]
        digits = self._digits
        if kind == _NUMBER:
            start = self._format(field[at + 5], field[at + 4])
        else:
            start = 3
            digits[3] = field[at + 4]
            digits[4] = 48 + field[at + 5] // 10 % 10
            digits[5] = 48 + field[at + 5] % 10
        x = self._aligned(field[at], field[at + 3], font, digits, start)
        while start < 6:
            entry = (digits[start] - font.first) * 4
            self._draw_glyph(font, entry, x, field[at + 1], field[at + 2])
            x += font.index[entry + 2]
            start += 1

    def _format(self, value: int, decimals: int) -> int:
        """Write a number's characters to the end of the scratch digits; where they begin."""
        digits = self._digits
        at = 6
        value = max(0, min(99_999, value))
        while True:
            at -= 1
            digits[at] = 48 + value % 10
            value //= 10
            if decimals and at == 5:
                at = 4
                digits[4] = 46  # the decimal point
            elif value == 0:
                return at

    def _draw_glyph(self, font: Font, entry: int, x: int, top: int, ink: int) -> None:
        """One glyph by its index entry: its pixels become `ink`, the others stay."""
        index = font.index
        shape = index[entry + 3]
        font.stream.seek(index[entry] | index[entry + 1] << 8)
        font.stream.readinto(self._cell)
        glyph = self._glyph
        glyph[1] = shape & 31
        glyph[2] = font.height if shape & 128 else font.cap
        self.glyphs += 1
        if ink:
            self._frame.blit(glyph, x + (shape >> 5 & 3), top, 0)  # type: ignore[arg-type]  # the stubs lack the list
        else:
            self._frame.blit(glyph, x + (shape >> 5 & 3), top, 1, self._swap)  # type: ignore[arg-type]

    def _draw_shape(self, at: int, kind: int) -> None:
        """An icon, a box, an outline or a rule."""
        field = self._field
        frame = self._frame
        x = field[at]
        y = field[at + 1]
        ink = field[at + 2]
        w = field[at + 3]
        h = field[at + 4]
        cut = field[at + 5]
        if kind == _ICON:
            self._draw_icon(w, x, y, ink)
        elif kind == _BOX:
            frame.fill_rect(x, y + cut, w, h - 2 * cut, ink)
            for k in range(cut):
                frame.hline(x + cut - k, y + k, w - 2 * (cut - k), ink)
                frame.hline(x + cut - k, y + h - 1 - k, w - 2 * (cut - k), ink)
        elif kind == _RECT:
            frame.hline(x + cut, y, w - 2 * cut, 1)
            frame.hline(x + cut, y + h - 1, w - 2 * cut, 1)
            frame.vline(x, y + cut, h - 2 * cut, 1)
            frame.vline(x + w - 1, y + cut, h - 2 * cut, 1)
        else:
            frame.blit(self._dots, 0, y, 0)

    def _draw_icon(self, number: int, x: int, y: int, ink: int) -> None:
        at = number * 4
        index = fonts.ICON_INDEX
        self._icons.seek(index[at] | index[at + 1] << 8)
        self._icons.readinto(self._cell)
        glyph = self._glyph
        glyph[1] = index[at + 3]
        glyph[2] = index[at + 2]
        if ink:
            self._frame.blit(glyph, x, y, 0)  # type: ignore[arg-type]
        else:
            self._frame.blit(glyph, x, y, 1, self._swap)  # type: ignore[arg-type]
