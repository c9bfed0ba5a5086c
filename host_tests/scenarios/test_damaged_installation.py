# An image that does not lie on the flash as it was built: the start must be refused.

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.run import in_process


@pytest.mark.parametrize("damage", ["changed", "missing", "manifest_cut", "stray"])
def test_a_damaged_installation_refuses_the_start(damage: str, installed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "fs"
    shutil.copytree(installed, copy)
    file = copy / "ionto/treatment/session.mpy"
    if damage == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    elif damage == "missing":
        file.unlink()
    elif damage == "stray":
        (copy / "ionto/treatment/drying").mkdir()
        (copy / "ionto/treatment/drying/__init__.py").write_text("# MicroPython would take this one")
    else:
        manifest = copy / "manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:2000])
        # the runner reads the board's name from it: let that stand, and the rest be whole JSON of fewer files
        text = manifest.read_text("ascii").rpartition(",\n")[0]
        manifest.write_text(text + "\n }}", "ascii")
    # CPython: the sources it takes are whole, and the damage is the manifest's to find.
    summary = in_process.run("selftest/dac_wakes_mid_scale", tmp_path / "out", copy, interpreter="cpython").summary
    assert (summary["result"], summary["fault"]) == ("refused", "S01"), summary
