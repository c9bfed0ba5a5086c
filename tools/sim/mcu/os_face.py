# MicroPython's `os` as a board has it: the host's files, which the simulation mounts beside the flash, are not in it.
# Decides nothing about files. MicroPython only; CPython has the model's (flash_model.py).

import os as _os
from os import *  # noqa: F403

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def ilistdir(path: str = "/") -> "Iterator[tuple[str, int, int, int]]":
    """As MicroPython's."""
    for entry in _os.ilistdir(path):  # type: ignore[attr-defined]
        if path != "/" or entry[0] != "host":
            yield entry


def listdir(path: str = "/") -> "list[str]":  # type: ignore[no-redef]
    """As MicroPython's."""
    return [entry[0] for entry in ilistdir(path)]
