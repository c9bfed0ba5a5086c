# The place near the heap's start: given up while the collector is held, and taken again.

from __future__ import annotations

from collections.abc import Callable

SCRIPT = """
import gc
import io
from uctypes import addressof
from drivers.heap import Heap

before = [None] * 200
program = [None] * 200
later = [None] * 20

def fill(places):
    for i in range(len(places)):
        places[i] = bytearray(400)

gc.collect()
fill(before)  # no other gap is left
heap = Heap(gc, io.BytesIO)
fill(program)

def lands():
    return addressof(before[-1]) < addressof(bytearray(400)) < addressof(program[0])

print("free", lands())
heap.hold()
heap.release()
fill(later)
heap.hold()
print("held again", lands())
"""


def test_what_is_made_while_the_collector_is_held_finds_the_first_place(micropython: Callable[..., str]) -> None:
    lines = micropython(SCRIPT, paths=("firmware",)).splitlines()
    assert lines == ["free False", "held again True"]
