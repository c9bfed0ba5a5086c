"""INV-13 breaks when the glass is untrue for more than a second under current, and not when the current is stopping."""

from __future__ import annotations

import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.invariants import judge


def dark_for(ms: int, what: str = "untrue_ms", stops_after_ms: int = 0) -> bool:
    """Whether it holds: 5 s of current, and in them so many milliseconds of an untrue glass."""
    story = Story().begin().stay(5_000 - ms, 10_000)
    if stops_after_ms:
        story.stay(stops_after_ms, 10_000).state("rampdown").stay(ms - stops_after_ms, 10_000)
    else:
        story.stay(ms, 10_000)
    story.event("glass", what, ms).stay(100)
    return judge(story.recording(), {"faults": []})["INV-13"].passed


@pytest.mark.parametrize(("what", "most_ms"), [("untrue_ms", 1_000), ("wrong_ms", 2_500)])
def test_a_glass_that_is_untrue_for_longer_than_allowed_breaks_it(what: str, most_ms: int) -> None:
    assert dark_for(most_ms, what)
    assert not dark_for(most_ms + 1, what)


def test_a_current_that_began_to_stop_in_time_does_not() -> None:
    assert dark_for(3_000, stops_after_ms=1_000)
    assert not dark_for(3_000, stops_after_ms=1_001)


def test_a_treatment_without_such_a_stretch_holds() -> None:
    assert judge(Story(10, 3).whole().recording(), {"faults": []})["INV-13"].passed
