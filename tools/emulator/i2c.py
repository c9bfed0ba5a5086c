# One I2C controller of the emulated chip, wired to a simulated bus: each bit takes the time that the controller's own
# registers give it. Decides nothing about the chips on the bus.
#
# rp2040py completes every byte at once, raises TX_EMPTY before the byte has left and not at all after an abort; then
# MicroPython waits its time-out for a missing chip and takes the next transfer's beginning for the failed one. Here
# completions come when the last bit is over.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rp2040py.peripherals import i2c as registers
from rp2040py.peripherals.i2c import RPI2C, I2CState

NANOS_PER_CYCLE = 8  # 125 MHz
BYTE_BITS = 9
READ_AHEAD = 16  # a read's length is known to the master only: this many bytes are asked of the chip at once
ETIMEDOUT = 110
POLL_NANOS_MOST = 3000.0  # a slower round is no polling
ALIKE = 3  # rounds that took the same time, before any is skipped


class TimedI2C(RPI2C):
    """`bus` is the simulation's; `sync` brings its clock to now; `called(address)` hears of each address sent."""

    bus: Any
    sync: Callable[[], None]

    def __init__(self, rp2040: Any, name: str, irq: int) -> None:
        super().__init__(rp2040, name, irq)
        self._alarm = rp2040.clock.create_alarm(self._due)
        self._then: Callable[[], None] = _nothing
        self._address = 0
        self._written = bytearray()
        self._reading = False
        self._read = b""
        self._read_at = 0
        self._hung = False
        self._travelling = False
        self._polled_at = [0.0] * 2
        self._poll_nanos = [0.0] * 2
        self._alike = 0
        self.busy_nanos = 0  # bus time so far, for who measures
        self.transfers = 0
        self.called: Callable[[int], None] = _nobody
        self.on_start = self._start
        self.on_connect = self._connect
        self.on_write_byte = self._write_byte
        self.on_read_byte = self._read_byte
        self.on_stop = self._stopping

    @property
    def active(self) -> bool:
        """From a start to its stop."""
        return bool(self._busy) or self._state != I2CState.IDLE

    def reset(self) -> None:
        super().reset()
        self._alarm.cancel()
        self._travelling = False
        self._hung = False
        self._written = bytearray()

    # ------------------------------------------------------------ time

    def _after_bits(self, bits: int, then: Callable[[], None]) -> None:
        nanos = bits * (self.scl_high_period + self.scl_low_period) * NANOS_PER_CYCLE
        nanos *= self.bus.slow_at(self._address)
        self.busy_nanos += nanos
        self._then = then
        self._travelling = True
        self._alike = 0
        self._alarm.schedule(nanos)

    def _due(self) -> None:
        self._travelling = False
        self.sync()
        self._then()

    # ------------------------------------------------------------ a transaction, bit by bit

    def _start(self, repeated: bool) -> None:
        if repeated:
            self._flush()
        self.transfers += 1
        self._address = self.target_address
        self._after_bits(1, self.complete_start)

    def _connect(self, address: int, mode: Any) -> None:
        self._address = address
        self._reading = mode == registers.I2CMode.READ
        self.called(address)
        self._after_bits(BYTE_BITS, self._connected)

    def _connected(self) -> None:
        """The address has been sent: who answers?"""
        self._read = b""
        self._read_at = 0
        if self.bus.held:
            self._hung = True
            return
        found = self.bus.chip(self._address) is not None or (self._address == 0 and not self._reading)
        self.complete_connect(found or self.bus.faulty != 0)

    def _write_byte(self, value: int) -> None:
        self._written.append(value)
        self._after_bits(BYTE_BITS, self._byte_written)

    def _byte_written(self) -> None:
        """The chip gets its bytes as one transfer, when the last one is over."""
        acknowledged = True
        if self._stop:
            acknowledged = self._flush()
            if self._hung:
                return
        self.complete_write(acknowledged)
        if self._tx_fifo.item_count <= self.tx_threshold:
            self._set_interrupts(registers.R_TX_EMPTY)

    def _flush(self) -> bool:
        """Hand what was written to the chip; False when it was not acknowledged."""
        if not self._written:
            return True
        data = bytes(self._written)
        self._written = bytearray()
        return self._guarded(lambda: self.bus.write(self._address, data))

    def _guarded(self, transfer: Callable[[], Any]) -> bool:
        """A transfer with the simulation's bus: its time-out is the master's own affair here."""
        timeout_us = self.bus.timeout_us
        self.bus.timeout_us = 0
        try:
            transfer()
            return True
        except OSError as error:
            self._hung = error.args[0] == ETIMEDOUT
            return False
        finally:
            self.bus.timeout_us = timeout_us

    def _read_byte(self, _acknowledge: bool) -> None:
        self._after_bits(BYTE_BITS, self._byte_read)

    def _byte_read(self) -> None:
        if self._read_at >= len(self._read):
            room = bytearray(READ_AHEAD)
            if not self._guarded(lambda: self.bus.read(self._address, room)):
                if self._hung:
                    return
                room = bytearray(b"\xff" * READ_AHEAD)
            self._read = bytes(room)
            self._read_at = 0
        self._read_at += 1
        self.complete_read(self._read[self._read_at - 1])

    def _stopping(self) -> None:
        self._written = bytearray()
        self._after_bits(1, self.complete_stop)

    # ------------------------------------------------------------ registers

    def read_uint32(self, offset: int) -> int:
        if offset == registers.IC_RAW_INTR_STAT:
            self._skip(0)
            return self.int_raw
        if offset == registers.IC_RXFLR:
            self._skip(1)
            return self._rx_fifo.item_count
        return super().read_uint32(offset)

    def _skip(self, which: int) -> None:
        """The guest polls while bits travel: rounds that cannot see anything new pass at once, whole ones, so that
        each later instruction happens at the very time it would have without this."""
        if not self._travelling:
            return
        clock = self.rp2040.clock
        now = clock.nanos
        took = now - self._polled_at[which]
        if took != self._poll_nanos[which] or took >= POLL_NANOS_MOST:
            self._alike = 0
        elif self._alike < ALIKE:
            self._alike += 1
        else:
            rounds = int((clock.nanos_to_next_alarm - NANOS_PER_CYCLE) // took) - 1
            if rounds > 0:
                clock.tick(rounds * took)
                now += rounds * took
        self._poll_nanos[which] = took
        self._polled_at[which] = now

    def _abort(self, reason: int) -> None:
        """What was still to be sent is gone: that is empty too. MicroPython waits for it before it asks why."""
        super()._abort(reason)
        self._set_interrupts(registers.R_TX_EMPTY)

    def _next_command(self) -> None:
        """As the original, but TX_EMPTY waits until the byte has left."""
        enabled = self.enable & registers.ENABLE
        blocked = self.enable & registers.TX_CMD_BLOCK
        if self._tx_fifo.empty or self._busy or blocked or not enabled:
            return
        self._busy = True
        restart = bool(self._tx_fifo.peek() & registers.RESTART) and not self._pending_restart and not self._stop
        if self._state == I2CState.IDLE or restart:
            self._pending_restart = restart
            self._stop = False
            self._state = I2CState.START
            self.on_start(restart)
            return
        self._pending_restart = False
        command = self._tx_fifo.pull()
        self._stop = bool(command & registers.STOP)
        if command & registers.CMD:
            self.on_read_byte(not self._stop)
        else:
            self.on_write_byte(command & 0xFF)

    def write_uint32(self, offset: int, value: int) -> None:
        if offset == registers.IC_ENABLE and not value & registers.ENABLE and (self._hung or self._busy):
            self._travelling = False
            self._alarm.cancel()  # switched off in a byte, or while a line is held: the next transfer begins anew
            self._hung = False
            self._busy = False
            self._stop = False
            self._pending_restart = False
            self._written = bytearray()
            self._state = I2CState.IDLE
        super().write_uint32(offset, value)


def _nothing() -> None:
    pass


def _nobody(address: int) -> None:
    pass
