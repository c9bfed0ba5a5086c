# Counts sessions and hard cuts, so that it never reads lower than the truth. Allows and refuses by the
# frequency and lock rules; ends nothing that runs.
#
# Marker and history prove each other: a session is marked open, then counted here, then marked closed. Whatever
# instant the power goes, the next start finds it in one of the two. What cannot be known counts as just used.

from array import array

from micropython import const

from ionto.records import record as rec
from ionto.records import session_marker as mk
from ionto.safety import faults, limits
from ionto.version import DAY

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.files import Files

BOOTS = const(0)  # power-ons counted
LAST_NUMBER = const(1)  # the marker's number of the last session counted
NEXT_ROW = const(2)
LOCKED = const(3)
_CUTS = const(4)  # three pairs, newest first: boot (0 = none), minute

# Columns of a session's row.
BOOT = const(0)  # 0 = empty row
MINUTE = const(1)  # minutes since 2000-01-01, 0 = no clock
WHO = const(2)
SITE = const(3)
UAMIN = const(4)

ANY = const(-1)  # WHO and SITE of a session nobody knows
SESSIONS = const(120)  # a week of eight people and three sites

# What allowed() answers.
ALLOWED = const(0)
TODAY = const(1)  # one session per site and day
WEEK = const(2)  # five per site and week
ATTEST = const(3)  # no clock: the user attests, and 30 min powered pass
SOON = const(4)  # another day, but less than 12 h ago

_PER_WEEK = const(5)
_DAYS = const(7)
_DAY_MIN = const(1440)
EARLIEST_MIN = DAY * _DAY_MIN  # what a clock may read
LATEST_MIN = EARLIEST_MIN + 20 * 365 * _DAY_MIN
_POWER_ONS = limits.POWER_ONS_JUDGED  # without a clock these stand for 24 h
_CUTS_TO_LOCK = limits.HARD_CUTS_LOCK
_ASSUMED_UAMIN = limits.DOSE_CAP_MAMIN * 1000
_COPIES = const(2)
_RECORD = const(4)
_VERSION = const(2)
_OLD_SESSIONS = const(40)  # of version 1
_MANY = const(1_000_000_000)

_FIELDS = (
    (0, 0, _MANY),  # boots
    (0, 0, _MANY),  # last_number
    (0, 0, SESSIONS - 1),  # next_row
    (0, 0, 1),  # locked
) + ((0, 0, _MANY), (0, 0, _MANY)) * _CUTS_TO_LOCK  # boot, minute
_ROW = (
    (0, 0, _MANY),  # boot
    (0, 0, _MANY),  # minute
    (0, ANY, _MANY),  # who
    (0, ANY, 2),  # site
    (0, 0, _MANY),  # uamin
)


class History(rec.Record):
    """The last 120 sessions, power-ons, the last hard cuts and the lock. Minutes: since 2000-01-01, 0 = no clock."""

    def __init__(self, files: "Files") -> None:
        super().__init__(files, "ledger", _RECORD, _VERSION, _FIELDS, _ROW, SESSIONS)
        self.lost = 0  # 1: a session may have happened that neither record has; counted as used everywhere
        self.stored = rec.OK  # what the last write came to; not OK: the next session must not start
        self._copies = 0  # still to be written

    def take_over(self, values: "rec.Values") -> "rec.Values | None":
        """Version 1 had room for 40 sessions: the oldest first, the others behind it."""
        head, width = len(_FIELDS), len(_ROW)
        if len(values) != head + _OLD_SESSIONS * width:
            return None
        taken = array("i", bytes(4 * len(self.values)))
        for i in range(head):
            taken[i] = values[i]
        for row in range(_OLD_SESSIONS):
            old = head + (values[NEXT_ROW] + row) % _OLD_SESSIONS * width
            for column in range(width):
                taken[head + row * width + column] = values[old + column]
        taken[NEXT_ROW] = _OLD_SESSIONS
        return taken

    def store(self) -> int:
        """Write both copies, so that losing one to decay loses no session and no cut. OK, RANGE or FAILED."""
        status = super().store()
        return super().store() if status == rec.OK else status

    def begin(self, marker: "mk.SessionMarker", minute: int, reset: int = 0, used: int = 0) -> int:
        """At power-on: load both, count this power-on, settle what the last one left open, and store.

        `reset` 1: the processor was reset, the power was not away. That in a session counts as a hard cut: the loop
        stood still, or a cut could no longer be written down.
        `used` 1: another record shows that this is not the first power-on; a history that is absent is then a lost one.

        Returns INTERRUPTED when the last session never ended, else NONE; the marker then holds what was planned.
        """
        self.load()
        marker.load()
        if self.is_ahead(minute):
            minute = 0
        v = self.values
        m = marker.values
        gone = self.status >= rec.RESET or (self.status == rec.ABSENT and (used or m[mk.NUMBER]))
        self.lost = 1 if gone else self._is_lost(marker)
        if gone:
            for _ in range(_CUTS_TO_LOCK - 1):  # perhaps there were hard cuts: one more locks
                self._push_cut(max(m[mk.BOOT], 1), minute)
        v[BOOTS] = max(v[BOOTS], m[mk.BOOT]) + 1
        opened = m[mk.STATE] == mk.OPEN
        if m[mk.NUMBER] > v[LAST_NUMBER]:
            dose = marker.allowed_uamin() if opened else m[mk.DELIVERED_UAMIN]
            self._add(m[mk.WHO], m[mk.SITE], dose, m[mk.BOOT], m[mk.MINUTE])
            if opened:
                self._count_cut(m[mk.FAULT] or (faults.HEARTBEAT if reset else 0), minute)
        if self.lost:
            self._add(ANY, ANY, _ASSUMED_UAMIN, v[BOOTS], minute)
        v[LAST_NUMBER] = m[mk.NUMBER] = max(v[LAST_NUMBER], m[mk.NUMBER])
        self.stored = self.store()
        if opened and self.stored == rec.OK:
            fault = m[mk.FAULT] or faults.INTERRUPTED
            self.stored = marker.close(mk.INTERRUPTED, fault, marker.allowed_uamin())
        elif marker.status != rec.OK and self.stored == rec.OK:
            self.stored = marker.store()
        return faults.INTERRUPTED if opened else faults.NONE

    def count(self, marker: "mk.SessionMarker", fault: int, delivered_uamin: int, minute: int) -> None:
        """After a session, output off: it if current flowed, and its hard cut, once; in memory, for copy() to write.

        Only then may the marker be closed.
        """
        m = marker.values
        v = self.values
        if m[mk.NUMBER] > v[LAST_NUMBER]:
            self._add(m[mk.WHO], m[mk.SITE], delivered_uamin, m[mk.BOOT], m[mk.MINUTE])
            v[LAST_NUMBER] = m[mk.NUMBER]
            self._count_cut(fault, minute)
        self._copies = _COPIES

    def hard_cut(self, fault: int, minute: int) -> None:
        """Count a hard cut outside a session, in the self-test; in memory, for copy() to write."""
        self._count_cut(fault, minute)
        self._copies = _COPIES

    def copy(self) -> int:
        """Write one copy: a block of flash is erased for it. How many are to follow; 0 also when `stored` is not OK."""
        self.stored = super().store()
        self._copies = self._copies - 1 if self.stored == rec.OK else 0
        return self._copies

    def locked(self) -> bool:
        """Three hard cuts came within 24 h, or within five power-ons: service."""
        return self.values[LOCKED] != 0

    def unlock(self) -> int:
        """Service mode only: forget lock and cuts. OK or FAILED."""
        for i in range(LOCKED, _CUTS + 2 * _CUTS_TO_LOCK):
            self.values[i] = 0
        self.stored = self.store()
        return self.stored

    def allowed(self, who: int, site: int, minute: int) -> int:
        """ALLOWED, TODAY, SOON, WEEK, or ATTEST (no clock and this site was used before). Allocates nothing.

        What stays below TREATED_UAMIN is no treatment; but it adds up, over a day or, without a clock, for good. A day
        counts once in a week: the second treatment of it only finished the first. A row of the future has a wrong
        time: it counts as one without a clock.
        """
        v = self.values
        today = 0
        lately = 0  # today, or less than 12 h ago
        days_treated = 0  # a bit each
        day = minute // _DAY_MIN
        width = len(_ROW)
        i = len(_FIELDS) - width
        for row in range(SESSIONS):
            i += width
            if not v[i] or v[i + WHO] != who and v[i + WHO] != ANY or not self._concerns(row, who, site):
                continue
            uamin = min(v[i + UAMIN], limits.TREATED_UAMIN)
            days = day - self._day(row, minute) if minute > 0 else 0
            if days <= 0:
                today += uamin
                lately += uamin
            elif 0 <= minute - v[i + MINUTE] < limits.APART_MIN:
                lately += uamin
            if 0 < days < _DAYS and uamin >= limits.TREATED_UAMIN:
                days_treated |= 1 << days
        if today >= limits.TREATED_UAMIN:
            return TODAY if minute > 0 else ATTEST
        if lately >= limits.TREATED_UAMIN:
            return SOON
        week = 0
        for days in range(1, _DAYS):
            week += days_treated >> days & 1
        return WEEK if week >= _PER_WEEK else ALLOWED

    def is_ahead(self, minute: int) -> int:
        """1: a session of the last power-ons lies more than a day after this reading: so the clock is wrong.

        Older ones, and times that no clock may read, are no witness: a clock that was wrong once may be right again.
        """
        v = self.values
        for row in range(SESSIONS):
            i = self.cell(row, BOOT)
            if minute + _DAY_MIN < v[i + MINUTE] <= LATEST_MIN and v[BOOTS] - v[i] < _POWER_ONS:
                return 1
        return 0

    def latest_min(self) -> int:
        """When anybody's newest treatment began, by the clock; 0: none did, or none had one."""
        latest = 0
        for row in range(SESSIONS):
            i = self.cell(row, BOOT)
            if self.values[i + UAMIN] >= limits.TREATED_UAMIN and latest < self.values[i + MINUTE] <= LATEST_MIN:
                latest = self.values[i + MINUTE]
        return latest

    def last_uamin(self, who: int, site: int) -> int:
        """The charge of the newest row that concerns someone's site, 0: there is none."""
        newest = self.values[NEXT_ROW] - 1
        for back in range(SESSIONS):
            row = (newest - back) % SESSIONS
            if self._concerns(row, who, site):
                return self.values[self.cell(row, UAMIN)]
        return 0

    def report(self) -> int:
        """LEDGER_INVALID when begin() had to assume that all sites were just used, else NONE."""
        return faults.LEDGER_INVALID if self.lost else faults.NONE

    def _is_lost(self, marker: "mk.SessionMarker") -> int:
        """1 when the marker may have held a session that the history does not know."""
        m = marker.values
        if marker.status == rec.ONE_COPY:
            return 1 if m[mk.STATE] != mk.OPEN else 0  # the lost copy may have been an open one
        absent = marker.status == rec.ABSENT and self.values[LAST_NUMBER] > 0
        return 1 if absent or marker.status >= rec.RESET else 0

    def _concerns(self, row: int, who: int, site: int) -> bool:
        v = self.values
        i = self.cell(row, BOOT)
        if not v[i] or (v[i + WHO] != who and v[i + WHO] != ANY):
            return False
        return v[i + SITE] == site or v[i + SITE] == ANY

    def _day(self, row: int, minute: int) -> int:
        """The day of a session. Without a time, or with one of the future: today, or long ago when five power-ons have
        passed since.
        """
        v = self.values
        i = self.cell(row, BOOT)
        if 0 < v[i + MINUTE] <= minute + _DAY_MIN:
            return v[i + MINUTE] // _DAY_MIN
        return minute // _DAY_MIN if v[BOOTS] - v[i] < _POWER_ONS else -_DAYS

    def _add(self, who: int, site: int, uamin: int, boot: int, minute: int) -> None:
        """A session; right after one there that was no treatment, into its row: no treatment leaves the ring for it."""
        if uamin <= 0:
            return
        v = self.values
        row = (v[NEXT_ROW] - 1) % SESSIONS
        i = self.cell(row, BOOT)
        if not (v[i] and v[i + WHO] == who and v[i + SITE] == site and v[i + UAMIN] < limits.TREATED_UAMIN):
            row = v[NEXT_ROW]
            v[NEXT_ROW] = (row + 1) % SESSIONS
            i = self.cell(row, BOOT)
            v[i + UAMIN] = 0
        v[i] = max(boot, 1)
        v[i + MINUTE] = minute
        v[i + WHO] = who
        v[i + SITE] = site
        v[i + UAMIN] = min(v[i + UAMIN] + uamin, _MANY)

    def _count_cut(self, fault: int, minute: int) -> None:
        """Cuts by USB and battery do not count."""
        if faults.kind(fault) != faults.T1 or fault in (faults.VBUS_PRESENT, faults.BATTERY_COLLAPSE):
            return
        v = self.values
        self._push_cut(v[BOOTS], minute)
        first = _CUTS + 2 * (_CUTS_TO_LOCK - 1)
        if v[first] == 0:
            return
        if 0 < v[first + 1] <= minute:
            within = minute - v[first + 1] < _DAY_MIN
        else:
            within = v[BOOTS] - v[first] < _POWER_ONS
        if within:
            v[LOCKED] = 1

    def _push_cut(self, boot: int, minute: int) -> None:
        v = self.values
        for i in range(_CUTS + 2 * _CUTS_TO_LOCK - 1, _CUTS + 1, -1):
            v[i] = v[i - 2]
        v[_CUTS] = boot
        v[_CUTS + 1] = minute
