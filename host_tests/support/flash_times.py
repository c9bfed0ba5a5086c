"""The command `make flashtimes`: how long `make flash` takes against a live unit on a pseudo-terminal: MicroPython's
Unix port with a real LittleFS, its prompt as fast as this machine. A board's cable and flash are others.

python -m host_tests.support.flash_times
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from mpremote.transport_serial import SerialTransport

from host_tests.support.live_port import live
from tools import image
from tools.device import flash, port
from tools.image.build import manifest_text

ALL_S, ONE_S = 10.0, 3.0  # required
# The chosen slot as one strange file: nothing of the image is on the board then.
_FORGET = """
import os, json
def clear(f):
    for e in list(os.ilistdir(f)):
        p = f + '/' + e[0]
        if e[1] == 0x4000:
            clear(p)
            os.rmdir(p)
        else:
            os.remove(p)
for f in ('/a', '/b'):
    try:
        clear(f)
    except OSError:
        pass
"""

Tree = dict[str, bytes]


def timed(transport: SerialTransport, files: Tree) -> tuple[float, int]:
    """Seconds from the question what the board holds to the rename that chooses, and bytes sent."""
    began = time.monotonic()
    sent = flash.install(transport, flash.look(transport, "pico"), files)
    return time.monotonic() - began, sent


def changed(files: Tree) -> Tree:
    """The same image with another main.py."""
    new = {**files, "main.py": files["main.py"] + b"# changed\n"}
    new[image.MANIFEST] = manifest_text("pico", "9.9.9", {k: v for k, v in new.items() if k != image.MANIFEST})
    return new


def main() -> int:
    """0: within what is required."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = image.tree(image.build("pico", folder / "fs", portable=True).folder)
        (folder / "live").mkdir()
        with live(folder / "live", folder / "fs", "--usb") as unit:
            unit.do(do="speed", factor=0)
            unit.until("service", 1)
            with port.opened(port.choose(unit.console)) as transport:
                port.to_prompt(transport)
                port.execute(transport, _FORGET)
                all_s, all_bytes = timed(transport, files)
                again_s, again_bytes = timed(transport, changed(files))
    rows = (("everything", all_s, all_bytes, ALL_S), ("one changed file", again_s, again_bytes, ONE_S))
    sys.stdout.write("against MicroPython's Unix port on a pseudo-terminal with a real LittleFS, here and now:\n")
    for name, taken_s, sent, most_s in rows:
        late = "" if taken_s <= most_s else ": OVER"
        sys.stdout.write(f"  {name:17} {taken_s:5.1f} s (required {most_s:.0f} s), {sent / 1024:.0f} KB sent{late}\n")
    return int(any(taken_s > most_s for _, taken_s, _, most_s in rows))


if __name__ == "__main__":
    sys.exit(main())
