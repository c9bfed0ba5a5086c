"""What a code, a state or an event of the log is called, from the firmware's own tables and texts. Decides no code."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ionto.records import event_log
from ionto.safety import faults

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "firmware" / "languages" / "en.csv"
SITES = ("hands", "feet", "underarms")
RESULTS = ("none", "completed", "stopped", "fault", "abandoned")


@cache
def texts() -> dict[str, str]:
    """Every English text by its key, one line each; a reference to another key followed."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row[1] for row in csv.reader(file) if len(row) > 1}
    found = {key: rows.get(text[1:], "") if text.startswith("=") else text for key, text in rows.items()}
    return {key: text.replace("|", " ") for key, text in found.items()}


@cache
def names() -> dict[int, str]:
    """Faults and events by their code."""
    found = {value: name for name, value in vars(faults).items() if name.isupper() and isinstance(value, int)}
    own = {value: name for name, value in vars(event_log).items() if name.isupper() and isinstance(value, int)}
    return {code: name for code, name in {**found, **own}.items() if code > 100}


def label(code: int) -> str:
    """`F04`, or an event's name."""
    return faults.label(code) if 100 < code < 600 else names().get(code, str(code)).lower()


def cause(code: int) -> str:
    """What the glass says of a code."""
    return texts().get(f"cause.{names().get(code, '')}", "")


def next_step(code: int) -> str:
    """What the glass says is to be done."""
    return texts().get(f"next.{names().get(code, '')}", "")
