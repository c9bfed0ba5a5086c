# Looks at all that a screen draws: what is cut, what stands on something else, what a part costs. Judges nothing.

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import framebuf

from ionto.panel.draw.canvas import Canvas
from ionto.panel.draw.glyph_blit import Font
from ionto.panel.screens import selector
from ionto.panel.status import Status

# What a part costs on the emulated chip, µs, beside the 0.1 to 0.25 ms of finding out what is to be drawn.
WRITE_US, BYTE_US, SHAPE_US, POINT_US = 90, 1.0, 25, 0.11
PART_US = 750


BLIT, FILL_RECT = Font.blit, framebuf.FrameBuffer.fill_rect


class Glass:
    """Looks at everything that is drawn: ink outside the glass, ink on ink (a glyph must stand on its contrary), and
    what a part costs.
    """

    def __init__(self) -> None:
        self.memory = bytearray(1024)
        self.canvas = Canvas(self.memory)
        self.faults: list[str] = []
        self.cost_us = 0.0

    def blit(self, font: Font, picture: bytearray, data: bytes, start: int, x: int, top: int, ink: int) -> int:
        """In the place of Font.blit."""
        before = bytes(picture)
        following = BLIT(font, picture, data, start, x, top, ink)
        inked: set[tuple[int, int]] = set()
        for code in data[start:].split(b"\0")[0].split(b"\n")[0] if font.cap else data[start:]:
            entry = (code - font.first) * 4
            low, high, advance, shape = font.index[entry : entry + 4]
            w = shape & 31
            rise, advance = advance >> 6 & 2, advance & 127
            rows = (font.height if shape & 128 else font.cap) + rise if font.cap else advance
            left = x + (shape >> 5 & 3)
            for column in range(w):
                for row in range(rows):
                    if font.bits[(low | high << 8) + column + row // 8 * w] >> row % 8 & 1:
                        point = (left + column, top - rise + row)
                        if point in inked or pixel(before, *point) != 1 - ink:
                            self.faults.append(f"ink of a glyph at {left},{top} on ink or outside: {point}")
                        inked.add(point)
            self.cost_us += BYTE_US * w * ((rows + (top & 7) + 7) // 8)
            x += advance
        self.cost_us += WRITE_US
        return following

    def fill_rect(self, frame: framebuf.FrameBuffer, x: int, y: int, w: int, h: int, c: int) -> None:
        """In the place of framebuf's; each line is one as well."""
        self.cost_us += SHAPE_US + POINT_US * w * h
        FILL_RECT(frame, x, y, w, h, c)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Meanwhile."""
        with (
            mock.patch.object(Font, "blit", lambda font, *words: self.blit(font, *words)),
            mock.patch.object(framebuf.FrameBuffer, "fill_rect", lambda frame, *words: self.fill_rect(frame, *words)),
        ):
            yield


def pixel(picture: bytes, x: int, y: int) -> int | None:
    """None outside."""
    return picture[y // 8 * 128 + x] >> y % 8 & 1 if 0 <= x < 128 and 0 <= y < 64 else None


def looked_at(status: Status) -> tuple[list[str], int]:
    """Faults seen while a status is drawn, and how many parts it took."""
    glass = Glass()
    screen, part, parts = selector.screen_of(status), 0, 0
    with glass.looking():
        while part >= 0:
            part = selector.render_part(status, glass.canvas, screen, part)
            parts += 1
            if glass.cost_us > PART_US:
                glass.faults.append(f"part {parts} costs {glass.cost_us:.0f} µs")
            glass.cost_us = 0
    return glass.faults, parts
