# The MCP4725 as its data sheet (DS22039) has it, one call per I2C transaction. Decides no current: it tells a code.

import micropython
from micropython import const

from tools.sim.cache_methods import cache_methods

_len = len  # a module's own names are found faster than the built-in ones

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Protocol

    class Clock(Protocol):
        now: int

    Values = dict[str, Any]
    Data = bytes | bytearray | memoryview
    Room = bytearray | memoryview

ADDRESS = const(0x60)
MAX_CODE = const(4095)
FACTORY_CODE = const(0x800)  # mid-scale: what a new part wakes up with

GENERAL_CALL_RESET = const(0x06)
GENERAL_CALL_WAKE = const(0x09)

# Bits of `faults`. Each has its plain attributes; call refresh() after a change, so that the output follows at once.
STUCK_REGISTER = const(1)  # writes are acknowledged and do nothing; `stuck_code` (-1: as it is) is held and read back
STUCK_OUTPUT = const(2)  # the registers obey, the output stays at `stuck_code` (or -1: as it is): only analogue sees it
BIT_REGISTER = const(4)  # `bits_high` and `bits_low` are forced on what is written: the read-back tells
BIT_OUTPUT = const(8)  # the same on the way to the output: the read-back does not tell
NACK_DATA = const(16)  # the byte with index `nack_at` is not acknowledged; complete codes before it count
ALWAYS_BUSY = const(32)  # an EEPROM write that never ends: RDY/BSY stays 0 and writes are ignored
ABSENT = const(64)  # nothing drives the output: 0 (with `answers` 0)

_RESET_COMMANDS = const(0xC0)  # C2 and C1: not 0 means not the fast mode
_RDY = const(0x80)
_POR = const(0x40)


class MCP4725Chip:
    """`on_code(code)` is called when the output changes: 0..4095, and 0 in any power-down mode.

    Not answering at all is `answers = 0`, a wrong address is `address`; a part that wakes at mid-scale has
    `eeprom_code = FACTORY_CODE` at power_on(). The EEPROM keeps its content over power_on(); the register does not.
    """

    def __init__(self, clock: "Clock", on_code: "Callable[[int], None]") -> None:
        self.address = ADDRESS
        self.bulk = 0  # 1: a transfer may allocate
        self.bus: "Any" = None  # where it hangs
        self.due = 1 << 52  # converts nothing
        self.answers = 1
        self.code = 0  # the DAC register
        self.power_down = 0  # 0 normal; 1, 2, 3: 1, 100, 500 kOhm to ground
        self.output = -1  # what on_code was told last
        self.eeprom_code = FACTORY_CODE
        self.eeprom_power_down = 0
        self.eeprom_us = 25_000  # one write: 25 ms typical, 50 ms at most
        self.eeprom_commands = 0
        self.faults = 0
        self.stuck_code = -1
        self.bits_high = 0
        self.bits_low = 0
        self.nack_at = 0
        self._clock = clock
        self._on_code = on_code
        self._writing = 0
        self._written_at = 0
        self._next_code = 0
        self._next_power_down = 0
        self.power_on()
        cache_methods(self, "write", "read_into", "busy")

    def power_on(self) -> None:
        """Load register and output from the EEPROM. A write that was under way is lost."""
        self._settle()
        self._writing = 0
        self.code = self.eeprom_code
        self.power_down = self.eeprom_power_down
        self.refresh()

    def general_call(self, byte: int) -> int:
        """1 when the chip acknowledges the second byte of a general call, and obeys it."""
        if byte == GENERAL_CALL_RESET:
            self.power_on()
            return 1
        if byte == GENERAL_CALL_WAKE:
            self.power_down = 0
            self.refresh()
            return 1
        return 0

    @micropython.native
    def write(self, data: "Data") -> int:
        """How many of the bytes after the address are acknowledged."""
        if len(data) == 2 and data[0] < 16 and not self.faults and not self._writing:  # the ordinary case, kept short
            code = data[0] << 8 | data[1]
            self.code = code
            self.power_down = 0
            if code != self.output:
                self.output = code
                self._on_code(code)
            return 2
        return self._write_other(data)

    def _write_other(self, data: "Data") -> int:
        count = _len(data)
        if self.faults & NACK_DATA and self.nack_at < count:
            count = self.nack_at
        self._commands(data, count)
        return count

    def _commands(self, data: "Data", count: int) -> None:
        """Obey the complete commands among the first `count` bytes; they may repeat within one transaction."""
        at = 0
        while at + 1 < count:
            first = data[at]
            if first & _RESET_COMMANDS == 0:
                if not self.busy():
                    self._latch((first & 15) << 8 | data[at + 1], first >> 4 & 3)
                at += 2
                continue
            if at + 2 >= count:
                return
            kind = first >> 5
            if kind in (2, 3) and not self.busy():  # the other commands are reserved and ignored
                code = data[at + 1] << 4 | data[at + 2] >> 4
                self._latch(code, first >> 1 & 3)
                if kind == 3:
                    self._start_eeprom(code, first >> 1 & 3)
            elif kind == 3:
                self.eeprom_commands += 1  # ignored, but sent
            at += 3

    @micropython.native
    def read_into(self, buf: "Room") -> None:
        """Status, DAC register and EEPROM, five bytes, repeated for as long as they are clocked out."""
        count = _len(buf)
        if count != 3 and count != 5:
            self._read_other(buf)
            return
        code = self.code
        buf[0] = (_POR if self.busy() else _POR | _RDY) | self.power_down << 1
        buf[1] = code >> 4
        buf[2] = code << 4 & 0xF0
        if count == 3:
            return
        code = self.eeprom_code
        buf[3] = self.eeprom_power_down << 5 | code >> 8
        buf[4] = code & 0xFF

    def _read_other(self, buf: "Room") -> None:
        whole = bytearray(5)
        self.read_into(whole)
        for i in range(len(buf)):
            buf[i] = whole[i % 5]

    @micropython.native
    def busy(self) -> int:
        """1 while an EEPROM write is under way: every write command is acknowledged and ignored then."""
        if not self._writing and not self.faults:
            return 0
        self._settle()
        return 1 if self._writing or self.faults & ALWAYS_BUSY else 0

    def refresh(self) -> None:
        """Work the output out again and tell it if it changed: after a change of faults or their values."""
        faults = self.faults
        if faults & STUCK_REGISTER and self.stuck_code >= 0:
            self.code = self.stuck_code
        if faults & BIT_REGISTER:
            self.code = (self.code | self.bits_high) & ~self.bits_low
        code = 0 if self.power_down else self.code
        if faults & BIT_OUTPUT:
            code = (code | self.bits_high) & ~self.bits_low
        if faults & STUCK_OUTPUT:
            code = self.stuck_code if self.stuck_code >= 0 else self.output
        if faults & ABSENT:
            code = 0
        if code != self.output:
            self.output = code
            self._on_code(code)

    def _latch(self, code: int, power_down: int) -> None:
        faults = self.faults
        if not faults & STUCK_REGISTER:
            self.code = code
            self.power_down = power_down
        if faults or power_down or code != self.output:
            self.refresh()

    def _start_eeprom(self, code: int, power_down: int) -> None:
        self.eeprom_commands += 1
        self._next_code = code
        self._next_power_down = power_down
        self._written_at = self._clock.now + self.eeprom_us
        self._writing = 1

    def _settle(self) -> None:
        """Finish an EEPROM write whose time has come."""
        if self._writing and self._clock.now >= self._written_at:
            self._writing = 0
            self.eeprom_code = self._next_code
            self.eeprom_power_down = self._next_power_down

    # ------------------------------------------------------------ what a scenario may do to it

    def _set_fault(self, bit: int, on: int) -> None:
        self.faults = self.faults | bit if on else self.faults & ~bit
        self.refresh()

    def stuck(self, v: "Values", on: int) -> None:
        """The output stays at a code; the registers answer as if sound."""
        self.stuck_code = v["code"]
        self._set_fault(STUCK_OUTPUT, on)

    def bit(self, v: "Values", on: int) -> None:
        """One bit of the output is wrong."""
        self.bits_high = 1 << v["bit"] if on and v["level"] else 0
        self.bits_low = 1 << v["bit"] if on and not v["level"] else 0
        self._set_fault(BIT_OUTPUT, on)

    def nack(self, v: "Values", on: int) -> None:
        """Does not acknowledge; its output stays."""
        self.answers = 1 - on

    def busy_eeprom(self, v: "Values", on: int) -> None:
        """Ignores writes."""
        self._set_fault(ALWAYS_BUSY, on)

    def absent(self, v: "Values", on: int) -> None:
        """Not on the bus, and nothing drives the output."""
        self.answers = 1 - on
        if on:
            self._on_code(0)

    def wrong_address(self, v: "Values", on: int) -> None:
        """Answers elsewhere."""
        self.address = v["address"] if on else ADDRESS
        self.bus.attach()

    def wakes_mid_scale(self, v: "Values", on: int) -> None:
        """The EEPROM of a new part: the next power-on gives half the range."""
        self.eeprom_code = FACTORY_CODE
        if not self._clock.now:
            self.power_on()

    FAULTS = {
        "stuck": stuck,
        "bit": bit,
        "nack": nack,
        "busy_eeprom": busy_eeprom,
        "absent": absent,
        "wrong_address": wrong_address,
        "wakes_mid_scale": wakes_mid_scale,
    }
