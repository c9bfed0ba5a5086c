# Remembers what the users chose: language, brightness, sound; of each person name, age, pads; for each site the plan of
# the next session, what the last one left, and how it goes.
#
# Caps are not settings: limits.py holds them, and plan.py judges every plan again, wherever it came from.

from array import array

from micropython import const

from ionto.records import record as rec
from ionto.safety import faults, limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ionto.records.files import Files

PEOPLE = const(8)

LANGUAGE = const(0)
BRIGHTNESS = const(1)  # 0..255, the display's contrast
SOUND = const(2)  # 0 = only faults are heard
NEXT_KEY = const(3)  # of the next person; never given twice
LAST_PERSON = const(4)  # the place of the one treated last
DIM_MIN = const(5)  # minutes without a key until the glass dims, 0 = never

# Of the person in a place, at these and the places after them.
AGE = const(6)  # treatment/terms.py, 0 = not asked yet
PAD_CM2 = const(14)  # area of one pad under the arms, 0 = not asked yet
KEY = const(22)  # WHO in history and marker; NOBODY: the place is free
CHECKED_DAY = const(30)  # day since 2000-01-01 of the last long checklist, 0 = unknown
PRACTISED = const(38)  # 1: the practice was done or declined
NAME = const(46)  # four numbers a person, each three characters, the first lowest; 0 ends it, all 0 = no name

NOBODY = const(-1)
_NAME_PARTS = const(4)
NAME_LENGTH = const(10)

# Columns of a site's row; three rows a person, in the order of treatment/terms.py: hands, feet, underarms.
PLAN_UA = const(0)
MINUTES = const(1)
POLARITY_MODE = const(2)  # treatment/terms.py: KEEP, ALTERNATE, HALF_TIME
NEXT_POLARITY = const(3)  # 1 or -1
SESSIONS = const(4)  # treatments of this site: those of TREATED_UAMIN and more
LAST_UA = const(5)  # current of the last one, 0 = never
REST_UAMIN = const(6)  # what a treatment that ended early has left, 0 = nothing
REST_AFTER_UAMIN = const(7)  # what that one gave: only while the history's last row says the same, it is the last one
LAST_MINUTE = const(8)  # when the last treatment began, minutes since 2000-01-01, 0 = no clock
PER_WEEK = const(9)  # treatments wanted, 1..5
FELT = const(10)  # how the last one went: treatment/schedule.py, 0 = not told
LIMITED = const(11)  # 1: the last one was limited by the voltage
SEVERITY = const(12)  # of sweating, 1..4, 0 = never asked
SEVERITY_DAY = const(13)  # when that was told
LOW_TOLD = const(14)  # severity 1 or 2 so often in a row
DRY_DAY = const(15)  # since when once a week, 0 = not yet
STREAK = const(16)  # treatments that came in time, one after the other

SITES = const(3)
_UNDERARMS = const(2)
_ALTERNATE = const(1)
_RECORD = const(1)
_VERSION = const(3)

# Version 1: three fields, and rows of seven values, the last of which nobody used. Version 2: age and pads of one
# person behind them, rows of eight.
_OLD_FIELDS = const(3)
_OLD_ROW = const(7)
_SOLE_FIELDS = const(5)
_SOLE_ROW = const(8)

# A damaged plan is not guessed at: what a first treatment gets, the shortest session.
SAFE_MINUTES = const(10)

_MOST_UAMIN = limits.DOSE_CAP_MAMIN * 1000
_MANY = const(1_000_000_000)
_FIELDS = (
    ((0, 0, 15), (127, 1, 255), (1, 0, 1), (1, 1, 1_000_000), (0, 0, PEOPLE - 1), (2, 0, 60))
    + ((0, 0, 3),) * PEOPLE
    + ((0, 0, limits.PAD_MAX_CM2),) * PEOPLE
    + ((0, NOBODY, 1_000_000),)
    + ((NOBODY, NOBODY, 1_000_000),) * (PEOPLE - 1)
    + ((0, 0, 1_000_000),) * PEOPLE
    + ((0, 0, 1),) * PEOPLE
    + ((0, 0, 0xFFFFFF),) * (PEOPLE * _NAME_PARTS)
)
_ROW = (
    (limits.DEFAULT_HANDS_UA, limits.CURRENT_MIN_UA, limits.CAP_HANDS_UA),  # plan_ua
    (limits.MINUTES_DEFAULT, limits.MINUTES_MIN, limits.MINUTES_MAX),  # minutes
    (_ALTERNATE, 0, 2),  # polarity_mode
    (1, -1, 1),  # next_polarity
    (0, 0, 1_000_000),  # sessions
    (0, 0, limits.CAP_HANDS_UA),  # last_ua
    (0, 0, _MOST_UAMIN),  # rest_uamin
    (0, 0, _MOST_UAMIN),  # rest_after_uamin
    (0, 0, _MANY),  # last_minute
    (3, 1, 5),  # per_week
    (0, 0, 4),  # felt
    (0, 0, 1),  # limited
    (0, 0, 4),  # severity
    (0, 0, 1_000_000),  # severity_day
    (0, 0, 1_000),  # low_told
    (0, 0, 1_000_000),  # dry_day
    (0, 0, 1_000_000),  # streak
)


class Settings(rec.Record):
    """`values[LANGUAGE]`, and `get(site, PLAN_UA)` of the person in the place `person`. Damaged, out of range or newer:
    one person as for a first treatment, and 10 min everywhere.
    """

    def __init__(self, files: "Files") -> None:
        self.person = 0
        super().__init__(files, "settings", _RECORD, _VERSION, _FIELDS, _ROW, PEOPLE * SITES)

    def get(self, site: int, column: int) -> int:
        """A site's value of this person."""
        return self.values[self.cell(self.person * SITES + site, column)]

    def put(self, site: int, column: int, value: int) -> None:
        """Change a site's value, in memory only."""
        self.values[self.cell(self.person * SITES + site, column)] = value

    def reset(self) -> None:
        super().reset()
        self.person = 0
        for person in range(PEOPLE):
            self.values[self.cell(person * SITES + _UNDERARMS, PLAN_UA)] = limits.DEFAULT_UNDERARMS_UA

    def in_range(self, values: "Sequence[int]") -> bool:
        """Bounds, and more: a polarity is never 0, underarms have their own cap, and somebody is always there."""
        if not super().in_range(values) or values[KEY + values[LAST_PERSON]] == NOBODY:
            return False
        for row in range(PEOPLE * SITES):
            if not values[self.cell(row, NEXT_POLARITY)]:
                return False
            if row % SITES == _UNDERARMS and values[self.cell(row, PLAN_UA)] > limits.CAP_UNDERARMS_UA:
                return False
        return True

    def take_over(self, values: "rec.Values") -> "rec.Values | None":
        """Older versions knew one person. Version 1 counted each start as a session, and knew neither age nor pads."""
        fields, row = _SOLE_FIELDS, _SOLE_ROW
        if len(values) == _OLD_FIELDS + SITES * _OLD_ROW:
            fields, row = _OLD_FIELDS, _OLD_ROW
        elif len(values) != fields + SITES * row:
            return None
        taken = array("i", bytes(4 * len(self.values)))
        for i in range(len(taken)):
            taken[i] = self.field(i)[0]
        for person in range(1, PEOPLE):
            taken[self.cell(person * SITES + _UNDERARMS, PLAN_UA)] = limits.DEFAULT_UNDERARMS_UA
        for i in range(fields):
            taken[i if i <= SOUND else AGE if i == _OLD_FIELDS else PAD_CM2] = values[i]
        for site in range(SITES):
            for column in range(row if fields == _SOLE_FIELDS else LAST_UA + 1):
                taken[self.cell(site, column)] = values[fields + site * row + column]
            if not taken[self.cell(site, LAST_UA)]:
                taken[self.cell(site, SESSIONS)] = 0
        return taken

    def load(self) -> int:
        if super().load() >= rec.RESET:
            self.lose()
        self.person = self.values[LAST_PERSON]
        return self.status

    def lose(self) -> None:
        """What was stored is not known any more."""
        self.status = max(self.status, rec.RESET)
        for row in range(PEOPLE * SITES):
            self.values[self.cell(row, MINUTES)] = SAFE_MINUTES

    def report(self) -> int:
        """The R code to show at start, or NONE."""
        return faults.SETTINGS_RESET if self.status >= rec.RESET else faults.NONE

    # ------------------------------------------------------------ people

    def of(self, field: int) -> int:
        """AGE, PAD_CM2, KEY, CHECKED_DAY or PRACTISED of this person."""
        return self.values[field + self.person]

    def set_of(self, field: int, value: int) -> None:
        """Change it, in memory only."""
        self.values[field + self.person] = value

    def people(self) -> "list[int]":
        """The places that are taken, in the order in which people came."""
        taken = [place for place in range(PEOPLE) if self.values[KEY + place] != NOBODY]
        taken.sort(key=lambda place: self.values[KEY + place])
        return taken

    def add(self) -> int:
        """A new person, who is now this person: 1. 0: all places are taken. In memory only."""
        v = self.values
        for place in range(PEOPLE):
            if v[KEY + place] == NOBODY:
                self._clear(place)
                v[KEY + place] = v[NEXT_KEY]
                v[NEXT_KEY] += 1
                self.person = place
                return 1
        return 0

    def delete(self) -> None:
        """This person's values go; the last one's place is given to a new nobody. In memory only."""
        self._clear(self.person)
        self.values[KEY + self.person] = NOBODY
        people = self.people()
        if not people:
            self.add()
            people = [self.person]
        self.person = self.values[LAST_PERSON] = people[0]

    def _clear(self, place: int) -> None:
        for field in (AGE, PAD_CM2, CHECKED_DAY, PRACTISED):
            self.values[field + place] = 0
        for part in range(_NAME_PARTS):
            self.values[NAME + place * _NAME_PARTS + part] = 0
        for row in range(place * SITES, place * SITES + SITES):
            for column in range(len(self._row)):
                i = self.cell(row, column)
                self.values[i] = self.field(i)[0]
            if row % SITES == _UNDERARMS:
                self.values[self.cell(row, PLAN_UA)] = limits.DEFAULT_UNDERARMS_UA

    def name(self, place: int) -> bytes:
        """The name of the person in a place, empty where none was given."""
        told = b""
        for part in range(_NAME_PARTS):
            told += self.values[NAME + place * _NAME_PARTS + part].to_bytes(3, "little")
        return told.rstrip(b"\0")

    def call(self, name: bytes) -> None:
        """Give this person a name of at most ten characters, in memory only."""
        name = name[:NAME_LENGTH] + bytes(3 * _NAME_PARTS - len(name[:NAME_LENGTH]))
        for part in range(_NAME_PARTS):
            self.values[NAME + self.person * _NAME_PARTS + part] = int.from_bytes(
                name[3 * part : 3 * part + 3], "little"
            )
