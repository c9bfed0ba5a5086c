# Families of scenarios on the simulated body: lock, resets, Ctrl-C, stored records, frequency, buses, caps, pauses.
# Each must end as its expectation says, the event log included, with all invariants holding.

from __future__ import annotations

from pathlib import Path

import pytest
from scenario_lists import listed

from tools.run import own_process

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = ("bus", "cap", "ctrl_c", "frequency", "lock", "pause", "record", "reset")
# Half an hour and more of simulated time: `make slowtests` runs them.
SLOW = {"cap_half_time_uneven", "cap_time", "cap_wall", "frequency_attest"}
SCENARIOS = sorted(
    path for family in FAMILIES for path in (ROOT / "tools" / "run" / "scenarios").glob(f"{family}_*.json")
)


@pytest.mark.parametrize("scenario", listed(SCENARIOS, SLOW))
def test_scenario_ends_as_it_says_and_no_invariant_breaks(scenario: Path, installed: Path, tmp_path: Path) -> None:
    done = own_process.run(scenario, tmp_path / "out", installed)
    assert done.held, done.said


def test_without_ok_the_current_does_not_come_back(installed: Path, tmp_path: Path) -> None:
    """Of the 23 s between the contact's return and STOP nothing may reach the body: 0.1 mA·min came before them."""
    done = own_process.run(Path("pause_needs_ok"), tmp_path / "out", installed)
    assert done.held, done.said
    assert done.summary["body_ma_min"] < 0.1
