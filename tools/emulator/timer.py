# The emulated chip's microsecond timer.
#
# rp2040py cuts the fraction of a microsecond off when an alarm is set, so that it rings early, the guest finds
# nothing due and sets it again; here an alarm rings when the counter reaches its target. What is read most is read
# first.

from __future__ import annotations

from typing import Any

from rp2040py.peripherals import timer as registers
from rp2040py.peripherals.timer import RPTimer

MASK = 0xFFFFFFFF
ROUND_NANOS_MOST = 1000.0  # a slower round is no busy-waiting
FAR_US = 1100  # MicroPython busy-waits for what is left of a sleep below 1 ms
_LOW_REGISTERS = 8


class Timer(RPTimer):
    """Whole microseconds since the chip's start."""

    def __init__(self, rp2040: Any, name: str) -> None:
        super().__init__(rp2040, name)
        self._read_at = 0.0
        self._round = 0.0
        self.waited_at = -FAR_US * 1000.0  # when the guest was last seen to wait for a time, ns

    def _whole(self) -> int:
        return int(self.clock.nanos - self._epoch_nanos) // 1000

    def read_uint32(self, offset: int) -> int:
        if offset == registers.TIMERAWL:
            self._skip()
            return self._whole() & MASK
        if offset == registers.TIMERAWH:
            return self._whole() >> 32
        return super().read_uint32(offset)

    def _skip(self) -> None:
        """The guest waits for a time that it holds in a register: rounds that cannot end the wait pass at once, whole
        ones, so that each later instruction happens at the very time it would have without this."""
        clock = self.clock
        now = clock.nanos
        took = now - self._read_at
        if took == self._round and took < ROUND_NANOS_MOST:
            self.waited_at = now
            end = self._nearest(int(now - self._epoch_nanos) // 1000 & MASK) * 1000 - 1000
            rounds = int(min(end, clock.nanos_to_next_alarm - 8) // took) - 2
            if rounds > 0:
                clock.tick(rounds * took)
                now += rounds * took
        self._round = took
        self._read_at = now

    def _nearest(self, now_us: int) -> int:
        """µs to the nearest time soon to come that any low register holds; 0 when none does."""
        nearest = 0
        held = self.rp2040.core.registers
        for i in range(_LOW_REGISTERS):
            ahead = held[i] - now_us
            if 0 < ahead < FAR_US and (not nearest or ahead < nearest):
                nearest = ahead
        return nearest

    def write_uint32(self, offset: int, value: int) -> None:
        if offset not in registers.ALARM_REGS:
            super().write_uint32(offset, value)
            return
        alarm = self.alarms[(offset - registers.ALARM0) // 4]
        since = self.clock.nanos - self._epoch_nanos
        ahead = (value - int(since) // 1000) & MASK
        alarm.armed = True
        alarm.target_micros = value
        alarm.clock_alarm.schedule((int(since) // 1000 + ahead) * 1000 - since)
