# Packs what the page brings onto a real board: the image's files, the file system that holds them, what a board is
# asked. Decides nothing of either: tools/image/ and tools/device/ do.
"""The file is one of bundle.py's, with

- `board/`: of the board's image what unit.pack has not, by path: machine code, and the manifest, which names all;
- `fs.literal`, `facts.json`: the file system of a new board, as the page puts it together. Most of its bytes are the
  files': `fs` lists `[at, length, from]`, from the files of the root and the first slot in the order of their paths, or
  from `fs.literal`, one after the other, where `from` is -1. What is not listed is 0xFF.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tools import image, slots
from tools.device import codes, prompt_programs
from tools.image import uf2
from tools.site import bundle

Json = dict[str, Any]
Piece = list[int]

# The drive that MicroPython makes on a Pico, from 1.12 on: a file that has another is refused in the page.
FS_BYTES = 352 * uf2.LFS_BLOCK
EVENTS = 600  # codes from there on are the log's own
GRAM = 16  # bytes alike from which a copy is looked for
EMPTY = b"\xff" * GRAM


def recipe(whole: bytes, known: bytes) -> tuple[list[Piece], bytes]:
    """`whole` in pieces of `known`, and what that lacks."""
    first: dict[bytes, int] = {}
    for at in range(len(known) - GRAM, -1, -1):
        first[known[at : at + GRAM]] = at
    pieces: list[Piece] = []
    literal = bytearray()
    at, end = 0, len(whole)
    while at < end:
        gram = whole[at : at + GRAM]
        if gram == EMPTY:
            at += len(gram)
            continue
        there = first.get(gram, -1)
        if there >= 0:
            size = _alike(whole, at, known, there)
            pieces.append([at, size, there])
            at += size
            continue
        if pieces and pieces[-1][2] < 0 and pieces[-1][0] + pieces[-1][1] == at:
            pieces[-1][1] += 1
        else:
            pieces.append([at, 1, -1])
        literal.append(whole[at])
        at += 1
    return pieces, bytes(literal)


def _alike(one: bytes, at: int, other: bytes, there: int) -> int:
    size = 0
    most = min(len(one) - at, len(other) - there)
    while size < most and one[at + size] == other[there + size]:
        size += 1
    return size


def facts(board: str, root: Path) -> Json:
    """What the page compares a MicroPython file and a board with, and says of them."""
    told = {code: name for code, name in codes.names().items() if code < EVENTS}
    needs = json.loads((root / "boards" / board / "board.json").read_text("utf-8"))
    return {
        "board": {name: needs[name] for name in ("name", "title", "mcu", "micropython_min", "misfits")},
        "where": uf2.WHERE,
        "family": uf2.RP2040,
        "other_chips": {str(number): name for number, name in uf2.OTHER_CHIPS.items()},
        "oldest": list(uf2.OLDEST),
        "flash_bytes": uf2.FLASH_BYTES[board],
        "fs_bytes": FS_BYTES,
        "processor": prompt_programs.ARMV6M,
        "tools": prompt_programs.TOOLS,
        "look": prompt_programs.look(board),
        "codes": {code: [codes.label(code), codes.cause(code), codes.next_step(code)] for code in sorted(told)},
        "pass": next(code for code, name in told.items() if name == "USB_PRESENT"),  # the cable is in, and no more
    }


def files(board: str, unit: dict[str, bytes], root: Path = image.ROOT) -> dict[str, bytes]:
    """Every file of the pack by its path; `unit`: those of unit.pack. Raises ImageError, Uf2Error."""
    with tempfile.TemporaryDirectory() as scratch:
        made = image.tree(image.build(board, Path(scratch) / "fs", root).folder)
    lie = slots.on_board(made)
    pieces, literal = recipe(uf2.file_system(lie, FS_BYTES), b"".join(lie[name] for name in sorted(lie)))
    own = {f"board/{name}": data for name, data in made.items() if unit.get(f"image/{name}") != data}
    told = {**facts(board, root), "fs": pieces}
    text = json.dumps(told, separators=(",", ":"), sort_keys=True)
    return {**own, "fs.literal": literal, "facts.json": text.encode("utf-8")}


def build(board: str, unit: dict[str, bytes], root: Path = image.ROOT) -> bytes:
    """The pack. Raises ImageError, Uf2Error."""
    return bundle.pack(files(board, unit, root), image.read_version(root))
