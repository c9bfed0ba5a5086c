# What stands on a page that is no part of a treatment: a title, and rows to choose from or lines to read. Decides no
# content: app/desk.py and its pages write it.

from micropython import const

from ionto.panel import language, texts

READ = const(-1)  # of `cursor`: lines to read, no choice


class Sheet:
    """`rows`: pairs of bytes, left and right, of which `cursor` is chosen; or lines, with READ. `bars`: a chart of
    heights 0..28 beside the lines, the newest last. `left` and `ok`: ranks of the hint's texts, -1: no such key.
    """

    def __init__(self, title: bytes, rows: "list[tuple[bytes, bytes]]", cursor: int = READ) -> None:
        self.title = title
        self.corner = b""  # at the right end of the title
        self.rows = rows
        self.cursor = cursor
        self.changing = 0  # 1: the value of the row chosen changes
        self.left = -1 if cursor == READ else texts.CHOOSE
        self.ok = texts.NEXT
        self.back = 1
        self.bars = b""


def words(rank: int) -> bytes:
    """A text as bytes, to be put together with others. Allocates."""
    start = language.starts[rank]
    return language.data[start : language.data.index(b"\0", start)]


def lines(rank: int) -> "list[tuple[bytes, bytes]]":
    """The lines of a text."""
    return [(line, b"") for line in words(rank).split(b"\n")]
