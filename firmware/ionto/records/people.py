# The records of people: who is selected, the plan of each site, what is too new or old of it. Decides neither when
# anything is written (keeper.py) nor what is allowed (history.py).

from micropython import const

from drivers.status import BUS
from ionto.records import history as hi
from ionto.records import settings as se
from ionto.safety import limits
from ionto.treatment import schedule, terms
from ionto.treatment.plan import first_ua

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import CalendarClock
    from ionto.records.diary import Diary
    from ionto.records.history import History
    from ionto.records.settings import Settings
    from ionto.treatment.plan import Plan

_DAY_MIN = const(1440)
_CHECK_DAYS = const(30)
_READS = const(3)  # of the clock, at most
_SUMMER_MIN = const(60)
_MARCH = const(59)  # days from 2000-01-01 to the day before 2000-03-01


class PeopleRecords:
    """Settings, history and diary as those of one person, who is selected between sessions only; and the clock, by
    which all of it is told.
    """

    def __init__(
        self, plan: "Plan", settings: "Settings", history: "History", diary: "Diary", rtc: "CalendarClock"
    ) -> None:
        self._plan = plan
        self.settings = settings
        self.history = history
        self.diary = diary
        self._rtc = rtc
        self._first = 0  # this session began with the long checklist

    def keep_settings(self) -> None:
        """What was changed in them, to be written at rest."""

    def finish_writing(self) -> None:
        """Everything that waits to be written, now."""

    def has_clock(self) -> bool:
        """Whether one is fitted, whatever it reads."""
        return self._rtc.read() != BUS

    def minute(self) -> int:
        """Minutes since 2000 by the clock chip, read until two readings agree; 0 without a clock, and with one that is
        not to be believed: it has stood still, reads a time before this version or twenty years after it, or one that
        the history has already seen.
        """
        before = -_READS
        for _ in range(_READS):
            minute = self._read_clock()
            if 0 <= minute - before <= 1:
                if hi.EARLIEST_MIN <= minute <= hi.LATEST_MIN and not self.history.is_ahead(minute):
                    return minute
                break
            before = minute
        return 0

    def _read_clock(self) -> int:
        """Minutes since 2000, as the clock says; -1: it stood still, answers nonsense, or not at all."""
        rtc = self._rtc
        if rtc.read() < 0 or rtc.stopped:
            return -1
        return minutes(rtc.year, rtc.month, rtc.day, rtc.hour, rtc.minute)

    def set_clock(self, year: int, month: int, day: int, hour: int, minute: int) -> int:
        """By the user. 1: refused, because a believed clock would be put forward by more than summer time within 12 h
        of a treatment, anybody's: the wait would be shorter for it.
        """
        now = self.minute()
        forward_min = minutes(year, month, day, hour, minute) - now
        if now and forward_min > _SUMMER_MIN and now - self.history.latest_min() < limits.APART_MIN:
            return 1
        self._rtc.set(year, month, day, hour, minute, 0)
        return 0

    # ------------------------------------------------------------ plans

    def load_plan(self, site: int) -> None:
        """The stored plan of a site into the plan; before the first treatment there it starts low."""
        s = self.settings
        current_ua = s.get(site, se.PLAN_UA)
        if not s.get(site, se.SESSIONS):
            current_ua = min(current_ua, first_ua(site))
        self._plan.load(
            site,
            current_ua,
            s.get(site, se.MINUTES),
            s.get(site, se.POLARITY_MODE),
            s.get(site, se.NEXT_POLARITY),
            s.get(site, se.LAST_UA),
        )

    def keep_user(self) -> None:
        """What the user answered, to be written at rest."""
        user = self._plan.user
        self.settings.set_of(se.AGE, user.age)
        self.settings.set_of(se.PAD_CM2, user.pad_cm2)
        self.keep_settings()

    def select(self, place: int) -> None:
        """From now on the person in this place: age, pads, plans, history. Between sessions only."""
        self.finish_writing()
        self.settings.person = place
        self.load_user()

    def add_person(self) -> int:
        """A new person is selected; 0: there are as many as there may be."""
        self.finish_writing()
        added = self.settings.add()
        self.load_user()
        self.keep_settings()
        return added

    def delete_person(self) -> None:
        """This person's values and diary go; the history keeps its rows, which bear no name, for the lock's sake."""
        self.finish_writing()
        self.diary.delete(self.who())
        self.settings.delete()
        self.load_user()
        self.keep_settings()

    def cap_ua(self, site: int) -> int:
        """The most that this person may get there, µA."""
        return self._plan.user.cap_ua(site)

    def due_day(self, site: int) -> int:
        """The day on which this person's next treatment there is due, 0: unknown."""
        s = self.settings
        return schedule.due_day(s.get(site, se.LAST_MINUTE), s.get(site, se.PER_WEEK), s.get(site, se.FELT))

    def is_new(self) -> int:
        """1: nobody was ever asked an age; a unit out of its box, or one that lost its settings."""
        return 1 if not self.settings.of(se.AGE) and len(self.settings.people()) == 1 else 0

    def sole_site(self) -> int:
        """The only site where this person was treated, -1: there is none, or another as well."""
        treated = [site for site in range(se.SITES) if self.settings.get(site, se.SESSIONS)]
        return treated[0] if len(treated) == 1 else -1

    def is_away(self, site: int) -> int:
        """1: four weeks have passed since the last treatment there, and the plan does not start lower already."""
        s = self.settings
        away = schedule.suggest(0, 0, 0, self.minute(), s.get(site, se.LAST_MINUTE)) == schedule.LESS_AWAY
        return 1 if away and s.get(site, se.PLAN_UA) >= s.get(site, se.LAST_UA) > 0 else 0

    def who(self) -> int:
        """This person's key in history and marker."""
        return self.settings.of(se.KEY)

    def load_user(self) -> None:
        """Age and pads of the person selected into the plan, and the hands' plan."""
        user = self._plan.user
        user.age = self.settings.of(se.AGE)
        user.pad_cm2 = self.settings.of(se.PAD_CM2)
        self.load_plan(terms.HANDS)

    def propose_rest(self) -> None:
        """Of the plan loaded only what the last treatment there has left."""
        self._plan.take_rest(self.rest_uamin(self._plan.site))

    def rest_uamin(self, site: int) -> int:
        """What an early end left of the last treatment of a site, µA·min; 0: nothing.

        It was kept with the charge given, and counts only while the history's last row of that site says the same. So a
        treatment that came after it, or a write that a power cut prevented, takes it away and never gives it twice.
        """
        s = self.settings
        same = s.get(site, se.REST_AFTER_UAMIN) == self.history.last_uamin(self.who(), site)
        return s.get(site, se.REST_UAMIN) if same else 0

    def settle_rest(self, site: int, planned_uamin: int) -> None:
        """Once the history has counted a session: what it leaves of the dose planned (0: nothing), in memory only."""
        given_uamin = self.history.last_uamin(self.who(), site)
        rest_uamin = 0
        if limits.TREATED_UAMIN <= given_uamin < planned_uamin * limits.UNFINISHED_PERMILLE // 1000:
            rest_uamin = planned_uamin - given_uamin
        self.settings.put(site, se.REST_UAMIN, rest_uamin)
        self.settings.put(site, se.REST_AFTER_UAMIN, given_uamin if rest_uamin else 0)

    def first_here(self) -> int:
        """1 before the first treatment of this site, and each 30 days: the long checklist."""
        checked = self.settings.of(se.CHECKED_DAY)
        days = self.minute() // _DAY_MIN - checked if checked else 0
        return 1 if self.settings.get(self._plan.site, se.SESSIONS) == 0 or days >= _CHECK_DAYS else 0

    def settle_plan(self, minute: int, limited_ms: int) -> None:
        """A treatment: when it was, whether it came in time, and what of it counts for the next."""
        s = self.settings
        site = self._plan.site
        late = schedule.days_late(minute, s.get(site, se.LAST_MINUTE), s.get(site, se.PER_WEEK), s.get(site, se.FELT))
        s.put(site, se.STREAK, s.get(site, se.STREAK) + 1 if late <= schedule.IN_TIME_DAYS else 1)
        s.put(site, se.LAST_MINUTE, minute)
        s.put(site, se.FELT, schedule.NOT_TOLD)
        s.put(site, se.LIMITED, 1 if limited_ms >= schedule.LIMITED_MS else 0)
        s.values[se.LAST_PERSON] = s.person
        if minute and (self._first or not s.of(se.CHECKED_DAY)):
            s.set_of(se.CHECKED_DAY, minute // _DAY_MIN)


def minutes(year: int, month: int, day: int, hour: int, minute: int) -> int:
    """From 2000-01-01 to a time of this century."""
    march = (month + 9) % 12  # a year that begins in March ends with its leap day
    year -= 2000 + march // 10
    days = year * 365 + year // 4 + (march * 306 + 5) // 10 + day + _MARCH
    return (days * 24 + hour) * 60 + minute
