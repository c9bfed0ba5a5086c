# The unit's flash: a block device for a real LittleFS under MicroPython, a model of the same behaviour under CPython.
# Decides when an operation fails, tears or ends the power; knows nothing of what the unit keeps there.
#
# What the two do alike (host_tests/sim/test_flash.py holds them to each other): names and errors, a file's new content
# visible at flush or close and not before, old or new after a cut. What differs: LittleFS works in blocks and
# looks after its own tables, the model counts one operation for each change; so counts of operations and bytes
# are not comparable, and no simulated time may be charged by them.

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

IS_MICROPYTHON = sys.implementation.name == "micropython"

ENOENT = 2
EIO = 5
EEXIST = 17
ENOTDIR = 20
EISDIR = 21
EINVAL = 22
ENOSPC = 28
ENOTEMPTY = 39


class RamFlash:
    """Blocks of bytes that outlive a simulated reset, with counters and faults.

    `reads`, `writes`, `erases`, `changes` count block operations (model: one write for each change); `operations`
    is writes + erases, what must not happen while the output is live. Offsets count from the moment of the call.
    """

    def __init__(self, blocks: int = 64, block_size: int = 4096) -> None:
        self.blocks = blocks
        self.block_size = block_size
        self.data = bytearray(blocks * block_size) if IS_MICROPYTHON else bytearray(0)
        self.tree: dict[str, bytes | None] = {"": None}  # the model's committed state; None is a directory
        self.reads = 0
        self.writes = 0
        self.erases = 0
        self.full = False  # every write and erase answers ENOSPC
        self.atomic = True  # model only; False: a cut leaves the part written so far, as no LittleFS would
        self.dead = False  # the power is gone: every operation raises until power_on()
        self.on_operation: Callable[[], None] | None = None  # called before each write or erase
        self.port: Port | None = None
        self._fail_after = -1
        self._fail_count = 0
        self._cut_bytes = -1
        self._cut_error: BaseException | None = None
        self._on_cut: Callable[[], None] | None = None
        self._blank = b"\xff" * block_size if IS_MICROPYTHON else b""

    @property
    def operations(self) -> int:
        """Writes and erases so far."""
        return self.writes + self.erases

    def fail(self, nth: int, times: int = 1) -> None:
        """The `nth` write or erase from now (1 = the next) and the `times` - 1 after it answer EIO."""
        self._fail_after = nth
        self._fail_count = times

    def cut(self, after_bytes: int, error: "BaseException", on_cut: "Callable[[], None] | None" = None) -> None:
        """The power goes once `after_bytes` more bytes are written (an erase counts as one): calls `on_cut`, then
        raises `error`, then and at every operation until power_on()."""
        self._cut_bytes = after_bytes
        self._cut_error = error
        self._on_cut = on_cut

    def power_on(self) -> None:
        """The power is back: what is written stays, and so do failing writes and a full flash."""
        self.dead = False
        self._cut_bytes = -1
        self._cut_error = self._on_cut = None

    def heal(self) -> None:
        """No fault from now on."""
        self.power_on()
        self._fail_after = -1
        self.full = False

    def _die(self) -> None:
        """The power is gone now."""
        self.dead = True
        if self._on_cut is not None:
            self._on_cut()

    def check_alive(self) -> None:
        """Raise what the cut was given, when the power is gone."""
        if self.dead:
            raise self._cut_error or OSError(EIO)

    def refuse(self) -> int:
        """0, or the number of the error that this write or erase must answer."""
        self.check_alive()
        if self.on_operation is not None:
            self.on_operation()
        if self._fail_after > 0:
            self._fail_after -= 1
            if self._fail_after == 0:
                self._fail_count -= 1
                if self._fail_count > 0:
                    self._fail_after = 1
                return EIO
        return ENOSPC if self.full else 0

    def allowance(self, count: int) -> int:
        """How many of `count` bytes still reach the flash; fewer than `count` means the power goes meanwhile."""
        if self._cut_bytes < 0:
            return count
        allowed = min(count, self._cut_bytes)
        if allowed < count:
            self._die()
        else:
            self._cut_bytes -= count
        return allowed


class Port:
    """What one power-on's file system holds of the flash. After the next mount it is stale and reaches nothing:
    a file left open by a cut is closed whenever the collector finds it, and must not write then."""

    def __init__(self, flash: RamFlash) -> None:
        self.flash = flash
        flash.port = self

    def readblocks(self, block: int, buf: bytearray, offset: int = 0) -> int:
        flash = self.flash
        if flash.port is not self:
            return -EIO
        flash.check_alive()
        flash.reads += 1
        start = block * flash.block_size + offset
        buf[:] = flash.data[start : start + len(buf)]
        return 0

    def writeblocks(self, block: int, buf: bytearray, offset: int = 0) -> int:
        flash = self.flash
        if flash.port is not self:
            return -EIO
        refused = flash.refuse()
        if refused:
            return -refused
        flash.writes += 1
        start = block * flash.block_size + offset
        count = flash.allowance(len(buf))
        flash.data[start : start + count] = buf[:count] if count < len(buf) else buf
        flash.check_alive()
        return 0

    def ioctl(self, op: int, arg: int) -> int:
        flash = self.flash
        if op == 4:
            return flash.blocks
        if op == 5:
            return flash.block_size
        if op != 6:
            return 0
        if flash.port is not self:
            return -EIO
        refused = flash.refuse()
        if refused:
            return -refused
        flash.erases += 1
        count = flash.block_size if flash.allowance(1) else flash.block_size // 2
        start = arg * flash.block_size
        flash.data[start : start + count] = flash._blank[:count]
        flash.check_alive()
        return 0


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
