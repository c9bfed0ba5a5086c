# After a treatment: how it went, how much it sweats, what to try next time. Suggests; only OK on a row changes a plan.

from micropython import const

from ionto.app import dates
from ionto.panel import texts
from ionto.panel.sheet import Sheet, lines, words
from ionto.records import session_marker as mk
from ionto.records import settings as se
from ionto.treatment import schedule as sc

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Any

_DAY_MIN = const(1440)
_EVERY = const(3)  # treatments, where no clock tells a week
_STEPS = const(4)


def milliamps(ua: int) -> bytes:
    """`10.0 mA`, or `10,0 mA`."""
    return b"%d%s%d %s" % (ua // 1000, words(texts.DECIMAL), ua % 1000 // 100, words(texts.MA))


class Afterwards:
    """Pages of the desk, one after the other: `ask`, or `welcome_back` before a first treatment after four weeks."""

    def __init__(self, desk: "Any", site: int) -> None:
        self._desk = desk
        self._keeper = desk.keeper
        self._settings = desk.settings
        self._site = site
        self._felt = sc.NOT_TOLD
        self._severity = 0
        self._step = 0
        self._tried_ua = 0
        self._less_first = 0

    def _get(self, column: int) -> int:
        value: int = self._settings.get(self._site, column)
        return value

    def _put(self, column: int, value: int) -> None:
        self._settings.put(self._site, column, value)
        self._keeper.keep_settings()

    def ask(self) -> None:
        """How it went; STOP leaves it untold."""
        rows = [(words(texts.FELT_FINE + n), b"") for n in range(4)]
        self._desk.show(Sheet(words(texts.HOW_WAS_IT), rows, 0), self._tell, self._ask_severity)

    def _tell(self, row: int) -> None:
        self._felt = sc.FINE + row
        self._put(se.FELT, self._felt)
        self._ask_severity()

    # ------------------------------------------------------------ severity

    def _ask_severity(self) -> None:
        """Once a week; without a clock each third treatment."""
        today = self._keeper.minute() // _DAY_MIN
        asked = self._get(se.SEVERITY_DAY)
        due = today - asked >= sc.SEVERITY_DAYS if today and asked else self._get(se.SESSIONS) % _EVERY == 1
        if due or (today and not asked):
            self._step = self._get(se.SEVERITY) or 2
            self._show_severity()
        else:
            self._suggest()

    def _show_severity(self) -> None:
        sheet = Sheet(words(texts.SWEATING), lines(texts.SEVERITY_1 + self._step - 1))
        sheet.corner = b"%d / %d" % (self._step, _STEPS)
        sheet.left = texts.CHOOSE
        self._desk.show(sheet, self._take_severity, self._suggest, self._turn_severity)

    def _turn_severity(self, by: int) -> None:
        self._step = (self._step - 1 - by) % _STEPS + 1
        self._show_severity()

    def _take_severity(self, row: int) -> None:
        self._severity = self._step
        low = self._step <= sc.LOW_SEVERITY
        self._put(se.SEVERITY, self._step)
        self._put(se.SEVERITY_DAY, self._keeper.minute() // _DAY_MIN)
        self._put(se.LOW_TOLD, self._get(se.LOW_TOLD) + 1 if low else 0)
        if self._get(se.LOW_TOLD) >= sc.LOW_TWICE and self._get(se.PER_WEEK) > sc.KEEPING:
            rows = [(b"%d %s" % (often, words(texts.A_WEEK)), b"") for often in (self._get(se.PER_WEEK), sc.KEEPING)]
            self._desk.show(Sheet(words(texts.STILL_DRY), rows, 1), self._take_often, self._suggest)
        else:
            self._suggest()

    def _take_often(self, row: int) -> None:
        if row:
            self._put(se.PER_WEEK, sc.KEEPING)
            self._put(se.DRY_DAY, self._keeper.minute() // _DAY_MIN)
        self._suggest()

    # ------------------------------------------------------------ next time

    def _suggest(self) -> None:
        """Where it stung, first what helps there."""
        if self._felt == sc.STUNG:
            sheet = Sheet(words(texts.FELT_STUNG), lines(texts.STUNG_HANDS + self._site))
            sheet.ok = texts.NEXT
            sheet.back = 0
            self._desk.show(sheet, self._offer_next, self._offer_next)
        else:
            self._offer_next()

    def _offer_next(self, row: int = 0) -> None:
        """When it is due, and what to try; nothing of it is applied by itself."""
        number = self._keeper.session_marker.values[mk.NUMBER]
        if self._felt or self._severity:
            self._keeper.diary.amend(number, self._felt, self._severity)
        advice = sc.suggest(self._felt, self._get(se.LIMITED), self._get(se.SESSIONS), 0, 0)
        due = sc.due_day(self._get(se.LAST_MINUTE), self._get(se.PER_WEEK), self._get(se.FELT))
        title = words(texts.NEXT_TIME) if not due else words(texts.NEXT) + b": " + dates.date(due)
        if advice == sc.STAY and not due:
            self._desk.leave()
        elif not self._offer(title, advice):
            text = texts.SUGGEST_STAY
            if advice == sc.SOAK or advice == sc.TOO_NEW:
                text = texts.SUGGEST_SOAK if advice == sc.SOAK else texts.SUGGEST_TOO_NEW
            sheet = Sheet(title, lines(text))
            sheet.ok = texts.UNDERSTOOD
            sheet.back = 0
            self._desk.show(sheet, self._desk.leave, self._desk.leave)

    def welcome_back(self) -> None:
        """After four weeks away: less, if the person agrees."""
        self._offer(words(texts.AWAY_HEAD), sc.LESS_AWAY)

    def _offer(self, title: bytes, advice: int) -> int:
        """Rows to choose between the last current and another. 0: there is no other."""
        plan_ua = self._get(se.PLAN_UA)
        self._tried_ua = sc.suggested_ua(advice, plan_ua, self._keeper.cap_ua(self._site))
        if self._tried_ua == plan_ua:
            return 0
        rows = [
            (words(texts.STAY_AT) + b" " + milliamps(plan_ua), b""),
            (words(texts.TRY) + b" " + milliamps(self._tried_ua), b""),
        ]
        self._less_first = 1 if self._tried_ua < plan_ua else 0
        if self._less_first:
            rows.reverse()
        self._desk.show(Sheet(title, rows, 0), self._take, self._desk.leave)
        return 1

    def _take(self, row: int) -> None:
        if row != self._less_first:
            self._put(se.PLAN_UA, self._tried_ua)
        self._desk.leave()
