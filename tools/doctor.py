# Checks the machine before anything is installed, and names what is missing and the next step. Installs nothing.
#
# Runs under whatever Python there is, old ones too: so only what Python 3.4 already understood.
"""Check this machine. Exit code 0: all there; 2: something needed is missing."""

import argparse
import os
import platform
import shutil
import subprocess
import sys

OLDEST_PYTHON = (3, 11)
OLDEST_MICROPYTHON = (1, 26)  # as in tools/run/setup.py, which gives the reason and asks for more
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NEEDED_MB = 700  # environment and built files, with room to spare


def check_python():
    # type: () -> tuple[bool, str]
    here = "Python %d.%d.%d" % sys.version_info[:3]
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return True, here
    wanted = "%d.%d" % OLDEST_PYTHON
    return False, "%s is too old. Install Python %s or newer, then: make PYTHON=python%s" % (here, wanted, wanted)


def check_venv():
    # type: () -> tuple[bool, str]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = "python%d.%d-venv" % sys.version_info[:2]
        return False, "no venv module. Install it (Debian, Ubuntu: apt install %s), then repeat the command" % package
    return True, "venv and pip's installer"


def check_space():
    # type: () -> tuple[bool, str]
    free_mb = shutil.disk_usage(ROOT).free // 1000000
    if free_mb < NEEDED_MB and not os.path.isdir(os.path.join(ROOT, ".venv")):
        return False, "%d MB free on the disk, %d MB needed. Make room, then repeat the command" % (free_mb, NEEDED_MB)
    return True, "%d MB free on the disk" % free_mb


def check_writable():
    # type: () -> tuple[bool, str]
    if not os.access(ROOT, os.W_OK):
        return False, "the folder %s cannot be written. Clone to a folder of your own" % ROOT
    return True, "the folder can be written"


def has_wheel():
    # type: () -> bool
    """Whether the pinned MicroPython package exists for this system (requirements-run.in)."""
    return (sys.platform, platform.machine()) in (("linux", "x86_64"), ("darwin", "arm64"))


def ask_micropython(name):
    # type: (str) -> tuple[bool, str]
    """Whether a program, by its path or its name on PATH, is a MicroPython new enough; and what it is, in words."""
    path = shutil.which(name)
    if path is None:
        return False, "names no program"
    question = "import sys; v = sys.implementation; print(v[0], v[1][0], v[1][1])"
    try:
        with open(os.devnull, "w") as nowhere:
            answer = subprocess.check_output([path, "-c", question], stderr=nowhere, timeout=30)
    except (OSError, subprocess.SubprocessError):
        answer = b""
    words = answer.decode("ascii", "replace").split()
    if len(words) != 3 or words[0] != "micropython":
        return False, "is no MicroPython"
    version = (int(words[1]), int(words[2]))
    if version < OLDEST_MICROPYTHON:
        return False, "is %d.%d, too old" % version
    return True, "is %d.%d" % version


def check_interpreter():
    # type: () -> tuple[bool, str]
    named = os.environ.get("MICROPYTHON")
    if named:
        fine, text = ask_micropython(named)
        todo = "" if fine else ". Correct the path or unset the variable"
        return fine, "MicroPython: MICROPYTHON=%s %s%s" % (named, text, todo)
    if has_wheel():
        return True, "MicroPython: its package has a wheel for this system"
    if shutil.which("micropython"):
        fine, text = ask_micropython("micropython")
        todo = "" if fine else ". Put %d.%d or newer there, or name one: MICROPYTHON=path" % OLDEST_MICROPYTHON
        return fine, "MicroPython: micropython from PATH %s%s" % (text, todo)
    system = "%s %s" % (sys.platform, platform.machine())
    return False, (
        "MicroPython has no package for this system (%s). Build its unix port 1.26 or newer and put `micropython` "
        "on PATH, or name it: MICROPYTHON=path" % system
    )


def check_environment():
    # type: () -> tuple[bool, str]
    python = os.path.join(ROOT, ".venv", "bin", "python")
    if not os.path.exists(os.path.join(ROOT, ".venv", "ready-run")):
        return True, "not set up yet: the first `make run` does it"
    try:
        version = subprocess.check_output([python, "--version"], universal_newlines=True).strip()
    except (OSError, subprocess.CalledProcessError):
        return False, "the environment .venv is broken. Remove it: make clean, then repeat the command"
    return True, "set up in .venv, %s" % version


def advise_ngspice():
    # type: () -> tuple[bool, str]
    if shutil.which("ngspice"):
        return True, "ngspice, for make spice"
    return (
        False,
        "no ngspice; only make spice needs it (Debian, Ubuntu: apt install ngspice; macOS: brew install ngspice)",
    )


def advise_node():
    # type: () -> tuple[bool, str]
    if shutil.which("node") and shutil.which("npm"):
        return True, "node and npm, for make site"
    return (
        False,
        "no node with npm; only make site needs them (Debian: apt install nodejs npm; macOS: brew install node)",
    )


def advise_chromium():
    # type: () -> tuple[bool, str]
    if os.environ.get("CHROMIUM") or any(
        shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")
    ):
        return True, "Chromium, for make webtest"
    return False, "no Chromium; only make webtest needs it (Debian: apt install chromium), or name one: CHROMIUM=path"


BEFORE_SETUP = (check_python, check_venv, check_writable, check_space)
ALL = BEFORE_SETUP + (check_interpreter, check_environment)
OPTIONAL = (advise_ngspice, advise_node, advise_chromium)  # what is missed here, one command misses


def main(words):
    # type: (list[str]) -> int
    parser = argparse.ArgumentParser(prog="doctor", description=__doc__)
    parser.add_argument("--before-setup", action="store_true", help="only what set-up needs; silent when all is there")
    asked = parser.parse_args(words)
    missing = 0
    for check in BEFORE_SETUP if asked.before_setup else ALL:
        fine, text = check()
        if not fine:
            missing += 1
            print("%s %s" % ("set-up:" if asked.before_setup else "  MISSING ", text))
        elif not asked.before_setup:
            print("  ok       %s" % text)
    for check in () if asked.before_setup else OPTIONAL:
        fine, text = check()
        print("  %s %s" % ("ok      " if fine else "optional", text))
    if not asked.before_setup:
        print("doctor: %s" % ("%d missing" % missing if missing else "all there"))
    return 2 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
