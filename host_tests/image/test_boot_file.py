# boot.py of an image: what it must know of its board is written into it, as the board's own files say.

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import Any

import pytest

from tools import image
from tools.image import boot_file
from tools.sim.pins import of_board


def values(text: bytes) -> dict[str, Any]:
    """The numbers and texts that stand at the top."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                pass
    return found


@pytest.mark.parametrize("board", image.boards())
def test_pins_are_those_of_the_table(board: str, root: Path, pico: image.Image) -> None:
    told = values((pico.folder / "boot.py").read_bytes())
    pins: Any = of_board(str(root / "boards"), board)
    outputs = {row.gpio for row in pins.rows if row.direction in ("out", "pwm")} - {pins.LED_FAULT}
    assert set(told["OUTPUTS"]) == outputs and len(told["OUTPUTS"]) == len(outputs)
    assert told["OUTPUTS"][-1] == pins.PATIENT
    assert (told["LAMP"], told["SDA"], told["SCL"], told["BUS"]) == (pins.LED_FAULT, pins.SDA1, pins.SCL1, 1)
    assert (told["OLDEST"], told["BOARD"]) == ((1, 26), board)


def test_a_pin_that_moves_moves_in_boot_py_too(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "boards", tmp_path / "boards")
    shutil.copytree(root / "firmware/ionto/panel/draw", tmp_path / "firmware/ionto/panel/draw")
    table = tmp_path / "boards/pico/pins.csv"
    table.write_text(table.read_text().replace("22,LED_FAULT", "23,LED_FAULT").replace("1,OUT_EN", "25,OUT_EN", 1))
    told = values(boot_file.filled((root / "firmware/boot.py").read_bytes(), "pico", tmp_path))
    assert told["LAMP"] == 23 and 25 in told["OUTPUTS"] and not {1, 22} & set(told["OUTPUTS"])


def test_a_line_that_is_not_there_to_be_filled_in_ends_the_build(root: Path, tmp_path: Path) -> None:
    for room in ("firmware", "boards"):
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    boot = tmp_path / "firmware/boot.py"
    boot.write_text(boot.read_text().replace("\nLAMP = ", "\nLANP = "))
    with pytest.raises(image.ImageError, match="0 lines LAMP"):
        image.build("pico", tmp_path / "fs", tmp_path)


@pytest.mark.parametrize("name", ["boot.py", "main.py", "rescue_main.py"])
def test_what_micropython_does_not_compile_ends_the_build(name: str, root: Path, tmp_path: Path) -> None:
    for room in ("firmware", "boards"):
        shutil.copytree(root / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "firmware" / name).open("a") as file:
        file.write("x = (1, *(2, 3))\n")  # CPython's alone
    with pytest.raises(image.ImageError, match=name):
        image.build("pico", tmp_path / "fs", tmp_path)
