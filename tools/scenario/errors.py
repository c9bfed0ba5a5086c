"""What is wrong with a scenario file, in words: file, place, cause, what to do. Finds nothing wrong itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

MOST_NAMED = 20  # words a message may list


@dataclass(frozen=True)
class Error:
    """One mistake. `place` is the path inside the file, `faults[2].mode`, or line and column."""

    place: str
    cause: str
    todo: str


class ScenarioError(Exception):
    """A file that is no scenario, with everything found wrong in it at once."""

    def __init__(self, file: str, errors: list[Error]) -> None:
        super().__init__(f"{file}: {len(errors)} mistake(s)")
        self.file = file
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join(f"{self.file}: {c.place}: {c.cause}. {c.todo}" for c in self.errors)


class Errors:
    """Collects mistakes while a file is read."""

    def __init__(self) -> None:
        self.all: list[Error] = []

    def add(self, place: str, cause: str, todo: str) -> None:
        self.all.append(Error("".join(c if c.isprintable() else "?" for c in place), cause, todo))

    def unknown(self, place: str, what: str, word: object, known: Iterable[str]) -> None:
        """An unknown word: names the nearest known one, and all when they are few enough to read."""
        known = list(known)
        near = nearest(word, known)
        every = f"Known: {', '.join(known) or 'none'}." if len(known) <= MOST_NAMED else "All stand in docs/scenarios/."
        self.add(place, f"{show(word)} is no {what}", near + every)


def nearest(word: object, known: list[str]) -> str:
    """`Did you mean "stuck"? `, or nothing when no known word is near."""
    lower = {k.lower(): k for k in known}
    close = get_close_matches(str(word).lower().replace("-", "_").replace(" ", "_"), lower, n=1, cutoff=0.5)
    return f'Did you mean "{lower[close[0]]}"? ' if close else ""


def show(thing: object, most: int = 60) -> str:
    """A value as it stands in the file, cut to a length a line can bear, on one line."""
    if thing is None:
        return "null"
    if isinstance(thing, bool):
        return "true" if thing else "false"
    if isinstance(thing, dict):
        return "an object"
    if isinstance(thing, list):
        return "a list"
    text = f'"{thing}"' if isinstance(thing, str) else str(thing)
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= most else text[: most - 3] + "..."
