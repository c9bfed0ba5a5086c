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
END_MS = 60_000
SOFT = {"do": "fault", "part": "load", "mode": "soft_water", "values": {"water_ohm": 3000}}
# How long after the current rose, in simulated ms, and what.
LATER: tuple[tuple[int, dict[str, Any]], ...] = (
    (1_000, {**SOFT, "on": 1}),
    (3_000, {**SOFT, "on": 0}),
    (6_000, {"do": "hands", "permille": 0, "over_ms": 300, "hand": "left"}),
    (9_000, {"do": "hands", "permille": 1000, "over_ms": 300, "hand": "both"}),
    (16_000, {"do": "soda", "to_permille": 900, "over_ms": 5000}),
    (20_000, {"do": "fault", "part": "usb", "mode": "plugged", "values": {}, "on": 1}),
)
NEEDS = pytest.mark.skipif(
    not shutil.which("node"), reason="the page's script was not tried: that needs node (make doctor)"
)


def live(folder: Path) -> list[dict[str, Any]]:
    """By hand to the current, then what LATER says, recorded; each command with the time it took effect."""
    done: list[dict[str, Any]] = []
    with client.LiveUnit(build.unit()["scenario"], out=folder) as unit:

        def do(command: dict[str, Any]) -> None:
            assert "ok" in unit.do(command), command
            done.append({"t": unit.t_ms, "command": command})

        def press(button: str) -> None:
            do({"do": "button", "button": button, "down": 1})
            unit.advance(120)
            do({"do": "button", "button": button, "down": 0})

        later = list(LATER)
        rose_ms = wet = 0
        while unit.t_ms < END_MS:
            told = unit.advance(20)
            state = next(line["unit"]["state"] for line in told[::-1] if line.get("unit")) if unit.t_ms > 1000 else ""
            rose_ms = rose_ms or (unit.t_ms if state == "ramp" else 0)
            if state == "selftest" and unit.t_ms > 7000 and unit.t_ms % 1000 == 0:
                press("stop")
            elif state in ("ready", "confirm", "checklist") and unit.t_ms % 1500 == 0:
                press("ok")
            elif state == "contact" and not wet:
                wet = 1
                unit.advance(1000)
                do({"do": "hands", "permille": 1000, "over_ms": 300, "hand": "both"})
            elif rose_ms and later and unit.t_ms >= rose_ms + later[0][0]:
                do(later.pop(0)[1])
        assert not later, "the current did not rise, or not in time"
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
    for name in RECORDING:
        one, other = (told(tmp_path / run / name) for run in ("live", "again"))
        whole = min(len(one), len(other))
        assert whole > 1000, name
        # The live run goes on until it is told to end: what both have is the same, and that is nearly all of it.
        assert one[:whole] == other[:whole] and abs(len(one) - len(other)) < 2000, name


def told(path: Path) -> bytes:
    """The recording; of events when, what and which: the rest, and when a gap was seen, is as old as the last look."""
    if path.suffix != ".csv":
        return path.read_bytes()
    lines = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    return "\n".join(",".join(line[:3]) for line in lines if line[1] != "gap").encode()
