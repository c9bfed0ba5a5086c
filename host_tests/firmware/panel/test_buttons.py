# Presses: debounced, ordered by what is safe, and never raising the current faster than it may rise.

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ionto.panel import buttons as b
from ionto.panel.buttons import Buttons
from ionto.treatment import events as ev

TICK = 5
UP, DOWN, OK, STOP = b.UP_BIT, b.DOWN_BIT, b.OK_BIT, b.STOP_BIT
KEYS = {"up": UP, "down": DOWN, "ok": OK, "stop": STOP}


class Wire:
    """An input of the processor."""

    def __init__(self, level: int) -> None:
        self.level = level

    def value(self) -> int:
        return self.level


class Hand:
    """Four keys and a finger. `events`: (ms, event)."""

    def __init__(self, slow: int = 1) -> None:
        self.pins = {UP: Wire(1), DOWN: Wire(1), OK: Wire(1), STOP: Wire(0)}
        self.buttons = Buttons(self.pins[UP], self.pins[DOWN], self.pins[OK], self.pins[STOP])
        self.buttons.slow = slow
        self.ms = 0
        self.events: list[tuple[int, int]] = []

    def set(self, mask: int) -> None:
        for bit, pin in self.pins.items():
            pin.level = int(bool(mask & bit) == (bit == STOP))

    def wait(self, ms: int, mask: int = 0) -> list[int]:
        """Keep the keys of `mask` down; what happened meanwhile."""
        self.set(mask)
        before = len(self.events)
        for _ in range(ms // TICK):
            self.ms += TICK
            self.buttons.scan(TICK)
            if self.buttons.event:
                self.events.append((self.ms, self.buttons.event))
        return [event for _ms, event in self.events[before:]]

    def press(self, mask: int, ms: int = 100) -> list[int]:
        """Press, release, and wait till it has been seen."""
        return self.wait(ms, mask) + self.wait(100)


@pytest.mark.parametrize(("key", "event"), [(UP, ev.UP), (DOWN, ev.DOWN), (OK, ev.OK)])
def test_up_down_and_ok_act_once_on_release(key: int, event: int) -> None:
    hand = Hand()
    assert hand.wait(500, key) == []
    assert hand.wait(100) == [event]
    assert hand.wait(3000) == []


def test_stop_acts_on_press_within_50_ms() -> None:
    hand = Hand()
    assert hand.wait(50, STOP) == [ev.STOP]
    assert hand.wait(60_000, STOP) == []
    assert hand.wait(1000) == []


def test_a_broken_wire_of_stop_is_a_press_of_stop() -> None:
    hand = Hand()
    hand.pins[STOP].level = 1
    assert hand.wait(50, STOP) == [ev.STOP]
    assert hand.buttons.pressed_mask() == STOP


@pytest.mark.parametrize("key", [UP, DOWN, OK, STOP, UP | DOWN, OK | STOP])
def test_the_first_press_wakes_the_sleeping_panel_and_does_nothing_else(key: int) -> None:
    for ms in (100, 700, 3_000):
        hand = Hand()
        hand.wait(61_000)
        hand.buttons.asleep = 1
        assert hand.press(key, ms) == []
        assert (hand.buttons.asleep, hand.buttons.quiet_ms < 1_000) == (0, True)
        assert hand.press(OK) == [ev.OK]
        assert hand.press(STOP) == [ev.STOP]  # a first one: the one that woke was none


def test_a_second_key_while_the_first_still_wakes_does_nothing_either() -> None:
    hand = Hand()
    hand.buttons.asleep = 1
    assert hand.wait(200, OK) + hand.wait(200, OK | STOP) + hand.wait(200, STOP) + hand.wait(200) == []
    assert hand.press(STOP) == [ev.STOP]


def test_without_sleep_stop_acts_whatever_was_pressed_before() -> None:
    hand = Hand()
    hand.wait(700_000)
    assert hand.press(STOP) == [ev.STOP]


def test_ok_held_is_told_once_after_a_second_and_once_when_let_go() -> None:
    hand = Hand()
    assert hand.wait(1000, OK) == []
    assert hand.wait(100, OK) == [ev.OK_HELD]
    assert hand.wait(3000, OK) == []
    assert hand.wait(1000) == [ev.OK_LET_GO]
    assert hand.press(OK) == [ev.OK]


def test_ok_held_is_not_told_as_let_go_when_another_key_spoilt_it_or_it_was_stuck() -> None:
    hand = Hand()
    assert hand.wait(1100, OK) == [ev.OK_HELD]
    assert hand.wait(200, OK | UP) == []
    assert hand.wait(200, OK) == []
    assert hand.wait(1000) == []
    assert hand.wait(5200, OK) == [ev.OK_HELD]
    assert hand.wait(1000) == []


@pytest.mark.parametrize(("key", "event"), [(UP, ev.UP), (DOWN, ev.DOWN)])
def test_up_and_down_repeat_once_a_second_while_held_and_are_silent_on_release(key: int, event: int) -> None:
    hand = Hand()
    assert hand.wait(4500, key) == [event] * 4
    assert hand.wait(1000) == []
    assert [later - sooner for (sooner, _), (later, _) in zip(hand.events, hand.events[1:], strict=False)] == [1000] * 3


def test_quick_presses_of_up_raise_once_a_second_only() -> None:
    hand = Hand()
    for _ in range(20):
        hand.press(UP)
    assert [event for _ms, event in hand.events] == [ev.UP] * 4
    hand = Hand(slow=0)
    for _ in range(20):
        hand.press(UP)
    assert len(hand.events) == 20


def test_down_is_never_slowed() -> None:
    hand = Hand()
    for _ in range(20):
        hand.press(DOWN)
    assert len(hand.events) == 20


def test_stop_again_needs_a_second_press_a_second_later() -> None:
    hand = Hand()
    assert hand.press(STOP) == [ev.STOP]
    assert hand.press(STOP) == [ev.STOP]
    hand.wait(700)
    assert hand.press(STOP) == [ev.STOP_AGAIN]
    hand.wait(20_000)
    assert hand.press(STOP) == [ev.STOP]


def test_up_and_down_together_stop_and_do_nothing_else() -> None:
    hand = Hand()
    assert hand.wait(20, UP) == []
    assert hand.wait(100, UP | DOWN) == [ev.STOP]
    assert hand.wait(100, UP) == []
    assert hand.wait(2000) == []


@pytest.mark.parametrize("key", [UP, DOWN, OK, UP | OK])
def test_any_key_with_stop_is_stop_alone(key: int) -> None:
    hand = Hand()
    hand.wait(200, key)
    assert hand.wait(100, key | STOP) == [ev.STOP]
    assert hand.wait(500, key) == []
    assert hand.wait(500) == []


@pytest.mark.parametrize("key", [UP, DOWN, OK])
def test_a_key_released_together_with_stop_does_nothing(key: int) -> None:
    hand = Hand()
    hand.wait(200, key)
    assert hand.wait(100, key | STOP) == [ev.STOP]
    assert hand.wait(500) == []


@pytest.mark.parametrize("pair", [UP | OK, DOWN | OK])
def test_two_keys_at_once_do_nothing(pair: int) -> None:
    hand = Hand()
    assert hand.wait(300, pair) == []
    assert hand.wait(300, pair & OK) == []
    assert hand.wait(300) == []


@pytest.mark.parametrize("key", [UP, DOWN, OK])
def test_a_key_held_for_more_than_5_s_is_stuck_and_acts_no_more(key: int) -> None:
    hand = Hand()
    hand.wait(5000, key)
    assert hand.buttons.stuck == 0
    hand.wait(100, key)
    assert hand.buttons.stuck == key
    assert hand.wait(20_000, key) == []
    assert hand.wait(100) == []
    assert hand.buttons.stuck == 0
    assert len(hand.press(key)) == 1


def test_one_stuck_key_does_not_make_the_next_one_stuck() -> None:
    hand = Hand()
    hand.wait(4900, UP)
    hand.wait(100, UP | OK)
    hand.wait(1000, OK)
    assert hand.buttons.stuck == 0


def test_stop_works_while_another_key_is_stuck() -> None:
    hand = Hand()
    hand.wait(10_000, OK)
    assert hand.wait(50, OK | STOP) == [ev.STOP]


def test_stop_is_never_stuck() -> None:
    hand = Hand()
    hand.wait(60_000, STOP)
    assert hand.buttons.stuck == 0
    assert hand.buttons.pressed_mask() == STOP


def test_a_late_tick_does_not_make_a_press_of_a_single_look() -> None:
    hand = Hand()
    hand.set(OK)
    hand.buttons.scan(400)
    hand.set(0)
    hand.buttons.scan(5)
    assert hand.buttons.pressed_mask() == 0
    assert hand.wait(200) == []


@given(some.lists(some.tuples(some.integers(0, 15), some.integers(1, 300)), max_size=60))
def test_two_increases_are_never_within_a_second(story: list[tuple[int, int]]) -> None:
    hand = Hand()
    for mask, ticks in story:
        hand.wait(TICK * ticks, mask)
    times = [ms for ms, event in hand.events if event == ev.UP]
    assert all(later - sooner >= 1000 for sooner, later in zip(times, times[1:], strict=False))


@given(
    some.lists(some.tuples(some.integers(0, 15), some.integers(1, 300)), max_size=20),
    some.integers(0, 7),
    some.integers(20, 100),
)
def test_stop_wins_within_100_ms_whatever_came_before(story: list[tuple[int, int]], keys: int, ticks: int) -> None:
    hand = Hand()
    for mask, before in story:
        hand.wait(TICK * before, mask)
    hand.wait(100, 0)
    began = hand.ms
    events = hand.wait(TICK * ticks, keys | STOP)
    assert events in ([ev.STOP], [ev.STOP_AGAIN])
    assert hand.events[-1][0] - began <= 100


@given(some.lists(some.integers(0, 7), max_size=400))
def test_chatter_is_never_a_press_but_of_stop(levels: list[int]) -> None:
    hand = Hand()
    for n, mask in enumerate(levels):
        assert hand.wait(TICK, mask if n % 4 else 0) == []
    assert hand.buttons.pressed_mask() == 0


@given(some.lists(some.integers(0, 15), min_size=1, max_size=5), some.sampled_from([UP, DOWN, OK]))
def test_bouncing_at_both_ends_is_one_press(bounce: list[int], key: int) -> None:
    hand = Hand()
    events = []
    for mask in bounce:
        events += hand.wait(TICK, mask & key)
    events += hand.wait(200, key)
    for mask in bounce:
        events += hand.wait(TICK, mask & key)
    events += hand.wait(200)
    assert len(events) == 1


@given(some.lists(some.tuples(some.integers(0, 15), some.integers(1, 1500)), max_size=20))
def test_no_release_of_a_stuck_or_spoilt_key_acts(story: list[tuple[int, int]]) -> None:
    hand = Hand()
    for mask, ticks in story:
        hand.wait(TICK * ticks, mask)
        if hand.buttons.stuck:
            stuck = hand.buttons.stuck
            assert hand.wait(200, stuck) in ([], [ev.STOP], [ev.STOP_AGAIN])
            assert hand.wait(200) == []


LOCKED = """
import micropython
from ionto.panel.buttons import Buttons
class Pin:
    def __init__(self):
        self.level = 1
    def value(self):
        return self.level
pins = [Pin() for n in range(4)]
buttons = Buttons(*pins)
def run():
    seen = 0
    for n in range(20000):
        pins[n // 80 % 3].level = n // 40 & 1
        pins[3].level = 1 if n % 3000 > 2900 else 0
        buttons.scan(5)
        seen |= 1 << buttons.event
        buttons.pressed_mask()
    return seen
seen = 0
micropython.heap_lock()
try:
    seen = run()
finally:
    micropython.heap_unlock()
print(seen & 0x20 != 0, seen & 0x0e != 0)
"""


def test_nothing_is_allocated(micropython: Callable[..., str]) -> None:
    assert micropython(LOCKED).split() == ["True", "True"]


@pytest.mark.parametrize("period_ms", [14, 18, 22, 26, 30, 34, 38, 44, 46, 60, 100])
@pytest.mark.parametrize("begin_ms", [0, 3, 6, 9])
def test_a_loose_wire_at_stop_stops_within_half_a_second(period_ms: int, begin_ms: int) -> None:
    hand = Hand()
    for ms in range(0, 500, 10):  # the unit looks each 10 ms
        hand.pins[STOP].level = int((ms + begin_ms) % period_ms < period_ms // 2)
        if hand.buttons.scan(10) == ev.STOP:
            return
    raise AssertionError("no STOP")


def test_a_short_spike_at_stop_now_and_then_stops_nothing() -> None:
    hand = Hand()
    for _ in range(50):
        assert hand.wait(10, STOP) == []
        assert hand.wait(90) == []
