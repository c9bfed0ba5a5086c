# The DS3231 as its data sheet describes it: calendar registers over the clock's time. Decides no time zone; no alarms.

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    class Clock(Protocol):
        now: int

    Data = bytes | bytearray | memoryview
    Room = bytearray | memoryview

_REGISTERS = const(0x13)
_HOURS = const(0x02)
_CONTROL = const(0x0E)
_STATUS = const(0x0F)
_HOUR_12 = const(0x40)
_CENTURY = const(0x80)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# A bit of `faults`; call refresh() after a change, as with the other chips.
NACK_DATA = const(1)  # the byte with index `nack_at` is not acknowledged


def _from_bcd(value: int) -> int:
    return (value >> 4) * 10 + (value & 15)


def _to_bcd(value: int) -> int:
    return value // 10 << 4 | value % 10


class DS3231Chip:
    """A calendar from 2000 to 2199 (century bit), 24 or 12 hours, oscillator-stop flag; runs on the clock's `now` (µs).

    A new part, or one whose cell was empty, has the flag set and counts from 2000-01-01. Cell and time survive
    a power cut of the board, so power_on() only forgets the register pointer; lose_cell() is the empty cell.

    `ppm`: how much too fast it runs. `dead_cell` 1: the board's power is all it has. `quarters`: its temperature
    register, in 0.25 °C, -512..508.
    """

    def __init__(self, clock: "Clock", ppm: int = 0, dead_cell: int = 0, quarters: int = 100) -> None:
        self.address = 0x68
        self.bulk = 1  # 1: a transfer may allocate
        self.bus: "Any" = None  # where it hangs
        self.due = 1 << 52  # converts nothing
        self.answers = 1
        self.faults = 0
        self.nack_at = 0
        self.pointer = 0
        self._clock = clock
        self._rate = 1_000_000 + ppm
        self._dead_cell = dead_cell
        self._quarters = quarters
        self._registers = bytearray(_REGISTERS)
        self.lose_cell()

    def lose_cell(self) -> None:
        """The oscillator has stood still: reset values and the flag."""
        for i in range(_REGISTERS):
            self._registers[i] = 0
        self._registers[3] = self._registers[4] = self._registers[5] = 1
        self._registers[_CONTROL] = 0x1C
        self._registers[_STATUS] = 0x88
        self._registers[0x11] = self._quarters >> 2 & 0xFF  # temperature: whole °C, two's complement; then quarters
        self._registers[0x12] = (self._quarters & 3) << 6
        self._restart()

    def set_minute(self, minute: int) -> None:
        """The time as minutes since 2000-01-01; the flag is cleared, as whoever sets a clock does."""
        self.lose_cell()
        self._registers[_STATUS] = 0x08
        self._registers[1] = _to_bcd(minute % 60)
        self._set_hour(minute // 60 % 24)
        for _ in range(minute // 1440):
            self._next_day()

    def power_on(self) -> None:
        """The board has power again; the clock never lost it, unless its cell is dead."""
        self.pointer = 0
        if self._dead_cell:
            self.lose_cell()

    def refresh(self) -> None:
        """Nothing to work out again after a change of faults."""

    def general_call(self, byte: int) -> int:
        """0: the chip does not know general calls."""
        return 0

    def write(self, data: "Data") -> int:
        """The register pointer, then what goes there. How many bytes are acknowledged."""
        count = len(data)
        if self.faults & NACK_DATA and self.nack_at < count:
            count = self.nack_at
        if count == 0:
            return 0
        self.pointer = data[0] % _REGISTERS
        for i in range(1, count):
            self._put(self.pointer, data[i])
            self.pointer = (self.pointer + 1) % _REGISTERS
        return count

    def read_into(self, buf: "Room") -> None:
        """From the pointer on, wrapping after the last register; the time is frozen for the transaction."""
        self._advance()
        for i in range(len(buf)):
            buf[i] = self._registers[self.pointer]
            self.pointer = (self.pointer + 1) % _REGISTERS

    def _put(self, register: int, value: int) -> None:
        self._advance()
        if register == 0:
            self._restart()  # writing the seconds restarts the divider
        if register == _STATUS:
            value = value & 0x08 | self._registers[_STATUS] & value & 0x83  # flags can only be cleared
        self._registers[register] = value

    def _restart(self) -> None:
        """Count seconds from now."""
        self._since_us = self._clock.now
        self._counted = 0

    def _advance(self) -> None:
        """Bring the calendar up to now."""
        counted = (self._clock.now - self._since_us) * self._rate // 1_000_000_000_000
        seconds = counted - self._counted
        if seconds <= 0:
            return
        self._counted = counted
        registers = self._registers
        seconds += _from_bcd(registers[0])
        minutes = _from_bcd(registers[1]) + seconds // 60
        hours = self._hour() + minutes // 60
        registers[0] = _to_bcd(seconds % 60)
        registers[1] = _to_bcd(minutes % 60)
        self._set_hour(hours % 24)
        for _ in range(hours // 24):
            self._next_day()

    def _hour(self) -> int:
        value = self._registers[_HOURS]
        if value & _HOUR_12:
            return _from_bcd(value & 0x1F) % 12 + (12 if value & 0x20 else 0)
        return _from_bcd(value)

    def _set_hour(self, hour: int) -> None:
        if self._registers[_HOURS] & _HOUR_12:
            self._registers[_HOURS] = _HOUR_12 | (0x20 if hour >= 12 else 0) | _to_bcd((hour + 11) % 12 + 1)
        else:
            self._registers[_HOURS] = _to_bcd(hour)

    def _next_day(self) -> None:
        registers = self._registers
        registers[3] = registers[3] % 7 + 1
        day = _from_bcd(registers[4]) + 1
        month = _from_bcd(registers[5] & 0x1F)
        year = _from_bcd(registers[6])
        century = registers[5] & _CENTURY
        days = _DAYS[month - 1] if 1 <= month <= 12 else 31
        if month == 2 and year % 4 == 0:
            days = 29
        if day > days:
            day = 1
            month += 1
        if month > 12:
            month = 1
            year += 1
        if year > 99:
            year = 0
            century ^= _CENTURY
        registers[4] = _to_bcd(day)
        registers[5] = century | _to_bcd(month)
        registers[6] = _to_bcd(year)
