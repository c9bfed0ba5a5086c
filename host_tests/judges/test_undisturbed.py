# What explains a pause, what is told of the rail, and whom the probe may refuse: on runs written by hand.

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.undisturbed import course, is_unserved


def move(story: Story, permille: int, over_ms: int = 0, hands: tuple[str, ...] = ("left", "right")) -> Story:
    for hand in hands:
        story.event("share", f"{hand}_over_ms", over_ms).event("share", hand, permille)
    return story


def running() -> Story:
    return move(Story(10), 1_000).begin().stay(5_000)


def pause(story: Story) -> Story:
    return story.state("paused").stay(2_000, 0).state("contact").stay(2_000, 500).state("ramp").ramp(10_000)


@pytest.mark.parametrize(("permille", "later_ms", "false"), [
    (0, 150, False),  # on its way out
    (880, 300, True),
    (550, 300, True),
    (450, 300, False),
    (0, 4_000, False),  # out since
])  # fmt: skip
def test_a_pause_is_explained_by_a_hand_that_was_out(permille: int, later_ms: int, false: bool) -> None:
    story = pause(move(running(), permille, 300, ("left",)).stay(later_ms))
    judged = course(story.recording(), [])
    assert (len(judged.false), judged.out) == ((1, 0) if false else (0, 1))


def test_a_hand_that_came_back_explains_no_pause_later() -> None:
    story = move(running(), 0, 300, ("right",)).stay(2_000)
    story = pause(move(story, 1_000, 300, ("right",)).stay(2_000).state("run"))
    assert course(story.recording(), []).false == ("paused from run at 37.018 s with 1000 ‰ in",)


def test_a_lead_back_is_a_pause_but_the_way_out_of_one_is_none() -> None:
    judged = course(running().state("contact").ramp(0).recording(), [])
    assert [line.split(" at ")[0] for line in judged.false] == ["led back from run"]
    assert not course(pause(move(running(), 0).stay(500)).recording(), []).false


def test_hands_that_are_asked_for_though_they_are_in_count() -> None:
    assert course(running().recording(), ["Less skin is in the water"]).false


def test_a_limit_must_be_told() -> None:
    story = running().event("gap", "load", 1).state("limited").stay(6_000, 8_000).event("gap", "load", 0)
    judged = course(story.stay(100, 10_000).recording(), ["Limited 1 min"])
    assert judged.short_ms == 6_000 and not judged.untold
    assert course(story.recording(), ["Not limited"]).untold


def test_current_that_the_load_lets_flow_is_not_limited() -> None:
    assert course(running().state("limited").stay(6_000, 8_000).recording(), []).short_ms == 0


@pytest.mark.parametrize(("ohm", "own_mv", "unserved"), [
    (21_000, 0, True), (18_000, 0, False), (18_000, 2_000, True), (14_000, 2_000, False)
])  # fmt: skip
def test_whom_the_probe_may_refuse(ohm: int, own_mv: int, unserved: bool) -> None:
    scenario: dict[str, Any] = {"load": {"emf_mv": own_mv}}
    run = move(Story(10, ohm=lambda ms: ohm), 1_000).start().close().stay(20_000, 500).recording()
    assert is_unserved(run, scenario) is unserved
    nothing_flowed = Story(10, ohm=lambda ms: ohm).start().recording()
    assert not np.any(nothing_flowed.magnitude) and not is_unserved(nothing_flowed, scenario)
    story = move(Story(10, ohm=lambda ms: ohm), 1_000).start().close().stay(20_000, 500).state("ramp").stay(2_000, 500)
    assert not is_unserved(story.recording(), scenario), "no probe was given up"
