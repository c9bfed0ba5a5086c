# Families of scenarios on the simulated body: lock, resets, Ctrl-C, stored records, frequency, buses, caps, pauses.
# Each must end as its expectation says, the event log included, with all invariants holding.

from __future__ import annotations

from pathlib import Path

import pytest

from tools.image import build
from tools.run import own_process

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = ("bus", "cap", "ctrl_c", "frequency", "lock", "pause", "record", "reset")
# Half an hour and more of simulated time: `make slowtests` runs them.
SLOW = {"cap_half_time_uneven", "cap_time", "cap_wall", "frequency_attest"}
SCENARIOS = sorted(
    path for family in FAMILIES for path in (ROOT / "tools" / "run" / "scenarios").glob(f"{family}_*.json")
)


@pytest.fixture(scope="session")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One image for all runs: the interpreter takes the sources, the flash wants the files."""
    folder = tmp_path_factory.mktemp("image") / "fs"
    build("pico", folder)
    return folder


def _marked(path: Path) -> object:
    return pytest.param(path, id=path.stem, marks=pytest.mark.slow if path.stem in SLOW else ())


@pytest.mark.parametrize("scenario", [_marked(path) for path in SCENARIOS])
def test_scenario_ends_as_it_says_and_no_invariant_breaks(scenario: Path, image: Path, tmp_path: Path) -> None:
    done = own_process.run(scenario, tmp_path / "out", image)
    assert done.held, done.said


def test_without_ok_the_current_does_not_come_back(image: Path, tmp_path: Path) -> None:
    """Of the 23 s between the contact's return and STOP nothing may reach the body: 0.1 mA·min came before them."""
    done = own_process.run(Path("pause_needs_ok"), tmp_path / "out", image)
    assert done.held, done.said
    assert done.summary["body_ma_min"] < 0.1
