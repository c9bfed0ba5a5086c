# What is done to the emulated core and seen in its memory: hang, stall, calls, resets, the heap. Programs of a few
# instructions; no MicroPython.

from __future__ import annotations

import struct
from typing import Any

import pytest
from rp2040py.peripherals import watchdog

from tools.emulator import heap
from tools.emulator.chip import FLASH, RAM, Chip
from tools.emulator.main_loop import LOOP
from tools.emulator.realtime_rules import LOOK_US, SCAN_LENGTH, RealtimeRules

COUNT = struct.pack("<2H", 0x3001, 0xE7FD)  # adds r0, #1; back to it
SET_AND_RETURN = struct.pack("<2H", 0x2605, 0x4770)  # movs r6, #5; bx lr
FUNCTION = FLASH + 0x100
STACK = RAM + 0x1000


def counting() -> Chip:
    """A main loop that counts in r0, with all other registers set to something."""
    chip = Chip({FLASH: COUNT, FUNCTION: SET_AND_RETURN})
    for i in range(1, 13):
        chip.mcu.core.registers[i] = 0x100 + i
    chip.mcu.core.registers[13] = STACK
    return chip


def registers(chip: Chip) -> list[int]:
    return [int(chip.mcu.core.registers[i]) for i in range(1, 15)]


def counted(chip: Chip) -> int:
    return int(chip.mcu.core.registers[0])


def test_a_hang_ends_the_main_loop_and_leaves_interrupts_on() -> None:
    chip = counting()
    chip.run_to(100)
    chip.main_loop.hang(masked=False)
    chip.run_to(110)
    stood = counted(chip)
    chip.run_to(10_000)
    assert counted(chip) == stood > 1000
    assert not chip.mcu.core.pm and chip.mcu.core.registers[15] & ~3 == LOOP


def test_a_hang_with_interrupts_off_takes_none() -> None:
    chip = counting()
    chip.mcu.core.enabled_interrupts = 1
    chip.main_loop.hang(masked=True)
    chip.run_to(10)
    chip.mcu.core.set_interrupt(0, True)
    chip.run_to(1000)
    assert chip.mcu.core.pm and chip.mcu.core.current_mode == 0


def test_a_stall_gives_back_every_register() -> None:
    chip = counting()
    chip.run_to(100)
    before, was = registers(chip), counted(chip)
    chip.main_loop.stall(500)
    chip.run_to(590)
    assert counted(chip) - was < 10
    chip.run_to(700)
    assert registers(chip) == before
    assert counted(chip) - was > 1000


def test_a_call_runs_in_the_main_loops_place_and_leaves_no_trace() -> None:
    chip, ended = counting(), []
    chip.run_to(100)
    before = registers(chip)
    chip.main_loop.call(FUNCTION | 1, lambda: ended.append((chip.now_us, int(chip.mcu.core.registers[6]))))
    chip.run_to(200)
    assert len(ended) == 1 and 100 < ended[0][0] < 110
    assert registers(chip) == before


def test_nothing_is_taken_from_an_interrupt() -> None:
    chip = counting()
    chip.mcu.core.current_mode = 1
    chip.main_loop.hang(masked=False)
    chip.run_to(50)
    assert chip.mcu.core.registers[15] & ~7 == FLASH
    chip.mcu.core.current_mode = 0
    chip.run_to(60)
    assert chip.mcu.core.registers[15] & ~3 == LOOP


def test_a_loss_of_power_keeps_the_flash_alone_and_lasts_as_long_as_it_is_told() -> None:
    chip, starts = counting(), []
    chip.on_start = lambda: starts.append(chip.now_us)
    chip.mcu.sram[100] = 1
    chip.mcu.flash[0x5000] = 7
    chip.run_to(1000)
    chip.power_off(50_000)
    chip.run_to(2000)
    assert counted(chip) == 0 and chip.mcu.sram[100] not in (0, 1)
    chip.run_to(50_900)
    assert not starts and counted(chip) == 0
    chip.run_to(52_000)
    assert starts == [51_000] and counted(chip) > 1000 and chip.mcu.flash[0x5000] == 7


def test_a_reset_by_the_watchdog_keeps_the_memory_and_tells_its_cause() -> None:
    chip, heard = counting(), []
    chip.on_watchdog = lambda: heard.append("reset")
    chip.on_start = lambda: heard.append("start")
    chip.mcu.sram[100] = 1
    chip.run_to(1000)
    chip.reset_by_watchdog()
    chip.run_to(1010)
    assert heard == ["reset", "start"]
    assert chip.mcu.sram[100] == 1 and chip.mcu.watchdog.read_uint32(watchdog.REASON) != 0


def test_the_watchdog_resets_once_and_then_waits_to_be_started_again() -> None:
    chip, heard = counting(), []
    chip.on_watchdog = lambda: heard.append(chip.now_us)
    chip.mcu.watchdog.write_uint32(watchdog.LOAD, 2 * 500)
    chip.mcu.watchdog.write_uint32(watchdog.CTRL, watchdog.ENABLE)
    chip.run_to(3000)
    assert heard == [500] and not chip.mcu.watchdog.timer.enable


def test_a_reset_forgets_what_was_taken_from_the_main_loop() -> None:
    chip = counting()
    chip.run_to(100)
    chip.main_loop.stall(500)
    chip.run_to(200)
    chip.reset_by_watchdog()
    chip.run_to(1000)
    assert registers(chip)[0] == 0, "the registers from before the reset have not come back"


def test_a_reset_ends_a_hang() -> None:
    chip = counting()
    chip.main_loop.hang(masked=True)
    chip.run_to(100)
    chip.reset_by_watchdog()
    chip.run_to(1000)
    assert counted(chip) > 1000 and not chip.mcu.core.pm


# ---------------------------------------------------------------- the heap

TABLE_BYTES = 100
AREA_AT, TABLE_AT, POOL_AT = 0x300, 0x2000, 0x2100


def with_heap() -> tuple[Chip, heap.Heap]:
    """A chip in whose RAM MicroPython's five addresses stand, and an allocation table."""
    chip = Chip({})
    pool = RAM + POOL_AT
    words = (RAM + TABLE_AT, TABLE_BYTES, RAM + TABLE_AT + TABLE_BYTES, pool, pool + TABLE_BYTES * 64)
    chip.mcu.sram[AREA_AT : AREA_AT + 20] = struct.pack("<5I", *words)
    chip.mcu.sram[TABLE_AT : TABLE_AT + 2] = bytes([0b10100101, 0b01])  # head tail... : 1, 1, 2, 2 from below, then 1
    found = heap.find(chip.mcu)
    assert found is not None
    return chip, found


def test_the_heap_is_found_by_how_its_addresses_belong_together() -> None:
    _, area = with_heap()
    assert area.free_bytes() == (TABLE_BYTES * 4 - 5) * 16
    assert area.heads() == [RAM + POOL_AT, RAM + POOL_AT + 16, RAM + POOL_AT + 64]
    assert area.is_head(RAM + POOL_AT) and not area.is_head(RAM + POOL_AT + 32)


@pytest.mark.parametrize("word", range(5))
def test_addresses_that_do_not_belong_together_are_no_heap(word: int) -> None:
    chip, _ = with_heap()
    at = AREA_AT + 4 * word
    (value,) = struct.unpack_from("<I", chip.mcu.sram, at)
    chip.mcu.sram[at : at + 4] = struct.pack("<I", value + 48 if word != 2 else value - 16)
    assert heap.find(chip.mcu) is None


# ---------------------------------------------------------------- what may not happen while live


class Live:
    """As much of a world as the rules ask for."""

    def __init__(self) -> None:
        self.on = 0
        self.logged: list[tuple[str, str]] = []

    def live(self) -> int:
        return self.on

    def log(self, kind: str, name: str, value: int) -> None:
        self.logged.append((kind, name))


def kept() -> tuple[Chip, Live, RealtimeRules]:
    chip, _ = with_heap()
    chip.mcu.flash[0:4] = COUNT
    chip.mcu.core.registers[13] = STACK
    world = Live()
    return chip, world, RealtimeRules(chip, world)


def tick(chip: Chip, rules: RealtimeRules, *taken: int) -> None:
    """A tick in which these blocks of the table are taken, and kept."""
    chip.run_to(chip.now_us + 3 * LOOK_US)
    for at in taken:
        chip.mcu.sram[TABLE_AT + at] = 1
    rules.fed()


def test_memory_kept_while_live_is_seen_and_no_other() -> None:
    chip, world, rules = kept()
    tick(chip, rules, 10)
    world.on = 1
    tick(chip, rules)
    tick(chip, rules)
    assert rules.changed_bytes() == 0
    tick(chip, rules, 11, 12)
    world.on = 0
    tick(chip, rules, 13)
    assert rules.changed_bytes() == 32 and world.logged == [("heap", "kept")]


def test_memory_collected_while_live_is_seen() -> None:
    chip, world, rules = kept()
    world.on = 1
    tick(chip, rules, 10)
    chip.mcu.sram[TABLE_AT + 10] = 0
    tick(chip, rules)
    assert rules.changed_bytes() == 16 and world.logged == [("heap", "given back")]


def test_the_frame_of_a_function_is_not_kept_but_counts_as_used_while_it_stands() -> None:
    chip, world, rules = kept()
    world.on = 1
    tick(chip, rules)
    free = rules.free_bytes()
    chip.mcu.sram[TABLE_AT + 20] = 0b1001
    chip.run_to(chip.now_us + 3 * LOOK_US)
    chip.mcu.sram[TABLE_AT + 20] = 0
    tick(chip, rules)
    assert rules.changed_bytes() == 0 and free is not None and rules.least_free_live == free - 32


def test_a_heap_that_is_not_found_while_live_is_no_proof() -> None:
    chip, world, rules = kept()
    chip.mcu.sram[AREA_AT : AREA_AT + 20] = bytes(20)
    world.on = 1
    tick(chip, rules)
    assert rules.changed_bytes() is None


def test_what_was_seen_before_a_reset_still_counts() -> None:
    chip, world, rules = kept()
    world.on = 1
    tick(chip, rules)
    tick(chip, rules, 11)
    rules.restarted()
    tick(chip, rules)
    assert rules.changed_bytes() == 16


def test_a_flash_command_and_a_scan_are_told_while_live_only() -> None:
    chip, world, _ = kept()
    select: Any = chip.mcu.qspi[1]

    def everything() -> None:
        for listener in select._listeners:
            listener(0, 1)
        for address in range(8, 9 + SCAN_LENGTH):
            chip.i2c[0].called(address)
        chip.i2c[0].called(0x48)

    everything()
    assert not world.logged
    world.on = 1
    chip.i2c[0].called(0x60)
    chip.i2c[0].called(0x48)
    assert not world.logged
    everything()
    assert ("flash", "command") in world.logged and ("scan", "I2C0") in world.logged
