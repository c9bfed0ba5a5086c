# What several screens are made of: title, inverse bar, hint line, menu row, polarity, battery. Decides no screen.
#
# The grid is told in each function; a position not told there is the screen's own.

from micropython import const

from ionto.panel import language, texts
from ionto.panel.draw import fonts
from ionto.panel.draw.canvas import CENTRE, LEFT, MINUTES, RIGHT, TEXT, TITLE, Canvas
from ionto.panel.status import Status
from ionto.safety import faults
from ionto.treatment.terms import A_POSITIVE

# What the right end of the hint line shows.
NO_STOP = const(0)
BACK = const(1)  # no current: one step back
STOP = const(2)  # current flows or may flow

NO_ICON = const(-1)
_BATTERY_EMPTY_MV = const(3300)
_BATTERY_FULL_MV = const(4100)
_NEARLY_ALL = const(800)
_ABOUT_HALF = const(300)
_REPEATED = (
    faults.DRYING,
    faults.TOO_MANY_PAUSES,
    faults.CONTACT_UNSTABLE,
    faults.LEADS_LOOSE,
    faults.CONDUCTS_BADLY,
    faults.NOBODY,
)  # in the order of their texts


def title(canvas: Canvas, text: int) -> None:
    """Capitals on rows 2-9, a dotted rule on row 12."""
    canvas.text(text, 1, 2, TITLE)
    canvas.rule(12)


def alarm(canvas: Canvas, text: int, x: int = 3) -> None:
    """An inverse bar on rows 0-12: attention."""
    canvas.box(0, 0, 128, 13)
    canvas.text(text, x, 2, TITLE, 0)


def practice(canvas: Canvas, text: int) -> None:
    """Over the title of every screen while somebody practises: a bar that says so, and which key does what."""
    canvas.box(0, 0, 128, 11)
    canvas.text(text, 3, 1, TITLE, 0)


def fault_code(canvas: Canvas, code: int, x: int, ink: int, align: int) -> None:
    """F04 on the title's rows."""
    letter = b"?SFCRL"[code // 100] if 0 <= code < 600 else 63
    canvas.code(letter, code % 100, x, 2, TITLE if ink == 0 else TEXT, ink, align)


def hint(canvas: Canvas, icon: int, left: int, ok: int, stop: int) -> None:
    """Bottom line, rows 53-63: left what the arrows do, then OK, right STOP; a text of -1 is not shown.

    What is not shown does nothing. OK is left for a part of its own.
    """
    x = 0
    if icon >= 0:
        canvas.icon(icon, 0, 54 if icon == fonts.ICON_UPDOWN else 56)
        x = 9
    if left >= 0:
        if x == 0:
            x = 1
        canvas.text(left, x, 54)
        x += canvas.width(left) + 1
    edge = 128
    if stop == BACK:
        edge = 107
        canvas.box(107, 53, 21, 11, 3)
        canvas.icon(fonts.ICON_BACK, 113, 55, 0)
    elif stop == STOP:
        edge = 92
        canvas.box(92, 53, 36, 11, 3)
        canvas.text(texts.STOP, 96, 54, TITLE, 0)
    canvas.ok = ok
    canvas.ok_left = x
    canvas.ok_right = edge


def hint_ok(canvas: Canvas) -> None:
    """The part of the hint that `hint` left over: in the middle of the space between the others."""
    x = canvas.ok_left
    x += (canvas.ok_right - x - 18 - canvas.width(canvas.ok)) // 2
    canvas.icon(fonts.ICON_OK, x, 53)
    canvas.text(canvas.ok, x + 17, 54)
    canvas.ok = -1


def share_word(permille: int) -> int:
    """0, 1 or 2: nearly all, about half, hardly any; the rank of the text beside the first."""
    return 0 if permille >= _NEARLY_ALL else 1 if permille >= _ABOUT_HALF else 2


def told(status: Status, code: int) -> int:
    """The rank of what a code means to the user: by site where that differs, not the advice that has not helped."""
    if status.repeated and code in _REPEATED:
        return texts.AGAIN_DRYING + _REPEATED.index(code)
    if code == faults.CONDUCTS_BADLY:
        return texts.SOAK_HANDS + status.site
    if code == faults.NOBODY:
        return texts.NOBODY_HANDS + status.site
    return language.cause(code)


def menu_row(canvas: Canvas, row: int, text: int, chosen: bool) -> None:
    """One of three rows of 13 pixels from row 13 on; the chosen one is inverse."""
    y = 13 + 13 * row
    if chosen:
        canvas.box(0, y, 128, 13, 1)
        canvas.text(text, 4, y + 3, TITLE, 0)
    else:
        canvas.text(text, 4, y + 3)


def tenths(canvas: Canvas, milli: int, x: int, top: int, unit: int, ink: int = 1) -> None:
    """A current in µA as `10.0 mA` (or a voltage in mV as `3.4 V`), bold, its last column at x."""
    canvas.text(unit, x, top, TITLE, ink, RIGHT)
    canvas.number((milli + 50) // 100, 1, x - canvas.width(unit, TITLE) - 3, top, TITLE, ink)


def minutes_left(ms: int) -> int:
    """Whole minutes, rounded up: the last one shown is 1."""
    return (ms + 59_999) // 60_000


def frozen_minutes(canvas: Canvas, ms: int) -> None:
    """The minutes of a treatment that stands: rows 31-48, from column 17."""
    left = minutes_left(ms)
    canvas.number(left, 0, 17, 31, MINUTES, 1, LEFT)
    canvas.text(texts.MIN, 45 if left > 9 else 32, 41)


def polarity_name(canvas: Canvas, polarity: int, x: int, top: int, align: int) -> None:
    """`A+ B-`, or the reverse."""
    canvas.text(texts.A_PLUS if polarity == A_POSITIVE else texts.B_PLUS, x, top, TEXT, 1, align)


def heartbeat(canvas: Canvas, at: int, forward: bool) -> None:
    """`.>.` on rows 3-7 from column 16 on, the head at 0, 1 or 2."""
    for k in range(3):
        if k == at:
            canvas.icon(fonts.ICON_HEAD_RIGHT if forward else fonts.ICON_HEAD_LEFT, 16 + 6 * k, 3)
        else:
            canvas.point(18 + 6 * k, 5)


def polarity_strip(canvas: Canvas, polarity: int, turning: bool) -> None:
    """`A+     -B` on rows 1-8, with room for the heartbeat; while polarity is turned, that sign."""
    forward = polarity == A_POSITIVE
    canvas.text(texts.A, 0, 1, TITLE)
    canvas.icon(fonts.ICON_PLUS if forward else fonts.ICON_MINUS, 9, 3 if forward else 5)
    if turning:
        canvas.icon(fonts.ICON_TURN, 17, 1)
    x = 27 if turning else 36
    canvas.icon(fonts.ICON_MINUS if forward else fonts.ICON_PLUS, x, 5 if forward else 3)
    canvas.text(texts.B, x + 7, 1, TITLE)


def battery_level(mv: int) -> int:
    """Columns of the cell that are filled, 0..7."""
    return max(0, min(7, (mv - _BATTERY_EMPTY_MV) * 7 // (_BATTERY_FULL_MV - _BATTERY_EMPTY_MV)))


def battery(canvas: Canvas, level: int, warn: int) -> None:
    """A cell at the top right, columns 111-127 of rows 0-9, filled as its voltage stands; inverse when low."""
    if warn:
        canvas.box(111, 0, 17, 10, 1)
    ink = 0 if warn else 1
    canvas.icon(fonts.ICON_BATTERY, 113, 1, ink)
    canvas.box(115, 3, level, 4, 0, ink)


def tray(canvas: Canvas, x: int, icon: int, icon_x: int, letter: int) -> None:
    """A tray (or a pad's frame) on rows 16-45 with what goes in and its electrode's letter."""
    canvas.rect(x, 16, 32, 30, 1)
    canvas.icon(icon, x + icon_x, 18)
    canvas.text(letter, x + 16, 36, TITLE, 1, CENTRE)
