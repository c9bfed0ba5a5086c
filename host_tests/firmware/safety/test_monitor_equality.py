# The monitor's machine code against the plain source: the same story, step by step, under MicroPython on this machine
# (64 bits) and under CPython. test_emulator_machine_code.py has the 32 bits of the chip.
#
# Viper does not check its integers; what goes beyond 32 bits, or below 0 in a cell, would differ here.

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from host_tests.on_micropython import monitor_steps
from host_tests.support.image_words import in_image_words
from ionto.safety import monitor
from tools import image

SCENES = 900
SCRIPT = "from host_tests.on_micropython import monitor_steps\nfor line in monitor_steps.story(%d, %d): print(line)"

Step = tuple[list[int], dict[str, int], list[int], list[int]]


def read(line: str) -> Step:
    cells, told, pins, writes = ast.literal_eval(line.replace("] [", "], ["))
    return cells, dict(zip(monitor_steps.TOLD, told, strict=True)), pins, writes


def first_difference(one: list[str], other: list[str]) -> str:
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return f"step {number}:\n{one[max(0, number - 1)]}\n{a}\n{b}"
    return "" if len(one) == len(other) else f"{len(one)} steps, {len(other)} steps"


@pytest.fixture(scope="module")
def plain() -> list[str]:
    return list(monitor_steps.story(1, SCENES))


def test_machine_code_does_what_the_plain_source_does(plain: list[str], micropython: Callable[..., str]) -> None:
    said = micropython(SCRIPT % (1, SCENES), paths=(".", "firmware"))
    assert first_difference(plain, said.splitlines()) == ""


def test_the_image_s_machine_code_does_the_same(
    plain: list[str], micropython: Callable[..., str], installed: Path, pico: image.Image, tmp_path: Path
) -> None:
    (tmp_path / "story.py").write_text(in_image_words(Path(monitor_steps.__file__).read_text(), pico.names))
    script = f"import story\nfor line in story.story(1, {SCENES}): print(line)"
    said = micropython(script, paths=(str(tmp_path), os.path.relpath(installed, image.ROOT)))
    assert first_difference(plain, said.splitlines()) == ""


def test_the_story_reaches_every_end(plain: list[str]) -> None:
    """Every veto, request and extreme is in it; else the equality would say little."""
    steps = [read(line) for line in plain]
    vetoes = {told["veto"] for _, told, _, _ in steps}
    assert {value for name, value in vars(monitor).items() if name.startswith("F_")} <= vetoes
    assert {told["request"] for _, told, _, _ in steps} == set(range(9))
    assert {told["b_ua"] for _, told, _, _ in steps} >= {0, 4_095 * 33_000 >> 12}
    assert max(cells[monitor_steps.REST_UAMS] for cells, *_ in steps) > 59_990_000
    assert any(
        before[1]["charge_rest_uams"] > after[1]["charge_rest_uams"] > 0
        for before, after in zip(steps, steps[1:], strict=False)
    ), "a mA·min becomes full"
    beats = [told["heartbeat"] for _, told, _, _ in steps]
    assert any(a == 65_535 and b == 0 for a, b in zip(beats, beats[1:], strict=False)), "the heartbeat wraps"
    assert any(pins[1] != after[2][1] for (_, _, pins, _), after in zip(steps, steps[1:], strict=False))


def test_nothing_in_a_cell_is_negative_or_beyond_31_bits(plain: list[str]) -> None:
    """On a 64-bit machine a negative cell reads back as 2**32 less."""
    for line in plain:
        assert 0 <= min(read(line)[0]) <= max(read(line)[0]) < 1 << 30


def test_the_cells_that_the_story_sets_are_the_monitors_integrators() -> None:
    ours = (monitor_steps.REST_UAMS, monitor_steps.MAMIN, monitor_steps.ON_MS, monitor_steps.ON_S)
    assert ours == (monitor._REST_UAMS, monitor._MAMIN, monitor._ON_MS, monitor._ON_S)
