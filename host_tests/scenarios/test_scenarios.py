# Every scenario that comes with the project, on the simulated body: each must end as its expectation says, the event
# log included, with all invariants holding. This is the one list of them; what a scenario cannot reach is asked of the
# bench (test_protections.py).

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.harness import screen_reader
from tools.run import in_process
from tools.scenario import library

# `make slowtests` runs them: five minutes and more of simulated time, and what a sibling shows in each run.
SLOW = {
    "cap/half_time_uneven", "cap/time", "cap/wall",
    "cause/nobody:again", "cause/plug:in_the_run", "cause/share:half", "cause/share:hardly", "cause/share:nearly",
    "fault/button_down_chatter", "fault/button_up_chatter", "fault/dose_cap",
    "frequency/abandoned_start", "frequency/attest", "frequency/finished:after_power", "frequency/finished:clock",
    "frequency/finished:no_clock", "frequency/midnight", "frequency/twice_no_clock",
    "glass/alone:stop_only_wakes",
    "limit/away:10500", "limit/away:9500", "limit/cap:feet", "limit/cap:underarms",
    "limit/charge:judged", "limit/charge_cap_b", "limit/drying:double", "limit/drying:rate", "limit/drying_limited",
    "limit/drying_settled", "limit/drying_settling", "limit/hands_out", "limit/high_electrode_searching",
    "limit/on_b_below", "limit/on_cap_b",
    "pause/ok_then_hands", "pause/out_at_the_reversal",
    "reversal/15ma", "reversal/leg_stuck", "reversal/relay_welded",
    "treatment/default",
}  # fmt: skip
# The pairs of `limit` that stand close to one are slow too; `make limits` runs them as well.
CLOSE = (":above", ":below", ":lasts", ":passes", ":once", ":twice", ":inside", ":outside")

# What a self-test may drive into a person who has the hands in: none, unless the relay is welded there.
WELDED_UA = {"selftest/relay_welded": 350, "selftest/relay_welded_later": 350}
LYING = "selftest/relay_welded_lying:"  # and its feedback tells nothing of it
LYING_UA = 2_006  # 2 mA, and a step of the DAC


def is_slow(name: str) -> bool:
    return name in SLOW or (name.startswith("limit/") and name.endswith(CLOSE))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if is_slow(name) else ()) for name in library.names()]
)
def test_scenario_ends_as_it_says_and_no_invariant_breaks(name: str, installed: Path, tmp_path: Path) -> None:
    done = in_process.run(name, tmp_path / "out", installed)
    assert done.held, done.output
    if name.startswith("selftest/"):
        most_ua = LYING_UA if name.startswith(LYING) else WELDED_UA.get(name, 0)
        assert abs(done.summary["max_body_ua"]) <= most_ua


def test_each_slow_one_is_a_scenario() -> None:
    assert SLOW - set(library.names()) == set()


def test_without_ok_the_current_does_not_come_back(installed: Path, tmp_path: Path) -> None:
    """Of the 23 s between the contact's return and STOP nothing may reach the body: 0.1 mA·min came before them."""
    done = in_process.run("pause/needs_ok", tmp_path / "out", installed)
    assert done.held, done.output
    assert done.summary["body_ma_min"] < 0.1


def test_a_picture_is_named_by_the_state_it_shows(installed: Path, tmp_path: Path) -> None:
    """A stop that passes quickly: what stood on the glass until then is of the state before, and said to be early."""
    done = in_process.run("limit/not_following", tmp_path / "out", installed)
    assert done.held, done.output
    pictures = sorted((tmp_path / "out" / "screens").glob("*.bin"))
    shown = {path.stem.split("_", 2)[2]: screen_reader.read(path.read_bytes()) for path in pictures}
    assert shown["rampdown_early"].has("fal"), "being written"
    assert shown["fault"].has("FAULT F23") and shown["fault"].has("switch on.")


def test_a_picture_at_a_sudden_end_is_said_to_be_early(installed: Path, tmp_path: Path) -> None:
    scenario = {"end_ms": 20_000, "linger_ms": 0, "expect": {"state": "ready"}}
    (tmp_path / "cut.json").write_text(json.dumps(scenario))
    in_process.run(tmp_path / "cut.json", tmp_path / "out", installed)
    names = [path.stem.split("_", 2)[2] for path in sorted((tmp_path / "out" / "screens").glob("*.bin"))]
    assert names == ["selftest", "ready_early"]
