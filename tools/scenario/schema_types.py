"""The rows of the schema: a value, a word with values, a part with modes. Holds no words itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

INT31 = 2**31 - 1


@dataclass(frozen=True)
class Value:
    """One number or word of a scenario.

    `default` None means that it must be given. Both ends of `low` to `high` are allowed. `choices` makes it a word
    out of a list. `vary` is the range from which a seed draws it where the scenario says `"vary": true`.
    """

    name: str
    about: str
    default: int | str | None
    low: int = 0
    high: int = INT31
    unit: str = ""
    choices: tuple[str, ...] = ()
    vary: tuple[int, int] | None = None
    step: int = 1

    def allowed(self) -> str:
        """The allowed values, in words: `0 to 4095`, `10 to 40 min`."""
        if self.choices:
            return ", ".join(self.choices)
        steps = f" in steps of {self.step}" if self.step > 1 else ""
        return f"{self.low} to {self.high} {self.unit}".rstrip() + steps


@dataclass(frozen=True)
class Word:
    """A mode of a part, or an action of the user. `lasts`: it has a duration and so may have an end."""

    name: str
    about: str
    values: tuple[Value, ...] = ()
    lasts: bool = True


@dataclass(frozen=True)
class Part:
    """A part that can fail, and the ways it can."""

    name: str
    about: str
    modes: tuple[Word, ...]


Row = TypeVar("Row", Value, Word, Part)


def by_name(rows: Iterable[Row], name: object) -> Row | None:
    """The row of that name, or None."""
    return next((row for row in rows if row.name == name), None)
