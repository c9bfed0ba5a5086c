# Reads and writes small files below data/, whole files at a time. Decides nothing about what is in them.
#
# `os` and `open` are handed in by the board, so nothing in the core touches the file system by itself. Every call
# here is a flash operation or a look at the flash: only while the output is off.

from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol

    class Feeder(Protocol):
        """What may reset the processor while the flash works."""

        def feed(self) -> None: ...

    class Os(Protocol):
        """The part of MicroPython's `os` that is used; `sync` may be missing."""

        def mkdir(self, path: str) -> None: ...
        def remove(self, path: str) -> None: ...
        def rename(self, old: str, new: str) -> None: ...
        def stat(self, path: str) -> "Any": ...


_ENOENT = const(2)
_EFBIG = const(27)
_ENOSPC = const(28)
_SIZE = const(6)  # the place of the size in what os.stat gives
LARGEST = const(8192)  # bytes; no record is larger, and a damaged length must not eat the heap


class Files:
    """Files by name below one folder. Every method raises OSError when the flash fails, writing also when full.

    The processor stands still, its interrupts off, while the flash erases a block: the watchdog is fed between two.
    """

    def __init__(
        self, os: "Os", open: "Callable[..., Any]", folder: str = "/data", watchdog: "Feeder | None" = None
    ) -> None:
        self._watchdog = watchdog
        self._os = os
        self._open = open
        self._folder = folder

    def _path(self, name: str) -> str:
        return self._folder + "/" + name

    def size(self, name: str) -> int:
        """Bytes, or -1 when there is no such file."""
        try:
            return int(self._os.stat(self._path(name))[_SIZE])
        except OSError as e:
            if e.args[0] == _ENOENT:
                return -1
            raise

    def read(self, name: str) -> "bytes | None":
        """The whole file, None when there is none. Raises OSError(EFBIG) above LARGEST."""
        size = self.size(name)
        if size < 0:
            return None
        if size > LARGEST:
            raise OSError(_EFBIG)
        f = self._open(self._path(name), "rb")
        try:
            data: bytes = f.read()
            return data
        finally:
            f.close()

    def write(self, name: str, data: "bytes | bytearray") -> None:
        """Replace the whole file. When it returns, the data is on the flash; when power goes before, LittleFS still
        has the old file. Creates the folder the first time."""
        try:
            f = self._open(self._path(name), "wb")
        except OSError as e:
            if e.args[0] != _ENOENT:
                raise
            self._os.mkdir(self._folder)
            f = self._open(self._path(name), "wb")
        try:
            if f.write(data) != len(data):
                raise OSError(_ENOSPC)
            self._feed()  # what is no small file has erased a block of its own; its folder may need another
            f.flush()
        finally:
            f.close()
        self._feed()
        sync = getattr(self._os, "sync", None)
        if sync:
            sync()

    def _feed(self) -> None:
        if self._watchdog is not None:
            self._watchdog.feed()

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, replacing what bore it."""
        self._os.rename(self._path(old), self._path(new))

    def remove(self, name: str) -> None:
        """Delete a file. Raises OSError(ENOENT) when there is none."""
        self._os.remove(self._path(name))
