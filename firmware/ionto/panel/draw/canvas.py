# Draws texts, numbers, icons and boxes into a picture, at once. Decides no wording and no place.
#
# Nothing here allocates after the start: digits come from integers, icons are the glyphs of a font (glyph_blit.py).

from array import array

import framebuf
from micropython import const

from ionto.panel import language, texts
from ionto.panel.draw import fonts
from ionto.panel.draw.glyph_blit import Font, empty

WIDTH = const(128)
HEIGHT = const(64)

LEFT = const(0)  # x is the first column
RIGHT = const(1)  # x is the last column
CENTRE = const(2)  # x is the middle

PLACES = const(7)  # where a value may be drawn anew alone

_DIGITS = const(6)  # characters of the longest number: 99999, or 9999.9
_CUT = const(41)  # of the narrowest characters as many as go on a line, and a 0

TEXT = Font(*fonts.TEXT)
TITLE = Font(*fonts.TITLE)
SET = Font(*fonts.SET)
MINUTES = Font(*fonts.MINUTES)
MEASURED = Font(*fonts.MEASURED)
_ICONS = Font(0, 0, 0, fonts.ICON_INDEX, fonts.ICON_BITS)


class Canvas:
    """Draws into a 1024-byte buffer: 8 pages of 128 columns. `ink` is 1, or 0 on an inverse ground.

    What would make a part of a screen too long is kept for the parts after it: the `lines` of a longer text, and the
    text of the hint for OK (`ok`, drawn by widgets.py between `ok_left` and `ok_right`; -1: none).
    """

    def __init__(self, buffer: "bytearray | memoryview") -> None:
        self._picture = buffer
        self._frame = framebuf.FrameBuffer(buffer, WIDTH, HEIGHT, framebuf.MONO_VLSB)
        self._dots = framebuf.FrameBuffer(bytearray(b"\x01\x00" * 64), WIDTH, 1, framebuf.MONO_VLSB)
        self._digits = bytearray(_DIGITS)
        self._icon = bytearray(1)
        self._cut = bytearray(_CUT)  # words that had no room, without their end
        self._line = 0  # where the next line begins in the language's data
        self._line_x = 0
        self._line_top = 0
        self._line_font = TEXT
        self._pitch = 0
        self.lines_left = False
        self._shown = array("i", [-1] * PLACES)  # the value that stands in each of the places, -1: it is empty
        self.ok = -1
        self.ok_left = 0
        self.ok_right = 0

    def clear(self) -> None:
        """An empty picture."""
        empty(self._picture)  # framebuf's fill goes from point to point: 0.9 ms
        self.lines_left = False
        self.ok = -1
        place = 0
        while place < PLACES:
            self._shown[place] = -1
            place += 1

    def moved(self, place: int, value: int, x: int, y: int, w: int, h: int) -> bool:
        """Whether a value from 0 on is not the one drawn in its place; then the place is empty and waits for it."""
        shown = self._shown
        old = shown[place]
        if old == value:
            return False
        if old >= 0:
            self._frame.fill_rect(x, y, w, h, 0)
        shown[place] = value
        return True

    def text(self, rank: int, x: int, top: int, font: Font = TEXT, ink: int = 1, align: int = LEFT) -> None:
        """A text of one line by its rank, its capitals from row `top` on."""
        data = language.data
        start = language.starts[rank]
        if align:
            x = _aligned(x, align, font, data, start)
        font.blit(self._picture, data, start, x, top, ink)

    def words(
        self, words: bytes, x: int, top: int, font: Font = TEXT, ink: int = 1, align: int = LEFT, most: int = WIDTH
    ) -> int:
        """What no language has: a name, an address; or what was put together of texts. Only as much as `most` pixels
        have room for; how many it takes, -1: there is none.
        """
        count = len(words)
        if not count:
            return -1
        whole = font.width(words, 0)
        while count and whole - font.width(words, count) - 1 > most:
            count -= 1
        data: "bytes | bytearray" = words
        if count < len(words):
            data = self._cut
            count = min(count, len(data) - 1)
            data[count] = 0
            while count:
                count -= 1
                data[count] = words[count]
        font.blit(self._picture, data, 0, _aligned(x, align, font, data, 0), top, ink)
        return font.width(data, 0)

    def words_width(self, words: bytes, font: Font = TEXT) -> int:
        """Pixels from their first column to their last one."""
        return font.width(words, 0)

    def width(self, rank: int, font: Font = TEXT) -> int:
        """Pixels from a text's first column to its last one."""
        return font.width(language.data, language.starts[rank])

    def lines(self, rank: int, x: int, top: int, pitch: int, font: Font = TEXT) -> None:
        """A text of some lines, each `pitch` rows below the one before; each `draw_line` draws the next."""
        self._line = language.starts[rank]
        self._line_x = x
        self._line_top = top
        self._line_font = font
        self._pitch = pitch
        self.lines_left = language.data[self._line] > 0

    def draw_line(self) -> None:
        """The next of the lines; `lines_left` tells whether there are more."""
        data = language.data
        self._line = self._line_font.blit(self._picture, data, self._line, self._line_x, self._line_top, 1)
        self._line_top += self._pitch
        self.lines_left = data[self._line] > 0

    def number(
        self, value: int, decimals: int, x: int, top: int, font: Font = TEXT, ink: int = 1, align: int = RIGHT
    ) -> None:
        """A number 0..99999 (clamped) with no or one decimal: 99 with one is 9.9."""
        digits = self._digits
        start = self._format(value, decimals)
        font.blit(self._picture, digits, start, _aligned(x, align, font, digits, start), top, ink)

    def code(self, letter: int, number: int, x: int, top: int, font: Font, ink: int, align: int) -> None:
        """A letter (its character's code) and two digits: F04."""
        digits = self._digits
        digits[3] = letter
        digits[4] = 48 + number // 10 % 10
        digits[5] = 48 + number % 10
        font.blit(self._picture, digits, 3, _aligned(x, align, font, digits, 3), top, ink)

    def icon(self, number: int, x: int, y: int, ink: int = 1) -> None:
        """An icon by its number, its top left pixel at x, y."""
        self._icon[0] = number
        _ICONS.blit(self._picture, self._icon, 0, x, y, ink)

    def point(self, x: int, y: int) -> None:
        """One pixel."""
        self._frame.pixel(x, y, 1)

    def box(self, x: int, y: int, w: int, h: int, cut: int = 0, ink: int = 1) -> None:
        """A filled rectangle; `cut` pixels are missing along both sides of each corner."""
        frame = self._frame
        frame.fill_rect(x, y + cut, w, h - 2 * cut, ink)
        k = 0
        while k < cut:
            frame.hline(x + cut - k, y + k, w - 2 * (cut - k), ink)
            frame.hline(x + cut - k, y + h - 1 - k, w - 2 * (cut - k), ink)
            k += 1

    def rect(self, x: int, y: int, w: int, h: int, cut: int = 0) -> None:
        """An outline; with `cut` 1 the corner pixels are missing."""
        frame = self._frame
        frame.hline(x + cut, y, w - 2 * cut, 1)
        frame.hline(x + cut, y + h - 1, w - 2 * cut, 1)
        frame.vline(x, y + cut, h - 2 * cut, 1)
        frame.vline(x + w - 1, y + cut, h - 2 * cut, 1)

    def rule(self, y: int) -> None:
        """A dotted line over the whole width."""
        self._frame.blit(self._dots, 0, y, 0)

    def bar(self, permille: int, x: int, y: int, w: int, h: int) -> None:
        """An outline filled from the left to `permille` of its width, 0..1000."""
        self.rect(x, y, w, h)
        self._frame.fill_rect(x, y, filled(permille, w), h, 1)

    def tube(self, level: int, x: int, y: int, w: int, h: int) -> None:
        """An outline whose `level` lowest rows are filled."""
        self.rect(x, y, w, h)
        self._frame.fill_rect(x, y + h - level, w, level, 1)

    def number_width(self, value: int, decimals: int, font: Font) -> int:
        """Pixels from a number's first column to its last one."""
        return font.width(self._digits, self._format(value, decimals))

    def _format(self, value: int, decimals: int) -> int:
        """Write a number's characters to the end of the scratch digits; where they begin."""
        digits = self._digits
        at = _DIGITS
        if value < 0:
            value = 0
        elif value > 99_999:
            value = 99_999
        while True:
            at -= 1
            digits[at] = 48 + value % 10
            value //= 10
            if decimals and at == 5:
                at = 4
                digits[4] = language.data[language.starts[texts.DECIMAL]]
            elif value == 0:
                return at


def _aligned(x: int, align: int, font: Font, data: "bytes | bytearray", start: int) -> int:
    """The first column of data[start:]."""
    if align == LEFT:
        return x
    w = font.width(data, start)
    return x - w + 1 if align == RIGHT else x - w // 2


def filled(permille: int, size: int) -> int:
    """Of `size` pixels 1 to all: as many as `permille`, 0..1000, says."""
    if permille < 0:
        permille = 0
    elif permille > 1000:
        permille = 1000
    return 1 + ((size - 1) * permille + 500) // 1000
