# Remembers what the user chose: language, brightness, sound, what the caps depend on, and for each site the plan of the
# next session and what the last one left.
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

LANGUAGE = const(0)
BRIGHTNESS = const(1)  # 0..255, the display's contrast
SOUND = const(2)  # 0 = only faults are heard
AGE = const(3)  # treatment/terms.py, 0 = not asked yet
PAD_CM2 = const(4)  # area of one pad under the arms, 0 = not asked yet

# Columns of a site's row; rows in the order of treatment/terms.py: hands, feet, underarms.
PLAN_UA = const(0)
MINUTES = const(1)
POLARITY_MODE = const(2)  # treatment/terms.py: KEEP, ALTERNATE, HALF_TIME
NEXT_POLARITY = const(3)  # 1 or -1
SESSIONS = const(4)  # treatments of this site: those of TREATED_UAMIN and more
LAST_UA = const(5)  # current of the last one, 0 = never
REST_UAMIN = const(6)  # what a treatment that ended early has left, 0 = nothing
REST_AFTER_UAMIN = const(7)  # what that one gave: only while the history's last row says the same, it is the last one

SITES = const(3)
_UNDERARMS = const(2)
_ALTERNATE = const(1)
_RECORD = const(1)
_VERSION = const(2)

# Version 1: three fields, and rows of seven values, the last of which nobody used.
_OLD_FIELDS = const(3)
_OLD_ROW = const(7)

# A damaged plan is not guessed at: what a first treatment gets, the shortest session.
SAFE_MINUTES = const(10)

_MOST_UAMIN = limits.DOSE_CAP_MAMIN * 1000
_FIELDS = ((0, 0, 15), (200, 1, 255), (1, 0, 1), (0, 0, 3), (0, 0, limits.PAD_MAX_CM2))
_ROW = (
    (limits.DEFAULT_HANDS_UA, limits.CURRENT_MIN_UA, limits.CAP_HANDS_UA),  # plan_ua
    (limits.MINUTES_DEFAULT, limits.MINUTES_MIN, limits.MINUTES_MAX),  # minutes
    (_ALTERNATE, 0, 2),  # polarity_mode
    (1, -1, 1),  # next_polarity
    (0, 0, 1_000_000),  # sessions
    (0, 0, limits.CAP_HANDS_UA),  # last_ua
    (0, 0, _MOST_UAMIN),  # rest_uamin
    (0, 0, _MOST_UAMIN),  # rest_after_uamin
)


class Settings(rec.Record):
    """`values[LANGUAGE]`, and `get(site, PLAN_UA)`. Damaged, out of range or newer: as for a first treatment,
    and 10 min everywhere.
    """

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

    def in_range(self, values: "Sequence[int]") -> bool:
        """Bounds, and two more: a polarity is never 0, and underarms have their own cap."""
        if not super().in_range(values):
            return False
        for site in range(SITES):
            if not values[self.cell(site, NEXT_POLARITY)]:
                return False
        return values[self.cell(_UNDERARMS, PLAN_UA)] <= limits.CAP_UNDERARMS_UA

    def take_over(self, values: "rec.Values") -> "rec.Values | None":
        """Version 1 counted each start as a session, and knew neither age nor pads: those are asked."""
        if len(values) != _OLD_FIELDS + SITES * _OLD_ROW:
            return None
        taken = array("i", bytes(4 * len(self.values)))
        for i in range(_OLD_FIELDS):
            taken[i] = values[i]
        for site in range(SITES):
            for column in range(LAST_UA + 1):
                taken[self.cell(site, column)] = values[_OLD_FIELDS + site * _OLD_ROW + column]
            if not taken[self.cell(site, LAST_UA)]:
                taken[self.cell(site, SESSIONS)] = 0
        return taken

    def load(self) -> int:
        if super().load() >= rec.RESET:
            self.lose()
        return self.status

    def lose(self) -> None:
        """What was stored is not known any more."""
        self.status = max(self.status, rec.RESET)
        for site in range(SITES):
            self.put(site, MINUTES, SAFE_MINUTES)

    def report(self) -> int:
        """The R code to show at start, or NONE."""
        return faults.SETTINGS_RESET if self.status >= rec.RESET else faults.NONE
