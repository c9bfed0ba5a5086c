# The flash works with interrupts off, up to 400 ms a block: how much of it lies between two feedings of the watchdog.

from __future__ import annotations

from collections.abc import Callable

SCRIPT = """
from ionto.records.files import Files
from tools.sim.mcu.flash import RamFlash, mount
flash = RamFlash(64)
files = []
mounted = mount(flash, {"a": b""})
class Dog:
    erases = 0
    worst = 0
    def feed(self):
        self.worst = max(self.worst, flash.erases - self.erases)
        self.erases = flash.erases
dog = Dog()
store = Files(mounted.os, mounted.open, watchdog=WATCHDOG)
store.write("first", b"")  # makes the folder: at the first power-on, before the watchdog runs
dog.feed()
dog.worst = 0
begun = flash.erases
for n in range(60):
    for name in ("ledger.a", "ledger.b", "log.a", "log.b"):
        store.write(name, bytes([n]) * 1140)
        dog.feed()
    for name in ("marker.a", "settings.a", "settings.b"):
        store.write(name, bytes([n]) * 120)
        dog.feed()
print(dog.worst, flash.erases - begun)
"""


def erased(micropython: Callable[..., str], watchdog: str) -> tuple[int, int]:
    """The most blocks between two feedings, and all of them."""
    worst, total = micropython(SCRIPT.replace("WATCHDOG", watchdog), paths=("firmware", ".")).split()
    return int(worst), int(total)


def test_on_a_real_littlefs_a_large_file_is_fed_after_its_own_block(micropython: Callable[..., str]) -> None:
    fed, all_of_them = erased(micropython, "dog")
    unfed, same = erased(micropython, "None")
    assert all_of_them == same >= 240
    assert (fed, unfed) == (1, 2)
