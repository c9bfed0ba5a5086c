# ADS1115, a 16-bit ADC with four inputs: single-shot only. Decides no unit and no wiring. Data sheet: TI SBAS444.
#
# What each tick calls is machine code (viper): it compiles with imported constants folded only, as tools/image does it.

import micropython
from micropython import const

from drivers.status import BUS, BUSY, NO_VALUE, NOT_STARTED, OK, RANGE, READY, STILL_BUSY, WRONG

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import RegisterBus

# The multiplexer's field: AIN0 against AIN1, or one input against ground.
MUX_0_1 = const(0)
MUX_0 = const(4)
MUX_1 = const(5)
MUX_2 = const(6)
MUX_3 = const(7)

_CONVERSION = const(0)
_CONFIG = const(1)
_LO_THRESH = const(2)
_HI_THRESH = const(3)

_OS = const(0x80)  # in the high byte: written 1 starts, read 0 means converting
_START = const(0x83)  # OS, PGA 4.096 V (001 in bits 3..1), single-shot (bit 0); the multiplexer comes between
_LOW = const(0xE3)  # 860 SPS, comparator off
_RESET_HIGH = const(0x85)
_RESET_LOW = const(0x83)
_GENERAL_CALL = const(0)
_RESET = const(0x06)


class ADS1115:
    """One conversion at a time: `start(mux)`, and 1.4 ms later `poll()`. Both return a status of `drivers.status`.

    After READY: `raw`, -32768..32767 at 125 µV. After anything else it is NO_VALUE: a failed read never looks like a
    measurement. A conversion takes 1.16 ms nominal, 1.29 ms at most, and 0.11 ms to wake up.

    Each conversion is proved twice by the first byte of the chip's own configuration, which tells input, gain and
    whether it converts: just after the start that it is converting this input (a start bit lost on the bus would leave
    the old result, and the chip would call it ready), and before the result is fetched that it has ended, with the
    same input. What the second byte sets wrong shows there as well: every other rate is slower.
    """

    bits = 16
    full_scale_mv = 4096  # of -32768; one count is 125 µV
    ready_us = 1_450  # a conversion at its slowest, the waking up, and the way to the chip
    nominal_us = 1_200  # the same at the chip's nominal rate, as two looks at it see it
    start_us = 125
    look_us = 195

    def __init__(self, i2c: "RegisterBus", addr: int = 0x48) -> None:
        self._i2c = i2c
        self._writeto = i2c.writeto  # found once: a method costs a look-up each time
        self._readfrom_into = i2c.readfrom_into
        self._readfrom_mem_into = i2c.readfrom_mem_into
        self._addr = addr
        self._command = bytearray(3)
        self._command[0] = _CONFIG
        self._command[2] = _LOW
        self._echo = bytearray(1)
        self._reply = bytearray(2)
        self._to_config = bytearray((_CONFIG,))
        self._pending = 0  # the high byte of a configuration whose conversion was not yet seen to end
        self.raw = NO_VALUE

    @micropython.viper
    def start(self, mux: int) -> int:
        """Begin a conversion of MUX_x. OK: the chip converts it. Else BUS, RANGE, WRONG, or STILL_BUSY.

        The chip would take a new multiplexer in the middle of a conversion, ignore the start and then deliver the
        old input under the new name. So after one that was never seen to end it is asked first.
        """
        self.raw = NO_VALUE
        if mux < 0 or mux > 7:
            return RANGE
        if int(self._pending):
            status = int(self._must_be_idle())
            if status != OK:
                return status
        addr = self._addr
        command = self._command
        echo = self._echo
        configured = mux << 4 | _START
        ptr8(command)[1] = configured
        self._pending = configured  # even if the write fails: the chip may have taken it
        try:
            if int(self._writeto(addr, command)) != 3:
                return BUS
            self._readfrom_into(addr, echo)  # the register pointer stands on the configuration
        except OSError:
            return BUS
        return OK if ptr8(echo)[0] == configured ^ _OS else WRONG

    @micropython.viper
    def poll(self) -> int:
        """READY, BUSY, or a negative status. WRONG: the chip's configuration is not the one written."""
        pending = int(self._pending)
        if not pending:
            return NOT_STARTED
        addr = self._addr
        echo = self._echo
        reply = self._reply
        try:
            self._readfrom_into(addr, echo)
            first = int(ptr8(echo)[0])
            if first != pending:
                return BUSY if first == pending ^ _OS else WRONG
            self._readfrom_mem_into(addr, _CONVERSION, reply)
        except OSError:
            return BUS
        self._pending = 0
        raw = int(ptr8(reply)[0]) << 8 | int(ptr8(reply)[1])
        self.raw = raw if raw < 32768 else raw - 65536
        return READY

    def _must_be_idle(self) -> int:
        """OK when no conversion runs, STILL_BUSY when one does, BUS."""
        echo = self._echo
        try:
            if self._i2c.writeto(self._addr, self._to_config) != 1:
                return BUS
            self._i2c.readfrom_into(self._addr, echo)
        except OSError:
            return BUS
        return OK if echo[0] & _OS else STILL_BUSY

    def probe(self) -> int:
        """Is it an ADS1115 and does it obey? OK, BUS, or WRONG. Takes about 1 ms.

        For the start, with the output switch open: the general call resets every chip on the bus that knows it, and
        a DAC then shows what its EEPROM holds. Afterwards every register holds its reset value again.
        """
        self._pending = 0
        try:
            self._i2c.writeto(_GENERAL_CALL, bytearray((_RESET,)))
            if not self._reads(_CONFIG, _RESET_HIGH, _RESET_LOW):
                return WRONG
            for register, high, low in ((_LO_THRESH, 0x80, 0x00), (_HI_THRESH, 0x7F, 0xFF)):
                if not self._reads(register, high, low):
                    return WRONG
                self._write(register, high ^ 0x25, low ^ 0x5A)
                if not self._reads(register, high ^ 0x25, low ^ 0x5A):
                    return WRONG
                self._write(register, high, low)
        except OSError:
            return BUS
        return OK

    def _write(self, register: int, high: int, low: int) -> None:
        self._i2c.writeto(self._addr, bytearray((register, high, low)))

    def _reads(self, register: int, high: int, low: int) -> bool:
        self._i2c.writeto(self._addr, bytearray((register,)))
        self._i2c.readfrom_into(self._addr, self._reply)
        return self._reply[0] == high and self._reply[1] == low
