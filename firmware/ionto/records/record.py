# Keeps a table of integers through a power cut: two copies, newest valid one wins. Decides no meaning of a value.
#
# A file: magic, record, version, sequence number, number of values, values as signed 32 bit, CRC32 of all before.
# Little-endian, as every board and host is. A store overwrites the older copy and reads it back, so whatever
# instant the power goes, one copy is whole. The first store writes both: then a lone copy always means a lost one.

import binascii
import struct
from array import array

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ionto.records.files import Files

    Field = tuple[int, int, int]  # default, lowest, highest
    Values = array[int]
    Copy = tuple[int, int, Values | None]  # state, sequence number (-1: none), values

# What load() found and store() did.
OK = const(0)
ABSENT = const(1)  # no file: the first start
ONE_COPY = const(2)  # one copy was damaged or missing: at most the newest store is lost
RESET = const(3)  # both copies bad: defaults
RANGE = const(4)  # a value out of its range: defaults, all of them; store() refuses to write such a value
NEWER = const(5)  # written by a newer firmware: defaults, and no store
FAILED = const(6)  # store(): flash failing or full; the other copy is as it was

# States of a copy.
_GOOD = const(0)
_MISSING = const(1)
_EMPTY = const(2)  # made, never filled: the power went in the very first store
_BAD = const(3)
_RANGE = const(4)
_NEWER = const(5)
_OLDER = const(6)  # whole, of an older version

_MAGIC = b"iR"
_HEAD = "<2sBBII"
_HEAD_BYTES = const(12)
_CRC_BYTES = const(4)
_VALUE_BYTES = const(4)


class Record:
    """Integers with bounds. `values` is the array to read and write; indexes are the owner's constants.

    `fields` come first, then `rows` times `row`. Of a record without rows a later version may only append to `fields`:
    a shorter file of an older version is then completed with defaults. Another one says how in `take_over`.
    load() and store() allocate and touch the flash: only while the output is off. Neither raises OSError.
    """

    def __init__(
        self,
        files: "Files",
        name: str,
        ident: int,
        version: int,
        fields: "tuple[Field, ...]",
        row: "tuple[Field, ...]" = (),
        rows: int = 0,
    ) -> None:
        self._files = files
        self._name = name
        self._ident = ident
        self._version = version
        self._fields = fields
        self._row = row
        self.rows = rows
        self.values = array("i", bytes(_VALUE_BYTES * (len(fields) + rows * len(row))))
        self.status = ABSENT
        self.reset()

    def field(self, index: int) -> "Field":
        """Default, lowest and highest of the value at `index`."""
        index -= len(self._fields)
        if index < 0:
            return self._fields[index]
        return self._row[index % len(self._row)]

    def cell(self, row: int, column: int) -> int:
        """The index of a row's value."""
        return len(self._fields) + row * len(self._row) + column

    def reset(self) -> None:
        """Defaults, in memory only."""
        values = self.values
        i = 0
        for field in self._fields:
            values[i] = field[0]
            i += 1
        for _ in range(self.rows):
            for field in self._row:
                values[i] = field[0]
                i += 1

    def in_range(self, values: "Sequence[int]") -> bool:
        """Whether each value keeps its bounds."""
        head = len(self._fields)
        for i in range(len(values)):
            field = self._fields[i] if i < head else self._row[(i - head) % len(self._row)]
            if not field[1] <= values[i] <= field[2]:
                return False
        return True

    def load(self) -> int:
        """Read both copies, take the newest valid one or defaults, and say which in the returned `status`."""
        new = self._inspect(".a")
        old = self._inspect(".b")
        if new[1] < old[1]:
            new, old = old, new
        if not new[2] or len(new[2]) < len(self.values):
            self.reset()
        if new[2]:
            for i in range(len(new[2])):
                self.values[i] = new[2][i]
            self.status = OK if old[0] == _GOOD or old[0] == _OLDER else ONE_COPY
        elif new[0] >= _RANGE:
            self.status = new[0]  # _RANGE and _NEWER have the numbers of RANGE and NEWER
        elif _BAD in (new[0], old[0]) or new[0] == old[0] == _EMPTY:
            self.status = RESET
        else:
            self.status = ABSENT
        return self.status

    def store(self) -> int:
        """Write the values over the older copy, and over the other too when that one is not whole or of an older
        version; the newest of that version stays beside, as `.old`.

        OK, RANGE (nothing written: a value is out of bounds) or FAILED (old or new values are on the flash).
        """
        if not self.in_range(self.values):
            return RANGE
        old = self._inspect(".a")
        new = self._inspect(".b")
        slots = ".a", ".b"
        if new[1] < old[1]:
            new, old = old, new
            slots = ".b", ".a"
        if _NEWER in (old[0], new[0]):
            return FAILED
        try:
            whole = self._write(slots[0], old[0], new[1] + 1)
            if whole and new[0] != _GOOD:
                whole = self._write(slots[1], new[0], new[1] + 2)
        except OSError:
            whole = False
        return OK if whole else FAILED

    def _inspect(self, slot: str) -> "Copy":
        """One copy as it is on the flash. Values only from a good one."""
        try:
            data = self._files.read(self._name + slot)
        except OSError:
            return _BAD, -1, None
        if data is None:
            return _MISSING, -1, None
        if not data:
            return _EMPTY, -1, None
        end = len(data) - _CRC_BYTES
        if end < _HEAD_BYTES or binascii.crc32(data[:end]) != struct.unpack_from("<I", data, end)[0]:
            return _BAD, -1, None
        magic, ident, version, sequence, count = struct.unpack_from(_HEAD, data, 0)
        if magic != _MAGIC or ident != self._ident or count * _VALUE_BYTES != end - _HEAD_BYTES:
            return _BAD, -1, None
        if version > self._version:
            return _NEWER, sequence, None
        values: "Values | None" = array("i", data[_HEAD_BYTES:end])
        if version < self._version and values is not None:
            values = self.take_over(values)
        elif count != len(self.values):
            values = None
        if values is None:
            return _BAD, -1, None
        if not self.in_range(values):
            return _RANGE, sequence, None
        return _GOOD if version == self._version else _OLDER, sequence, values

    def take_over(self, values: "Values") -> "Values | None":
        """The values of an older version, as this one has them; None: they are none."""
        return values if not self.rows and len(values) <= len(self.values) else None

    def _write(self, slot: str, state: int, sequence: int) -> bool:
        """Write one copy and read it back. What stood there and was not ours to lose is renamed before."""
        name = self._name + slot
        if state == _BAD or state == _RANGE:
            self._keep_bad(name)
        elif state == _OLDER:
            self._files.rename(name, self._name + ".old")
        data = struct.pack(_HEAD, _MAGIC, self._ident, self._version, sequence, len(self.values)) + bytes(self.values)
        data += struct.pack("<I", binascii.crc32(data))
        self._files.write(name, data)
        return self._files.read(name) == data

    def _keep_bad(self, name: str) -> None:
        """Keep the first damaged file for whoever looks into it. A full flash is no reason not to go on."""
        try:
            if self._files.size(self._name + ".bad") < 0:
                self._files.rename(name, self._name + ".bad")
        except OSError:
            pass
