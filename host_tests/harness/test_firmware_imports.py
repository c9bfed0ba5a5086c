# A cut compiled file hangs MicroPython's loader, or is refused by it: known beforehand, as MicroPython itself would do.

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tools import interpreter
from tools.harness.firmware_imports import fits, never_ends

FILE = "ionto/records/record.mpy"
WAIT_S = 2.0  # an import takes a hundredth


def test_no_whole_file_is_taken_for_an_endless_one(installed: Path) -> None:
    files = sorted(installed.rglob("*.mpy"))
    assert len(files) > 15
    assert [path.name for path in files if never_ends(path.read_bytes())] == []
    assert [path.name for path in files if not fits(path.read_bytes())] == []


def test_a_name_that_became_longer_makes_the_rest_unfit(installed: Path) -> None:
    data = bytearray((installed / FILE).read_bytes())
    assert data[6] & 1 == 0, "the length of its first name"
    data[6] ^= 0x80
    assert not fits(bytes(data))


def loader_hangs(folder: Path, installed: Path) -> bool:
    """Whether this machine's MicroPython comes back from importing cut.mpy."""
    env = {**os.environ, "MICROPYPATH": f"{folder}:{installed}"}
    try:
        command = [*interpreter.micropython(), "-c", "import cut"]
        subprocess.run(command, env=env, capture_output=True, timeout=WAIT_S, check=False)
    except subprocess.TimeoutExpired:
        return True
    return False


# In its head, its names, a long integer of its constants, its code, the body of its last function; and whole.
@pytest.mark.parametrize("per_mille", [0, 4, 200, 506, 700, 995, 1000])
def test_a_cut_file_is_judged_as_micropython_s_loader_takes_it(per_mille: int, installed: Path, tmp_path: Path) -> None:
    data = (installed / FILE).read_bytes()
    cut = data[: len(data) * per_mille // 1000]
    (tmp_path / "cut.mpy").write_bytes(cut)
    assert never_ends(cut) is loader_hangs(tmp_path, installed)
