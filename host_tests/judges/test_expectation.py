# Whether what a scenario expects came true, and in time, by states, result, fault and texts alone.

from __future__ import annotations

from tools.judges.expectation import Facts, failures
from tools.scenario.loader import Json, normalise

HISTORY = [(0, "boot"), (5000, "run"), (9000, "paused"), (20_000, "run"), (40_000, "done")]


def unmet(expect: Json, **end: object) -> list[str]:
    facts = Facts(states=list(HISTORY))
    facts.finish({"result": "completed", "fault": 0, "sim_ms": 41_000, **end})
    return failures(normalise({"expect": expect}, "x", "x")["expect"], facts)


def test_expectation_that_came_true_holds() -> None:
    assert unmet({}) == []
    assert unmet({"result": "completed", "fault": "none", "state": "done", "by_ms": 40_000}) == []


def test_other_result_fault_or_state_does_not_hold() -> None:
    assert "not stopped" in unmet({"result": "stopped"})[0]
    assert "F04 a_b_disagree" in unmet({"fault": "F04"})[0]
    assert "F04 a_b_disagree, not none" in unmet({"fault": "none"}, fault=204)[0]
    assert "state fault was not entered" in unmet({"state": "fault"})[0]


def test_any_of_the_listed_faults_holds() -> None:
    assert unmet({"fault": ["F01", "F04"]}, fault=204) == []


def test_too_late_does_not_hold() -> None:
    assert "1 ms too late" in unmet({"result": "completed", "by_ms": 39_999})[0]
    assert "1 ms too late" in unmet({"state": "done", "by_ms": 39_999})[0]
    assert "too late" in unmet({"fault": "F04", "by_ms": 39_999}, fault=204)[0]
    assert unmet({"fault": "F04", "by_ms": 39_999}, fault=204, fault_ms=8000) == []


def test_time_within_runs_from_the_first_entry_of_the_state() -> None:
    assert unmet({"state": "run", "within": {"state": "paused", "ms": 11_000}}) == []
    assert "1 ms too late" in unmet({"state": "run", "within": {"state": "paused", "ms": 10_999}})[0]


def test_what_must_not_come_so_soon_may_come_too_early() -> None:
    def after(ms: int) -> dict[str, object]:
        return {"state": "paused", "ms": 11_000, "not_before_ms": ms}

    assert unmet({"state": "run", "within": after(11_000)}) == []
    assert "1 ms too early" in unmet({"state": "run", "within": {**after(11_001), "ms": 12_000}})[0]


def test_state_before_the_one_named_in_within_does_not_count() -> None:
    assert "was not entered" in unmet({"state": "boot", "within": {"state": "run", "ms": 90_000}})[0]
    assert "was not entered" in unmet({"state": "paused", "within": {"state": "paused", "ms": 90_000}})[0]
    assert "never entered" in unmet({"state": "run", "within": {"state": "limited", "ms": 90_000}})[0]


def test_text_must_have_been_on_a_screen() -> None:
    assert unmet({"screen_has": "STOP"}, texts=["Press STOP now"]) == []
    assert 'no screen showed "STOP"' in unmet({"screen_has": ["STOP"]}, texts=["done"])[0]
