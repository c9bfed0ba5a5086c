"""The body gets what was asked for (three cells; `make accuracy` is the whole grid)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tools.campaigns.accuracy import OVERSHOOT_UA, RAMP_UA, SMALL, STEADY_UA

ROOT = Path(__file__).resolve().parents[2]


def test_the_body_gets_what_was_asked_for(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.campaigns.accuracy", "--small", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=115)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = json.loads((tmp_path / "accuracy.json").read_text())
    assert len(found) == len(SMALL)
    for name, figures in found.items():
        assert 0 <= figures["steady_worst_ua"] <= STEADY_UA, name
        assert figures["overshoot_ua"] <= OVERSHOOT_UA, name
        assert 0 < figures["ramp_deviation_ua"] <= RAMP_UA, name
