# The image of a board, build/<board>/fs/, and the one for the simulation, build/<board>/simulation/: command and door.

from __future__ import annotations

import sys
from pathlib import Path

from tools.command_line import Parser
from tools.image.build import (
    ROOT,
    STARTED_BY_NAME,
    ImageError,
    boards,
    build,
    build_for_simulation,
    compile_file,
    folded,
    processor,
    read_version,
    sources,
    tree,
)
from tools.image.mpy_parts import has_machine_code
from tools.image.sizes import (
    BYTECODE_LIMIT,
    MACHINE_CODE_LIMIT,
    NAMES_LIMIT,
    VISITORS,
    VISITORS_LIMIT,
    Image,
    counted,
    show,
)
from tools.slots import MANIFEST

__all__ = [
    "BYTECODE_LIMIT",
    "VISITORS",
    "VISITORS_LIMIT",
    "MACHINE_CODE_LIMIT",
    "NAMES_LIMIT",
    "MANIFEST",
    "ROOT",
    "STARTED_BY_NAME",
    "Image",
    "ImageError",
    "boards",
    "build",
    "build_for_simulation",
    "compile_file",
    "counted",
    "folded",
    "has_machine_code",
    "main",
    "processor",
    "read_version",
    "sources",
    "tree",
]


def main(words: list[str]) -> int:
    """Exit code 0: built; 2: wrong board, missing file or a source that does not compile."""
    parser = Parser("image", "tools.image", "Build the files for a board's flash.")
    parser.add_argument("board", help="a folder of boards/")
    parser.add_argument("--out", type=Path, help="the folder to make; default: build/<board>/fs")
    parser.add_argument("--lines", action="store_true", help="tracebacks with lines and whole names; a fifth larger")
    asked = parser.parse_args(words)
    try:
        image = build(asked.board, asked.out or Path("build") / asked.board / "fs", lines=asked.lines)
    except ImageError as error:
        print(f"image: {error}", file=sys.stderr)
        return 2
    show(image)
    return 0
