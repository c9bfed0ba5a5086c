# The gallery's flows on the simulated unit, which runs the shipped image: every act changes the glass, nothing on it is
# English in another language, and the practice shows what a treatment would.

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tools.harness.screen_reader import Reader
from tools.image import languages
from tools.panel import flows, gallery

ENGLISH = ("selftest", "press_stop", "language")  # nobody has chosen yet


def lines(glass: bytes) -> list[str]:
    return [str(line) for line in Reader().read(bytearray(glass)).lines]


def english_parts(name: str) -> set[str]:
    """Lines of the English texts that this language says otherwise."""
    english = languages.read()
    own = {part for text in languages.translated(name, english).values() for part in text.split("|")}
    return {part for text in english.english.values() for part in text.split("|")} - own


def test_first_treatment_in_polish_from_the_first_switch_on() -> None:
    told = dict(flows.pictures("first", "pl"))
    assert list(told) == [name for name, _ in flows.FLOWS["first"]]
    for (before, was), (after, glass) in pairwise(told.items()):
        assert was != glass and glass, (before, after)
    strange = english_parts("pl")
    for name, glass in told.items():
        if name not in ENGLISH:
            assert lines(glass) and not strange & set(lines(glass)), (name, lines(glass))
    assert "Press STOP now" in strange & set(lines(told["press_stop"])), "English is seen where it is"
    assert any("4,0 mA" in line for line in lines(told["next_time"]))


def test_practice_shows_contact_a_pause_and_a_share() -> None:
    told = {name: lines(glass) for name, glass in flows.pictures("practice", "en")}
    assert all(told[name][0].startswith("PRACTICE") for name in told if name.startswith("practice_") and name not in (
        "practice_chosen", "practice_over"))  # fmt: skip
    assert "You will feel a light tingle." in told["practice_contact"]
    assert "7 s" in " ".join(told["practice_paused"])
    assert "30" in " ".join(told["practice_summary"]).split() and "Where?" in told["practice_over"]


def test_menus_in_french_with_its_decimal_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "FLOWS", {"menus": flows.FLOWS["menus"]})
    seen: dict[str, bytes] = {}
    whole = flows.pictures

    def kept(flow: str, name: str) -> list[flows.Picture]:
        found = list(whole(flow, name))
        seen.update(found)
        return found

    monkeypatch.setattr(flows, "pictures", kept)
    assert gallery.main(["--language", "fr", "--out", str(tmp_path)]) == 0
    assert {path.stem for path in (tmp_path / "fr" / "menus").glob("*.png")} == {n for n, _ in flows.FLOWS["menus"]}
    assert (tmp_path / "menus_fr.png").exists()
    assert "0,0" in " ".join(lines(seen["measured"])) and "." not in " ".join(lines(seen["measured"]))
    for name, glass in seen.items():
        if name not in ENGLISH:
            assert not english_parts("fr") & set(lines(glass)), name
