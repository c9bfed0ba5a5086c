# The folded image: numbers where names stood, nothing else changed, and the same treatment comes out.

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tools import image
from tools.image import constant_folding, panel_data

HOUSE = {
    "limits.py": "from micropython import const\nLOW_MV = const(-5)\nHIGH_MV = const(LOW_MV + (1 << 4))\nSTEP = 2\n",
    "main.py": "import unit\n",
}


def folded(unit: str, **more: str) -> dict[str, str]:
    """A little house with this unit.py (and other modules), folded."""
    texts = {**HOUSE, "unit.py": unit, **{f"{name}.py": text for name, text in more.items()}}
    done = constant_folding.fold({path: text.encode() for path, text in texts.items()}, verbatim=("main.py",))
    return {path: text.decode() for path, text in done.items()}


@pytest.fixture(scope="module")
def pico() -> dict[str, bytes]:
    """The folded sources of the Pico, by path on the board."""
    texts = image.folded(image.sources("pico"))
    return {path: text for path, text in texts.items() if path.endswith(".py")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import limits\nx = [limits.HIGH_MV]\n", "pass\nx = [11]\n"),
        ("import limits as l\nx = [-l.LOW_MV]\n", "pass\nx = [-(-5)]\n"),
        ("from limits import STEP as s\ndef f(): return s  # two\n", "pass\ndef f(): return 2  # two\n"),
        ("from limits import (\n    STEP,\n    f,\n)\nx = f(STEP)\n", "from limits import f\n\n\n\nx = f(2)\n"),
        ("import limits\nx = limits.f(limits.STEP)\n", "import limits\nx = limits.f(2)\n"),
        ("from micropython import const\n_A = const(\n    3\n)\nx = [_A]\n", "pass\npass\n\n\nx = [3]\n"),
        ("import limits\nµ = 'µ', limits.STEP\n", "pass\nµ = 'µ', 2\n"),
        (
            "import limits\n_ROW = bytes((\n    limits.STEP, 7,  # two\n))\nx = [_ROW]\n",
            "pass\n_ROW = b'\\x02\\x07'\n\n\nx = [_ROW]\n",
        ),
        (
            "TYPE_CHECKING = 0\nif TYPE_CHECKING:\n    import limits\nx = ()\n",
            "pass\nif 0:\n    import limits\nx = ()\n",
        ),
    ],
)
def test_name_becomes_its_number_and_lines_stay(before: str, after: str) -> None:
    assert folded(before)["unit.py"] == after


@pytest.mark.parametrize(
    "unit",
    [
        "STEP = 1\ndef f(STEP):\n    return STEP + 0\nx = f\n",
        "import limits\ndef f(limits):\n    return limits.STEP\n",
        "from limits import STEP\ndef f():\n    STEP = []\n    return STEP\n",
        "from limits import STEP\nx = [STEP for STEP in ()]\n",
        "from limits import STEP\nx = lambda STEP: STEP\n",
        "class C:\n    STEP = ()\n    x = STEP\nSTEP = 1\n",
    ],
)
def test_local_name_is_no_constant(unit: str) -> None:
    names = [n.id for n in ast.walk(ast.parse(folded(unit)["unit.py"])) if isinstance(n, ast.Name)]
    assert names.count("STEP") + names.count("limits") >= 1
    code = folded(unit)["unit.py"].replace("pass\n", "")
    assert "return 1" not in code
    assert "return 2" not in code
    assert "[2" not in code
    assert ": 2" not in code


@pytest.mark.parametrize(
    "unit",
    [
        "n = 0\ndef f():\n    global n\n    n += 1\n    return n\n",
        "n = 0\nn = 1\nx = [n]\n",
        "n = 0\nfor n in (): pass\nx = [n]\n",
        "n = 0.5\nx = [n]\n",
        "n = True\nx = [n]\n",
        "n: int = 1\nx = [n]\n",
        "n = 1\nif n:\n    n = 2\n",
    ],
)
def test_what_may_change_or_is_no_integer_is_no_constant(unit: str) -> None:
    assert folded(unit)["unit.py"] == unit


def test_constant_set_from_another_module_is_none() -> None:
    done = folded("import limits\nlimits.STEP = 3\nx = [limits.STEP]\n")
    assert "limits.STEP]" in done["unit.py"]
    assert "STEP = 2" in done["limits.py"]


@pytest.mark.parametrize(
    "unit",
    [
        'import limits\nx = f"{limits.STEP}"\n',
        "import limits\nx = getattr(limits, 'STEP')\n",
        "def f():\n    from limits import STEP\n    return STEP\n",
        "def f():\n    import limits\n    return limits.STEP\n",
        "from limits import STEP\n",
        "try:\n    from limits import STEP\nexcept ImportError:\n    STEP = ()\nx = STEP\n",
        "from limits import STEP\nSTEP = STEP + 1\n",
        "import other\nx = f'{other.STEP}'\n",
    ],
)
def test_definition_stays_while_anything_asks_for_it_by_name(unit: str) -> None:
    done = folded(unit, other="from limits import STEP\ny = [STEP]\n")
    assert done["unit.py"] == unit
    assert "STEP = 2\n" in done["limits.py"]
    if "other" in unit:
        assert done["other.py"].startswith("from limits import STEP\n")


def test_start_scripts_find_what_they_name() -> None:
    texts = {**HOUSE, "main.py": "import limits\nx = limits.STEP\n", "unit.py": "import limits\ny = [limits.STEP]\n"}
    done = constant_folding.fold({path: text.encode() for path, text in texts.items()}, verbatim=("main.py",))
    assert done["main.py"] == texts["main.py"].encode()
    assert b"STEP = 2" in done["limits.py"]
    assert done["unit.py"] == b"pass\ny = [2]\n"


def test_star_import_is_refused_with_its_place() -> None:
    with pytest.raises(constant_folding.FoldError, match=r"unit\.py:2"):
        folded("\nfrom limits import *\n")


def test_bytes_of_what_does_not_fit_stay_as_written() -> None:
    unit = "_ROW = bytes((256, 1))\n_OTHER = bytes(x for x in ())\nx = _ROW, _OTHER\n"
    assert folded(unit)["unit.py"] == unit


def test_pixels_are_read_back_in_order(tmp_path: Path) -> None:
    source = b'A = (\n    b"12"\n    b"3"\n)\nN = 5\nB = (\n    b"45"\n)\nC = (7, A)\n'
    code, data = panel_data.separate(source)
    assert data == b"12345."
    assert code.count(b"\n") == source.count(b"\n")
    (tmp_path / "fonts.dat").write_bytes(data)
    names: dict[str, object] = {"__file__": str(tmp_path / "fonts.mpy")}
    exec(code, names)
    assert (names["A"], names["B"], names["C"], names["N"]) == (b"123", b"45", (7, b"123"), 5)


def test_module_without_pixels_is_refused() -> None:
    with pytest.raises(constant_folding.FoldError, match=r"fonts\.py"):
        panel_data.separate(b"A = 1\n")


# ---------------------------------------------------------------- the real house


def test_values_are_those_python_sees(pico: dict[str, bytes]) -> None:
    """Each number against the module as CPython runs it: an evaluation that owes nothing to this one."""
    sources = {name: path.read_bytes() for name, path in image.sources("pico").items()}
    compared = 0
    for module, names in constant_folding.constants(sources).items():
        if module in ("board", "boot"):
            continue  # need the processor; test_board_pins.py and test_boot_file.py hold their numbers
        running = importlib.import_module(module)
        assert {name: getattr(running, name) for name in names} == names, module
        compared += len(names)
    assert compared > 500


def test_no_constant_of_another_module_is_looked_up_on_the_board(pico: dict[str, bytes]) -> None:
    for path, text in pico.items():
        for module in ("limits", "faults", "states"):
            assert not [n for n in _attributes(text, module) if n.isupper() and n != "NAMES"], path


def test_every_attribute_of_a_module_still_exists(pico: dict[str, bytes]) -> None:
    """What is left of `module.name` and `from module import name` leads to something the module still has."""
    has = {path: _top(ast.parse(text)) for path, text in pico.items()}
    lost = []
    for path, text in pico.items():
        for node in ast.parse(text).body:
            if not isinstance(node, ast.ImportFrom):
                continue
            for alias in node.names:
                whole = f"{node.module}.{alias.name}".replace(".", "/") + ".py"
                single = str(node.module).replace(".", "/") + ".py"
                if whole in has:
                    asked = _attributes(text, alias.asname or alias.name)
                    lost += [f"{path}: {alias.name}.{name}" for name in asked if name not in has[whole]]
                elif single in has and alias.name not in has[single]:
                    lost.append(f"{path}: from {node.module} import {alias.name}")
    assert lost == []


def test_no_name_is_left_undefined(pico: dict[str, bytes], tmp_path: Path) -> None:
    for path, text in pico.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(ast.unparse(_without_annotations(ast.parse(text))))
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--config", "builtins=['ptr8', 'ptr32']"]
        + ["--select", "F821,F811,F822", "--quiet", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_lines_keep_their_numbers() -> None:
    kept = image.folded(image.sources("pico"), lines=True)
    for name, path in image.sources("pico").items():
        assert _places(kept[name]) == _places(path.read_bytes()), name


def test_what_the_simulation_reads_by_name_is_there(pico: dict[str, bytes]) -> None:
    assert b"NAMES = (" in pico["ionto/treatment/states.py"]
    assert b"VERSION = " in pico["ionto/version.py"]
    assert {"A", "SOURCE", "VALID"} <= _top(ast.parse(pico["ionto/records/calibration.py"]))


def _without_annotations(tree: ast.Module) -> ast.Module:
    """As MicroPython runs it: it never evaluates an annotation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(0)
    return tree


def _places(text: bytes) -> list[tuple[str, int, int | None]]:
    """Every function and class of a source with its lines."""
    nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, (ast.FunctionDef, ast.ClassDef))]
    return [(n.name, n.lineno, n.end_lineno) for n in nodes]


def _attributes(text: bytes, base: str) -> list[str]:
    """Every name asked of `base` in a source."""
    nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Attribute)]
    return [n.attr for n in nodes if isinstance(n.value, ast.Name) and n.value.id == base]


def _top(tree: ast.Module) -> set[str]:
    """Every name that a module's top level binds."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(a.asname or a.name).split(".")[0] for a in node.names}
        else:
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return names
