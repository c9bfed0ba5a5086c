# MCP4725, a 12-bit DAC with an EEPROM: codes and registers. Decides no current. Data sheet: Microchip DS22039.
#
# What each tick calls is machine code (viper): it compiles with imported constants folded only, as tools/image does it.

import micropython
from micropython import const

from drivers.status import BUS, NO_VALUE, OK, RANGE, TOO_LONG, WRONG

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Callable

    from drivers.ports import I2CBus

_MAX_CODE = const(4095)
_WRITE_EEPROM = const(0x60)  # C2 C1 C0 = 0 1 1: register and EEPROM
_RDY = const(0x80)
_POR = const(0x40)
_POWER_DOWN = const(0x06)
_WAIT_US = const(5_000)
_WAITS = const(24)  # 120 ms; an EEPROM write takes 50 ms at most


class MCP4725:
    """Every run-time code goes out in fast mode, two bytes. Methods return a status of `drivers.status`.

    After `read_back()` returned OK: `code` and `power_down` of the register, `eeprom_code` and
    `eeprom_power_down` of what it will wake up with, `ready` (0 while the EEPROM is written: the chip
    acknowledges and ignores every write then), `por`. After any other status `code` and `eeprom_code` are NO_VALUE.
    """

    bits = 12
    reads_back = 1

    def __init__(self, i2c: "I2CBus", addr: int = 0x60) -> None:
        self._i2c = i2c
        self._writeto = i2c.writeto  # found once: a method costs a look-up each time
        self._readfrom_into = i2c.readfrom_into
        self._addr = addr
        self._fast = bytearray(2)
        self._held = bytearray(3)
        self._reply = bytearray(5)
        self.code = NO_VALUE
        self.power_down = 0
        self.eeprom_code = NO_VALUE
        self.eeprom_power_down = 0
        self.ready = 0
        self.por = 0

    @micropython.viper
    def write_code(self, code: int) -> int:
        """Send 0..4095 in normal mode. OK, BUS, or RANGE with nothing sent."""
        if code < 0 or code > _MAX_CODE:
            return RANGE
        fast = self._fast
        out = ptr8(fast)
        out[0] = code >> 8
        out[1] = code & 0xFF
        try:
            if int(self._writeto(self._addr, fast)) != 2:
                return BUS
        except OSError:
            return BUS
        return OK

    @micropython.viper
    def holds(self, code: int) -> int:
        """Does the register hold `code`, in normal mode? OK, WRONG or BUS. The short read of each tick."""
        held = self._held
        try:
            self._readfrom_into(self._addr, held)
        except OSError:
            return BUS
        got = ptr8(held)
        if got[1] << 4 | got[2] >> 4 == code and got[0] & _POWER_DOWN == 0:
            return OK
        return WRONG

    def read_back(self) -> int:
        """Read register, EEPROM and status: OK or BUS."""
        reply = self._reply
        try:
            self._i2c.readfrom_into(self._addr, reply)
        except OSError:
            self.code = NO_VALUE
            self.eeprom_code = NO_VALUE
            self.ready = 0
            return BUS
        status = reply[0]
        self.ready = 1 if status & _RDY else 0
        self.por = 1 if status & _POR else 0
        self.power_down = status >> 1 & 3
        self.code = reply[1] << 4 | reply[2] >> 4
        self.eeprom_power_down = reply[3] >> 5 & 3
        self.eeprom_code = (reply[3] & 15) << 8 | reply[4]
        return OK

    def probe(self) -> int:
        """Is the chip there and does it obey? It has no identity: two codes next to zero are written and read back.

        For the start, with the output switch open. Leaves code 0. OK, BUS, or WRONG.
        """
        for code in (1, 2, 0):
            status = self.write_code(code)
            if status == OK:
                status = self.read_back()
            if status != OK:
                return status
            if self.code != code or self.power_down:
                return WRONG
        return OK

    def wakes_at_zero(self) -> int:
        """OK when the EEPROM holds code 0 in normal mode; WRONG when it does not or is being written; BUS."""
        status = self.read_back()
        if status != OK:
            return status
        if not self.ready or self.eeprom_code != 0 or self.eeprom_power_down:
            return WRONG
        return OK

    def provision_eeprom(self, sleep_us: "Callable[[int], None]") -> int:
        """Make the chip wake up with code 0. Only while the output cannot be live: writes are ignored for up to 50 ms.

        Writes nothing when the EEPROM holds 0 already. OK, BUS, TOO_LONG (never ready), or WRONG (did not keep it).
        """
        status = self._wait_ready(sleep_us)
        if status != OK:
            return status
        if self.wakes_at_zero() == OK:
            return OK
        command = bytearray(3)
        command[0] = _WRITE_EEPROM
        try:
            if self._i2c.writeto(self._addr, command) != 3:
                return BUS
        except OSError:
            return BUS
        status = self._wait_ready(sleep_us)
        if status != OK:
            return status
        return self.wakes_at_zero()

    def _wait_ready(self, sleep_us: "Callable[[int], None]") -> int:
        for _ in range(_WAITS):
            status = self.read_back()
            if status != OK:
                return status
            if self.ready:
                return OK
            sleep_us(_WAIT_US)
        return TOO_LONG
