"""Reads what the simulated unit wrote in binary, and writes the files a person reads. Judges nothing.

`trace.i32` (13 integers a tick) becomes `trace.csv`; `body_changes.i32` becomes `body.i32`. Writing text tick by tick
would cost the simulation more than the treatment itself does. The judges get the integers as they are: to read them
out of the text again would take as long as to write it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from tools.harness.rows import COLUMNS, EVENTS
from tools.judges import body
from tools.judges.recording import COLUMNS as TRACE_COLUMNS
from tools.judges.recording import NUMBERS, STATES, RecordingError, Trace

STATE, EVENT = 1, 12
Rows = npt.NDArray[np.int32]


def translate(folder: Path, text: bool = True) -> Trace | None:
    """Writes body.i32 and, for `text`, trace.csv beside their sources, where there are any; returns the
    contents of trace.csv, None without a trace.

    Raises RecordingError where trace.i32 holds what the simulated unit never writes.
    """
    trace = _trace(folder / "trace.i32", text)
    changes = folder / "body_changes.i32"
    if changes.is_file():
        body.write(changes, folder / "body.i32")
    return trace


def _trace(path: Path, text: bool) -> Trace | None:
    if not path.is_file():
        return None
    flat = np.fromfile(path, dtype="<i4")
    if not len(flat) or path.stat().st_size % (4 * COLUMNS):
        raise RecordingError(f"{path}: {path.stat().st_size} bytes, not a whole number of rows")
    rows = flat.reshape(-1, COLUMNS)
    for column, known, what in ((STATE, STATES, "state"), (EVENT, EVENTS, "event")):
        strange = (rows[:, column] < 0) | (rows[:, column] >= len(known))
        if strange.any():
            raise RecordingError(f"{path}, row {strange.argmax()}: unknown {what} {rows[strange.argmax(), column]}")
    if text:
        _write_text(rows, path.with_suffix(".csv"))
    return Trace(
        {name: rows[:, i].astype(np.int64) for i, name in enumerate(TRACE_COLUMNS) if name in NUMBERS},
        rows[:, STATE].astype(np.int8),
        {int(row): EVENTS[rows[row, EVENT]] for row in np.flatnonzero(rows[:, EVENT])},
    )


def _write_text(rows: Rows, path: Path) -> None:
    columns: list[list[int] | list[str]] = list(rows.T.tolist())
    columns[STATE] = [STATES[code] for code in rows[:, STATE].tolist()]
    columns[EVENT] = [EVENTS[code] for code in rows[:, EVENT].tolist()]
    form = ",".join("%s" if i in (STATE, EVENT) else "%d" for i in range(COLUMNS)) + "\n"
    with path.open("w", encoding="ascii", newline="\n") as out:
        out.write(",".join(TRACE_COLUMNS) + "\n")
        out.writelines(map(form.__mod__, zip(*columns, strict=True)))
