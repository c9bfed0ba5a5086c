# The gallery: every screen in every language, and its wording as it is kept; sizes of what is read at arm's length.

from __future__ import annotations

from pathlib import Path

import pytest

from ionto.panel.draw.canvas import MEASURED, MINUTES, SET, TEXT, TITLE
from tools.image import languages
from tools.panel import gallery
from tools.panel.examples import EXAMPLES


@pytest.mark.parametrize("name", languages.languages())
def test_the_wording_kept_is_what_the_screens_say(name: str) -> None:
    kept = (gallery.WORDING / f"{name}.txt").read_text("utf-8")
    assert gallery.wording(name).splitlines() == kept.splitlines(), "make gallery WORDING=1"


def test_no_screen_of_another_language_says_anything_in_english() -> None:
    english = languages.read()
    parts = {part for text in english.english.values() for part in text.split("|") if any(map(str.isalpha, part))}
    for name in languages.languages()[1:]:
        own = {part for text in languages.translated(name, english).values() for part in text.split("|")}
        gallery.speak(name)
        try:
            for example in EXAMPLES:
                strange = [told for told in gallery.words_of(example) if told in parts and told not in own]
                assert not strange, (name, example, strange)
        finally:
            gallery.speak(languages.FIRST)


def test_every_screen_is_a_picture_by_its_name(tmp_path: Path) -> None:
    gallery.write(tmp_path, ["pl"])
    named = {path.stem.split("_", 1)[1] for path in (tmp_path / "pl").glob("*.png")}
    assert named == set(EXAMPLES)
    assert (tmp_path / "sheet_pl.png").exists()


def test_pictures_of_a_run_before_are_gone_and_nothing_else_is(tmp_path: Path) -> None:
    stale = [tmp_path / "pl" / "07_gone.png", tmp_path / "pl" / "old" / "gone.png", tmp_path / "old_pl.png"]
    others = [tmp_path / "pl" / "mine.txt", tmp_path / "de" / "01_selftest.png", tmp_path / "old_de.png"]
    for path in (*stale, *others):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    gallery.write(tmp_path, ["pl"])
    assert [path for path in stale if path.exists()] == []
    assert [path for path in others if not path.exists()] == []
    assert len(list((tmp_path / "pl").rglob("*.png"))) == len(EXAMPLES)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert gallery.main(["--out", str(tmp_path / "file")]) == 2
    assert "gallery: " in capsys.readouterr().err


def test_what_is_read_at_arms_length_is_large() -> None:
    assert MEASURED.cap >= 24
    assert min(MINUTES.cap, SET.cap) >= 16
    assert min(TEXT.cap, TITLE.cap) >= 8
