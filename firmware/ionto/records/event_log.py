# Remembers events, above all the reason of every stop, in memory; writes them to the flash only when asked.

from micropython import const

from ionto.records import record as rec
from ionto.safety import faults

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.files import Files

TOTAL = const(0)  # events ever put

# Columns of an event.
BOOT = const(0)  # power-on number
T_MS = const(1)  # the clock's ticks
CODE = const(2)  # safety/faults.py, or an event below
STATE = const(3)  # treatment/states.py
VALUE_1 = const(4)
VALUE_2 = const(5)
VALUE_3 = const(6)

# Events that are no faults. A cut, a stop or a pause has A and B in µA and the load voltage in mV as its values.
COMPLETED = const(1001)  # the ramp down begins: the time is over
STOPPED = const(1002)  # the ramp down begins: STOP, or nobody came
PAUSED = const(1003)
ENDED = const(1004)  # at rest: the fault or the RESULT_.., delivered µA·min, planned µA
RESTARTED = const(1005)  # a start that is no power-on
DAMAGED = const(1006)  # a record was not read whole: which (in the order of RecordKeeper.records), its status
FOUND_BY = const(1007)  # the fault of the event before, what its rule measured, what it allowed
MOVED = const(1008)  # from here in the order of treatment/pause.py: hands moved, nobody left
BROKE = const(1009)  # a lead or plug breaks
METAL = const(1010)  # no resistance at the probe
LESS = const(1011)  # less skin than before, and nobody left
ASKED = const(1012)  # hands were lifted because they were asked for
POOR = const(1013)  # water or skin conducts badly
NOBODY = const(1014)  # two minutes without contact
JOINED = const(1015)  # two minutes with something there that no hand is
FELL = const(1016)  # the resistance fell at once
DISTURBED = const(1017)  # since start: errors on the measuring bus, of the display, how often it forgot its set-up
UNLOCKED = const(1018)  # service: the lock forgotten; minute, who in two numbers of five letters, six bits each
CLOCK_SET = const(1019)  # service: the clock chip set; minute, what it was believed to be

EVENTS = const(40)
_MOST = const(0x3FFFFFFF)  # larger values are cut to this: such an integer would allocate on a 32-bit board
_RECORD = const(5)
_VERSION = const(1)

_FIELDS = ((0, 0, _MOST),)
_ROW = (
    (0, 0, _MOST),  # boot
    (0, -_MOST, _MOST),  # t_ms
    (0, -_MOST, _MOST),  # code
    (0, -_MOST, _MOST),  # state
    (0, -_MOST, _MOST),  # value_1
    (0, -_MOST, _MOST),  # value_2
    (0, -_MOST, _MOST),  # value_3
)


def _cut(value: int) -> int:
    if value > _MOST:
        return _MOST
    return -_MOST if value < -_MOST else value


class EventLog(rec.Record):
    """The last 40 events. put() may be called while the output is live, load() and flush() only when it is off."""

    def __init__(self, files: "Files") -> None:
        super().__init__(files, "log", _RECORD, _VERSION, _FIELDS, _ROW, EVENTS)
        self.boot = 0  # set by the record keeper once the history has counted
        self.unsaved = 0
        self.failed = 0  # flushes that failed since the last good one

    def put(self, t_ms: int, code: int, state: int, value_1: int, value_2: int, value_3: int) -> None:
        """Remember an event over the oldest. Allocates nothing, raises nothing, touches no flash."""
        v = self.values
        i = self.cell(v[TOTAL] % EVENTS, BOOT)
        v[i] = self.boot
        v[i + T_MS] = _cut(t_ms)
        v[i + CODE] = _cut(code)
        v[i + STATE] = _cut(state)
        v[i + VALUE_1] = _cut(value_1)
        v[i + VALUE_2] = _cut(value_2)
        v[i + VALUE_3] = _cut(value_3)
        v[TOTAL] = (v[TOTAL] + 1) & _MOST
        self.unsaved += 1

    def count(self) -> int:
        """Events that can be read, 0..40."""
        return min(self.values[TOTAL], EVENTS)

    def get(self, back: int, column: int) -> int:
        """A value of the event `back` steps before the newest; 0 is the newest."""
        return self.values[self.cell((self.values[TOTAL] - 1 - back) % EVENTS, column)]

    def flush(self) -> int:
        """Write what is unsaved. OK or FAILED: the events stay in memory, and the next flush tries again."""
        if not self.unsaved:
            return rec.OK
        status = self.store()
        if status == rec.OK:
            self.unsaved = self.failed = 0
        else:
            self.failed += 1
        return status

    def report(self) -> int:
        """LOG_FULL after a flush that failed, and when earlier events were lost, else NONE."""
        return faults.LOG_FULL if self.failed or self.status >= rec.RESET else faults.NONE
