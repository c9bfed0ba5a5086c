"""The command `make clock`: compares a unit's clock chip with this computer's clock, sets it, and reads it back.

python -m tools.device.clock [--port PATH] [--check]
"""

from __future__ import annotations

import sys
from datetime import datetime

from tools.device import command
from tools.device.desk import Desk, DeskError

OFF_S = 60  # more is told as wrong
ABSENT = -1


def read(desk: Desk) -> tuple[datetime | None, bool]:
    """Its time, and whether it has stood still. None: what it shows is no time. Raises Refused where there is none."""
    return _meaning(desk.ask("clock"))


def _meaning(told: list[int]) -> tuple[datetime | None, bool]:
    status, stopped, *date = told
    if status == ABSENT:
        raise command.Refused(
            "no clock chip answers. It is optional; where one is fitted, look at address 0x68 on the panel's bus, its "
            "supply and its two wires"
        )
    try:
        return datetime(*date[:6]), bool(stopped)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None, bool(stopped)


def work(desk: Desk, check: bool, now: datetime) -> int:
    """Set it unless only asked to look. The exit code."""
    shown, stopped = read(desk)
    off_s = abs((shown - now).total_seconds()) if shown else None
    print(f"the unit shows {shown or 'no time'}{', and has stood still' if stopped else ''}; here it is {now}")
    wrong = stopped or off_s is None or off_s > OFF_S
    if check:
        print("wrong: make clock" if wrong else "right")
        return command.REFUSED if wrong else command.DONE
    try:
        told = desk.ask("clock", now.year, now.month, now.day, now.hour, now.minute, now.second)
    except DeskError as error:
        if error.word == "value":
            raise command.Refused(
                f"the unit does not believe {now}: it lies before its version, or a day before one of its last "
                "treatments. Set this computer's clock"
            ) from error
        raise
    shown, stopped = _meaning(told)
    if stopped or not shown or abs((shown - now).total_seconds()) > OFF_S:
        raise command.Refused(f"it was set to {now} and reads {shown}. Look at its cell and its wires")
    print(f"set to {shown}; noted in the unit's log. It counts from its next start on")
    return command.DONE


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = command.parser("clock", __doc__)
    parser.add_argument("--check", action="store_true", help="only look: exit code 1 when it is wrong")
    asked = parser.parse_args(words)
    return command.run("clock", asked, lambda desk: work(desk, asked.check, datetime.now().replace(microsecond=0)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
