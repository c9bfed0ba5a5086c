# Reads the firmware's own objects out of the emulated chip's memory, by the layout MicroPython gives them on a 32-bit
# chip. Never writes; the firmware knows nothing of it.

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from tools.emulator import heap
from tools.emulator.chip import FLASH, RAM

_WORD = struct.Struct("<I")
_POOL_WORDS = 6  # prev, total_prev_len | is_sorted, alloc, len, hashes, lengths; then the strings' addresses
_MOST_STRINGS = 20_000


class Memory:
    """Words and strings of the guest's flash and RAM."""

    def __init__(self, mcu: Any) -> None:
        self.mcu = mcu
        self.ram: memoryview = mcu.sram
        self.flash: memoryview = mcu.flash

    def word(self, address: int) -> int:
        """The 32 bits at an address; 0 where no memory is."""
        if RAM <= address <= RAM + len(self.ram) - 4:
            return int(_WORD.unpack_from(self.ram, address - RAM)[0])
        if FLASH <= address <= FLASH + len(self.flash) - 4:
            return int(_WORD.unpack_from(self.flash, address - FLASH)[0])
        return 0

    def text(self, address: int) -> str:
        """The zero-terminated string at an address."""
        if RAM <= address < RAM + len(self.ram):
            there = bytes(self.ram[address - RAM : address - RAM + 256])
        elif FLASH <= address < FLASH + len(self.flash):
            there = bytes(self.flash[address - FLASH : address - FLASH + 256])
        else:
            return ""
        return there.partition(b"\0")[0].decode("utf-8", "replace")


def interned(memory: Memory, known: str) -> dict[str, int]:
    """The number of every interned string, found from one that the firmware brought; empty when there is none."""
    numbers: dict[str, int] = {}
    for _, before, names in _pools(memory, known):
        if len(names) > _MOST_STRINGS:
            return {}
        for i, name in enumerate(names):
            numbers.setdefault(name, before + i)
    return numbers


def in_flash(memory: Memory, known: str) -> list[str]:
    """Those of them that came with MicroPython: they take no memory."""
    return sorted({name for pool, _, names in _pools(memory, known) if pool < RAM for name in names})


def _pools(memory: Memory, known: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each table of interned strings, the newest first: its address, the number of its first string, the strings."""
    pool = _newest_pool(memory, known)
    while pool:
        count = min(memory.word(pool + 12), _MOST_STRINGS + 1)
        names = [memory.text(memory.word(pool + 4 * (_POOL_WORDS + i))) for i in range(count)]
        yield pool, memory.word(pool + 4) & 0x7FFFFFFF, names
        pool = memory.word(pool)


def _newest_pool(memory: Memory, known: str) -> int:
    """The last pool of a chain that holds `known`; 0 when it is nowhere."""
    ram = bytes(memory.ram)
    pools = set()
    at = ram.find(known.encode() + b"\0")
    while at >= 0:
        named = ram.find(_WORD.pack(RAM + at))
        while named >= 0:
            pool = _pool_around(memory, RAM + named)
            if pool:
                pools.add(pool)
            named = ram.find(_WORD.pack(RAM + at), named + 1)
        at = ram.find(known.encode() + b"\0", at + 1)
    if not pools:
        return 0
    newest = max(pools)
    while True:  # whose `prev` is this one?
        at = ram.find(_WORD.pack(newest))
        while at >= 0 and not _is_pool(memory, RAM + at):
            at = ram.find(_WORD.pack(newest), at + 1)
        if at < 0:
            return newest
        newest = RAM + at


def _pool_around(memory: Memory, entry: int) -> int:
    """The pool that has a string's address at `entry`, or 0."""
    if entry & 3:
        return 0
    for i in range(1024):
        pool = entry - 4 * (_POOL_WORDS + i)
        if _is_pool(memory, pool) and i < memory.word(pool + 12):
            return pool
    return 0


def _is_pool(memory: Memory, pool: int) -> bool:
    """The hashes of a pool made at run time lie right behind its strings."""
    alloc, count, hashes = (memory.word(pool + 4 * i) for i in (2, 3, 4))
    return 0 < count <= alloc < 4096 and hashes == pool + 4 * (_POOL_WORDS + alloc)


class Guest:
    """An instance in the guest's memory: its attributes read as they stand now. Integers and instances only."""

    def __init__(self, memory: Memory, numbers: dict[str, int], address: int) -> None:
        self._memory = memory
        self._numbers = numbers
        self._address = address
        self._slots: dict[str, int] = {}
        self._table = 0  # where they lie: an object that gets more attributes moves them
        self._guests: dict[int, Guest] = {}

    def __getattr__(self, name: str) -> Any:
        table = self._memory.word(self._address + 12)
        if table != self._table:
            self._table = table
            self._slots.clear()
        slot = self._slots.get(name)
        if slot is None:
            slot = slot_of(self._memory, self._address, self._numbers.get(name, 0))
            if not slot:
                raise AttributeError(f"the guest's object at {self._address:#x} has no {name}")
            self._slots[name] = slot
        value = _WORD.unpack_from(self._memory.ram, slot - RAM)[0]
        if value & 1:
            return (value >> 1) - (1 << 31 if value & 1 << 31 else 0)
        guest = self._guests.get(value)
        if guest is None:
            guest = self._guests[value] = Guest(self._memory, self._numbers, value)
        return guest


def bytes_of(view: Guest) -> bytes:
    """What a memoryview of bytes shows: its type, then typecode and offset (8 and 24 bits), length, items."""
    memory, at = view._memory, view._address
    begin = memory.word(at + 12) + (memory.word(at + 4) >> 8) - RAM
    return bytes(memory.ram[begin : begin + memory.word(at + 8)])


def slot_of(memory: Memory, instance: int, number: int) -> int:
    """Where the value of an attribute (by its interned name's number) lies; 0 when the object has none such.

    An instance is its type, then a map: used << 3 | flags, alloc, table of (key, value).
    """
    used, alloc, table = (memory.word(instance + 4 * i) for i in (1, 2, 3))
    if not number or used >> 3 > alloc or alloc > 256 or not RAM <= table < RAM + len(memory.ram):
        return 0
    key = number << 3 | 2
    for i in range(alloc):
        if memory.word(table + 8 * i) == key:
            return table + 8 * i + 4
    return 0


def find(memory: Memory, numbers: dict[str, int], *attributes: str) -> Guest | None:
    """The object on the heap that has all these attributes; None when there is none. What an earlier start left in RAM
    does not count."""
    wanted = [numbers.get(name, 0) for name in attributes]
    if not all(wanted):
        return None
    area = heap.find(memory.mcu)
    for address in area.heads() if area else ():
        if all(slot_of(memory, address, number) for number in wanted):
            return Guest(memory, numbers, address)
    return None


def find_unit(mcu: Any) -> Guest | None:
    """The firmware's Unit, once it is made: `status` and `mail` are what the recorder reads."""
    memory = Memory(mcu)
    numbers = interned(memory, "measured_ua")
    return find(memory, numbers, "status", "mail", "readings") if numbers else None


def builtin(mcu: Any, name: str) -> int:
    """Where the code of a function of MicroPython's own modules begins, by its name; LookupError when it is not there
    exactly once.

    A module's table in the flash holds (name << 3 | 2, object); a function's object is its type, then its code.
    """
    memory = Memory(mcu)
    number = interned(memory, "measured_ua").get(name, 0)
    flash = bytes(memory.flash[: 1 << 20])
    found = set()
    at = flash.find(_WORD.pack(number << 3 | 2))
    while at >= 0 and number:
        there = memory.word(FLASH + at + 4)
        code = memory.word(there + 4)
        if not at % 4 and FLASH <= there < FLASH + len(flash) and FLASH < code < FLASH + len(flash) and code & 1:
            found.add(code)
        at = flash.find(_WORD.pack(number << 3 | 2), at + 1)
    if len(found) != 1:
        raise LookupError(f"MicroPython's {name}() was found {len(found)} times in the image")
    return found.pop()
