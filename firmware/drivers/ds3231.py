# DS3231, a clock with its own cell: date and time as integers. Decides no calendar rules. Data sheet: Maxim DS3231.

from micropython import const

from drivers.status import BUS, NO_VALUE, OK, RANGE, WRONG

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import I2CBus

_STATUS = const(0x0F)
_OSF = const(0x80)  # the oscillator has stood still: the time is worth nothing


class DS3231:
    """For the time between sessions: `read()` takes 0.5 ms. Methods return OK, BUS, WRONG or RANGE.

    After OK: `year` 2000..2099, `month`, `day`, `hour` 0..23, `minute`, `second`; `stopped` is 1 when the clock
    has stood still since it was set, its cell being empty or new. After anything else all of them are NO_VALUE.
    """

    def __init__(self, i2c: "I2CBus", addr: int = 0x68) -> None:
        self._i2c = i2c
        self._addr = addr
        self._pointer = bytearray(1)
        self._registers = bytearray(_STATUS + 1)
        self._forget()

    def _forget(self) -> None:
        self.year = self.month = self.day = NO_VALUE
        self.hour = self.minute = self.second = NO_VALUE
        self.stopped = NO_VALUE

    def read(self) -> int:
        """Time and flag in one transfer, so that they belong together. WRONG: no 24-hour date of this century."""
        self._forget()
        registers = self._registers
        self._pointer[0] = 0
        try:
            if self._i2c.writeto(self._addr, self._pointer) != 1:
                return BUS
            self._i2c.readfrom_into(self._addr, registers)
        except OSError:
            return BUS
        second = _from_bcd(registers[0])
        minute = _from_bcd(registers[1])
        hour = _from_bcd(registers[2])  # 12-hour mode sets bit 6: no hour below 40 then
        day = _from_bcd(registers[4])
        month = _from_bcd(registers[5])
        year = _from_bcd(registers[6])
        if year < 0 or not _is_time(month, day, hour, minute, second):
            return WRONG
        self.year = 2000 + year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.stopped = 1 if registers[_STATUS] & _OSF else 0
        return OK

    def set(self, year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
        """Set the clock, 2000..2099 and 24 hours, and clear the flag; RANGE with nothing sent. Keeps no weekday."""
        if year < 2000 or year > 2099 or not _is_time(month, day, hour, minute, second):
            return RANGE
        time = bytearray((
            0,
            _to_bcd(second),
            _to_bcd(minute),
            _to_bcd(hour),
            1,
            _to_bcd(day),
            _to_bcd(month),
            _to_bcd(year - 2000),
        ))  # fmt: skip
        try:
            if self._i2c.writeto(self._addr, time) != 8:
                return BUS
            if self._i2c.writeto(self._addr, bytearray((_STATUS, 0))) != 2:
                return BUS
        except OSError:
            return BUS
        return OK


def _from_bcd(value: int) -> int:
    """-1 when a digit is none."""
    if value & 15 > 9 or value > 0x99:
        return -1
    return (value >> 4) * 10 + (value & 15)


def _to_bcd(value: int) -> int:
    return value // 10 << 4 | value % 10


def _is_time(month: int, day: int, hour: int, minute: int, second: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31 and 0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59
