# What happens when the firmware imports a module: decides that MicroPython's loader never comes back from a compiled
# file that ends too early, and lets the harness see each module as it is loaded.
#
# Read to the end of what is there, the loader takes what follows for 0xFF bytes. A number goes on as long as its bytes
# have the top bit set: it goes on for ever, deaf to Ctrl-C. Here that is a processor that hangs; the real loader must
# not be let near such a file, for this process would hang with it.

import builtins
import sys

from tools.slots import path_on_board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MICROPYTHON = sys.implementation.name == "micropython"
_BARE = (0, 1, 2, 3, 4)  # kinds of constant objects without content (MicroPython, py/persistentcode.h)
_TUPLE = 10
_CLOSED_BY_0 = (5, 6)  # str, bytes
_NUMBERS = (7, 8, 9)  # integers too long for a word, floats: text, which 0xFF is none of


class FirmwareImports:
    """While installed, each import of the firmware passes here."""

    def __init__(
        self, unit_wanted: "Callable[[Any], None]", unit_made: "Callable[[Any], None]", hang: "Callable[[], None]"
    ) -> None:
        """`unit_wanted(hw)` is called before main.py makes its Unit, `unit_made(unit)` after; `hang` never returns."""
        self._unit_wanted = unit_wanted
        self._unit_made = unit_made
        self._hang = hang
        self._endless: "list[str]" = []  # modules whose file hangs the loader
        self._real = builtins.__import__
        self._restore: "Callable[[], None]" = lambda: None

    def read(self, opener: "Callable[..., Any]", steps: "list[dict[str, Any]]") -> None:
        """The compiled files that a scenario's `files` have damaged, as they lie on the flash now."""
        for step in steps if MICROPYTHON else ():
            if not step["file"].endswith(".mpy") or step["mode"] == "absent":
                continue
            for path in step["paths"]:
                with opener(path_on_board(path), "rb") as f:
                    data = f.read()
                # Source stands here for machine code: where the board's file is cut, the loader hangs all the same.
                # What the loader makes of a file whose parts no longer fit into each other nobody knows: the same.
                compiled = path.endswith(".mpy")
                if (
                    (never_ends(data) or step["mode"] == "flip" and not fits(data))
                    if compiled
                    else step["mode"] == "cut"
                ):
                    self._endless.append(path.rsplit(".", 1)[0].replace("/", "."))

    def install(self) -> None:
        """From a start of the firmware on."""
        builtins.__import__ = self._import  # type: ignore[assignment]

    def remove(self) -> None:
        """At its end."""
        builtins.__import__ = self._real
        self._restore()

    def _import(self, name: str, *rest: "Any") -> "Any":
        if self._endless:
            wanted = [name]
            if len(rest) > 2 and rest[2]:
                for part in rest[2]:
                    wanted.append(name + "." + part)
            for module in wanted:
                if module in self._endless and module not in sys.modules:
                    self._hang()
        found = self._real(name, *rest)
        if name == "ionto.app.unit":
            self._watch(sys.modules[name])
        return found

    def _watch(self, module: "Any") -> None:
        """Put what makes a Unit and reports it in the class's place, until the firmware ends."""
        real = module.Unit

        def make(hw: "Any") -> "Any":
            self._unit_wanted(hw)
            unit = real(hw)
            self._unit_made(unit)
            return unit

        def restore() -> None:
            module.Unit = real

        module.Unit = make
        self._restore = restore


class _End(Exception):
    """A number begins, or goes on, behind the end."""


class _Refused(Exception):
    """The loader itself gives up."""


class _Reader:
    """Follows the loader through a file (py/persistentcode.c, mp_raw_code_load)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 4

    def number(self) -> int:
        value = 0
        while True:
            if self.at >= len(self.data):
                raise _End
            byte = self.data[self.at]
            self.at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    def constant(self) -> None:
        kind = self.data[self.at] if self.at < len(self.data) else 0xFF
        self.at += 1
        if kind in _BARE:
            return
        length = self.number()
        if kind == _TUPLE:
            for _ in range(length):
                self.constant()
        else:
            self.at += length + (kind in _CLOSED_BY_0)
            if kind in _NUMBERS and self.at > len(self.data):
                raise _Refused

    def file(self) -> None:
        names, constants = self.number(), self.number()
        for _ in range(names):
            length = self.number()
            if not length & 1:
                self.at += (length >> 1) + 1
        for _ in range(constants):
            self.constant()
        self.code()

    def code(self) -> None:
        head = self.number()
        self.at += head >> 3
        if head & 4:
            for _ in range(self.number()):
                self.code()


def never_ends(data: bytes) -> bool:
    """Whether the loader of this MicroPython would read numbers behind the end of a compiled file without native code.

    A file whose first bytes it refuses ends at once, in an error.
    """
    if _is_refused(data):
        return False
    try:
        _Reader(data).file()
    except _End:
        return True
    except _Refused:
        pass
    return False


def fits(data: bytes) -> bool:
    """Whether the parts of a compiled file without native code end where the file does, or the loader refuses it."""
    if _is_refused(data):
        return True
    reader = _Reader(data)
    try:
        reader.file()
    except (_End, _Refused):
        return False
    return reader.at == len(data)


def _is_refused(data: bytes) -> bool:
    """By its first bytes."""
    return len(data) < 4 or data[0] != 0x4D or data[1] != 6
