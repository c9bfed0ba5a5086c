# The panel's texts in the language that was loaded, by rank or by the fault they tell. Decides no wording, no place.

from array import array

from micropython import const

from ionto.panel import texts

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

# All texts in one piece, each with a 0 behind it: half of what they take one by one, and nothing for the collector to
# look at. `starts`: where each begins, by rank.
data = b""
starts = array("H")


def _take(lengths: "bytes | list[int]", pieces: bytes) -> None:
    global data, starts
    begin = 0
    starts = array("H", [0] * len(lengths))
    for rank in range(len(lengths)):
        starts[rank] = begin
        begin += lengths[rank] + 1
    data = pieces
    if begin != len(data):
        raise ValueError("a language is damaged")


def choose(number: int, open_file: "Callable[[str, str], BinaryIO]") -> int:
    """Take the language with this number in the settings. 1: it cannot be read, and the one before stays.

    At a start that is English; that a file is missing or damaged the self-test tells by its name.
    """
    if not 0 <= number < len(texts.LANGUAGES):
        return 1
    try:
        with open_file("languages/" + texts.LANGUAGES[number].decode() + ".dat", "rb") as file:
            load(file)
    except (OSError, ValueError):
        return 1
    return 0


def load(file: "BinaryIO") -> None:
    """Take the texts of a data file, `languages/en.dat`. Raises ValueError when it is damaged; allocates."""
    if int.from_bytes(file.read(2), "little") != texts.COUNT:
        raise ValueError("a language is damaged")
    lengths = file.read(texts.COUNT)
    pieces = file.read(sum(lengths) + texts.COUNT)
    if file.read() != b"." or len(lengths) != texts.COUNT:
        raise ValueError("a language is damaged")
    _take(lengths, pieces)


_take([len(text) for text in texts.ENGLISH], b"".join(text + b"\0" for text in texts.ENGLISH))


def cause(code: int) -> int:
    """The rank of what a fault means: two lines for S and F, up to three for C, R and L with the next step in them."""
    return _rank(code, 0)


def next_step(code: int) -> int:
    """The rank of what to do after a fault of kind S or F: at most two lines. Empty for the other kinds."""
    return _rank(code, 1)


def _rank(code: int, which: int) -> int:
    """Of the text that tells a fault; an unknown code is told as something unexpected."""
    kind = code // 100
    place = code % 100 * 2 + which
    known = texts.FAULTS
    if 0 <= kind < len(known) and place < len(known[kind]):
        return known[kind][place]
    return known[0][which]
