# The campaign of slides: the unit cuts short what goes on where nothing looks; a missed goal is told.

from __future__ import annotations

from tools.campaigns.slide_course import MOVING, RAMP, STEADY, Longest, Slide, draw, run
from tools.campaigns.slides import Row, judge, leaving, main
from tools.campaigns.sound_course import sound

HALF_OUT = Slide(seed=2, phase="run", target_ua=18_000, which=1, permille=250, over_ms=2_000, since=RAMP, at_ms=60_000)


def test_the_unit_cuts_short_what_goes_on_where_nothing_looks() -> None:
    blind, seen = run(HALF_OUT, blind=True), run(HALF_OUT)
    assert blind.over_ms[0] > 40_000 and not blind.pauses and blind.dense.worst_ms > 8_000
    assert seen.less() and seen.over_ms[0] < 5_000


def test_a_sound_treatment_of_two_minutes_is_not_paused() -> None:
    course, _ = sound(3, 2)
    assert not course.pauses and course.began[RAMP] and not course.loop.fault


def test_a_seed_always_draws_the_same_slide_and_all_phases_come() -> None:
    assert draw(7) == draw(7)
    assert {draw(seed).phase for seed in range(150)} == {*STEADY, *MOVING}


def test_times_that_are_less_than_a_second_apart_add_up() -> None:
    longest = Longest()
    for now in (*range(0, 500, 5), *range(1_400, 1_500, 5), *range(2_600, 2_700, 5)):
        longest.add(now)
    assert longest.worst_ms == 600


def test_a_goal_that_is_missed_is_told() -> None:
    rows = {phase: Row(crossings=100) for phase in STEADY + MOVING}
    assert not judge(rows)
    rows["run"].missed[1] = 3  # of 500: 0.6 %
    rows["ramp"].missed[0] = 17  # of 400: 4.25 %
    rows["after UP"].broken.append("seed 1")
    assert len(judge(rows)) == 3


def test_the_hand_that_leaves_is_cut_while_some_of_it_is_in() -> None:
    line = leaving(range(6, 7))[-1]
    assert line.startswith("| 10 mA | left | 1 |")


def test_a_few_seeds_make_a_page(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    page = tmp_path / "slides.md"
    assert main(["--slides", "6", "--sound", "0", "--out", "1", "--page", str(page)]) == 0
    assert "| ramp |" in page.read_text("utf-8") and "would cross" in capsys.readouterr().out
