# Says which sources become machine code, and takes out what no compiler needs to read. Compiles nothing.
"""A compiled file with machine code fits one processor. A board's image holds it compiled for the board; the
simulation's, which runs on whatever desktop there is, holds the source, and MicroPython compiles it where it is
imported.

Comments, docstrings, blocks for the type checker and the `pass` that folding leaves are taken out: what remains is
what runs, in the words of the source. An image built with --lines keeps all of it, so that lines keep their numbers.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator

from tools.image.constant_folding import replaced

EMITTERS = frozenset({"viper", "native"})

Body = list[ast.stmt]


def is_native(text: bytes) -> bool:
    """Whether a function of this source becomes machine code: `@micropython.viper` or `@micropython.native`."""
    if not any(emitter.encode() in text for emitter in EMITTERS):  # most sources: nothing to parse
        return False
    return any(
        isinstance(decorator, ast.Attribute)
        and decorator.attr in EMITTERS
        and isinstance(decorator.value, ast.Name)
        and decorator.value.id == "micropython"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for decorator in node.decorator_list
    )


def stripped(text: bytes) -> bytes:
    """The source without what does nothing; every other line as it was."""
    spans: list[tuple[ast.stmt, bytes]] = []
    waiting: list[ast.AST] = [ast.parse(text)]
    while waiting:
        node = waiting.pop()
        idle: list[ast.stmt] = []
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            idle = [statement for statement in node.body if does_nothing(statement)]
            left = b"" if len(idle) < len(node.body) or isinstance(node, ast.Module) else b"pass"
            spans += [(statement, b"" if i else left) for i, statement in enumerate(idle)]
        # What goes takes with it what it holds.
        waiting += [child for child in ast.iter_child_nodes(node) if child not in idle]
    return _without_comments(replaced(text, spans))


def working(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, but for statements that do nothing and what they hold."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [
            child for child in ast.iter_child_nodes(node) if not (isinstance(child, ast.stmt) and does_nothing(child))
        ]


def does_nothing(statement: ast.stmt) -> bool:
    """A docstring, a `pass`, or a block for the type checker (folded: `if 0:`)."""
    if isinstance(statement, ast.If):
        test = statement.test
        return isinstance(test, ast.Constant) and test.value == 0 and not statement.orelse
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return isinstance(statement.value.value, str)
    return isinstance(statement, ast.Pass)


def _without_comments(text: bytes) -> bytes:
    """Without comments and empty lines; lines within a text of several lines stay."""
    lines = text.decode("utf-8").split("\n")
    quoted: set[int] = set()  # lines that a text goes on behind
    for token in tokenize.tokenize(io.BytesIO(text).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column]
        elif token.type == tokenize.STRING:
            quoted.update(range(row, token.end[0]))
    kept = [line if i in quoted else line.rstrip() for i, line in enumerate(lines, 1)]
    inside = {row + 1 for row in quoted}
    return "".join(line + "\n" for i, line in enumerate(kept, 1) if line or i in quoted | inside).encode("utf-8")
