# The simulated unit inside MicroPython in WebAssembly: decides what stands in for what that build lacks, LittleFS and
# machine code. Runs in a browser's worker or under node; the harness does the rest.
#
# Told apart from the native lane: the heap is never locked here, because integers above 2**30 take memory in a build of
# 32 bits. That nothing is allocated under current is shown by the native lane alone.

import binascii
import builtins
import io

import skin  # type: ignore[import-not-found]  # the page's skin.js

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_from_base64 = binascii.a2b_base64  # that build's is written in Python, and takes no text


def _a2b_base64(text: "Any") -> bytes:
    return _from_base64(text.encode() if isinstance(text, str) else text)


binascii.a2b_base64 = _a2b_base64  # type: ignore[assignment]
builtins.ptr8 = builtins.ptr32 = lambda cells: cells  # type: ignore[attr-defined]

from tools.sim.mcu import clock, flash  # noqa: E402
from tools.sim.mcu.flash_model import ModelFs  # noqa: E402


def _nothing() -> int:
    return 0


clock._heap_lock = clock._heap_unlock = _nothing  # type: ignore[assignment]


class File(io.IOBase):  # what the interpreter itself can import from
    """A file of the model as a stream of MicroPython's."""

    def __init__(self, file: "Any") -> None:
        self._file = file
        self.read = file.read
        self.readline = file.readline  # type: ignore[method-assign]
        self.readinto = file.readinto
        self.write = file.write
        self.seek = file.seek  # type: ignore[method-assign]
        self.tell = file.tell  # type: ignore[method-assign]
        self.flush = file.flush  # type: ignore[method-assign]
        self.close = file.close  # type: ignore[method-assign]

    def __iter__(self) -> "Any":
        return iter(self._file)

    def __enter__(self) -> "File":
        return self

    def __exit__(self, *rest: "Any") -> None:
        self._file.close()

    def ioctl(self, op: int, argument: int) -> int:
        if op == 4:
            self._file.close()
        return 0


class FileSystem(ModelFs):
    """The model as something that MicroPython mounts."""

    def open(self, path: str, mode: str = "r") -> "Any":
        return File(ModelFs.open(self, path, mode))

    def mount(self, readonly: bool, make: bool) -> None:
        pass

    def umount(self) -> None:
        self.gone = True


def mount_model(ram: "flash.RamFlash", fresh: bool) -> "flash.Mounted":
    """As flash.py mounts LittleFS: the root is the flash, the host's files are below /host."""
    import os

    import vfs

    if fresh:
        ram.tree = {"": None}
    files = FileSystem(ram)
    flash._umount("/host")
    flash._umount("/")
    vfs.mount(files, "/")
    vfs.mount(vfs.VfsPosix(), "/host")
    os.chdir("/")
    return flash.Mounted(ram, os, open)


flash._mount_real = mount_model  # type: ignore[assignment]

from tools.sim.plant.load import Load  # noqa: E402

_charge, _mv, _ohm = skin.charge, skin.mv, skin.ohm
_charge_here = Load.charge_skin


def charge_skin(
    self: Load, sink_ua: float, most_mv: float, series_ohm: float, leg: int, both: int = 0, us: int = 1000
) -> int:
    """As load.py does it, in JavaScript: here each intermediate number would stay in memory, 0.4 MB a second."""
    hands, halves, r = self.hands, self._power_halves, self.zero_ohm
    if not halves or self.slow_ohm <= 0.0 or r <= 0.0 or hands[0].permille != hands[1].permille:
        return _charge_here(self, sink_ua, most_mv, series_ohm, leg, both, us)
    nf, bend_mv = self.slow_nf, self._bend_mv
    moves: int = _charge(self.slow_mv, r, nf, halves, bend_mv, sink_ua, most_mv, series_ohm, leg, both, us)
    self.slow_mv = _mv()
    self.slow_ohm = _ohm()
    return moves


Load.charge_skin = charge_skin  # type: ignore[method-assign]

from tools.harness import process  # noqa: E402

process.Machine.first_paths = ["/host/plain"]


def run(scenario: str, out: str) -> int:
    """A normalised scenario to its end, as process.py does; 0, or 1 after an X line."""
    return process.simulate(scenario, out, "/image")
