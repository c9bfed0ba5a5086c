"""Everyday treatments on twenty units, nothing broken: none is cut or paused, and what is, is found. `make falsetrips`
gives a thousand whole ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.campaigns import false_trips
from tools.campaigns.everyday import scenario
from tools.campaigns.false_trips import RECORDING, Batch, main
from tools.campaigns.false_trips_page import Result, goals_missed, page
from tools.run import own_process
from tools.run.process_pool import PooledUnit
from tools.scenario import loader
from tools.scenario.schema import FLASH_AT_ONCE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", range(1, 21))
def test_no_everyday_treatment_is_cut_or_paused(seed: int, installed: Path, tmp_path: Path) -> None:
    assert not Batch(False, tmp_path, installed, None).run(seed).complaints()


@pytest.mark.parametrize("seed", [6, 10])
def test_nor_is_a_whole_one(seed: int, installed: Path, tmp_path: Path) -> None:
    """Seed 6 takes a hand out once; to seed 10 the rail cannot give what was asked for."""
    done = Batch(True, tmp_path, installed, None).run(seed)
    assert not done.complaints()
    assert (done.out, done.limited_ms > 10_000) == ((1, False) if seed == 6 else (0, True))


def test_a_false_pause_is_found(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hands that slide to 0.6 are not out, and yet the unit pauses: were it fidgeting, that would be false."""

    def sliding(seed: int, whole: bool) -> dict[str, Any]:
        drawn = scenario(seed, whole)
        slide = {"after": {"state": "ramp", "ms": 8_000}, "do": "slide", "to_permille": 600}
        return {**drawn, "user": {**drawn["user"], "then": [slide]}, "linger_ms": 15_000}

    monkeypatch.setattr(false_trips, "scenario", sliding)
    done = Batch(False, tmp_path, installed, None).run(3)
    assert done.false and "with 600 ‰ in" in done.false[0] and not done.wrong
    assert goals_missed([done]) == ["1 of 1 treatments paused falsely at noise up to 3 %"]


def test_the_command_counts(tmp_path: Path) -> None:
    words = ["--seeds", "1", "--first", "3", "--jobs", "1", "--out", str(tmp_path), "--page", str(tmp_path / "page.md")]
    command = [sys.executable, "-m", "tools.campaigns.false_trips", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=115, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    told = "1 of 1 treatments without a fault went on undisturbed"
    assert done.stdout == told + ", 0 of them limited by the voltage, 0 refused at the probe\n"
    assert "| completed | 1 | 0 | 1 |" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_a_quiet_converter_is_no_frozen_one(tmp_path: Path, installed: Path) -> None:
    """This one holds its current so well that A gives one code 40 times in a row: that alone must not cut it."""
    quiet: dict[str, Any] = {
        "seed": 403,
        "board": {"name": "pico", "vary": True, "calibrated": 1},
        "load": {"model": "skin", "vary": True},
        "battery_mv": 3669,
        "user": {"person": "default", "current_ma": 7.0, "minutes": 10, "vary": True},
        "end_ms": 300_000,
        "expect": {"state": "ramp", "fault": "none"},
        "linger_ms": 60_000,
    }
    file = tmp_path / "quiet.json"
    file.write_text(json.dumps(quiet), encoding="ascii")
    assert own_process.run(file, tmp_path / "run", installed).held


@pytest.mark.parametrize(("calm", "restless", "missed"), [
    ([Result(1, noise=30)], [Result(2, noise=31)], 0),
    ([Result(1, noise=30, false=("paused",))], [], 1),
    ([], [Result(2, noise=31, false=("paused",))] + 998 * [Result(2, noise=31)], 1),
    ([], [Result(2, noise=31, false=("paused",))] + 999 * [Result(2, noise=31)], 0),
    ([Result(1, wrong="cut")], [], 1),
])  # fmt: skip
def test_the_goals_are_by_noise(calm: list[Result], restless: list[Result], missed: int) -> None:
    assert len(goals_missed(calm + restless)) == missed


def test_the_page_says_what_went_wrong() -> None:
    said = page([Result(1, noise=5, wrong="it was cut"), Result(2, noise=40, limited_ms=2_000, out=1)], whole=True)
    assert "- seed 1: it was cut" in said and "| **cut, stopped, or a rule broken** | 1 | 0 | 1 |" in said
    assert "| completed, limited: the rail gives this person no more | 0 | 1 | 1 |" in said


def test_nobody_asks_for_more_than_the_unit_offers_and_every_draw_is_a_scenario() -> None:
    for seed in range(1, 101):
        for whole in (False, True):
            loader.normalise(scenario(seed, whole), "a test", "a test", None)
        user = scenario(seed, True)["user"]
        young = user["age"] != "adult" or user["site"] == "underarms"
        assert user["current_ma"] * user["minutes"] <= (300 if young else 600)
        assert user["current_ma"] <= {"adult": 20, "12_to_15": 12, "6_to_11": 8}[user["age"]]
        assert user["site"] != "underarms" or user["current_ma"] <= min(10, user["pad_cm2"] / 5)


def test_a_unit_in_a_pooled_process_records_what_one_in_a_new_process_does(tmp_path: Path, installed: Path) -> None:
    """Nothing of a run may reach the next one: what a pooled PyPy shows must count for MicroPython."""
    files = [tmp_path / f"{seed}.json" for seed in (3, 4)]
    for seed, file in zip((3, 4), files, strict=True):
        drawn = {**scenario(seed, whole=False), "linger_ms": 1000}
        drawn["user"] = {**drawn["user"], "vary": False, "reaction_ms": 100}  # reads fast: the rest is as drawn
        drawn["board"] |= FLASH_AT_ONCE
        file.write_text(json.dumps(drawn), encoding="ascii")
    unit = PooledUnit(sys.executable, installed)
    for file in files:
        assert unit.run(file, tmp_path / file.stem).held
    unit.close()
    assert own_process.run(files[1], tmp_path / "new", installed).held
    for name in RECORDING:
        assert (tmp_path / "4" / name).read_bytes() == (tmp_path / "new" / name).read_bytes(), name


def test_what_is_no_pypy_is_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--pypy", sys.executable])
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    said = f"{sys.executable} is no PyPy 3.9 or newer. Install one (Debian: apt install pypy3), or go without it"
    assert told.err == f"falsetrips: {said}\n"


def test_seeds_draw_different_persons_and_units() -> None:
    drawn = [scenario(seed, whole=True) for seed in range(1, 21)]
    assert len({(one["user"]["site"], one["user"]["current_ma"]) for one in drawn}) > 12
    assert {one["user"]["polarity"] for one in drawn} == {"keep", "alternate", "half_time"}
    lost = [one for one in drawn if one["files"]]
    assert 0 < len(lost) < 20 and all(one["user"]["current_ma"] <= 5 for one in lost)
    done = [{action.get("do", "press") for action in one["user"]["then"]} for one in drawn]
    assert set.union(*done) == {"slide", "soda", "withdraw", "press"} and all("slide" in one for one in done)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("--seeds=0", "'0' is not a whole number from 1 up"),
        ("--seeds=-3", "'-3' is not a whole number from 1 up"),
        ("--seeds=x", "'x' is not a whole number from 1 up"),
        ("--first=-1", "'-1' is not a whole number from 0 up"),
        ("--jobs=0", "'0' is not a whole number from 1 up"),
    ],
)
def test_a_wrong_number_is_refused_in_one_line(word: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([word])
    told = capsys.readouterr()
    assert (ended.value.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert told.err.startswith("falsetrips: ") and said in told.err and "N=20" in told.err
