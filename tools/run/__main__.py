# Starts the runner, `python -m tools.run`. Too old a Python is told so here, before anything newer is read.
import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "run: Python %d.%d is too old. Install 3.11 or newer, then: make clean run\n" % sys.version_info[:2]
    )
    sys.exit(2)

from .cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
