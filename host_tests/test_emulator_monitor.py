# The monitor's machine code as compiled for the chip, 32 bits wide, against the plain source under CPython, for less
# than one and a half emulated seconds. Needs MicroPython's UF2 as test_emulator_lane.py does.

from __future__ import annotations

import binascii
from pathlib import Path

from test_emulator_lane import board_file
from vm import monitor_steps

from tools import image, uf2
from tools.emulator import board_flash
from tools.emulator.chip import Chip
from tools.emulator.console import Console

__all__ = ["board_file"]  # the lane's own fixture: without a UF2 nothing runs, and a warning says so

SCENES = 20
STORY = image.ROOT / "host_tests" / "vm" / "monitor_steps.py"
ON_CHIP = """
import binascii, sys
crc = count = 0
for line in story(%d, %d):
    count += 1
    crc = binascii.crc32(line.encode(), crc)
    if count %% 50 == 0: print(count, crc)
print(count, crc)
"""


def test_the_32_bit_machine_code_does_the_same(board_file: Path) -> None:
    expected, crc, count = [], 0, 0
    for line in monitor_steps.story(2, SCENES):
        count += 1
        crc = binascii.crc32(line.encode(), crc)
        if count % 50 == 0:
            expected.append(f"{count} {crc}")
    expected.append(f"{count} {crc}")
    chip = Chip(board_flash.without(uf2.read_blocks(board_file), "main.py", "boot.py"))
    console = Console(chip)
    console.connect()
    console.send(b"\r\n")
    console.wait_for(b">>> ", 1_000_000)
    begin = chip.now_us
    said = console.run(STORY.read_text() + ON_CHIP % (2, SCENES))
    assert said.split("\r\n")[:-1] == expected
    assert chip.now_us - begin < 1_500_000
