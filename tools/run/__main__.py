# Starts the runner, `python -m tools.run`. Decides only that a request to end is the same as Ctrl-C.

import signal
import sys
from types import FrameType
from typing import NoReturn

from tools.run.cli import main


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt  # so that the cursor comes back and the simulated unit ends with us


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))
