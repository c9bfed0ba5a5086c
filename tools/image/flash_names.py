# The names that MicroPython keeps in the flash of a Pico, as flash_names.txt lists them. Decides nothing.
"""Of MicroPython 1.26.1 for RPI_PICO. A name that another build lacks takes a few bytes of memory there, no more.
`python -m tools.emulator.flash_names UF2` reads them from a file of MicroPython and says what differs.
"""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).with_suffix(".txt")
NAMES = frozenset(FILE.read_text("ascii").split())
