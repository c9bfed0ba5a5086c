# Remembers what the user chose: language, brightness, sound, and for each site the plan of the next session.
#
# Caps are not settings: limits.py holds them, and plan.py judges every plan again, wherever it came from.

from micropython import const

from ionto.records import record as rec
from ionto.safety import faults, limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.files import Files

LANGUAGE = const(0)
BRIGHTNESS = const(1)  # 0..255, the display's contrast
SOUND = const(2)  # 0 = only faults are heard

# Columns of a site's row; rows in the order of treatment/terms.py: hands, feet, underarms.
PLAN_UA = const(0)
MINUTES = const(1)
POLARITY_MODE = const(2)  # treatment/terms.py: KEEP, ALTERNATE, HALF_TIME
NEXT_POLARITY = const(3)  # 1 or -1
SESSIONS = const(4)  # done at this site
LAST_UA = const(5)  # current of the last one, 0 = never
CHECKLIST_DAY = const(6)  # day number of the last full checklist, 0 = never or no clock

SITES = const(3)
_UNDERARMS = const(2)
_ALTERNATE = const(1)
_RECORD = const(1)
_VERSION = const(1)

# A damaged plan is not guessed at: the lowest usual current, the shortest session.
SAFE_UA = const(5_000)
SAFE_MINUTES = const(10)

_FIELDS = ((0, 0, 15), (200, 1, 255), (1, 0, 1))
_ROW = (
    (limits.DEFAULT_HANDS_UA, limits.CURRENT_MIN_UA, limits.CAP_HANDS_UA),  # plan_ua
    (limits.MINUTES_DEFAULT, limits.MINUTES_MIN, limits.MINUTES_MAX),  # minutes
    (_ALTERNATE, 0, 2),  # polarity_mode
    (1, -1, 1),  # next_polarity
    (0, 0, 1_000_000),  # sessions
    (0, 0, limits.CAP_HANDS_UA),  # last_ua
    (0, 0, 100_000),  # checklist_day
)


class Settings(rec.Record):
    """`values[LANGUAGE]`, and `get(site, PLAN_UA)`. Damaged, out of range or newer: 5 mA and 10 min everywhere."""

    def __init__(self, files: "Files") -> None:
        super().__init__(files, "settings", _RECORD, _VERSION, _FIELDS, _ROW, SITES)

    def get(self, site: int, column: int) -> int:
        """A site's value."""
        return self.values[self.cell(site, column)]

    def put(self, site: int, column: int, value: int) -> None:
        """Change a site's value, in memory only."""
        self.values[self.cell(site, column)] = value

    def reset(self) -> None:
        super().reset()
        self.put(_UNDERARMS, PLAN_UA, limits.DEFAULT_UNDERARMS_UA)

    def in_range(self, values: "rec.Values") -> bool:
        """Bounds, and two more: a polarity is never 0, and underarms have their own cap."""
        if not super().in_range(values):
            return False
        for site in range(SITES):
            if not values[self.cell(site, NEXT_POLARITY)]:
                return False
        return values[self.cell(_UNDERARMS, PLAN_UA)] <= limits.CAP_UNDERARMS_UA

    def load(self) -> int:
        if super().load() >= rec.RESET:
            self.lose()
        return self.status

    def lose(self) -> None:
        """What was stored is not known any more."""
        self.status = max(self.status, rec.RESET)
        for site in range(SITES):
            self.put(site, PLAN_UA, SAFE_UA)
            self.put(site, MINUTES, SAFE_MINUTES)

    def report(self) -> int:
        """The R code to show at start, or NONE."""
        return faults.SETTINGS_RESET if self.status >= rec.RESET else faults.NONE
