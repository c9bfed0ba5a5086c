# Texts by key: the sources' ranks are as made, each mistake in a file is told, another language is one file.

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from host_tests.image.test_image import clone
from host_tests.support import wording
from host_tests.support.unit_bench import Bench
from ionto.app.desk import Desk
from ionto.panel import language, texts
from ionto.records import settings as se
from ionto.safety import faults
from ionto.treatment import events as ev
from ionto.treatment import setup as su
from tools import image
from tools.image import languages, sizes
from tools.image import texts as command


@pytest.fixture
def house(root: Path, tmp_path: Path) -> Path:
    """The files that languages are made from."""
    for path in (languages.TEXTS, languages.FONTS, languages.FAULTS):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, tmp_path / path)
    shutil.copytree(root / languages.FOLDER, tmp_path / languages.FOLDER)
    return tmp_path


def edit(house: Path, path: Path, before: str, after: str) -> None:
    text = (house / path).read_text("utf-8")
    assert before in text
    (house / path).write_text(text.replace(before, after, 1), "utf-8")


EN = languages.FOLDER / "en.csv"


def test_texts_are_as_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--check"]) == 0, capsys.readouterr().err


def test_what_the_sources_know_is_what_the_file_says() -> None:
    read = languages.read()
    assert texts.COUNT == len(texts.ENGLISH) == len(read.english)
    assert {name: getattr(texts, name) for name in read.names} == read.names
    by_key = dict(zip(read.english, languages.wording("en", read), strict=True))
    assert texts.ENGLISH == tuple(by_key.values())
    assert wording.cause(faults.A_B_DISAGREE) == by_key["cause.A_B_DISAGREE"] == b"The two current meters\ndisagree."
    assert wording.next_step(faults.A_B_DISAGREE) == by_key["RESTART"]
    assert wording.cause(faults.OVERCURRENT_B) == wording.cause(faults.OVERCURRENT_A)
    assert by_key["KOHM"] == b"k\x80"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("key,text,comment", "key,text", "en.csv:1: the first line must be key,text,comment"),
        ("FEET,Feet,", "FEET,Feet", "en.csv:20: 2 columns"),
        ("FEET,Feet,", "HANDS,Feet,", "en.csv:20: 'HANDS' is there twice"),
        ("FEET,Feet,", "Feet,Feet,", "en.csv:20: 'Feet' is no key"),
        ("FEET,Feet,", "FEET,=HAND,", "en.csv: FEET is =HAND, which has no text of its own"),
        ("FEET,Feet,", "FEET,=cause.OVERCURRENT_B,", "en.csv: FEET is =cause.OVERCURRENT_B, which has no text"),
        ("FEET,Feet,", "FEET,F\u0171,", "en.csv: FEET: no font has '\u0171'"),
        ("FEET,Feet,", "FEET," + 256 * "x" + ",", "en.csv: FEET has more than 255"),
        ("FEET,Feet,", 'FEET,"Feet', "en.csv cannot be read"),
        ("cause.LEAK,", "cause.LEAKS,", "en.csv has no cause.LEAK"),
        ("next.LEAK,", "next.LEAKS,", "en.csv has no next.LEAK"),
        ("cause.DRYING,", "next.DRYING,=RESTART,\ncause.DRYING,", "en.csv: next.DRYING: a fault of this kind"),
        ("NO_STEP,", "NO_STEPS,", "en.csv has no NO_STEP"),
        ("cause.LEAK,", "cause.LEAKS,x,\ncause.LEAK,", "en.csv: cause.LEAKS is no fault"),
        ("FEET,Feet,", "FEET,Foot,", "texts.py does not go with firmware/languages/en.csv"),
    ],
)
def test_a_mistake_is_told_with_its_place(house: Path, before: str, after: str, told: str) -> None:
    edit(house, EN, before, after)
    with pytest.raises(languages.LanguageError) as error:
        languages.build(house)
    assert told in str(error.value)


@pytest.mark.parametrize("path", [EN, languages.TEXTS, languages.FONTS, languages.FAULTS])
def test_a_missing_file_is_told(house: Path, path: Path) -> None:
    (house / path).unlink()
    with pytest.raises(languages.LanguageError, match=f"{path} cannot be read"):
        languages.build(house)


def test_bytes_that_are_no_utf_8_are_told(house: Path) -> None:
    (house / EN).write_bytes(b"\xff" + (house / EN).read_bytes())
    with pytest.raises(languages.LanguageError, match=r"en\.csv cannot be read(.|\n)*UTF-8"):
        languages.build(house)


def test_a_new_fault_without_texts_is_told(house: Path) -> None:
    edit(house, languages.FAULTS, "TIME_CAP_B = const(229)", "TIME_CAP_B = const(229)\nTOO_WARM = const(230)")
    with pytest.raises(languages.LanguageError, match=r"has no cause\.TOO_WARM"):
        languages.build(house)


def test_a_new_fault_is_told_by_its_rows(house: Path) -> None:
    edit(house, languages.FAULTS, "TIME_CAP_B = const(229)", "TIME_CAP_B = const(229)\nTOO_WARM = const(231)")
    edit(house, EN, "cause.LEAK,", "cause.TOO_WARM,It is too warm.,\nnext.TOO_WARM,=CHARGE,\ncause.LEAK,")
    read = languages.read(house)
    rank = {key: number for number, key in enumerate(read.english)}
    unknown = [rank["cause.NONE"], rank["RESTART"]]
    assert list(read.faults[faults.T1][-4:]) == [*unknown, rank["cause.TOO_WARM"], rank["CHARGE"]]


@pytest.mark.parametrize(
    ("row", "told"),
    [("HAND,Hand,", "de.csv: HAND: en.csv has no such text"), ("EMPTY,=HANDS,", "de.csv: EMPTY: =HANDS: only en.csv")],
)
def test_another_language_has_keys_of_the_first_and_texts_only(house: Path, row: str, told: str) -> None:
    path = house / languages.FOLDER / "de.csv"
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    with pytest.raises(languages.LanguageError) as error:
        languages.build(house)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [("STORED_AS,1,", "STORED_AS,2,"), ("STORED_AS,1,", "STORED_AS,9,"), ("OWN_NAME,Deutsch,\n", "")],
)
def test_each_language_has_a_name_and_a_number_of_its_own(house: Path, before: str, after: str) -> None:
    edit(house, languages.FOLDER / "de.csv", before, after)
    with pytest.raises(languages.LanguageError, match="STORED_AS"):
        languages.build(house)


@pytest.mark.parametrize("name", languages.languages())
def test_no_language_lacks_a_text(name: str) -> None:
    """On the glass it would be English; `make image` builds it all the same."""
    texts_read = languages.read()
    assert sorted(texts_read.english.keys() - languages.translated(name, texts_read).keys()) == []


# What may mean lye, not what is baked with: nobody may read that it belongs into the water.
CAUSTIC = {
    "fr": r"\bsoude\b",
    "es": r"\bsos?[ad]a?\b",
    "it": r"\bsoda\b",
    "pt": r"\bsoda\b",
    "pl": r"\bsod\w+(?! oczysz)",
}
BAKING = {"en": "baking soda", "de": "Natron", "nl": "zuiveringszout", "pl": "sody oczyszczonej"}


@pytest.mark.parametrize("name", languages.languages())
def test_baking_soda_is_no_word_that_may_mean_lye(name: str) -> None:
    read = languages.read()
    told = read.english if name == languages.FIRST else languages.translated(name, read)
    plain = {key: text.replace("-|", "").replace("|", " ") for key, text in told.items()}
    advice = [key for key in plain if "soda" in read.english[key]]
    assert len(advice) >= 10
    for key in advice:
        assert BAKING.get(name, "bicarbonat") in plain[key], key
        assert not re.search(CAUSTIC.get(name, "lye"), plain[key], re.IGNORECASE), key


def test_the_eight_languages_are_there() -> None:
    assert [name for name, _own in languages.by_number()] == ["en", "de", "fr", "es", "it", "pt", "nl", "pl"]


def test_numbers_have_a_decimal_comma_outside_english() -> None:
    read = languages.read()
    for name in languages.languages():
        own = languages.translated(name, read)
        assert own["DECIMAL"] == ("." if name == "en" else ",")
        for key, text in own.items():
            assert not re.search(r"\d\.\d" if name != "en" else r"\d,\d", text), (name, key)


class _Folder:
    """Languages as they are installed; `broken`: the one file that is cut short."""

    def __init__(self, broken: str = "") -> None:
        self.files, _lacking = languages.build()
        self.broken = broken

    def open(self, path: str, mode: str) -> io.BytesIO:
        if path.removeprefix("/") not in self.files:
            raise OSError(2)
        data = self.files[path.removeprefix("/")]
        return io.BytesIO(data[:-9] if self.broken and self.broken in path else data)


def test_the_language_stored_is_loaded_and_what_cannot_be_read_leaves_the_one_before() -> None:
    try:
        assert language.choose(7, _Folder().open) == 0
        assert wording.said(texts.DECIMAL) == b","
        polish = wording.said(texts.HANDS)
        assert polish != b"Hands"
        assert language.choose(0, _Folder().open) == 0
        for number, folder in ((1, _Folder("de.dat")), (15, _Folder()), (-1, _Folder())):
            assert language.choose(number, folder.open) == 1
            assert wording.said(texts.HANDS) == b"Hands"
        missing = _Folder()
        del missing.files["languages/fr.dat"]
        assert language.choose(2, missing.open) == 1
        assert wording.said(texts.FEET) == b"Feet"
    finally:
        language.choose(0, _Folder().open)


def test_a_language_chosen_in_the_settings_speaks_at_once_and_is_kept() -> None:
    bench = Bench()
    unit, folder = bench.unit, _Folder("fr.dat")
    bench.hw.open_file = folder.open
    try:
        desk = Desk(unit.keeper, unit.setup, (bench.hw, unit.readings, unit.mail), 0)
        desk.open(su.SETTINGS)
        for choice, kept in ((1, 1), (2, 1)):  # German; French cannot be read
            while not desk.sheet.rows[desk.sheet.cursor][0] == wording.said(texts.LANGUAGE):
                desk.handle(ev.DOWN)
            desk.handle(ev.OK)
            while desk.sheet.cursor != choice:
                desk.handle(ev.DOWN)
            desk.handle(ev.OK)
            assert unit.keeper.settings.values[se.LANGUAGE] == kept
            assert wording.said(texts.LANGUAGE) == b"Sprache"
            assert desk.sheet.rows[-1] == (b"Sprache", b"Deutsch")
    finally:
        language.choose(0, _Folder().open)


def test_another_language_is_one_file_and_english_where_it_lacks_a_text(
    root: Path, tmp_path: Path, micropython: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    copy = clone(root, tmp_path / "house")
    rows = "key,text,comment\nOWN_NAME,Deutsch,\nSTORED_AS,1,\nHANDS,H\N{MIDDLE DOT}nde,\n"
    (copy / languages.FOLDER / "de.csv").write_text(rows, "utf-8")
    built = image.build("pico", tmp_path / "fs", copy)
    sizes.show(built)
    assert f"de: {texts.COUNT - 1} texts are English" in capsys.readouterr().out
    folder = os.path.relpath(built.folder, image.ROOT)
    script = (
        "from ionto.panel import language\n"
        f"with open('{folder}/languages/de.dat', 'rb') as file: language.load(file)\n"
        "said = lambda r: language.data[language.starts[r] : language.data.find(bytes(1), language.starts[r])]\n"
        f"print(said({texts.HANDS}), said({texts.FEET}), said(language.cause({faults.USB_PRESENT})))"
    )
    assert micropython(script, paths=(folder,)).strip() == r"b'H\x82nde' b'Feet' b'USB is plugged in.'"
