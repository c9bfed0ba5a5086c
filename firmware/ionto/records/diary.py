# Keeps a row of every treatment, for its person to look back on: 512 rows in eight files, one read at a time. Allows
# and refuses nothing: history.py does that, from rows of its own.
#
# A file is written whole, and LittleFS keeps the old one until the new one is there. Each row has a sum of its own, so
# one that was damaged is left out and takes no other with it.

import binascii
import struct

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.files import Files

    Row = tuple[int, ...]

# Places in a row.
NUMBER = const(0)  # of the session, by the marker
MINUTE = const(1)  # when it began, minutes since 2000-01-01, 0 = no clock
UAMIN = const(2)  # delivered, µA·min
WHO = const(3)  # key of the person; DELETED: nobody's any more
PLAN_UA = const(4)
LIMITED_S = const(5)  # seconds limited by the voltage
CAUSE = const(6)  # the fault that ended it, 0: none
SITE = const(7)
MINUTES = const(8)  # planned
RESULT = const(9)  # treatment/terms.py
POLARITY = const(10)  # 1: began with A positive
PAUSES = const(11)
FELT = const(12)  # treatment/schedule.py, 0 = not told
SEVERITY = const(13)  # 1..4, 0 = not asked

DELETED = const(0xFFFF)

_FORMAT = "<IIIHHHHBBBBBBBB"  # the last one: the file's version
VERSION = const(1)
ROW_BYTES = const(30)
FILES = const(8)
_SUM_BYTES = const(2)
_ROWS = const(64)


def _name(number: int) -> str:
    return "diary." + str(number)


class Diary:
    """`add` and `amend` after a treatment; `rows` to look back. All of it only while the output is at rest.

    None of it raises: a flash that fails loses a row for the eyes, and nothing else hangs on it.
    """

    def __init__(self, files: "Files") -> None:
        self._files = files

    def read(self, number: int) -> bytes:
        """A file as it is; empty where there is none, or the flash fails."""
        try:
            return self._files.read(_name(number)) or b""
        except OSError:
            return b""

    def _write(self, number: int, data: bytes) -> int:
        try:
            if _is_newer(self.read(number)):
                return 0
            self._files.write(_name(number), data)
        except OSError:
            return 0
        return 1

    def _newest(self) -> int:
        """The file with the newest row; -1: there is none."""
        newest, last = -1, 0
        for number in range(FILES):
            for row in _good(self.read(number)):
                if row[NUMBER] >= last:
                    newest, last = number, row[NUMBER]
        return newest

    def is_newer(self) -> int:
        """1: a newer firmware has written a row. Its file is not written any more."""
        for number in range(FILES):
            if _is_newer(self.read(number)):
                return 1
        return 0

    def add(self, row: "Row") -> int:
        """Keep a row, in the order of the places above. When all files are full the oldest 64 go. 1 done, 0 failed."""
        number = max(0, self._newest())
        data = self.read(number)
        data = data[: len(data) - len(data) % ROW_BYTES]
        if len(data) >= _ROWS * ROW_BYTES:
            number = (number + 1) % FILES
            data = b""
        return self._write(number, data + _packed(row))

    def amend(self, session: int, felt: int, severity: int) -> int:
        """What the person told of that session afterwards. 1 done, 0: it is not there, or the flash failed."""
        number = self._newest()
        rows = _good(self.read(number))
        if not rows or rows[-1][NUMBER] != session:
            return 0
        rows[-1] = rows[-1][:FELT] + (felt, severity)
        return self._write(number, b"".join([_packed(row) for row in rows]))

    def delete(self, who: int) -> None:
        """The rows of that person are nobody's any more, and empty."""
        for number in range(FILES):
            rows = _good(self.read(number))
            kept = [row for row in rows if row[WHO] != who]
            if len(kept) < len(rows):
                last = rows[-1]
                if last[WHO] == who:  # keeps the order of the files
                    kept.append((last[NUMBER], 0, 0, DELETED) + (0,) * (SEVERITY - WHO))
                self._write(number, b"".join([_packed(row) for row in kept]))

    def rows(self, who: int, site: int = -1, most: int = 512) -> "list[Row]":
        """That person's rows, the newest first; of one site, or of all (-1)."""
        found: "list[Row]" = []
        newest = self._newest()
        for back in range(FILES):
            if newest < 0 or len(found) >= most:
                break
            rows = _good(self.read((newest - back) % FILES))
            rows.reverse()
            found += [row for row in rows if row[WHO] == who and (site < 0 or row[SITE] == site)]
        return found[:most]


def _packed(row: "Row") -> bytes:
    data = struct.pack(_FORMAT, *row, VERSION)
    return data + struct.pack("<H", binascii.crc32(data) & 0xFFFF)


def whole(data: bytes) -> "list[Row]":
    """The rows whose sum is right, each with its version."""
    found = []
    for at in range(0, len(data) - ROW_BYTES + 1, ROW_BYTES):
        part = data[at : at + ROW_BYTES]
        if binascii.crc32(part[:-_SUM_BYTES]) & 0xFFFF == struct.unpack_from("<H", part, ROW_BYTES - _SUM_BYTES)[0]:
            found.append(struct.unpack(_FORMAT, part[:-_SUM_BYTES]))
    return found


def _good(data: bytes) -> "list[Row]":
    """The rows whose sum is right and whose version is known."""
    return [row[:-1] for row in whole(data) if row[-1] == VERSION]


def _is_newer(data: bytes) -> int:
    """1: a row whose sum is right is of a later version."""
    for row in whole(data):
        if row[-1] > VERSION:
            return 1
    return 0
