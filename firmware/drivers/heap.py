# The collector, and a place near the heap's start that stays empty while it rests. Decides nothing about when.
"""MicroPython makes the frame of a bytecode function of more than eleven words in the heap and frees it at its end. It
looks for a place from the heap's start on, 0.3 ms a call when the first one that fits lies behind the whole program. So
main.py makes one before anything else: what fills the first place then gives it up while current may flow. It is a
file in memory, because closing one frees its bytes at once, whatever the collector sees of it.
"""

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable
    from io import BytesIO
    from typing import Any

_FRAMES = const(1024)  # bytes: the deepest calls of a tick, three times


class Heap:
    """`hold` and `release` in turn. The collector: off while the output is live, run by hand when it is not."""

    def __init__(
        self, collector: "Any", make_file: "Callable[[], BytesIO]", modules: "dict[str, Any] | None" = None
    ) -> None:
        """MicroPython's module `gc`; a file in memory; the modules that were imported, `sys.modules`."""
        self._gc = collector
        self._modules = modules or {}
        self._make_file = make_file
        self._place: "BytesIO | None" = None
        self.release()

    def hold(self) -> None:
        """Collect, and no more from now on; the first place is free."""
        if self._place is not None:
            self._place.close()
            self._place = None
        self._gc.collect()
        self._gc.disable()

    def release(self) -> None:
        """It may run again; the place is taken."""
        self._gc.enable()
        if self._place is None:
            place = self._place = self._make_file()
            place.seek(_FRAMES - 1)
            place.write(b"\0")

    def forget(self, package: str, names: "tuple[str, ...]") -> None:
        """Modules that nobody uses any more leave memory with the next collection; imported again, they come back."""
        for name in names:
            self._modules.pop(package + "." + name, None)
            if package in self._modules:
                self._modules[package].__dict__.pop(name, None)

    def collect(self) -> None:
        """Now; tens of milliseconds."""
        self._gc.collect()

    def free(self) -> int:
        """Bytes."""
        return int(self._gc.mem_free())
