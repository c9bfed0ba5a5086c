# Machine code as compiled for the chip, 32 bits wide, against the plain source under CPython: the monitor;
# plausibility, ramp and regulator. Less than one and a half emulated seconds; a longer story with `make slowtests`.
# Needs MicroPython's UF2 as test_emulator_lane.py does.

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from host_tests.emulator.test_emulator_lane import board_file
from host_tests.on_micropython import judge_steps, monitor_steps
from host_tests.support.image_words import in_image_words
from ionto.safety import readings
from tools import image
from tools.emulator import board_flash
from tools.emulator.chip import Chip
from tools.emulator.console import Console
from tools.image import uf2

__all__ = ["board_file"]  # the lane's own fixture: without a UF2 nothing runs, and the summary says so

STORIES = image.ROOT / "host_tests" / "on_micropython"
PART = 50  # lines that are told apart
ON_CHIP = """
import binascii
crc = count = 0
for line in story(%d, %d):
    count += 1
    crc = binascii.crc32(line.encode(), crc)
    if count %% 50 == 0: print(count, crc)
print(count, crc)
"""


@pytest.fixture(scope="module")
def console(board_file: Path) -> Console:
    """MicroPython's prompt on the chip, with the unit's files but not started."""
    console = Console(Chip(board_flash.without(uf2.read_blocks(board_file), "main.py", "boot.py")))
    console.prompt()
    console.run("import os\nos.chdir('a')")  # as boot.py goes into the slot
    return console


def summed(story: Iterable[str]) -> list[str]:
    """What ON_CHIP prints of a story."""
    told, crc, count = [], 0, 0
    for line in story:
        count += 1
        crc = binascii.crc32(line.encode(), crc)
        if count % PART == 0:
            told.append(f"{count} {crc}")
    return [*told, f"{count} {crc}"]


def on_chip(console: Console, names: dict[str, str], name: str, seed: int, length: int) -> list[str]:
    """The same from the chip. Names of readings are gone there: their places stand in the text instead; others are
    short."""
    text = (STORIES / name).read_text()
    text = re.sub(r"\brd\.([A-Z][A-Z0-9_]*)", lambda found: str(getattr(readings, found[1])), text)
    text = text.replace("from ionto.safety import readings as rd\n", "from array import array\n")  # its file is joined
    text = text.replace("rd.make()", repr(readings.make()))
    text = in_image_words(text, names)
    return console.run(text + ON_CHIP % (seed, length)).split("\r\n")[:-1]


def test_the_monitor_does_the_same(console: Console, pico: image.Image) -> None:
    begin = console.chip.now_us
    assert on_chip(console, pico.names, "monitor_steps.py", 2, 12) == summed(monitor_steps.story(2, 12))
    took = console.chip.now_us - begin
    assert took < 900_000, "the lane's share; the file that holds the monitor takes half of it to load"


@pytest.mark.parametrize(
    ("seed", "ticks", "within_us"),
    [(1, 120, 450_000), *(pytest.param(seed, 1_500, 4_000_000, marks=pytest.mark.slow) for seed in range(8))],
)
def test_plausibility_ramp_and_regulator_do_the_same(
    console: Console, pico: image.Image, seed: int, ticks: int, within_us: int
) -> None:
    begin = console.chip.now_us
    assert on_chip(console, pico.names, "judge_steps.py", seed, ticks) == summed(judge_steps.story(seed, ticks))
    took = console.chip.now_us - begin
    assert took < within_us
