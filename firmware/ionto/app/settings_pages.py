# The pages of the settings: contrast, dimming, sounds, clock, about, and what is measured just now. Decides no limit.

from micropython import const

from ionto.app import dates
from ionto.panel import language, texts
from ionto.panel.sheet import Sheet, lines, words
from ionto.records import history as hi
from ionto.records import settings as se
from ionto.safety import faults
from ionto.safety import readings as rd
from ionto.treatment import setup
from ionto.version import VERSION

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Any

    from ionto.hardware import Hardware
    from ionto.safety import monitor
    from ionto.safety.readings import Readings

_DAY_MIN = const(1440)
_CONTRASTS = (30, 60, 100, 127, 160, 200, 255)
_DIMS = (0, 1, 2, 5, 10)
_FIRST_YEAR = const(2024)
_LAST_YEAR = const(2060)


class SettingsPages:
    """`open`: rows, each with its value; OK changes it, or leads on."""

    def __init__(self, desk: "Any", hw: "Hardware", readings: "Readings", mail: "monitor.Mailbox") -> None:
        self._desk = desk
        self._keeper = desk.keeper
        self._values = desk.settings.values
        self._hw = hw
        self._readings = readings
        self._mail = mail
        self._row = 0
        self._fields = [0] * 5  # year, month, day, hour, minute
        self._at = 0

    def open(self) -> None:
        """All of them."""
        v = self._values
        contrast = _nearest(_CONTRASTS, v[se.BRIGHTNESS])
        dim = v[se.DIM_MIN]
        values = (
            b"%d / %d" % (contrast + 1, len(_CONTRASTS)),
            b"%d %s" % (dim, words(texts.MIN)) if dim else words(texts.ALWAYS),
            words(texts.SOUND_ALL if v[se.SOUND] else texts.SOUND_FAULTS),
            b"",
            b"",
            b"",
            texts.OWN_NAMES[min(v[se.LANGUAGE], len(texts.OWN_NAMES) - 1)],
        )
        rows = [(words(texts.CONTRAST + n), values[n]) for n in range(len(values))]
        sheet = Sheet(words(texts.SETTINGS), rows, self._row)
        sheet.ok = texts.SET
        self._desk.show(sheet, self._open_row, self._desk.leave)

    def _open_row(self, row: int) -> None:
        self._row = row
        if row == 3:
            self._open_clock()
        elif row == 4:
            self._about()
        elif row == 5:
            self._measured(0)
        elif row == 6:
            self._languages()
        else:
            self.open()
            sheet = self._desk.sheet
            sheet.changing = 1
            sheet.left = texts.CHANGE
            sheet.ok = texts.DONE
            self._desk.show(sheet, self._close, self.open, self._change)

    def _close(self, row: int) -> None:
        self.open()

    def _change(self, by: int) -> None:
        v = self._values
        if self._row == 0:
            at = _nearest(_CONTRASTS, v[se.BRIGHTNESS]) + by
            v[se.BRIGHTNESS] = _CONTRASTS[max(0, min(len(_CONTRASTS) - 1, at))]
        elif self._row == 1:
            at = _nearest(_DIMS, v[se.DIM_MIN]) + by
            v[se.DIM_MIN] = _DIMS[max(0, min(len(_DIMS) - 1, at))]
        else:
            v[se.SOUND] = 1 - v[se.SOUND]
        self._keeper.keep_settings()
        self._open_row(self._row)

    # ------------------------------------------------------------ language

    def ask_language(self) -> None:
        """At the first switch-on, before anything else is to be read; then the practice is offered."""
        self._languages()
        self._desk.show(self._desk.sheet, self._begin, self._desk.leave)

    def _begin(self, row: int) -> None:
        self._speak(row)
        self._desk.open(setup.OFFER)

    def _languages(self) -> None:
        """Each by its name for itself; the one chosen speaks at once."""
        rows = [(name, b"") for name in texts.OWN_NAMES]
        at = min(self._values[se.LANGUAGE], len(rows) - 1)
        self._desk.show(Sheet(words(texts.LANGUAGE), rows, at), self._speak, self.open)

    def _speak(self, row: int) -> None:
        if not language.choose(row, self._hw.open_file):  # one that cannot be read is not kept
            self._values[se.LANGUAGE] = row
            self._keeper.keep_settings()
        self.open()

    # ------------------------------------------------------------ clock

    def _open_clock(self) -> None:
        """Date and time, field by field; where no clock is fitted that is told."""
        rtc = self._hw.rtc
        if not self._keeper.has_clock():
            self._desk.show(self._told(texts.CLOCK, lines(texts.NO_CLOCK)), self._close, self.open)
            return
        year = max(_FIRST_YEAR, min(_LAST_YEAR, rtc.year))  # what cannot be read is NO_VALUE
        self._fields = [year, max(1, rtc.month), max(1, rtc.day), max(0, rtc.hour), max(0, rtc.minute)]
        self._at = 0
        if rtc.stopped:
            sheet = self._told(texts.CLOCK, lines(texts.CLOCK_LOST))
            sheet.ok = texts.NEXT
            self._desk.show(sheet, self._show_clock, self.open)
        else:
            self._show_clock(0)

    def _show_clock(self, row: int) -> None:
        year, month, day, hour, minute = self._fields
        rows = [(words(texts.YEAR + n), b"%d" % self._fields[n]) for n in range(5)]
        rows[1] = (rows[1][0], words(texts.JAN + month - 1))
        sheet = Sheet(words(texts.CLOCK), rows, self._at)
        sheet.corner = b"%s %d:%02d" % (dates.weekday(dates.day_of(year, month, day)), hour, minute)
        sheet.changing = 1
        sheet.left = texts.CHANGE
        self._desk.show(sheet, self._next_field, self._last_field, self._turn)

    def _turn(self, by: int) -> None:
        year, month = self._fields[0], self._fields[1]
        low, high = ((_FIRST_YEAR, _LAST_YEAR), (1, 12), (1, dates.month_days(year, month)), (0, 23), (0, 59))[self._at]
        value = self._fields[self._at] + by
        self._fields[self._at] = low if value > high else high if value < low else value
        self._fields[2] = min(self._fields[2], dates.month_days(self._fields[0], self._fields[1]))
        self._show_clock(0)

    def _next_field(self, row: int) -> None:
        self._at += 1
        if self._at < 5:
            self._show_clock(0)
            return
        if self._keeper.set_clock(*self._fields):
            self._desk.show(self._told(texts.CLOCK, lines(language.cause(faults.SOON))), self._close, self.open)
        else:
            self.open()

    def _last_field(self) -> None:
        if self._at:
            self._at -= 1
            self._show_clock(0)
        else:
            self.open()

    # ------------------------------------------------------------ about, measured

    def _told(self, title: int, told: "list[tuple[bytes, bytes]]") -> Sheet:
        sheet = Sheet(words(title), told)
        sheet.ok = -1
        return sheet

    def _about(self) -> None:
        keeper = self._keeper
        valid = keeper.calibration.holds()
        told = [
            (words(texts.VERSION), VERSION.encode()),
            (words(texts.BOARD), self._hw.board_name.encode()),
            (words(texts.CALIBRATED), words(texts.YES if valid else texts.NO)),
            (words(texts.STARTS), b"%d" % keeper.history.values[hi.BOOTS]),
        ]
        sheet = self._told(texts.ABOUT, told[:3])
        sheet.corner = b"%d" % keeper.history.values[hi.BOOTS]
        self._desk.show(sheet, self._close, self.open)

    def _measured(self, by: int) -> None:
        """As they stand now; UP and DOWN look again."""
        r = self._readings
        told = [
            (b"A %s mA" % _hundredths(r[rd.A_UA]), b"B %s mA" % _hundredths(r[rd.B_UA])),
            (b"V %s V" % _hundredths(r[rd.LOAD_MV])[:-1], b"%s V" % _hundredths(r[rd.RAIL_MV])[:-1]),
            (b"bat", b"%s V" % _hundredths(self._mail.battery_mv)),
        ]
        sheet = self._told(texts.MEASURED, told)
        self._desk.show(sheet, self._close, self.open, self._measured)


def _hundredths(thousandths: int) -> bytes:
    """`3.92`, with this language's sign between."""
    return b"%d%s%02d" % (thousandths // 1000, words(texts.DECIMAL), thousandths // 10 % 100)


def _nearest(steps: "tuple[int, ...]", value: int) -> int:
    """The place of the first step that is not below the value."""
    for at in range(len(steps)):
        if steps[at] >= value:
            return at
    return len(steps) - 1
