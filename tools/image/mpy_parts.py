# Says what the bytes of a compiled file are: code, constant data, names. Judges no size.

from __future__ import annotations

from dataclasses import dataclass

_VERSION = 6

# Kinds of constant objects in an .mpy file (MicroPython, py/persistentcode.h).
_FUN_TABLE, _NONE, _FALSE, _TRUE, _ELLIPSIS, _STR, _BYTES, _INT, _FLOAT, _COMPLEX, _TUPLE = range(11)
_BARE = frozenset({_FUN_TABLE, _NONE, _FALSE, _TRUE, _ELLIPSIS})
_CLOSED_BY_0 = frozenset({_STR, _BYTES})


class NotBytecode(Exception):
    """The bytes are no .mpy file of the version this reads."""


@dataclass(frozen=True)
class Parts:
    """Bytes of one file, or of several added up."""

    code: int  # bytecode, the header with it
    data: int  # constant objects: texts, pixels, tuples, long integers
    names: int  # of functions, attributes and globals; each stands once a file
    known: int = 0  # names that MicroPython has in its flash: they stay in no memory

    def __add__(self, other: Parts) -> Parts:
        names, known = self.names + other.names, self.known + other.known
        return Parts(self.code + other.code, self.data + other.data, names, known)

    @property
    def total(self) -> int:
        """What stays in memory."""
        return self.code + self.data + self.names


NOTHING = Parts(0, 0, 0)


def parts(mpy: bytes, in_flash: frozenset[str] = frozenset()) -> Parts:
    """Code, data and names of an .mpy file, those apart that MicroPython has `in_flash`. Raises NotBytecode."""
    if len(mpy) < 4 or mpy[0] != ord("M") or mpy[1] != _VERSION:
        raise NotBytecode("no .mpy file of version %d" % _VERSION)
    reader = _Reader(mpy, 4)
    names, objects = reader.number(), reader.number()
    counts = reader.at
    known = sum(size for name, size in _names(reader, names) if name in in_flash)
    first_object = reader.at
    for _ in range(objects):
        reader.skip_object()
    if reader.at > len(mpy):
        raise NotBytecode("the file ends before its constants do")
    return Parts(len(mpy) - reader.at + counts, reader.at - first_object, first_object - counts - known, known)


def names(mpy: bytes) -> list[str]:
    """Those of a file that parts() has read, without what every MicroPython has."""
    reader = _Reader(mpy, 4)
    count = reader.number()
    reader.number()
    return [name for name, _ in _names(reader, count) if name]


def _names(reader: _Reader, count: int) -> list[tuple[str, int]]:
    """Each name and its bytes in the file; an odd number stands for one that every MicroPython has."""
    found = []
    for _ in range(count):
        began = reader.at
        length = reader.number()
        text = ""
        if not length & 1:
            text = reader.data[reader.at : reader.at + (length >> 1)].decode("utf-8", "replace")
            reader.at += (length >> 1) + 1
        found.append((text, reader.at - began))
    return found


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise NotBytecode("the file ends within its tables")
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """A number in groups of 7 bits, the highest first."""
        value = 0
        while True:
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                return value

    def skip_object(self) -> None:
        kind = self.byte()
        if kind in _BARE:
            return
        if kind > _TUPLE:
            raise NotBytecode("an object of unknown kind %d" % kind)
        length = self.number()
        if kind == _TUPLE:
            for _ in range(length):
                self.skip_object()
        else:
            self.at += length + (kind in _CLOSED_BY_0)


def has_machine_code(compiled: bytes) -> bool:
    """Whether a compiled file fits one processor only: its header names one (py/persistentcode.h of MicroPython).

    What is no compiled file at all fits none; MicroPython refuses it where it is imported.
    """
    return compiled[:1] == b"M" and len(compiled) > 2 and compiled[2] >> 2 != 0
