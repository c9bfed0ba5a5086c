# The campaign of slides: with the rule a slide is cut short, without it it is not; a missed goal is told.

from __future__ import annotations

from ionto.treatment.skin_area import SkinArea
from tools.campaigns.slides import MOVING, STEADY, Row, Slide, draw, judge, run, sound

HALF_OUT = Slide(
    seed=2, phase="run", target_ua=18_000, which=1, permille=250, over_ms=2_000, at_ms=60_000, half_ms=None, up_ms=None
)


def test_the_rule_cuts_short_what_goes_on_without_it() -> None:
    without, with_it = run(HALF_OUT, None), run(HALF_OUT, SkinArea())
    assert without.over_ms[0] > 40_000 and not without.pauses
    assert with_it.pauses and with_it.over_ms[0] < 5_000


def test_a_sound_treatment_of_two_minutes_is_not_paused() -> None:
    assert not sound(3, 2)[0].pauses


def test_a_seed_always_draws_the_same_slide_and_all_phases_come() -> None:
    assert draw(7) == draw(7)
    assert {draw(seed).phase for seed in range(100)} == {*STEADY, *MOVING, "probe"}


def test_a_goal_that_is_missed_is_told() -> None:
    rows = {phase: Row(crossings=100) for phase in STEADY + MOVING}
    assert not judge(rows)
    rows["run"].missed[1] = 3  # of 400: 0.75 %
    rows["ramp"].missed[0] = 9  # of 200: 4.5 %
    assert len(judge(rows)) == 2
