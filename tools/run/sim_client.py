"""Starts the simulated unit as a process and reads its lines (tools/line_protocol.py). Shows and judges nothing."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from tools.line_protocol import Line, parse

ROOT = Path(__file__).resolve().parents[2]
HARNESS = ROOT / "tools" / "harness"
STALL_S = 180.0  # wall time without a line: a simulated second takes a few ms, a slow machine 100 times that
PIPE_BYTES = 1 << 20  # more than a pipe holds

Lines = Generator[Line, None, None]


class SimProcessError(Exception):
    """The simulated unit stopped without telling its end; the message says what it said last."""


def run(
    command: list[str], script: Path, scenario: Path, out: Path, image: Path, panel: bool
) -> Generator[Line, None, None]:
    """Runs the simulated unit; yields its lines, the `Z` line last. The process is gone when the iterator is.

    Raises SimProcessError when it ends or says nothing for `STALL_S` without having told its end.
    """
    # Whole paths: the simulated unit mounts its flash as the root folder.
    paths = [str(path.resolve()) for path in (script, scenario, out)]
    words = [*command, *paths, "--image", str(image.resolve())]
    process = start([*words, "--panel"] if panel else words, subprocess.DEVNULL)
    patience_s = 0.0
    try:
        for line in told(process, lines(process)):
            if line.kind == "Z":  # all files are written by then
                patience_s = 5.0
            yield line
    finally:
        end(process, patience_s)


def told(process: subprocess.Popen[bytes], texts: Iterator[tuple[str, str]]) -> Iterator[Line]:
    """The lines of one run out of the process's `lines`, the `Z` line last. Raises SimProcessError as `run`."""
    console: list[str] = []
    for stream, text in texts:
        line = parse(text) if stream == "out" else Line("C", text=text)
        if line.kind == "X":
            raise SimProcessError(f"the simulation cannot go on: {line.text}")
        if line.kind == "C":
            console.append(line.text)
        yield line
        if line.kind == "Z":
            return
    code = process.wait()
    last = f"; its last words: {console[-1]}" if console else ""
    raise SimProcessError(f"the simulated unit ended (exit code {code}) without telling its end{last}")


def start(words: list[str], stdin: int) -> subprocess.Popen[bytes]:
    """Starts a process of the simulated unit, both its outputs piped."""
    # Neither the settings of the user nor hash seeds may make one run differ from another.
    env = {**os.environ, "MICROPYPATH": ".frozen", "PYTHONHASHSEED": "0"}
    return subprocess.Popen(
        words,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        start_new_session=True,  # Ctrl-C is for the runner; the firmware must not take it for its own
    )


def lines(process: subprocess.Popen[bytes]) -> Iterator[tuple[str, str]]:
    """Whole lines of both outputs as they come, (`out` or `err`, text); the rest after the last line end too.

    `Z` comes after whatever was written to either before it: a unit's last words must not wait in a pipe that nobody
    reads any more.
    """
    assert process.stdout and process.stderr
    rest = {"out": b"", "err": b""}
    files = {"out": process.stdout.fileno(), "err": process.stderr.fileno()}
    with selectors.DefaultSelector() as selector:
        for name, file in files.items():
            os.set_blocking(file, False)
            selector.register(file, selectors.EVENT_READ, name)
        heard = time.monotonic()
        while selector.get_map():
            ready = selector.select(timeout=1.0)
            if not ready and time.monotonic() - heard > STALL_S:
                raise SimProcessError(f"the simulated unit has said nothing for {STALL_S:.0f} s and was stopped")
            if ready:
                heard = time.monotonic()
            said = {name: _read(selector, files[name]) for name in ("out", "err")}  # this order: see above
            end = b""
            for name in ("out", "err"):
                *whole, rest[name] = (rest[name] + said[name]).split(b"\n")
                for line in whole:
                    if line.startswith(b"Z ") and name == "out":
                        end = line
                    else:
                        yield name, line.decode("utf-8", "replace")
            if end:
                yield from _unfinished(rest)
                yield "out", end.decode("utf-8", "replace")
    yield from _unfinished(rest)


def _unfinished(rest: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """What stands after the last line end of each output; it is gone then."""
    for name, text in rest.items():
        if text:
            yield name, text.decode("utf-8", "replace")
            rest[name] = b""


def _read(selector: selectors.BaseSelector, file: int) -> bytes:
    """All that waits in a pipe now; at its end it is not listened to any more."""
    if file not in selector.get_map():
        return b""
    try:
        data = os.read(file, PIPE_BYTES)
    except BlockingIOError:
        return b""
    if not data:
        selector.unregister(file)
    return data


def end(process: subprocess.Popen[bytes], patience_s: float) -> None:
    """Lets the process finish by itself for a while, then ends it."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience_s)
    if process.poll() is None:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            stream.close()
