# The collector, and a place near the heap's start that stays empty while it rests. Decides nothing about when.
"""MicroPython makes the frame of a bytecode function of more than eleven words in the heap and frees it at its end. It
looks for a place from the heap's start on, 0.3 ms a call when the first one that fits lies behind the whole program. So
a board imports this before anything else: what fills the first place then gives it up while current may flow. It is a
file in memory, because closing one frees its bytes at once, whatever the collector sees of it.
"""

import gc
import io

from micropython import const

_FRAMES = const(1024)  # bytes: the deepest calls of a tick, three times


class Heap:
    """`hold` and `release` in turn. The collector: off while the output is live, run by hand when it is not."""

    def __init__(self) -> None:
        self._fill()

    def _fill(self) -> None:
        self._place = io.BytesIO()
        self._place.seek(_FRAMES - 1)
        self._place.write(b"\0")
        self._filled = 1

    def hold(self) -> None:
        """Collect, and no more from now on; the first place is free."""
        self._place.close()
        self._filled = 0
        gc.collect()
        gc.disable()

    def release(self) -> None:
        """It may run again."""
        gc.enable()
        if not self._filled:
            self._fill()

    def collect(self) -> None:
        """Now; tens of milliseconds."""
        gc.collect()

    def free(self) -> int:
        """Bytes."""
        return gc.mem_free()


heap = Heap()
