# One I2C bus: finds the chip, raises what a master sees. Decides no timing but that of a hung bus.

import micropython
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.dice import Dice
    from tools.sim.mcu.clock import Clock

    Values = dict[str, Any]

_NEVER = const(1 << 52)
EIO = 5
ETIMEDOUT = 110


class Bus:
    """`faulty` is 1 while any fault of the bus is set: then each byte is looked at."""

    def __init__(self, clock: "Clock", dice: "Dice") -> None:
        self.freq = 400_000
        self.timeout_us = 50_000
        self.chips: "list[Any]" = []
        self.table: "dict[int, Any]" = {}  # chips by the address they had when attach() was called
        self.faulty = 0
        self.slowed = 0  # 1: a chip stretches the clock
        self.held = 0  # 1: a line is low
        self.sda_low = 0  # 1: it is SDA
        self.clocks_left = 0
        self.hang_in = 0  # bytes until a line is held low, 0 = never
        self.flip_ppm = 0
        self.flip_in = 0  # bytes until one bit flips, 0 = never
        self.flip_bit = 0
        self.on_held: "Callable[[], None]" = _nothing  # SDA may be another
        self.on_conversion: "Callable[[], None]" = _nothing  # a chip was told to convert
        self.before_read: "Callable[[], None]" = _nothing  # what a conversion saw must have happened
        self._clock = clock
        self._dice = dice

    def attach(self) -> None:
        """After a change of chips or addresses."""
        self.table.clear()
        for chip in self.chips:
            self.table[chip.address] = chip
            chip.bus = self

    def chip(self, addr: int) -> "Any":
        """The chip that answers an address, or None."""
        for chip in self.chips:
            if chip.address == addr and chip.answers:
                return chip
        return None

    def slow_at(self, addr: int) -> int:
        """How many times longer a transfer to an address takes: a chip may stretch the clock."""
        for chip in self.chips:
            if chip.address == addr:
                return int(getattr(chip, "slow_factor", 1))
        return 1

    def write(self, addr: int, buf: "bytes | bytearray") -> int:
        """Bytes acknowledged; OSError 5 when the address or a byte is not."""
        if self.faulty:
            return self._unlocked(addr, buf, 1)
        for chip in self.chips:
            if chip.address == addr and chip.answers:
                if chip.bulk:
                    return self.write_bulk(chip, buf)
                count: int = chip.write(buf)
                if count < len(buf):
                    break
                if chip.due < _NEVER:
                    self.on_conversion()
                return count
        if addr == 0 and self._general_call(buf):
            return len(buf)
        raise self._error(EIO)

    @micropython.native
    def write_bulk(self, chip: "Any", buf: "bytes | bytearray") -> int:
        """Write to a chip whose memory is written by slices, which allocate."""
        was = self._clock.open_heap()
        count: int = chip.write(buf)
        self._clock.close_heap(was)
        if count < len(buf):
            raise self._error(EIO)
        return count

    def _error(self, number: int) -> OSError:
        """Made with the heap unlocked: raising costs the firmware memory on the real chip too, but not in a lock."""
        was = self._clock.open_heap()
        error = OSError(number)
        self._clock.close_heap(was)
        return error

    def _unlocked(self, addr: int, buf: "bytes | bytearray", writing: int) -> int:
        """A transfer on a faulty bus: looked at byte by byte, with the heap unlocked."""
        was = self._clock.open_heap()
        try:
            if writing:
                return self._write_faulty(addr, buf)
            self._read_faulty(addr, buf)  # type: ignore[arg-type]
            return 0
        finally:
            self._clock.close_heap(was)

    def read(self, addr: int, buf: bytearray) -> None:
        """Fill `buf`; OSError 5 when nobody answers."""
        if self.faulty:
            self._unlocked(addr, buf, 0)
            return
        for chip in self.chips:
            if chip.address == addr and chip.answers:
                if chip.due <= self._clock.now:
                    self.before_read()
                chip.read_into(buf)
                return
        raise self._error(EIO)

    def _read_faulty(self, addr: int, buf: bytearray) -> None:
        self._pass_bytes(1)
        chip = self.chip(self._flipped_address(addr, 1))
        if chip is None:
            raise OSError(EIO)
        self.before_read()
        chip.read_into(buf)
        self._pass_bytes(len(buf))
        self._flip(buf)

    def power_on(self) -> None:
        """Every chip gets power: one that was within a byte has forgotten it."""
        for chip in self.chips:
            chip.power_on()
        if self.clocks_left:
            self.hold(0, 0, 0)

    def hold(self, on: int, sda: int, clocks: int) -> None:
        """A line is held low, or not any more. `sda`: it is SDA; `clocks`: a chip lets go after so many, 0 = never."""
        self.held = on
        self.sda_low = sda
        self.clocks_left = clocks if on else 0
        self.refresh()

    def refresh(self) -> None:
        """After any change of a fault."""
        self.faulty = 1 if self.held or self.hang_in or self.flip_ppm or self.flip_in or self.slowed else 0

    def clocked(self) -> None:
        """SCL rose, moved by hand."""
        if self.clocks_left:
            self.clocks_left -= 1
            if not self.clocks_left:
                self.hold(0, 0, 0)

    def scan(self) -> "list[int]":
        """Addresses that answer."""
        found = []
        for chip in self.chips:
            if chip.answers:
                found.append(chip.address)
        return sorted(found)

    def _general_call(self, buf: "bytes | bytearray") -> int:
        taken = 0
        for chip in self.chips:
            if chip.answers and len(buf) and chip.general_call(buf[0]):
                taken = 1
        return taken

    def call_all(self, byte: int) -> None:
        """A general call from whoever: every chip that obeys it does."""
        for chip in self.chips:
            chip.general_call(byte)

    # ------------------------------------------------------------ what a scenario may do to it

    def sda_held(self, v: "Values", on: int) -> None:
        """SDA is held low: for good, or by a chip that lets go after `clocks`."""
        self.hold(on, on, v.get("clocks", 0))
        self.on_held()

    def scl_held(self, v: "Values", on: int) -> None:
        """SCL is held low."""
        self.hold(on, 0, 0)
        self.on_held()

    def hang_at_byte(self, v: "Values", on: int) -> None:
        """A line is held low from the n-th byte on."""
        self.hang_in = v["byte"] if on else 0
        if not on:
            self.held = 0
        self.refresh()

    def flip(self, v: "Values", on: int) -> None:
        """Each data bit may flip."""
        self.flip_ppm = v["p_ppm"] if on else 0
        self.refresh()

    def flip_at_byte(self, v: "Values", on: int) -> None:
        """One bit of the n-th byte flips."""
        self.flip_in = v["byte"]
        self.flip_bit = v["bit"]
        self.refresh()

    FAULTS = {
        "sda_low": sda_held,
        "scl_low": scl_held,
        "chip_holds_sda": sda_held,
        "hang_at_byte": hang_at_byte,
        "flip": flip,
        "flip_at_byte": flip_at_byte,
    }

    # ------------------------------------------------------------ a faulty bus, byte by byte

    def _write_faulty(self, addr: int, buf: "bytes | bytearray") -> int:
        self._pass_bytes(1 + len(buf))
        addr = self._flipped_address(addr, 0)
        copy = bytearray(buf)
        self._flip(copy)
        if addr == 0:
            if self._general_call(copy):
                return len(buf)
            raise OSError(EIO)
        chip = self.chip(addr)
        if chip is None or chip.write(copy) < len(buf):
            raise OSError(EIO)
        if chip.due < _NEVER:
            self.on_conversion()
        return len(buf)

    def _pass_bytes(self, count: int) -> None:
        """A hang waits out the master's timeout."""
        if self.hang_in:
            self.hang_in -= count
            if self.hang_in <= 0:
                self.hang_in = 0
                self.held = 1
        if self.held:
            self._clock.spend(self._clock.true_us(self.timeout_us))
            if self.held:
                raise OSError(ETIMEDOUT)

    def _flipped_address(self, addr: int, reading: int) -> int:
        byte = bytearray([addr << 1 | reading])
        self._flip(byte)
        return byte[0] >> 1 if byte[0] & 1 == reading else -1

    def _flip(self, buf: bytearray) -> None:
        for i in range(len(buf)):
            if self.flip_in:
                self.flip_in -= 1
                if not self.flip_in:
                    buf[i] ^= 1 << self.flip_bit
            if self.flip_ppm:
                for bit in range(8):
                    if self._dice.below(1_000_000) < self.flip_ppm:
                        buf[i] ^= 1 << bit


def _nothing() -> None:
    pass
