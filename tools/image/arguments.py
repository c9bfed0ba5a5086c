# Gives arguments one letter in the image, where no call names them. Decides no name in the sources.
"""MicroPython keeps the name of each argument with its function, so that a call may name it: `push(x=1)`. Hardly any
call of the firmware does. The others become `a`, `b`, ... in the image, together with their uses inside the function;
so the names are stored once a file, and nothing else changes. An image built with --lines keeps every name.
"""

from __future__ import annotations

import ast
import string

from tools.image.constant_folding import replaced

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SCOPES = (*_FUNCTIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def shorten(sources: dict[str, bytes], *, verbatim: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The sources with arguments replaced; what is no Python, and `verbatim`, stays."""
    trees = {path: ast.parse(text) for path, text in sources.items() if path.endswith(".py")}
    named = {k.arg for tree in trees.values() for node in ast.walk(tree) for k in _keywords(node)}
    if None in named:  # f(**values): any argument may be named
        return sources
    kept = {name for name in named if name} | {"self"}
    chosen = {path: replaced(sources[path], _spans(tree, kept)) for path, tree in trees.items() if path not in verbatim}
    return {**sources, **chosen}


def _keywords(node: ast.AST) -> list[ast.keyword]:
    return node.keywords if isinstance(node, ast.Call) else []


def _spans(tree: ast.Module, kept: set[str]) -> list[tuple[ast.expr | ast.stmt, bytes]]:
    """Each place of an argument's name and its letter. A function within another one keeps its own names."""
    spans: list[tuple[ast.expr | ast.stmt, bytes]] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef):
            spans += _of_function(node, kept)
        else:
            waiting += ast.iter_child_nodes(node)
    return spans


def _of_function(function: ast.FunctionDef, kept: set[str]) -> list[tuple[ast.expr | ast.stmt, bytes]]:
    inside = [node for statement in function.body for node in ast.walk(statement)]
    if any(isinstance(node, ast.JoinedStr) for node in inside):  # places within an f-string are not to be trusted
        return []
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    inner = {name for node in inside if isinstance(node, _SCOPES) for name in _bound_in(node)}
    inner |= {name for node in inside for name in _bound_by_text(node)}
    used = {node.id for node in inside if isinstance(node, ast.Name)} | {a.arg for a in arguments} | inner
    free = (letter for letter in string.ascii_lowercase if letter not in used)
    letters = {
        a.arg: letter
        for a, letter in zip((a for a in arguments if _may_go(a.arg, kept | inner)), free, strict=False)
        if len(a.arg) > 1
    }
    places = [(a.lineno, a.col_offset, a.arg) for a in arguments]
    places += [(node.lineno, node.col_offset, node.id) for node in inside if isinstance(node, ast.Name)]
    return [(_place(*place), letters[place[2]].encode()) for place in places if place[2] in letters]


def _may_go(name: str, kept: set[str]) -> bool:
    """Private names become short ones by short_names.py."""
    return name not in kept and not name.startswith("_")


def _bound_in(scope: ast.AST) -> set[str]:
    """Names that a scope within the function binds: they stay as they are."""
    names = {node.id for node in ast.walk(scope) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    return names | {node.arg for node in ast.walk(scope) if isinstance(node, ast.arg)}


def _bound_by_text(node: ast.AST) -> list[str]:
    """Names that a statement binds without a place of their own."""
    if isinstance(node, _FUNCTIONS):
        return [node.name]
    if isinstance(node, ast.ExceptHandler):
        return [node.name or ""]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name for alias in node.names]
    return node.names if isinstance(node, (ast.Nonlocal, ast.Global)) else []


def _place(line: int, column: int, name: str) -> ast.Name:
    end = column + len(name.encode("utf-8"))
    return ast.Name(name, ast.Load(), lineno=line, col_offset=column, end_lineno=line, end_col_offset=end)
