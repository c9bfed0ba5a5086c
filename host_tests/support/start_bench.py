# A chip that runs boot.py and main.py of an image under CPython, over files in memory: pins, display, console. Decides
# nothing about the files; no circuit, no time.

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import CodeType, ModuleType, SimpleNamespace
from typing import Any

from tools.harness import screen_reader
from tools.sim.chips.ssd1306 import SSD1306Chip
from tools.sim.pins import of_board
from tools.sim.shims import framebuf

PINS: Any = of_board(str(Path(__file__).resolve().parents[2] / "boards"), "pico")
OUTPUTS = {row.gpio for row in PINS.rows if row.direction in ("out", "pwm")} - {PINS.LED_FAULT}
FOLDER, FILE = 0x4000, 0x8000
Tree = dict[str, bytes]


@lru_cache(maxsize=8)
def _compiled(source: bytes, name: str) -> CodeType:
    return compile(source, name, "exec")


@lru_cache(maxsize=64)
def _read(memory: bytes) -> tuple[str, ...]:
    return tuple(screen_reader.read(memory).lines)


class StartBench:
    """`run(tree)` starts a board with the files `tree`, by path, an empty folder with a slash at its end.

    Then `said`: what the console got, "" for nothing;
    `levels`: pins driven, by GPIO; `order`: as they were; `lines`: what the glass shows."""

    def __init__(self, version: tuple[Any, ...] = (1, 26, 1, ""), machine: str = "Raspberry Pi Pico with RP2040"):
        self.implementation = SimpleNamespace(name="micropython", version=version, _machine=machine, _mpy=4102)
        self.levels: dict[int, int] = {}
        self.order: list[int] = []
        self.high: set[int] = set()  # read as high before they are driven
        self.display_answers = True
        self.said = ""
        self.slept_us = 0
        self.namespace: dict[str, Any] = {}
        self.current = ""  # folder, the slot that boot.py has chosen
        self.glass = SSD1306Chip()

    def run(self, tree: Tree) -> None:
        """boot.py, in one namespace with what main.py would see; main.py itself is not run."""
        self.tree = tree
        self.current = ""
        self.namespace = {"__name__": "__main__", "open": self._open}
        self._execute("boot.py")

    def run_main(self) -> None:
        """main.py of the current folder, as after boot.py; where `import boot` takes a slot's."""
        name = f"{self.current}/main.py".lstrip("/")
        folders = iter(("a", "b"))

        def find(wanted: str, *_: Any) -> ModuleType:
            if wanted != "boot":
                return __import__(wanted)
            path = f"{next(folders)}/boot.py"
            if path not in self.tree:
                raise ImportError
            module = ModuleType("boot")
            module.__dict__["open"] = self._open
            exec(_compiled(self.tree[path], path), module.__dict__)
            return module

        self.namespace["__builtins__"] = {**vars(builtins), "__import__": find}
        self._execute(name)

    @property
    def lines(self) -> list[str]:
        """What can be read, when the display is lit."""
        return list(_read(bytes(self.glass.gddram))) if self.glass.visible() else []

    @property
    def refused(self) -> bool:
        """The console waits, the lamp is lit, every other output is driven low, and the glass tells."""
        low = all(self.levels.get(gpio) == 0 for gpio in OUTPUTS)
        return bool(self.said and low and self.levels.get(PINS.LED_FAULT) == 1 and self.lines)

    def _execute(self, name: str) -> None:
        kept = {key: sys.modules.get(key) for key in self._modules()}
        sys.modules.update(self._modules())
        try:
            exec(_compiled(self.tree[name], name), self.namespace)
        except Exception as error:
            self.said = str(error)
        finally:
            for key, module in kept.items():
                if module is None:
                    del sys.modules[key]
                else:
                    sys.modules[key] = module

    def _modules(self) -> dict[str, ModuleType]:
        bench = self

        class Pin:
            OUT = 1

            def __init__(self, gpio: int, mode: int = -1, *, value: int = 0) -> None:
                self.gpio = gpio
                if mode == Pin.OUT:
                    bench.levels[gpio] = value
                    bench.order.append(gpio)

            def value(self) -> int:
                return int(self.gpio in bench.high)

        class I2C:
            def __init__(self, number: int, *, scl: Pin, sda: Pin, freq: int, timeout: int) -> None:
                assert (number, scl.gpio, sda.gpio) == (1, PINS.SCL1, PINS.SDA1)

            def writeto(self, address: int, data: bytes) -> int:
                if not bench.display_answers or address != 0x3C:
                    raise OSError(5)
                bench.glass.write(data)
                return len(data)

        def sleep_us(us: int) -> None:
            bench.slept_us += us

        made = {
            "machine": {"Pin": Pin, "I2C": I2C},
            "gc": {"collect": int},
            "time": {"sleep_us": sleep_us},
            "os": {"ilistdir": self._list, "chdir": self._chdir, "stat": self._stat},
            "sys": {"path": ["", ".frozen"], "implementation": self.implementation},
            "framebuf": vars(framebuf),
        }
        modules: dict[str, ModuleType] = {}
        for name, content in made.items():
            modules[name] = ModuleType(name)
            modules[name].__dict__.update(content)
        return modules

    def _chdir(self, folder: str) -> None:
        self.current = folder.strip("/")

    def _stat(self, path: str) -> None:
        if path[1:] not in self.tree:
            raise OSError(2)

    def _open(self, path: str, mode: str = "r") -> Any:
        path = path[1:] if path.startswith("/") else f"{self.current}/{path}".lstrip("/")
        if path not in self.tree:
            raise OSError(2)
        data = BytesIO(self.tree[path])
        return data if "b" in mode else TextIOWrapper(data, "utf-8")

    def _list(self, folder: str) -> Iterator[tuple[str, int, int, int]]:
        begin = folder.strip("/")
        begin = begin + "/" if begin else ""
        seen = set()
        for path, data in self.tree.items():
            if path.startswith(begin):
                name, slash, _ = path[len(begin) :].partition("/")
                if name and name not in seen:
                    seen.add(name)
                    yield (name, FOLDER, 0, 0) if slash else (name, FILE, 0, len(data))
