# What is printed: every guide has two pages, the manual all of its pages; nothing is left out in silence.

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

import pytest

from tools.image import languages
from tools.manual import __main__ as command
from tools.manual import pdf, pictures, source


@cache
def sheets() -> dict[str, pdf.Sheet]:
    return pdf.sheets()


def printed_pages(content: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", content))


@pytest.mark.parametrize("name", languages.languages())
def test_the_quick_guide_is_two_pages(name: str) -> None:
    sheet = sheets()[f"quick_{name}"]
    content = bytes(pdf.quick(name).output())
    assert sheet.pages_count == printed_pages(content) == command.QUICK_PAGES
    assert bytes(pdf.quick(name).output()) == content, "the same bytes twice"
    shown = set(source.SCREEN.findall(source.quick(name).read_text("utf-8")))
    assert len(re.findall(rb"/Subtype /Image", content)) == len(shown) > 10


def test_a_guide_that_grows_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = source.quick("en").read_text("utf-8")
    (tmp_path / "quick.md").write_text(text + "\nMore of it.\n" * 60, "utf-8")
    monkeypatch.setattr(source, "FOLDER", tmp_path)
    monkeypatch.setattr(pdf, "sheets", lambda: {"manual": sheets()["manual"], "quick_en": pdf.quick("en")})
    assert command.main(["--out", str(tmp_path / "out")]) == 1
    assert "does not have 2 pages" in capsys.readouterr().err


def test_the_command_writes_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--out", str(tmp_path)]) == 0
    assert {path.stem for path in tmp_path.glob("*.pdf")} == {"manual", *(f"quick_{n}" for n in languages.languages())}
    assert "2 pages" in capsys.readouterr().out
    (tmp_path / "file").write_text("")
    assert command.main(["--out", str(tmp_path / "file")]) == 2


def test_the_manual_has_all_its_pages() -> None:
    titles = [source.page(f"{page}.md").partition("\n")[0].removeprefix("# ") for page in source.PAGES]
    outline = [section.name for section in sheets()["manual"]._outline if section.level == 0]
    assert outline == titles
    text = "".join(source.page(f"{page}.md") for page in source.PAGES)
    assert len(text) > 15_000 and sheets()["manual"].pages_count >= 8


@pytest.mark.parametrize("text", ["> quoted", "    code", "a ~~b~~ <kbd>c</kbd>", "<hr />"])
def test_what_the_page_cannot_set_is_told(text: str) -> None:
    with pytest.raises(pdf.PdfError, match="without it"):
        pdf.add(pdf.Sheet("x", "en"), text)


def test_a_picture_that_there_is_not_is_told() -> None:
    with pytest.raises(pictures.PictureError, match="no_such"):
        pdf.add(pdf.Sheet("x", "en"), "1. <!-- screen: no_such --> x")


def test_a_page_that_is_full_goes_on_with_its_picture() -> None:
    sheet = pdf.Sheet("x", "en")
    pdf.add(sheet, "# x\n\n" + "\n".join(f"{n}. <!-- screen: run --> x" for n in range(1, 25)))
    content = bytes(sheet.output())
    assert sheet.pages_count == 3
    drawn = [zlib.decompress(stream) for stream in re.findall(rb"stream\r?\n(x.+?)\r?\nendstream", content, re.S)]
    assert sum(part.count(b" Do Q") for part in drawn) == 24
