"""Twenty persons on twenty units, nothing broken: none is cut (`make falsetrips` gives a thousand whole treatments)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.campaigns.false_trips import RECORDING, Batch, main, scenario
from tools.run import own_process
from tools.run.process_pool import PooledUnit

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("seed", range(1, 21))
def test_no_treatment_without_a_fault_is_cut(seed: int, installed: Path, tmp_path: Path) -> None:
    assert Batch(False, tmp_path, installed, None).run(seed) == ""


def test_the_command_counts_and_a_quiet_converter_is_no_frozen_one(tmp_path: Path) -> None:
    """Seed 403 holds its current so well that A gives one code 40 times in a row: that alone must not cut it."""
    words = ["--seeds", "1", "--first", "403", "--jobs", "1", "--out", str(tmp_path)]
    command = [sys.executable, "-m", "tools.campaigns.false_trips", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=115, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert done.stdout == "1 of 1 treatments without a fault went on undisturbed\n"


def test_a_unit_in_a_pooled_process_records_what_one_in_a_new_process_does(tmp_path: Path, installed: Path) -> None:
    """Nothing of a run may reach the next one: what a pooled PyPy shows must count for MicroPython."""
    files = [tmp_path / f"{seed}.json" for seed in (3, 4)]
    for seed, file in zip((3, 4), files, strict=True):
        drawn = {**scenario(seed, whole=False), "linger_ms": 1000}
        drawn["user"] = {**drawn["user"], "vary": False, "reaction_ms": 100}  # reads fast: the rest is as drawn
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
    assert {one["board"]["calibrated"] for one in drawn} == {0, 1}


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
