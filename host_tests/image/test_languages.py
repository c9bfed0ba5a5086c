# Texts by key: the sources' ranks are as made, each mistake in a file is told, another language is one file.

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from host_tests.image.test_image import clone
from host_tests.support import wording
from ionto.panel import texts
from ionto.safety import faults
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
        ("FEET,Feet,", "FEET,Feet", "en.csv:18: 2 columns"),
        ("FEET,Feet,", "HANDS,Feet,", "en.csv:18: 'HANDS' is there twice"),
        ("FEET,Feet,", "Feet,Feet,", "en.csv:18: 'Feet' is no key"),
        ("FEET,Feet,", "FEET,=HAND,", "en.csv: FEET is =HAND, which has no text of its own"),
        ("FEET,Feet,", "FEET,=cause.OVERCURRENT_B,", "en.csv: FEET is =cause.OVERCURRENT_B, which has no text"),
        ("FEET,Feet,", "FEET,F\u00fc\u00dfe,", "en.csv: FEET: no font has '\u00fc'"),
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
    [("HAND,Hand,", "de.csv: HAND: en.csv has no such text"), ("FEET,=HANDS,", "de.csv: FEET: =HANDS: only en.csv")],
)
def test_another_language_has_keys_of_the_first_and_texts_only(house: Path, row: str, told: str) -> None:
    (house / languages.FOLDER / "de.csv").write_text(f"key,text,comment\n{row}\n")
    with pytest.raises(languages.LanguageError) as error:
        languages.build(house)
    assert told in str(error.value)


def test_another_language_is_one_file_and_english_where_it_lacks_a_text(
    root: Path, tmp_path: Path, micropython: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    copy = clone(root, tmp_path / "house")
    (copy / languages.FOLDER / "de.csv").write_text("key,text,comment\nHANDS,H\N{MIDDLE DOT}nde,\n", "utf-8")
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
