# A model of the cache between the RP2040's core and its flash: what the core waits for code and constants. Decides
# nothing about when it is looked at. Nothing here was measured on hardware.
"""The RP2040 has 16 KB of it, two ways of 8-byte lines (RP2040 data sheet, 2.6.3.1). Taken for true here besides: each
half of a line is filled by itself, 32 bits a fill, and a fill costs FILL_CYCLES: 40 of them are command, address and
data of a serial read as MicroPython's second boot stage sets it up, the rest the bus. 44 to 60 were tried, and a victim
drawn by lot instead of the one not used the longest: the spread of the table.

MicroPython's official files run the interpreter from flash; what is in RAM is machine code of the firmware, bytecode
and all that a Python program keeps.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

SETS = 1024
_FIRST, _END = 0x10000000, 0x11000000  # the window whose reads the cache answers
FILL_CYCLES = 50
CYCLE_NANOS = 8.0  # at 125 MHz
_BATCH = 20_000  # instructions between two looks at the caller


@dataclass(frozen=True)
class Model:
    """`fill_cycles`: at a miss, 1 to 500; `by_lot`: the way that goes is drawn, seeded."""

    name: str
    fill_cycles: int = FILL_CYCLES
    by_lot: bool = False


MODEL = Model("50 cycles a fill, the way not used the longest goes")
SPREAD = (
    Model("44 cycles a fill", 44),
    Model("60 cycles a fill", 60),
    Model("the way that goes is drawn", FILL_CYCLES, True),
)


class FlashCache:
    """Two ways of lines, empty at first."""

    def __init__(self, model: Model = MODEL) -> None:
        self.reads = 0
        self.misses = 0
        self._model = model
        self._stall_cycles = 0  # since take()
        self._word = -1  # read last: most fetches are its other half
        self._lines = [[-1] * SETS, [-1] * SETS]  # of each way: the line that lies there
        self._halves = [[0] * SETS, [0] * SETS]  # which halves of it: 1, 2
        self._last = [0] * SETS  # the way used last
        self._lot = random.Random(1)

    def read(self, address: int) -> None:
        """A fetch or a read of the core, anywhere; counts what it waits."""
        word = address >> 2
        if word == self._word or not _FIRST <= address < _END:
            return
        self._word = word
        self.reads += 1
        line = word >> 1
        index = line & (SETS - 1)
        if self._lines[0][index] == line:
            way = 0
        elif self._lines[1][index] == line:
            way = 1
        else:
            way = self._lot.randrange(2) if self._model.by_lot else 1 - self._last[index]
            self._lines[way][index] = line
            self._halves[way][index] = 0
        self._last[index] = way
        half = 1 + (word & 1)
        if not self._halves[way][index] & half:
            self._halves[way][index] |= half
            self.misses += 1
            self._stall_cycles += self._model.fill_cycles

    def take(self) -> int:
        """The cycles waited since the last call."""
        cycles = self._stall_cycles
        self._stall_cycles = 0
        return cycles


def fit(chip: Any, model: Model = MODEL) -> FlashCache:
    """From now on the chip's core waits for its flash. One emulated second takes half a minute or more.

    There is no way back: fit it in a fork, or to a chip of its own.
    """
    cache = FlashCache(model)
    mcu = chip.mcu
    read8, read16, read32 = mcu.read_uint8, mcu.read_uint16, mcu.read_uint32

    def uint8(address: int) -> int:
        cache.read(address)
        return int(read8(address))

    def uint16(address: int) -> int:
        cache.read(address)
        return int(read16(address))

    def uint32(address: int) -> int:
        cache.read(address)
        return int(read32(address))

    mcu.read_uint8, mcu.read_uint16, mcu.read_uint32 = uint8, uint16, uint32

    def execute() -> None:
        core, clock = mcu.core, mcu.clock
        for _ in range(_BATCH):
            if chip.stopped:
                return
            if core.waiting:
                clock.tick(clock.nanos_to_next_alarm)
            else:
                cycles = core.execute_instruction()
                clock.tick((cycles + cache.take()) * CYCLE_NANOS)

    chip.execute = execute
    return cache
