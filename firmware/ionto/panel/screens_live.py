# The screens while current flows or waits to flow: contact, live, limit explained, paused. Decides no state.
#
# Between ramp, run, limit, reversal and ramp-down nothing moves on the live screen; `screens.py` chooses the screen.

from micropython import const

from ionto.panel import fonts, texts
from ionto.panel import pieces as p
from ionto.panel.canvas import CENTRE, LEFT, MEASURED, MINUTES, RIGHT, SET, TEXT, TITLE, Canvas
from ionto.panel.view import View
from ionto.treatment import states

_AWAY_MS = const(10_000)  # longer away than this needs OK: safety.md, "Contact found"


def contact(view: View, canvas: Canvas) -> None:
    """Hands found: the 0.5 mA probe; after a pause with the minutes that are left."""
    p.title(canvas, texts.CONTACT)
    if view.restart:
        canvas.text(texts.get(texts.FROM_ZERO), 1, 16, TITLE)
        canvas.icon(fonts.ICON_CLOCK, 4, 37)
        p.frozen_minutes(canvas, view.remaining_ms)
        canvas.bar(view.progress_permille, 70, 37, 57, 8)
        p.hint(canvas, p.NO_ICON, texts.KEEP_HANDS + view.site, -1, p.STOP)
        return
    canvas.text(texts.get(texts.TINGLE), 1, 16, TEXT, 1, LEFT, 12)
    canvas.bar(view.progress_permille, 0, 41, 128, 7)
    p.hint(canvas, p.NO_ICON, -1, -1, p.STOP)
    if view.load_ohm:
        canvas.text(texts.get(texts.KOHM), 34, 54, TEXT, 1, RIGHT)
        canvas.number((view.load_ohm + 50) // 100, 1, 20, 54, TEXT)


def live(view: View, canvas: Canvas) -> None:
    """The live screen's first half: the strip on rows 1-8, and left the measured current with what it does."""
    p.polarity_strip(canvas, view.polarity, view.fresh, view.state == states.REVERSAL)
    _load(view.load_ohm, view.state == states.LIMITED, canvas)
    p.battery(canvas, view.battery_mv, view.battery_warn)
    canvas.number((view.measured_ua + 50) // 100, 1, 62, 12, MEASURED)
    _label(view, canvas)


def live_right(view: View, canvas: Canvas) -> None:
    """Its second half: the dose as a tube, right of it minutes and set current, and the hint."""
    state = view.state
    limited = state == states.LIMITED
    canvas.tube(view.dose_permille, 66, 11, 5, 40)
    _time(view.remaining_ms, canvas)
    if state == states.REVERSAL:
        canvas.text(texts.get(texts.A), 74, 37, TITLE)
        canvas.icon(fonts.ICON_SWAP, 86, 35)
        canvas.text(texts.get(texts.B), 119, 37, TITLE)
    else:
        target_ua = 0 if state == states.RAMPDOWN else view.target_ua
        canvas.number((target_ua + 50) // 100, 1, 127, 32, SET)
        canvas.icon(fonts.ICON_WALL if limited else fonts.ICON_ARROW, 72 if limited else 73, 38 if limited else 39)
    if state == states.REVERSAL or state == states.RAMPDOWN:
        p.hint(canvas, p.NO_ICON, texts.KEEP_HANDS + view.site, -1, p.STOP)
    elif limited:
        p.hint(canvas, fonts.ICON_DOWN, texts.STEP, texts.QUESTION, p.STOP)
    else:
        p.hint(canvas, fonts.ICON_UPDOWN if view.up_allowed else fonts.ICON_DOWN, texts.STEP, -1, p.STOP)


def _load(ohm: int, hot: bool, canvas: Canvas) -> None:
    """The resistance in kOhm with one decimal, its last column at 106; inverse when it is what limits."""
    tenths = (ohm + 50) // 100
    if hot:
        left = 73 if tenths < 100 else 67
        canvas.box(left, 0, 109 - left, 11, 1)
    ink = 0 if hot else 1
    canvas.text(texts.get(texts.KOHM), 106, 1, TEXT, ink, RIGHT)
    if ohm:
        canvas.number(tenths, 1, 91, 1, TEXT, ink)
    else:
        canvas.text(texts.get(texts.UNKNOWN_OHM), 91, 1, TEXT, ink, RIGHT)


def _label(view: View, canvas: Canvas) -> None:
    """Below the measured current: its unit and what it does; inverse when the user should know something."""
    warning = -1
    if view.state == states.LIMITED:
        warning = texts.LIMIT
    elif view.battery_warn:
        warning = texts.BATT
    if warning >= 0:
        canvas.box(0, 39, 63, 12, 1)
        canvas.text(texts.get(texts.MA), 4, 41, TITLE, 0)
        canvas.text(texts.get(warning), 42, 41, TITLE, 0, CENTRE)
        return
    word = texts.NOW
    if view.state == states.RAMP:
        word = texts.RISING
    elif view.state == states.RAMPDOWN:
        word = texts.FALLING
    elif view.state == states.REVERSAL:
        word = texts.TURNING
    canvas.text(texts.get(texts.MA), 1, 41, TITLE)
    canvas.text(texts.get(word), 22, 41)


def _time(ms: int, canvas: Canvas) -> None:
    """Minutes left, rounded up; the last minute in seconds."""
    canvas.icon(fonts.ICON_CLOCK, 74, 16)
    last = 0 < ms <= 60_000
    canvas.number((ms + 999) // 1000 if last else p.minutes_left(ms), 0, 107, 11, MINUTES)
    canvas.text(texts.get(texts.SEC if last else texts.MIN), 127, 21, TEXT, 1, RIGHT)


def why(view: View, canvas: Canvas) -> None:
    """LIMIT explained; the measured current stays in sight."""
    canvas.box(0, 0, 128, 21)
    canvas.text(texts.get(texts.LIMITED), 3, 11, TITLE, 0)
    canvas.text(texts.get(texts.MA), 124, 11, TITLE, 0, RIGHT)
    canvas.number((view.measured_ua + 50) // 100, 1, 105, 1, MINUTES, 0)
    canvas.text(texts.get(texts.WHY_HANDS + view.site), 1, 23, TEXT, 1, LEFT, 10)
    p.hint(canvas, p.NO_ICON, -1, texts.GO_ON, p.STOP)


def _pause_sign(canvas: Canvas) -> None:
    canvas.box(2, 34, 4, 12)
    canvas.box(8, 34, 4, 12)


def paused(view: View, canvas: Canvas) -> None:
    """Hands out for less than 10 s: the bar runs down; put back, it goes on by itself."""
    p.alarm(canvas, texts.PAUSED)
    canvas.text(texts.get(texts.BACK_HANDS + view.site), 1, 16, TITLE)
    _pause_sign(canvas)
    p.frozen_minutes(canvas, view.remaining_ms)
    left_ms = max(0, _AWAY_MS - view.away_ms)
    canvas.bar(left_ms * 1000 // _AWAY_MS, 70, 37, 39, 8)
    canvas.text(texts.get(texts.SEC), 126, 37, TEXT, 1, RIGHT)
    canvas.number((left_ms + 999) // 1000, 0, 119, 37, TEXT)
    p.hint(canvas, p.NO_ICON, texts.STANDS, -1, p.STOP)


def waiting(view: View, canvas: Canvas) -> None:
    """Hands out for longer: OK first."""
    p.alarm(canvas, texts.WAITING)
    canvas.text(texts.get(texts.OK_HANDS + view.site), 1, 16, TITLE)
    _pause_sign(canvas)
    p.frozen_minutes(canvas, view.remaining_ms)
    p.hint(canvas, p.NO_ICON, -1, texts.GO_ON, p.STOP)
