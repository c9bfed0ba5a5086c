# make logs PERSON=: one person's diary, as files, from records and from a live unit; nobody else's.

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from host_tests.support.live_port import LivePort, live
from ionto.records import diary as di
from ionto.records import settings as se
from ionto.safety import faults
from tools.device import backup, command, history, logs, person, person_page, port
from tools.device.desk import Desk, DeskError

MINUTE = 13_860_000


class Memory:
    """Files of a flash that never fails."""

    def __init__(self) -> None:
        self.data: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        return self.data.get(name)

    def write(self, name: str, data: bytes) -> None:
        self.data[name] = bytes(data)

    def rename(self, old: str, new: str) -> None:
        self.data[new] = self.data.pop(old)

    def remove(self, name: str) -> None:
        del self.data[name]


def family() -> Memory:
    """Nobody's name, then Zoe; a treatment of each day, every third Zoe's; one of hers was cut."""
    files = Memory()
    settings = se.Settings(cast("Any", files))
    settings.load()
    settings.add()
    settings.call(b"Zoe")
    settings.set_of(se.AGE, 2)
    settings.put(1, se.SESSIONS, 34)
    settings.put(1, se.LAST_UA, 9_000)
    settings.put(1, se.SEVERITY, 2)
    assert settings.store() == 0 and settings.store() == 0
    zoe = settings.of(se.KEY)
    diary = di.Diary(cast("Any", files))
    for number in range(1, 101):
        who = zoe if number % 3 == 0 else 0
        cause = faults.A_B_DISAGREE if number == 99 else 0
        site = 1 if who else 0
        diary.add((number, MINUTE + 1440 * number, 170_000 + number, who, 9_000, 61, cause, site, 20,
                   3 if cause else 1, 0, 1, 1 + number % 4, number % 5))  # fmt: skip
    return files


class Paper:
    """Answers `read 0` and `diary` from files, as the unit's desk does; `spoil` may change an answer."""

    def __init__(self, files: Memory, spoil: Any = None) -> None:
        self._files = files
        self._spoil = spoil or (lambda values: values)
        settings = se.Settings(cast("Any", files))
        settings.load()
        self.values = list(settings.values)
        self.asked: list[int] = []

    def record(self, which: int) -> tuple[int, list[int]]:
        assert which == history.SETTINGS
        return 0, self.values

    def ask(self, word: str, *values: int) -> list[int]:
        assert word == "diary"
        who, number, first = values
        self.asked.append(who)
        rows = [row[:-1] for row in di.whole(self._files.data.get(f"diary.{number}", b"")) if row[di.WHO] == who]
        told = [di.VERSION, 0, len(rows)]
        for row in rows[first : first + 2]:
            told += row
        return list(self._spoil(told))


UNIT = history.Unit("0.1.0", "pico", 9, False, [], [], [], True, 77, {})


@pytest.mark.parametrize("asked", ["zoe", "ZOE", "2", " Zoe "])
def test_one_persons_rows_come_whole_in_order_and_nobody_elses(asked: str) -> None:
    paper = Paper(family())
    own = person.read(cast("Desk", paper), asked)
    assert (own.number, own.name, own.age, own.damaged) == (2, "Zoe", "12 to 15 years", 0)
    assert [t.session for t in own.treatments] == list(range(3, 101, 3))
    assert len(set(paper.asked)) == 1, "nobody else was asked about"
    last = own.treatments[-1]
    assert last.ended.startswith(faults.label(faults.A_B_DISAGREE)) and last.site == "feet" and last.began == "B+"
    assert (last.ma_min, last.planned_ma, last.limited_s, last.pauses, last.felt) == (
        170.099,
        9.0,
        61,
        1,
        "skin dry or red",
    )
    assert own.sites[1].treatments == 34 and own.sites[1].sweating == 2


def test_its_files_are_hers_alone_and_print_by_themselves(tmp_path: Path) -> None:
    own = person.read(cast("Desk", Paper(family())), "2")
    paths = logs.write_person(own, UNIT, tmp_path)
    assert {path.parent.name for path in paths} == {"2-Zoe"} and not list(tmp_path.rglob("*.part"))
    rows = list(csv.DictReader(paths[0].open(encoding="utf-8")))
    assert len(rows) == 33 and {row["site"] for row in rows} == {"feet"}
    assert [int(row["session"]) for row in rows] == list(range(3, 101, 3))
    assert json.loads(paths[1].read_text("utf-8"))["treatments"][0]["ma_min"] == 170.003
    page = paths[2].read_text("utf-8")
    assert "Diary of Zoe" in page and "person 1" not in page and "not a medical device" in page
    assert page.count("<tr>") == 2 + 1 + 33 and "<svg" in page and "@media print" in page and "<thead>" in page
    assert not re.search(r"<script|<link|<img|src=|@import", page), "it needs nothing else"
    assert person_page.page(own, UNIT) == page, "the same bytes each time"


def test_nobody_of_that_name_is_told_with_the_names_there_are(tmp_path: Path) -> None:
    paper = cast("Desk", Paper(family()))
    for asked in ("Anna", "3", "0", ""):
        with pytest.raises(command.Refused, match="1 person 1, 2 Zoe"):
            person.read(paper, asked)
    with pytest.raises(command.Refused, match="name of several; take the number"):
        person.chosen("ben", ["Ben", "BEN"])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda values: [di.VERSION + 1, *values[1:]], "newer version"),
        (lambda values: [*values, 1], "another shape"),
    ],
)
def test_rows_that_this_tool_does_not_know_are_refused(spoil: Any, told: str) -> None:
    with pytest.raises(DeskError, match=told):
        person.read(cast("Desk", Paper(family(), spoil)), "2")


def test_damaged_rows_are_told_on_the_page() -> None:
    own = person.read(cast("Desk", Paper(family(), lambda values: [values[0], 1, *values[2:]])), "2")
    assert own.damaged == di.FILES and "8 rows of the unit's diary" in person_page.page(own, UNIT)


# ---------------------------------------------------------------- a live unit


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Iterator[LivePort]:
    """With the family's records on its flash; its self-test is on its way."""
    with live(tmp_path_factory.mktemp("live"), installed, "--usb") as unit:
        unit.until("service", 1)
        with port.opened(port.choose(unit.console)) as transport:
            port.to_prompt(transport)
            for name, data in family().data.items():
                transport.fs_writefile(f"/data/{name}", data)
            port.restart(transport)
        unit.until("state", "selftest")
        unit.do(do="speed", factor=0)
        unit.until("fault", "S32")
        unit.do(do="speed", factor=1)
        yield unit


def test_a_live_unit_tells_one_persons_diary(
    unit: LivePort, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--port", unit.console, "--out", str(tmp_path)]
    assert logs.main([*words, "--person", "zoe"]) == command.DONE, capsys.readouterr().err
    rows = list(csv.DictReader((tmp_path / "2-Zoe" / "treatments.csv").open(encoding="utf-8")))
    assert [int(row["session"]) for row in rows] == list(range(3, 101, 3)) and rows[0]["delivered_ma_min"] == "170.003"
    assert [path.name for path in tmp_path.iterdir()] == ["2-Zoe"]
    assert logs.main([*words, "--person", "Anna"]) == command.REFUSED
    assert "1 person 1, 2 Zoe" in capsys.readouterr().err
    assert logs.main(words) == command.DONE
    assert "make logs PERSON=1 (person 1), or 2 (Zoe)" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_told(
    unit: LivePort, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    below = str(tmp_path / "file" / "x")
    for main, words in ((logs.main, ["--out", below]), (backup.main, ["save", "--file", below])):
        assert main([*words, "--port", unit.console]) == command.REFUSED
        said = capsys.readouterr().err
        assert str(tmp_path / "file") in said and "name another" in said
