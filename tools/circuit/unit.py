# The whole unit of one revision: which parts of the circuit it is put together from.

from __future__ import annotations

from functools import cache

from tools.circuit import guards, output, panel, supply
from tools.circuit.board import Board

ROOMS = (
    supply.cell,
    supply.boost,
    supply.references,
    output.limiter,
    output.shunt_b,
    output.switch_s1,
    output.bridge,
    output.sink,
    output.relay,
    output.dividers,
    guards.latch,
    guards.pump,
    guards.lamp,
    panel.processor,
    panel.buttons,
    panel.bus,
)


def build(revision: str) -> Board:
    """A description that can be changed; `revision` is "A" or "B". Raises BadDescription."""
    board = Board(revision)
    for room in ROOMS:
        room(board)
    board.check()
    return board


@cache
def described(revision: str) -> Board:
    """The description of "A" or "B", to be read only."""
    return build(revision)
