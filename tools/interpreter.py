# Finds the MicroPython that runs the shipped files on this computer. Runs nothing itself.
"""The interpreter comes from the pinned package; where that has no wheel, from `micropython` on PATH."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys

# The package runs MicroPython inside a Python process. Started with -m it would lose the exit code.
START_PACKAGE = "import sys; from micropython_unix import main; sys.exit(main())"


class NoInterpreter(Exception):
    """There is no MicroPython here. The message names the next step."""


def micropython() -> list[str]:
    """The words that start MicroPython; append options and a script.

    `MICROPYTHON` in the environment beats the package, the package beats PATH. Raises NoInterpreter.
    """
    named = os.environ.get("MICROPYTHON", "")
    if named:
        found = shutil.which(named)
        if found is None:
            raise NoInterpreter(f"MICROPYTHON={named}: no such program. Correct the path or unset the variable")
        return [found]
    if importlib.util.find_spec("micropython_unix") is not None:
        return [sys.executable, "-c", START_PACKAGE]
    found = shutil.which("micropython")
    if found is not None:
        return [found]
    raise NoInterpreter(
        "no MicroPython: its package has wheels for Linux x86-64 and macOS arm64 only. "
        "Build MicroPython's unix port 1.26 or newer and put `micropython` on PATH, or name it: MICROPYTHON=path"
    )
