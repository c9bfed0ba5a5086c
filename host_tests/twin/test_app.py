# The terminal's face, pressed by Textual's Pilot on a real live unit; and what a line typed there means.

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tools.live import client
from tools.twin import commands, glass
from tools.twin.app import Twin
from tools.twin.chart import Chart

LARGE, SMALL = (140, 60), (50, 20)


def use(size: tuple[int, int], script: Callable[..., object]) -> Twin:
    """Runs the app on a live unit while the script presses."""

    async def run() -> Twin:
        app = Twin(client.LiveUnit())
        async with app.run_test(size=size) as pilot:
            await script(app, pilot)  # type: ignore[misc]
        return app

    return asyncio.run(run())


async def until(pilot: object, true: Callable[[], object]) -> None:
    for _ in range(600):
        if true():
            return
        await pilot.pause(0.05)  # type: ignore[attr-defined]
    raise AssertionError("it did not come about within 30 s")


def text(app: Twin, name: str) -> str:
    return str(app.query_one(f"#{name}").render())


def test_keys_hands_and_a_fault_reach_the_unit_and_are_shown() -> None:
    async def script(app: Twin, pilot: object) -> None:
        await until(pilot, lambda: any(app.memory))
        await pilot.press("+", "+", "+")  # type: ignore[attr-defined]
        assert app.factor == 10
        await pilot.press("i")  # type: ignore[attr-defined]
        await until(pilot, lambda: app.sample["hands"] == [1000, 1000])
        await pilot.press("up")  # type: ignore[attr-defined]
        await until(pilot, lambda: any("press_up" in line for line in app.log_lines))
        await until(pilot, lambda: any("release_up" in line for line in app.log_lines))
        await pilot.press("/", *"fault sink stuck", "enter")  # type: ignore[attr-defined]
        await until(
            pilot, lambda: "sink has" in app.log_lines[0] or any("fault sink" in line for line in app.log_lines)
        )
        await pilot.press("space")  # type: ignore[attr-defined]
        await pilot.pause(0.3)  # type: ignore[attr-defined]
        stands = app.t_ms
        await pilot.pause(0.3)  # type: ignore[attr-defined]
        assert app.t_ms == stands
        await pilot.press(".")  # type: ignore[attr-defined]
        await until(pilot, lambda: app.t_ms == stands + client.TURN_MS)
        await pilot.pause(0.2)  # type: ignore[attr-defined]
        assert "█" in text(app, "glass") and "not a medical device" in text(app, "head")

    use(LARGE, script)


def test_a_press_ends_by_simulated_time_and_a_hold_lasts() -> None:
    async def script(app: Twin, pilot: object) -> None:
        await until(pilot, lambda: any(app.memory))
        await pilot.press("h", "down")  # type: ignore[attr-defined]
        await until(pilot, lambda: any("release_down" in line for line in app.log_lines))
        at_s = [float(line.split()[0]) for line in app.log_lines if "_down" in line]
        assert len(at_s) == 2 and 1.5 < at_s[0] - at_s[1] < 2.0

    use(LARGE, script)


def test_a_terminal_too_small_is_told_so_and_recovers_when_it_grows() -> None:
    async def script(app: Twin, pilot: object) -> None:
        await until(pilot, lambda: any(app.memory))
        await until(pilot, lambda: "Make it larger" in text(app, "small"))
        await pilot.resize_terminal(*LARGE)  # type: ignore[attr-defined]
        await until(pilot, lambda: not app.screen.has_class("small"))

    use(SMALL, script)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "a line is one of"),
        ("dance", "nothing that is known"),
        ("fault", "a part is one of"),
        ("fault sink dance", "sink has"),
        ("battery 9", "2500 to 4250"),
        ("speed 1e3", "0 to 100"),
    ],
)
def test_a_line_that_means_nothing_says_what_would(line: str, words: str) -> None:
    with pytest.raises(commands.Unknown, match=words):
        commands.read(line)


def test_the_glass_is_drawn_pixel_by_pixel() -> None:
    memory = bytearray(1024)
    memory[0] = 0b0000_0011
    memory[128 + 1] = 0b0000_0010
    assert [line[:3] for line in glass.lines(bytes(memory))][:5] == ["█  ", "   ", "   ", "   ", " ▄ "]
    assert glass.lines(bytes(memory), plain=True)[0][0] == ":"
    assert glass.small(bytes(memory))[0][0] == "⠃"
    assert glass.small(bytes(memory))[2][0] == "⠐"


def test_the_chart_shows_body_and_belief() -> None:
    chart = Chart()
    for _ in range(5):
        chart.add(5.0, 10.0)
    rows = chart.draw(16, 4).plain.split("\n")
    assert rows[3].count("█") == 5 and rows[0].count("█") == 0
    chart.add(2.0, 2.5)
    assert chart.draw(16, 4).plain.count("─") >= 1
