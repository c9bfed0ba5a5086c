# INV-12, on runs written by hand: which density breaks it, for how long, and by whose share.

from __future__ import annotations

from typing import Any

import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.density import area_cm2, inv_12, shares

HANDS: dict[str, Any] = {"load": {"body": "adult"}, "user": {"site": "hands"}}


def move(story: Story, permille: int, over_ms: int = 0, hands: tuple[str, ...] = ("left", "right")) -> Story:
    for hand in hands:
        story.event("share", f"{hand}_over_ms", over_ms).event("share", hand, permille)
    return story


def running(set_ma: float = 20, permille: int = 1_000) -> Story:
    return move(Story(set_ma), permille).begin().stay(5_000)


def test_whole_hands_hold_it() -> None:
    judged = inv_12(running().stay(60_000).recording(), HANDS)
    assert judged.passed and judged.worst.value == 0


@pytest.mark.parametrize(("permille", "ms", "holds"), [
    (340, 60_000, True),  # 59 mA
    (330, 7_900, True), (330, 8_100, False),  # 61 mA
    (260, 7_900, True),  # 77 mA
    (245, 1_900, True), (245, 2_100, False),  # 82 mA
])  # fmt: skip
@pytest.mark.parametrize("hands", [("left",), ("right",), ("left", "right")])
def test_a_constant_current_through_less_skin_breaks_it(
    permille: int, ms: int, holds: bool, hands: tuple[str, ...]
) -> None:
    story = move(running(), permille, 0, hands).stay(ms).stay(5_000, 0)
    assert inv_12(story.recording(), HANDS).passed is holds


def test_a_setpoint_on_its_ramp_may_stand_above_sixty_but_not_above_eighty() -> None:
    """From 12 mA to 20 through a fifth: 60 mA at once, 80 after 8 s, 100 at the end."""
    for goal, holds in ((16_400, True), (17_500, False)):
        story = move(Story(20), 1_000).start().close().ramp(500).stay(2_000).state("ramp").ramp(12_000)
        story = move(story, 200).ramp(goal).stay(5_000, 0)
        assert inv_12(story.recording(), HANDS).passed is holds


def test_a_step_of_the_user_is_no_ramp() -> None:
    story = move(running(19.5), 320).stay(3_000).ramp(20_000).stay(6_000).stay(5_000, 0)
    assert not inv_12(story.recording(), HANDS).passed


def test_flicker_does_not_evade_it() -> None:
    story = running()
    for _ in range(3):
        move(story, 240).stay(900)
        move(story, 1_000).stay(300)
    assert not inv_12(story.stay(3_000, 0).recording(), HANDS).passed


def test_a_slow_slide_counts_from_where_it_passes_the_limit() -> None:
    """To 0.2 in 8 s: above 60 mA from 0.333 on (1.33 s), above 80 mA from 0.25 on (0.5 s)."""
    story = move(running(), 200, 8_000).stay(8_000).stay(3_000, 0)
    judged = inv_12(story.recording(), HANDS)
    assert judged.passed
    assert sorted(round(m.value, -2) for m in judged.measures) == [500, 1_300]


def test_the_share_counts_from_the_end_of_the_probe() -> None:
    assert inv_12(running(permille=300).stay(30_000).recording(), HANDS).passed
    assert not inv_12(move(running(permille=600), 180).stay(9_000).recording(), HANDS).passed


def test_after_a_pause_the_share_of_the_first_probe_still_counts() -> None:
    story = move(running(), 200, 300).stay(300).state("paused").open().stay(300).state("contact").rise().stay(9_000)
    assert not inv_12(story.recording(), HANDS).passed


@pytest.mark.parametrize(("site", "body", "area"), [
    ("hands", "adult", 120), ("feet", "adult", 160), ("underarms", "adult", 40), ("hands", "child", 60),
])  # fmt: skip
def test_the_area_is_the_sites_or_the_childs(site: str, body: str, area: int) -> None:
    assert area_cm2({"load": {"body": body}, "user": {"site": site}}) == area


def test_a_child_through_less_skin_is_twice_as_dense() -> None:
    story = move(running(10), 300).stay(9_000).stay(3_000, 0)
    assert inv_12(story.recording(), HANDS).passed
    assert not inv_12(story.recording(), {**HANDS, "load": {"body": "child"}}).passed


def test_shares_move_evenly_and_turn_back_from_where_they_are() -> None:
    story = move(Story(), 1_000).stay(100)
    move(story, 0, 1_000, ("left",)).stay(500)
    move(story, 1_000, 1_000, ("left",)).stay(1_500)
    left = shares(story.recording(), "left")
    assert left is not None
    assert abs(left[350] - 750) < 3 and abs(left[600] - 500) < 3 and abs(left[1_100] - 750) < 3 and left[1_700] == 1_000


def test_a_recording_without_shares_says_so() -> None:
    judged = inv_12(Story().begin().recording(), HANDS)
    assert judged.passed and "no share was recorded" in judged.sentence
