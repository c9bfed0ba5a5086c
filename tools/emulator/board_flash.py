# What a maker's bench would have left in a unit's flash before it is used: its calibration. Works on the file system
# inside a UF2's bytes; decides nothing about the firmware.

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from littlefs import LittleFS, LittleFSError
from littlefs.context import UserContext

from tools import uf2
from tools.emulator.chip import FLASH

_ENOENT = 2


def mounted(blocks: dict[int, bytes]) -> tuple[LittleFS, int]:
    """The file system in a UF2's bytes, and its address."""
    firmware = uf2.located(blocks)
    at, size = firmware
    flash = uf2.flat(blocks)
    context = UserContext(size)
    context.buffer = bytearray(flash[at - FLASH : at - FLASH + size].ljust(size, b"\xff"))
    return LittleFS(context=context, **uf2.format_of(size), mount=True), at


def calibrated(blocks: dict[int, bytes], board: dict[str, Any]) -> dict[int, bytes]:
    """The same flash with the true gains and offsets of this simulated unit in it, unless it was never calibrated."""
    if not board["calibrated"]:
        return blocks
    from ionto.memory import calibration
    from ionto.memory.files import Files

    drive, at = mounted(blocks)
    record: Any = calibration.Calibration(Files(_Os(drive), _Os(drive).open))
    record.load()
    record.put(calibration.A, 1_000_000 - board["shunt_a_ppm"], -board["offset_a_uv"] // 100)
    record.put(calibration.SOURCE, 1_000_000 + board["sink_gain_ppm"], board["sink_offset_ua"])
    record.values[calibration.VALID] = 1
    record.store()
    drive.unmount()
    others = {address: data for address, data in blocks.items() if address < at}
    return {**others, at: bytes(drive.context.buffer)}


def version(blocks: dict[int, bytes]) -> str:
    """The image's version, from its manifest."""
    drive, _ = mounted(blocks)
    with drive.open("manifest.json", "rb") as f:
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
