# The reference of scenarios is what its command would write, names every word, and its examples hold when they are run.

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools.run import in_process
from tools.scenario import reference_page, reference_texts, schema
from tools.scenario.cases import case_names
from tools.scenario.fault_catalogue import PARTS
from tools.scenario.library import names
from tools.scenario.loader import load, normalise

EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", reference_texts.HOW, re.DOTALL)]
LONG_MS = 20 * 60_000  # more minutes of treatment than a test of every day takes


def test_pages_are_what_their_command_would_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert reference_page.main(["--check"]) == 0, capsys.readouterr().out


def test_stale_lacking_and_left_over_pages_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference_page, "FOLDER", tmp_path)
    assert reference_page.main([]) == 0
    assert reference_page.main(["--check"]) == 0
    (tmp_path / "README.md").write_text("old")
    (tmp_path / "faults" / "load.md").unlink()
    (tmp_path / "faults" / "gone.md").write_text("old")
    capsys.readouterr()
    assert reference_page.main(["--check"]) == 1
    assert capsys.readouterr().out.endswith("README.md, faults/load.md, faults/gone.md\n")
    reference_page.main([])
    assert not (tmp_path / "faults" / "gone.md").exists()


def test_reference_names_every_key_action_and_scenario() -> None:
    pages = reference_page.pages()
    rows = [*schema.NUMBERS, *schema.BOARD, *schema.SKIN, *schema.LOAD_COMMON, *schema.PERSON]
    rows += [row for action in schema.ACTIONS for row in action.values]
    for name in [*schema.TOP, *schema.EXPECT, *(row.name for row in rows), *(word.name for word in schema.ACTIONS)]:
        assert f"`{name}`" in pages["reference.md"]
    for name in names():
        assert f"`{name}`" in pages[f"shipped/{name.partition('/')[0]}.md"]


def test_every_part_that_can_fail_stands_on_one_page_with_all_its_modes() -> None:
    pages = reference_page.pages()
    for part in PARTS:
        (page,) = [text for text in pages.values() if f"\n## {part.name}: " in text]
        section = page.partition(f"\n## {part.name}: ")[2].partition("\n## ")[0]
        for mode in part.modes:
            assert f"`{mode.name}`" in section
            for row in mode.values:
                assert f"`{row.name}`" in section


def test_example_of_every_fault_is_a_good_fault() -> None:
    examples = [reference_page.example(part, mode) for part in PARTS for mode in part.modes]
    assert len(normalise({"faults": examples}, "x", "x")["faults"]) == len(examples)


def test_the_pages_begin_with_how_and_then_list() -> None:
    readme = reference_page.pages()["README.md"]
    assert readme.index("make run SCENARIO=stop") < readme.index("## A wish") < readme.index("## Lists")
    assert load("limit/overcurrent_b:above")  # the name that the page takes for an example


def examples() -> list[object]:
    found: list[object] = []
    for i, raw in enumerate(EXAMPLES):
        cases: list[str | None] = [*case_names(raw)]
        for case in cases or [None]:
            about = str((raw["cases"][case] if case else raw)["about"])
            slow = raw.get("user", {}) if isinstance(raw.get("user"), dict) else {}
            marks = pytest.mark.slow if slow.get("minutes", 0) * 60_000 >= LONG_MS else ()
            found.append(pytest.param(i, case, id=about, marks=marks))
    return found


@pytest.mark.parametrize(("number", "case"), examples())
def test_example_of_the_page_holds_when_it_is_run(
    number: int, case: str | None, installed: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(EXAMPLES[number]))
    done = in_process.run(f"{file}:{case}" if case else file, tmp_path / "out", installed)
    assert done.code == 0, done.output


def test_a_shipped_scenario_that_is_wrong_is_told_and_no_page_is_touched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference_page, "load", lambda name: normalise({"sede": 1}, name, name))
    before = {path: path.read_bytes() for path in reference_page.FOLDER.rglob("*.md")}
    assert reference_page.main([]) == 2
    assert '"sede" is no key' in capsys.readouterr().err
    assert {path: path.read_bytes() for path in reference_page.FOLDER.rglob("*.md")} == before
