# make flash as a maker runs it, against a live unit on a pseudo-terminal: over, killed in the middle, again.

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from host_tests.support.live_port import LivePort, live, older_image
from tools import image

OLDER = "0.0.9"


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePort]:
    """A unit with an older image, its self-test passed on the cable."""
    folder = older_image(tmp_path_factory.mktemp("older"), OLDER)
    with live(tmp_path_factory.mktemp("live"), folder, "--usb") as unit:
        unit.do(do="speed", factor=0)
        unit.until("fault", "S32")
        unit.do(do="speed", factor=1)
        yield unit


def flash(port: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tools.device.flash", "--port", port]
    return subprocess.Popen(command, cwd=image.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


# make flash, killed (kill -9) when so many bytes have gone over the cable.
KILLED = """
import os, signal, sys
import serial
left = [int(sys.argv[2])]
write = serial.Serial.write
def cut(self, data):
    if len(data) >= left[0]:
        write(self, data[:left[0]])
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= len(data)
    return write(self, data)
serial.Serial.write = cut
from tools.device import flash
sys.exit(flash.main(["--port", sys.argv[1]]))
"""
# At these, or, as `make flashcuts` has it, at so many random ones.
KILLS = [5_000, 12_000]
if os.environ.get("KILLS"):
    KILLS = [random.Random(seed).randrange(500, 25_000) for seed in range(int(os.environ["KILLS"]))]


@pytest.mark.parametrize("sent", KILLS)
def test_killed_in_the_middle_the_unit_starts_a_whole_program(unit: LivePort, sent: int) -> None:
    command = [sys.executable, "-c", KILLED, unit.console, str(sent)]
    done = subprocess.run(command, cwd=image.ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (-signal.SIGKILL, 0), done.stderr
    assert done.returncode == -signal.SIGKILL or os.environ.get("KILLS"), "it was over before it could be killed"
    unit.do(do="power", on=0)
    unit.do(do="power", on=1)
    unit.do(do="speed", factor=0)
    unit.until("fault", "S32")
    unit.do(do="speed", factor=1)


def test_the_new_image_goes_over_runs_and_its_self_test_is_told_as_passed(unit: LivePort) -> None:
    running = flash(unit.console)
    said, _ = running.communicate(timeout=120)
    assert running.returncode == 0, said
    assert "slot a in use" in said and "self-test on the cable: passed" in said
    again, _ = (running := flash(unit.console)).communicate(timeout=120)
    assert running.returncode == 0 and "this image" in again and "slot b in use" in again


def test_a_unit_in_treatment_mode_is_told_what_to_do_within_seconds(unit: LivePort) -> None:
    unit.do(do="power", on=0)
    unit.do(do="usb", on=0)
    unit.do(do="power", on=1)
    time.sleep(1.0)
    unit.do(do="usb", on=1)
    running = flash(unit.console)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 1 and "service mode" in said and "Traceback" not in said, said
