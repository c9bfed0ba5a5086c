# Watches the emulated chip for what may not happen while the output is live (INV-10): memory kept or collected, flash
# operations, bus scans. Tells the world's log; judges nothing.
#
# MicroPython lays the frame of a longer function on the heap and gives it back when the function returns. So memory is
# compared at one place of the tick, where the watchdog is fed: what is in use there and was not a tick ago was kept.

from __future__ import annotations

from typing import Any

from tools.emulator import heap
from tools.emulator.chip import Chip

LOOK_US = 100
SCAN_LENGTH = 6  # addresses called one after the other: more than any bus here has chips
_QSPI_SELECT = 1


class RealtimeRules:
    """From power-on to the end of a run. `fed()` is to be called at each feed of the watchdog."""

    def __init__(self, chip: Chip, world: Any) -> None:
        self._chip = chip
        self._world = world
        self._heap: heap.Heap | None = None
        self._used: int | None = None  # at the feed before, while live
        self._changed = 0
        self._missed = False
        self.feeds_live = 0
        self.least_free_live: int | None = None  # bytes, frames counted as used
        self._alarm = chip.clock.create_alarm(self._look)
        self._alarm.schedule(LOOK_US * 1000.0)
        self._last = [0, 0]
        self._row = [0, 0]
        chip.mcu.qspi[_QSPI_SELECT].add_listener(self._flash_selected)
        for i, bus in enumerate(chip.i2c):
            bus.called = self._listener(i)

    def restarted(self) -> None:
        """The chip begins anew, with another heap."""
        self._heap = None
        self._used = None

    def changed_bytes(self) -> int | None:
        """Memory kept, given back for good or collected while live; None when the heap was not found."""
        return None if self._missed else self._changed

    def free_bytes(self) -> int | None:
        """What gc.mem_free() would say now."""
        area = self._found()
        return area.free_bytes() if area else None

    def fed(self) -> None:
        """The end of a tick: the same functions run here each time."""
        if not self._world.live():
            self._used = None
            return
        area = self._found()
        if area is None:
            self._missed = True
            return
        self.feeds_live += 1
        used = area.used_bytes()
        if self._used is not None and used != self._used:
            self._changed += abs(used - self._used)
            self._world.log("heap", "kept" if used > self._used else "given back", abs(used - self._used))
        self._used = used

    def _found(self) -> heap.Heap | None:
        if self._heap is None:
            self._heap = heap.find(self._chip.mcu)
        return self._heap

    def _look(self) -> None:
        """For the least that was ever free."""
        self._alarm.schedule(LOOK_US * 1000.0)
        if self._world.live():
            free = self.free_bytes()
            if free is not None and (self.least_free_live is None or free < self.least_free_live):
                self.least_free_live = free

    def _flash_selected(self, *_: Any) -> None:
        """Code and data are read without this pin; a command moves it."""
        if self._world.live():
            self._world.log("flash", "command", 1)

    def _listener(self, number: int) -> Any:
        def called(address: int) -> None:
            self._row[number] = self._row[number] + 1 if address == self._last[number] + 1 else 0
            self._last[number] = address
            if self._row[number] == SCAN_LENGTH and self._world.live():
                self._world.log("scan", f"I2C{number}", 1)

        return called
