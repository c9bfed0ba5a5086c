# Marks a session as open before its output goes live, and as closed after. Decides nothing about resuming: never.
#
# While the output is live nothing is written, so a marker found open at start says only what was allowed, the cap for
# the planned time: history.py counts that as delivered.

from micropython import const

from ionto.records import record as rec

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.files import Files

STATE = const(0)
NUMBER = const(1)  # of the session, counted up from 1
WHO = const(2)  # a profile's key
SITE = const(3)
MOST_UA = const(4)
MINUTES = const(5)
POLARITY = const(6)
MINUTE = const(7)  # start, minutes since 2000-01-01, 0 = no clock
BOOT = const(8)
RESULT = const(9)  # treatment/terms.py RESULT_.., or INTERRUPTED
FAULT = const(10)
DELIVERED_UAMIN = const(11)

# STATE
NONE = const(0)
OPEN = const(1)
CLOSED = const(2)

INTERRUPTED = const(5)  # RESULT: the power went, or a reset came, while the output was or might be live

_RECORD = const(3)
_VERSION = const(1)
_MANY = const(1_000_000_000)

_FIELDS = (
    (NONE, NONE, CLOSED),  # state
    (0, 0, _MANY),  # number
    (0, 0, _MANY),  # who
    (0, 0, 2),  # site
    (0, 0, 25_000),  # most_ua: what the session may be raised to
    (0, 0, 60),  # minutes
    (1, -1, 1),  # polarity
    (0, 0, _MANY),  # minute
    (0, 0, _MANY),  # boot
    (0, 0, INTERRUPTED),  # result
    (0, 0, 999),  # fault
    (0, 0, _MANY),  # delivered_uamin
)


class SessionMarker(rec.Record):
    """The last session's marker."""

    def __init__(self, files: "Files") -> None:
        super().__init__(files, "marker", _RECORD, _VERSION, _FIELDS)

    def open(self, who: int, site: int, most_ua: int, minutes: int, polarity: int, boot: int, minute: int) -> int:
        """Write the marker. Anything but rec.OK: the session must not start."""
        v = self.values
        v[STATE] = OPEN
        v[NUMBER] += 1
        v[WHO] = who
        v[SITE] = site
        v[MOST_UA] = most_ua
        v[MINUTES] = minutes
        v[POLARITY] = polarity
        v[MINUTE] = minute
        v[BOOT] = boot
        v[RESULT] = v[FAULT] = v[DELIVERED_UAMIN] = 0
        status = self.store()
        if status != rec.OK:
            v[STATE] = CLOSED
        return status

    def close(self, result: int, fault: int, delivered_uamin: int) -> int:
        """Write how it ended, after the history has it. On FAILED the next start reports it as interrupted."""
        v = self.values
        v[STATE] = CLOSED
        v[RESULT] = result
        v[FAULT] = fault
        v[DELIVERED_UAMIN] = delivered_uamin
        return self.store()

    def fail(self, fault: int) -> int:
        """Write a hard cut before anything else is written: whatever comes between, the next start knows of it."""
        self.values[FAULT] = fault
        return self.store()

    def allowed_uamin(self) -> int:
        """The most that was allowed, µA·min: what an interrupted session is taken to have delivered."""
        return self.values[MOST_UA] * self.values[MINUTES]
