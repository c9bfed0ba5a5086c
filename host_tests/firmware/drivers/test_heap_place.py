# The place near the heap's start: given up while the collector is held, and taken again.

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


FORGETS = """
import gc, io, os, sys
from drivers.heap import Heap

os.mkdir("house")
for name, text in (("__init__", ""), ("guest", "luggage = bytearray(200_000)"), ("host", "x = 1")):
    with open("house/" + name + ".py", "w") as f:
        f.write(text)
sys.path.insert(0, "")
heap = Heap(gc, io.BytesIO, sys.modules)
import house.host
import house.guest

heap.collect()
before = heap.free()
heap.forget("house", ("guest", "nobody"))
heap.collect()
print("gone", heap.free() - before > 190_000, "house.guest" in sys.modules, hasattr(house, "guest"))
print("stays", "house.host" in sys.modules, house.host.x)
import house.guest
print("back", len(house.guest.luggage))
"""


def test_a_module_that_is_forgotten_leaves_memory_and_comes_back(
    micropython: Callable[..., str], tmp_path: Path
) -> None:
    script = f"import os\nos.chdir({str(tmp_path)!r})\n" + FORGETS
    assert micropython(script, paths=("firmware",)).splitlines() == [
        "gone True False False",
        "stays True 1",
        "back 200000",
    ]
