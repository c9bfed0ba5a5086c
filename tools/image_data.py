# Moves the panel's pixels and texts out of the bytecode into files of bytes beside it. Decides no pixel and no word.
"""`english.py` and `fonts.py` hold nothing but constant bytes. On the board each becomes two files: `fonts.mpy`, which makes
the names, and `fonts.dat`, which holds the bytes in the same order. Read once, when the module is imported, into the same
objects as before; a file that was cut or grew stops the start, as a damaged .mpy does.

That saves no memory. It keeps data apart from code in what is counted, and a language or a font can change alone.
"""

from __future__ import annotations

import ast

from tools.image_names import FoldError

MODULES = ("ionto/panel/english.py", "ionto/panel/fonts.py")
END = b"."  # the last byte of a data file, so that one cut short is noticed


def separate(path: str, text: bytes) -> tuple[bytes, bytes]:
    """The module without its bytes, and the data file: what was in it, in order, and END. Lines keep their numbers."""
    stored = []
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and (pieces := _pieces(statement.value)):
            stored.append((statement.value, pieces))
    if not stored:
        raise FoldError(f"{path} has no constant bytes at its top level; take it out of the list in image_data.py")
    lines = text.split(b"\n")
    for number, (value, pieces) in reversed(list(enumerate(stored))):
        code = _reading(value, pieces)
        if number == len(stored) - 1:
            code += _closing(path)
        first, last = value.lineno - 1, (value.end_lineno or value.lineno) - 1
        before, after = lines[first][: value.col_offset], lines[last][value.end_col_offset :]
        if number == 0:
            before = _opening(path) + before
        # What wraps the value in brackets over several lines goes with it.
        if before.rstrip().endswith(b"("):
            before = before.rstrip()[:-1]
            while not after.strip().startswith(b")"):
                last += 1
                after = lines[last]
            after = after.strip()[1:]
        lines[first : last + 1] = [before + code + after] + [b""] * (last - first)
    return b"\n".join(lines), b"".join(piece for _, pieces in stored for piece in pieces) + END


def _pieces(value: ast.expr) -> list[bytes]:
    """The bytes of `b"..."` or of a tuple of such; nothing for any other value."""
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    pieces = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, bytes)]
    return pieces if len(pieces) == len(parts) else []


def _opening(path: str) -> bytes:
    module = path.rpartition("/")[2].removesuffix(".py")
    # On the board the module's file is .../fonts.mpy.
    return b'_data = open(__file__[:-%d] + "%s.dat", "rb"); ' % (len(module) + 4, module.encode())


def _reading(value: ast.expr, pieces: list[bytes]) -> bytes:
    if not isinstance(value, ast.Tuple):
        return b"_data.read(%d)" % len(pieces[0])
    sizes = [len(piece) for piece in pieces]
    if max(sizes) > 255:
        raise FoldError(f"line {value.lineno}: a text of more than 255 bytes")
    return b"tuple([_data.read(n) for n in %s])" % repr(bytes(sizes)).encode()


def _closing(path: str) -> bytes:
    return b'; _data = _data.read() == %s or open("%s is damaged")' % (repr(END).encode(), path[:-3].encode() + b".dat")
