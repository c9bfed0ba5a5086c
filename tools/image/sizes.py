# Counts an image's bytes, room by room, against what the board's memory is planned for. Builds nothing.

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.image import flash_names, mpy_parts

# Bytes; what the board's memory is planned for. "Resident" is what stays in memory of every compiled file: the sum of
# their sizes without the names that MicroPython has in its flash, which counts another name once a file, though the
# board keeps it once. Bytecode, and, apart from it, modules with machine code: three times as large for the same words,
# and what the tick's time is bought with.
BYTECODE_LIMIT = 78_000
MACHINE_CODE_LIMIT = 42_000
# Names that MicroPython does not have, of whatever was ever loaded: it keeps them in tables of 20, 40, ... 640, and the
# next, of 1,280, would take 7.7 KB. The files' own names and what boot.py and main.py say, some 160, come to these.
NAMES_LIMIT = 1_080

# What is imported where no current flows, and leaves memory before it does (ionto/app/housekeeping.py, VISITORS): of
# these only the names stay. While they are there nothing else needs the room.
VISITORS = tuple(
    f"ionto/app/{name}.mpy" for name in ("desk", "afterwards", "look_back", "settings_pages", "dates", "practice")
)
VISITORS_LIMIT = 14_000


@dataclass(frozen=True)
class Image:
    """What was built: the folder, the version, and each file's size in bytes by its path on the board.

    `resident`: what stays in memory, by path; `native`: those of them that hold machine code, or, in a portable image,
    are source that becomes it; `untranslated`: how many texts of a language are English;
    `names`: the short one of each name that has one; `kept_names`: how many the board must keep, each once.
    """

    folder: Path
    board: str
    version: str
    sizes: dict[str, int]
    resident: dict[str, mpy_parts.Parts]
    native: list[str]
    untranslated: dict[str, int]
    names: dict[str, str]
    kept_names: int

    @property
    def bytecode_bytes(self) -> int:
        """The files that are bytecode; of visitors the names."""
        whole = sum(part.total for path, part in self.resident.items() if path not in self.native)
        return whole - self.visiting_bytes

    @property
    def visiting_bytes(self) -> int:
        """What leaves memory before current flows."""
        return _visiting(self.resident)

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


def counted(files: dict[str, bytes]) -> dict[str, int]:
    """The same figures from the files as they lie on a board, by path, below whichever slot.

    Bytes: `bytecode_bytes` that stay in memory, `visiting_bytes` that leave it before current flows,
    `machine_code_bytes`, `image_bytes` of all files; and how many names the board must keep.
    """
    resident = {path: mpy_parts.parts(data, flash_names.NAMES) for path, data in files.items() if path.endswith(".mpy")}
    whole = sum(part.total for part in resident.values())
    native = sum(part.total for path, part in resident.items() if mpy_parts.has_machine_code(files[path]))
    visiting = _visiting(resident)
    return {
        "bytecode_bytes": whole - native - visiting,
        "visiting_bytes": visiting,
        "machine_code_bytes": native,
        "image_bytes": sum(len(data) for data in files.values()),
        "kept_names": kept_names(files),
    }


def kept_names(files: dict[str, bytes]) -> int:
    """How many names stand in the compiled files that MicroPython has not in its flash."""
    there = (mpy_parts.names(data) for path, data in files.items() if path.endswith(".mpy"))
    return len(set().union(*there) - flash_names.NAMES)


def _visiting(resident: dict[str, mpy_parts.Parts]) -> int:
    return sum(part.total - part.names for path, part in resident.items() if path.endswith(VISITORS))


def _by_room(sizes: dict[str, int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for path, size in sizes.items():
        room = path.rpartition("/")[0] or "."
        totals[room] = totals.get(room, 0) + size
    return dict(sorted(totals.items()))


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
    print(f"  while no current flows {image.visiting_bytes} of {VISITORS_LIMIT} more,")
    print(f"  {image.kept_names} of {NAMES_LIMIT} names that MicroPython has not,")
    print(f"  and modules with machine code {image.machine_code_bytes} of {MACHINE_CODE_LIMIT} bytes:")
    for path in image.native:
        print(f"  {image.resident[path].total:>9} {path}")
    for language, texts in image.untranslated.items():
        if texts:
            print(f"  {language}: {texts} texts are English, because firmware/languages/{language}.csv lacks them")


def _line(room: str, part: mpy_parts.Parts, other: int) -> None:
    print(f"  {room:<16}{part.total:>9}   ({part.code:>5} {part.names:>6} {part.data:>5}){other:>8}")
