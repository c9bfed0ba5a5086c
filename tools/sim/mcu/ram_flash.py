# The unit's flash as it outlives a reset: blocks of bytes, counters, faults. Decides when an operation fails, tears or
# ends the power; knows nothing of what the unit keeps there.

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

IS_MICROPYTHON = sys.implementation.name == "micropython"

ENOENT = 2
EIO = 5
EEXIST = 17
ENOTDIR = 20
EISDIR = 21
EINVAL = 22
ENOSPC = 28
ENOTEMPTY = 39
PAGE_BYTES = 256


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
        self.on_busy: Callable[[int], None] | None = None  # lets time pass while the flash works, µs
        self.erase_us = 0  # of a block; 0: it takes no time
        self.page_us = 0  # of a page of 256 bytes
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

    def work(self, erases: int, count: int) -> None:
        """So many blocks are erased and bytes written meanwhile: the time that takes."""
        us = erases * self.erase_us + (count + PAGE_BYTES - 1) // PAGE_BYTES * self.page_us
        if us and self.on_busy is not None:
            self.on_busy(us)

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
        flash.data[start : start + count // 2] = buf[: count // 2]
        flash.work(0, count)  # who cuts the power meanwhile finds the half of it
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
        flash.data[start : start + count // 2] = flash._blank[: count // 2]
        flash.work(1, 0)
        flash.data[start : start + count] = flash._blank[:count]
        flash.check_alive()
        return 0
