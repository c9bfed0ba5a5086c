"""The command `make unlock`: shows what locked a unit, asks, and writes who unlocked it and when into its log.

python -m tools.device.unlock [--port PATH] --who NAME
"""

from __future__ import annotations

import sys
from datetime import datetime

from tools.device import codes, command, history
from tools.device.desk import Desk

WORD = "unlock"  # what has to be typed


def minute_of(now: datetime) -> int:
    """Minutes since 2000."""
    return int((now - history.EPOCH).total_seconds() // 60)


def work(desk: Desk, who: str, now: datetime) -> int:
    """Show, ask, unlock, look. The exit code."""
    try:
        first, second = history.pack_name(who)
    except ValueError as error:
        raise command.Refused(f"{error}. Give one: WHO=name") from error
    unit = history.read(desk)
    if not unit.locked:
        print("the unit is not locked; nothing was done")
        return command.DONE
    print("Three hard cuts within a day, or within five power-ons, have locked this unit:")
    known = {cut.boot: cut for cut in history.hard_cuts(unit)}
    for boot, minute in unit.cuts:
        cut = known.get(boot)
        why = f"{history.told(cut)}. {codes.next_step(cut.code)}" if cut else "the log no longer holds why"
        print(f"  power-on {boot} of {unit.boots}, {history.told_minute(minute)}: {why}")
    print(
        "Each of them is a part that failed or a treatment that was cut in danger. Find the cause first: docs/codes.md"
    )
    print(f"Type '{WORD}' when every cause was found and mended: ", end="", flush=True)
    if sys.stdin.readline().strip() != WORD:
        raise command.Refused("not confirmed; the unit stays locked")
    desk.ask("unlock", unit.boots, minute_of(now), first, second)
    after = history.read(desk)
    if after.locked:
        raise command.Refused("the unit is still locked. Repeat; then look at its flash: docs/codes.md, R04")
    print(f"unlocked by {who}, {now:%Y-%m-%d %H:%M}, as its log says now. Switch it off and on without the cable")
    return command.DONE


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = command.parser("unlock", __doc__)
    parser.add_argument("--who", default="", help="your name, up to ten letters: it stays in the unit's log")
    asked = parser.parse_args(words)
    return command.run("unlock", asked, lambda desk: work(desk, asked.who, datetime.now()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
