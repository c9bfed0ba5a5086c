# The panel's texts in the language that was loaded, by rank or by the fault they tell. Decides no wording, no place.

from micropython import const

from ionto.panel import texts

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import BinaryIO

# In groups: the collector keeps 64 places for what it has still to look at, and an object with more parts makes it go
# over the whole heap once more. In one tuple the texts made a full collection 34 ms long, so it takes 23.
_GROUP_BITS = const(4)
_IN_GROUP = const(15)


def _grouped(read: "tuple[bytes, ...] | list[bytes]") -> "list[tuple[bytes, ...]]":
    return [tuple(read[first : first + _IN_GROUP + 1]) for first in range(0, len(read), _IN_GROUP + 1)]


_texts = _grouped(texts.ENGLISH)


def load(file: "BinaryIO") -> None:
    """Take the texts of a data file, `languages/en.dat`. Raises ValueError when it is damaged; allocates."""
    global _texts
    if int.from_bytes(file.read(2), "little") != texts.COUNT:
        raise ValueError("a language is damaged")
    lengths = file.read(texts.COUNT)
    read = [file.read(length) for length in lengths]
    if file.read() != b"." or len(read) != texts.COUNT:
        raise ValueError("a language is damaged")
    _texts = _grouped(read)


def get(rank: int) -> bytes:
    """A text."""
    return _texts[rank >> _GROUP_BITS][rank & _IN_GROUP]


def cause(code: int) -> bytes:
    """What a fault means to the user: two lines for S and F, up to three for C, R and L with the next step in them."""
    return get(_rank(code, 0))


def next_step(code: int) -> bytes:
    """What to do after a fault of kind S or F: at most two lines. Empty for the other kinds."""
    return get(_rank(code, 1))


def _rank(code: int, which: int) -> int:
    """Of the text that tells a fault; an unknown code is told as something unexpected."""
    kind = code // 100
    place = code % 100 * 2 + which
    known = texts.FAULTS
    if 0 <= kind < len(known) and place < len(known[kind]):
        return known[kind][place]
    return known[0][which]
