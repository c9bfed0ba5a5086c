"""INV-15 breaks on a second shock for the same cause, and on nothing else."""

from __future__ import annotations

import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.invariants import judge


def shocked_again(second_ua: int) -> Story:
    """At 10 mA a leak gives 20 mA until a pause cuts; the output closes again, and the body gets `second_ua`."""
    story = Story().begin().stay(100).event("fault", "leak.between", 1).stay(10, 20_000)
    story.pin("OUT_EN", 0).hw("S1", 0).stay(1).state("paused").stay(115, 0)
    return story.pin("OUT_EN", 1).hw("S1", 1).stay(3, second_ua).pin("OUT_EN", 0).hw("S1", 0).stay(100, 0)


LEAK = {"part": "leak", "mode": "between", "values": {"from": "electrode_b", "to": "ground", "ohm": 1600}}


@pytest.mark.parametrize(("second_ua", "allowed"), [(0, True), (12_000, True), (12_001, False), (20_000, False)])
def test_after_a_pause_the_same_cause_gives_no_second_shock(second_ua: int, allowed: bool) -> None:
    verdict = judge(shocked_again(second_ua).recording(), {"faults": [LEAK]})["INV-15"]
    assert verdict.passed is allowed


def test_the_first_shock_and_a_fault_that_comes_after_the_cut_are_not_judged_here() -> None:
    first = Story().begin().stay(100).event("fault", "leak.between", 1).stay(10, 20_000).hard_cut().stay(100)
    assert judge(first.recording(), {"faults": [LEAK]})["INV-15"].passed
    later = Story().begin().stay(100).pin("OUT_EN", 0).hw("S1", 0).state("paused").stay(500, 0)
    later.event("fault", "leak.between", 1).pin("OUT_EN", 1).hw("S1", 1).stay(3, 20_000).stay(100, 0)
    assert judge(later.recording(), {"faults": [LEAK]})["INV-15"].passed


def test_a_whole_treatment_holds() -> None:
    assert judge(Story(10, 3).whole().recording(), {"faults": []})["INV-15"].passed
