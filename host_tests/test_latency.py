"""Every protection cuts within its limit in each phase of the tick (a coarse sweep; `make latency` is the fine one)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tools.run.latency import CASES, PATIENCE_US

ROOT = Path(__file__).resolve().parent.parent


def test_every_protection_cuts_within_its_limit_in_every_phase(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.run.latency", "--step-us", "5600", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = json.loads((tmp_path / "latency.json").read_text())
    for case in CASES:
        assert len(found[case.name]) == 8
        assert 0 <= min(found[case.name]) and max(found[case.name]) <= case.limit_us < PATIENCE_US, case.name
