# The model of the flash's cache: what a read costs, and a core that waits for it. Programs of a few instructions.

from __future__ import annotations

import struct

import pytest

from tools.emulator.chip import FLASH, RAM, Chip
from tools.emulator.flash_cache import MODEL, SETS, SPREAD, FlashCache, Model, fit

WAY = 8 * SETS  # bytes from one line to the next that needs the same place
COST = MODEL.fill_cycles


def waits(cache: FlashCache, *addresses: int) -> list[int]:
    """Cycles waited for each read, one after the other."""
    found = []
    for address in addresses:
        cache.read(address)
        found.append(cache.take())
    return found


def test_each_half_of_a_line_is_filled_once() -> None:
    assert waits(FlashCache(), FLASH, FLASH + 2, FLASH + 4, FLASH, FLASH + 6) == [COST, 0, COST, 0, 0]


def test_two_lines_share_a_place_and_of_three_the_one_not_used_the_longest_goes() -> None:
    a, b, c = FLASH, FLASH + WAY, FLASH + 2 * WAY
    assert waits(FlashCache(), a, b, a, b, c, b, a, c) == [COST, COST, 0, 0, COST, 0, COST, COST]


def test_a_line_that_comes_back_has_lost_both_halves() -> None:
    a, b, c = FLASH, FLASH + WAY, FLASH + 2 * WAY
    assert waits(FlashCache(), a, a + 4, b, c, a + 4, a) == [COST, COST, COST, COST, COST, COST]


@pytest.mark.parametrize("address", [RAM, FLASH - 4, 0x11000000, 0x40000000])
def test_what_is_no_cached_flash_never_waits(address: int) -> None:
    cache = FlashCache()
    assert waits(cache, address, address + 2) == [0, 0]
    assert (cache.reads, cache.misses) == (0, 0)


def test_a_way_drawn_by_lot_is_the_same_each_time_and_not_always_the_oldest() -> None:
    lines = [FLASH + i % 3 * WAY for i in range(60)]
    drawn = waits(FlashCache(Model("drawn", COST, by_lot=True)), *lines)
    assert drawn == waits(FlashCache(Model("drawn", COST, by_lot=True)), *lines)
    assert drawn.count(0) > waits(FlashCache(), *lines).count(0) == 0


def test_the_spread_lies_on_both_sides_of_the_model() -> None:
    fills = [model.fill_cycles for model in SPREAD]
    assert min(fills) < MODEL.fill_cycles < max(fills)


def loop_of(words: int) -> Chip:
    """Counts in r0 with one addition a word, then back to the first."""
    code = struct.pack("<2H", 0x3001, 0x46C0) * words  # adds r0, #1; nop
    back = -(len(code) + 4) // 2 & 0x7FF
    return Chip({FLASH: code + struct.pack("<H", 0xE000 | back)})


def test_a_loop_that_fits_waits_once_and_goes_on_as_before() -> None:
    plain, waiting = loop_of(8), loop_of(8)
    cache = fit(waiting)
    for chip in (plain, waiting):
        chip.run_to(500)
    assert cache.misses == 9
    lost = int(plain.mcu.core.registers[0]) - int(waiting.mcu.core.registers[0])
    assert 8 * 9 * COST / 20 <= lost <= 8 * 9 * COST / 17  # a lap of eight additions is 18 or 19 cycles


def test_a_fault_hits_between_two_instructions_with_the_cache_too() -> None:
    chip = loop_of(8)
    fit(chip)
    chip.run_to(100)
    chip.main_loop.hang(masked=False)
    chip.run_to(110)
    stood = int(chip.mcu.core.registers[0])
    chip.run_to(1000)
    assert int(chip.mcu.core.registers[0]) == stood > 0
    assert chip.now_us >= 1000
