"""Single faults of the unit's own parts (a few; `make singlefaults` is all): B holds, A breaks where a leg shorts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tools.campaigns import single_faults
from tools.scenario.fault_catalogue import PARTS


def found(part: str, mode: str, body: str, revision: str, tmp_path: Path, installed: Path) -> single_faults.Found:
    work = partial(single_faults.run, revision=revision, folder=tmp_path, installed=installed)
    return work((f"{part}.{mode}", {"part": part, "mode": mode}, body))


def test_a_leg_that_shorts_breaks_inv_1b_on_a_and_not_on_b(tmp_path: Path, installed: Path) -> None:
    on_a = found("leg_rev_high", "stuck_closed", "dry", "A", tmp_path, installed)
    assert not on_a.held and "against the direction" in on_a.said
    on_b = found("leg_rev_high", "stuck_closed", "dry", "B", tmp_path, installed)
    assert on_b.held
    page = single_faults.page([on_a, on_b], "B")
    assert "1 broke it." in page and page.count("**broken**") == 1


def test_a_path_between_the_sockets_is_judged_by_its_charge(tmp_path: Path, installed: Path) -> None:
    shorted = found("terminals", "short", "dry", "B", tmp_path, installed)
    assert shorted.held and "a path from A to B" in shorted.said


def test_a_fault_that_never_comes_is_told(tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_faults, "AFTER_MS", 10_000_000)
    with pytest.raises(RuntimeError, match="the fault never came"):
        found("leg_rev_high", "stuck_closed", "dry", "B", tmp_path, installed)


def test_every_part_inside_the_unit_has_its_turn_in_each_place() -> None:
    names = [name for name, _ in single_faults.faults()]
    assert len(names) == len(set(names))
    for part in PARTS:
        for mode in part.modes:
            there = [name for name in names if name.partition(" ")[0] == f"{part.name}.{mode.name}"]
            outside = part.name == "load" or (part.name, mode.name) == ("leak", "towel")
            assert bool(there) != outside, (part.name, mode.name)
    assert sum(name.startswith("leg_diode.short ") for name in names) == 4
    assert sum(name.startswith("leak.between ") for name in names) == 15
