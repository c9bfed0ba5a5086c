# What was done by hand, saved as a scenario by the page's own script, leaves the recording that the live session left.

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from host_tests.site.test_wasm import RECORDING
from tools import image
from tools.live import client
from tools.run import setup
from tools.scenario import loader
from tools.site import build

ROOT = Path(__file__).resolve().parents[2]
SESSION = build.PAGE / "session.js"
END_MS = 24_000
# When, in simulated ms, and what.
PLAN: tuple[tuple[int, dict[str, Any]], ...] = (
    (7_000, {"do": "button", "button": "stop", "down": 1}),
    (7_200, {"do": "button", "button": "stop", "down": 0}),
    (9_000, {"do": "button", "button": "ok", "down": 1}),
    (9_120, {"do": "button", "button": "ok", "down": 0}),
    (10_000, {"do": "hands", "permille": 1000, "over_ms": 300, "hand": "both"}),
    (12_000, {"do": "fault", "part": "load", "mode": "soft_water", "values": {"water_ohm": 3000}, "on": 1}),
    (14_000, {"do": "fault", "part": "load", "mode": "soft_water", "values": {"water_ohm": 3000}, "on": 0}),
    (15_000, {"do": "soda", "to_permille": 333, "over_ms": 5000}),
    (17_000, {"do": "hands", "permille": 300, "over_ms": 1000, "hand": "left"}),
    (18_000, {"do": "hands", "permille": 0, "over_ms": 300, "hand": "both"}),
    (20_000, {"do": "fault", "part": "usb", "mode": "plugged", "values": {}, "on": 1}),
)
NEEDS = pytest.mark.skipif(
    not shutil.which("node"), reason="the page's script was not tried: that needs node (make doctor)"
)


def live(folder: Path) -> list[dict[str, Any]]:
    """The plan by hand, recorded; each command with the time it took effect."""
    scenario = build.unit()["scenario"]
    done = []
    waiting = list(PLAN)
    with client.LiveUnit(scenario, out=folder) as unit:
        while unit.t_ms < END_MS:
            if waiting and waiting[0][0] <= unit.t_ms:
                command = waiting.pop(0)[1]
                assert "ok" in unit.do(command)
                done.append({"t": unit.t_ms, "command": command})
            else:
                unit.turn([])
        unit.end()
    return done


def as_scenario(done: list[dict[str, Any]]) -> dict[str, Any]:
    code = f"import {{ scenario }} from {json.dumps(SESSION.as_uri())};\n"
    code += f"console.log(JSON.stringify(scenario({json.dumps(done)}, 'By hand.', {END_MS})));"
    words = ["node", "--input-type=module", "-e", code]
    found: dict[str, Any] = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert found["left"] == []
    scenario: dict[str, Any] = found["scenario"]
    return scenario


@NEEDS
def test_a_session_saved_as_a_scenario_leaves_the_same_recording(tmp_path: Path) -> None:
    saved = tmp_path / "session.json"
    saved.write_text(json.dumps(as_scenario(live(tmp_path / "live"))), "utf-8")
    loader.write(loader.load(str(saved), None), tmp_path / "normal.json")
    (tmp_path / "again" / "screens").mkdir(parents=True)
    words = [*setup.interpreter_command("micropython"), str(ROOT / "tools" / "harness" / "process.py")]
    words += [
        str(tmp_path / "normal.json"),
        str(tmp_path / "again"),
        "--image",
        str(image.build_for_simulation("pico")),
    ]
    subprocess.run(words, capture_output=True, check=True, env={**os.environ, "MICROPYPATH": ".frozen"})
    rows = {
        name: ((tmp_path / "live" / name).read_bytes(), (tmp_path / "again" / name).read_bytes()) for name in RECORDING
    }
    for name, (one, other) in rows.items():
        whole = min(len(one), len(other))
        assert whole > 300, name
        # The live run goes on until it is told to end: what both have is the same, and that is nearly all of it.
        assert one[:whole] == other[:whole] and abs(len(one) - len(other)) < 600, name
