# The summary for a person: how fast the run was, and why the unit stopped.

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.invariants import judge
from tools.report import report
from tools.report.summary import summarize


def summary(**given: Any) -> report.Json:
    """Of a run in which nothing flowed, but for what is given."""
    zero = dict.fromkeys(("delivered_ma_min", "body_ma_min", "set_ma", "minutes", "max_body_ua"), 0)
    verdict = {"expectation": {"held": True, "unmet": []}, "invariants": {}, "result": None, "fault": None}
    return {**zero, **verdict, "cause": None, "sim_s": 100.0, "wall_s": 1.0, **given}


@pytest.mark.parametrize(
    ("wall_s", "said"), [(4.0, "(25x)"), (100.0, "(1x)"), (150.0, "(0.7x)"), (1000.0, "(0.1x)"), (2500.0, "(0.04x)")]
)
def test_a_run_slower_than_real_time_is_shown_as_such(wall_s: float, said: str) -> None:
    text = report.text(summary(wall_s=wall_s), Path("out"))
    assert f"100 s simulated in {wall_s:.1f} s {said}" in text


def stopped(**facts: Any) -> report.Json:
    recording = Story(5, 0.2).begin().hard_cut("F04").stay(100).recording(result="fault", **facts)
    contents = summarize(recording, judge(recording, {}), {})
    return {**contents, "expectation": {"held": True, "unmet": []}}


def test_why_the_unit_stopped_is_named_with_what_was_measured_and_what_was_allowed() -> None:
    contents = stopped(fault=204, trip_measured=1520, trip_allowed=1000)
    assert contents["fault"] == "F04"
    assert contents["cause"] == {"fault": "F04 a_b_disagree", "measured": 1520, "allowed": 1000}
    assert "\ncause        F04 a_b_disagree: measured 1520, allowed 1000\n" in report.text(contents, Path("out"))


def test_a_cause_without_figures_is_named_all_the_same_and_none_is_no_line() -> None:
    for none in ({}, {"trip_measured": 0, "trip_allowed": 0}):
        assert "\ncause        F04 a_b_disagree\n" in report.text(stopped(fault=204, **none), Path("out"))
    contents = stopped(fault=0)
    assert contents["fault"] is None and contents["cause"] is None
    assert "cause" not in report.text(contents, Path("out"))
