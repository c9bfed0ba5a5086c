# A live unit on pseudo-terminals, for tests of what talks to a board. Judges nothing.

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools import image
from tools.image.build import manifest_text

ROOT = Path(__file__).resolve().parents[2]
STARTS_S = 30.0
Json = dict[str, Any]


def older_image(folder: Path, version: str = "0.0.9") -> Path:
    """The image for a live unit, as of an older version."""
    image.build("pico", folder / "fs", portable=True)
    with (folder / "fs" / "main.py").open("ab") as file:
        file.write(b"# older\n")
    (folder / "fs" / image.MANIFEST).unlink()
    (folder / "fs" / image.MANIFEST).write_bytes(manifest_text("pico", version, image.tree(folder / "fs")))
    return folder / "fs"


class LivePort:
    """`console`: the path that a command is given as PORT; `do` gives a command at the bench."""

    def __init__(self, folder: Path) -> None:
        self.console = str(folder / "console")
        self._bench = os.open(folder / "bench", os.O_RDWR | os.O_NOCTTY)
        self._rest = b""
        self._number = 0

    def do(self, **command: Any) -> Json:
        """One command of docs/live.md; its answer."""
        self._number += 1
        os.write(self._bench, (json.dumps({"n": self._number, **command}) + "\n").encode())
        return self._next(lambda line: line.get("n") == self._number)

    def until(self, key: str, value: Any, patience_s: float = 60.0) -> Json:
        """The first sample in which the firmware's `key` is `value`."""
        return self._next(lambda line: bool(line.get("unit")) and line["unit"][key] == value, patience_s)

    def at(self, t_ms: int) -> Json:
        """The first sample of that time or later."""
        return self._next(lambda line: "body_ua" in line and line["t"] >= t_ms)

    def look(self) -> Json:
        """A fresh sample."""
        self.do(do="meter")
        return self._next(lambda line: "body_ua" in line)

    def _next(self, wanted: Any, patience_s: float = 20.0) -> Json:
        end = time.monotonic() + patience_s
        line: Json = {}
        while time.monotonic() < end:
            *lines, self._rest = self._rest.split(b"\n")
            for at, text in enumerate(lines):
                with contextlib.suppress(ValueError):  # one that was cut where nobody has read for long
                    line = json.loads(text)
                if wanted(line):
                    self._rest = b"\n".join([*lines[at + 1 :], self._rest])
                    return line
            if select.select([self._bench], [], [], 0.2)[0]:
                self._rest += os.read(self._bench, 1 << 16)
        raise AssertionError(f"the live unit did not say so; last: {line}")

    def close(self) -> None:
        os.close(self._bench)


@contextlib.contextmanager
def locked(folder: Path, files: Path) -> Iterator[LivePort]:
    """Such a unit on the cable, locked by three hard cuts, with a clock chip that was never set."""
    scenario = folder / "locked.json"
    ledger = {"file": "ledger", "mode": "holds", "values": {"locked": 1}}
    scenario.write_text(json.dumps({"board": {"rtc": "ds3231"}, "user": [], "files": [ledger]}))
    with live(folder, files, "--usb", "--scenario", str(scenario)) as unit:
        yield unit


@contextlib.contextmanager
def live(folder: Path, files: Path, *words: str) -> Iterator[LivePort]:
    """A unit as `python -m tools.live.pty` starts it with these words; `folder` for its ports."""
    command = [sys.executable, "-m", "tools.live.pty", "--links", str(folder), "--image", str(files), *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    port = None
    try:
        end = time.monotonic() + STARTS_S
        while not (folder / "bench").exists():
            assert process.poll() is None and time.monotonic() < end, "the live unit does not start"
            time.sleep(0.05)
        port = LivePort(folder)
        yield port
    finally:
        if port:
            port.close()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
