# The command `python -m tools.twin`: a live unit, and its face on this terminal.

from __future__ import annotations

import locale
import os
import sys

from tools.command_line import Parser, whole
from tools.live import client
from tools.run import setup
from tools.scenario.errors import ScenarioError

CAPABLE = "dumb"


def main(words: list[str]) -> int:
    """Exit code 0: left; 1: the unit broke down; 2: wrong options, set-up or terminal."""
    parser = Parser("twin", "tools.twin", "The simulated unit in a terminal. Not a medical device.")
    parser.add_argument(
        "--scenario", default=str(client.SCENARIO), help="its board, load, files and faults; default: a sound unit"
    )
    parser.add_argument("--seed", type=whole, help="beats the scenario's seed")
    parser.add_argument("--plain", action="store_true", help="only characters that every terminal has")
    asked = parser.parse_args(words)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", CAPABLE) == CAPABLE:
        print("twin: this is no terminal that can be drawn on. Start it in one, over SSH with: ssh -t", file=sys.stderr)
        return 2
    try:
        from tools.twin.app import Twin
    except ImportError:
        print("twin: its library is not installed here. Start it with: make twin", file=sys.stderr)
        return 2
    try:
        unit = client.LiveUnit(asked.scenario, seed=asked.seed)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return 2
    except (setup.SetupError, client.LiveError) as error:
        print(f"twin: {error}", file=sys.stderr)
        return 2
    plain = asked.plain or "UTF" not in (locale.getpreferredencoding(False) or "").upper()
    reason = Twin(unit, plain).run()
    if reason:
        print(f"twin: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
