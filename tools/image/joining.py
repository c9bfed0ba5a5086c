# Joins the sources that lie in one file on the board. Decides not which: joined_files.py does.
"""A file costs a board more than what is in it: a path and a name in memory, a table of names that are each looked for
among all there are, a search through folders at each start. So sources that are always loaded together become one
file, under the name of the last of them; whoever imports one of the others, imports from there.

What a source other than the last defines at its top, but for classes, is called `name__source` in the file, so that it
meets no other name. Sources that become machine code are joined with such, bytecode with bytecode.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.image.constant_folding import Span, replaced
from tools.image.joined_files import FILES, HOMES
from tools.image.machine_code import does_nothing, stripped
from tools.image.names import FoldError, Module, Modules, read, resolve, uses

_Defined = (ast.FunctionDef, ast.ClassDef)


def join(sources: dict[str, bytes], *, verbatim: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The folded sources by path, fewer of them; `verbatim` ones are left out of it. Raises FoldError."""
    modules: Modules = {}
    paths: dict[str, str] = {}
    for path, text in sources.items():
        if path.endswith(".py") and path not in verbatim:
            module = read(path, text)
            modules[module.name], paths[module.name] = module, path
    joined = dict(sources)
    for name, module in modules.items():
        host = HOMES.get(name, name)
        if host not in modules:
            raise FoldError(f"tools/image/joined_files.py: {name} goes into {host}, which there is not.")
        joined[paths[name]] = _rewritten(module, modules)
    for host, members in FILES.items():
        missing = [name for name in (host, *members) if name not in modules]
        if missing:
            raise FoldError(f"tools/image/joined_files.py: FILES names {missing[0]}, which there is not.")
        texts = [stripped(joined[paths[name]]) for name in (*members, host)]
        for member in members:
            del joined[paths[member]]
        joined[paths[host]] = b"".join(texts)
        _check(paths[host], joined[paths[host]])
    return joined


def _called(target: tuple[str, str], modules: Modules) -> str:
    """What something at the top of a module is called in its file."""
    module, name = target
    kept = module not in HOMES or any(
        isinstance(statement, ast.ClassDef) and statement.name == name for statement in modules[module].tree.body
    )
    return name if kept else f"{name}__{module.rpartition('.')[2]}"


def _rewritten(module: Module, modules: Modules) -> bytes:
    """The module with the names of its file and of those of others."""
    here = HOMES.get(module.name, module.name)
    spans: list[tuple[Span, bytes]] = []
    texts = (node for node in module.nodes if isinstance(node, ast.JoinedStr))
    in_text = {id(inner) for text in texts for inner in ast.walk(text)}  # nobody can trust their positions
    for use in uses(module, modules):
        node, (home, name) = use.node, use.target
        if not name or home not in modules:
            continue
        local = _called((home, name), modules)
        if isinstance(node, ast.Name):
            if home == module.name or HOMES.get(home, home) == here:
                new = local
            else:
                continue  # the import keeps what it is called here
        elif HOMES.get(home, home) == here:
            new = local
        else:
            new = f"{use.base}.{local}"
        if new != ast.unparse(node):
            if id(node) in in_text:
                raise FoldError(f"{module.name}:{node.lineno}: {ast.unparse(node)} in an f-string: put it outside")
            spans.append((node, new.encode()))
    if module.name in HOMES:
        spans += _definitions(module, modules)
    spans += [(statement, _import(statement, module, modules, here)) for statement in _imports(module)]
    return replaced(module.source, spans)


def _imports(module: Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """At its top and in its functions; not for types."""
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        waiting += [c for c in ast.iter_child_nodes(node) if not (isinstance(c, ast.stmt) and does_nothing(c))]


def _import(node: ast.Import | ast.ImportFrom, module: Module, modules: Modules, here: str) -> bytes:
    """The statement as it is to be in the file; `pass` where everything lies in the same file."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name in HOMES:
                raise FoldError(f"{module.name}:{node.lineno}: import {alias.name} with from, the image joins files")
        return ast.unparse(node).encode()
    statements = []
    for alias in node.names:
        source, name = str(node.module), alias.name
        whole = f"{source}.{name}"
        local = alias.asname or name
        if whole in modules:
            host = HOMES.get(whole, whole)
            if host == here:
                continue
            source, _, name = host.rpartition(".")
        elif source in modules:
            home, name = resolve(modules, modules[source], name)
            host = HOMES.get(home, home)
            if not name or home not in modules:
                host, name = source, alias.name
            elif host == here:
                continue
            else:
                name = _called((home, name), modules)
            source = host
        statements.append(f"from {source} import {name}" + (f" as {local}" if local != name else ""))
    return "; ".join(statements or ["pass"]).encode()


def _definitions(module: Module, modules: Modules) -> Iterator[tuple[Span, bytes]]:
    """Where a module's own names are bound at its top."""
    waiting: list[ast.AST] = [statement for statement in module.tree.body if not does_nothing(statement)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Defined):
            _once(module, node.name, node)
            keyword = "class" if isinstance(node, ast.ClassDef) else "def"
            at = node.col_offset + len(keyword) + 1
            place = ast.Name(node.name, lineno=node.lineno, col_offset=at, end_lineno=node.lineno)
            place.end_col_offset = at + len(node.name.encode())
            yield place, _called((module.name, node.name), modules).encode()
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            _once(module, node.id, node)
            yield node, _called((module.name, node.id), modules).encode()
        elif not isinstance(node, (ast.Import, ast.ImportFrom, ast.Lambda, ast.ListComp, ast.GeneratorExp)):
            waiting += ast.iter_child_nodes(node)


def _once(module: Module, name: str, node: ast.stmt | ast.expr) -> None:
    if module.bound.get(name) != 1:
        raise FoldError(f"{module.name}:{node.lineno}: {name} is bound twice; the image joins files: bind it once")


def _check(path: str, text: bytes) -> None:
    """Raises FoldError where one name stands for two things in a file."""
    stands: dict[str, str] = {}
    for statement in ast.parse(text, path).body:
        found: Iterator[tuple[str, str]] | list[tuple[str, str]] = []
        if isinstance(statement, ast.ImportFrom):
            found = [(a.asname or a.name, f"{statement.module}.{a.name}") for a in statement.names]
        elif isinstance(statement, ast.Import):
            found = [(a.asname or a.name, a.name) for a in statement.names]
        elif isinstance(statement, _Defined):
            found = [(statement.name, f"line {statement.lineno}")]
        elif isinstance(statement, ast.Assign):
            found = [(ast.unparse(target), f"line {statement.lineno}") for target in statement.targets]
        for name, what in found:
            if stands.setdefault(name, what) != what:
                raise FoldError(f"{path}: {name} is {stands[name]} and {what} in one file. Rename one.")
