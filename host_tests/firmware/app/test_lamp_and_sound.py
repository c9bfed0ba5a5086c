# A fault told by light alone and by sound alone: what the two lamps and the buzzer did is compared, story by story.

from __future__ import annotations

import pytest

from host_tests.support.unit_bench import OPEN, Bench
from ionto.safety import faults
from ionto.treatment import states

WATCHED_TICKS = 1_300  # 6.5 s: what comes again has come again
FAULTS = ("gentle", "cut", "refused")
STORIES = ("runs", "limited", "paused", "done", *FAULTS)


class Recorder:
    """Lamps and buzzer, tick by tick."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._hz = 0
        self.light: list[tuple[int, int]] = []  # amber, red
        self.sound: list[int] = []
        bench.unit.sounds._tone = self

    def tone(self, hz: int) -> None:
        self._hz = hz

    def watch(self, ticks: int) -> None:
        hw = self._bench.hw
        for _ in range(ticks):
            self._bench.tick()
            self.light.append((hw.led_output.level, hw.led_fault.level))
            self.sound.append(self._hz)

    def until(self, state: int) -> None:
        for _ in range(6_000):
            if self._bench.unit.status.state == state:
                return
            self.watch(1)
        raise AssertionError(self._bench.unit.status.state)


def story(name: str, quiet: int = 0) -> Recorder:
    """From the moment on in which it happens."""
    bench = Bench()
    if name == "refused":
        bench.hw.btn_ok.level = 0  # stuck
    elif name == "limited":
        bench.to_contact()
        bench.ticks(250)
        bench.plant.ohm = 5_500
    else:
        bench.to_run()
    bench.unit.sounds.quiet = quiet
    seen = Recorder(bench)
    if name == "limited":
        seen.until(states.LIMITED)
    elif name == "paused":
        bench.plant.ohm = OPEN
        seen.until(states.PAUSED)
    elif name == "done":
        bench.unit.session.dose.delivered_ms = bench.unit.plan.minutes * 60_000
        seen.until(states.DONE)
    elif name == "gentle":
        bench.unit.session.controlled_stop(faults.DRYING, 0, 0)
        seen.until(states.FAULT)
    elif name == "cut":
        bench.unit.mail.trip = faults.DEVIATION
        seen.until(states.FAULT)
    elif name == "refused":
        seen.until(states.FAULT)
    seen.light.clear()
    first = seen.sound[-1:]
    seen.sound[:] = first
    seen.watch(WATCHED_TICKS)
    return seen


def pattern(sound: list[int]) -> tuple[int, ...]:
    """The tones in their order, silence as 0, none twice running."""
    return tuple(hz for at, hz in enumerate(sound) if not at or hz != sound[at - 1])


@pytest.mark.parametrize("name", STORIES)
def test_the_red_lamp_burns_in_a_fault_and_in_nothing_else(name: str) -> None:
    reds = {red for _amber, red in story(name).light}
    assert reds == ({1} if name in FAULTS else {0})


def test_amber_tells_whether_current_may_flow() -> None:
    assert {amber for amber, _red in story("runs").light} == {1}
    for name in ("done", *FAULTS):
        assert {amber for amber, _red in story(name).light} == {0}, name


@pytest.mark.parametrize("quiet", [0, 1])
def test_by_sound_alone_a_hard_fault_is_none_of_the_others(quiet: int) -> None:
    heard = {name: pattern(story(name, quiet).sound) for name in STORIES}
    for fault in ("cut", "refused"):
        tones = heard[fault]
        assert (2000, 1000, 2000) in zip(tones, tones[1:], tones[2:], strict=False), tones
        for other, pitches in heard.items():
            if other not in ("cut", "refused"):
                assert (2000, 1000) not in zip(pitches, pitches[1:], strict=False), other
    assert heard["gentle"].count(1500) >= 3 and heard["paused"].count(1500) >= 3  # and again after five seconds
    assert 1500 not in heard["runs"]


def test_a_fault_repeats_itself_sooner_than_a_caution() -> None:
    cut, gentle = (story(name).sound for name in ("cut", "gentle"))
    begins = [[at for at, hz in enumerate(sound) if hz and not sound[at - 1]] for sound in (cut, gentle)]
    assert begins[0][1] - begins[0][0] < 500 < 900 < begins[1][-1] - begins[1][0]
