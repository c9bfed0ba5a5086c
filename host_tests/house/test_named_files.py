# Every page and source file that a comment, a docstring or a page names is there: a name that leads nowhere misleads.

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from host_tests.house.test_repository import ROOT, committed

NAME = re.compile(r"(?<![\w<*/.-])[\w./-]*\w\.(?:md|py)\b(?![\w*/])")
# What a command writes below build/, and what stands for any name.
WRITTEN = {"accuracy.md", "name.py"}


def prose(path: str, text: str) -> Iterator[str]:
    """What a file says in words: comments and docstrings of a source, all of any other text."""
    if not path.endswith(".py"):
        yield text
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node, clean=False) or ""


def named(path: str, text: str) -> set[str]:
    return {name.lstrip("./") for words in prose(path, text) for name in NAME.findall(words)} - WRITTEN


def leading_nowhere(path: str, text: str, files: list[str]) -> list[str]:
    """The names in a file that end no path of the repository. What lies in build/ or in an environment is not ours."""
    ours = [name for name in named(path, text) if not name.startswith(("build/", ".venv/"))]
    return [f"{path}: {name}" for name in sorted(ours) if not any(f"/{file}".endswith(f"/{name}") for file in files)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "# decided in lost.py\n"),
        ("a.py", 'def f():\n    """As lost.md has it."""\n'),
        ("a.py", "class A:\n    x = 1  # (docs/lost.md)\n"),
        ("docs/a.md", "See `tools/lost.py`."),
        ("a.csv", "a,b\n1,lost.md\n"),
    ],
)
def test_a_name_that_leads_nowhere_is_found(path: str, text: str) -> None:
    assert len(leading_nowhere(path, text, ["docs/there.md", "tools/there.py"])) == 1
    assert leading_nowhere(path, text.replace("lost", "there"), ["docs/there.md", "tools/there.py"]) == []


def test_every_file_that_is_named_is_there() -> None:
    files = [path.relative_to(ROOT).as_posix() for path in committed()]
    words = (".py", ".md", ".csv", ".toml", ".ini", "Makefile")
    texts = {name: Path(ROOT, name).read_text("utf-8") for name in files if name.endswith(words)}
    assert len(texts) > 200
    assert [line for name, text in texts.items() for line in leading_nowhere(name, text, files)] == []
