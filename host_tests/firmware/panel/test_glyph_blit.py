# Glyphs put by machine code against the same glyphs through framebuf: to the pixel, everywhere, cut at every edge.

from __future__ import annotations

from collections.abc import Callable

import pytest

from host_tests.on_micropython import glyph_blit_cases
from ionto.panel.draw.canvas import MEASURED, MINUTES, SET, TEXT, TITLE
from ionto.panel.draw.glyph_blit import Font

SEEDS, TURNS = 4, 150
SCRIPT = f"""
from host_tests.on_micropython import glyph_blit_cases
for seed in range({SEEDS}):
    for line in glyph_blit_cases.told(seed, {TURNS}):
        print(line)
"""


def test_glyphs_are_those_of_framebuf_under_both_interpreters(micropython: Callable[..., str]) -> None:
    plain = [line for seed in range(SEEDS) for line in glyph_blit_cases.told(seed, TURNS)]
    assert {line.split()[0] for line in plain} == set("012345"), "every font is in it"
    assert {line.split()[1] for line in plain} == {"same"}
    assert micropython(SCRIPT, paths=(".", "firmware")).splitlines() == plain


def test_every_glyph_at_every_row_and_over_both_sides() -> None:
    for number, font in enumerate(glyph_blit_cases.FONTS):
        for code in range(font.first, font.first + len(font.index) // 4):
            for x, top in [(-9, 3), (-1, -5), (121, 58), (60, 13)] + [(60, top) for top in range(-25, 64, 9)]:
                picture, other = bytearray(b"\xa5" * 1024), bytearray(b"\xa5" * 1024)
                font.blit(picture, bytes((code,)), 0, x, top, code & 1)
                glyph_blit_cases.through_framebuf(other, font, bytes((code,)), 0, x, top, code & 1)
                assert picture == other, (number, code, x, top)


@pytest.mark.parametrize("font", [TEXT, TITLE, SET, MINUTES, MEASURED])
def test_width_ends_at_the_last_column_with_ink(font: Font) -> None:
    data = b"0174"
    picture = bytearray(1024)
    font.blit(picture, data, 0, 10, 16, 1)
    inked = [x for x in range(128) if any(picture[128 * page + x] for page in range(8))]
    assert inked[0] in (10, 11)
    assert 10 + font.width(data, 0) - 2 <= inked[-1] <= 10 + font.width(data, 0)
    assert font.width(data, 0) == font.width(data[:1], 0) + 1 + font.width(data, 1)


def test_the_next_line_begins_behind_the_line_feed() -> None:
    picture, alone = bytearray(1024), bytearray(1024)
    assert TEXT.blit(picture, b"no\nyes", 0, 0, 0, 1) == 3
    TEXT.blit(alone, b"no", 0, 0, 0, 1)
    assert picture == alone
    assert TEXT.blit(picture, b"no\nyes", 3, 0, 0, 1) == 6
