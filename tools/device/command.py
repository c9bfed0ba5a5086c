"""What the commands to a unit on a cable have in common: port, desk, messages, exit codes. Decides no command's work.

Exit codes: 0 done; 1 the unit refused, or it was not confirmed; 2 no unit to talk to, or wrong options; 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tools.command_line import Parser
from tools.device import port
from tools.device.desk import VERDICT_S, Desk, DeskError

DONE, REFUSED, NO_UNIT, INTERRUPTED = 0, 1, 2, 130


class Refused(Exception):
    """The command ends without having done its work; the message says why, and what next."""


def parser(name: str, about: str | None) -> Parser:
    """With the option that all have."""
    made = Parser(name, f"tools.device.{name}", about)
    made.add_argument("--port", default="", help="the unit's serial port (default: the only board that is plugged in)")
    return made


def run(name: str, asked: argparse.Namespace, work: Callable[[Desk], int], *, rested: bool = True) -> int:
    """Reach the unit, let it end its self-test unless the work begins with one, do the work; the exit code."""
    try:
        with port.opened(port.choose(asked.port)) as transport:
            desk = Desk(transport)
            if not desk.reach().fault and rested:
                print(f"{name}: the unit tests itself; until it is over, up to {VERDICT_S:.0f} s", flush=True)
                desk.rested()
            return work(desk)
    except port.PortError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return NO_UNIT
    except (DeskError, Refused) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"{name}: {error.filename or ''}: {error.strerror}. Make room, or name another file", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
