# The face of the simulated processor's I2C: `machine.I2C`. Each transfer costs its bits, then reaches the chip as one
# transaction. Decides no fault: the bus does.

import micropython
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World
    from tools.sim.mcu.clock import Clock

I2C_US = const(15)  # a call's cost beside its bits
SLOW_US = const(20)
NEVER = const(1 << 52)
_len = len  # a module's own names are found faster than the built-in ones

_world: "World" = None  # type: ignore[assignment]
_clock: "Clock" = None  # type: ignore[assignment]


def install(world: "World") -> None:
    """Every bus made from now on belongs to `world`."""
    global _world, _clock
    _world = world
    _clock = world.clock


class I2C:
    """A bus: each transfer costs its bits, then reaches the chip as one transaction."""

    def __init__(
        self, id: int, *, scl: "Any" = None, sda: "Any" = None, freq: int = 400_000, timeout: int = 50_000
    ) -> None:
        self._bus = _world.buses[id]
        self._chips = self._bus.table
        self._bus.freq = freq
        self._bus.timeout_us = timeout
        self._tenths = 10_000_000 // freq  # of a µs a bit
        self._pointer = bytearray(1)
        _clock.spend(SLOW_US)

    @micropython.native
    def writeto(self, addr: int, buf: "bytes | bytearray", stop: bool = True) -> int:
        """Bytes acknowledged. OSError 5: nobody answers; 110: the bus hangs."""
        clock = _clock
        bus = self._bus
        count = _len(buf)
        t = clock.now + I2C_US + (count * 9 + 11) * self._tenths // 10
        if bus.faulty:
            t += (bus.slow_at(addr) - 1) * (count * 9 + 11) * self._tenths // 10
        if t < clock.next:
            clock.now = t
        else:
            clock.run_to(t)
        chip = self._chips.get(addr)
        if chip is None or bus.faulty or not chip.answers:
            return bus.write(addr, buf)
        if chip.bulk:
            return bus.write_bulk(chip, buf)
        if chip.write(buf) < count:
            return bus.write(addr, buf)
        if chip.due < NEVER:
            bus.on_conversion()
        return count

    def writevto(self, addr: int, vector: "list[bytes | bytearray]", stop: bool = True) -> int:
        """Several buffers in one transfer."""
        joined = b""
        for part in vector:
            joined += bytes(part)
        return self.writeto(addr, joined)

    @micropython.native
    def readfrom_into(self, addr: int, buf: bytearray, stop: bool = True) -> None:
        """Fill `buf` from the chip."""
        clock = _clock
        bus = self._bus
        t = clock.now + I2C_US + (_len(buf) * 9 + 11) * self._tenths // 10
        if bus.faulty:
            t += (bus.slow_at(addr) - 1) * (_len(buf) * 9 + 11) * self._tenths // 10
        if t < clock.next:
            clock.now = t
        else:
            clock.run_to(t)
        chip = self._chips.get(addr)
        if chip is None or bus.faulty or not chip.answers:
            bus.read(addr, buf)
            return
        if chip.due <= clock.now:
            bus.before_read()
        chip.read_into(buf)

    @micropython.native
    def readfrom_mem_into(self, addr: int, memaddr: int, buf: bytearray) -> None:
        """The register's number, a repeated start, then the register: one call."""
        clock = _clock
        bus = self._bus
        bits = _len(buf) * 9 + 30
        t = clock.now + I2C_US + bits * self._tenths // 10
        if bus.faulty:
            t += (bus.slow_at(addr) - 1) * bits * self._tenths // 10
        if t < clock.next:
            clock.now = t
        else:
            clock.run_to(t)
        pointer = self._pointer
        pointer[0] = memaddr
        chip = self._chips.get(addr)
        if chip is None or bus.faulty or not chip.answers or chip.write(pointer) < 1:
            bus.write(addr, pointer)
            bus.read(addr, buf)
            return
        if chip.due <= clock.now:
            bus.before_read()
        chip.read_into(buf)

    def readfrom(self, addr: int, nbytes: int, stop: bool = True) -> bytes:
        buf = bytearray(nbytes)
        self.readfrom_into(addr, buf, stop)
        return bytes(buf)

    def writeto_mem(self, addr: int, memaddr: int, buf: bytes) -> None:
        self.writeto(addr, bytes([memaddr]) + bytes(buf))

    def readfrom_mem(self, addr: int, memaddr: int, nbytes: int) -> bytes:
        buf = bytearray(nbytes)
        self.readfrom_mem_into(addr, memaddr, buf)
        return bytes(buf)

    def scan(self) -> "list[int]":
        """Every address that answers; noted by the world, which knows whether the output is live."""
        _clock.spend(112 * (I2C_US + 30))
        return self._bus.scan()
