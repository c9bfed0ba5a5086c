# The file system inside a UF2's bytes: what a maker's bench would have left there, what a scenario prepares, what the
# unit has written. Decides nothing about the firmware.

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from littlefs import LittleFS, LittleFSError
from littlefs.context import UserContext

from tools.emulator.chip import FLASH
from tools.image import uf2

_ENOENT = 2


def mounted(blocks: dict[int, bytes]) -> tuple[LittleFS, int]:
    """The file system in a UF2's bytes, and its address."""
    firmware = uf2.located(blocks)
    at, size = firmware
    flash = uf2.flat(blocks)
    context = UserContext(size)
    context.buffer = bytearray(flash[at - FLASH : at - FLASH + size].ljust(size, b"\xff"))
    return LittleFS(context=context, **uf2.format_of(size), mount=True), at


def prepared(blocks: dict[int, bytes], board: dict[str, Any], files: list[dict[str, Any]]) -> dict[int, bytes]:
    """The same flash as the simulation prepares it: this simulated unit's calibration, and the scenario's records."""
    from tools.harness import flash_setup

    drive, at = mounted(blocks)
    there: Any = _Mounted(drive)
    flash_setup.prepare(there, board, files)
    drive.unmount()
    others = {address: data for address, data in blocks.items() if address < at}
    return {**others, at: bytes(drive.context.buffer)}


def events(flash: memoryview, blocks: dict[int, bytes]) -> list[list[int]]:
    """The stored event log in a flash as it is now, oldest first."""
    from tools.harness import flash_setup

    at, size = uf2.located(blocks)
    drive, _ = mounted({**blocks, at: bytes(flash[at - FLASH : at - FLASH + size])})
    there: Any = _Mounted(drive)
    return flash_setup.events(there)


def version(blocks: dict[int, bytes]) -> str:
    """The image's version, from its manifest."""
    drive, _ = mounted(blocks)
    with drive.open("a/manifest.json", "rb") as f:
        return str(json.loads(f.read())["version"])


def without(blocks: dict[int, bytes], *names: str) -> dict[int, bytes]:
    """The same flash without some of the files on its root."""
    drive, at = mounted(blocks)
    for name in names:
        drive.remove(name)
    return {**{a: data for a, data in blocks.items() if a < at}, at: bytes(drive.context.buffer)}


def without_files(blocks: dict[int, bytes]) -> dict[int, bytes]:
    """MicroPython alone: the program, and a flash that it will format itself."""
    at, _ = uf2.located(blocks)
    return {address: data for address, data in blocks.items() if address < at}


def extract(blocks: dict[int, bytes], folder: Path) -> None:
    """The files of the flash into a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    drive, _ = mounted(blocks)
    for path, _folders, files in drive.walk("/"):
        there = folder / path.lstrip("/")
        there.mkdir(parents=True, exist_ok=True)
        for name in files:
            with drive.open(f"{path.rstrip('/')}/{name}", "rb") as f:
                (there / name).write_bytes(f.read())


class _Mounted:
    """What the simulation calls a mounted flash."""

    def __init__(self, drive: LittleFS) -> None:
        self.os = _Os(drive)
        self.open = self.os.open


class _Os:
    """littlefs-python with the names and errors of MicroPython's os."""

    def __init__(self, drive: LittleFS) -> None:
        self._drive = drive

    def open(self, path: str, mode: str) -> Any:
        try:
            return self._drive.open(path, mode)
        except FileNotFoundError as error:
            raise OSError(_ENOENT, path) from error

    def mkdir(self, path: str) -> None:
        self._drive.mkdir(path)

    def remove(self, path: str) -> None:
        self._drive.remove(path)

    def rename(self, old: str, new: str) -> None:
        self._drive.rename(old, new)

    def stat(self, path: str) -> tuple[int, ...]:
        try:
            size = self._drive.stat(path).size
        except LittleFSError as error:
            raise OSError(_ENOENT) from error
        return (0, 0, 0, 0, 0, 0, size, 0, 0, 0)
