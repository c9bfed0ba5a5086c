# The glyphs are what the converter made, and the notice that comes with them is kept.

from __future__ import annotations

import hashlib
from pathlib import Path

from ionto.panel.draw import fonts
from tools.panel import make_fonts


def test_file_is_as_made(root: Path) -> None:
    text = (root / "firmware/ionto/panel/draw/fonts.py").read_text("utf-8")
    body, _, last = text.rstrip("\n").rpartition("\n")
    assert last == f"# sha256 of the lines above: {hashlib.sha256((body + chr(10)).encode()).hexdigest()}"
    if all((make_fonts.X11 / file).exists() for _name, file, _cap, _chars in make_fonts.FONTS):
        assert make_fonts.build() == text


def test_command_named_in_the_file_is_the_one_that_makes_it(root: Path) -> None:
    text = (root / "firmware/ionto/panel/draw/fonts.py").read_text("utf-8")
    assert f"Made by `{make_fonts.COMMAND}`" in text
    assert make_fonts.COMMAND.split()[-1] == make_fonts.__name__


def test_notice_of_the_source_is_kept(root: Path) -> None:
    notice = (root / "docs/fonts-licence.txt").read_text("utf-8")
    text = (root / "firmware/ionto/panel/draw/fonts.py").read_text("utf-8")
    for holder in ("1984-1989, 1994 Adobe Systems Incorporated", "1988, 1994 Digital Equipment Corporation"):
        assert holder in notice
        assert holder in text
    assert "docs/fonts-licence.txt" in text
    assert "without fee is hereby" in notice


def test_every_glyph_fits_its_cell_and_its_advance() -> None:
    for cap, height, _first, index, bits in (fonts.TEXT, fonts.TITLE, fonts.SET, fonts.MINUTES, fonts.MEASURED):
        for at in range(0, len(index), 4):
            shape = index[at + 3]
            width, left = shape & 31, shape >> 5 & 3
            rows = height if shape & 128 else cap
            assert left + width <= index[at + 2]
            assert (index[at] | index[at + 1] << 8) + width * ((rows + 7) // 8) <= len(bits)
            assert width * ((rows + 7) // 8) <= 64


def test_digits_of_one_size_are_equally_wide_so_that_numbers_do_not_jump() -> None:
    for _cap, _height, first, index, _bits in (fonts.TEXT, fonts.TITLE, fonts.SET, fonts.MINUTES, fonts.MEASURED):
        assert len({index[(code - first) * 4 + 2] for code in b"0123456789"}) == 1
