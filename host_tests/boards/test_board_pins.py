# Each board's board.py and pins.csv, held to each other: names, numbers, direction, pull, level at start.

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from ionto import hardware
from tools.sim.pins import Row, of_board, parse

BOARDS = Path(__file__).resolve().parents[2] / "boards"
DIRECTIONS = {"in", "out", "i2c", "pwm", "adc", "spi"}
PULLS = {"none", "up", "down"}


def board_names() -> list[str]:
    return sorted(path.parent.name for path in BOARDS.glob("*/pins.csv"))


def constants(tree: ast.Module) -> dict[str, int]:
    """Module-level `NAME = const(n)` or `NAME = n`."""
    found: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "const":
                value = value.args[0]
            if isinstance(value, ast.Constant) and isinstance(value.value, int):
                found[node.targets[0].id] = value.value
    return found


def called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def pin_calls(tree: ast.Module) -> list[ast.Call]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Call) and called(n) in ("Pin", "ADC") and n.args]


def wrappers(tree: ast.Module) -> dict[int, str]:
    """For each `Pin(...)` that is handed straight to I2C, PWM or ADC: by which one."""
    held: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in ("I2C", "PWM", "ADC", "SoftI2C", "SPI", "_bus"):
            for given in [*node.args, *(k.value for k in node.keywords)]:
                held[id(given)] = "i2c" if called(node) == "_bus" else called(node).lower()
    return held


def judge_call(call: ast.Call, row: Row, held_by: str | None) -> list[str]:
    """What is wrong with one `Pin(NAME, ...)` or `ADC(NAME)`."""
    words = [ast.unparse(a).rpartition(".")[2] for a in call.args[1:]]
    keywords = {k.arg: ast.unparse(k.value) for k in call.keywords}
    problems = []
    if called(call) == "ADC" or held_by is not None:
        used_as = "adc" if called(call) == "ADC" else held_by
        if used_as != row.direction:
            problems.append(f"{row.name}: pins.csv says {row.direction}, board.py makes it {used_as}")
        return problems
    mode = words[0] if words else "no direction"
    if {"OUT": "out", "IN": "in"}.get(mode) != row.direction:
        problems.append(f"{row.name}: pins.csv says {row.direction}, board.py says {mode}")
    pull = {"PULL_UP": "up", "PULL_DOWN": "down"}.get((words[1:] + ["", ""])[0], "none")
    if pull != row.pull:
        problems.append(f"{row.name}: pins.csv says pull {row.pull}, board.py {pull}")
    if mode == "OUT" and keywords.get("value") != "0":
        problems.append(f"{row.name}: an output starts with value=0")
    return problems


def judge(pins: list[Row], source: str) -> list[str]:
    """Everything in which board.py and pins.csv differ."""
    tree = ast.parse(source)
    numbers = constants(tree)
    by_name = {row.name: row for row in pins}
    held = wrappers(tree)
    problems = []
    for row in pins:
        if numbers.get(row.name) != row.gpio:
            problems.append(f"{row.name}: GPIO {row.gpio} in pins.csv, {numbers.get(row.name)} in board.py")
    used = set()
    for call in pin_calls(tree):
        if called(call) == "ADC" and isinstance(call.args[0], ast.Call):
            continue  # ADC(Pin(NAME)): the inner call is judged
        name = ast.unparse(call.args[0])
        if name not in by_name:
            problems.append(f"line {call.lineno}: {ast.unparse(call)} is no pin of pins.csv")
            continue
        used.add(name)
        problems += judge_call(call, by_name[name], held.get(id(call)))
    problems += [f"{name}: in pins.csv, but board.py makes nothing of it" for name in sorted(set(by_name) - used)]
    return problems


@pytest.mark.parametrize("board", board_names())
def test_board_and_its_table_of_pins_agree(board: str) -> None:
    pins = of_board(str(BOARDS), board).rows
    assert judge(pins, (BOARDS / board / "board.py").read_text("utf-8")) == []


@pytest.mark.parametrize("board", board_names())
def test_table_of_pins_is_sound(board: str) -> None:
    pins = of_board(str(BOARDS), board).rows
    assert pins == sorted(pins, key=lambda row: row.gpio)
    assert len({row.gpio for row in pins}) == len(pins)
    assert len({row.name for row in pins}) == len(pins)
    assert {row.direction for row in pins} <= DIRECTIONS
    assert {row.pull for row in pins} <= PULLS


@pytest.mark.parametrize("board", board_names())
def test_readme_of_the_board_wires_every_pin(board: str) -> None:
    pins = of_board(str(BOARDS), board).rows
    lines = (BOARDS / board / "README.md").read_text("utf-8").splitlines()
    unwired = [r.name for r in pins if not any(line.startswith(f"| {r.gpio} | {r.name} |") for line in lines)]
    assert unwired == []


@pytest.mark.parametrize("board", board_names())
def test_board_description_is_whole(board: str) -> None:
    told = json.loads((BOARDS / board / "board.json").read_text("utf-8"))
    assert told["name"] == board
    assert tuple(int(n) for n in told["micropython_min"].split(".")) >= (1, 26)
    assert told["revisions"] == {"A": hardware.REVISION_A, "B": hardware.REVISION_B}
    assert {"title", "mcu", "requires"} <= set(told)


# --- the check itself can fail

PINS = """gpio,name,direction,pull,meaning
1,OUT_EN,out,none,cut
16,BTN_UP,in,up,low
26,ADC0,adc,none,B
4,SDA0,i2c,none,bus
"""
SOUND = """
OUT_EN = const(1)
BTN_UP = const(16)
ADC0 = const(26)
SDA0 = const(4)
out_en = Pin(OUT_EN, Pin.OUT, value=0)
up = Pin(BTN_UP, Pin.IN, Pin.PULL_UP)
b = ADC(Pin(ADC0))
bus = I2C(0, sda=Pin(SDA0), freq=400_000)
"""


def test_sound_board_passes() -> None:
    assert judge(parse(PINS), SOUND) == []
    assert judge(parse(PINS), SOUND.replace("ADC(Pin(ADC0))", "ADC(ADC0)")) == []


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("const(16)", "const(17)", "BTN_UP: GPIO 16"),
        ("OUT_EN = const(1)\n", "", "OUT_EN: GPIO 1"),
        ("Pin.OUT, value=0", "Pin.IN", "OUT_EN: pins.csv says out"),
        ("value=0", "value=1", "value=0"),
        (", value=0", "", "value=0"),
        (", Pin.PULL_UP", "", "pull up"),
        ("Pin(OUT_EN,", "Pin(1,", "no pin of pins.csv"),
        ("b = ADC(Pin(ADC0))", "b = 0", "ADC0: in pins.csv"),
        ("b = ADC(Pin(ADC0))", "b = Pin(ADC0, Pin.IN)", "ADC0: pins.csv says adc"),
        ("I2C(0, sda=Pin(SDA0)", "PWM(Pin(SDA0)", "SDA0: pins.csv says i2c"),
    ],
)
def test_difference_between_board_and_table_is_found(was: str, becomes: str, told: str) -> None:
    assert was in SOUND
    assert any(told in problem for problem in judge(parse(PINS), SOUND.replace(was, becomes, 1)))


# --- a stuck bus is freed by hand at the start only: its pins must not move while the output may be live


def outside_make(source: str) -> list[str]:
    """Whatever reaches the pins of a bus from elsewhere than make(), and make() from within the board."""
    tree = ast.parse(source)
    problems = []
    for function in (n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))):
        for node in ast.walk(function):
            name = called(node) if isinstance(node, ast.Call) else ""
            line = getattr(node, "lineno", 0)
            bus_pin = isinstance(node, ast.Name) and node.id in ("SDA0", "SCL0", "SDA1", "SCL1")
            if (name == "_bus" or bus_pin) and function.name != "make":
                problems.append(f"line {line}: {function.name} reaches a bus")
            if name == "make" or (name == "I2C" and function.name != "_bus"):
                problems.append(f"line {line}: {function.name} calls {name}")
            if isinstance(node, ast.Attribute) and node.attr == "OPEN_DRAIN" and function.name != "_bus":
                problems.append(f"line {line}: {function.name} makes an open drain")
    return problems


@pytest.mark.parametrize("board", board_names())
def test_only_the_start_moves_the_lines_of_a_bus(board: str) -> None:
    source = (BOARDS / board / "board.py").read_text("utf-8")
    assert outside_make(source) == []
    assert source.count("_bus(") == 3  # its definition, and one call a bus
    main = ast.parse((BOARDS.parent / "firmware" / "main.py").read_text("utf-8"))
    calls = [called(n) for n in ast.walk(main) if isinstance(n, ast.Call)]
    assert calls.count("make") == 1  # for the unit that does not exist yet


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def feed(self) -> None:", "def feed(self) -> None:\n        make()"),
        ("def feed(self) -> None:", "def feed(self) -> None:\n        _bus(0, None, None)"),
        ("def feed(self) -> None:", "def feed(self) -> None:\n        Pin(SCL0, Pin.OUT, value=0)"),
        ("def feed(self) -> None:", "def feed(self) -> None:\n        Pin(5).init(Pin.OPEN_DRAIN)"),
        ("def feed(self) -> None:", "def feed(self) -> None:\n        I2C(0)"),
    ],
)
def test_a_bus_freed_elsewhere_is_found(old: str, new: str) -> None:
    source = (BOARDS / "pico" / "board.py").read_text("utf-8")
    assert outside_make(source.replace(old, new))


def test_treatment_mode_turns_ctrl_c_off_before_its_watchdog_runs() -> None:
    tree = ast.parse((BOARDS / "pico" / "board.py").read_text("utf-8"))
    watchdog = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Watchdog")
    start = next(n for n in watchdog.body if isinstance(n, ast.FunctionDef) and n.name == "start")
    assert [ast.unparse(s.value if isinstance(s, (ast.Expr, ast.Assign)) else s) for s in start.body[1:]] == [
        "kbd_intr(-1)", "WDT(timeout=WATCHDOG_MS)", "self._wdt.feed"
    ]  # fmt: skip
