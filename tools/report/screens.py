"""Turns the panel's memory into pictures: one PNG per screen and a sheet of all. Knows nothing of what they show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tools.judges.recording import OLED_BYTES, Recording, Screen

WIDTH, HEIGHT, PAGE = 128, 64, 8
SCALE = 4
BLACK, LIT, FRAME, CAPTION = (8, 8, 10), (255, 190, 92), (46, 46, 52), (176, 176, 184)
SHEET_COLUMNS, SHEET_SCALE, MARGIN, CAPTION_PX = 4, 2, 14, 20
BEZEL = 4  # dark rim round each glass


def pixels(memory: bytes) -> Image.Image:
    """128 x 64 from 1024 bytes in page format: a byte is 8 pixels downward, its lowest bit on top.

    Raises ValueError for another length.
    """
    if len(memory) != OLED_BYTES:
        raise ValueError(f"{len(memory)} bytes where {OLED_BYTES} belong")
    pages = np.frombuffer(memory, dtype=np.uint8).reshape(HEIGHT // PAGE, 1, WIDTH)
    lit = (pages >> np.arange(PAGE, dtype=np.uint8).reshape(1, PAGE, 1)) & 1
    colours = np.array([BLACK, LIT], dtype=np.uint8)
    return Image.fromarray(colours[lit.reshape(HEIGHT, WIDTH)], "RGB")


def enlarged(memory: bytes, scale: int = SCALE) -> Image.Image:
    return pixels(memory).resize((WIDTH * scale, HEIGHT * scale), Image.Resampling.NEAREST)


def write_screens(recording: Recording, folder: Path) -> list[Path]:
    """Writes `NNN_<t_ms>_<state>.png` for each screen and `sheet.png`; returns their paths, the sheet last."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for screen in recording.screens:
        path = folder / f"{screen.number:03d}_{screen.t_ms}_{screen.state}.png"
        enlarged(screen.memory).save(path, optimize=True)
        paths.append(path)
    if recording.screens:
        path = folder / "sheet.png"
        sheet(recording.screens).save(path, optimize=True)
        paths.append(path)
    return paths


def sheet(screens: list[Screen]) -> Image.Image:
    """All screens in rows of four, each with its time and state below."""
    wide, high = WIDTH * SHEET_SCALE + 2 * BEZEL, HEIGHT * SHEET_SCALE + 2 * BEZEL
    columns = min(SHEET_COLUMNS, max(len(screens), 1))
    rows = -(-len(screens) // columns)
    size = (MARGIN + columns * (wide + MARGIN), MARGIN + rows * (high + CAPTION_PX + MARGIN))
    picture = Image.new("RGB", size, (24, 24, 28))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(13)
    for place, screen in enumerate(screens):
        x = MARGIN + place % columns * (wide + MARGIN)
        y = MARGIN + place // columns * (high + CAPTION_PX + MARGIN)
        draw.rectangle((x, y, x + wide - 1, y + high - 1), fill=BLACK, outline=FRAME)
        picture.paste(enlarged(screen.memory, SHEET_SCALE), (x + BEZEL, y + BEZEL))
        draw.text((x + 1, y + high + 3), f"{caption_time(screen.t_ms)}  {screen.state}", fill=CAPTION, font=font)
    return picture


def caption_time(t_ms: int) -> str:
    """`12:03.5`: minutes, seconds and tenths."""
    return f"{t_ms // 60_000}:{t_ms // 1000 % 60:02d}.{t_ms // 100 % 10}"
