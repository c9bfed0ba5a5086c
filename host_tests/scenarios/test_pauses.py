# What a pause must leave as it was, on the simulated body: the lower current that was asked for in it, and what was
# found before it.

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tools.judges.recording import Recording, load
from tools.run import cli, own_process


def ran(name: str, installed: Path, out: Path) -> Recording:
    """With its trace, which a bare run leaves out."""
    words = own_process.words(name, out, installed, "micropython")
    assert cli.main([word for word in words if word != "--bare"]) == 0
    return load(out)


@pytest.mark.parametrize("case", ["in_the_pause", "while_waiting"])
def test_what_was_lowered_in_a_pause_is_what_returns(case: str, installed: Path, tmp_path: Path) -> None:
    run = ran("pause/lowered:" + case, installed, tmp_path / "out")
    paused = int(np.flatnonzero(run.in_states("paused"))[0])
    assert run.magnitude[:paused].max() > 11_900
    assert 8_900 < run.magnitude[paused + 50 :].max() < 9_050
