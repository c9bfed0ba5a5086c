# A seed replays everything: the same bytes twice, and the same bytes from both interpreters.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.run import setup, sim_client
from tools.scenario import loader
from tools.scenario.schema import FLASH_AT_ONCE

RECORDED = ("trace.i32", "body_changes.i32", "events.csv")
END_MS = 33_000


def run(folder: Path, installed: Path, interpreter: str, **keys: Any) -> tuple[dict[str, bytes], dict[str, Any]]:
    """What a short run recorded, and its last word."""
    folder.mkdir()
    wanted = loader.normalise({"end_ms": END_MS, **keys}, "a test", "a test", None)
    loader.write(wanted, folder / "scenario.json")
    command = setup.interpreter_command(interpreter)
    script = sim_client.HARNESS / "process.py"
    lines = list(sim_client.run(command, script, folder / "scenario.json", folder, installed, False))
    assert lines[-1].kind == "Z", lines[-5:]
    recorded = {name: (folder / name).read_bytes() for name in RECORDED}
    recorded.update({path.name: path.read_bytes() for path in sorted((folder / "screens").iterdir())})
    return recorded, lines[-1].end


# Hands that are drawn from the seed, noise everywhere, a hand that slips: whatever rolls dice is in it.
KEYS: dict[str, Any] = {
    "seed": 11,
    "load": {"vary": True},
    # Both know LittleFS, each in its own way: how long the flash takes is not comparable.
    "board": {"name": "pico", "vary": True, **FLASH_AT_ONCE},
    "user": {
        "reaction_ms": 300,
        "then": [{"after": {"state": "ramp", "ms": 2_000}, "do": "withdraw", "for_ms": 700}],
    },
}


@pytest.fixture(scope="module")
def cpython(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    return run(tmp_path_factory.mktemp("runs") / "first", installed, "cpython", **KEYS)


def test_the_short_run_has_current_and_a_pause_in_it(cpython: tuple[dict[str, bytes], dict[str, Any]]) -> None:
    events = cpython[0]["events.csv"].decode()
    for state in ("selftest", "contact", "ramp", "paused"):
        assert f",state,{state}," in events
    assert len(cpython[0]["trace.i32"]) > 13 * 4 * 6_000


def test_micropython_and_cpython_record_the_same_bytes(
    cpython: tuple[dict[str, bytes], dict[str, Any]], installed: Path, tmp_path: Path
) -> None:
    recorded, end = run(tmp_path / "mpy", installed, "micropython", **KEYS)
    assert sorted(recorded) == sorted(cpython[0])
    assert [name for name in recorded if recorded[name] != cpython[0][name]] == []
    told = {key: value for key, value in end.items() if key not in ("wall_s", "interpreter", "alloc_live_bytes")}
    assert json.dumps(told, sort_keys=True) == json.dumps({key: cpython[1][key] for key in told}, sort_keys=True)


def test_a_seed_replays_everything_and_another_seed_does_not(
    cpython: tuple[dict[str, bytes], dict[str, Any]], installed: Path, tmp_path: Path
) -> None:
    again, _ = run(tmp_path / "again", installed, "cpython", **KEYS)
    assert [name for name in again if again[name] != cpython[0][name]] == []
    other, _ = run(tmp_path / "other", installed, "cpython", **{**KEYS, "seed": 12, "end_ms": 8_000})
    whole = len(other["trace.i32"])
    assert other["trace.i32"] != cpython[0]["trace.i32"][:whole]
