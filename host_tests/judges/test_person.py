# INV-14, on runs written by hand: what lay there before anybody came, and a dose that is told.

from __future__ import annotations

import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.person import inv_14


def treated(hands_first: bool, through_ua: int) -> Story:
    story = Story(10)
    if hands_first:
        story.event("share", "left_over_ms", 300).event("share", "left", 1_000)
    story.event("bridge", "laid", 2_000).event("bridge", "most_ua", through_ua)
    if not hands_first:
        story.event("share", "left_over_ms", 300).event("share", "left", 1_000)
    return story.begin().stay(5_000)


@pytest.mark.parametrize(("hands_first", "through_ua", "holds"), [
    (False, 500, True), (False, 900, False),
    (True, 9_000, True),  # laid after somebody came
])  # fmt: skip
def test_what_lay_there_before_anybody_came_gets_no_more_than_the_probe(
    hands_first: bool, through_ua: int, holds: bool
) -> None:
    assert inv_14(treated(hands_first, through_ua).recording(), {}).passed is holds


def test_a_dose_that_no_body_got_breaks_it() -> None:
    recording = treated(True, 0).recording()
    assert inv_14(recording, {}).passed
    recording.run["delivered_ma_min"] = float(recording.run["delivered_ma_min"] or 0) + 5
    assert not inv_14(recording, {}).passed


@pytest.mark.parametrize("told", [True, False])
def test_a_wrong_clock_excuses_a_wrong_dose_only_where_the_unit_has_found_it(told: bool) -> None:
    story = treated(True, 0).event("fault", "mcu.clock_rate", 1).stay(20_000)
    if told:
        story.event("trip", "C11", 10)
    recording = story.stay(100).recording()
    recording.run["delivered_ma_min"] = 2 * float(recording.run["delivered_ma_min"])
    assert inv_14(recording, {}).passed is told
