"""Turns what the simulated unit wrote in binary into the files a person reads. Judges nothing.

`trace.i32` (13 integers a tick) becomes `trace.csv`; `body_changes.i32` becomes `body.i32`. Writing text tick by tick
would cost the simulation more than the treatment itself does.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tools.twin.rows import COLUMNS, EVENTS

from . import body
from .recording import COLUMNS as TRACE_COLUMNS
from .vocabulary import states

STATE, EVENT = 1, 12


def translate(folder: Path) -> None:
    """Write trace.csv and body.i32 beside their sources, where there are any."""
    trace = folder / "trace.i32"
    if trace.is_file():
        _write_trace(np.fromfile(trace, dtype="<i4").reshape(-1, COLUMNS), folder / "trace.csv")
    changes = folder / "body_changes.i32"
    if changes.is_file():
        body.write(changes, folder / "body.i32")


def _write_trace(rows: np.ndarray[tuple[int, int], np.dtype[np.int32]], path: Path) -> None:
    names = states()
    with path.open("w", encoding="ascii", newline="\n") as out:
        out.write(",".join(TRACE_COLUMNS) + "\n")
        for row in rows.tolist():
            words = list(map(str, row))
            words[STATE] = names[row[STATE]]
            words[EVENT] = EVENTS[row[EVENT]]
            out.write(",".join(words) + "\n")
