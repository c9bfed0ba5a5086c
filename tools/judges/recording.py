"""Loads the folder a simulated run leaves behind into arrays. Judges nothing, draws nothing.

The folder: `trace.csv` (a row every 5 ms tick), `body.i32` (body current averaged over each millisecond since
power-on), `events.csv` (pins, hardware facts, faults, the user), `run.json` (facts about the run), `screens/*.bin` (the
panel's memory). Times are simulated, from power-on; currents are µA, signed by polarity at the electrodes.
"""

from __future__ import annotations

import csv
import json
import re
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tools.scenario.schema import states

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

COLUMNS = (
    "t_ms", "state", "target_ua", "set_ua", "a_ua", "b_ua", "body_ua",
    "v_load_mv", "load_ohm", "polarity", "dac_code", "limited", "event",
)  # fmt: skip
NUMBERS = tuple(name for name in COLUMNS if name not in ("state", "event"))
STATES = states()  # a row holds the index into it
EVENT_COLUMNS = ("t_us", "kind", "name", "value", "body_ua")
# What run.json must have; the rest of it is carried along unread.
RUN_KEYS = (
    "interpreter", "seed", "scenario", "version", "sim_ms", "wall_s", "result", "fault",
    "delivered_ma_min", "set_ma", "minutes",
)  # fmt: skip
OLED_BYTES = 1024
UAMS_PER_MAMIN = 60_000_000  # µA·ms in one mA·min


class RecordingError(Exception):
    """The folder lacks a file or holds one that cannot be read; the message names file, place and next step."""


class Event(NamedTuple):
    """One line of events.csv. `body_ua` is the instantaneous body current just before it."""

    t_us: int
    kind: str
    name: str
    value: int
    body_ua: int


class Trace(NamedTuple):
    """trace.csv: its numeric columns; of each row the index into STATES; row -> event word."""

    columns: dict[str, IntArray]
    state: npt.NDArray[np.int8]
    words: dict[int, str]


class Screen(NamedTuple):
    """The panel's 1024 bytes as they stood when the state changed."""

    number: int
    t_ms: int
    state: str
    memory: bytes


@dataclass(frozen=True)
class Recording:
    """A run. `columns`, `state` and `words` as in Trace."""

    columns: dict[str, IntArray]
    state: npt.NDArray[np.int8]
    words: dict[int, str]
    body: npt.NDArray[np.int32]  # one per millisecond, µA
    events: list[Event]
    run: dict[str, Any]  # run.json
    screens: list[Screen] = field(default_factory=list)
    changes: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 2), np.int32))  # µs since the last, µA

    @property
    def t_ms(self) -> IntArray:
        return self.columns["t_ms"]

    @property
    def length_ms(self) -> int:
        return len(self.body)

    @cached_property
    def magnitude(self) -> npt.NDArray[np.int32]:
        """|body current| of every millisecond, µA."""
        return np.abs(self.body)

    @cached_property
    def row_of_ms(self) -> IntArray:
        """For every millisecond the row of the trace that holds then (the last one at or before it, else the first)."""
        rows = np.searchsorted(self.t_ms, np.arange(self.length_ms), side="right") - 1
        return np.maximum(rows, 0).astype(np.int64)

    @cached_property
    def state_of_ms(self) -> npt.NDArray[np.int8]:
        return self.state[self.row_of_ms]

    def column_of_ms(self, name: str) -> IntArray:
        return self.columns[name][self.row_of_ms]

    def in_states(self, *names: str) -> BoolArray:
        """Mask over milliseconds: by the firmware's own account in one of these states."""
        return np.isin(self.state_of_ms, [STATES.index(name) for name in names])

    def body_ma_min(self, begin_ms: int = 0, end_ms: int | None = None) -> float:
        """The charge that really went through the body, mA·min, of either sign."""
        return float(np.sum(self.magnitude[begin_ms:end_ms], dtype=np.int64)) / UAMS_PER_MAMIN

    def of_kind(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]


def load(folder: Path, trace: Trace | None = None) -> Recording:
    """Reads a run's folder; trace.csv only where the caller does not hand in its contents. Raises RecordingError
    with file and line where something is missing or damaged."""
    if not folder.is_dir():
        raise RecordingError(f"no folder {folder}: make the run first")
    path = folder / "trace.csv"
    trace = trace or _read_trace(path)
    backwards = np.diff(trace.columns["t_ms"]) < 0
    if backwards.any():
        raise RecordingError(f"{path}, line {backwards.argmax() + 3}: time runs backwards")
    return Recording(
        *trace,
        body=_read_body(folder / "body.i32"),
        events=_read_events(folder / "events.csv"),
        run=_read_run(folder / "run.json"),
        screens=_read_screens(folder / "screens"),
        changes=_read_changes(folder / "body_changes.i32"),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordingError(f"{path} cannot be read ({error.strerror}): the run did not finish writing it") from error


def _read_trace(path: Path) -> Trace:
    raw = _bytes_of(path).replace(b"\r\n", b"\n")
    header, _, text = raw.partition(b"\n")
    names = header.decode("ascii", "replace").split(",")
    if tuple(names) != COLUMNS:
        lacking = [name for name in COLUMNS if name not in names]
        raise RecordingError(f"{path}, line 1: lacks {', '.join(lacking) or 'nothing, but has another order'}")
    if not text:
        raise RecordingError(f"{path}: no rows")
    if not text.endswith(b"\n"):
        raise RecordingError(f"{path}: the last row is cut off; the run was ended while writing")
    plain, words = _take_words(text)
    try:
        table = _numbers(plain)
    except ValueError as error:
        raise RecordingError(f"{path}, {_first_bad_row(text)}") from error
    columns = {name: np.ascontiguousarray(table[:, place]) for place, name in enumerate(COLUMNS) if name in NUMBERS}
    return Trace(columns, table[:, 1].astype(np.int8), words)


def _take_words(text: bytes) -> tuple[bytes, dict[int, str]]:
    """Takes the event words out of the last column, so that only numbers stay; returns row -> word beside it."""
    words: dict[int, str] = {}
    kept: list[bytes] = []
    row, done = 0, 0
    for hit in re.finditer(rb",([^,\n]+)\n", text):
        piece = text[done : hit.start()]
        row += piece.count(b"\n")
        words[row] = hit.group(1).decode("utf-8", "replace")
        kept.append(piece)
        kept.append(b",")
        done = hit.end() - 1
    kept.append(text[done:])
    return b"".join(kept), words


def _numbers(text: bytes) -> IntArray:
    """All fields as one table of integers: states become their index, empty fields 0. Else ValueError."""
    for index, state in enumerate(STATES):
        text = text.replace(b",%s," % state.encode(), b",%d," % index)
    text = text.replace(b",\n", b",0\n").replace(b",,", b",0,").replace(b",,", b",0,")
    rows = text.count(b"\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # numpy's way to report that it stopped before the end
        try:
            flat = np.fromstring(text.replace(b"\n", b","), sep=",", dtype=np.int64)  # 3.4 million fields in 0.1 s
        except DeprecationWarning as error:
            raise ValueError("a field that is no whole number") from error
    if len(flat) != rows * len(COLUMNS) or text.count(b",") != rows * (len(COLUMNS) - 1):
        raise ValueError("wrong count of fields")
    return flat.reshape(rows, len(COLUMNS))


def _first_bad_row(text: bytes) -> str:
    for number, line in enumerate(text.decode("utf-8", "replace").splitlines(), 2):
        fields = line.split(",")
        if len(fields) != len(COLUMNS):
            return f"line {number}: {len(fields)} fields where {len(COLUMNS)} belong: {line!r}"
        for name, value in zip(COLUMNS, fields, strict=True):
            if name == "state" and value not in STATES:
                return f"line {number}: unknown state {value!r}"
            if name in NUMBERS and value and not re.fullmatch(r"[-+]?\d+", value):
                return f"line {number}: {name} is no number: {value!r}"
    return "damaged"


def _read_body(path: Path) -> npt.NDArray[np.int32]:
    raw = _bytes_of(path)
    if not raw or len(raw) % 4:
        raise RecordingError(f"{path}: {len(raw)} bytes, not a whole number of 4-byte samples")
    return np.frombuffer(raw, dtype="<i4").astype(np.int32)


def _read_changes(path: Path) -> npt.NDArray[np.int32]:
    """What the simulated unit writes; a folder may lack it when its body.i32 was made by hand."""
    raw = path.read_bytes() if path.is_file() else b""
    if len(raw) % 8:
        raise RecordingError(f"{path}: {len(raw)} bytes, not a whole number of changes")
    return np.frombuffer(raw, dtype="<i4").reshape(-1, 2)


def _read_events(path: Path) -> list[Event]:
    rows = csv.reader(_bytes_of(path).decode("utf-8", "replace").splitlines())
    if tuple(next(rows, ())) != EVENT_COLUMNS:
        raise RecordingError(f"{path}, line 1: expected the columns {','.join(EVENT_COLUMNS)}")
    events: list[Event] = []
    for number, row in enumerate(rows, 2):
        try:
            t_us, kind, name, value, body_ua = row
            events.append(Event(int(t_us), kind, name, int(value or 0), int(body_ua or 0)))
        except ValueError as error:
            raise RecordingError(f"{path}, line {number}: not an event: {','.join(row)!r}") from error
        if len(events) > 1 and events[-2].t_us > events[-1].t_us:
            raise RecordingError(f"{path}, line {number}: time runs backwards")
    return events


def _read_run(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(_bytes_of(path))
    except ValueError as error:
        raise RecordingError(f"{path}: not JSON ({error})") from error
    if not isinstance(run, dict):
        raise RecordingError(f"{path}: expected an object")
    lacking = [key for key in RUN_KEYS if key not in run]
    if lacking:
        raise RecordingError(f"{path}: lacks {', '.join(lacking)}")
    return run


def _read_screens(folder: Path) -> list[Screen]:
    screens: list[Screen] = []
    for path in sorted(folder.glob("*.bin")) if folder.is_dir() else ():
        parts = path.stem.split("_", 2)
        memory = _bytes_of(path)
        if len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit()):
            raise RecordingError(f"{path}: expected a name like 003_12000_ready.bin")
        if len(memory) != OLED_BYTES:
            raise RecordingError(f"{path}: {len(memory)} bytes where {OLED_BYTES} belong")
        screens.append(Screen(int(parts[0]), int(parts[1]), parts[2], memory))
    return sorted(screens)
