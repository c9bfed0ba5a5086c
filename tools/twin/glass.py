# The display's memory as lines of half blocks, or of plain characters where a terminal has no others. Shows nothing.

from __future__ import annotations

COLUMNS, ROWS = 128, 64
BLOCKS = (" ", "▀", "▄", "█")  # by upper and lower pixel
PLAIN = (" ", "'", ".", ":")
# Four rows and two columns a character: half as wide, half as high.
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def pixel(memory: bytes, x: int, y: int) -> int:
    """1 where it is lit."""
    return memory[(y >> 3) * COLUMNS + x] >> (y & 7) & 1 if memory else 0


def lines(memory: bytes, plain: bool = False) -> list[str]:
    """32 lines of 128 characters. `memory`: 1,024 bytes, or none: dark."""
    marks = PLAIN if plain else BLOCKS
    return [
        "".join(marks[pixel(memory, x, y) + 2 * pixel(memory, x, y + 1)] for x in range(COLUMNS))
        for y in range(0, ROWS, 2)
    ]


def small(memory: bytes) -> list[str]:
    """16 lines of 64 characters of braille, for a narrow terminal."""
    found = []
    for y in range(0, ROWS, 4):
        line = ""
        for x in range(0, COLUMNS, 2):
            mark = 0
            for row in range(4):
                for column in range(2):
                    mark |= DOTS[row][column] * pixel(memory, x + column, y + row)
            line += chr(0x2800 + mark)
        found.append(line)
    return found
