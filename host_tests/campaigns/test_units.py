# The campaign of units: what data sheets allow starts, holds and tells; one part outside is refused by its name.

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.campaigns.bad_parts import BAD
from tools.campaigns.false_trips_page import Result
from tools.campaigns.units import BadUnits, Units, page, scenario
from tools.scenario import loader, schema


@pytest.mark.parametrize("seed", range(1, 21))
def test_a_unit_within_its_data_sheets_starts_and_holds_its_current(seed: int, installed: Path, tmp_path: Path) -> None:
    assert Units(False, tmp_path, installed, None).run(seed).complaints() == []


@pytest.mark.parametrize("seed", [101, 102])
def test_and_tells_the_dose_of_a_whole_treatment(seed: int, installed: Path, tmp_path: Path) -> None:
    done = Units(True, tmp_path, installed, None).run(seed)
    assert done.complaints() == [] and done.sim_ms > 600_000


@pytest.mark.parametrize(
    "row", (1, 4, 11, 14, 20, 24, 31, 36, 43, 48), ids=lambda row: f"{BAD[row].part}, {BAD[row].about}"
)
def test_one_part_outside_its_data_sheet_is_refused_by_its_name(row: int, installed: Path, tmp_path: Path) -> None:
    assert BadUnits(False, tmp_path, installed, None).run(row).complaints() == []


class Misled(Units):
    """Calibrated with a meter that reads 2 % too much."""

    def draw(self, seed: int, whole: bool) -> dict[str, Any]:
        drawn = scenario(seed, whole)
        drawn["user"]["current_ma"] = 5
        return {**drawn, "board": {**drawn["board"], "meter_ppm": 20_000}}


def test_a_unit_whose_meter_misled_it_is_found(installed: Path, tmp_path: Path) -> None:
    [said] = Misled(False, tmp_path, installed, None).run(3).complaints()
    assert "steady: " in said and "50 allowed" in said


class Sound(BadUnits):
    """Nothing is wrong with it."""

    def draw(self, seed: int, whole: bool) -> dict[str, Any]:
        drawn = super().draw(seed, whole)
        return {**drawn, "board": {"name": "pico"}, "faults": [], "end_ms": 10_000}


def test_a_bad_part_that_is_not_refused_is_found(installed: Path, tmp_path: Path) -> None:
    [said] = Sound(False, tmp_path, installed, None).run(0).complaints()
    assert said.startswith("seed 0: processor's converter, mcu_adc_offset_lsb 60: ")


def test_fifty_rows_that_differ_each_with_a_value_outside_what_is_drawn_or_a_fault() -> None:
    assert len({(bad.part, bad.about) for bad in BAD}) == len(BAD) >= 50
    sound = {row.name: range(row.vary[0], row.vary[1] + 1) for row in schema.BOARD if row.vary}
    for bad in BAD:
        outside = [key for key, value in bad.board.items() if key in sound and value not in sound[key]]
        assert len(outside) + bool(bad.fault) == 1 or "adc_bits" in bad.board, bad
        assert len(bad.word) > 1 and bad.code in schema.fault_codes()


def test_a_seed_draws_every_part_within_its_data_sheet_and_all_of_it_comes() -> None:
    boards = [loader.normalise(scenario(seed, False), "a test", "a test", None)["board"] for seed in range(1, 201)]
    for row in schema.BOARD:
        if row.vary:
            low, high = row.vary
            drawn = {board[row.name] for board in boards}
            assert low <= min(drawn) <= low + (high - low) * 0.1 and high - (high - low) * 0.1 <= max(drawn) <= high


def test_another_part_does_not_make_another_person_of_a_seed() -> None:
    load = {"model": "skin", "vary": True}
    one = loader.normalise({"seed": 5, "board": {"name": "pico", "vary": True}, "load": load}, "a test", "a test", None)
    other = loader.normalise(
        {"seed": 5, "board": {"name": "pico", "vary": True, "crystal_ppm": 7}, "load": load}, "a test", "a test", None
    )
    assert one["load"] == other["load"] and one["board"] != other["board"]


def test_the_page_tells_the_worst_and_who_was_wrong() -> None:
    said = page([Result(1, steady_ua=5, told_percent=0.2), Result(2, steady_ua=9, wrong="refused")], whole=True)
    assert "| current against its target, once steady | 9 µA | 9 µA | 50 µA |" in said
    assert "1 of 2" in said and "- seed 2: refused" in said


def test_the_command_writes_its_page(root: Path, tmp_path: Path) -> None:
    words = ["--seeds", "1", "--first", "3", "--jobs", "1", "--out", str(tmp_path), "--page", str(tmp_path / "page.md")]
    command = [sys.executable, "-m", "tools.campaigns.units", *words]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=115, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "0 of 1" in (tmp_path / "page.md").read_text(encoding="utf-8")
