# The screens while current flows or waits to flow: contact, live, limit explained, paused. Decides no state.
#
# Between ramp, run, limit, reversal and ramp-down nothing moves on the live screen; selector.py chooses the screen.

from micropython import const

from ionto.panel import texts
from ionto.panel.draw import fonts
from ionto.panel.draw import widgets as w
from ionto.panel.draw.canvas import CENTRE, MEASURED, MINUTES, RIGHT, SET, TEXT, TITLE, Canvas, filled
from ionto.panel.status import Status
from ionto.safety import limits
from ionto.treatment import pause as ps
from ionto.treatment import states
from ionto.treatment.contact import FLAT, JOINS, LIFT
from ionto.treatment.terms import A_POSITIVE

# Places of values that move under current; what else stands on the live screen is drawn once a layout.
_LOAD = const(0)
_HEARTBEAT = const(1)
_MEASURED = const(2)
_DOSE = const(3)
_TIME = const(4)
_BATTERY = const(5)
_TARGET = const(6)


def contact(status: Status, canvas: Canvas) -> None:
    """Hands found: the 0.5 mA probe; after a pause with the minutes that are left."""
    w.title(canvas, texts.CONTACT)


def contact_body(status: Status, canvas: Canvas) -> None:
    """The probe's progress."""
    if status.restart:
        leads = status.pause_cause == ps.LEADS
        canvas.text(texts.CHECK_LEADS if leads else texts.FROM_ZERO, 1, 16, TITLE)
        canvas.icon(fonts.ICON_CLOCK, 4, 37)
        canvas.bar(status.progress_permille, 70, 37, 57, 8)
        return
    canvas.lines(texts.TINGLE, 1, 16, 12)
    canvas.bar(status.progress_permille, 0, 41, 86, 7)


def contact_more(status: Status, canvas: Canvas) -> None:
    """The measured load; after a pause what is left."""
    if status.restart:
        w.frozen_minutes(canvas, status.remaining_ms)
    elif status.load_ohm:
        _kohm(status, canvas, 41)


def _kohm(status: Status, canvas: Canvas, top: int) -> None:
    canvas.text(texts.KOHM, 126, top, TEXT, 1, RIGHT)
    canvas.number((status.load_ohm + 50) // 100, 1, 111, top, TEXT)


def less_keys(status: Status, canvas: Canvas) -> None:
    """The hint wherever the current is still to come: DOWN, OK and STOP ..."""
    w.hint(canvas, fonts.ICON_DOWN, -1, texts.QUESTION, w.STOP)


def lowered(status: Status, canvas: Canvas) -> None:
    """... and the current that DOWN lowers."""
    w.tenths(canvas, status.target_ua, 46, 54, texts.MA)
    canvas.ok_left = 48


def asks(status: Status, canvas: Canvas) -> None:
    """Contact where none should be, or less than there was: what it is ..."""
    if status.asks == FLAT:
        w.title(canvas, texts.HANDS_IN + status.site)
    else:
        w.title(canvas, texts.LIFT if status.asks == LIFT else texts.JOINS)


def asks_body(status: Status, canvas: Canvas) -> None:
    """... and what to do; hands are found without a key."""
    body = texts.LIFT_HANDS
    if status.asks == FLAT:
        body = texts.FLAT_HANDS
    elif status.asks == JOINS:
        body = texts.JOINS_HANDS
    canvas.lines(body + status.site, 1, 16, 12)


def poor(status: Status, canvas: Canvas) -> None:
    """The probe finds more than 20 kOhm, and stays on while that falls."""
    w.title(canvas, texts.POOR)


def poor_load(status: Status, canvas: Canvas) -> None:
    """How much, ..."""
    _kohm(status, canvas, 1)


def poor_body(status: Status, canvas: Canvas) -> None:
    """... and what helps."""
    canvas.lines((texts.WORSE_HANDS if status.poor > 1 else texts.POOR_HANDS) + status.site, 1, 16, 12)


def load(status: Status, canvas: Canvas) -> None:
    """The live screen, on rows 1-8: the load in kOhm, its last column at 106; inverse when it is what limits."""
    tenths = (status.load_ohm + 50) // 100
    if not canvas.moved(_LOAD, tenths + 1 if status.load_ohm else 0, 67, 0, 42, 11):
        return
    hot = status.state == states.LIMITED
    if hot:
        left = 73 if tenths < 100 else 67
        canvas.box(left, 0, 109 - left, 11, 1)
    ink = 0 if hot else 1
    canvas.text(texts.KOHM, 106, 1, TEXT, ink, RIGHT)
    if status.load_ohm:
        canvas.number(tenths, 1, 91, 1, TEXT, ink)
    else:
        canvas.text(texts.UNKNOWN_OHM, 91, 1, TEXT, ink, RIGHT)


def polarity(status: Status, canvas: Canvas) -> None:
    """Left of it polarity ..."""
    w.polarity_strip(canvas, status.polarity, status.state == states.REVERSAL)
    heartbeat(status, canvas)


def heartbeat(status: Status, canvas: Canvas) -> None:
    """... and in it a head that walks from plus to minus, a step for each fresh measurement."""
    if status.state != states.REVERSAL:
        forward = status.polarity == A_POSITIVE
        at = status.fresh % 3 if forward else 2 - status.fresh % 3
        if canvas.moved(_HEARTBEAT, at, 16, 3, 17, 5):
            w.heartbeat(canvas, at, forward)


def measured(status: Status, canvas: Canvas) -> None:
    """Below, large, the measured current."""
    tenths = max(0, status.measured_ua + 50) // 100
    if canvas.moved(_MEASURED, tenths, 0, 12, 63, 24):
        canvas.number(tenths, 1, 62, 12, MEASURED)


def dose(status: Status, canvas: Canvas) -> None:
    """Right of it the dose as a tube; at the top the battery."""
    level = filled(status.dose_permille, 40)
    if canvas.moved(_DOSE, level, 66, 11, 5, 40):
        canvas.tube(level, 66, 11, 5, 40)
    level = w.battery_level(status.battery_mv)
    if canvas.moved(_BATTERY, level, 111, 0, 17, 10):
        w.battery(canvas, level, status.battery_warn)


def label(status: Status, canvas: Canvas) -> None:
    """Below the measured current: its unit and what it does; inverse when the user should know something."""
    warning = -1
    if status.state == states.LIMITED:
        warning = texts.LIMIT
    elif status.battery_warn:
        warning = texts.BATT
    if warning >= 0:
        canvas.box(0, 39, 63, 12, 1)
        canvas.text(texts.MA, 4, 41, TITLE, 0)
        canvas.text(warning, 42, 41, TITLE, 0, CENTRE)
        return
    word = texts.NOW
    if status.state == states.RAMP:
        word = texts.RISING
    elif status.state == states.RAMPDOWN:
        word = texts.FALLING
    elif status.state == states.REVERSAL:
        word = texts.TURNING
    canvas.text(texts.MA, 1, 41, TITLE)
    canvas.text(word, 22, 41)


def time(status: Status, canvas: Canvas) -> None:
    """Minutes left, rounded up; the last minute in seconds."""
    ms = status.remaining_ms
    last = 0 < ms <= 60_000
    left = (ms + 999) // 1000 if last else w.minutes_left(ms)
    if canvas.moved(_TIME, 2 * left + last, 81, 11, 47, 20):
        canvas.number(left, 0, 107, 11, MINUTES)
        canvas.text(texts.SEC if last else texts.MIN, 127, 21, TEXT, 1, RIGHT)


def wanted(status: Status, canvas: Canvas) -> None:
    """Before the minutes a clock; below them the set current, or while polarity is turned, that."""
    state = status.state
    canvas.icon(fonts.ICON_CLOCK, 74, 16)
    if state == states.REVERSAL:
        canvas.text(texts.A, 74, 37, TITLE)
        canvas.icon(fonts.ICON_SWAP, 86, 35)
        canvas.text(texts.B, 119, 37, TITLE)
        return
    limited = state == states.LIMITED
    canvas.icon(fonts.ICON_WALL if limited else fonts.ICON_ARROW, 72 if limited else 73, 38 if limited else 39)
    target(status, canvas)


def target(status: Status, canvas: Canvas) -> None:
    """The set current; on its way down that is 0."""
    if status.state != states.REVERSAL:
        tenths = 0 if status.state == states.RAMPDOWN else (status.target_ua + 50) // 100
        if canvas.moved(_TARGET, tenths, 82, 32, 46, 18):
            canvas.number(tenths, 1, 127, 32, SET)


def keys(status: Status, canvas: Canvas) -> None:
    """The live screen's hint."""
    state = status.state
    if state == states.REVERSAL or state == states.RAMPDOWN:
        w.hint(canvas, w.NO_ICON, texts.KEEP_HANDS + status.site, texts.QUESTION, w.STOP)
    elif state == states.LIMITED:
        w.hint(canvas, fonts.ICON_DOWN, texts.STEP, texts.QUESTION, w.STOP)
    else:
        w.hint(canvas, fonts.ICON_UPDOWN if status.up_allowed else fonts.ICON_DOWN, texts.STEP, texts.QUESTION, w.STOP)


def why(status: Status, canvas: Canvas) -> None:
    """LIMIT explained; the measured current stays in sight."""
    canvas.box(0, 0, 128, 21)
    canvas.text(texts.LIMITED, 3, 11, TITLE, 0)


def why_measured(status: Status, canvas: Canvas) -> None:
    """The current on the same bar."""
    canvas.text(texts.MA, 124, 11, TITLE, 0, RIGHT)
    canvas.number((status.measured_ua + 50) // 100, 1, 105, 1, MINUTES, 0)


def why_share(status: Status, canvas: Canvas) -> None:
    """How much of what was asked for flows, and what helps: not bicarbonate where it was better before."""
    share = status.measured_ua * 1000 // status.target_ua if status.target_ua else 1000
    canvas.text(texts.SHARE_MOST + w.share_word(share), 1, 23)
    advice = texts.RISEN_HANDS if status.risen else texts.WHY_HANDS
    canvas.lines(advice + status.site, 1, 33, 10)


def why_keys(status: Status, canvas: Canvas) -> None:
    """The hint: on to what to do when it burns."""
    w.hint(canvas, w.NO_ICON, -1, texts.QUESTION, w.STOP)


def burns(status: Status, canvas: Canvas) -> None:
    """What to do when it burns, with both hands in the water."""
    canvas.box(0, 0, 128, 21)
    canvas.text(texts.BURNS, 3, 11, TITLE, 0)


def burns_body(status: Status, canvas: Canvas) -> None:
    """One hand straight out: never off over the fingertips. Nobody lifts feet or pads. Without a current: the skin."""
    if status.state == states.PAUSED or (status.state == states.CONTACT and not status.contact):
        canvas.lines(texts.BURN_PAUSED, 1, 23, 10)
    else:
        canvas.lines(texts.BURN_HANDS + status.site, 1, 28, 12, TITLE)


def burns_keys(status: Status, canvas: Canvas) -> None:
    """The hint."""
    w.hint(canvas, w.NO_ICON, -1, texts.GO_ON, w.STOP)


def _pause_sign(canvas: Canvas) -> None:
    canvas.box(2, 34, 4, 12)
    canvas.box(8, 34, 4, 12)


def paused(status: Status, canvas: Canvas) -> None:
    """Hands out for less than 10 s: the bar runs down; put back, it goes on by itself."""
    w.alarm(canvas, texts.PAUSED)


def paused_hands(status: Status, canvas: Canvas) -> None:
    """What to do, by what seems to be the cause."""
    what = texts.BACK_HANDS + status.site
    if status.pause_cause == ps.MOVED:
        what = texts.KEEP_STILL
    elif status.pause_cause == ps.LEADS and not status.needs_ok:
        what = texts.CHECK_LEADS
    canvas.text(what, 1, 16, TITLE)
    _pause_sign(canvas)


def minutes(status: Status, canvas: Canvas) -> None:
    """What is left when it goes on."""
    w.frozen_minutes(canvas, status.remaining_ms)


def paused_away(status: Status, canvas: Canvas) -> None:
    """How long it still goes on by itself."""
    left_ms = max(0, limits.AWAY_MS - status.away_ms)
    canvas.bar(left_ms * 1000 // limits.AWAY_MS, 70, 37, 39, 8)
    canvas.text(texts.SEC, 126, 37, TEXT, 1, RIGHT)
    canvas.number((left_ms + 999) // 1000, 0, 119, 37, TEXT)


def waiting(status: Status, canvas: Canvas) -> None:
    """Hands out for longer: OK first."""
    w.alarm(canvas, texts.WAITING)


def waiting_hands(status: Status, canvas: Canvas) -> None:
    """What to do."""
    canvas.text(texts.OK_HANDS + status.site, 1, 16, TITLE)
    if status.pause_cause == ps.LEADS:
        canvas.text(texts.LEADS, 126, 41, TEXT, 1, RIGHT)
    _pause_sign(canvas)


def waiting_target(status: Status, canvas: Canvas) -> None:
    """The current that it returns to, where nothing else is to be looked at."""
    if status.pause_cause == ps.LEADS:
        return
    canvas.icon(fonts.ICON_ARROW, 76, 40)
    w.tenths(canvas, status.target_ua, 126, 37, texts.MA)


def waiting_keys(status: Status, canvas: Canvas) -> None:
    """The hint."""
    w.hint(canvas, fonts.ICON_DOWN, texts.STEP, texts.GO_ON, w.STOP)
