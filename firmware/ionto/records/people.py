# Holds the people who share a unit: each one's own cap and the key of the history. Judges no plan.

from micropython import const

from ionto.records import record as rec
from ionto.safety import limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.files import Files

LAST_KEY = const(0)

# Columns of a person.
KEY = const(0)  # 0 = nobody; never given twice, so a new person inherits no history
CAP_UA = const(1)
AGE = const(2)  # years, 0 = unknown
CHECKLIST_DAY = const(3)  # the last full checklist, 0 = never

PEOPLE = const(4)
_RECORD = const(6)
_VERSION = const(1)
_MANY = const(1_000_000)

_FIELDS = ((0, 0, _MANY),)
_ROW = (
    (0, 0, _MANY),  # key
    (limits.CAP_CHILD_UA, limits.CURRENT_MIN_UA, limits.CAP_HANDS_UA),  # cap_ua
    (0, 0, 120),  # age
    (0, 0, 100_000),  # checklist_day
)


class People(rec.Record):
    """Up to four people. Damaged or newer: nobody; each is entered again, and history.merge_people() is due."""

    def __init__(self, files: "Files") -> None:
        super().__init__(files, "profiles", _RECORD, _VERSION, _FIELDS, _ROW, PEOPLE)

    def get(self, person: int, column: int) -> int:
        """A person's value; person 0..3."""
        return self.values[self.cell(person, column)]

    def add(self, cap_ua: int, age: int) -> int:
        """Enter someone, in memory only; the place 0..3, or -1 when all are taken."""
        v = self.values
        for person in range(PEOPLE):
            i = self.cell(person, KEY)
            if not v[i]:
                v[LAST_KEY] += 1
                v[i] = v[LAST_KEY]
                v[i + CAP_UA] = cap_ua
                v[i + AGE] = age
                v[i + CHECKLIST_DAY] = 0
                return person
        return -1

    def remove(self, person: int) -> None:
        """Forget someone, in memory only; the history keeps the sessions."""
        self.values[self.cell(person, KEY)] = 0
