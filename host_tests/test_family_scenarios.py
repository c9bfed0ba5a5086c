# Families of scenarios on the simulated body: lock, resets, Ctrl-C, stored records, frequency, buses, caps, pauses.
# Each must end as its expectation says, the event log included, with all invariants holding.

from __future__ import annotations

from pathlib import Path

import pytest

from tools.image import build
from tools.run import own_process

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = ("bus", "cap", "ctrl_c", "frequency", "lock", "pause", "record", "reset")
SCENARIOS = sorted(
    path for family in FAMILIES for path in (ROOT / "tools" / "run" / "scenarios").glob(f"{family}_*.json")
)


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One image for all runs: the interpreter takes the sources, the flash wants the files."""
    folder = tmp_path_factory.mktemp("image") / "fs"
    build("pico", folder)
    return folder


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_scenario_ends_as_it_says_and_no_invariant_breaks(scenario: Path, image: Path, tmp_path: Path) -> None:
    done = own_process.run(scenario, tmp_path / "out", image)
    assert done.held, done.said


def test_without_ok_the_current_does_not_come_back(image: Path, tmp_path: Path) -> None:
    """Of the 23 s between the contact's return and STOP nothing may reach the body: 0.1 mA·min came before them."""
    done = own_process.run(Path("pause_needs_ok"), tmp_path / "out", image)
    assert done.held, done.said
    assert done.summary["body_ma_min"] < 0.1
