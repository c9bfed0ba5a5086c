# What may be asked over the cable in service mode, line by line: docs/protocol.md. Decides who is answered what; no
# line reaches the electrodes, a limit or a latch. Loaded in service mode alone.

from binascii import crc32

from micropython import const

from drivers.status import RANGE
from ionto.output import stage as st
from ionto.records import diary as di
from ionto.records import event_log as lg
from ionto.records import history as hi
from ionto.records import record as rec
from ionto.records.people import minutes
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.version import VERSION

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.app.unit import Unit
    from ionto.output.dummy_load import Steps

PROTOCOL = const(1)
_LONGEST = const(240)  # bytes of a line
_LOOK = const(7)  # at the cable each eighth tick
_ALIVE_TICKS = const(400)  # the dummy load is driven for 2 s after each request
_RAMP_UA = const(100)  # a tick
_CALIBRATION = const(1)  # in the order of keeper.records
_A_LINE = const(16)  # values of a record
_DATE = const(6)
_DIARY_ROWS = const(2)  # in a line: never more than 240 bytes

# What `values` tells of the readings, in this order.
_TOLD = bytes((
    rd.A_UA, rd.B_UA, rd.LOAD_MV, rd.LOAD_BACK_MV, rd.HIGH_MV, rd.LOW_MV, rd.RAIL_MV, rd.DAC_MV, rd.DAC_CODE_MV,
    rd.RELAY_REST,
))  # fmt: skip

# Refusals.
DAMAGED = "error damaged"  # the check does not fit
WORD = "error word"
VALUE = "error value"
BUSY = "error busy"  # only at rest
UNTESTED = "error untested"  # the self-test has not passed on the cable
FAILED = "error failed"


class CableDesk:
    """`serve` in place of the unit's own loop; `answer` is one line's."""

    def __init__(self, unit: "Unit") -> None:
        self._unit = unit
        self._line = bytearray()
        self._long = 0  # 1: the line has outgrown its room
        self._drives = 0
        self._goal_ua = 0
        self._left = 0  # ticks that the dummy load is still driven
        self._acts = {
            b"hello": self._hello,
            b"values": self._values,
            b"drive": self._drive,
            b"read": self._read,
            b"calibrate": self._calibrate,
            b"unlock": self._unlock,
            b"clock": self._clock,
            b"scan": self._scan,
            b"diary": self._diary,
        }

    def serve(self) -> None:
        """Tick for ever, and look at the cable in between."""
        unit = self._unit
        sleep_us = unit.hw.clock.sleep_us
        while True:
            left_us = unit.tick()
            self.work(unit.ticks)
            if left_us > 0:
                sleep_us(left_us)

    def work(self, ticks: int) -> None:
        """After each tick."""
        unit = self._unit
        load = unit.dummy_load
        if self._drives:
            if unit.stage.position == st.LATCHED:  # cut meanwhile
                load.stop()
            load.advance()
            self._drives = load.busy
        if ticks & _LOOK:
            return
        console = unit.hw.console
        line = self._line
        for byte in console.read():
            if byte == 10 or byte == 13:
                if line or self._long:
                    console.write(self.answer(b"" if self._long else bytes(line)))
                line[:] = b""
                self._long = 0
            elif len(line) < _LONGEST:
                line.append(byte)
            else:
                self._long = 1

    def answer(self, line: bytes) -> str:
        """Of a line without its end: its number, `ok` with values or an error, and the check."""
        body, _, check = line.rpartition(b" ")
        words = body.split(b" ")
        number = "-"
        said = DAMAGED
        if check == b"%08x" % crc32(body):
            said = WORD
            if words[0].isdigit() and len(words[0]) < 10:
                number = words[0].decode()
                act = self._acts.get(words[1] if len(words) > 1 else b"")
                if act:
                    try:
                        said = act([int(word) for word in words[2:]])
                    except (ValueError, OverflowError):
                        said = VALUE
        said = number + " " + said
        return "%s %08x" % (said, crc32(said.encode()))

    # ------------------------------------------------------------ asking

    def _hello(self, values: "list[int]") -> str:
        unit = self._unit
        if values:
            return VALUE
        cause = unit.session.cause
        locked = unit.keeper.history.values[hi.LOCKED]
        boots = unit.keeper.history.values[hi.BOOTS]
        return "ok %d %s %s %d %d %d %d %d" % (
            PROTOCOL, VERSION, unit.hw.board_name, unit.hw.revision, unit.session.state, cause.fault, locked, boots,
        )  # fmt: skip

    def _values(self, values: "list[int]") -> str:
        unit = self._unit
        if values:
            return VALUE
        told = [unit.readings[place] for place in _TOLD]
        mail = unit.mail
        told += [unit.source.code, unit.dummy_load.wanted_ua, mail.battery_mv, mail.vbus, mail.latch, mail.veto]
        return _ok(told)

    def _read(self, values: "list[int]") -> str:
        """Values of a record, in the order of keeper.records, from a place on."""
        which, first = values  # another number of them: ValueError
        records = self._unit.keeper.records
        if not 0 <= which < len(records) or not 0 <= first <= len(records[which].values):
            return VALUE
        record = records[which]
        return _ok([record.status, len(record.values)] + list(record.values[first : first + _A_LINE]))

    def _scan(self, values: "list[int]") -> str:
        """Addresses that answer on the measuring bus, then, negative, on the panel's."""
        hw = self._unit.hw
        if values:
            return VALUE
        return _ok(hw.scan() + [-address for address in hw.scan_panel()]) if self._rests() else BUSY

    def _diary(self, values: "list[int]") -> str:
        """Of one file of the diary: the newest version in it, rows that are damaged, how many are this person's, and
        two of these. At rest only: it reads the flash.
        """
        who, number, first = values
        if not 0 <= who < di.DELETED or not 0 <= number < di.FILES or first < 0:
            return VALUE
        if not self._rests():
            return BUSY
        data = self._unit.keeper.diary.read(number)
        version = di.VERSION
        own: "list[di.Row]" = []
        rows = di.whole(data)
        for row in rows:
            if row[-1] > version:
                version = row[-1]
            elif row[-1] == di.VERSION and row[di.WHO] == who:
                own.append(row[:-1])
        told = [version, (len(data) + di.ROW_BYTES - 1) // di.ROW_BYTES - len(rows), len(own)]
        for row in own[first : first + _DIARY_ROWS]:
            told += row
        return _ok(told)

    # ------------------------------------------------------------ doing

    def _rests(self) -> int:
        unit = self._unit
        position = unit.stage.position
        return 1 if not unit.dummy_load.busy and (position == st.REST or position == st.LATCHED) else 0

    def _drive(self, values: "list[int]") -> str:
        """So much into the dummy load, until 2 s after the last such line; 0 ends it."""
        (ua,) = values
        if not 0 <= ua <= limits.CAP_HANDS_UA:
            return VALUE
        unit = self._unit
        if unit.session.cause.fault != faults.USB_PRESENT or not unit.mail.vbus:
            return UNTESTED
        load = unit.dummy_load
        self._goal_ua = ua
        if load.busy:
            self._left = _ALIVE_TICKS if ua else 0
        elif ua:
            if unit.stage.position != st.REST:
                return BUSY
            self._left = _ALIVE_TICKS
            load.begin(self._driven())
            self._drives = 1
        return "ok"

    def _driven(self) -> "Steps":
        """The dummy-load test's own way to close, drive and open."""
        unit = self._unit
        load = unit.dummy_load
        yield from load.closed(1)
        while self._left and not load.fault and unit.mail.vbus:
            self._left -= 1
            way_ua = self._goal_ua - load.wanted_ua
            load.wanted_ua += max(-_RAMP_UA, min(_RAMP_UA, way_ua))
            yield 0
        yield from load.opened()

    def _calibrate(self, values: "list[int]") -> str:
        """All values of the calibration, in bounds and confirmed, into both copies; they hold from the next start."""
        record = self._unit.keeper.calibration
        if len(values) != len(record.values) or not record.in_range(values) or not record.is_confirmed(values):
            return VALUE
        if not self._rests():
            return BUSY
        before = list(record.values)
        for i in range(len(values)):
            record.values[i] = values[i]
        if record.store() == rec.OK and record.store() == rec.OK:
            return "ok"
        for i in range(len(values)):
            record.values[i] = before[i]
        return FAILED

    def _unlock(self, values: "list[int]") -> str:
        """The number of this power-on, the minute, who in two numbers: into the log first, then the lock is forgotten.
        What refused this start stays until the power switch.
        """
        boot, minute, first, second = values
        unit = self._unit
        history = unit.keeper.history
        if not history.locked() or boot != history.values[hi.BOOTS] or first <= 0 or second < 0:
            return VALUE
        if not self._rests():
            return BUSY
        log = unit.keeper.event_log
        log.put(unit.hw.clock.ticks_ms(), lg.UNLOCKED, unit.session.state, minute, first, second)
        return "ok" if log.flush() == rec.OK and history.unlock() == rec.OK else FAILED

    def _clock(self, values: "list[int]") -> str:
        """The clock chip's date and time; six values set it, to no time that the unit would not believe."""
        unit = self._unit
        keeper = unit.keeper
        rtc = unit.hw.rtc
        if values:
            if len(values) != _DATE:
                return VALUE
            year, month, day, hour, minute, second = values
            new = minutes(year, month, day, hour, minute)
            if not hi.EARLIEST_MIN <= new <= hi.LATEST_MIN or keeper.history.is_ahead(new):
                return VALUE
            if not self._rests():
                return BUSY
            old = keeper.minute()
            status = rtc.set(year, month, day, hour, minute, second)
            if status:
                return VALUE if status == RANGE else FAILED
            log = keeper.event_log
            log.put(unit.hw.clock.ticks_ms(), lg.CLOCK_SET, unit.session.state, new, old, 0)
            if log.flush() != rec.OK:
                return FAILED
        status = rtc.read()
        return _ok([status, rtc.stopped, rtc.year, rtc.month, rtc.day, rtc.hour, rtc.minute, rtc.second])


def _ok(values: "list[int]") -> str:
    return " ".join(["ok"] + [str(value) for value in values])
