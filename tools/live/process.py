# Starts the live unit as a process: hands over its lines on the standard output, takes commands on the standard input,
# in turns, each ended by a line with a dot. Decides no command and no pace.
#
#     micropython tools/live/process.py SCENARIO IMAGE [OUT]

import sys

HERE = __file__.rsplit("/", 1)[0]
sys.path[:] = [HERE.rsplit("/", 2)[0]] + [path for path in sys.path if path != HERE]

import json  # noqa: E402

from tools.harness import process  # noqa: E402, F401  before what it makes importable
from tools.harness.recorder import dump  # noqa: E402
from tools.live.unit import LiveUnit  # noqa: E402


def turn(lines: "list[str]") -> "list[str] | None":
    """Say, then listen. None: the input has ended."""
    out = sys.stdout
    for line in lines:
        out.write(line + "\n")
    out.write(".\n")
    if hasattr(out, "flush"):
        out.flush()
    commands: "list[str]" = []
    while True:
        line = sys.stdin.readline()
        if not line:
            return None
        line = line.rstrip("\n")
        if line == ".":
            return commands
        commands.append(line)


def main() -> None:
    """Until the input ends, or the command `end` comes."""
    words = sys.argv[1:]
    with open(words[0]) as f:
        scenario = json.load(f)
    unit = LiveUnit(scenario, words[2] if len(words) > 2 else "", words[1], turn)
    reason = unit.run()
    facts = unit.recorder.end({"end_reason": reason, "version": unit.version})
    turn([dump({"end": facts})])


if __name__ == "__main__":
    main()
