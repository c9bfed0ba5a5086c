# Makes the one file that is dragged onto a board in bootloader mode: MicroPython and the image's file system. Decides
# what is refused; compiles nothing (tools/image/ does) and flashes nothing.
"""MicroPython's UF2 and build/<board>/fs in one UF2.

What chip, version and board a UF2 is for, and where its file system lies, is read from the binary itself: from the
"binary information" that every program made with the Pico's kit carries.

The new file system replaces the old one whole, data/ (calibration, settings, history) included: docs/emulator.md.
"""

from __future__ import annotations

import re
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import backup_file, image, slots
from tools.command_line import Parser

BLOCK, PAYLOAD = 512, 256
_HEADER = struct.Struct("<8I")
_START_0, _START_1, _END = 0x0A324655, 0x9E5D5157, 0x0AB16F30
_MARKS = struct.pack("<2I", _START_0, _START_1)
_NOT_FLASH, _HAS_FAMILY = 0x0000_0001, 0x0000_2000
RP2040 = 0xE48BFF56
OTHER_CHIPS = {
    0xE48BFF57: "an RP2350",
    0xE48BFF58: "an RP2350",
    0xE48BFF59: "an RP2350 (Pico 2)",
    0xE48BFF5A: "an RP2350 (Pico 2, RISC-V)",
    0xE48BFF5B: "an RP2350 (Pico 2)",
}
FLASH = 0x1000_0000
FLASH_WINDOW = 16 << 20  # the most flash an RP2040 can address (its data sheet, 2.6.3)
FLASH_BYTES = {"pico": 2 << 20}
OLDEST = (1, 26)  # hard timer callbacks came with it
WHERE = "Official images: https://micropython.org/download/RPI_PICO/"

# "Binary information" of the Pico's kit (pico/binary_info/defs.h): a header near the start lists typed entries.
_INFO_START, _INFO_END = 0x7188EBF2, 0xE71AA390
_ID_AND_STRING, _BLOCK_DEVICE = 6, 7
_PROGRAM, _VERSION, _BOARD = 0x02031C86, 0x11A9BC3A, 0xB63CFFBB

LFS_BLOCK = 4096
LFS_READ, LFS_PROG = 32, 256  # as MicroPython formats it
LFS_DISK_VERSION = 0x0002_0000  # every MicroPython mounts it


class Uf2Error(Exception):
    """The file is not what is needed. The message names the next step."""


@dataclass(frozen=True)
class Firmware:
    """What a MicroPython UF2 holds. `blocks`: bytes by address; `fs_at`, `fs_bytes`: where its file system lies."""

    blocks: dict[int, bytes]
    version: str
    board: str
    fs_at: int
    fs_bytes: int


def read_blocks(path: Path) -> dict[int, bytes]:
    """The bytes of flash that a UF2 for the RP2040 writes, by address: at least one block. Raises Uf2Error."""
    try:
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise Uf2Error(f"'{path}' is a folder. Name a MicroPython UF2 for the Pico. {WHERE}") from error
    except OSError as error:
        raise Uf2Error(f"'{path}': {error.strerror}. Name a MicroPython UF2 for the Pico. {WHERE}") from error
    if not data.startswith(_MARKS):
        raise Uf2Error(f"{path} is not a UF2 file. {WHERE}")
    if len(data) < BLOCK:
        raise Uf2Error(f"{path} is cut short within its first block. Fetch it again. {WHERE}")
    whole = len(data) // BLOCK
    blocks: dict[int, bytes] = {}
    for at in range(0, whole * BLOCK, BLOCK):
        start_0, start_1, flags, address, size, _, count, family = _HEADER.unpack_from(data, at)
        (end,) = struct.unpack_from("<I", data, at + BLOCK - 4)
        if (start_0, start_1, end) != (_START_0, _START_1, _END) or size > BLOCK - 36:
            raise Uf2Error(f"{path} is damaged: block {at // BLOCK} has no UF2 marks. Fetch it again. {WHERE}")
        if flags & _NOT_FLASH:
            continue
        if not flags & _HAS_FAMILY or family != RP2040:
            chip = OTHER_CHIPS.get(family, f"another chip (family {family:08x})")
            raise Uf2Error(f"{path} is for {chip}; this board has an RP2040. {WHERE}")
        if not FLASH <= address <= FLASH + FLASH_WINDOW - size:
            raise Uf2Error(f"{path} writes to {address:#x}, which is not flash (RAM lies at 0x20000000). {WHERE}")
        blocks[address] = data[at + 32 : at + 32 + size]
    if count > whole:
        raise Uf2Error(f"{path} is cut short: {whole} of {count} blocks. Fetch it again. {WHERE}")
    if len(data) % BLOCK:
        raise Uf2Error(f"{path} is damaged: {len(data) % BLOCK} bytes follow its last block. Fetch it again. {WHERE}")
    if not blocks:
        raise Uf2Error(f"{path} writes nothing to the flash. {WHERE}")
    return blocks


def read_firmware(path: Path, board: str = "pico") -> Firmware:
    """A MicroPython for the board, new enough. Raises Uf2Error, saying what else it is."""
    blocks = read_blocks(path)
    flash = flat(blocks)
    if b"CircuitPython" in flash:
        raise Uf2Error(f"{path} is CircuitPython: it has no hard timers. {WHERE}")
    info, drives = _information(flash)
    if info.get(_PROGRAM) != "MicroPython":
        name = info.get(_PROGRAM, "a program without a name")
        raise Uf2Error(f"{path} is {name}, not MicroPython. {WHERE}")
    version = info.get(_VERSION, "")
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if not found:
        raise Uf2Error(f"{path} does not tell its version. {WHERE}")
    if (int(found[1]), int(found[2])) < OLDEST:
        raise Uf2Error(f"{path} is MicroPython {version}; the unit needs v{OLDEST[0]}.{OLDEST[1]} or newer. {WHERE}")
    if info.get(_BOARD) != board:
        raise Uf2Error(f"{path} is made for the board '{info.get(_BOARD, '?')}', not for '{board}'. {WHERE}")
    if len(drives) != 1:
        raise Uf2Error(f"{path} does not tell where its file system lies. {WHERE}")
    at, size = drives[0]
    program = {address: data for address, data in blocks.items() if address < at}  # a file system in it is replaced
    end = max((address + len(data) for address, data in program.items()), default=at + 1)
    if at % LFS_BLOCK or size % LFS_BLOCK or at + size > FLASH + FLASH_BYTES[board] or end > at:
        raise Uf2Error(f"{path} puts its file system at {at:#x}, {size} bytes: not inside this board's flash")
    return Firmware(program, version, board, at, size)


def flat(blocks: dict[int, bytes]) -> bytes:
    """The flash from its first byte to the last one written; what is not written reads 0xFF."""
    end = max(address + len(data) for address, data in blocks.items())
    flash = bytearray(b"\xff" * (end - FLASH))
    for address, data in blocks.items():
        flash[address - FLASH : address - FLASH + len(data)] = data
    return bytes(flash)


def _information(flash: bytes) -> tuple[dict[int, str], list[tuple[int, int]]]:
    """The texts of the binary information by their id, and its drives (address, bytes)."""
    texts: dict[int, str] = {}
    drives: list[tuple[int, int]] = []
    for at in range(0, min(len(flash), 0x400) - 20, 4):
        mark, begin, end, _, last = struct.unpack_from("<5I", flash, at)
        if mark == _INFO_START and last == _INFO_END:
            break
    else:
        return texts, drives
    for entry in range(begin - FLASH, end - FLASH, 4):
        if not 0 <= entry <= len(flash) - 4:
            break
        (there,) = struct.unpack_from("<I", flash, entry)
        there -= FLASH
        if not 0 <= there <= len(flash) - 20:
            continue
        kind, _, first, second, third = struct.unpack_from("<HHIII", flash, there)
        if kind == _ID_AND_STRING:
            texts.setdefault(first, _text(flash, second - FLASH))
        elif kind == _BLOCK_DEVICE:
            drives.append((second, third))
    return texts, drives


def _text(flash: bytes, at: int) -> str:
    if not 0 <= at < len(flash):
        return ""
    return flash[at : flash.find(b"\0", at)].decode("ascii", "replace")


def file_system(files: dict[str, bytes], size: int) -> bytes:
    """A littlefs of `size` bytes holding these files, by path; the same bytes from the same files. Raises Uf2Error."""
    try:
        from littlefs import LittleFS, LittleFSError
    except ImportError as error:
        raise Uf2Error(
            "littlefs-python is missing. Use the project's own Python, .venv/bin/python; "
            "if that lacks it too: make clean, then repeat the command"
        ) from error
    made = LittleFS(**format_of(size))
    try:
        for name, data in sorted(files.items()):
            if "/" in name:
                made.makedirs(name.rpartition("/")[0], exist_ok=True)
            with made.open(name, "wb") as f:
                f.write(data)
    except LittleFSError as error:
        raise Uf2Error(f"the files do not fit into {size} bytes: {error}") from error
    return bytes(made.context.buffer)


def format_of(size: int) -> dict[str, Any]:
    """The measures of a littlefs as MicroPython makes it on a drive of `size` bytes."""
    return {
        "block_size": LFS_BLOCK,
        "block_count": size // LFS_BLOCK,
        "read_size": LFS_READ,
        "prog_size": LFS_PROG,
        "cache_size": LFS_PROG,
        "lookahead_size": LFS_READ,
        "disk_version": LFS_DISK_VERSION,
    }


def located(blocks: dict[int, bytes]) -> tuple[int, int]:
    """Address and bytes of the file system, as the program in these bytes has it. Raises Uf2Error."""
    _, drives = _information(flat(blocks))
    if len(drives) != 1:
        raise Uf2Error("the program does not tell where its file system lies")
    return drives[0]


def pack(blocks: dict[int, bytes]) -> bytes:
    """A UF2 for the RP2040 that writes these bytes, in the order of their addresses."""
    pieces = []
    for address in sorted(blocks):
        data = blocks[address]
        for at in range(0, len(data), PAYLOAD):
            pieces.append((address + at, data[at : at + PAYLOAD]))
    out = []
    for number, (address, piece) in enumerate(pieces):
        header = _HEADER.pack(_START_0, _START_1, _HAS_FAMILY, address, len(piece), number, len(pieces), RP2040)
        out.append(header + piece.ljust(BLOCK - 36, b"\0") + struct.pack("<I", _END))
    return b"".join(out)


def build(board: str, micropython: Path, folder: Path, out: Path, kept: dict[str, bytes] | None = None) -> Firmware:
    """Writes the one file: MicroPython, the image in its first slot, and the records `kept`, by path. Raises Uf2Error
    or image.ImageError.

    Every block of the file system is written, empty ones too: an old half of a directory left in the flash could
    be newer than the new one and win.
    """
    if board not in FLASH_BYTES:
        raise Uf2Error(f"a UF2 can be made for {', '.join(FLASH_BYTES)}; not for {board!r}")
    firmware = read_firmware(micropython, board)
    files = {**slots.on_board(image.tree(folder)), **(kept or {})}
    data = pack({**firmware.blocks, firmware.fs_at: file_system(files, firmware.fs_bytes)})
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(data)
    return firmware


def main(words: list[str]) -> int:
    """Exit code 0: written; 2: something is wrong, and said."""
    parser = Parser("uf2", "tools.image.uf2", __doc__)
    parser.add_argument("board", nargs="?", default="pico")
    parser.add_argument("--micropython", required=True, help="MicroPython's own UF2 for the board")
    parser.add_argument(
        "--records", type=Path, help="a backup of this unit (make backup): its records are carried over"
    )
    parser.add_argument("--out", type=Path, help="the file to write (default: build/<board>/ionto.uf2)")
    asked = parser.parse_args(words)
    out = asked.out or image.ROOT / "build" / asked.board / "ionto.uf2"
    folder = image.ROOT / "build" / asked.board / "fs"
    try:
        if not asked.micropython:
            raise Uf2Error(f"MICROPYTHON='' names no file. Name a MicroPython UF2 for the Pico. {WHERE}")
        if asked.board in FLASH_BYTES:
            image.build(asked.board, folder)
        kept = backup_file.records(asked.records) if asked.records else None
        firmware = build(asked.board, Path(asked.micropython), folder, out, kept)
    except (Uf2Error, image.ImageError, backup_file.BackupError, OSError) as error:
        print(f"uf2: {error}", file=sys.stderr)
        return 2
    print(f"{out}: MicroPython {firmware.version} and the image, {out.stat().st_size // 1024} KiB.")
    print(f"MicroPython is from {asked.micropython}; for another: make uf2 MICROPYTHON=path")
    print("Hold BOOTSEL while plugging the board in, and copy the file onto the drive that appears.")
    if asked.records:
        print(f"It replaces all files on the board; the records in it are those of {asked.records}.")
    else:
        print("It replaces all files on the board, calibration, settings and history in data/ included.")
        print("To keep them: make backup, then make uf2 RECORDS=path of that file.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
