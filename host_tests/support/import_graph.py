# Which file of the repository imports which, also for types only and within functions. Judges nothing.

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

# What `import x` finds begins in one of these folders of the repository; boards come after, each for itself.
ROOTS = ("", "firmware")
ROOMS = ("firmware", "tools", "host_tests")

Graph = dict[str, set[str]]


def graph(root: Path) -> Graph:
    """The modules of the repository at `root`, each with those of them that it imports; a board is `board`."""
    files = [path.relative_to(root).as_posix() for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    texts = {module(path): (root / path).read_text("utf-8") for path in files}
    for board in sorted((root / "boards").glob("*/board.py")):
        texts["board"] = texts.get("board", "") + "\n" + board.read_text("utf-8")
    packages = {module(path) for path in files if path.endswith("/__init__.py")}
    return {name: imported(name, text, texts, packages) for name, text in texts.items()}


def module(path: str) -> str:
    """`firmware/ionto/app/unit.py` is ionto.app.unit, as the unit imports it."""
    return path.removeprefix("firmware/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(name: str, text: str, known: Mapping[str, object], packages: set[str]) -> set[str]:
    """What of `known` the module `name` with this text imports, wherever in the text it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = name.split(".")[: len(name.split(".")) - node.level + (name in packages)] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            # from a import b: the module a.b when there is one, else a
            wanted = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names]
        else:
            continue
        found.update(one for one in wanted if one in known and one != name)
    return found


def circles(modules: Graph) -> list[list[str]]:
    """The groups of modules that reach each other (Tarjan), each sorted."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(modules[name]):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(modules):
        if name not in index:
            visit(name)
    return found
