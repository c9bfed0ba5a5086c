# Folds the firmware's integer constants into the places that use them. Decides no value and compiles nothing.
"""What `const()` does inside one module, done over all modules of an image.

On the board `limits.A_B_UA` would cost a look-up of `limits` and one of `A_B_UA` at each use, and a name and a number
in RAM. Here it becomes the number: constants of the own module, of an imported one (`limits.X`) and names imported one
by one (`from drivers.status import OK`). A definition that nothing needs at run time any more becomes `pass`, and so
does an import; lines keep their numbers, everything else its bytes. CPython, mypy and the reader see the sources.

A constant is a name bound once, at the top of its module, to an expression of integers, alone or in `const()`. It stays
where anything might still ask for it by name: in an f-string, through a module that is handed on, by a start script.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from tools.image.names import FoldError, Module, Name, annotated, late_imports, module_name, read, resolve, uses

__all__ = ["FoldError", "constants", "fold", "replaced"]

Span = ast.expr | ast.stmt

# Modules whose public names a program on the unit itself reads: the tool that calibrates fills rows by name.
READ_BY_NAME = frozenset({"ionto.records.calibration"})

# What makes names readable as text; a module that uses one keeps its constants.
_BY_TEXT = frozenset({"globals", "locals", "vars", "dir", "eval", "exec"})

_BINARY: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.LShift: lambda a, b: a << b,
    ast.RShift: lambda a, b: a >> b,
    ast.BitOr: lambda a, b: a | b,
    ast.BitAnd: lambda a, b: a & b,
    ast.BitXor: lambda a, b: a ^ b,
}
_UNARY: dict[type[ast.unaryop], Callable[[int], int]] = {
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: a,
    ast.Invert: lambda a: ~a,
}


def fold(sources: dict[str, bytes], *, verbatim: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The folded sources by path. Those in `verbatim` come back as they are; what they name stays. Raises FoldError."""
    modules = {path: read(path, data) for path, data in sources.items()}
    house = _House(list(modules.values()), {module_name(path) for path in verbatim})
    return {path: sources[path] if path in verbatim else _rewrite(modules[path], house) for path in sorted(modules)}


def constants(sources: dict[str, bytes]) -> dict[str, dict[str, int]]:
    """Every constant by module and name: what `fold` replaces."""
    house = _House([read(path, data) for path, data in sources.items()], set())
    found: dict[str, dict[str, int]] = {}
    for (module, name), value in sorted(house.constants.items()):
        found.setdefault(module, {})[name] = value
    return found


class _House:
    """All modules together: which constants there are, who uses them, which may go."""

    def __init__(self, modules: list[Module], verbatim: set[str]) -> None:
        self.modules = {module.name: module for module in modules}
        self.constants: dict[Name, int] = {}
        self.uses = {module.name: uses(module, self.modules) for module in modules}
        every = [use for found in self.uses.values() for use in found]
        spoiled = {use.target for use in every if not isinstance(use.node.ctx, ast.Load)}
        for module in modules:
            for name in module.values:
                if module.bound.get(name) == 1 and (module.name, name) not in spoiled:
                    value = self.value(module, ast.Name(name, ast.Load()))
                    if value is not None:
                        self.constants[(module.name, name)] = value
        self.asked = {use.via for use in every if not use.foldable}
        for module in modules:
            self.asked.update(name for local, name in module.imports.items() if module.bound[local] != 1)
        # The names that a module uses at all: at run time, or in annotations, which MicroPython never evaluates.
        self.used = {
            name: {use.base for use in found} | annotated(self.modules[name]) for name, found in self.uses.items()
        }
        self.kept = self._kept(verbatim)

    def definition(self, module: Module, statement: ast.stmt) -> Name | None:
        """The constant that a statement defines, or None."""
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and (module.name, target.id) in self.constants:
                return (module.name, target.id)
        return None

    def value(self, module: Module, node: ast.expr, busy: frozenset[Name] = frozenset()) -> int | None:
        """The integer an expression at the top of a module stands for, or None."""
        if isinstance(node, ast.Constant):
            return node.value if type(node.value) is int else None
        if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
            only = self.value(module, node.operand, busy)
            return None if only is None else _UNARY[type(node.op)](only)
        if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
            left, right = self.value(module, node.left, busy), self.value(module, node.right, busy)
            return None if left is None or right is None else _BINARY[type(node.op)](left, right)
        target = None
        if isinstance(node, ast.Name):
            target = resolve(self.modules, module, node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            home, rest = resolve(self.modules, module, node.value.id)
            target = resolve(self.modules, self.modules[home], node.attr) if not rest and home in self.modules else None
        if target is None or target in busy or target[0] not in self.modules:
            return None
        owner = self.modules[target[0]]
        if owner.bound.get(target[1]) != 1 or target[1] not in owner.values:
            return None
        return self.value(owner, owner.values[target[1]], busy | {target})

    def _kept(self, verbatim: set[str]) -> set[Name]:
        """Constants whose definition stays."""
        kept: set[Name] = set()
        whole: set[str] = set()
        for name, found in self.uses.items():
            for use in found:
                if not use.target[1]:
                    whole.add(use.target[0])  # the module itself is handed on
                elif name in verbatim or not use.foldable:
                    kept.add(use.target)
            if any(isinstance(n, ast.Name) and n.id in _BY_TEXT for n in self.modules[name].nodes):
                whole.add(name)
            for source, wanted in late_imports(self.modules[name].tree):
                if wanted and source in self.modules:
                    kept.add(resolve(self.modules, self.modules[source], wanted))
                whole.add(f"{source}.{wanted}" if wanted else source)
            used = self.used[name]
            for local, (source, wanted) in self.modules[name].imports.items():
                # An import that stays whatever is folded: in a start script, bound twice, or there for its effect.
                stays = name in verbatim or self.modules[name].bound[local] != 1 or local not in used
                if stays and wanted and source in self.modules:
                    kept.add(resolve(self.modules, self.modules[source], wanted))
        kept.update(key for key in self.constants if key[0] in whole)
        public = (key for key in self.constants if key[0] in READ_BY_NAME)
        kept.update(key for key in public if not key[1].startswith("_") and key[1] != "TYPE_CHECKING")
        return kept


def _rewrite(module: Module, house: _House) -> bytes:
    """The module with numbers for names, and `pass` for what nobody needs any more."""
    spans: list[tuple[Span, bytes]] = []
    defined = {statement: key for statement in module.tree.body if (key := house.definition(module, statement))}
    inside = {id(node) for statement in defined for node in ast.walk(statement)}
    left: set[str] = set()  # names that are still needed
    used = house.used[module.name]
    for use in house.uses[module.name]:
        if id(use.node) in inside:
            continue
        if use.foldable and use.target in house.constants:
            spans.append((use.node, _number(house.constants[use.target])))
        else:
            left.add(use.base)
    for statement in module.tree.body:
        numbers = _bytes(module, house, statement)
        if numbers is not None:
            assert isinstance(statement, ast.Assign)
            spans = [span for span in spans if not _within(span[0], statement)]
            spans.append((statement.value, repr(numbers).encode()))
    for statement, key in defined.items():
        if key not in house.kept:
            spans.append((statement, b"pass"))
        else:
            assert isinstance(statement, ast.Assign)
            spans.append((statement.value, _number(house.constants[key])))
    for statement in module.tree.body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            # An import that was never used is there for its effect: it stays.
            stays = [
                alias
                for alias in statement.names
                if (name := alias.asname or alias.name) in left
                or name not in used
                or (module.name, name) in house.asked
            ]
            if len(stays) < len(statement.names):
                spans.append((statement, _import(statement, stays)))
    return replaced(module.source, spans)


def _bytes(module: Module, house: _House, statement: ast.stmt) -> bytes | None:
    """What `NAME = bytes((A, B, ...))` stands for when all of it is known, else None."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    if not isinstance(call.func, ast.Name) or call.func.id != "bytes" or "bytes" in module.bound:
        return None
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Tuple):
        return None
    values = [house.value(module, element) for element in call.args[0].elts]
    if any(value is None or not 0 <= value <= 255 for value in values):
        return None
    return bytes([value for value in values if value is not None])


def _within(node: Span, statement: ast.stmt) -> bool:
    """Whether a span lies in a statement."""
    first, last = (statement.lineno, statement.col_offset), (statement.end_lineno or 0, statement.end_col_offset or 0)
    return first <= (node.lineno, node.col_offset) < last


def _number(value: int) -> bytes:
    return b"%d" % value if value >= 0 else b"(%d)" % value


def _import(statement: ast.Import | ast.ImportFrom, names: list[ast.alias]) -> bytes:
    """The statement with these names only; `pass` without any."""
    if not names:
        return b"pass"
    source = f"from {statement.module} " if isinstance(statement, ast.ImportFrom) else ""
    words = ", ".join(f"{a.name} as {a.asname}" if a.asname else a.name for a in names)
    return f"{source}import {words}".encode()


def replaced(source: bytes, spans: Sequence[tuple[Span, bytes]]) -> bytes:
    """The source with each span replaced; a span of several lines keeps its number of lines."""
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    text = source
    for node, new in sorted(spans, key=lambda span: (span[0].lineno, span[0].col_offset), reverse=True):
        first = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        text = text[:first] + new + b"\n" * (text[first:end].count(b"\n") - new.count(b"\n")) + text[end:]
    return text
