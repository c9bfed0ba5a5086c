# Reads firmware/languages/*.csv: gives each text its rank and makes what the unit loads. Decides no wording.
"""A row of `en.csv`: key, text, a comment for the translator. `|` ends a line on the glass; a text that is another key
behind `=` is that key's text. `cause.NAME` and `next.NAME` tell the fault NAME of safety/faults.py.

A rank is the place of a text in `<language>.dat`. The sources know ranks by the names in ionto/panel/texts.py, which
`python -m tools.image.texts` makes anew. Another language has keys of `en.csv`, and no `=`: what it lacks is
English. In a .dat a text is in the fonts' code: ASCII, then from 0x80 the characters of `EXTRA` in draw/fonts.py.

Two rows tell of the file, not of the panel: OWN_NAME, the language's name for itself, and STORED_AS, its number in the
settings: no two the same, none left out, and none that ever changes.
"""

from __future__ import annotations

import ast
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from tools.image.constant_folding import constants, replaced

ROOT = Path(__file__).resolve().parents[2]
FIRST = "en"
FOLDER = Path("firmware/languages")
TEXTS = Path("firmware/ionto/panel/texts.py")
FONTS = Path("firmware/ionto/panel/draw/fonts.py")
FAULTS = Path("firmware/ionto/safety/faults.py")
MODULE = "ionto/panel/texts.py"  # TEXTS by its path on the board
FOR_FONTS = "Make the fonts anew: python -m tools.panel.make_fonts"
COMMAND = "python -m tools.image.texts"

COLUMNS = ["key", "text", "comment"]
NOTHING_KNOWN = "NONE"  # the fault whose texts tell a code without any
NO_STEP = "NO_STEP"  # the next step of a kind that has none
TWO_TEXTS = (1, 2)  # kinds of faults, S and F, that have a next step of their own
OWN_NAME = "OWN_NAME"
STORED_AS = "STORED_AS"
MOST = 16  # languages that the settings can tell apart
END = b"."  # the last byte of a data file, so that one cut short is noticed
_KEY = re.compile(r"[A-Z][A-Z0-9_]*|(cause|next)\.[A-Z][A-Z0-9_]*")


class LanguageError(Exception):
    """A language cannot be built. The message names file, line and the next step."""


@dataclass(frozen=True)
class Texts:
    """English by key, in the order of the ranks, and the ranks that tell each fault."""

    english: dict[str, str]
    faults: list[bytes]  # by kind; of each number the rank of its cause and of its next step

    @property
    def names(self) -> dict[str, int]:
        """The rank of each key that the sources name: all but those of faults."""
        return {key: rank for rank, key in enumerate(self.english) if "." not in key}


def languages(root: Path = ROOT) -> list[str]:
    """The names of the languages there are, English first."""
    found = sorted(path.stem for path in (root / FOLDER).glob("*.csv"))
    return [FIRST, *(name for name in found if name != FIRST)]


def by_number(root: Path = ROOT) -> list[tuple[str, str]]:
    """Each language's name and its name for itself, by its number in the settings. Raises LanguageError."""
    found: dict[int, tuple[str, str]] = {}
    for name in languages(root):
        rows = _all_rows(name, root)
        number = rows.get(STORED_AS, "")
        if not number.isdigit() or int(number) in found or not rows.get(OWN_NAME):
            raise LanguageError(f"{FOLDER / name}.csv: it needs {OWN_NAME}, and {STORED_AS} with a number of its own")
        found[int(number)] = name, rows[OWN_NAME]
    if sorted(found) != list(range(len(found))) or found[0][0] != FIRST or len(found) > MOST:
        raise LanguageError(f"{FOLDER}: {STORED_AS} must be 0 ({FIRST}), 1, ... to {MOST - 1}: {sorted(found)}")
    return [found[number] for number in range(len(found))]


def read(root: Path = ROOT) -> Texts:
    """English, and what tells each fault. Raises LanguageError."""
    shown = FOLDER / f"{FIRST}.csv"
    rows = _rows(FIRST, root)
    own = {key: text for key, text in rows.items() if not text.startswith("=")}
    meant = {key: key if key in own else text[1:] for key, text in rows.items()}
    for key, other in meant.items():
        if other not in own:
            raise LanguageError(f"{shown}: {key} is ={other}, which has no text of its own. Name a key that has")
    told = {name: _told(name, code // 100, meant) for name, code in _fault_codes(root).items()}
    strange = [key for key in rows if "." in key and key.partition(".")[2] not in told]
    if strange:
        raise LanguageError(f"{shown}: {strange[0]} is no fault of {FAULTS}. Write its name there, or take the row out")
    of_faults = {key for pair in told.values() for key in pair}
    # Ranks of faults fit a byte each; ranks that the sources count up from stay in their order.
    unknown = told[NOTHING_KNOWN]
    english = {key: own[key] for key in dict.fromkeys([*unknown, *(k for k in own if k in of_faults), *own])}
    rank = {key: number for number, key in enumerate(english)}
    if len(of_faults) > 256:
        raise LanguageError(f"{shown}: more than 256 texts tell faults. Let some share one (=key)")
    table: list[bytearray] = []
    for name, code in sorted(_fault_codes(root).items(), key=lambda item: item[1]):
        kind, number = divmod(code, 100)
        while len(table) <= kind:
            table.append(bytearray())
        row = table[kind]
        row += bytes(rank[key] for key in unknown) * (number - len(row) // 2)  # codes that are no fault
        row += bytes(rank[key] for key in told[name])
    return Texts(english, [bytes(row) for row in table])


def _told(name: str, kind: int, meant: dict[str, str]) -> tuple[str, str]:
    """The keys of a fault's cause and next step."""
    shown = FOLDER / f"{FIRST}.csv"
    cause, step = f"cause.{name}", f"next.{name}"
    two = name == NOTHING_KNOWN or kind in TWO_TEXTS
    if cause not in meant or (two and step not in meant):
        raise LanguageError(f"{shown} has no {cause if cause not in meant else step}: what tells this fault? Write it")
    if step in meant and not two:
        raise LanguageError(f"{shown}: {step}: a fault of this kind has the next step in its cause. Take the row out")
    if not two and NO_STEP not in meant:
        raise LanguageError(f"{shown} has no {NO_STEP}, an empty text for kinds without a next step. Write it")
    return meant[cause], meant[step] if two else NO_STEP


def _fault_codes(root: Path) -> dict[str, int]:
    """Every fault's name and code; NONE is 0. The kinds, constants as well, are below 100."""
    found = constants({"faults.py": _source(FAULTS, root)})["faults"]
    return {name: code for name, code in found.items() if name == NOTHING_KNOWN or code > 100}


def _rows(name: str, root: Path) -> dict[str, str]:
    """Key and text of each row of a file that is shown. Raises LanguageError."""
    return {key: text for key, text in _all_rows(name, root).items() if key not in (OWN_NAME, STORED_AS)}


def _all_rows(name: str, root: Path) -> dict[str, str]:
    """Key and text of each row of a file. Raises LanguageError."""
    shown = FOLDER / f"{name}.csv"
    rows: dict[str, str] = {}
    try:
        text = (root / shown).read_text("utf-8").removeprefix("\N{BYTE ORDER MARK}")
        reader = csv.reader(io.StringIO(text), strict=True)
        for row in reader:
            where = f"{shown}:{reader.line_num}"
            if reader.line_num == 1:
                if row != COLUMNS:
                    raise LanguageError(f"{where}: the first line must be {','.join(COLUMNS)}")
            elif len(row) != len(COLUMNS):
                raise LanguageError(f"{where}: {len(row)} columns. Write {','.join(COLUMNS)}; quote a text with commas")
            elif not _KEY.fullmatch(row[0]) or row[0] in rows:
                raise LanguageError(f"{where}: {row[0]!r} is {'there twice' if row[0] in rows else 'no key'}")
            else:
                rows[row[0]] = row[1]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LanguageError(f"{shown} cannot be read ({error}). Save it as CSV in UTF-8") from None
    return rows


def _source(path: Path, root: Path) -> bytes:
    """A source, with the line ends of the house. Raises LanguageError."""
    try:
        return (root / path).read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise LanguageError(f"{path} cannot be read ({error.strerror}). Restore it, then repeat") from None


def coded(name: str, key: str, text: str, extra: str) -> bytes:
    """A text in the fonts' code; `|` becomes a line feed. Raises LanguageError."""
    codes = bytearray()
    for c in text:
        if c == "|":
            codes.append(10)
        elif " " <= c <= "~":
            codes.append(ord(c))
        elif c in extra:
            codes.append(0x80 + extra.index(c))
        else:
            raise LanguageError(f"{FOLDER / name}.csv: {key}: no font has {c!r}. {FOR_FONTS}")
    if len(codes) > 255:
        raise LanguageError(f"{FOLDER / name}.csv: {key} has more than 255 characters. Shorten it")
    return bytes(codes)


def extra_characters(root: Path = ROOT) -> str:
    """EXTRA of draw/fonts.py, read without importing it."""
    for node in ast.parse(_source(FONTS, root)).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "EXTRA":
            return str(ast.literal_eval(node.value))
    raise LanguageError(f"{FONTS} has no line EXTRA = ... {FOR_FONTS}")


def wording(name: str, texts: Texts, root: Path = ROOT) -> list[bytes]:
    """Every text of a language by rank; English where it has none. Raises LanguageError."""
    own = translated(name, texts, root)
    extra = extra_characters(root)
    return [coded(name, key, own.get(key, english), extra) for key, english in texts.english.items()]


def translated(name: str, texts: Texts, root: Path = ROOT) -> dict[str, str]:
    """What a language has of its own. Raises LanguageError."""
    if name == FIRST:
        return texts.english
    rows = _rows(name, root)
    for key, text in rows.items():
        if key not in texts.english or text.startswith("="):
            wrong = f"={text[1:]}: only {FIRST}.csv refers" if text.startswith("=") else f"{FIRST}.csv has no such text"
            raise LanguageError(f"{FOLDER / name}.csv: {key}: {wrong}. Take the row out")
    return rows


def characters(root: Path = ROOT) -> str:
    """Every character beyond ASCII in any language's texts, sorted. Raises LanguageError."""
    texts = [text for name in languages(root) for text in _all_rows(name, root).values()]
    return "".join(sorted({c for text in texts for c in text if c > "~"}))


def data_file(texts: list[bytes]) -> bytes:
    """What the unit loads: how many texts (2 bytes, low first), the length of each, each with a 0 behind it, END."""
    return len(texts).to_bytes(2, "little") + bytes(map(len, texts)) + b"".join(text + b"\0" for text in texts) + END


def build(root: Path = ROOT) -> tuple[dict[str, bytes], dict[str, int]]:
    """Each language's data file by its path on the board, and how many of its texts are English for want of its own.

    Raises LanguageError, also when texts.py does not go with English and the faults.
    """
    texts = check_made(root)
    names = languages(root)
    files = {f"languages/{name}.dat": data_file(wording(name, texts, root)) for name in names}
    return files, {name: len(texts.english.keys() - translated(name, texts, root).keys()) for name in names}


def without_english(module: bytes) -> bytes:
    """texts.py as an image has it."""
    for statement in ast.parse(module).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "ENGLISH":
            return replaced(module, [(statement.value, b"()")])
    return module


def check_made(root: Path = ROOT) -> Texts:
    """English, when texts.py is as made from it. Raises LanguageError."""
    texts = read(root)
    if _source(TEXTS, root) != module(texts, root):
        raise LanguageError(f"{TEXTS} does not go with {FOLDER / FIRST}.csv and {FAULTS}. Make it anew: {COMMAND}")
    return texts


HEAD = f"""\
# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `{COMMAND}`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(%d)

"""


def module(texts: Texts, root: Path = ROOT) -> bytes:
    """The whole text of texts.py."""
    out = [HEAD % len(texts.english)]
    out += [f"{name} = const({rank})\n" for name, rank in texts.names.items()]
    out += ["\n# By kind and number of a fault: the rank of its cause, then of its next step.\n"]
    known = by_number(root)
    extra = extra_characters(root)
    out += ["# fmt: off\nFAULTS = (\n"]
    out += _filled(texts.faults)
    out += [")\n\n# By the number in the settings: the language's file, and its name for itself.\nLANGUAGES = (\n"]
    out += _filled([name.encode() for name, _own in known])
    out += [")\nOWN_NAMES = (\n"]
    out += _filled([coded(name, OWN_NAME, own, extra) for name, own in known])
    out += [")\n\nENGLISH = (\n"]
    out += _filled(wording(FIRST, texts, root))
    out += [")\n# fmt: on\n"]
    return "".join(out).encode()


def _filled(parts: list[bytes]) -> list[str]:
    """Elements of a tuple in lines of at most 120 characters; what is longer is cut into pieces that Python joins."""
    lines = [""]
    for part in parts:
        pieces = _pieces(part)
        if len(pieces) == 1 and len(lines[-1]) + len(pieces[0]) < 113:
            lines[-1] += (" " if lines[-1] else "") + pieces[0] + ","
        else:
            lines += [*pieces[:-1], pieces[-1] + ","]
    return [f"    {line}\n" for line in lines if line]


def _pieces(data: bytes) -> list[str]:
    pieces: list[str] = []
    start = 0
    while start < len(data) or not pieces:
        end = start + 1
        while end < len(data) and len(repr(data[start : end + 1])) <= 112:
            end += 1
        text = repr(data[start:end])
        pieces.append('b"' + text[2:-1] + '"' if text[1] == "'" and '"' not in text else text)
        start = end
    return pieces
