# MicroPython's prompt over a model of the flash, for what talks to a board by mpremote: programs run under CPython, the
# flash loses its power after so many bytes. Decides nothing of what is sent.

from __future__ import annotations

import io
import os
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from tools.sim.mcu.flash import Mounted, mount
from tools.sim.mcu.ram_flash import RamFlash


class PowerCut(Exception):
    """The flash has no power any more."""


class BoardPrompt:
    """`execute` and `fs_writefile` as mpremote's transport has them; `mounted` is the flash."""

    device_name = "a model"

    def __init__(self, files: dict[str, bytes], blocks: int = 352, version: tuple[int, ...] = (1, 26, 1)) -> None:
        self.flash = RamFlash(blocks)
        self.mounted: Mounted = mount(self.flash, files)
        self.machine = "Raspberry Pi Pico with RP2040"
        self.version = version
        self.number = b"\xe6\x60\x01\x02"
        self.high: set[int] = set()
        self.namespace: dict[str, Any] = {}

    def exec(self, program: str) -> bytes:
        """What the program prints."""
        out = io.StringIO()
        bench = self

        class Pin:
            def __init__(self, gpio: int) -> None:
                self.gpio = gpio

            def value(self) -> int:
                return int(self.gpio in bench.high)

        implementation = SimpleNamespace(name="micropython", version=self.version, _machine=self.machine, _mpy=4102)
        faces: dict[str, Any] = {
            "os": self.mounted.os,
            "machine": SimpleNamespace(Pin=Pin, unique_id=lambda: self.number),
            "sys": SimpleNamespace(implementation=implementation),
        }

        def find(name: str, *rest: Any) -> ModuleType | Any:
            return faces[name] if name in faces else __import__(name, *rest)

        builtins = {**vars(sys.modules["builtins"]), "__import__": find, "open": self.mounted.open}
        builtins["print"] = lambda *words, **how: print(*words, file=out, **how)
        self.namespace["__builtins__"] = builtins
        exec(program, self.namespace)
        return out.getvalue().encode()

    def fs_writefile(self, path: str, data: bytes, chunk_size: int = 256) -> None:
        """Bytes of a file, in chunks. What the flash refuses has its number in `errno`, as mpremote has it."""
        try:
            with self.mounted.open(path, "wb") as f:
                for at in range(0, len(data), chunk_size):
                    f.write(data[at : at + chunk_size])
        except OSError as error:
            raise OSError(error.args[0], os.strerror(error.args[0])) from error

    def files(self) -> dict[str, bytes]:
        """What lies on the flash after the next power-on, by path."""
        self.mounted = self.mounted.remount()
        return {path: data for path, data in self.flash.tree.items() if data is not None}
