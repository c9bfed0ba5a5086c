# The unchanged image on the emulated chip, for less than two emulated seconds. Needs MicroPython's UF2 in vendor/:
# without it nothing runs here, and a warning says so.

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tools import image, uf2
from tools.emulator import board_flash
from tools.emulator.chip import Chip
from tools.emulator.console import Console

GIVEN = Path(os.environ.get("IONTO_MICROPYTHON_UF2", image.ROOT / "vendor" / "micropython-pico.uf2"))


@pytest.fixture(scope="module")
def board_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one file for a Pico, made from the tree as it stands."""
    if not GIVEN.is_file():
        warnings.warn(f"the lane on the emulated RP2040 did not run: there is no {GIVEN}", stacklevel=1)
        pytest.skip(f"no {GIVEN}")
    folder = tmp_path_factory.mktemp("board")
    image.build("pico", folder / "fs")
    uf2.build("pico", GIVEN, folder / "fs", folder / "ionto.uf2")
    return folder / "ionto.uf2"


def without(blocks: dict[int, bytes], *names: str) -> dict[int, bytes]:
    """The same flash without some of the files on its root."""
    drive, at = board_flash.mounted(blocks)
    for name in names:
        drive.remove(name)
    return {**{a: data for a, data in blocks.items() if a < at}, at: bytes(drive.context.buffer)}


def test_micropython_finds_the_files_where_they_were_put(board_file: Path) -> None:
    chip = Chip(without(uf2.read_blocks(board_file), "main.py", "boot.py"))
    console = Console(chip)
    console.connect()
    console.send(b"\r\n")
    console.wait_for(b">>> ", 1_000_000)
    said = console.run("import os\nprint(sorted(os.listdir()), os.statvfs('/')[1:3])")
    assert "['board.mpy', 'drivers', 'ionto', 'manifest.json'] (4096, 352)" in said


def test_the_unit_comes_alive_and_what_waiting_is_skipped_changes_no_byte(board_file: Path) -> None:
    """In processes of their own: the twin's names for MicroPython's modules must not meet those of other tests."""
    script = Path(__file__).parent / "emulated" / "first_second.py"
    said = [
        subprocess.run(
            [sys.executable, "-B", str(script), str(board_file), *more],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        ).stdout
        for more in ((), ("--every-round",))
    ]
    assert said[0] == said[1]
    lines = dict(line.split(" ", 1) for line in said[0].splitlines())
    assert lines["state"] == "1", "the self-test is on"
    assert int(lines["feeds"]) > 20, "the watchdog is fed at each tick"
    assert int(lines["safe_us"]) < 400_000, "outputs are driven low soon"
    assert int(lines["lit"]) > 100, "something is drawn"
    assert lines["high"] == "", "nothing that could close a way to a person has been high with the relay at the person"
