# Puts rows of glyphs into a picture. Decides no wording and no place.
#
# A picture is what the display holds: 1024 bytes, 8 pages of 128 columns, the top row of a page in bit 0. Machine code:
# a glyph of eight rows takes about 0.01 ms.

import micropython
from micropython import const

_LINE_FEED = const(10)


@micropython.viper
def empty(
    picture,  # type: bytearray | memoryview
) -> int:
    """Clear every point; how many columns of eight."""
    frame = ptr8(picture)
    at = 0
    while at < 1024:
        frame[at] = 0
        at += 1
    return at


class Font:
    """The glyphs of one size; its format: fonts.py. With a `cap` of 0 it is icons, each of its own height."""

    def __init__(self, cap: int, height: int, first: int, index: bytes, bits: bytes) -> None:
        self.cap = cap
        self.height = height
        self.first = first
        self.index = index
        self.size = len(index)
        self.bits = bits

    @micropython.viper
    def width(
        self,
        data,  # type: bytes | bytearray
        start: int,
    ) -> int:
        """Pixels from the first column of data[start:], up to a 0, to its last one. What the font lacks is a space."""
        codes = ptr8(data)
        index = ptr8(self.index)
        first = int(self.first)
        size = int(self.size)
        end = int(len(data))
        w = -1
        while start < end and codes[start]:
            entry = (codes[start] - first) * 4
            if entry < 0 or entry >= size:
                entry = 0
            w += index[entry + 2] & 127
            start += 1
        return w

    @micropython.viper
    def blit(
        self,
        picture,  # type: bytearray | memoryview
        data,  # type: bytes | bytearray
        start: int,
        x: int,
        top: int,
        ink: int,
    ) -> int:
        """Put a line, data[start:] up to a line feed or a 0: its first column at x, its capitals from row `top` on.

        The glyphs' pixels become `ink`, 0 or 1, the others stay; what lies outside the picture is cut. Returns where
        the next line begins, or stands the 0.
        """
        frame = ptr8(picture)
        codes = ptr8(data)
        index = ptr8(self.index)
        bits = ptr8(self.bits)
        first = int(self.first)
        size = int(self.size)
        cap = int(self.cap)
        length = int(len(data))
        clear = 255
        if ink:
            clear = 0
        while start < length:
            code = codes[start]
            if cap and not code:
                return start
            start += 1
            if code == _LINE_FEED and cap:
                return start
            entry = (code - first) * 4
            if entry < 0 or entry >= size:
                entry = 0
            advance = int(index[entry + 2])
            rise = advance >> 6 & 2  # rows above the capitals
            advance &= 127
            shape = int(index[entry + 3])
            rows = cap
            if not cap:
                rows = advance
            elif shape & 128:
                rows = int(self.height)
            rows += rise
            left = x + (shape >> 5 & 3)
            x += advance
            w = shape & 31
            begin = 0
            if left < 0:
                begin = 0 - left
            end = w
            if left + w > 128:
                end = 128 - left
            source = int(index[entry]) | int(index[entry + 1]) << 8
            shift = top - rise & 7
            page = top - rise >> 3
            while rows > 0:
                # A page of the glyph lies on one of the picture, and what is shifted out of it on the next.
                cut = 0
                while cut <= 8:
                    if page >> 3 == 0:
                        at = page * 128 + left
                        stop = at + end
                        ahead = source - at
                        at += begin
                        while at < stop:
                            points = bits[at + ahead] << shift >> cut & 255
                            frame[at] = (frame[at] | points) ^ (points & clear)
                            at += 1
                    if not shift:
                        cut = 8
                    cut += 8
                    page += 1
                if shift:
                    page -= 1
                source += w
                rows -= 8
        return start
