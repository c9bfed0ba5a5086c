# A program file that is damaged or absent is an ordinary input: the unit stays dark or refuses, the run is judged.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.run import in_process
from tools.run.own_process import Outcome
from tools.scenario.errors import ScenarioError
from tools.scenario.loader import normalise
from tools.scenario.program_files import locate

DATA = "a .dat file of the image"


def run_with(step: dict[str, Any], installed: Path, folder: Path, expect: dict[str, Any] | None = None) -> Outcome:
    if step["file"] == DATA:
        data = next(iter(sorted(installed.rglob("*.dat"))))
        step = {**step, "file": data.relative_to(installed).as_posix()}
    file = folder / "damaged.json"
    file.write_text(json.dumps({"files": [step], "end_ms": 12_000, "expect": expect or {}}))
    return in_process.run(file, folder / "out", installed)


@pytest.mark.parametrize(
    ("step", "result"),
    [
        ({"file": "boot.py", "mode": "absent"}, "refused"),  # main.py is started all the same
        ({"file": "boot.py", "mode": "cut", "bytes": 130}, None),  # a line of it breaks off
        ({"file": "main.py", "mode": "absent"}, None),
        ({"file": "board.mpy", "mode": "absent"}, None),
        ({"file": "board.mpy", "mode": "cut", "bytes": 200}, None),  # the loader hangs
        ({"file": "ionto/treatment/session.mpy", "mode": "cut", "bytes": 700}, None),
        ({"file": "ionto/app/unit.mpy", "mode": "cut"}, None),  # machine code on the board, source in this image
        ({"file": "ionto/app/supervisor.mpy", "mode": "flip", "byte": 1}, None),  # of another version of .mpy
        ({"file": "ionto/version.mpy", "mode": "absent"}, None),
        ({"file": "ionto/._unit.mpy", "mode": "stray"}, None),
        ({"file": DATA, "mode": "absent"}, None),
        ({"file": DATA, "mode": "cut"}, None),
    ],
    ids=lambda value: f"{value['file']}-{value['mode']}" if isinstance(value, dict) else "",
)
def test_damage_has_an_ordinary_outcome(
    step: dict[str, Any], result: str | None, installed: Path, tmp_path: Path
) -> None:
    done = run_with(step, installed, tmp_path)
    assert done.code == 0, done.output
    assert "cannot go on" not in done.output
    assert done.summary["max_body_ua"] == 0
    if result:
        assert done.summary["result"] == result


def test_what_is_expected_of_a_dark_unit_decides(installed: Path, tmp_path: Path) -> None:
    step = {"file": "board.mpy", "mode": "cut", "bytes": 200}
    done = run_with(step, installed, tmp_path, {"result": "refused"})
    assert (done.code, done.broken) == (1, ["the result is none, not refused"])


# --- where a file is


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("ionto/unit.mpy", "It is now ionto/app/unit.mpy."),
        ("ionto/course.mpy", "It is now ionto/app/supervisor.mpy."),
        ("ionto/treatment/sesion.mpy", 'Did you mean "ionto/treatment/session.mpy"?'),
        ("nothing/like/it.dat", "manifest.json names its files"),
    ],
)
def test_path_that_is_not_in_the_image_is_told_the_right_one(path: str, told: str, installed: Path) -> None:
    assert told in mislocated({"file": path, "mode": "absent"}, installed)


def mislocated(step: dict[str, Any], installed: Path) -> str:
    scenario = normalise({"files": [step]}, "x.json", "x")
    with pytest.raises(ScenarioError) as caught:
        locate(scenario, installed, "x.json")
    return str(caught.value)


def test_byte_behind_the_end_and_a_folder_that_is_not_there_are_told(installed: Path) -> None:
    size = (installed / "boot.py").stat().st_size
    assert f"boot.py has {size} bytes" in mislocated({"file": "boot.py", "mode": "flip", "byte": size}, installed)
    assert 'no folder "iono"' in mislocated({"file": "iono/x.py", "mode": "stray"}, installed)


def test_machine_code_is_found_where_its_source_stands(installed: Path) -> None:
    steps = [{"file": "ionto/safety/monitor.mpy", "mode": "cut"}, {"file": "settings", "mode": "holds"}]
    scenario = normalise({"board": {"used": 0}, "files": steps}, "x.json", "x")
    locate(scenario, installed, "x.json")
    assert [step["paths"] for step in scenario["files"]] == [
        ["ionto/safety/monitor.py"],
        ["data/settings.a", "data/settings.b"],
    ]


def test_moved_file_ends_the_command_before_anything_runs(installed: Path, tmp_path: Path) -> None:
    done = run_with({"file": "ionto/unit.mpy", "mode": "cut"}, installed, tmp_path)
    assert done.code == 2
    assert 'files[0].file: "ionto/unit.mpy" is not in the image. It is now ionto/app/unit.mpy.' in done.output
