# Which revision a board's straps tell: two that are there, two that contradict, one that floats.

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from host_tests.boards.test_board_pins import BOARDS
from ionto.hardware import NO_REVISION, REVISION_A, REVISION_B

FLOATS = -1


class StrapPin:
    """A pin with a strap to one level, or none: then it follows the processor's own pull."""

    IN, OUT, OPEN_DRAIN, PULL_UP, PULL_DOWN = 0, 1, 2, 1, 2

    def __init__(self, level: int) -> None:
        self._level = level
        self.pull: int | None = None

    def init(self, mode: int, pull: int | None = None) -> None:
        assert mode == self.IN
        self.pull = pull

    def value(self) -> int:
        return int(self.pull == self.PULL_UP) if self._level == FLOATS else self._level


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Any:
    """boards/pico/board.py over a `machine` that has nothing but pins."""
    machine: Any = ModuleType("machine")
    for name in ("ADC", "I2C", "PWM", "WDT", "Timer", "reset_cause"):
        setattr(machine, name, None)
    machine.Pin = StrapPin
    monkeypatch.setitem(sys.modules, "machine", machine)
    monkeypatch.setattr("micropython.kbd_intr", lambda key: None, raising=False)
    found: Any = ModuleType("board")
    exec(compile((BOARDS / "pico/board.py").read_text("utf-8"), "board.py", "exec"), found.__dict__)
    return found


@pytest.mark.parametrize(
    ("id1", "id0", "revision"),
    [
        (0, 1, REVISION_A),
        (1, 0, REVISION_B),
        (0, 0, NO_REVISION),
        (1, 1, NO_REVISION),
        (FLOATS, 1, NO_REVISION),
        (0, FLOATS, NO_REVISION),
        (1, FLOATS, NO_REVISION),
        (FLOATS, FLOATS, NO_REVISION),
    ],
)
def test_the_strap_tells_the_revision_or_nothing(board: Any, id1: int, id0: int, revision: int) -> None:
    pins = StrapPin(id1), StrapPin(id0)
    assert board.revision(*pins) == revision
    if revision:
        assert [pin.pull for pin in pins] == [None, None], "no pull is left on"
