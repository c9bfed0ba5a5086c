# The drivers under the real MicroPython: every test of theirs again, and nothing allocated by what runs live.

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = "host_tests/on_micropython/drivers.py"


@pytest.fixture(scope="module")
def printed(micropython: Callable[..., str], root: Path) -> dict[str, str]:
    """What the script printed: the first words of each line and its last."""
    text = micropython((root / SCRIPT).read_text(), paths=("firmware", "."))
    return dict(line.rsplit(" ", 1) for line in text.splitlines())


def test_every_driver_and_chip_test_also_holds_under_micropython(printed: dict[str, str], root: Path) -> None:
    portable = [file for kind in ("chip", "driver") for file in (root / "host_tests").rglob(f"test_{kind}_*.py")]
    assert len(portable) >= 8
    assert sum(line.startswith("tests ") for line in printed) == len(portable)
    for file in portable:
        written = len(re.findall(r"^def test_", file.read_text(), re.MULTILINE))
        assert printed[f"tests {file.stem}"] == str(written)


def test_source_and_meter_allocate_nothing(printed: dict[str, str]) -> None:
    assert printed["lock"] == "True"
    assert printed["ticks"] == "1000"


def test_the_display_allocates_nothing(printed: dict[str, str]) -> None:
    assert printed["slices"] == str(10 * 32)


def test_the_stand_ins_allocate_nothing(printed: dict[str, str]) -> None:
    assert printed["fakes"] == "500"
