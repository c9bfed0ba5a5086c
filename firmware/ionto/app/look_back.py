# The pages to look back and ahead: history with its chart, the single treatments, the plan of each site. Changes how
# often a week, and nothing else.

from micropython import const

from ionto.app import dates
from ionto.app.afterwards import milliamps
from ionto.panel import texts
from ionto.panel.sheet import Sheet, lines, words
from ionto.records import diary as di
from ionto.records import settings as se
from ionto.safety import faults
from ionto.treatment import schedule as sc
from ionto.treatment import terms

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Any

_DAY_MIN = const(1440)
_WEEK = const(7)
_BARS = const(9)
_HIGHEST = const(28)
_LISTED = const(40)
_MOST_A_WEEK = const(5)


class LookBack:
    """`history` and `plan`, pages of the desk."""

    def __init__(self, desk: "Any") -> None:
        self._desk = desk
        self._settings = desk.settings
        self._rows: "list[di.Row]" = []
        self._site = 0

    # ------------------------------------------------------------ history

    def history(self) -> None:
        """Of the site treated last: the doses as a chart, and what stands beside it. OK: the list."""
        keeper = self._desk.keeper
        self._rows = rows = keeper.diary.rows(keeper.who(), -1, _LISTED)
        if not rows:
            self._desk.show(
                self._read(words(texts.HISTORY), lines(texts.NOTHING_YET)), self._desk.leave, self._desk.leave
            )
            return
        site = rows[0][di.SITE]
        s = self._settings
        told = [(words(texts.IN_A_ROW), b"%d" % s.get(site, se.STREAK))]
        today = keeper.minute() // _DAY_MIN
        dry = s.get(site, se.DRY_DAY)
        if dry and today:
            told.append((words(texts.DRY_WEEKS), b"%d" % ((today - dry) // _WEEK)))
        if s.get(site, se.SEVERITY):
            told.append((words(texts.LAST_SEVERITY), b"%d" % s.get(site, se.SEVERITY)))
        sheet = Sheet(words(texts.HANDS + site), told)
        sheet.corner = dates.away(keeper.due_day(site), today)
        sheet.bars = self._bars(site)
        sheet.ok = texts.LIST
        self._desk.show(sheet, self._list, self._desk.leave)

    def _bars(self, site: int) -> bytes:
        """The delivered doses, the newest last, the highest one whole."""
        doses = [row[di.UAMIN] for row in self._rows if row[di.SITE] == site][:_BARS]
        doses.reverse()
        most = max(doses)
        return bytes([dose * _HIGHEST // most for dose in doses])

    def _read(self, title: bytes, told: "list[tuple[bytes, bytes]]") -> Sheet:
        sheet = Sheet(title, told)
        sheet.ok = -1
        return sheet

    def _list(self, row: int) -> None:
        rows = []
        for one in self._rows:
            day = one[di.MINUTE] // _DAY_MIN
            rows.append(
                (
                    dates.date(day) or words(texts.HANDS + one[di.SITE]),
                    b"%d" % (one[di.UAMIN] // 1000),
                )
            )
        self._desk.show(
            Sheet(words(texts.HISTORY), rows, min(row, len(rows) - 1) if row > 0 else 0), self._one, self.history
        )

    def _one(self, row: int) -> None:
        """A single treatment, and why it ended."""
        one = self._rows[row]
        result = one[di.RESULT]
        how = words(texts.ENDED_DONE)
        if one[di.CAUSE]:
            how = words(texts.ENDED_CAUSE) + b" " + faults.label(one[di.CAUSE]).encode()
        elif result == terms.RESULT_STOPPED:
            how = words(texts.STOPPED_BY_YOU)
        elif result == terms.RESULT_ABANDONED:
            how = words(texts.ENDED_ALONE)
        told = [
            (milliamps(one[di.PLAN_UA]), b"%d %s" % (one[di.UAMIN] // 1000, words(texts.MAMIN))),
            (how, b""),
            (words(texts.FELT_FINE + one[di.FELT] - 1) if one[di.FELT] else b"", b""),
        ]
        title = dates.date(one[di.MINUTE] // _DAY_MIN) or words(texts.HANDS + one[di.SITE])
        self._desk.show(self._read(title, told), self._list, lambda: self._list(row))

    # ------------------------------------------------------------ plan

    def plan(self) -> None:
        """How often a week each site is to be treated; OK changes the one chosen."""
        s = self._settings
        rows = [
            (words(texts.HANDS + site), b"%d %s" % (s.get(site, se.PER_WEEK), words(texts.A_WEEK)))
            for site in range(se.SITES)
        ]
        sheet = Sheet(words(texts.PLAN), rows, self._site)
        sheet.ok = texts.SET
        self._desk.show(sheet, self._open, self._desk.leave)

    def _open(self, row: int) -> None:
        self._site = row
        self.plan()
        sheet = self._desk.sheet
        sheet.changing = 1
        sheet.left = texts.CHANGE
        sheet.ok = texts.DONE
        self._desk.show(sheet, self._close, self.plan, self._change)

    def _close(self, row: int) -> None:
        self.plan()

    def _change(self, by: int) -> None:
        s = self._settings
        often = max(1, min(_MOST_A_WEEK, s.get(self._site, se.PER_WEEK) + by))
        s.put(self._site, se.PER_WEEK, often)
        if often > sc.KEEPING:
            s.put(self._site, se.DRY_DAY, 0)
        elif not s.get(self._site, se.DRY_DAY):
            s.put(self._site, se.DRY_DAY, self._desk.keeper.minute() // _DAY_MIN)
        self._desk.keeper.keep_settings()
        self._open(self._site)
