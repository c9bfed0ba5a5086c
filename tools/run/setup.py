"""Makes ready what a run needs: platform, interpreter, image. Names the next step where something is missing."""

from __future__ import annotations

import platform
import subprocess
import sys
from functools import cache
from pathlib import Path

from tools import image, interpreter
from tools.scenario.errors import show

NEEDS = ("framebuf", "vfs", "deflate", "hashlib", "json", "struct")
OLDEST = (1, 26)  # the first with hard timer callbacks: desktop and board shall speak the same language
# What the image compiles where it runs; a MicroPython for a processor that it has no emitter for cannot.
VIPER = "import micropython\\n@micropython.viper\\ndef f(): pass"
EMITTER = f"try:\n exec('{VIPER}')\nexcept SyntaxError:\n print('bytecode')"
HEAP = "64wM"  # `w` scales it for 64-bit words; the whole simulated unit lives in it
ANSWER_S = 30
ECHO = 80  # characters of a stranger's own words that a message bears
IMAGE_HAS = ("boot.py", "main.py", image.MANIFEST)


class SetupError(Exception):
    """The machine lacks something; the message names it, and the next step."""


def check_platform(system: str, python: tuple[int, ...]) -> None:
    """Raises SetupError where the simulation cannot run at all."""
    if system not in ("Linux", "Darwin"):
        raise SetupError(
            f"{system} is not supported: the simulation needs Linux or macOS. "
            "On Windows install the Windows Subsystem for Linux (wsl --install) and clone the project there."
        )
    if python < (3, 11):
        raise SetupError(f"Python {python[0]}.{python[1]} is too old. Install 3.11 or newer, then: make clean run")


def interpreter_command(name: str) -> list[str]:
    """The words that start the interpreter, "micropython" or "cpython". Raises SetupError."""
    check_platform(platform.system(), tuple(sys.version_info[:2]))
    if name == "cpython":
        return [sys.executable, "-B"]
    try:
        words = interpreter.micropython()
    except interpreter.NoInterpreter as missing:
        raise SetupError(f"{missing}. Meanwhile --interpreter cpython runs the same firmware") from missing
    check_micropython(tuple(words))
    return [*words, "-X", f"heapsize={HEAP}"]


@cache
def check_micropython(words: tuple[str, ...]) -> None:
    """Raises SetupError when the command is not a MicroPython that can run the unit; asks a good one once."""
    probe = f"import sys,{','.join(NEEDS)}\nv=sys.implementation\nprint(v[0],v[1][0],v[1][1])\n{EMITTER}"
    try:
        done = subprocess.run([*words, "-c", probe], capture_output=True, text=True, errors="replace", timeout=ANSWER_S)
    except subprocess.TimeoutExpired as error:  # its own text has the whole question in it
        raise SetupError(f"{words[0]} does not answer within {ANSWER_S} s. Run: make doctor") from error
    except OSError as error:
        raise SetupError(f"{words[0]} does not start ({error}). Run: make clean run") from error
    answer = done.stdout.split()  # its exit code is lost when MicroPython runs inside Python's process
    if len(answer) < 3 or answer[0] != "micropython":
        last = (done.stderr.strip().splitlines() or done.stdout.strip().splitlines() or ["nothing"])[-1]
        raise SetupError(
            f"{' '.join(words)} is no MicroPython with all the unit needs ({', '.join(NEEDS)}): "
            f"it says {show(last, ECHO)}. Take it off PATH or unset MICROPYTHON, then: make doctor"
        )
    if (int(answer[1]), int(answer[2])) < OLDEST:
        raise SetupError(
            f"{' '.join(words)} is MicroPython {answer[1]}.{answer[2]}; "
            f"the firmware needs {OLDEST[0]}.{OLDEST[1]} or newer. Run: make doctor"
        )
    if answer[3:]:
        raise SetupError(
            f"{' '.join(words)} makes no machine code for this processor ({platform.machine()}), and the "
            "firmware has some. Run on x86-64, or name a MicroPython that can: MICROPYTHON=path. "
            "Meanwhile --interpreter cpython runs the same sources"
        )


def image_folder(given: Path | None, board: str) -> Path:
    """The image to run: the one given, else the board's, built now. Raises SetupError."""
    if given is None:
        try:
            return image.build_for_simulation(board)
        except image.ImageError as error:
            raise SetupError(f"no image: {error}") from error
    lacking = [name for name in IMAGE_HAS if not (given / name).is_file()]
    if lacking:
        raise SetupError(f"{given} is no image: it lacks {', '.join(lacking)}. Leave --image out: it is built then")
    for path in sorted(given.rglob("*.mpy")):
        if image.has_machine_code(path.read_bytes()):
            raise SetupError(
                f"{given} is made for a board: {path.relative_to(given)} holds machine code of its processor. "
                "Leave --image out: what this machine can run is built then"
            )
    return given
