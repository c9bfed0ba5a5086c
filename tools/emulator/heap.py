# MicroPython's heap in the emulated chip's RAM: how much of it is in use, and by which objects. Never writes; decides
# nothing.
#
# Every block of 16 bytes has two bits in an allocation table: free, head of an object, its tail, or marked by a
# collection.

from __future__ import annotations

import struct
from typing import Any

from tools.emulator.chip import RAM

BLOCK_BYTES = 16
BLOCKS_PER_BYTE = 4
_LEAST_TABLE, _MOST_TABLE = 64, 8192  # bytes; the Pico's heap needs about 3,400
_AREA = struct.Struct("<5I")  # table, its length, the finalisers' table, pool, end of the pool
_USED = bytes(sum(1 for i in range(4) if byte >> 2 * i & 3) for byte in range(256))


class Heap:
    """The area of the heap, found by how its five addresses belong together; there is no other sign of it."""

    def __init__(self, mcu: Any, at: int, length: int, pool: int) -> None:
        self._ram: memoryview = mcu.sram
        self._at = at - RAM
        self._length = length
        self._pool = pool

    def table(self) -> bytes:
        """The allocation table as it stands now."""
        return bytes(self._ram[self._at : self._at + self._length])

    def used_bytes(self) -> int:
        """What gc.mem_alloc() would say."""
        return sum(self.table().translate(_USED)) * BLOCK_BYTES

    def free_bytes(self) -> int:
        """What gc.mem_free() would say."""
        return self._length * BLOCKS_PER_BYTE * BLOCK_BYTES - self.used_bytes()

    def is_head(self, address: int) -> bool:
        """An object begins there now: what an earlier start of the chip left in RAM does not count."""
        block, rest = divmod(address - self._pool, BLOCK_BYTES)
        if rest or not 0 <= block < self._length * BLOCKS_PER_BYTE:
            return False
        return self._ram[self._at + block // 4] >> 2 * (block % 4) & 1 == 1  # head 1, marked head 3, tail 2

    def heads(self) -> list[int]:
        """The address of every object."""
        found = []
        for i, byte in enumerate(self.table()):
            if byte & 0x55:
                for j in range(BLOCKS_PER_BYTE):
                    if byte >> 2 * j & 1:
                        found.append(self._pool + (4 * i + j) * BLOCK_BYTES)
        return found


def find(mcu: Any) -> Heap | None:
    """The heap, once MicroPython has made it; None before."""
    ram = bytes(mcu.sram)
    end = RAM + len(ram)
    for offset in range(0, len(ram) - _AREA.size, 4):
        length = ram[offset + 4] | ram[offset + 5] << 8 | ram[offset + 6] << 16 | ram[offset + 7] << 24
        if not _LEAST_TABLE <= length <= _MOST_TABLE:
            continue
        at, _, finalisers, pool, last = _AREA.unpack_from(ram, offset)
        if RAM <= at < pool < last <= end and at + length <= finalisers <= at + length + 4:
            if last - pool == length * BLOCKS_PER_BYTE * BLOCK_BYTES and not pool % BLOCK_BYTES:
                return Heap(mcu, at, length, pool)
    return None
