# Writes made-up rows of glyphs into made-up pictures, and the same through framebuf, and tells whether they agree.
# Judges nothing. Runs under both interpreters: as plain source on the stand-in for framebuf, as machine code on the
# real one.

import binascii

import framebuf

from ionto.panel.draw import canvas
from ionto.panel.draw.glyph_blit import Font

FONTS = (canvas.TEXT, canvas.TITLE, canvas.SET, canvas.MINUTES, canvas.MEASURED, canvas._ICONS)
LINE_FEED = 10
SWAP = framebuf.FrameBuffer(bytearray(b"\x01\x00"), 2, 1, framebuf.MONO_VLSB)


class Numbers:
    """A row of numbers that is the same everywhere."""

    def __init__(self, seed: int) -> None:
        self._state = seed + 1

    def below(self, most: int) -> int:
        """0 .. most - 1, most up to 2**12."""
        self._state = self._state * 75 % 65_537
        return (self._state >> 3) % most


def through_framebuf(picture: bytearray, font: Font, data: bytes, start: int, x: int, top: int, ink: int) -> int:
    """What Font.write promises, a glyph a blit."""
    frame = framebuf.FrameBuffer(picture, 128, 64, framebuf.MONO_VLSB)
    while start < len(data):
        code = data[start]
        start += 1
        if code == LINE_FEED and font.cap:
            return start
        entry = (code - font.first) * 4
        if not 0 <= entry < len(font.index):
            entry = 0
        low, high, advance, shape = font.index[entry : entry + 4]
        w = shape & 31
        rise, advance = advance >> 6 & 2, advance & 127
        rows = (font.height if shape & 128 else font.cap) + rise if font.cap else advance
        if w:
            at = low | high << 8
            cell = bytearray(font.bits[at : at + w * ((rows + 7) // 8)])
            left = x + (shape >> 5 & 3)
            if ink:
                frame.blit([cell, w, rows, framebuf.MONO_VLSB], left, top - rise, 0)
            else:
                frame.blit([cell, w, rows, framebuf.MONO_VLSB], left, top - rise, 1, SWAP)
        x += advance
    return start


def told(seed: int, turns: int) -> "list[str]":
    """A line a row of glyphs: which font, whether the pictures agree, their checksum, where the next line begins."""
    dice = Numbers(seed)
    lines = []
    for _ in range(turns):
        number = dice.below(len(FONTS))
        font = FONTS[number]
        glyphs = len(font.index) // 4
        picture = bytearray([dice.below(256) for _ in range(1024)])
        twin = bytearray(picture)
        # Some codes that the font lacks, and now and then a line feed.
        data = bytes(
            [LINE_FEED if dice.below(12) == 0 else max(0, font.first + dice.below(glyphs + 4) - 2) for _ in range(6)]
        )
        start, x, top, ink = dice.below(3), dice.below(190) - 45, dice.below(104) - 32, dice.below(2)
        following = font.blit(picture, data, start, x, top, ink)
        agree = following == through_framebuf(twin, font, data, start, x, top, ink) and picture == twin
        lines.append(
            "%d %s %d %d %d"
            % (number, "same" if agree else "differs", binascii.crc32(picture), following, font.width(data, start))
        )
    return lines
