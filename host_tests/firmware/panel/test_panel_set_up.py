# The display is set up again and again, whatever it tells; left alone it dims and sleeps, in a treatment never.

from __future__ import annotations

import pytest

from host_tests.support.fake_glass import SECOND, Glass, become, bench, steps
from ionto.panel.panel import BRIGHT, DIM, Panel
from tools.panel.examples import draw


@pytest.mark.parametrize("after", range(0, 60, 7))
@pytest.mark.parametrize("name", ["run", "paused", "limited"])
def test_a_display_that_forgot_shows_the_whole_picture_again_within_a_second(name: str, after: int) -> None:
    panel, glass, status = bench(name)
    steps(panel, SECOND + after)
    glass.forgets = 1
    glass.memory[:] = bytes(1024)
    worst = 0
    while glass.memory != draw(status):
        panel.work()
        worst += 1
        assert worst <= SECOND
    assert (panel.forgot, panel.lost) == (1, 0)


def test_a_display_that_forgets_again_and_again_is_lost_and_one_that_forgets_now_and_then_is_not() -> None:
    panel, glass, _status = bench("run")
    for _ in range(10):
        steps(panel, 2 * SECOND)
        glass.forgets = 1
    assert panel.lost == 0
    glass.forgets = 3
    steps(panel, SECOND)
    assert (panel.lost, glass.forgets) == (1, 0)
    steps(panel, SECOND)
    assert panel.lost == 0


def test_it_is_set_up_four_times_a_second_whatever_else_is_to_do() -> None:
    panel, glass, status = bench("run")
    for n in range(20):
        become(status, ("run", "paused", "cut")[n % 3])
        glass.contrasts.clear()
        steps(panel, SECOND)
        assert 4 <= len(glass.contrasts) <= 5


def looks(glass: Glass, panel: Panel, minutes: float) -> list[int]:
    """The brightnesses that it had meanwhile, in order."""
    glass.contrasts.clear()
    steps(panel, round(minutes * 60 * SECOND))
    return list(dict.fromkeys(glass.contrasts))


def test_left_alone_it_dims_after_two_minutes_and_sleeps_after_ten() -> None:
    panel, glass, _status = bench("where")
    glass.quiet_ms = 60_000
    assert looks(glass, panel, 1.9) == [BRIGHT]
    assert looks(glass, panel, 0.2) == [BRIGHT, DIM]
    assert looks(glass, panel, 7.8) == [DIM]
    assert glass.asleep == 0
    assert looks(glass, panel, 0.2) == [DIM, 0]
    assert glass.asleep == 1
    glass.quiet_ms = glass.asleep = 0  # as the buttons do it
    steps(panel, SECOND)
    assert glass.contrasts[-1] == BRIGHT
    assert glass.asleep == 0


def test_another_screen_wakes_it_too() -> None:
    panel, glass, status = bench("where")
    glass.quiet_ms = 60_000
    looks(glass, panel, 11)
    assert glass.asleep == 1
    become(status, "cut")
    assert looks(glass, panel, 1)[-1] == BRIGHT
    assert glass.asleep == 0
    assert glass.memory == draw(status)


@pytest.mark.parametrize("name", ["hands_in", "contact", "ramp", "run", "limited", "reversal", "paused", "ramp_down"])
def test_in_a_treatment_it_stays_bright(name: str) -> None:
    panel, glass, _status = bench(name)
    glass.quiet_ms = 60_000
    assert looks(glass, panel, 15) == [BRIGHT]
    assert glass.asleep == 0
