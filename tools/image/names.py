# Says which name in a source stands for what, by Python's scopes. Folds nothing: constant_folding.py does.

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeGuard

Name = tuple[str, str]  # module, name; ("x", "") is module x itself


class FoldError(Exception):
    """A source that cannot be folded safely. The message names file and line."""


@dataclass
class Module:
    """One source and what its top level binds."""

    name: str
    source: bytes
    tree: ast.Module
    nodes: list[ast.AST]  # all of the tree
    imports: dict[str, Name] = field(default_factory=dict)  # local name -> what it stands for; ("x", "") = module x
    values: dict[str, ast.expr] = field(default_factory=dict)  # name -> expression, if bound once
    bound: dict[str, int] = field(default_factory=dict)  # name -> how often


@dataclass(frozen=True)
class Use:
    """One reading of a name or attribute that resolves to something at the top of a module."""

    node: ast.Name | ast.Attribute
    target: Name  # where it is defined
    via: Name  # where it was asked for: the same, unless that module imports it itself
    foldable: bool

    @property
    def base(self) -> str:
        """The name in the text: `limits` of `limits.A_B_UA`."""
        return _base(self.node).id


Modules = dict[str, Module]  # by name


def module_name(path: str) -> str:
    """`ionto/safety/limits.py` -> `ionto.safety.limits`; a package by its folder."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@lru_cache(256)
def read(path: str, source: bytes) -> Module:
    """The source taken apart, once for whoever builds several images; nobody writes to it. Raises FoldError."""
    try:
        tree = ast.parse(source, path)
    except SyntaxError as error:
        raise FoldError(f"{path} does not compile for MicroPython: line {error.lineno}: {error.msg}") from None
    module = Module(module_name(path), source, tree, list(ast.walk(tree)))
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.asname or "." not in alias.name:
                    module.imports[alias.asname or alias.name] = (alias.name, "")
        elif isinstance(statement, ast.ImportFrom):
            if statement.level or any(alias.name == "*" for alias in statement.names):
                where = f"{path}:{statement.lineno}"
                raise FoldError(f"{where}: import by full name, one by one: the image folds constants")
            for alias in statement.names:
                module.imports[alias.asname or alias.name] = (str(statement.module), alias.name)
        elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                module.values[target.id] = _unwrapped(statement.value)
    for name in _bound_at_top(module):
        module.bound[name] = module.bound.get(name, 0) + 1
    return module


def _unwrapped(value: ast.expr) -> ast.expr:
    """`const(x)` -> `x`."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "const":
        if len(value.args) == 1 and not value.keywords:
            return value.args[0]
    return value


def resolve(modules: Modules, module: Module, name: str) -> Name:
    """What a name at the top of a module stands for: (module, name), or (module, "") for a module itself."""
    seen = {(module.name, name)}
    while name in module.imports and module.bound.get(name) == 1:
        source, wanted = module.imports[name]
        whole = f"{source}.{wanted}" if wanted else source
        if not wanted or whole in modules:
            return (whole, "")
        if source not in modules or (source, wanted) in seen:
            return (source, wanted)
        module, name = modules[source], wanted
        seen.add((source, wanted))
    return (module.name, name)


def _for_types_only(node: ast.AST) -> TypeGuard[ast.If]:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _own_names(nodes: Sequence[ast.AST]) -> list[str]:
    """The names that these nodes bind in their own scope; bodies of inner scopes and of type checking are left out."""
    names: list[str] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
            continue
        if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            names += [n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr)]
            continue
        if _for_types_only(node):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                names.append(node.id)
            continue
        if isinstance(node, ast.alias):
            names.append((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.append(node.name)
        waiting += ast.iter_child_nodes(node)
    return names


def _bound_at_top(module: Module) -> Iterator[str]:
    """Each binding of a name of the module: its own statements, and `global` in any function."""
    yield from _own_names(list(module.tree.body))
    for node in module.nodes:
        if isinstance(node, ast.Global):
            yield from node.names


def annotated(module: Module) -> set[str]:
    notes: list[ast.expr | None] = []
    for node in module.nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            notes.append(node.returns)
        elif isinstance(node, (ast.arg, ast.AnnAssign)):
            notes.append(node.annotation)
    return {inner.id for note in notes if note for inner in ast.walk(note) if isinstance(inner, ast.Name)}


def late_imports(tree: ast.Module) -> Iterator[Name]:
    """Imports that are not plain statements at the top: inside functions, or dotted without a name of their own."""
    late: list[ast.AST] = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    while late:
        node = late.pop()
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((str(node.module), alias.name) for alias in node.names)
        late += node.orelse if _for_types_only(node) else list(ast.iter_child_nodes(node))
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            yield from ((alias.name, "") for alias in statement.names if "." in alias.name and not alias.asname)


def uses(module: Module, modules: Modules) -> list[Use]:
    """Every use of a name at the top of any module of the house, by scope as Python sees it."""
    reading = _Reading(module, modules)
    reading.walk(list(module.tree.body), [], False)
    return reading.found


class _Reading:
    """One module read from its top to its end, and what was found."""

    def __init__(self, module: Module, modules: Modules) -> None:
        self._module = module
        self._modules = modules
        self.found: list[Use] = []

    def walk(self, nodes: list[ast.AST], scopes: list[set[str]], text: bool) -> None:
        """`scopes`: the names of the functions around; `text`: within an f-string, whose positions nobody can trust."""
        for node in nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.Constant, ast.expr_context)):
                continue
            if isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
                self._resolve(node, scopes, text)
                continue
            if _for_types_only(node):
                self.walk([node.test, *node.orelse], scopes, text)
                continue
            inner = scopes
            if isinstance(node, ast.AnnAssign):
                values: list[ast.AST] = [node.target] if node.value is None else [node.target, node.value]
                self.walk(values, scopes, text)
                continue
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                outside: list[ast.AST] = [*node.decorator_list, *node.args.defaults]
                outside += [default for default in node.args.kw_defaults if default is not None]
                self.walk(outside, scopes, text)
                own = _own_scope(node.args, list(node.body))
                self.walk(list(node.body), [*scopes, own], text)
                continue
            if isinstance(node, ast.Lambda):
                self.walk([*node.args.defaults], scopes, text)
                self.walk([node.body], [*scopes, _own_scope(node.args, [node.body])], text)
                continue
            if isinstance(node, ast.ClassDef):
                self.walk([*node.decorator_list, *node.bases, *node.keywords], scopes, text)
                own = set(_own_names(list(node.body)))
                for statement in node.body:  # the class's names are seen by its body, not by its functions
                    plain = not isinstance(statement, (ast.FunctionDef, ast.ClassDef))
                    self.walk([statement], [*scopes, own] if plain else scopes, text)
                continue
            if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
                inner = [*scopes, {name for part in node.generators for name in _own_names([part.target])}]
            within = text or isinstance(node, ast.JoinedStr)
            self.walk(list(ast.iter_child_nodes(node)), inner, within)

    def _resolve(self, node: ast.Name | ast.Attribute, scopes: list[set[str]], text: bool) -> None:
        module, modules = self._module, self._modules
        base = _base(node)
        if module.bound.get(base.id) != 1 or any(base.id in names for names in scopes):
            return
        target = resolve(modules, module, base.id)
        if isinstance(node, ast.Attribute):
            if not target[1] and target[0] in modules:
                via = (target[0], node.attr)
                self.found.append(Use(node, resolve(modules, modules[target[0]], node.attr), via, not text))
            else:  # an attribute of an object or of MicroPython's own module
                self.found.append(Use(base, target, target, False))
        elif isinstance(node.ctx, ast.Load):
            self.found.append(Use(node, target, (module.name, node.id), not text))


def _own_scope(arguments: ast.arguments, body: list[ast.AST]) -> set[str]:
    names = {a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    names |= {a.arg for a in (arguments.vararg, arguments.kwarg) if a is not None}
    names |= set(_own_names(body))
    lifted: set[str] = set()
    for inner in (inner for node in body for inner in ast.walk(node)):
        if isinstance(inner, ast.Nonlocal):
            names.update(inner.names)
        elif isinstance(inner, ast.Global):
            lifted.update(inner.names)
    return names - lifted


def _base(node: ast.Name | ast.Attribute) -> ast.Name:
    base = node if isinstance(node, ast.Name) else node.value
    assert isinstance(base, ast.Name)
    return base
