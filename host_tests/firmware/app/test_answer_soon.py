# A press is acknowledged and STOP begins within 100 ms, in every state that a treatment has, whatever the display does:
# well, absent, three times too slow, asleep.

from __future__ import annotations

from collections.abc import Callable

import pytest

from host_tests.support import unit_bench
from host_tests.support.unit_bench import OPEN, Bench
from ionto.panel import panel as panels
from ionto.treatment import states

SOON = 100 // 5  # ticks, from the finger on the key
SLOW_US = 3_100  # a slice


def contact(bench: Bench) -> None:
    bench.to_contact()
    bench.ticks(250)
    bench.plant.ohm = 1_500
    bench.ticks(60)


def ramp(bench: Bench) -> None:
    contact(bench)
    assert bench.until(states.RAMP, 10_000) >= 0
    bench.ticks(200)


def run(bench: Bench) -> None:
    bench.to_run()


def limited(bench: Bench) -> None:
    bench.to_contact()
    bench.ticks(250)
    bench.plant.ohm = 5_000
    assert bench.until(states.LIMITED, 40_000) >= 0


def paused(bench: Bench) -> None:
    bench.to_run()
    bench.plant.ohm = OPEN
    assert bench.until(states.PAUSED, 5_000) >= 0
    bench.ticks(100)


def waiting(bench: Bench) -> None:
    paused(bench)
    bench.ticks(2_200)
    assert bench.unit.status.needs_ok


def absent(bench: Bench) -> None:
    bench.display.status = -1


def slow(bench: Bench) -> None:
    def late(number: int) -> int:
        bench.clock.now += SLOW_US
        return 0

    bench.unit.panel._send = late


def asleep(bench: Bench) -> None:
    """As after ten minutes without a key; under current it never sleeps, so it wakes by itself: as late as may be."""
    bench.unit.panel._left = panels._SLEEP_AFTER
    bench.unit.panel._dark = 1


def well(bench: Bench) -> None:
    pass


Act = Callable[[Bench], None]


@pytest.mark.parametrize("display", [well, absent, slow, asleep], ids=lambda act: act.__name__)
@pytest.mark.parametrize("state", [contact, ramp, run, limited, paused, waiting], ids=lambda act: act.__name__)
def test_stop_begins_within_100_ms(state: Act, display: Act) -> None:
    bench = Bench()
    state(bench)
    display(bench)
    session = bench.unit.session
    assert states.CONTACT <= session.state < states.RAMPDOWN
    before_ua = bench.plant.a_ua
    bench.hw.btn_stop.level = 1
    for _ in range(SOON):
        if session.state >= states.RAMPDOWN or session.state < states.CONTACT:
            break
        bench.tick()
    assert session.state in (states.RAMPDOWN, states.DONE) or not before_ua, states.NAMES[session.state]
    assert session.state >= states.RAMPDOWN or session.state < states.CONTACT
    if before_ua > 1_000:
        bench.ticks(20)
        assert bench.plant.a_ua < before_ua - 30, "the current falls"


@pytest.mark.parametrize("display", [well, absent, slow], ids=lambda act: act.__name__)
@pytest.mark.parametrize("state", [run, limited, paused], ids=lambda act: act.__name__)
def test_a_press_is_heard_within_100_ms(state: Act, display: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(unit_bench._Tone, "tone", lambda buzzer, hz: heard.append(hz))
    bench = Bench()
    state(bench)
    bench.ticks(200)  # what the state sounds is over
    display(bench)
    heard.clear()
    bench.hw.btn_ok.level = 0
    bench.ticks(8)  # the finger on it, 40 ms
    bench.hw.btn_ok.level = 1
    bench.ticks(SOON - 8)
    assert any(heard), "no sound"
