"""INV-1 and INV-2 break when they should and hold at their limits; exemptions reach no further than written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.synthetic_run import Story
from tools.judges import spans
from tools.judges.causes import CLASSES
from tools.judges.invariants import judge
from tools.judges.verdict import Verdict


def verdict(story: Story, name: str, *faults: dict[str, Any], **run: Any) -> Verdict:
    return judge(story.recording(**run), {"faults": list(faults)})[name]


def holds(story: Story, name: str, *faults: dict[str, Any], **run: Any) -> bool:
    return verdict(story, name, *faults, **run).passed


def over(ua: int, ms: int, *faults: str, event: tuple[str, str] | None = None) -> Story:
    """A treatment at 10 mA in which the current jumps to `ua` for `ms`, is cut and latched."""
    story = Story().begin().stay(500)
    if event:
        story.event(*event)
    for fault in faults:
        story.event("fault", fault, 1)
    story.stay(ms, ua)
    story.level = 0
    return story.hard_cut().stay(200)


CLOCK_HALF = {"part": "mcu", "mode": "clock_rate", "values": {"permille": 500}}


def leak(begin: str, end: str) -> dict[str, Any]:
    return {"part": "leak", "mode": "between", "values": {"from": begin, "to": end, "ohm": 1000}}


# --- INV-1


@pytest.mark.parametrize(
    ("ua", "ms", "faults", "allowed"),
    [
        (35_000, 1, (), True),
        (35_001, 1, (), False),
        (35_001, 1, ("latch.dead",), False),
        (25_501, 2, (), False),
        (25_501, 2, ("latch.dead",), True),
        (25_501, 4, ("s1.stuck_closed",), True),
        (25_501, 5, ("latch.dead",), False),
        (25_500, 4, (), True),
        (25_500, 5, (), False),
        (24_000, 400, (), True),
        (25_500, 20, ("adc_b.stuck",), True),
        (25_500, 21, ("adc_b.stuck",), False),
        (25_501, 2, ("adc_b.stuck",), False),  # B blind, but the latch is sound
        (30_000, 20, ("shunt_b.low",), True),  # shunt B blinds the latch too
        (30_000, 21, ("shunt_b.low",), False),
        (25_500, 5, ("oled.nack",), False),
    ],
)
def test_size_and_time_of_overcurrent_are_limited_by_what_still_watches(
    ua: int, ms: int, faults: tuple[str, ...], allowed: bool
) -> None:
    assert holds(over(ua, ms, *faults), "INV-1") is allowed


@pytest.mark.parametrize(("ms", "allowed"), [(85, True), (86, False)])
def test_overcurrent_in_a_hang_with_interrupts_off_lasts_as_long_as_the_pump_holds(ms: int, allowed: bool) -> None:
    assert holds(over(25_000, ms, event=("hang", "irq_off")), "INV-1") is allowed


def test_overcurrent_in_such_a_hang_stays_below_the_latch() -> None:
    assert not holds(over(25_600, 2, event=("hang", "irq_off")), "INV-1")


def test_a_hang_with_interrupts_on_leaves_the_monitor_its_usual_time() -> None:
    assert not holds(over(25_000, 5, event=("hang", "irq_on")), "INV-1")


@pytest.mark.parametrize(("ms", "allowed"), [(8, True), (9, False)])
def test_a_clock_at_half_rate_doubles_the_monitors_time(ms: int, allowed: bool) -> None:
    assert holds(over(25_000, ms, "mcu.clock_rate"), "INV-1", CLOCK_HALF) is allowed


def test_a_fast_clock_gives_no_more_time() -> None:
    fast = {"part": "mcu", "mode": "clock_rate", "values": {"permille": 2000}}
    assert not holds(over(25_000, 5, "mcu.clock_rate"), "INV-1", fast)
    assert holds(over(25_000, 4, "mcu.clock_rate"), "INV-1", fast)


def test_flicker_does_not_evade_the_time_limit() -> None:
    story = Story().begin().stay(300)
    for _ in range(5):
        story.stay(1, 25_000).stay(3, 10_000)
    assert not holds(story.finish(), "INV-1")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [(("rail", "electrode_a"), True), (("electrode_b", "rail"), True), (("electrode_a", "ground"), False)],
)
def test_only_a_leak_past_shunt_b_together_with_overcurrent_is_exempt(path: tuple[str, str], allowed: bool) -> None:
    story = over(36_000, 50, "dac.stuck", "leak.between")
    assert holds(story, "INV-1", leak(*path)) is allowed


def test_a_leak_alone_is_not_exempt() -> None:
    assert not holds(over(36_000, 50, "leak.between"), "INV-1", leak("rail", "electrode_a"))


def test_the_verdict_tells_the_worst_and_when() -> None:
    found = verdict(over(25_500, 7), "INV-1")
    assert (found.worst.value, found.worst.limit, found.worst.unit) == (7, 4, "ms")
    assert found.worst.when_ms is not None and "BROKEN" in found.sentence and "24 mA" in found.sentence


# --- INV-2: slopes


@given(per_ms=st.floats(0.3, 9.0), asked=st.booleans())
@settings(max_examples=40)
def test_the_current_falls_slowly_unless_the_user_pressed_stop(per_ms: float, asked: bool) -> None:
    story = Story().begin().stay(300)
    if asked:
        story.event("user", "press_stop").stay(5)
    change, limit = 100 * per_ms, 600 if asked else 250
    if abs(change - limit) < 3:
        return  # the recording's whole microamperes decide
    assert holds(story.fall(per_ms).state("done").stay(200), "INV-2") is (change < limit)


def test_a_ramp_up_at_the_limit_of_change_holds_and_above_breaks() -> None:
    assert holds(Story().start().close().ramp(10_000, 2.5).stay(300).finish(), "INV-2")
    assert not holds(Story().start().close().ramp(10_000, 2.6).stay(300).finish(), "INV-2")


def test_stop_does_not_allow_a_fast_rise() -> None:
    story = Story().begin().event("user", "press_stop").state("rampdown").ramp(8000, 5.0).ramp(9000, 5.0)
    assert not holds(story.fall(5.0).stay(100), "INV-2")


def test_a_fast_fall_that_is_no_ramp_down_breaks_even_after_stop() -> None:
    story = Story().begin().event("user", "press_stop").stay(5).ramp(6000, 5.0).stay(300)
    assert not holds(story.fall(5.0).stay(100), "INV-2")


def test_another_button_allows_no_fast_fall() -> None:
    assert not holds(Story().begin().stay(100).event("user", "press_up").stay(5).fall(5.0).stay(100), "INV-2")


def test_a_controlled_stop_may_fall_at_the_rate_of_stop() -> None:
    story = Story().begin().stay(100).event("trip", "C03", 0).fall(5.0).state("fault").stay(100)
    assert holds(story, "INV-2")


def test_ripple_of_a_quarter_milliampere_holds_and_more_breaks() -> None:
    assert holds(Story().begin().stay(2000, noise=124).finish(), "INV-2")
    assert not holds(Story().begin().stay(2000, noise=128).finish(), "INV-2")


def test_voltage_limited_current_may_follow_the_load() -> None:
    story = Story().begin().event("gap", "load", 1).ramp(7000, 10).stay(500).ramp(6500, 10).stay(500)
    story.event("gap", "load", 0).stay(10, 6800).ramp(10_000)
    assert holds(story.finish(), "INV-2")


# --- INV-2: steps up


def back_after(gap_ms: int, step_ua: int, *faults: str) -> Story:
    """Contact is lost for a while, and on its return the current steps up at once by so much."""
    story = Story().begin().stay(300)
    for fault in faults:
        story.event("fault", fault, 1)
    story.event("load", "open", 1).event("gap", "load", 1).stay(gap_ms, 0).event("gap", "load", 0)
    return story.stay(300, step_ua).ramp(10_000).finish()


@pytest.mark.parametrize(
    ("gap_ms", "step_ua", "allowed"),
    [(35, 500, True), (35, 501, False), (34, 10_000, True), (5000, 501, False), (1, 10_000, True)],
)
def test_the_current_never_steps_up_after_a_gap(gap_ms: int, step_ua: int, allowed: bool) -> None:
    assert holds(back_after(gap_ms, step_ua), "INV-2") is allowed


@pytest.mark.parametrize(
    ("fault", "exempt"),
    [
        ("dac.stuck", True),
        ("i2c0.flip", True),
        ("sink.feedback_low", True),
        ("leg_fwd_low.stuck_open", True),
        ("s1.stuck_open", True),
        ("relay.intermittent", True),
        ("leak.between", True),
        ("adc.offset", False),
        ("oled.nack", False),
        ("i2c1.sda_low", False),
        ("load.open", False),
    ],
)
def test_only_faults_of_the_current_path_excuse_a_step(fault: str, exempt: bool) -> None:
    assert holds(back_after(40, 3000, fault), "INV-2") is exempt


def test_a_fault_over_in_an_instant_excuses_nothing_later() -> None:
    story = Story().begin().stay(300).event("fault", "adc.general_call", 1).stay(1500).state("run")
    assert not holds(story.stay(200).state("done").open().stay(100), "INV-2")


def test_a_step_long_after_an_exempt_fault_is_judged() -> None:
    story = Story().begin().stay(300).event("fault", "dac.nack", 1).stay(10).event("fault", "dac.nack", 0)
    assert not holds(story.ramp(0).stay(1100).stay(500, 2000).finish(), "INV-2")


def test_power_or_reset_must_not_step_the_current_up() -> None:
    story = Story().start().finish().event("reset", "watchdog").stay(100).stay(20, 600).stay(100, 0)
    assert not holds(story, "INV-2")


# --- INV-2: cuts


def test_ending_without_a_ramp_down_breaks() -> None:
    assert not holds(Story().begin().stay(300).state("done").open().stay(100), "INV-2")


@pytest.mark.parametrize(("ua", "allowed"), [(250, True), (251, False)])
def test_a_cut_may_drop_no_more_than_a_quarter_milliampere(ua: int, allowed: bool) -> None:
    assert holds(Story().begin().ramp(ua).stay(500).open().stay(100), "INV-2") is allowed


def test_a_dac_written_zero_just_before_the_cut_is_the_same_cut() -> None:
    assert not holds(Story().begin().stay(300).state("done").stay(3, 0).open().stay(100), "INV-2")


def test_withdrawal_and_return_hold() -> None:
    assert holds(Story().begin().stay(500).hands_out(1000).rise().stay(300).finish(), "INV-2")


def test_a_pause_nobody_caused_breaks() -> None:
    story = Story().begin().stay(500).state("paused").open().stay(1000).state("contact").rise()
    assert not holds(story.finish(), "INV-2")


def test_a_cut_before_the_contact_opens_is_explained_by_the_rising_resistance() -> None:
    def rising(ms: int) -> int:
        return 2000 + max(0, ms - 28_800) * 5

    story = Story(ohm=rising).begin()
    story.stay(29_000 - story.now).state("paused").open().stay(500)
    assert holds(story, "INV-2")


@pytest.mark.parametrize(("permille", "explained"), [(150, True), (80, False)])
def test_a_cut_for_less_skin_is_explained_by_a_resistance_that_rose_in_half_a_minute(
    permille: int, explained: bool
) -> None:
    def rising(ms: int) -> int:
        return 2000 + 2 * permille * min(max(0, ms - 30_000), 20_000) // 20_000

    story = Story(ohm=rising).begin()
    story.stay(51_000 - story.now).state("paused").open().stay(500)
    assert holds(story, "INV-2") is explained


def test_a_hard_cut_may_drop_the_current_and_a_controlled_stop_may_not() -> None:
    assert holds(Story().begin().stay(300).hard_cut("F02").stay(100), "INV-2")
    assert not holds(Story().begin().stay(300).hard_cut("C03").stay(100), "INV-2")


def test_letting_go_of_stop_is_no_press() -> None:
    story = Story().begin().event("user", "press_ok").event("user", "release_stop").stay(5)
    assert not holds(story.fall(5.0).stay(100), "INV-2")


def test_a_second_press_of_stop_cuts_and_the_first_does_not() -> None:
    first = Story().begin().stay(300).event("user", "press_stop").stay(20).open().stay(100)
    assert not holds(first, "INV-2")
    second = Story().begin().event("user", "press_stop").state("rampdown").ramp(4000, 5.0)
    second.event("user", "press_stop").stay(20).open().stay(100)
    assert holds(second, "INV-2")
    hasty = Story().begin().event("user", "press_stop").state("rampdown").ramp(6000, 5.0)
    assert not holds(hasty.event("user", "press_stop").stay(20).open().stay(100), "INV-2")


@pytest.mark.parametrize("cause", [("hw", "VBUS", 1), ("hw", "LATCH", 1), ("reset", "watchdog", 0), ("vbus", "", 1)])
def test_a_hardware_cut_may_drop_the_current(cause: tuple[str, str, int]) -> None:
    assert holds(Story().begin().stay(300).event(*cause).stay(2).open().stay(100), "INV-2")


def test_current_without_a_way_to_the_body_shows_a_lying_recording() -> None:
    assert not holds(Story().start().ramp(5000).stay(500).ramp(0).stay(100), "INV-2")


# --- the tools below


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=60), st.integers(1, 70))
def test_sliding_extremes_agree_with_the_plain_definition(values: list[int], width: int) -> None:
    array = np.array(values, dtype=np.int32)
    windows = [values[max(0, i - width + 1) : i + 1] for i in range(len(values))]
    assert list(spans.sliding_max(array, width)) == [max(window) for window in windows]
    assert list(spans.sliding_min(array, width)) == [min(window) for window in windows]


def test_every_class_of_exemption_names_a_fault_that_can_be_injected() -> None:
    from tools.scenario.fault_catalogue import PARTS

    known = {f"{part.name}.{mode.name}" for part in PARTS for mode in part.modes}
    known |= {f"{part.name}.*" for part in PARTS}
    assert {pattern for patterns in CLASSES.values() for pattern in patterns} <= known
