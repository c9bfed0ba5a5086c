# Draws every screen of the panel with an example of each: a PNG each, four times enlarged, and one sheet of all.
"""The examples stand in examples.py. Needs Pillow, which `make run` installs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "firmware"), str(ROOT / "tools" / "sim" / "shims")]

from ionto.panel.draw.canvas import HEIGHT, WIDTH  # noqa: E402
from tools.command_line import Parser  # noqa: E402
from tools.panel.examples import EXAMPLES, draw, make_status  # noqa: E402


def picture(buffer: bytes | bytearray, zoom: int) -> Any:
    """A Pillow image of a frame; one of a dark display, empty, is black."""
    from PIL import Image

    image = Image.new("L", (WIDTH, HEIGHT))
    if buffer:
        image.putdata([255 * (buffer[y // 8 * WIDTH + x] >> y % 8 & 1) for y in range(HEIGHT) for x in range(WIDTH)])
    return image.resize((WIDTH * zoom, HEIGHT * zoom), Image.Resampling.NEAREST)


def sheet(named: Sequence[tuple[str, bytes | bytearray]], columns: int = 4, zoom: int = 2) -> Any:
    """A Pillow image of frames, each below its name."""
    from PIL import Image, ImageDraw

    wide, high = WIDTH * zoom + 14, HEIGHT * zoom + 26
    rows = (len(named) + columns - 1) // columns
    image = Image.new("L", (columns * wide + 14, rows * high + 14), 96)
    pen = ImageDraw.Draw(image)
    for n, (name, buffer) in enumerate(named):
        x, y = 14 + n % columns * wide, 2 + n // columns * high
        pen.text((x, y), name, fill=255)
        image.paste(picture(buffer, zoom), (x, y + 14))
    return image


def write_sheet(folder: Path) -> None:
    """All examples into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    named = []
    for n, name in enumerate(EXAMPLES, 1):
        buffer = draw(make_status(name))
        picture(buffer, 4).save(folder / f"{n:02}_{name}.png")
        named.append((f"{n} {name}", buffer))
    sheet(named).save(folder / "sheet.png")


def main(words: list[str]) -> int:
    """Exit code 0: drawn; 2: wrong words or no Pillow."""
    parser = Parser("sheet", "tools.panel.sheet", "Draw every screen of the panel with an example of each.")
    parser.add_argument("folder", type=Path, help="where the pictures are written")
    asked = parser.parse_args(words)
    try:
        write_sheet(asked.folder)
    except ImportError:
        print("sheet: Pillow is not installed here. Install it: make run", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"sheet: {asked.folder}: {error.strerror}. Name a folder that can be written", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
