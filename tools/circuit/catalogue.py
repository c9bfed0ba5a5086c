# The parts that a maker orders, read from catalogue.csv: kind, pins, what each withstands, its number, what may stand
# in its place. Decides which part is allowed, not where it sits. Numbers and figures are from memory: look at the data
# sheet before ordering.

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

PASSIVE, POWER_IN, POWER_OUT, IN, OUT, OPEN_COLLECTOR, BOTH = (
    "PASSIVE",
    "PWRIN",
    "PWROUT",
    "INPUT",
    "OUTPUT",
    "OPENCOLL",
    "BIDIR",
)
KINDS = {PASSIVE, POWER_IN, POWER_OUT, IN, OUT, OPEN_COLLECTOR, BOTH}

Pins = tuple[tuple[str, str, str], ...]  # number, name, type


@dataclass(frozen=True)
class Item:
    """One orderable part. `volts` is what its terminals withstand, `figures` what the deck needs of its data sheet."""

    number: str
    kind: str
    pins: Pins
    volts: float
    rating: str
    alternatives: str
    value: str = ""
    tolerance: str = ""
    figures: dict[str, float] = field(default_factory=dict)


def passive(*names: str) -> Pins:
    return tuple((str(k), name, PASSIVE) for k, name in enumerate(names, 1))


def _pins(text: str) -> Pins:
    found = []
    for word in text.split():
        number, name, kind = word.split(":")
        if kind.upper() not in KINDS:
            raise ValueError(f"catalogue.csv: {word!r} is no pin")
        found.append((number, name, kind.upper()))
    return tuple(found)


def _read() -> dict[str, Item]:
    with Path(__file__).with_name("catalogue.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["number"]: Item(
                number=row["number"],
                kind=row["kind"],
                pins=_pins(row["pins"]),
                volts=float(row["volts"]),
                rating=row["rating"],
                alternatives=row["alternatives"],
                value=row["value"],
                tolerance=row["tolerance"],
                figures={
                    name: float(value) for name, _, value in (word.partition("=") for word in row["figures"].split())
                },
            )
            for row in csv.DictReader(file)
        }


ITEMS = _read()
