# Moves the panel's pixels and texts out of the bytecode into files of bytes beside it. Decides no pixel and no word.
"""`english.py` and `fonts.py` hold nothing but constant bytes. On the board each becomes two files: `fonts.mpy`, which
makes the names, and `fonts.dat`, which holds the bytes in the same order. They are read once, at the import, into the
same objects as before; a file that was cut or grew stops the start, as a damaged .mpy does.

That saves no memory. It keeps data apart from code in what is counted, and a language or a font can change alone.
"""

from __future__ import annotations

import ast

from tools.image.constant_folding import replaced
from tools.image.names import FoldError

MODULES = ("ionto/panel/english.py", "ionto/panel/draw/fonts.py")
END = b"."  # the last byte of a data file, so that one cut short is noticed


def data_path(path: str) -> str:
    """`ionto/panel/draw/fonts.py` -> `ionto/panel/fonts.dat`."""
    return path.removesuffix(".py") + ".dat"


def separate(path: str, text: bytes) -> tuple[bytes, bytes]:
    """The module without its bytes, and the data file: what was in it, in order, and END. Raises FoldError."""
    stored: list[tuple[ast.stmt, bytes]] = []
    content = b""
    for statement in ast.parse(text).body:
        pieces = _pieces(statement)
        if pieces:
            stored.append((statement, _reading(path, statement, pieces)))
            content += b"".join(pieces)
    if not stored:
        raise FoldError(f"{path} holds no bytes at its top: take it out of the list in tools/image/panel_data.py")
    file = data_path(path).rpartition("/")[2].encode()
    first, last = stored[0], stored[-1]
    # On the board the module's own file is .../fonts.mpy: as long as the other, so the folder is what precedes it.
    stored[0] = (first[0], b'_data = open(__file__[:-%d] + "%s", "rb"); ' % (len(file), file) + first[1])
    closing = b'; _rest = _data.read(); _data.close()\nif _rest != %r: raise ValueError("%s is damaged")' % (END, file)
    stored[-1] = (last[0], stored[-1][1] + closing)
    return replaced(text, stored), content + END


def _pieces(statement: ast.stmt) -> list[bytes]:
    """The bytes of `NAME = b"..."`, or of a tuple of such; nothing for any other statement."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return []
    value = statement.value
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    pieces = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, bytes)]
    return pieces if len(pieces) == len(parts) else []


def _reading(path: str, statement: ast.stmt, pieces: list[bytes]) -> bytes:
    assert isinstance(statement, ast.Assign)
    name = ast.unparse(statement.targets[0]).encode()
    if not isinstance(statement.value, ast.Tuple):
        return b"%s = _data.read(%d)" % (name, len(pieces[0]))
    sizes = [len(piece) for piece in pieces]
    if max(sizes) > 255:
        raise FoldError(f"{path}:{statement.lineno}: a text of more than 255 bytes")
    return b"%s = tuple([_data.read(n) for n in %r])" % (name, bytes(sizes))
