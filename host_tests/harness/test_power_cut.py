# The power goes while the flash is written: the simulated unit is off for a second, then starts again over that flash.

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tools.run import setup, sim_client
from tools.scenario import loader

SELFTEST_PASSED = {"end_ms": 16_000, "expect": {"state": "ready"}}
OFF_US = 1_000_000


def cut_at(byte: int, interpreter: str, folder: Path, installed: Path) -> tuple[list[list[str]], dict[str, Any]]:
    """The events of a run whose power goes at that byte, and its last word. The first start writes some 3 kB."""
    fault = {"at_ms": 1, "part": "flash", "mode": "cut_at_byte", "byte": byte}
    wanted = loader.normalise({**SELFTEST_PASSED, "board": {"used": 0}, "faults": [fault]}, "a test", "a test", None)
    loader.write(wanted, folder / "scenario.json")
    command = setup.interpreter_command(interpreter)
    script = sim_client.HARNESS / "process.py"
    lines = list(sim_client.run(command, script, folder / "scenario.json", folder, installed, False))
    with (folder / "events.csv").open(encoding="utf-8") as f:
        return list(csv.reader(f))[1:], lines[-1].end


@pytest.mark.parametrize("interpreter", ["cpython", "micropython"])
@pytest.mark.parametrize("byte", [1, 300, 2_500])
def test_the_unit_starts_again_after_a_second_without_power(
    byte: int, interpreter: str, installed: Path, tmp_path: Path
) -> None:
    """The power goes in the firmware's first store; the self-test passes afterwards, so no record was lost."""
    events, end = cut_at(byte, interpreter, tmp_path, installed)
    starts = [(int(t_us), kind, name) for t_us, kind, name, *_ in events if kind in ("boot", "reset")]
    gone_us = starts[1][0]
    assert [entry[1:] for entry in starts] == [("boot", "1"), ("reset", "power"), ("boot", "2")]
    assert starts[2][0] == gone_us + OFF_US
    assert not [row for row in events if gone_us < int(row[0]) < gone_us + OFF_US]
    assert end["sim_reached_expect"]


def test_a_byte_that_is_never_written_cuts_nothing(installed: Path, tmp_path: Path) -> None:
    events, end = cut_at(1_000_000, "cpython", tmp_path, installed)
    assert [row[2] for row in events if row[1] in ("boot", "reset")] == ["1"]
    assert end["sim_reached_expect"]
