# Ten limits, each moved to its lax side: the scenario named for it must fail, so that the behaviour pins the figure.
# `make limits` moves every limit both ways. That the unmoved scenarios hold is test_scenarios.py's.

from __future__ import annotations

from pathlib import Path

import pytest

from tools.campaigns import limit_mutation
from tools.campaigns.limit_mutation import Bench, Found, Move, MoveError
from tools.run import own_process

LAX = {
    "OVERCURRENT_UA": "raised",
    "A_B_UA": "raised",
    "DEVIATION_UA": "raised",
    "WITHDRAWAL_PERMILLE": "raised",
    "LOST_ARMED_UA": "raised",
    "LEAK_UA": "raised",
    "HEARTBEAT_MS": "raised",
    "LATE_TICK_MS": "raised",
    "BATTERY_COLLAPSE_MV": "lowered",
    "DAC_VOLTAGE_MV": "raised",
}
ROWS = limit_mutation.table()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("moves"), "cpython")


@pytest.mark.parametrize(
    "move",
    [move for move in limit_mutation.moves(ROWS, LAX) if LAX[move.name] == move.way],
    ids=lambda move: f"{move.copy}-{move.name}-{move.way}",
)
def test_a_limit_that_moved_is_noticed(bench: Bench, move: Move) -> None:
    assert bench.moved(move).failed


def test_both_copies_of_the_over_current_limit_are_moved() -> None:
    moves = limit_mutation.moves(ROWS, ["OVERCURRENT_UA"])
    assert [move.copy for move in moves] == ["controller"] * 2 + ["monitor"] * 2


def test_a_move_that_no_scenario_notices_has_survived(bench: Bench) -> None:
    """Of the heap this scenario can tell nothing."""
    row = next(row for row in ROWS if row["controller"] == "HEAP_MIN")
    [move, _] = limit_mutation.moves([{**row, "raised": "limit/idle_b:above", "lowered": "limit/idle_b:above"}])
    assert bench.moved(move) == Found(move, "limit/idle_b:above", [])


def test_every_limit_has_a_scenario_for_each_way_or_says_why_not() -> None:
    silent = [row["quantity"] for row in ROWS if not (row["raised"] and row["lowered"]) and not row["loose"]]
    idle = [row["quantity"] for row in ROWS if row["raised"] and row["lowered"] and row["loose"]]
    assert (silent, idle) == ([], [])


def test_most_limits_of_the_controller_and_all_of_the_monitor_are_pinned_both_ways() -> None:
    pinned = [row for row in ROWS if row["raised"] and row["lowered"]]
    assert sum(bool(row["controller"]) for row in pinned) >= 60
    assert [row["monitor"] for row in ROWS if row["monitor"] and row not in pinned] == []


@pytest.mark.parametrize(
    ("value", "way", "step", "moved"),
    [(22_000, 1, 1, 24_200), (2, 1, 1, 3), (2, -1, 1, 1), (-1000, 1, 1, -900), (-1000, -1, 1, -1100), (15, 1, 5, 20)],
)
def test_a_move_is_a_tenth_and_one_step_at_least(value: int, way: int, step: int, moved: int) -> None:
    assert limit_mutation.moved(value, way, step) == moved


def test_only_the_one_constant_is_changed() -> None:
    move = Move("A_MS", "controller", "raised", 20, 22, ())
    assert move.text("A_MS = const(20)  # why\nBA_MS = const(20)\n") == "A_MS = const(22)  # why\nBA_MS = const(20)\n"
    with pytest.raises(MoveError, match="once"):
        move.text("A_MS = const(21)\n")


def test_a_name_that_is_no_scenario_or_no_limit_is_refused() -> None:
    with pytest.raises(MoveError, match="no scenario limit_nowhere"):
        limit_mutation.moves([{**ROWS[0], "raised": "limit_nowhere"}])
    with pytest.raises(MoveError, match="NOWHERE_MS"):
        limit_mutation.moves(ROWS, ["NOWHERE_MS"])


def test_an_outcome_tells_what_broke(tmp_path: Path) -> None:
    summary = {
        "expectation": {"unmet": ["late"]},
        "invariants": {"INV-1": {"pass": True, "sentence": "holds"}, "INV-2": {"pass": False, "sentence": "broke"}},
    }
    assert own_process.Outcome(1, "", summary).broken == ["late", "broke"]
    assert own_process.Outcome(2, "wrong input", {}).broken == []


def test_the_page_is_of_the_table() -> None:
    """docs/limit_mutation.md names every pinned limit with its present value; a changed table asks for a new one."""
    page = (limit_mutation.ROOT / "docs" / "limit_mutation.md").read_text(encoding="utf-8")
    lacking = [
        row["quantity"]
        for row in ROWS
        for copy in limit_mutation.FILES
        if row[copy] and (row["raised"] or row["lowered"])
        and f"| `{row[copy]}` | {copy} | {row['value']} {row['unit']} |" not in page
    ]  # fmt: skip
    assert lacking == [], "made by: make limits"
