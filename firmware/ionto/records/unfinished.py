# What a treatment that ended early has left, to be finished the same day. Decides how much; history.py what a day is.
#
# Kept with the charge it gave: it counts only while the history's last row of that site says the same charge. So a
# treatment that came after it, or a write that a power cut prevented, takes it away and never gives it twice.

from micropython import const

from ionto.records import settings as se
from ionto.safety import limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.records.history import History
    from ionto.records.settings import Settings


class Unfinished:
    """`settle` after a session, once the history has counted it; `rest_uamin` before the next."""

    def __init__(self, settings: "Settings", history: "History") -> None:
        self._settings = settings
        self._history = history

    def settle(self, site: int, planned_uamin: int) -> None:
        """The rest of a session of so much, in memory only. 0: it is not to be finished, whatever it gave."""
        given_uamin = self._history.last_uamin(0, site)
        rest_uamin = 0
        if limits.TREATED_UAMIN <= given_uamin < planned_uamin * limits.UNFINISHED_PERMILLE // 1000:
            rest_uamin = planned_uamin - given_uamin
        self._settings.put(site, se.REST_UAMIN, rest_uamin)
        self._settings.put(site, se.REST_AFTER_UAMIN, given_uamin if rest_uamin else 0)

    def rest_uamin(self, site: int) -> int:
        """What may still be given, µA·min; 0: nothing."""
        rest_uamin = self._settings.get(site, se.REST_UAMIN)
        after_uamin = self._settings.get(site, se.REST_AFTER_UAMIN)
        return rest_uamin if rest_uamin and after_uamin == self._history.last_uamin(0, site) else 0
