# The buzzer: the right patterns at the right times, silent at once when muted.

from __future__ import annotations

from collections.abc import Callable

import pytest

from ionto.panel import sounds as s
from ionto.panel.sounds import Sounds


class Ear:
    """Hears a buzzer: `heard` is a list of [Hz, ms], silence included."""

    def __init__(self) -> None:
        self.hz = -1
        self.calls = 0
        self.heard: list[list[int]] = []
        self.sounds = Sounds(self)

    def tone(self, hz: int) -> None:
        assert hz != self.hz
        assert hz == 0 or 1000 <= hz <= 2000
        self.hz = hz
        self.calls += 1

    def listen(self, ms: int) -> list[list[int]]:
        """What sounds in the next `ms`."""
        heard: list[list[int]] = []
        for _ in range(ms // 5):
            if heard and heard[-1][0] == self.hz:
                heard[-1][1] += 5
            else:
                heard.append([self.hz, 5])
            self.sounds.play_on(5)
        return heard

    def starts(self, ms: int, longest_gap: int = 500) -> list[int]:
        """When patterns begin in the next `ms`, apart by more than `longest_gap`."""
        at, found, last = 0, [], -10_000
        for hz, length in self.listen(ms):
            if hz:
                if at - last > longest_gap:
                    found.append(at)
                last = at + length
            at += length
        return found


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (s.KEY, [[2000, 15]]),
        (s.REFUSED, [[1000, 60]]),
        (s.PROMPT, [[1500, 120]]),
        (s.FOUND, [[1200, 120], [0, 40], [1800, 120]]),
        (s.DONE, [[1200, 120], [0, 40], [1500, 120], [0, 40], [1900, 200]]),
        (s.CAUTION, [[1500, 200], [0, 150], [1500, 200]]),
        (s.FAULT, [[2000, 300], [1000, 300], [2000, 300]]),
    ],
)
def test_a_pattern_sounds_once_as_described(pattern: int, expected: list[list[int]]) -> None:
    ear = Ear()
    ear.sounds.play(pattern)
    heard = ear.listen(3000)
    assert heard[:-1] == expected
    assert heard[-1][0] == 0


def test_it_is_silent_at_the_start() -> None:
    assert Ear().hz == 0


def test_caution_comes_each_5_s_until_muted() -> None:
    ear = Ear()
    ear.sounds.repeat(s.CAUTION)
    assert ear.starts(120_000) == list(range(0, 120_000, 5000))
    ear.sounds.mute()
    assert ear.starts(30_000) == []


def test_fault_comes_each_2_s_for_60_s() -> None:
    ear = Ear()
    ear.sounds.repeat(s.FAULT)
    assert ear.starts(200_000) == list(range(0, 60_000, 2000))


def test_asking_each_tick_for_what_repeats_already_changes_nothing() -> None:
    ear, other = Ear(), Ear()
    other.sounds.repeat(s.FAULT)
    for _ in range(20_000):
        ear.sounds.repeat(s.FAULT)
        ear.sounds.play_on(5)
        other.sounds.play_on(5)
        assert ear.hz == other.hz


def test_mute_is_silent_at_once_in_the_middle_of_a_tone() -> None:
    ear = Ear()
    ear.sounds.repeat(s.FAULT)
    ear.listen(100)
    assert ear.hz != 0
    ear.sounds.mute()
    assert ear.hz == 0
    assert ear.listen(10_000) == [[0, 10_000]]


def test_the_buzzer_is_told_only_what_changes() -> None:
    ear = Ear()
    ear.sounds.mute()
    ear.sounds.mute()
    ear.sounds.play(s.KEY)
    ear.sounds.play(s.KEY)
    assert ear.calls == 2


def test_a_key_does_not_break_off_a_warning_but_a_fault_breaks_off_a_key() -> None:
    ear = Ear()
    ear.sounds.play(s.FAULT)
    ear.listen(50)
    ear.sounds.play(s.KEY)
    assert ear.listen(1500)[:3] == [[2000, 250], [1000, 300], [2000, 300]]
    ear.sounds.play(s.DONE)
    ear.sounds.play(s.FAULT)
    assert ear.listen(300) == [[2000, 300]]


def test_a_key_sounds_between_two_warnings() -> None:
    ear = Ear()
    ear.sounds.repeat(s.CAUTION)
    ear.listen(2000)
    ear.sounds.play(s.KEY)
    assert ear.listen(100)[0] == [2000, 15]
    assert ear.starts(10_000) == [2900, 7900]


def test_fault_takes_over_from_caution() -> None:
    ear = Ear()
    ear.sounds.repeat(s.CAUTION)
    ear.listen(300)
    ear.sounds.repeat(s.FAULT)
    assert ear.starts(10_000) == [0, 2000, 4000, 6000, 8000]


LOCKED = """
import micropython
from ionto.panel.sounds import *
class Ear:
    def __init__(self):
        self.calls = 0
    def tone(self, hz):
        self.calls += 1
ear = Ear()
sounds = Sounds(ear)
micropython.heap_lock()
try:
    for n in range(20000):
        if n % 700 == 0:
            sounds.play(n // 700 % 7)
        if n == 5000:
            sounds.repeat(CAUTION)
        if n == 9000:
            sounds.repeat(FAULT)
        if n == 15000:
            sounds.mute()
        sounds.play_on(5)
finally:
    micropython.heap_unlock()
print(ear.calls)
"""


def test_nothing_is_allocated(micropython: Callable[..., str]) -> None:
    assert int(micropython(LOCKED)) > 50
