# Packs what the unit in a browser runs: the image, the same as bytecode, the simulation, compiled. Runs nothing.
"""MicroPython in WebAssembly has no emitter of machine code and no LittleFS. So a bundle holds

- `image/`: the simulation's image, byte for byte. It lies on the simulated flash: the self-test hashes it, and
  the sizes of its files set how long that takes;
- `plain/`: the same image with all modules as bytecode. From there the firmware is imported;
- `ionto/`: the simulation and its harness, compiled, and what they read of firmware and boards.

The file: four bytes, how long the index is (little-endian); the index, JSON with a version and `[path, begin, size]` of
each file in the order of their paths; the files. All gzipped, without a time: the same bytes from the same sources.
"""

from __future__ import annotations

import gzip
import json
import re
import struct
import tempfile
from pathlib import Path

from tools import image

DECORATOR = re.compile(rb"^[ \t]*@micropython\.(?:native|viper)[ \t]*\n", re.MULTILINE)
ROOT = image.ROOT
SOURCES = ("tools/sim", "tools/harness")  # folders, whole
# What the harness reads beside them: names of states and faults, and the glyphs that screen_reader.py knows again.
SINGLE = (
    "tools/line_protocol.py",
    "tools/live/bench.py",
    "tools/live/console.py",
    "tools/live/unit.py",
    "tools/slots.py",
    "tools/site/wasm_unit.py",
    "tools/site/web_unit.py",
    "firmware/ionto/safety/faults.py",
    "firmware/ionto/treatment/states.py",
    "firmware/ionto/panel/draw/fonts.py",
)
NOT_RUN = re.compile(r"tools/(?:sim/shims/.*|harness/process_pool\.py)")


def files(board: str, root: Path = ROOT) -> dict[str, bytes]:
    """Every file of the bundle by its path. Raises ImageError."""
    found: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as scratch:
        made = image.build(board, Path(scratch) / "fs", root, portable=True)
        names = image.tree(made.folder)
        for name, content in names.items():
            found["image/" + name] = content
            path, text = as_bytecode(name, content, Path(scratch))
            found["plain/" + path] = text
        for name, source in simulation(root).items():
            path, text = as_bytecode(name, source, Path(scratch))
            found["ionto/" + path] = text
    found[f"ionto/boards/{board}/pins.csv"] = (root / "boards" / board / "pins.csv").read_bytes()
    return dict(sorted(found.items()))


def simulation(root: Path = ROOT) -> dict[str, bytes]:
    """The sources of the simulation by their path from the root, line ends alike."""
    paths = [path for folder in SOURCES for path in (root / folder).rglob("*.py")]
    paths += [root / name for name in SINGLE]
    named = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: named[name].read_bytes().replace(b"\r\n", b"\n") for name in sorted(named) if not NOT_RUN.match(name)}


def as_bytecode(name: str, content: bytes, scratch: Path) -> tuple[str, bytes]:
    """A source as bytecode, without its emitters; every other file as it is. Raises ImageError."""
    if not name.endswith(".py") or name in ("boot.py", "main.py", "rescue_main.py"):
        return name, content
    source, compiled = scratch / "source.py", scratch / "compiled.mpy"
    source.write_bytes(DECORATOR.sub(b"", content))
    image.compile_file(source, name, compiled)
    return name.removesuffix(".py") + ".mpy", compiled.read_bytes()


def pack(found: dict[str, bytes], version: str) -> bytes:
    """One file of many. Equal contents are kept once: `image/` and `plain/` share most."""
    at: dict[bytes, int] = {}
    index, body = [], bytearray()
    for path, content in sorted(found.items()):
        if content not in at:
            at[content] = len(body)
            body += content
        index.append([path, at[content], len(content)])
    head = json.dumps({"version": version, "files": index}, separators=(",", ":")).encode("ascii")
    return gzip.compress(struct.pack("<I", len(head)) + head + bytes(body), 9, mtime=0)


def build(board: str, root: Path = ROOT) -> bytes:
    """The bundle. Raises ImageError."""
    return pack(files(board, root), image.read_version(root))
