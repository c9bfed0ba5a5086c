# The pace of a live unit, and what its bench answers: speed, pause, single turns; damaged lines.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.live import pty
from tools.live.client import BEHIND_S, Pace


class Wall:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def turns(pace: Pace, wall: Wall, seconds: float) -> int:
    """How many turns are taken in so much wall time by one who waits as told."""
    end, count = wall.now + seconds, 0
    while wall.now < end and count < 10_000:
        wait_s = pace.wait_s()
        if wait_s is None:
            break
        if wait_s == 0.0:
            pace.turned()
            count += 1
        else:
            wall.now += wait_s
    return count


@pytest.mark.parametrize(("factor", "wanted"), [(1, 50), (4, 200), (0.5, 25)])
def test_simulated_time_keeps_its_share_of_wall_time(factor: float, wanted: int) -> None:
    wall = Wall()
    assert abs(turns(Pace(factor, wall), wall, 1.0) - wanted) <= 1


def test_a_pause_stops_and_single_turns_pass_in_it() -> None:
    wall = Wall()
    pace = Pace(1, wall)
    pace.advance(3)
    assert turns(pace, wall, 1.0) == 3 and pace.wait_s() is None
    pace.go()
    assert turns(pace, wall, 0.1) >= 5


def test_what_a_slow_machine_has_missed_is_not_made_up_for() -> None:
    wall = Wall()
    pace = Pace(1, wall)
    wall.now += 100
    assert turns(pace, wall, 0.001) <= BEHIND_S / 0.02 + 2


class FakeUnit:
    first: list[Any] = []

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def turn(self, commands: list[Any]) -> list[Any]:
        self.asked += commands
        return []


class FakePort:
    def __init__(self, coming: bytes = b"") -> None:
        self.coming, self.out = coming, b""

    def read(self) -> bytes:
        data, self.coming = self.coming, b""
        return data

    def write(self, data: bytes) -> None:
        self.out += data


def said(lines: bytes) -> tuple[list[Any], FakeUnit, Pace]:
    """The bench's answers to what comes in."""
    unit, bench, pace = FakeUnit(), FakePort(lines), Pace(1)
    pty.Desk(unit, (FakePort(), bench, FakePort()), pace, 0, 1)._bench_said()  # type: ignore[arg-type]
    return [json.loads(line) for line in bench.out.splitlines()], unit, pace


@pytest.mark.parametrize("line", [b"{", b"[]", b"\xff\xfe", b'{"n": 1, "do": "speed", "factor": -1}',
                                  b'{"n": 1, "do": "pause", "for": 3}', b'{"do": "water", "kind": "oil"}',
                                  b"x" * 10_000])  # fmt: skip
def test_a_damaged_line_is_answered_and_goes_nowhere(line: bytes) -> None:
    answers, unit, pace = said(line + b"\n")
    assert ["error" in answer for answer in answers] == [True]
    assert unit.asked == [] and (pace.factor, pace.paused) == (1, False)


def test_speed_pause_and_advance_are_the_paces() -> None:
    answers, unit, pace = said(b'{"n": 1, "do": "speed", "factor": 4}\n{"n": 2, "do": "pause"}\n')
    assert answers == [{"n": 1, "ok": 1}, {"n": 2, "ok": 1}]
    assert unit.asked == [] and (pace.factor, pace.paused) == (4, True)


def test_a_port_is_known_by_its_link_while_it_is_open(tmp_path: Path) -> None:
    port = pty.Port(tmp_path / "console")
    assert (tmp_path / "console").resolve().exists()
    port.close()
    assert not (tmp_path / "console").is_symlink()
