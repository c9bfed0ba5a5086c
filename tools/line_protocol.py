"""What the simulated unit reports while it runs, line by line, and how a line is read. Starts and shows nothing.

What its process writes to its standard output, one line each (times in ms of virtual time since power-on):

    P t_ms end_ms state measured_ua remaining_ms   progress, about every simulated second; end_ms is an estimate
    S t_ms state                                   a change of state
    E t_ms text                                    an event or a fault
    O <2048 hex digits>                            the panel's memory, only with --panel
    X message                                      the simulation cannot go on
    Z <json>                                       the end, and what came of it

Any other line is the firmware's own console.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

PANEL_BYTES = 1024


class Line(NamedTuple):
    """A line of the protocol: `kind` is its letter, or C for the console; unused fields are empty."""

    kind: str
    t_ms: int = 0
    text: str = ""
    end_ms: int = 0
    measured_ua: int = 0
    remaining_ms: int = 0
    panel: bytes = b""
    end: dict[str, Any] = {}  # never written to


def parse(line: str) -> Line:
    """A line of the process; what does not follow the protocol is console text."""
    kind, _, rest = line.partition(" ")
    try:
        if kind == "P":
            t_ms, end_ms, state, measured_ua, remaining_ms = rest.split()
            return Line("P", int(t_ms), state, int(end_ms), int(measured_ua), int(remaining_ms))
        if kind in ("S", "E"):
            t_ms, _, text = rest.partition(" ")
            return Line(kind, int(t_ms), text)
        if kind == "O" and len(rest) == 2 * PANEL_BYTES:
            return Line("O", panel=bytes.fromhex(rest))
        if kind == "X":
            return Line("X", text=rest)
        if kind == "Z":
            end = json.loads(rest)
            if isinstance(end, dict):
                return Line("Z", end=end)
    except ValueError:
        pass
    return Line("C", text=line)
