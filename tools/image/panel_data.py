# Moves the fonts' pixels out of the bytecode into a file of bytes beside it. Decides no pixel.
"""`fonts.py` holds nothing but constant bytes. On the board it becomes two files: `fonts.mpy`, which makes the names,
and `fonts.dat`, which holds the bytes in the same order. They are read once, at the import, into the same objects as
before; a file that was cut or grew stops the start, as a damaged .mpy does.

That saves no memory. It keeps data apart from code in what is counted, and a language may bring characters of its own.
"""

from __future__ import annotations

import ast

from tools.image.constant_folding import replaced
from tools.image.names import FoldError

MODULE = "ionto/panel/draw/fonts.py"
DATA = "ionto/panel/draw/fonts.dat"
END = b"."  # the last byte of a data file, so that one cut short is noticed


def separate(text: bytes) -> tuple[bytes, bytes]:
    """The module without its bytes, and the data file: what was in it, in order, and END. Raises FoldError."""
    stored: list[tuple[ast.stmt, bytes]] = []
    content = b""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            value = statement.value.value
            if isinstance(value, bytes):
                name = ast.unparse(statement.targets[0]).encode()
                stored.append((statement, b"%s = _data.read(%d)" % (name, len(value))))
                content += value
    if not stored:
        raise FoldError(f"{MODULE} holds no bytes at its top. Make it anew: python -m tools.panel.make_fonts")
    file = DATA.rpartition("/")[2].encode()
    first, last = stored[0], stored[-1]
    # On the board the module's own file is .../fonts.mpy: as long as the other, so the folder is what precedes it.
    stored[0] = (first[0], b'_data = open(__file__[:-%d] + "%s", "rb"); ' % (len(file), file) + first[1])
    closing = b'; _rest = _data.read(); _data.close()\nif _rest != %r: raise ValueError("%s is damaged")' % (END, file)
    stored[-1] = (last[0], stored[-1][1] + closing)
    return replaced(text, stored), content + END
