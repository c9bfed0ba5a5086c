"""The command `make monitor`: a unit's meters, live, as figures and a plot; the dummy load alone is driven.

python -m tools.device.monitor [--port PATH] [--ma MA] [--csv FILE] [--seconds S]
"""

from __future__ import annotations

import contextlib
import csv
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from tools.device import command
from tools.device.desk import Desk, Values

EACH_S = 0.2
COLUMNS, ROWS = 60, 8
MOST_MA = 20.0
CLEAR = "\x1b[H\x1b[J"
HEAD = ("t_s", *(field.name for field in fields(Values)))


def plot(values: list[int], most: int) -> list[str]:
    """A row of columns, the newest at the right: eighths of a character from 0 to `most`."""
    eighths = [max(0, min(ROWS * 8, round(value * ROWS * 8 / max(most, 1)))) for value in values]
    lines = []
    for row in range(ROWS - 1, -1, -1):
        text = "".join(" ▁▂▃▄▅▆▇█"[max(0, min(8, height - row * 8))] for height in eighths)
        lines.append(f"{most * (row + 1) / ROWS / 1000:6.1f} mA |{text}")
    return lines


def screen(t_s: float, v: Values, past: list[int]) -> str:
    """What is shown now."""
    most = max(1_000, v.wanted_ua, *past) * 5 // 4
    ohm = f"{v.load_mv * 1000 // v.a_ua} Ω" if v.a_ua > 100 else "-"
    return "\n".join(
        [
            f"{t_s:7.1f} s   asked {v.wanted_ua / 1000:6.3f} mA   A {v.a_ua / 1000:6.3f}   B {v.b_ua / 1000:6.3f} mA",
            f"dummy load {v.load_mv / 1000:6.2f} V, {ohm}   rail {v.rail_mv / 1000:5.2f} V   "
            f"DAC {v.dac_mv} mV (code {v.dac_code}: {v.dac_code_mv} mV)",
            f"battery {v.battery_mv / 1000:.2f} V   relay {'at rest' if v.relay_rest else 'NOT AT REST'}   "
            f"latch {'SET' if v.latch else 'clear'}   veto {v.veto or 'none'}   cable {'in' if v.vbus else 'OUT'}",
            "",
            *plot(past, most),
            "channel A; Ctrl-C ends",
        ]
    )


def work(desk: Desk, ua: int, seconds: float, write: Callable[[Any], Any] | None, show: bool) -> int:
    """Until the time is over or Ctrl-C; the dummy load is let go whatever ends it."""
    past: deque[int] = deque(maxlen=COLUMNS)
    values: Values | None = None
    began = time.monotonic()
    try:
        while (t_s := time.monotonic() - began) < seconds:
            if ua:
                desk.ask("drive", ua)
            values = desk.values()
            if values.veto or values.latch:
                raise command.Refused(f"the unit has cut (veto {values.veto}, latch {values.latch}): docs/codes.md")
            past.append(values.a_ua)
            if write:
                write((f"{t_s:.3f}", *astuple(values)))
            if show:
                print(CLEAR + screen(t_s, values, list(past)), flush=True)
            time.sleep(EACH_S)
    except KeyboardInterrupt:
        pass
    finally:
        if ua:
            desk.ask("drive", 0)
    if not show and values:
        print(screen(time.monotonic() - began, values, list(past)))
    return command.DONE


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = command.parser("monitor", __doc__)
    parser.add_argument("--ma", type=float, default=0.0, help="current into the dummy load, 0 to 20 mA (default: none)")
    parser.add_argument("--csv", type=Path, help="record every look there")
    parser.add_argument("--seconds", type=float, default=3600.0, help="end by itself after so long")
    asked = parser.parse_args(words)
    if not 0 <= asked.ma <= MOST_MA:
        parser.error(f"argument --ma: {asked.ma} is not between 0 and {MOST_MA:.0f}")
    with contextlib.ExitStack() as stack:
        write = None
        if asked.csv:
            try:
                writer = csv.writer(stack.enter_context(asked.csv.open("w", encoding="utf-8", newline="")))
            except OSError as error:
                parser.refuse(f"{asked.csv}: {error.strerror}. Name another file: --csv")
            writer.writerow(HEAD)
            write = writer.writerow
        ua = round(asked.ma * 1000)
        show = sys.stdout.isatty()
        return command.run("monitor", asked, lambda desk: work(desk, ua, asked.seconds, write, show))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
