# Takes the emulated core away from the firmware's main loop: a hang, a stall, a function called in its place.
# Interrupts go on unless told otherwise. Decides nothing about when.
#
# Between two instructions of the main loop its registers are kept and the program counter is set to a loop in the boot
# ROM's unused end (wait for an interrupt, again); afterwards everything is put back as it was.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LOOP = 0x3FFC  # the last word, two breakpoints that nothing reaches
_WFI_AND_BACK = 0xE7FD_BF30
_RETRY_NANOS = 40.0  # five cycles: an interrupt runs, or the main loop has them off for a moment
_LOOK_NANOS = 1000.0
_SP, _LR, _PC = 13, 14, 15
_SAVED = 14  # r0 to r12 and lr lie on the guest's stack too: a collection must find what only they hold
_THREAD = 0


class MainLoop:
    """One thing at a time; a reset of the chip ends it."""

    def __init__(self, mcu: Any) -> None:
        self._mcu = mcu
        self._alarm = mcu.clock.create_alarm(self._ring)
        self._next: Callable[[], object] = _nothing
        self._kept: tuple[int, ...] = ()
        self._sp = 0
        self._done: Callable[[], None] = _nothing
        mcu.bootrom[LOOP // 4] = _WFI_AND_BACK

    def hang(self, masked: bool) -> None:
        """Nothing of the main loop runs again; with `masked` no interrupt either. Only a reset ends it."""
        self._soon(lambda: self._take(masked))

    def stall(self, us: int) -> None:
        """The main loop stands that long."""
        self._soon(lambda: self._stand(us))

    def call(self, function: int, done: Callable[[], None]) -> None:
        """A function without arguments runs in the main loop's place; `done` hears of its end."""
        self._soon(lambda: self._enter(function, done))

    def cancel(self) -> None:
        """The chip was reset."""
        self._alarm.cancel()

    # ------------------------------------------------------------ between two instructions

    def _soon(self, then: Callable[[], object]) -> None:
        self._next = then
        self._alarm.schedule(0.0)  # alarms ring between instructions, whoever asks

    def _ring(self) -> None:
        self._next()

    def _take(self, masked: bool) -> bool:
        """Keep the registers and set the core to the loop; later, while the main loop cannot be interrupted."""
        core = self._mcu.core
        if core.current_mode != _THREAD or core.pm:
            self._alarm.schedule(_RETRY_NANOS)
            return False
        registers = core.registers
        self._kept = (*(int(registers[i]) for i in range(16)), core.n, core.z, core.c, core.v)
        sp = registers[_SP] - 4 * _SAVED
        for i in range(13):
            self._mcu.write_uint32(sp + 4 * i, self._kept[i])
        self._mcu.write_uint32(sp + 52, self._kept[_LR])
        registers[_SP] = sp
        registers[_PC] = LOOP
        core.waiting = False
        if masked:
            core.pm = True
            core.enabled_interrupts = 0  # so that the emulator's wait does not end either
        return True

    def _stand(self, us: int) -> None:
        if self._take(False):
            self._next = self._give_back
            self._alarm.schedule(us * 1000.0)

    def _enter(self, function: int, done: Callable[[], None]) -> None:
        if not self._take(False):
            return
        registers = self._mcu.core.registers
        registers[_SP] &= ~7
        self._sp = int(registers[_SP])
        registers[_LR] = LOOP | 1
        registers[_PC] = function & ~1
        self._done = done
        self._next = self._returned
        self._alarm.schedule(_LOOK_NANOS)

    def _returned(self) -> None:
        core = self._mcu.core
        if core.current_mode != _THREAD or core.registers[_SP] != self._sp or core.registers[_PC] & ~3 != LOOP:
            self._alarm.schedule(_LOOK_NANOS)
            return
        self._give_back()
        self._done()

    def _give_back(self) -> None:
        core = self._mcu.core
        if core.current_mode != _THREAD:
            self._next = self._give_back
            self._alarm.schedule(_RETRY_NANOS)
            return
        for i in range(16):
            core.registers[i] = self._kept[i]
        core.n, core.z, core.c, core.v = (bool(flag) for flag in self._kept[16:])
        core.waiting = False


def _nothing() -> None:
    pass
