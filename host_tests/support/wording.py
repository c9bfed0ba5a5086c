# What the panel's language says, as bytes in the fonts' code: for tests alone, the unit draws from its one piece.

from __future__ import annotations

from ionto.panel import language


def said(rank: int) -> bytes:
    """A text by its rank."""
    begin = language.starts[rank]
    return language.data[begin : language.data.index(0, begin)]


def cause(code: int) -> bytes:
    """What a fault means."""
    return said(language.cause(code))


def next_step(code: int) -> bytes:
    """What to do after it."""
    return said(language.next_step(code))
