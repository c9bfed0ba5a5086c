# The panel sends whole frames only, keeps them fresh, follows a new screen, and counts a dead display.

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from host_tests.support.fake_glass import HALF_SECOND, SECOND, become, bench, steps
from ionto.treatment import terms
from tools.harness.screen_reader import Reader
from tools.panel.examples import EXAMPLES, draw


def test_first_frame_stands_on_the_glass_within_a_third_of_a_second() -> None:
    for name in EXAMPLES:
        panel, glass, status = bench(name)
        steps(panel, 46)
        assert panel.frames == 1, name
        assert glass.memory == draw(status), name


def test_a_step_sends_at_most_one_slice() -> None:
    panel, glass, _status = bench("run")
    for _ in range(500):
        before = len(glass.sent)
        panel.work()
        assert len(glass.sent) - before <= 1


def test_no_half_drawn_frame_is_sent() -> None:
    panel, glass, status = bench("run")
    wholes = {bytes(draw(status))}
    for n in range(400):
        panel.work()
        if n % 37 == 0:
            status.measured_ua = 9_000 + n
            status.fresh = n
        wholes.add(bytes(draw(status)))
        number = glass.sent[-1] if glass.sent else 0
        there = bytes(glass.memory[32 * number : 32 * number + 32])
        if glass.sent:
            assert any(there == whole[32 * number : 32 * number + 32] for whole in wholes)


def test_numbers_are_renewed_twice_a_second() -> None:
    panel, glass, status = bench("run")
    steps(panel, 2 * HALF_SECOND)
    frames = panel.frames
    for second in range(5):
        status.measured_ua = 1_000 * (second + 1)
        steps(panel, 2 * HALF_SECOND)
        assert Reader().read(glass.memory).has("%d.0" % (second + 1))
    assert 9 <= panel.frames - frames <= 11


def test_a_new_screen_replaces_one_half_sent() -> None:
    panel, glass, status = bench("run")
    steps(panel, 30)
    assert 0 < len(glass.sent) < 32
    become(status, "paused")
    steps(panel, 60)
    assert glass.memory == draw(status)


@pytest.mark.parametrize("sent", [0, 1, 9, 10, 32])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("run", "up_allowed"),
        ("run", "battery_warn"),
        ("run", "polarity"),
        ("limited", "why"),
        ("where", "cursor"),
        ("where", "report"),
        ("edit", "cursor"),
        ("proposal", "editing"),
        ("proposal", "hold_ok"),
        ("hands_in", "polarity"),
        ("first_1", "page"),
        ("first_1", "ok_counts"),
        ("first_1", "unsure"),
        ("hands_in", "site"),
        ("hands_in", "contact"),
        ("paused", "needs_ok"),
        ("selftest", "test_prompt"),
        ("contact", "restart"),
        ("edit_direction", "polarity_mode"),
        ("where", "service"),
        ("summary", "result"),
    ],
)
def test_what_stands_elsewhere_is_drawn_within_two_steps(name: str, field: str, sent: int) -> None:
    panel, glass, status = bench(name)
    while len(glass.sent) < sent:
        panel.work()
    now = getattr(status, field)
    setattr(status, field, terms.B_POSITIVE if field == "polarity" else 2 if field == "result" else 1 - min(1, now))
    before = len(glass.sent)
    steps(panel, 2)
    assert len(glass.sent) <= before + 1
    steps(panel, 46)
    assert glass.memory == draw(status)


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_of_a_screen_given_up_nothing_is_drawn_any_more(parts: int) -> None:
    panel, _glass, status = bench("cut")
    steps(panel, parts)
    become(status, "where")
    fresh, _glass, _status = bench("where")
    taken = [0, 0]
    for n, one in enumerate((panel, fresh)):
        while not one.frames:
            one.work()
            taken[n] += 1
    assert abs(taken[0] - taken[1]) <= 1  # a new layout is seen within two steps


def test_a_layout_that_never_rests_is_shown_nevertheless() -> None:
    panel, _glass, status = bench("run")
    for n in range(2000):
        status.up_allowed = n & 1
        panel.work()
    assert panel.frames >= 5


def test_glass_disturbed_from_outside_is_repaired() -> None:
    panel, glass, status = bench("locked")
    steps(panel, HALF_SECOND)
    glass.memory[:] = bytes(1024)
    steps(panel, 4 * HALF_SECOND)
    assert glass.memory == draw(status)


@pytest.mark.parametrize(("name", "count"), [("where", 9), ("run", 5)])
def test_at_rest_a_slice_goes_out_now_and_then_under_current_more_seldom(name: str, count: int) -> None:
    panel, glass, _status = bench(name)
    while not panel.frames:
        panel.work()
    panel._age = 0  # as if a frame had just been begun: 50 steps to the next
    panel._since = 0
    glass.sent.clear()
    steps(panel, 40)  # two of them set the display up
    assert len(glass.sent) == count
    assert glass.sent == list(range(glass.sent[0], glass.sent[0] + len(glass.sent)))


def test_of_a_frame_only_what_has_changed_is_sent() -> None:
    panel, glass, status = bench("run")
    steps(panel, HALF_SECOND - 2)
    glass.sent.clear()
    status.measured_ua += 100
    changed = {i for i in range(32) if draw(status)[32 * i : 32 * i + 32] != glass.memory[32 * i : 32 * i + 32]}
    while panel.frames < 2:
        panel.work()
    assert changed <= set(glass.sent)
    assert len(changed) < 12
    assert len(glass.sent) <= len(changed) + 2  # and one or two at rest before it
    assert glass.memory == draw(status)


def test_eight_failed_transfers_in_a_row_are_a_lost_display() -> None:
    panel, glass, _status = bench("run")
    steps(panel, 40)
    assert (panel.errors, panel.lost) == (0, 0)
    glass.dead = 7
    steps(panel, 45)
    assert (panel.errors, panel.lost, glass.dead) == (0, 0, 0)
    glass.dead = 1000
    lost_after = 0
    while not panel.lost:
        panel.work()
        lost_after += 1
        assert lost_after <= HALF_SECOND
    assert panel.errors == 8


@pytest.mark.parametrize("name", ["run", "cut"])
def test_a_display_that_takes_three_times_as_long_counts_as_lost(name: str) -> None:
    panel, glass, _status = bench(name)
    glass.takes_us = 3_000
    steps(panel, 200)
    assert (panel.errors, panel.lost) == (0, 0)
    glass.takes_us = 3_001
    steps(panel, SECOND)
    assert panel.lost == 1
    glass.takes_us = 990
    steps(panel, 2 * HALF_SECOND)
    assert (panel.errors, panel.lost) == (0, 0)


def test_a_display_that_dies_at_rest_is_noticed_too() -> None:
    panel, glass, _status = bench("run")
    steps(panel, 60)
    glass.dead = 10**9
    steps(panel, SECOND - 20)
    assert panel.lost == 1
    steps(panel, 5000)
    assert panel.lost == 1


@pytest.mark.parametrize("sent", [1, 5, 31, 33, 40])
def test_after_a_failed_slice_the_whole_frame_is_sent(sent: int) -> None:
    panel, glass, status = bench("cut")
    while len(glass.sent) < sent:
        panel.work()
    glass.dead = 2
    while glass.dead:
        panel.work()
    steps(panel, 2 * HALF_SECOND)
    assert set(range(32)) <= set(glass.sent[sent:])
    assert glass.memory == draw(status)


@given(some.lists(some.tuples(some.sampled_from(sorted(EXAMPLES)), some.integers(1, 120)), max_size=4))
def test_whatever_happened_the_glass_soon_shows_the_view(story: list[tuple[str, int]]) -> None:
    panel, glass, status = bench("run")
    for name, ticks in story:
        become(status, name)
        steps(panel, ticks)
    steps(panel, 4 * HALF_SECOND)
    assert glass.memory == draw(status)


@given(
    name=some.sampled_from(["ramp", "run", "run_reversed", "limited", "battery_run", "reversal", "ramp_down"]),
    story=some.lists(
        some.fixed_dictionaries(
            {},
            optional={
                "measured_ua": some.integers(-50, 35_000),
                "load_ohm": some.sampled_from([0, 40, 9_900, 9_960, 12_000, 88_800]) | some.integers(0, 99_900),
                "remaining_ms": some.sampled_from([30_000, 30 * 60_000]) | some.integers(0, 40 * 60_000),
                "dose_permille": some.integers(0, 1100),
                "fresh": some.integers(0, 1000),
                "battery_mv": some.integers(3_000, 4_300),
                "target_ua": some.integers(0, 20_000),
                "up_allowed": some.integers(0, 1),
            },
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_renewed_values_leave_nothing_of_the_old_ones(name: str, story: list[dict[str, int]]) -> None:
    panel, glass, status = bench(name)
    for values in story:
        status.__dict__.update(values)
        steps(panel, 2 * HALF_SECOND)
        assert glass.memory == draw(status)


@pytest.mark.parametrize("period", range(1, 12))
def test_a_frame_of_several_layouts_is_drawn_anew_whole(period: int) -> None:
    for length in range(20, 60):
        panel, glass, status = bench("run")
        for n in range(length):
            status.up_allowed = status.battery_warn = n // period & 1
            panel.work()
        for end in (0, 1):
            status.up_allowed = status.battery_warn = end
            steps(panel, 2 * HALF_SECOND)
            assert glass.memory == draw(status)


LOCKED = """
import micropython, time
from tools.panel.examples import EXAMPLES, make_status
from ionto.treatment import terms
from ionto.panel.panel import BRIGHT, DIM, Panel
class Glass:
    def __init__(self):
        self.buffer = memoryview(bytearray(1024))
        self.count = 0
        self.quiet_ms = 60_000
    def send_slice(self, number):
        self.count += 1
        return -1 if self.count % 50 == 0 else 0
    def renew(self, contrast):
        self.count += 1
        return (0, 0, 0, 0, 0, -1, 0, -2)[self.count & 7]
def run(panel):
    for tick in range(250):
        panel.work()
for name in sorted(EXAMPLES):
    panel = Panel(Glass(), make_status(name), time, Glass())
    micropython.heap_lock()
    try:
        run(panel)
    finally:
        micropython.heap_unlock()
    print(panel.frames)
"""


def test_nothing_is_allocated_from_the_first_step_on(micropython: Callable[..., str]) -> None:
    frames = micropython(LOCKED, paths=("firmware", ".")).split()
    assert len(frames) == len(EXAMPLES)
    assert set(frames) <= {"2", "3", "4", "5"}
