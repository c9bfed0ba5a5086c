# The self-test in the twin: each scenario breaks one part, and the start must be refused with that part's code.

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from host_tests.support.scenario_lists import listed
from tools.run import in_process

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted((ROOT / "tools/scenarios").glob("selftest_*.json"))
TINGLE_UA = 350  # what the self-test may drive into a person when the relay is welded
PAIR_UA = 2_006  # and when its feedback lies as well: 2 mA, and a step of the DAC


@pytest.mark.parametrize("scenario", listed(SCENARIOS, ()))
def test_each_broken_part_refuses_the_start_with_its_own_code(scenario: Path, installed: Path, tmp_path: Path) -> None:
    done = in_process.run(scenario, tmp_path / "out", installed)
    assert done.held, done.output
    welded = scenario.stem.startswith("selftest_relay_welded")
    most_ua = (PAIR_UA if "lying" in scenario.stem else TINGLE_UA) if welded else 0
    assert abs(done.summary["max_body_ua"]) <= most_ua


@pytest.mark.parametrize("damage", ["changed", "missing", "manifest_cut", "stray"])
def test_a_damaged_installation_refuses_the_start(damage: str, installed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "fs"
    shutil.copytree(installed, copy)
    file = copy / "ionto/treatment/session.mpy"
    if damage == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    elif damage == "missing":
        file.unlink()
    elif damage == "stray":
        (copy / "ionto/treatment/drying").mkdir()
        (copy / "ionto/treatment/drying/__init__.py").write_text("# MicroPython would take this one")
    else:
        manifest = copy / "manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:2000])
        # the runner reads the board's name from it: let that stand, and the rest be whole JSON of fewer files
        text = manifest.read_text("ascii").rpartition(",\n")[0]
        manifest.write_text(text + "\n }}", "ascii")
    # CPython: the sources it takes are whole, and the damage is the manifest's to find.
    scenario = ROOT / "tools/scenarios/selftest_dac_wakes_mid_scale.json"
    summary = in_process.run(scenario, tmp_path / "out", copy, interpreter="cpython").summary
    assert (summary["result"], summary["fault"]) == ("refused", "S01"), summary
