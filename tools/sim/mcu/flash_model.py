# A model of MicroPython's file system on LittleFS, for CPython and for a MicroPython without LittleFS (in a browser).
# Decides what each call gives or raises, as the real one does (host_tests/sim/test_flash.py); when an operation fails
# or the power goes is decided in ram_flash.py.

from tools.sim.mcu.ram_flash import EEXIST, EINVAL, EIO, EISDIR, ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY, RamFlash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_DIR = 0x4000
_FILE = 0x8000
_TABLE_BYTES = 32  # what a change costs in LittleFS's own tables, about
_INLINE_BYTES = 64  # a smaller file lives in its folder's table
# LittleFS as MicroPython sets it up here: a file above the first has blocks of its own from the write on that made it
# so, and each full cache of it goes to the flash within write(); the rest at flush() or close().
_OWN_BLOCKS_FROM = 513
_CACHE_BYTES = 1024


class ModelFile:
    """An open file. What is written shows at flush() or close(), whole or not at all."""

    def __init__(self, fs: "ModelFs", path: str, mode: str) -> None:
        self._fs = fs
        self._path = path
        self._text = "b" not in mode
        self._reads = "r" in mode or "+" in mode
        self._writes = "r" not in mode or "+" in mode
        self._appends = "a" in mode
        self._data = bytearray(b"" if "w" in mode else fs.content(path))
        self._at = 0
        self._dirty = "w" in mode
        self._gone_over = 0  # bytes that write() has brought to the flash
        self._open = True

    def __enter__(self) -> "ModelFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check(self, allowed: bool = True) -> None:
        if not self._open:
            raise ValueError("I/O operation on closed file")
        if not allowed:
            raise OSError(9)

    def read(self, size: int = -1) -> "Any":
        self._check(self._reads)
        end = len(self._data) if size < 0 else self._at + size
        data = bytes(self._data[self._at : end])
        self._at += len(data)
        return data.decode() if self._text else data

    def readinto(self, buf: bytearray) -> int:
        data = self.read(len(buf))
        buf[: len(data)] = data
        return len(data)

    def readline(self) -> "Any":
        self._check(self._reads)
        end = self._data.find(b"\n", self._at) + 1
        return self.read((end or len(self._data)) - self._at)

    def __iter__(self) -> "Iterator[Any]":
        line = self.readline()
        while line:
            yield line
            line = self.readline()

    def write(self, data: "Any") -> int:
        self._check(self._writes)
        raw = data.encode() if isinstance(data, str) else bytes(data)
        if self._appends:
            self._at = max(self._at, len(self._data))
        if self._at > len(self._data):
            self._data.extend(bytes(self._at - len(self._data)))
        self._data[self._at : self._at + len(raw)] = raw
        self._at += len(raw)
        self._dirty = self._dirty or bool(raw)
        self._gone_over = self._fs.write_ahead(self._path, self._data, self._gone_over)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        self._check()
        self._at = offset + (0, self._at, len(self._data))[whence]
        return self._at

    def tell(self) -> int:
        self._check()
        return self._at

    def flush(self) -> None:
        self._check()
        if self._dirty:
            self._fs.commit(self._path, bytes(self._data), self._gone_over)
            self._dirty = False
            self._gone_over = 0

    def close(self) -> None:
        if self._open:
            self._open = False
            if self._dirty:
                self._fs.commit(self._path, bytes(self._data), self._gone_over)


class ModelFs:
    """`os` and `open` over a RamFlash. A new one over the same flash is the next power-on."""

    sep = "/"

    def __init__(self, flash: RamFlash) -> None:
        self._flash = flash
        self._current = ""
        self.gone = False  # unmounted: whoever still holds it reaches nothing

    def open(self, path: str, mode: str = "r") -> "ModelFile":
        key = self._key(path)
        if key in self._flash.tree and self._flash.tree[key] is None:
            raise OSError(EISDIR)
        if key not in self._flash.tree:
            if "r" in mode:
                raise OSError(ENOENT)
            self._change(0)
            self._flash.tree[key] = b""
        return ModelFile(self, key, mode)

    def listdir(self, path: str = "/") -> list[str]:
        return [entry[0] for entry in self.ilistdir(path)]

    def ilistdir(self, path: str = "/") -> "Iterator[tuple[str, int, int, int]]":
        key = self._key(path)
        if key not in self._flash.tree:
            raise OSError(ENOENT)
        if self._flash.tree[key] is not None:
            raise OSError(ENOTDIR)
        entries = []
        for name in sorted(self._below(key)):
            data = self._flash.tree[name]
            entries.append((name.split("/")[-1], _DIR if data is None else _FILE, 0, len(data or b"")))
        return iter(entries)

    def stat(self, path: str) -> tuple[int, ...]:
        data = self._flash.tree[self._existing(path)]
        return (_DIR if data is None else _FILE, 0, 0, 0, 0, 0, len(data or b""), 0, 0, 0)

    def statvfs(self, path: str = "/") -> tuple[int, ...]:
        size = self._flash.block_size
        free = self._flash.blocks - self._used()
        return (size, size, self._flash.blocks, free, free, 0, 0, 0, 0, 255)

    def mkdir(self, path: str) -> None:
        key = self._key(path)
        if key in self._flash.tree:
            raise OSError(EEXIST)
        self._change(0, blocks=2)
        self._flash.tree[key] = None

    def remove(self, path: str) -> None:
        key = self._existing(path)
        if not key:
            raise OSError(EINVAL)
        if self._flash.tree[key] is None and self._below(key):
            raise OSError(ENOTEMPTY)
        self._change(0, blocks=-1)  # it makes room, so it never fails for want of it
        del self._flash.tree[key]

    unlink = remove
    rmdir = remove

    def rename(self, old: str, new: str) -> None:
        source = self._existing(old)
        target = self._key(new)
        tree = self._flash.tree
        if not source or not target or target.startswith(source + "/"):
            raise OSError(EINVAL)
        if target in tree:
            if (tree[source] is None) != (tree[target] is None):
                raise OSError(EISDIR if tree[target] is None else ENOTDIR)
            if target == source:
                return
            if tree[target] is None and self._below(target):
                raise OSError(ENOTEMPTY)
        self._change(0)
        for key in [k for k in tree if k == source or k.startswith(source + "/")]:
            tree[target + key[len(source) :]] = tree.pop(key)

    def sync(self) -> None:
        """Nothing is held back."""

    def chdir(self, path: str) -> None:
        key = self._key(path)
        if key and self._flash.tree.get(key, b"") is not None:
            raise OSError(ENOENT)
        self._current = key

    def getcwd(self) -> str:
        return "/" + self._current

    def content(self, key: str) -> bytes:
        """A file's committed bytes."""
        return self._flash.tree[key] or b""

    def write_ahead(self, key: str, data: bytearray, before: int) -> int:
        """What of a growing file reaches the flash before its content changes; of it `before` has. Gives how much."""
        flash = self._flash
        whole = len(data) // _CACHE_BYTES * _CACHE_BYTES
        if len(data) < _OWN_BLOCKS_FROM or (before and whole <= before):
            return before
        flash.check_alive()
        if flash.full:
            raise OSError(ENOSPC)
        erased = 0 if before else 1
        reached = flash.allowance(whole - before + erased)
        if reached < whole - before + erased and not flash.atomic:
            flash.tree[key] = bytes(data[: before + reached])
        flash.check_alive()
        return max(whole, erased)

    def commit(self, key: str, data: bytes, before: int = 0) -> None:
        """A file's new content, at once; or an error or the cut, and the old content stays. `before`: written ahead."""
        reached = min(len(data), before + self._change(len(data) - min(before, len(data)), blocks=self._cost(data)))
        if reached < len(data) and not self._flash.atomic:
            self._flash.tree[key] = data[:reached]
        self._flash.check_alive()
        self._flash.tree[key] = data

    def _change(self, data_bytes: int, blocks: int = 0) -> int:
        """Account for one change. Gives the bytes that still reach the flash; raises when there is none to spare."""
        if self.gone:
            raise OSError(EIO)
        flash = self._flash
        refused = flash.refuse()
        if refused:
            raise OSError(refused)
        if blocks >= 0 and self._used() + blocks > flash.blocks:
            raise OSError(ENOSPC)
        flash.writes += 1
        flash.work(blocks if blocks > 0 else 0, data_bytes + _TABLE_BYTES)
        reached = flash.allowance(data_bytes + _TABLE_BYTES)
        if not data_bytes:
            flash.check_alive()
        return min(reached, data_bytes)

    def _key(self, path: str) -> str:
        """The path without empty parts. Raises when a folder on the way is missing or a file."""
        if self.gone:
            raise OSError(EIO)
        self._flash.check_alive()
        if not path.startswith("/"):
            path = self._current + "/" + path
        parts = [part for part in path.split("/") if part and part != "."]
        for i in range(len(parts)):
            above = "/".join(parts[:i])
            if above not in self._flash.tree:
                raise OSError(ENOENT)
            if self._flash.tree[above] is not None:
                raise OSError(ENOTDIR)
        return "/".join(parts)

    def _existing(self, path: str) -> str:
        key = self._key(path)
        if key not in self._flash.tree:
            raise OSError(ENOENT)
        return key

    def _below(self, key: str) -> list[str]:
        start = key + "/" if key else ""
        return [k for k in self._flash.tree if k.startswith(start) and k != key and "/" not in k[len(start) :]]

    def _cost(self, data: "bytes | None") -> int:
        if data is None:
            return 2
        return 0 if len(data) <= _INLINE_BYTES else -(-len(data) // self._flash.block_size)

    def _used(self) -> int:
        """Blocks: of folders, of files, and of tables that grew past their folder's own."""
        tree = self._flash.tree
        table = sum(_TABLE_BYTES + (len(d or b"") if not self._cost(d) else 0) for d in tree.values())
        return sum(self._cost(data) for data in tree.values()) + 2 * (table // (self._flash.block_size // 2))
