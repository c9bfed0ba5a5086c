# One simulated unit after another in one process, for an interpreter that compiles what it runs often (PyPy): each run
# finds compiled what the run before it used.
#
#     pypy3 tools/harness/process_pool.py IMAGE      then on its standard input a line for each run: SCENARIO tab OUT
#
# Speaks the line protocol of tools/line_protocol.py; Z ends a run. After X the process is of no use any more.

import sys

# This file's own folder holds the simulation's time.py: the host's clock is wanted first.
HERE = __file__.rsplit("/", 1)[0]
sys.path[:] = [HERE.rsplit("/", 2)[0], *(path for path in sys.path if path != HERE)]

import hashlib  # noqa: E402, F401  PyPy's wants the host's clock when it is loaded

from tools.harness import process  # noqa: E402


class PooledMachine(process.Machine):
    """Forgets only the modules that do something when they are loaded; the rest is definitions, which last."""

    def _forget(self) -> None:
        for name in ("board", "boot"):
            sys.modules.pop(name, None)


def main() -> None:
    """Until the input ends."""
    paths = list(sys.path)
    for line in sys.stdin:
        scenario, out = line.rstrip("\n").split("\t")
        process.simulate(scenario, out, sys.argv[1], unit=PooledMachine)
        process.restore_host()
        sys.path[:] = paths


if __name__ == "__main__":
    main()
