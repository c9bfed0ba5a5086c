"""Writes docs/codes.md: every code, its cause, what the unit does, what to measure on which part, the next step.

python -m tools.device.codes_page
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from ionto.safety import faults
from tools.device import codes

PAGE = codes.ROOT / "docs" / "codes.md"
MEASURE = Path(__file__).parent / "measure.csv"
KINDS = (
    (faults.SELFTEST, "S: the self-test", """\
Refuses the start; nothing closes again before the power switch (S32 is a pass)."""),
    (faults.T1, "F: hard cuts", """\
Opens switch, legs and boost at once, the relay after them; latched until the power switch and a passed self-test. Three
within a day, or within five power-ons, lock the unit."""),
    (faults.T2, "C: controlled stops", "Leads the current to zero, then opens; OK leads on."),
    (faults.REPORT, "R: reports", "Told at the start or before a treatment; cuts nothing."),
    (faults.LOCK, "L: locks", "Refuses every start until the maker unlocks it."),
)  # fmt: skip
HEAD = """\
# Every code

Made by `python -m tools.device.codes_page` from `firmware/ionto/safety/faults.py`, `firmware/languages/en.csv` and
`tools/device/measure.csv`. The glass tells the cause and the user's next step; what to measure is for the maker.

Measure with the cell out or the unit off where resistances are asked for, and never with a person on the leads. The
measuring bus is `I2C0` of [the board's page](../boards/pico/README.md), the panel's bus is `I2C1`; `make buses` names
what answers where. The log (`make logs`) holds with most codes what was measured and what was allowed, in µA, mV or ms.

| bus | address | part |
| --- | --- | --- |
"""
PARTS = {
    "measuring": {0x48: "ADS1115, converter of channel A, electrodes and rail", 0x60: "MCP4725, DAC of the sink"},
    "panel": {0x3C: "SSD1306 or SH1106, the display", 0x68: "DS3231, the clock (optional)"},
}  # fmt: skip
ELSEWHERE = {
    "measuring": dict.fromkeys((0x49, 0x4A, 0x4B), "an ADS1115 whose ADDR is wired otherwise")
    | dict.fromkeys(range(0x61, 0x68), "an MCP4725 of another address"),
    "panel": {0x3D: "a display whose address strap is set", 0x57: "the EEPROM of many DS3231 boards: unused"},
}


def measures() -> dict[str, tuple[str, str]]:
    """Part and what to measure, by a code's name."""
    with MEASURE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["part"], row["measure"]) for row in csv.DictReader(file)}


def text() -> str:
    """The page."""
    known = measures()
    parts = [HEAD]
    for bus, chips in PARTS.items():
        parts += [f"| {bus} | 0x{address:02x} | {part} |\n" for address, part in chips.items()]
    for kind, title, does in KINDS:
        parts.append(f"\n## {title}\n\n{does}\n\n| code | cause | part | measure | the glass says |\n")
        parts.append("| --- | --- | --- | --- | --- |\n")
        for code, name in sorted(codes.names().items()):
            if faults.kind(code) == kind:
                part, measure = known.get(name, ("", ""))
                cells = (codes.label(code), name.lower().replace("_", " ") + _colon(codes.cause(code)), part, measure)
                parts.append("| " + " | ".join((*cells, codes.next_step(code))) + " |\n")
    return "".join(parts)


def _colon(cause: str) -> str:
    return f": {cause}" if cause else ""


def main() -> int:
    """Writes it."""
    PAGE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
