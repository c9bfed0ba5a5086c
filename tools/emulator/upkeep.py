# Watches the emulated chip for what may not happen while the output is live (INV-10): memory taken, given back or
# collected, flash operations, bus scans. Tells the world's log; judges nothing.

from __future__ import annotations

from typing import Any

from tools.emulator import heap
from tools.emulator.chip import Chip

LOOK_US = 100  # memory taken and given back within less than this stays unseen
SCAN_LENGTH = 6  # addresses called one after the other: more than any bus here has chips
_QSPI_SELECT = 1


class Upkeep:
    """From power-on to the end of a run."""

    def __init__(self, chip: Chip, world: Any) -> None:
        self._chip = chip
        self._world = world
        self._watch: heap.Watch | None = None
        self._kept = 0
        self._live = 0
        self._missed = False
        self.looks = 0
        self.free_live: list[int] = []  # bytes of free heap, each time they may have changed while live
        self._alarm = chip.clock.create_alarm(self._look)
        self._alarm.schedule(LOOK_US * 1000.0)
        self._last = [0, 0]
        self._row = [0, 0]
        chip.mcu.qspi[_QSPI_SELECT].add_listener(self._flash_selected)
        for i, bus in enumerate(chip.i2c):
            bus.called = self._listener(i)

    def restarted(self) -> None:
        """The chip begins anew, with another heap."""
        self._kept = self.changed_bytes() or 0
        self._watch = None
        self._live = 0

    def changed_bytes(self) -> int | None:
        """Memory taken, given back or collected while live, bytes; None when the heap was not found."""
        if self._missed:
            return None
        return self._kept + (self._watch.changed_bytes if self._watch else 0)

    def free_bytes(self) -> int | None:
        """What gc.mem_free() would say now."""
        watch = self._found()
        return watch.heap.free_bytes() if watch else None

    def _found(self) -> heap.Watch | None:
        if self._watch is None:
            area = heap.find(self._chip.mcu)
            if area is not None:
                self._watch = heap.Watch(area)
        return self._watch

    def _look(self) -> None:
        self._alarm.schedule(LOOK_US * 1000.0)
        live = self._world.live()
        if not live and not self._live:
            return
        watch = self._found()
        if watch is None:
            self._missed = True
            return
        if not self._live:
            watch.begin()
            self.free_live.append(watch.heap.free_bytes())
        self.looks += 1
        changed = watch.look()
        if changed:
            self._world.log("heap", "changed", changed)
            self.free_live.append(watch.heap.free_bytes())
        if not live:
            watch.end()
        self._live = live

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
