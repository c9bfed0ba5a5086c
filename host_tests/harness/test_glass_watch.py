"""What the watch of the glass takes for true, and which stretches it tells."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tools.harness.glass_watch import GlassWatch
from tools.panel.examples import draw, make_status
from tools.sim.chips.ssd1306 import SSD1306Chip

TICK_US = 5_000
SECOND_US = 1_000_000


class Bench:
    """A unit that shows the live screen at 10 mA, by hand."""

    def __init__(self) -> None:
        self.oled = SSD1306Chip()
        for byte in (0x8D, 0x14, 0xA1, 0xC8, 0xAF):
            self.oled.write(bytes((0, byte)))
        self.events: list[tuple[str, str, int]] = []
        self.on = 1
        self.now = 0
        self.status = make_status("run")
        self.drawn = bytearray(draw(self.status))
        self.oled.gddram[:] = self.drawn
        self.clock = SimpleNamespace(open_heap=lambda: 0, close_heap=lambda was: None)
        self.unit: Any = SimpleNamespace(
            status=self.status, hw=SimpleNamespace(display=SimpleNamespace(buffer=memoryview(self.drawn)))
        )
        self.watch = GlassWatch(self)  # type: ignore[arg-type]

    def live(self) -> int:
        return self.on

    def log(self, kind: str, name: str, value: int) -> None:
        self.events.append((kind, name, value))

    def run(self, ms: int) -> list[tuple[str, str, int]]:
        """Let time pass; what was told meanwhile."""
        self.events.clear()
        for _ in range(ms * 1_000 // TICK_US):
            self.now += TICK_US
            self.watch.look(self.unit, self.now)
        return self.events


def untrue_ms(events: list[tuple[str, str, int]]) -> int:
    return max((value for _, name, value in events if name == "untrue_ms"), default=0)


def test_a_glass_as_drawn_tells_nothing() -> None:
    assert Bench().run(10_000) == []


@pytest.mark.parametrize(
    ("command", "argument"),
    [(0xAE, 0), (0xA5, 0), (0xA7, 0), (0xA0, 0), (0xC0, 0), (0x47, 0), (0x81, 8), (0x8D, 0x10), (0xA8, 15), (0xD3, 9)],
)
def test_a_display_that_is_not_set_up_is_told(command: int, argument: int) -> None:
    bench = Bench()
    bench.run(1_000)
    bench.oled.takes({"command": command, "argument": argument}, 1)
    bench.run(2_000)
    bench.on = 0
    assert 1_950 <= untrue_ms(bench.run(100)) <= 2_100


def test_noise_is_untrue_and_a_garbled_page_can_be_read() -> None:
    bench = Bench()
    bench.run(1_000)
    bench.oled.gddram[200:230] = bytes(30)
    assert bench.run(2_000) == []
    bench.oled.gddram[:] = bytes(range(256)) * 4
    bench.run(2_000)
    bench.on = 0
    assert untrue_ms(bench.run(100)) >= 1_950


def test_a_figure_that_stands_still_while_another_is_measured_is_told() -> None:
    bench = Bench()
    assert bench.run(4_000) == []
    bench.status.measured_ua = 5_000
    told = list(bench.run(6_000))
    bench.on = 0
    told = told + bench.run(100)
    assert [name for _, name, _ in told] == ["wrong_ms"]
    assert told[0][2] >= 2_501


def test_with_the_output_off_nothing_is_told() -> None:
    bench = Bench()
    bench.on = 0
    bench.oled.takes({"command": 0xAE, "argument": 0}, 1)
    assert bench.run(5_000) == []
