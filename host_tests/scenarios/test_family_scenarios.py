# Every scenario but those of limits and self-test, on the simulated body: reversal, lock, resets, Ctrl-C, records,
# frequency, buses, caps, pauses, and those that bring in each fault of the vocabulary that no other scenario has.
# Each must end as its expectation says, the event log included, with all invariants holding.

from __future__ import annotations

import json
from pathlib import Path

import pytest

from host_tests.support.scenario_lists import listed
from tools.harness import screen_reader
from tools.run import in_process

ROOT = Path(__file__).resolve().parents[2]
# Five minutes and more of simulated time, and those that tell apart what a sibling shows in each run: `make slowtests`
# runs them.
SLOW = {
    "cap_half_time_uneven",
    "cap_time",
    "cap_wall",
    "default",
    "fault_button_down_chatter",
    "fault_button_up_chatter",
    "fault_dose_cap",
    "frequency_abandoned_start",
    "frequency_attest",
    "frequency_midnight",
    "frequency_twice_no_clock",
    "pause_ok_then_hands",
    "pause_out_at_the_reversal",
    "reversal_15ma",
    "reversal_leg_stuck",
    "reversal_relay_welded",
}
ELSEWHERE = ("limit_", "selftest_")  # test_protections.py, test_selftest_scenarios.py
SCENARIOS = sorted(
    path for path in (ROOT / "tools" / "scenarios").glob("*.json") if not path.name.startswith(ELSEWHERE)
)


@pytest.mark.parametrize("scenario", listed(SCENARIOS, SLOW))
def test_scenario_ends_as_it_says_and_no_invariant_breaks(scenario: Path, installed: Path, tmp_path: Path) -> None:
    done = in_process.run(scenario, tmp_path / "out", installed)
    assert done.held, done.output


def test_without_ok_the_current_does_not_come_back(installed: Path, tmp_path: Path) -> None:
    """Of the 23 s between the contact's return and STOP nothing may reach the body: 0.1 mA·min came before them."""
    done = in_process.run(Path("pause_needs_ok"), tmp_path / "out", installed)
    assert done.held, done.output
    assert done.summary["body_ma_min"] < 0.1


def test_a_picture_is_named_by_the_state_it_shows(installed: Path, tmp_path: Path) -> None:
    """A stop that passes quickly: what stood on the glass until then is of the state before, and said to be early."""
    done = in_process.run(Path("limit_not_following"), tmp_path / "out", installed)
    assert done.held, done.output
    pictures = sorted((tmp_path / "out" / "screens").glob("*.bin"))
    shown = {path.stem.split("_", 2)[2]: screen_reader.read(path.read_bytes()) for path in pictures}
    assert shown["rampdown_early"].has("falling")
    assert shown["fault"].has("FAULT F23") and shown["fault"].has("switch on.")


def test_a_picture_at_a_sudden_end_is_said_to_be_early(installed: Path, tmp_path: Path) -> None:
    scenario = {"end_ms": 20_000, "linger_ms": 0, "expect": {"state": "ready"}}
    (tmp_path / "cut.json").write_text(json.dumps(scenario))
    in_process.run(tmp_path / "cut.json", tmp_path / "out", installed)
    names = [path.stem.split("_", 2)[2] for path in sorted((tmp_path / "out" / "screens").glob("*.bin"))]
    assert names == ["selftest", "ready_early"]
