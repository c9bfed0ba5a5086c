"""The command `make buses`: which parts answer at which address, and which are missing or elsewhere.

python -m tools.device.buses [--port PATH]
"""

from __future__ import annotations

import sys

from tools.device import command
from tools.device.codes_page import ELSEWHERE, PARTS
from tools.device.desk import Desk

OPTIONAL = (0x68,)


def lines(found: list[int]) -> tuple[list[str], bool]:
    """What is told of an answer to `scan`, and whether every part that must be there is."""
    told, whole = [], True
    for bus, sign in (("measuring", 1), ("panel", -1)):
        there = sorted(sign * address for address in found if address * sign > 0)
        told.append(f"{bus} bus")
        for address in there:
            what = PARTS[bus].get(address) or ELSEWHERE[bus].get(address) or "nothing that this unit has"
            told.append(f"  0x{address:02x}  {what}")
        for address, part in PARTS[bus].items():
            if address not in there:
                optional = address in OPTIONAL
                whole = whole and optional
                told.append(f"  0x{address:02x}  no answer: {part}{'' if optional else ': supply, SDA, SCL, address'}")
    return told, whole


def work(desk: Desk) -> int:
    """Scan and tell."""
    told, whole = lines(desk.ask("scan"))
    print("\n".join(told))
    return command.DONE if whole else command.REFUSED


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    return command.run("buses", command.parser("buses", __doc__).parse_args(words), work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
