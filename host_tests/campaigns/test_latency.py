"""Every protection cuts within its limit in each phase of the tick (a coarse sweep; `make latency` is the fine one)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import image
from tools.campaigns import latency
from tools.campaigns.latency import CASES, PATIENCE_US

ROOT = Path(__file__).resolve().parents[2]


def test_every_protection_cuts_within_its_limit_in_every_phase(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.campaigns.latency", "--step-us", "5600", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = json.loads((tmp_path / "latency.json").read_text())
    for case in CASES:
        assert len(found[case.name]) == 8
        assert 0 <= min(found[case.name]) and max(found[case.name]) <= case.limit_us < PATIENCE_US, case.name


def test_a_fork_that_broke_down_is_no_fast_cut(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image, "build_for_simulation", lambda _board: tmp_path)
    monkeypatch.setattr(latency, "explore", lambda cases, *_how: {case.name: [100, -1] for case in cases})
    assert latency.main(["--out", str(tmp_path), "--only", "contact_lost"]) == 1
    assert "broke down in a phase (-1 µs), its last lines are above: contact_lost" in capsys.readouterr().out
