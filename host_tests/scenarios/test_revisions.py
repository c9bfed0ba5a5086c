# The scenarios that touch legs, reversal, cuts and self-test, on revision A as they stand for B. test_scenarios.py has
# all of them on B.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.run import in_process
from tools.scenario import library
from tools.scenario.cases import one_case, parse
from tools.scenario.errors import Errors

# What else must come of it on A.
ON_A: dict[str, dict[str, Any]] = {
    "fault/relay_is_last": {},
    "reset/watchdog_mid_treatment": {},
    "selftest/dummy_open": {},
    "treatment/stop": {},
}
SLOW: dict[str, dict[str, Any]] = {
    "reversal/15ma": {},
    "reversal/leg_stuck": {},
    "reversal/relay_welded": {},
    "treatment/default": {},
}


def on_a(name: str, expect: dict[str, Any]) -> dict[str, Any]:
    """The scenario as JSON, its board one of revision A."""
    place = library.find(name)
    raw: Any = parse(place.file)
    errors = Errors()
    found = one_case(raw, place.case, errors)
    assert not errors.all, errors.all
    board = found.get("board", "pico")
    board = {"name": board} if isinstance(board, str) else board
    return {
        **found,
        "board": {**board, "revision": "A"},
        "expect": {**found["expect"], **expect},
    }


def cases(of: dict[str, dict[str, Any]]) -> list[str]:
    """Every scenario of these files, or these cases."""
    return [name for name in library.names() if name in of or name.partition(":")[0] in of]


@pytest.mark.parametrize("name", [*cases(ON_A), *(pytest.param(name, marks=pytest.mark.slow) for name in cases(SLOW))])
def test_it_ends_on_revision_a_as_on_b(name: str, installed: Path, tmp_path: Path) -> None:
    scenario = on_a(name, ON_A.get(name, {}))
    (tmp_path / "on_a.json").write_text(json.dumps(scenario))
    done = in_process.run(tmp_path / "on_a.json", tmp_path / "out", installed)
    assert done.held, done.output


def test_each_of_the_list_is_a_scenario() -> None:
    for name in (*ON_A, *SLOW):
        assert cases({name: {}}), name
