"""The options of a command line: what is wrong with them is answered in one line, with the next step."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn

WRONG_WORDS = 2  # exit code


class Parser(argparse.ArgumentParser):
    """Of the words of `python -m module`, known as `command`."""

    def __init__(self, command: str, module: str, about: str | None, next_step: str = "") -> None:
        """`about` is the command's docstring or a sentence: its first line that is not empty is shown by --help.
        `next_step` is shown after a mistake; by default, how to see the help."""
        lines = (about or "").strip().splitlines()
        super().__init__(prog=f"python -m {module}", description=lines[0] if lines else None)
        self._command = command
        self._next_step = next_step or f"See: {self.prog} --help"

    def error(self, message: str) -> NoReturn:
        self.refuse(f"{message}. {self._next_step}")

    def refuse(self, message: str) -> NoReturn:
        """What is wrong with a word, its next step said with it."""
        self.exit(WRONG_WORDS, f"{self._command}: {message}\n")


def whole(text: str) -> int:
    """A word that is a whole number, of either sign."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def at_least(least: int) -> Callable[[str], int]:
    """The type of a word that is a whole number from `least` up; `least` is 0 or more."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} up")
        return int(text)

    return number
