# The reader of pins.csv, which the simulation, the emulated chip and the test of board.py have in common; and that no
# other file of theirs has a GPIO's number.

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest

from tools.sim import pins

ROOT = Path(__file__).resolve().parents[2]
HEAD = "gpio,name,direction,pull,meaning\n"
WIRED = (
    "tools/sim/bench.py",
    "tools/sim/injector.py",
    "tools/sim/plant/supply.py",
    "tools/sim/plant/button.py",
    "tools/emulator/wiring.py",
    "tools/emulator/bench_session.py",
    "tools/harness/process.py",
)
# Other constants that are small and have a name of their own.
NO_GPIOS = {"CELL_MOHM", "ADC_FIRST", "_PWM_SLICES", "_SLICE_BYTES"}


def test_a_table_is_read_as_the_csv_module_reads_it() -> None:
    text = (ROOT / "boards" / "pico" / "pins.csv").read_text("utf-8")
    ours = [[str(row.gpio), row.name, row.direction, row.pull, row.meaning] for row in pins.parse(text)]
    assert [list(pins.COLUMNS), *ours] == list(csv.reader(text.splitlines()))


def test_a_pin_is_found_by_its_name_and_a_direction_in_order() -> None:
    found = pins.Pins(pins.parse(HEAD + "7,OUT_EN,out,none,cut\n3,SDA0,i2c,none,a, b and c\n9,LED,out,none,\n"))
    assert (found.OUT_EN, found.SDA0, found.LED) == (7, 3, 9)
    assert found.of("out") == [7, 9]
    assert found.rows[1].meaning == "a, b and c"
    with pytest.raises(AttributeError, match="PUMP"):
        found.PUMP  # noqa: B018


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,gpio\n", "columns are gpio,name"),
        (HEAD + "1,A,out,none\n", "line 2"),
        (HEAD + "x,A,out,none,a\n", "line 2"),
    ],
)
def test_what_is_no_table_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        pins.parse(text)


def numbers(source: str) -> list[str]:
    """Names that a module gives to whole numbers which a GPIO could have (2 to 29; 0 and 1 are flags)."""
    found = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            inner = [n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            if any(type(value) is int and 2 <= value < 30 for value in inner):
                found += [ast.unparse(target) for target in node.targets]
    return found


@pytest.mark.parametrize("path", WIRED)
def test_no_file_that_wires_has_a_number_of_its_own(path: str) -> None:
    assert set(numbers((ROOT / path).read_text("utf-8"))) <= NO_GPIOS


def test_a_number_of_its_own_is_found() -> None:
    assert numbers("BUZZER = 20\nINPUTS = (0, 8)\nLED = const(21)\nFLAG = 1\nMS = 120\n") == ["BUZZER", "INPUTS", "LED"]
