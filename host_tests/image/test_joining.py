"""Several sources in one file do what they did in several, and what cannot be joined is told by name."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools import image
from tools.image import joining
from tools.image.names import FoldError, module_name, read

HOUSE = {
    "app/pen.py": b"""
INK = [1]
def clear(width):
    return "pen cleared %d" % width
def line(width):
    return clear(width) + "!"
class Pen:
    def ink(self):
        return INK[0]
""",
    "app/brush.py": b"""
from app import pen
from app.pen import line
INK = [2]
def _help(clear):
    return pen.clear(clear), line(clear), pen.INK, INK
def clear():
    INK.append(3)
    return _help(5)
""",
    "app/case.py": b"""
from app import brush as tool
from app.pen import Pen
class Case(Pen):
    def open(self):
        line = tool.clear()
        return line, self.ink(), tool.INK
""",
    "user.py": b"""
from app import brush
from app.case import Case
from app.pen import line as drawn
def main():
    from app.pen import clear
    return Case().open(), brush.INK, brush.clear(), drawn(7), clear(8)
print(main())
""",
}
FILES = {"app.case": ("app.pen", "app.brush")}


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "FILES", FILES)
    monkeypatch.setattr(joining, "HOMES", {"app.pen": "app.case", "app.brush": "app.case"})


def said(folder: Path, sources: dict[str, bytes]) -> str:
    for path, text in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    ran = subprocess.run([sys.executable, "-B", "user.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.usefixtures("house")
def test_joined_sources_say_what_they_said_apart(tmp_path: Path) -> None:
    joined = joining.join(HOUSE)
    assert sorted(joined) == ["app/case.py", "user.py"]
    apart = said(tmp_path / "apart", HOUSE)
    assert "pen cleared 5!" in apart
    assert said(tmp_path / "joined", joined) == apart


@pytest.mark.usefixtures("house")
def test_names_of_one_source_meet_none_of_another() -> None:
    text = joining.join(HOUSE)["app/case.py"].decode()
    assert "def clear__pen(" in text
    assert "def clear__brush(" in text
    assert "class Pen:" in text
    assert "import" not in text


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize(
    ("path", "more", "words"),
    [
        ("app/brush.py", b"class Pen: pass\n", "Pen is line .* in one file"),
        ("app/brush.py", b"INK = [4]\n", "INK is bound twice"),
        ("app/brush.py", b"def say(): return f'{pen.clear(1)}'\n", "in an f-string"),
        ("user.py", b"import app.pen\n", "import app.pen with from"),
    ],
)
def test_what_cannot_be_joined_is_named(path: str, more: bytes, words: str) -> None:
    with pytest.raises(FoldError, match=words):
        joining.join({**HOUSE, path: HOUSE[path] + more})


@pytest.mark.usefixtures("house")
def test_a_source_that_is_listed_and_absent_is_named() -> None:
    rest = {path: text for path, text in HOUSE.items() if path != "app/pen.py"}
    with pytest.raises(FoldError, match=r"app\.pen, which there is not"):
        joining.join(rest)


def test_every_import_of_the_image_finds_its_file_and_its_name() -> None:
    joined = joining.join(image.folded(image.sources("pico")), verbatim=("boot.py", "rescue_main.py"))
    trees = {module_name(path): ast.parse(text) for path, text in joined.items() if path.endswith(".py")}
    tops = {
        name: {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
        | {t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)}
        for name, tree in trees.items()
    }
    seen = 0
    for name, tree in trees.items():
        for node in joining._imports(read(name.replace(".", "/") + ".py", ast.unparse(tree).encode())):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(("ionto", "drivers")):
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    assert whole in trees or alias.name in tops[str(node.module)], f"{name}: {ast.unparse(node)}"
                    seen += 1
    assert seen > 40
