# A pause of the treatment: why it came, when contact counts again, and how often each cause may come. Decides neither
# state nor current: session.py does.

from array import array

from micropython import const

from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import events

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.treatment.contact import Contact

# Causes.
LEFT = const(0)  # a person left: the only one that spends a return
MOVED = const(1)  # contact was there all the time
LEADS = const(2)  # it opened at once, without the slow rise of a withdrawal: a lead or plug
METAL = const(3)  # it has no resistance
LESS = const(4)  # less skin than before, and nobody left
ASKED = const(5)  # hands were lifted because they were asked for
POOR = const(6)  # of `news` only, from here: water or skin conducts badly
NEVER = const(7)  # nobody came at all
JOINED = const(8)  # nobody came, and something joins the trays
FELL = const(9)  # the resistance fell at once

# What `advance` answers, if no fault's code.
PATIENCE = const(0)
FOUND = const(1)
NOBODY = const(2)  # for ten minutes

# Of `needs_ok`.
_NOT_ASKED = const(0)
_ASKED = const(1)
_GIVEN = const(2)

_MOST = (
    limits.RETURNS_MAX,
    limits.MOVES_MAX,
    limits.BREAKS_MAX,
    limits.METAL_MAX,
    limits.LESS_SKIN_MAX,
    limits.LESS_SKIN_MAX,
)
_CODES = (
    faults.TOO_MANY_PAUSES,
    faults.CONTACT_UNSTABLE,
    faults.LEADS_LOOSE,
    faults.SHORTED,
    faults.LESS_SKIN,
    faults.LESS_SKIN,
)

_BREAK_MS = const(1_000)  # no hand comes back sooner
_BURST_MS = const(5_000)  # from break to break
_BURST = const(3)  # so many breaks are a burst
_CALM_MS = const(5_000)  # after one: steady for so long, and long enough to be read
_OPEN_SAMPLES = const(4)  # the first ones may still be of the open switch


class Pause:
    """`begin` with the cut, then `advance` each tick of 5 ms.

    `cause`: as far as it is known; `leads`: 1 when the user is to look at leads and plugs; `away_ms`: of this pause.
    `news`: what the log has to hear of the contact, 0 nothing. Whoever writes it there takes it away.
    """

    def __init__(self, contact: "Contact") -> None:
        self._contact = contact
        self._counts = array("H", [0] * len(_MOST))
        self.restart()

    def restart(self) -> None:
        """A new session."""
        for i in range(len(_MOST)):
            self._counts[i] = 0
        self.news = 0
        self._broke_ms = 0  # when it broke last
        self._burst = 0  # breaks in a row
        self.begin_as(LEFT)

    def begin_as(self, cause: int) -> None:
        """Contact itself says why: no current was cut."""
        self.cause = cause
        self.away_ms = 0
        self.needs_ok = _NOT_ASKED
        self.leads = 0
        self._sure = 1
        self._counted = 0
        self._untouched = 0  # samples in a row
        self._back = 0  # 1: contact has been there since
        self._steady_ms = 0
        self._contact.restart()

    def begin(self, r: "rd.Readings", limited: int, seen: int, now_ms: int) -> None:
        """The output was cut in this tick, `now_ms` after the session began. `seen`: a slow rise would have been."""
        a_ua = r[rd.A_UA]
        cause = MOVED
        if a_ua < limits.LOST_UA:
            cause = LEADS
        elif not limited and r[rd.LOAD_MV] * 1000 >= (r[rd.RAIL_MV] - limits.HEADROOM_MV) * limits.LIMITED_PERMILLE:
            cause = LEADS  # between the samples of current and voltage; or a hand, near the limit
            seen = 0
        self.begin_as(cause)
        self._sure = seen
        if cause != LEADS or now_ms - self._broke_ms > _BURST_MS:
            self._burst = 0
        if cause == LEADS:
            self._broke_ms = now_ms
            self._break()

    def advance(self, event: int, r: "rd.Readings", closed: "int | bool") -> int:
        """Look for contact without current, the output being `closed`: a fault's code, or an answer from above.

        More than 10 s away needs OK, with the hands out of the water.
        """
        self.away_ms += limits.TICK_MS
        touched = closed and self._contact.touched(r)
        if closed and r[rd.LOW_NEW]:
            self._see(touched)
        if touched:
            self._steady_ms += limits.TICK_MS
        elif self.cause == LEADS and self.away_ms >= _BREAK_MS and not self._steady_ms:
            self._stays_away()
        code = self._count() if self.cause == LEFT else 0
        if code:
            return code
        if self.away_ms > limits.AWAY_MS and self.needs_ok == _NOT_ASKED and closed and not touched:
            self.needs_ok = _ASKED
        if self.needs_ok == _ASKED and event == events.OK:
            self.needs_ok = _GIVEN
            self._contact.want_absence()
        if self.away_ms >= limits.WAITING_MS:
            return NOBODY
        if not closed or self.needs_ok == _ASKED or not self._contact.search(r):
            return PATIENCE
        if self.leads and self._steady_ms < _CALM_MS:
            return PATIENCE
        return self._count() or FOUND

    def _see(self, touched: "int | bool") -> None:
        """A sample of the low electrode."""
        if touched:
            self._untouched = 0
            self._back = 1
            return
        self._steady_ms = 0
        self._untouched += 1
        if self._untouched == _OPEN_SAMPLES:
            if self.cause == MOVED or self.cause == LESS:
                self.cause = LEFT
            elif self.cause == LEADS and self._back:
                self._break()
            self._back = 0

    def _stays_away(self) -> None:
        """It opened at once and does not come back: a plug is out; or nobody saw how it opened, and a person left."""
        if self._sure:
            self._blame_leads()
        else:
            self.cause = LEFT
            self._burst = 0

    def _break(self) -> None:
        self._burst += 1
        if self._burst >= _BURST:
            self._blame_leads()

    def _blame_leads(self) -> None:
        if not self.leads:
            self.leads = 1
            self.news = LEADS

    def _count(self) -> int:
        """The cause is known: count it, once. A fault's code when it was one too many, else 0."""
        if self._counted:
            return 0
        self._counted = 1
        cause = self.cause
        if cause != LEADS:
            self.news = cause
        self._counts[cause] += 1
        return _CODES[cause] if self._counts[cause] > _MOST[cause] else 0

    def count(self) -> int:
        """How often this cause came."""
        return self._counts[self.cause]

    def most(self) -> int:
        """How often it may."""
        return _MOST[self.cause]
