# Mounts the unit's flash: a real LittleFS under MicroPython, a model of the same behaviour under CPython. Decides no
# fault (ram_flash.py does) and no call's outcome: LittleFS does, or flash_model.py.
#
# What the two do alike (host_tests/sim/test_flash.py holds them to each other): names and errors, a file's new content
# visible at flush or close and not before, old or new after a cut. What differs: LittleFS works in blocks and
# looks after its own tables, the model counts one operation for each change; so counts of operations and bytes
# are not comparable, nor is the time that each lets the flash take: whoever compares both sets it to 0.

import os

from tools.sim.mcu.ram_flash import EINVAL, IS_MICROPYTHON, Port
from tools.sim.mcu.ram_flash import RamFlash as RamFlash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Mounted:
    """A mounted flash. `os` and `open` are what the board's code uses: MicroPython's own, or the model's."""

    def __init__(self, flash: RamFlash, os: "Any", open: "Callable[..., Any]") -> None:
        self.flash = flash
        self.os = os
        self.open = open

    def unmount(self) -> None:
        """Give the root back to the host's files. What was not written is lost, as in a reset."""
        if IS_MICROPYTHON:
            import vfs

            _umount("/host")
            _umount("/")
            self.flash.port = None
            vfs.mount(vfs.VfsPosix(), "/")
        else:
            self.os.gone = True

    def remount(self) -> "Mounted":
        """The flash as the next power-on finds it."""
        self.unmount()
        self.flash.power_on()
        return mount(self.flash)


def mount(flash: RamFlash, tree: "dict[str, bytes] | None" = None) -> Mounted:
    """Mount the flash; with `tree` (path -> content) format it first and write that.

    Under MicroPython the flash becomes `/`, the current folder too, and the host's files move to `/host`: paths of
    the host that are still needed (sys.path, output files) must begin with it. Faults set before hold during both.
    """
    mounted = _mount_real(flash, tree is not None) if IS_MICROPYTHON else _mount_model(flash, tree is not None)
    if tree is not None:
        made = set()
        for path in sorted(tree):
            at = path.find("/", 1)
            while at > 0:
                if path[:at] not in made:
                    mounted.os.mkdir(path[:at])
                    made.add(path[:at])
                at = path.find("/", at + 1)
            f = mounted.open(path, "wb")
            f.write(tree[path])
            f.close()
    return mounted


def _umount(path: str) -> None:
    import vfs

    try:
        vfs.umount(path)
    except OSError as e:
        if e.args[0] != EINVAL:  # nothing is mounted there
            raise


def _mount_real(flash: RamFlash, fresh: bool) -> Mounted:
    import vfs

    port = Port(flash)
    if fresh:
        vfs.VfsLfs2.mkfs(port, readsize=256, progsize=256)  # the sizes of rp2's own flash
    files = vfs.VfsLfs2(port, readsize=256, progsize=256, mtime=False)
    _umount("/host")
    _umount("/")
    vfs.mount(files, "/")
    vfs.mount(vfs.VfsPosix(), "/host")
    os.chdir("/")
    return Mounted(flash, os, open)


def _mount_model(flash: RamFlash, fresh: bool) -> Mounted:
    if fresh:
        flash.tree = {"": None}
    from tools.sim.mcu.flash_model import ModelFs

    model = ModelFs(flash)
    return Mounted(flash, model, model.open)


def tree_of(image: str) -> "dict[str, bytes]":
    """Every file of the image, by its path from the board's root."""
    found: "dict[str, bytes]" = {}
    waiting = [""]
    while waiting:
        at = waiting.pop()
        for name in sorted(os.listdir(image + at)):
            path = at + "/" + name
            if os.stat(image + path)[0] & 0x4000:
                waiting.append(path)
            else:
                with open(image + path, "rb") as f:
                    found[path[1:]] = f.read()
    return found
