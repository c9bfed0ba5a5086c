"""Shows a run while it goes on: bar and panel on a terminal, plain lines elsewhere. Decides nothing about the run."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Mapping
from typing import TextIO

from tools.line_protocol import Line

REDRAWS_PER_S = 10
BAR_WIDTH = 30
PANEL_COLUMNS, PANEL_ROWS = 64, 16  # in characters: 128x64 dots, 2x4 of them in one braille character
NARROW = 40  # columns; a wrapped line could not be drawn over
FRAME = 2  # lines or columns of the panel's frame

_BRAILLE = 0x2800
# The four dots of a character's left and right column for a nibble of the panel's memory, top dot = lowest bit.
_LEFT = [(n & 7) | (n & 8) << 3 for n in range(16)]
_RIGHT = [(n & 7) << 3 | (n & 8) << 4 for n in range(16)]

# What is drawn in colour, unless NO_COLOR is set.
_AMBER, _GREEN, _RED, _PLAIN = "\x1b[33m", "\x1b[32m", "\x1b[31m", "\x1b[0m"
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_LIVE = ("contact", "ramp", "run", "limited", "reversal", "rampdown")


class PlainProgress:
    """A line per change of state and per 10 %; the firmware's console goes to the error output."""

    wants_panel = False

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err
        self._tenths = 0

    def show(self, line: Line) -> None:
        """Takes one line of the simulated unit."""
        if line.kind == "S":
            self._print(f"{clock(line.t_ms)}  {printable(line.text)}")
        elif line.kind == "E":
            self._print(f"{clock(line.t_ms)}  * {printable(line.text)}")
        elif line.kind == "P":
            tenths = share(line) // 100
            if tenths > self._tenths:
                self._tenths = tenths
                self._print(f"{clock(line.t_ms)}  {tenths * 10:3d} %  {status(line)}")
        elif line.kind == "C":
            print(printable(line.text), file=self._err, flush=True)

    def _print(self, text: str) -> None:
        print(text, file=self._out, flush=True)

    def close(self) -> None:
        """Leaves the output ready for the summary."""


class TerminalProgress:
    """Panel, state and bar, redrawn in place at most ten times a second; the cursor comes back in `close`."""

    wants_panel = True

    def __init__(self, out: TextIO, colour: bool) -> None:
        self._out, self._colour = out, colour
        self._drawn = 0  # lines on the screen that are ours
        self._due = 0.0
        self._began = time.monotonic()
        self._latest = Line("P")
        self._panel = bytes(1024)
        self._out.write(_HIDE)

    def show(self, line: Line) -> None:
        """Takes one line of the simulated unit."""
        if line.kind in ("P", "S"):
            self._latest = line if line.kind == "P" else self._latest._replace(t_ms=line.t_ms, text=line.text)
        elif line.kind == "O":
            self._panel = line.panel
        elif line.kind == "Z":
            self._latest = self._latest._replace(t_ms=self._latest.end_ms, remaining_ms=0)
        elif line.kind in ("E", "C"):
            self._above(f"{clock(line.t_ms)}  * {printable(line.text)}" if line.kind == "E" else printable(line.text))
        if time.monotonic() >= self._due:
            self._redraw()

    def close(self) -> None:
        """Draws the last state, and gives the cursor back below it."""
        self._redraw()
        self._out.write(_SHOW)
        self._out.flush()

    def _redraw(self) -> None:
        self._due = time.monotonic() + 1 / REDRAWS_PER_S
        columns, rows = shutil.get_terminal_size()
        lines = [self._bar(columns), self._status(columns)] if columns >= NARROW else [self._status(columns)]
        if rows > PANEL_ROWS + FRAME + len(lines) and columns > PANEL_COLUMNS + FRAME:
            lines = framed(braille(self._panel)) + lines
        self._out.write(self._back() + "".join(f"{line}\x1b[K\n" for line in lines) + "\x1b[J")
        self._drawn = len(lines)
        self._out.flush()

    def _back(self) -> str:
        return f"\r\x1b[{self._drawn}A" if self._drawn else "\r"

    def _above(self, text: str) -> None:
        """Prints a line that stays, above what is redrawn."""
        self._out.write(f"{self._back()}\x1b[J{text}\n")
        self._drawn = 0
        self._redraw()

    def _bar(self, columns: int) -> str:
        permille = share(self._latest)
        width = max(4, min(BAR_WIDTH, columns - 36))
        full = width * permille // 1000
        bar = self._paint("█" * full, _GREEN) + "░" * (width - full)
        speed = self._latest.t_ms / 1000 / max(0.1, time.monotonic() - self._began)
        return f" {bar} {permille // 10:3d} %  {clock(self._latest.t_ms)} of {clock(self._latest.end_ms)}  {speed:.0f}x"

    def _status(self, columns: int) -> str:
        state = self._latest.text
        text = status(self._latest)[: columns - 2]
        return " " + self._paint(text, _RED if state == "fault" else _AMBER if state in _LIVE else "")

    def _paint(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colour and colour and text else text


def choose(out: TextIO, err: TextIO, environment: Mapping[str, str] = os.environ) -> PlainProgress | TerminalProgress:
    """What fits the output: drawings only on a terminal that can show them."""
    drawable = out.isatty() and environment.get("TERM", "") not in ("", "dumb")
    if not drawable or "utf" not in (getattr(out, "encoding", "") or "").lower():
        return PlainProgress(out, err)
    return TerminalProgress(out, colour=not environment.get("NO_COLOR"))


def share(line: Line) -> int:
    """How much of the run is over, in permille."""
    return min(1000, max(0, line.t_ms * 1000 // line.end_ms)) if line.end_ms > 0 else 0


def clock(ms: int) -> str:
    """Time as minutes and seconds: `07:05`, `61:00`."""
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}"


def status(line: Line) -> str:
    """State, current and what is left of the treatment, in a line."""
    text = f"{printable(line.text):<10} {line.measured_ua / 1000:6.2f} mA"
    return f"{text}  {clock(line.remaining_ms)} left" if line.remaining_ms > 0 else text


def printable(text: str) -> str:
    """The text without control characters: what the simulated unit writes must not steer the terminal."""
    return "".join(c if c.isprintable() else " " for c in text).rstrip()


def braille(memory: bytes) -> list[str]:
    """The panel's memory (8 pages of 128 columns, lowest bit on top) as 16 lines of 64 characters."""
    lines: list[str] = []
    for row in range(PANEL_ROWS):
        page, shift = memory[row // 2 * 128 : row // 2 * 128 + 128], row % 2 * 4
        cells = [_LEFT[page[x] >> shift & 15] | _RIGHT[page[x + 1] >> shift & 15] for x in range(0, 128, 2)]
        # Some fonts draw the empty braille character as circles.
        lines.append("".join(chr(_BRAILLE + cell) if cell else " " for cell in cells))
    return lines


def framed(lines: list[str]) -> list[str]:
    """The lines in a box."""
    edge = "─" * PANEL_COLUMNS
    return [f"╭{edge}╮", *(f"│{line}│" for line in lines), f"╰{edge}╯"]


def make_safe(stream: TextIO) -> None:
    """Characters the output cannot show become `?` instead of an error."""
    if isinstance(stream, type(sys.__stdout__)) and hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
