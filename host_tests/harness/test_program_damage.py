# A program file that is damaged or absent is an ordinary input: the unit refuses and tells, the run is judged.

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


BOOT = {"file": "boot.py", "mode": "cut"}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ({"file": "boot.py", "mode": "absent"}, "boot.py is absent"),
        ({**BOOT, "bytes": 0}, "boot.py is changed"),
        ({**BOOT, "bytes": 25}, None),  # a line of it breaks off
        ({"file": "main.py", "mode": "absent"}, "main.py is absent"),
        ({"file": "main.py", "mode": "cut", "bytes": 500}, "main.py 500 of"),
        ({"file": "rescue_main.py", "mode": "absent"}, "rescue_main.py is absent"),
        ({"file": "manifest.json", "mode": "doubled"}, "manifest.json cannot be read"),
        ({"file": "board.mpy", "mode": "absent"}, "board.mpy is absent"),
        ({"file": "board.mpy", "mode": "cut", "bytes": 200}, "board.mpy 200 of"),
        ({"file": "ionto/treatment/session.mpy", "mode": "cut", "bytes": 3600}, "ionto/treatment/ session.mpy 3600 of"),
        ({"file": "ionto/app/unit.mpy", "mode": "cut"}, "unit.py 20 of"),  # source stands for machine code here
        ({"file": "ionto/records/keeper.mpy", "mode": "flip", "byte": 1}, "keeper.mpy of another version"),
        ({"file": "board.mpy", "mode": "flip", "byte": 1}, "board.mpy of another version"),
        ({"file": "ionto/version.mpy", "mode": "doubled"}, "version.mpy"),
        ({"file": "ionto/._unit.mpy", "mode": "stray"}, "._unit.mpy is not of the program"),
        ({"file": DATA, "mode": "absent"}, ".dat is absent"),
        ({"file": DATA, "mode": "cut"}, ".dat 20 of"),
    ],
    ids=lambda value: f"{value['file']}-{value['mode']}" if isinstance(value, dict) else "",
)
def test_damage_is_told_on_the_glass_and_nothing_flows(
    step: dict[str, Any], told: str | None, installed: Path, tmp_path: Path
) -> None:
    wanted = {"result": "refused", "fault": "files_changed", "screen_has": ["S01", told, "Install it again."]}
    done = run_with(step, installed, tmp_path, wanted if told else None)
    assert (done.code, done.broken) == (0, []), done.output
    assert "cannot go on" not in done.output
    assert done.summary["max_body_ua"] == 0
    assert (done.summary["result"], done.summary["fault"]) == (("refused", "S01") if told else (None, None))
    lamp = [line for line in (tmp_path / "out/events.csv").read_text().splitlines() if ",pin,LED_FAULT," in line]
    assert [line.split(",")[3] for line in lamp] == (["1"] if told else []), "lit, and left so"


@pytest.mark.parametrize("per_mille", [3, 250, 500, 750, 999])
def test_a_changed_byte_leads_to_no_current_whatever_the_loader_makes_of_it(
    per_mille: int, installed: Path, tmp_path: Path
) -> None:
    size = (installed / "ionto/treatment/session.mpy").stat().st_size
    step = {"file": "ionto/treatment/session.mpy", "mode": "flip", "byte": size * per_mille // 1000, "bit": 7}
    done = run_with(step, installed, tmp_path)
    assert done.code == 0, done.output
    assert done.summary["max_body_ua"] == 0 and done.summary["result"] in (None, "refused")


def test_what_is_expected_of_a_dark_unit_decides(installed: Path, tmp_path: Path) -> None:
    done = run_with({**BOOT, "bytes": 25}, installed, tmp_path, {"result": "refused"})
    assert (done.code, done.broken) == (1, ["the result is none, not refused"])


# --- where a file is


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("ionto/treatment/sesion.mpy", 'Did you mean "ionto/treatment/session.mpy"?'),
        ("nothing/like/that.dat", "manifest.json names its files"),
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
    steps = [{"file": "ionto/safety/plausibility.mpy", "mode": "cut"}, {"file": "settings", "mode": "holds"}]
    scenario = normalise({"board": {"used": 0}, "files": steps}, "x.json", "x")
    locate(scenario, installed, "x.json")
    assert [step["paths"] for step in scenario["files"]] == [
        ["ionto/safety/plausibility.py"],
        ["data/settings.a", "data/settings.b"],
    ]


@pytest.mark.parametrize(
    ("path", "now"),
    [
        ("ionto/unit.mpy", "ionto/app/unit.mpy"),
        ("ionto/course.mpy", "ionto/app/protection.mpy"),  # a source that shares its file with others
        ("ionto/safety/monitor.mpy", "ionto/safety/plausibility.mpy"),
    ],
)
def test_moved_file_is_followed_and_told(path: str, now: str, installed: Path, tmp_path: Path) -> None:
    done = run_with({"file": path, "mode": "cut"}, installed, tmp_path, {"result": "refused"})
    assert done.code == 0
    assert f'files[0].file: "{path}" is now {now}' in done.output
