# Which pages the manual has, in which order and language; what the display says of each fault. Decides no wording.
"""The pages are Markdown in docs/manual/. Text in backticks is what stands on the glass, word by word, in the language
of the page. `<!-- screen: NAME -->` is the picture of the screen that has this name in the panel's examples; at the
beginning of a numbered step it belongs to the step. `<!-- page -->` begins a new sheet of paper.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.image import languages

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "manual"
# In the order in which they are read; the quick guide is a sheet of its own.
PAGES = ("index", "before", "water", "treatment", "care", "messages", "figures", "tested")
SCREEN = re.compile(r"<!-- screen: (\w+) -->")
NEW_SHEET = "<!-- page -->"
QUOTE = re.compile(r"`([^`]+)`")
KINDS = {
    "S": ("S: it does not start", "The self-test refuses the start. Nothing was switched on."),
    "F": (
        "F: cut off, and it stays off",
        "The output was opened at once. Nothing flows until the power was off and the test has passed. "
        "If it comes again, do not use it.",
    ),
    "C": ("C: led to zero", "The treatment was ended gently."),
    "R": ("R: not today, or not so", "The unit says why."),
    "L": ("L: locked", "Only whoever built it opens it again."),
}


def quick(name: str) -> Path:
    """The quick guide in a language."""
    return FOLDER / "quick.md" if name == languages.FIRST else FOLDER / "quick" / f"{name}.md"


def language_of(path: str) -> str:
    """The language of a page, by its path below docs/manual/."""
    return Path(path).stem if Path(path).parent.name == "quick" else languages.FIRST


def on_one_line(text: str) -> str:
    """A text of the glass without its lines' ends."""
    return text.replace("-|", "").replace("|", " ").strip()


def texts(name: str, root: Path = ROOT) -> dict[str, str]:
    """Every text of a language by its key, as it reads on one line. Raises LanguageError."""
    english = languages.read(root)
    own = english.english if name == languages.FIRST else languages.translated(name, english, root)
    return {key: on_one_line(own.get(key, text)) for key, text in english.english.items()}


def messages(root: Path = ROOT) -> str:
    """Every fault, refusal and lock in Markdown: what the glass says, and what to do, from the firmware's own texts.

    Raises LanguageError.
    """
    ranked = list(texts(languages.FIRST, root).values())
    faults = (root / languages.FAULTS).read_text("utf-8")
    rows: dict[str, list[tuple[str, str, str]]] = {kind: [] for kind in KINDS}
    by_kind = languages.read(root).faults
    for _name, code in re.findall(r"^([A-Z_0-9]+) = const\((\d{3})\)", faults, re.MULTILINE):
        kind, number = "?SFCRL"[int(code) // 100], int(code) % 100
        cause, step = by_kind[int(code) // 100][2 * number : 2 * number + 2]
        named = " ..." if ranked[cause].endswith(":") else ""  # a name follows, of a file or a part
        rows[kind].append((f"{kind}{number:02d}", ranked[cause] + named, ranked[step]))
    lines: list[str] = []
    for kind, (head, about) in KINDS.items():
        columns = 3 if any(step for _, _, step in rows[kind]) else 2
        heads = ("code", "the display says", "what to do")[:columns]
        lines += [f"## {head}", "", about, "", f"| {' | '.join(heads)} |", "| --- " * columns + "|"]
        lines += [f"| {' | '.join(row[:columns])} |" for row in rows[kind]]
        lines.append("")
    return "\n".join(lines)


def page(path: str, root: Path = ROOT) -> str:
    """The Markdown of a page below docs/manual/, the list of messages with it."""
    text = (root / "docs" / "manual" / path).read_text("utf-8")
    return text + "\n" + messages(root) if path == "messages.md" else text
