# Reads the names that MicroPython keeps in a board's flash, from the file of it on the emulated chip, and compares them
# with the list that the image is built by. Judges no name.
"""What an image calls by such a name takes no memory on the board: `tools/image/short_names.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.command_line import Parser
from tools.emulator import board_flash
from tools.emulator.chip import Chip
from tools.emulator.console import Console
from tools.emulator.memory_inspector import Memory, in_flash
from tools.image import flash_names, uf2

OWN = "a_name_of_its_own"  # one that MicroPython has not: from its table the others are found


def read(blocks: dict[int, bytes]) -> list[str]:
    """The identifiers of two characters and more that the MicroPython of a board's file brings, sorted."""
    console = Console(Chip(board_flash.without(blocks, "main.py", "boot.py")))
    console.prompt()
    console.run(f"{OWN} = 1")
    names = in_flash(Memory(console.chip.mcu), OWN)
    return [name for name in names if name.isidentifier() and not name.startswith("__") and len(name) > 1]


def main(words: list[str]) -> int:
    """Runs the command; 0: the list is that of this file, 1: it is not."""
    parser = Parser("flash_names", "tools.emulator.flash_names", __doc__)
    parser.add_argument("uf2", type=Path, help="from make uf2")
    parser.add_argument("--write", action="store_true", help="write the list anew")
    asked = parser.parse_args(words)
    found = read(uf2.read_blocks(asked.uf2))
    missing, new = sorted(flash_names.NAMES - set(found)), sorted(set(found) - flash_names.NAMES)
    if asked.write:
        flash_names.FILE.write_text("\n".join(found) + "\n", "ascii")
    print(f"{len(found)} names in its flash; {len(missing)} of the list are not there: {' '.join(missing) or '-'};")
    print(f"{len(new)} are not in the list: {' '.join(new) or '-'}")
    return 1 if missing or new else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
