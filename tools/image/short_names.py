# Gives private names short ones in the image. Decides no name in the sources, and none that another file may ask for.
"""mpy-cross stores each attribute's and function's name in every file that uses it: a third of the image is names.

A name that begins with one underscore is nobody's business outside the firmware, so in the image `_judge_current` may
be called `_b4`. The same name becomes the same short one in every file, because a subclass may live in another; the
order is alphabetic, so the bytes are the same from any clone. An image built with --lines keeps every name.
"""

from __future__ import annotations

import io
import tokenize
from functools import cache

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def shorten(sources: dict[str, bytes], *, verbatim: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The sources with private names replaced; what is no Python, and `verbatim`, stays."""
    chosen = {path: text for path, text in sources.items() if path.endswith(".py") and path not in verbatim}
    used: set[str] = set()
    for text in chosen.values():
        used |= {token.string for token in _tokens(text) if token.type == tokenize.NAME}
    private = sorted(name for name in used if _is_private(name))
    short = dict(zip(private, _fresh(used), strict=False))
    return {path: _replace(text, short) if path in chosen else text for path, text in sources.items()}


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and len(name) > 3


def _fresh(used: set[str]) -> list[str]:
    """Short names that nobody uses: _0, _1, ... _zz."""
    names = ["_" + a for a in DIGITS] + ["_" + a + b for a in DIGITS for b in DIGITS]
    return [name for name in names if name not in used]


@cache
def _tokens(text: bytes) -> list[tokenize.TokenInfo]:
    return list(tokenize.tokenize(io.BytesIO(text).readline))


def _replace(text: bytes, short: dict[str, str]) -> bytes:
    """Names replaced where they stand; from the end of each line, so that columns stay true until they are used."""
    lines = text.decode("utf-8").split("\n")
    for token in reversed(_tokens(text)):
        if token.type == tokenize.NAME and token.string in short:
            row, column = token.start
            line = lines[row - 1]
            lines[row - 1] = line[:column] + short[token.string] + line[column + len(token.string) :]
    return "\n".join(lines).encode("utf-8")
