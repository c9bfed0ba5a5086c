# Which screen a view asks for, and how each looks. Decides no state and no wording; keeps nothing between two calls.
#
# The live screen with its neighbours stands in screens_live.py. `render_part` draws one bounded part, see canvas.py.

from micropython import const

from ionto.panel import fonts, texts
from ionto.panel import pieces as p
from ionto.panel import screens_live as live
from ionto.panel import view as v
from ionto.panel.canvas import LEFT, MINUTES, RIGHT, TEXT, TITLE, Canvas
from ionto.panel.view import View
from ionto.safety import faults
from ionto.treatment import states

# Screens, by their place in _SCREENS.
_SELFTEST = const(0)
_PRESS_STOP = const(1)
_NOT_READY = const(2)
_REPORT = const(3)
_WHERE = const(4)
_PROPOSAL = const(5)
_EDIT = const(6)
_CHECK = const(7)
_UNSURE = const(8)
_PLACE = const(9)
_CONTACT = const(10)
_LIVE = const(11)
_WHY = const(12)
_PAUSED = const(13)
_WAITING = const(14)
_SUMMARY = const(15)
_STOPPED = const(16)
_CUT = const(17)
_LOCKED = const(18)
_USB = const(19)
_BATTERY = const(20)


def screen_of(view: View) -> int:
    """The screen's number."""
    state = view.state
    if view.fault:
        kind = view.fault // 100
        if kind == faults.LOCK:
            return _LOCKED
        if view.fault == faults.VBUS_PRESENT or view.fault == faults.USB_PRESENT:
            return _USB
        if view.fault == faults.BATTERY_START:
            return _BATTERY
        if kind == faults.SELFTEST:
            return _NOT_READY
        if kind == faults.T1:
            return _CUT
        if state == states.DONE or state == states.FAULT:
            return _STOPPED
    if state == states.BOOT or state == states.SELFTEST:
        return _PRESS_STOP if view.test_prompt else _SELFTEST
    if view.service:
        return _USB
    if state == states.READY:
        return _REPORT if view.report else _WHERE
    if state == states.CONFIRM:
        return _EDIT if view.editing else _PROPOSAL
    if state == states.CHECKLIST:
        return _UNSURE if view.unsure else _CHECK
    if state == states.CONTACT:
        return _CONTACT if view.contact else _PLACE
    if state == states.PAUSED:
        return _WAITING if view.needs_ok == 1 else _PAUSED
    if state == states.DONE:
        return _SUMMARY
    if state == states.FAULT:
        return _CUT
    return _WHY if view.why else _LIVE


def layout_of(view: View) -> int:
    """A number that differs when other things stand on the glass, not when a value moves. Below 2^20.

    Two layouts may share a number by chance; then one frame may mix them, and the next one puts it right.
    """
    k = screen_of(view)
    k = k * 7 + view.editing
    k = k * 3 + view.cursor
    k = k * 8 + view.page
    k = k * 3 + view.site
    k = (k * 16 + view.state) % 1_000_003
    k = k * 2 + view.ok_counts
    k = k * 2 + view.hold_ok
    k = k * 2 + view.up_allowed
    k = k * 2 + view.limited
    k = (k * 2 + view.battery_warn) % 1_000_003
    k = k * 4 + view.polarity_mode
    k = k * 3 + view.polarity
    k = k * 2 + view.restart
    k = (k * 8 + view.result) % 1_000_003
    k = k * 600 + view.fault
    return (k * 2 + view.report) % 1_000_003


def render_part(view: View, canvas: Canvas, part: int) -> bool:
    """Part 0 notes what the screen shows, as the view stands now (the live one, the fullest, goes on in part 1).

    Each further part draws a piece of it. True while more follow.
    """
    if part == 0:
        canvas.begin()
        _SCREENS[screen_of(view)](view, canvas)
        return True
    if part == 1 and screen_of(view) == _LIVE:
        live.live_right(view, canvas)
        return True
    return canvas.draw()


def render(view: View, canvas: Canvas) -> None:
    """Draw all parts. For tests and pictures: it takes longer than a control tick has."""
    part = 0
    while render_part(view, canvas, part):
        part += 1


# ---- before a treatment


def _selftest(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.SELFTEST)
    items = max(1, view.test_items)
    item = min(view.test_item, items)
    canvas.number(items, 0, 126, 2, TEXT)
    canvas.text(texts.get(texts.SLASH), 113, 2, TEXT, 1, RIGHT)
    canvas.number(item, 0, 109, 2, TEXT)
    canvas.text(texts.get(texts.TEST_BODY + min(item, 5)), 1, 16, TEXT, 1, LEFT, 12)
    canvas.bar(1000 * item // items, 0, 42, 128, 6)
    p.hint(canvas, p.NO_ICON, texts.NO_CURRENT, -1, p.NO_STOP)


def _press_stop(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.SELFTEST)
    canvas.text(texts.get(texts.PRESS_STOP), 1, 16, TITLE)
    canvas.text(texts.get(texts.STOP_BODY), 1, 28, TEXT, 1, LEFT, 12)
    p.hint(canvas, p.NO_ICON, -1, -1, p.STOP)


def _report(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.INTERRUPTED if view.report == faults.INTERRUPTED else texts.NOTE)
    p.fault_code(canvas, view.report, 126, 1, RIGHT)
    canvas.text(texts.cause(view.report), 1, 16, TEXT, 1, LEFT, 12)
    p.hint(canvas, p.NO_ICON, -1, texts.UNDERSTOOD, p.NO_STOP)


def _where(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.WHERE)
    for row in range(3):
        p.menu_row(canvas, row, texts.HANDS + row, row == view.cursor)
    p.hint(canvas, fonts.ICON_UPDOWN, texts.CHOOSE, texts.NEXT, p.NO_STOP)


def _proposal(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.HANDS + view.site)
    p.polarity_name(canvas, view.polarity, 126, 2, RIGHT)
    tenths = (view.plan_ua + 50) // 100
    canvas.number(tenths, 1, 1, 16, MINUTES, 1, LEFT)
    canvas.text(texts.get(texts.MA), 4 + canvas.number_width(tenths, 1, MINUTES), 26, TITLE)
    canvas.text(texts.get(texts.MIN), 126, 26, TITLE, 1, RIGHT)
    canvas.number(view.plan_min, 0, 106, 16, MINUTES)
    if view.last_ua:
        canvas.text(texts.get(texts.LAST), 1, 39)
        p.tenths(canvas, view.last_ua, 63, 39, texts.MA)
    else:
        canvas.text(texts.get(texts.FIRST), 1, 39)
    if view.last_ua and view.plan_ua > view.last_ua:
        canvas.icon(fonts.ICON_UP, 93, 41)
        tenths = (view.plan_ua - view.last_ua + 50) // 100
        canvas.number(tenths, 1, 126, 39, TITLE)
        canvas.text(texts.get(texts.PLUS), 125 - canvas.number_width(tenths, 1, TITLE), 39, TITLE, 1, RIGHT)
    if view.hold_ok:
        p.hint(canvas, fonts.ICON_UPDOWN, -1, texts.HOLD, p.BACK)
    else:
        p.hint(canvas, fonts.ICON_UPDOWN, texts.CHANGE, texts.YES, p.BACK)


def _edit(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.HANDS + view.site)
    for row in range(3):
        chosen = row == view.cursor
        p.menu_row(canvas, row, texts.CURRENT + row, chosen and view.editing == 1)
        if chosen and view.editing == 2:
            canvas.box(60, 13 + 13 * row, 68, 13, 1)
        top = 16 + 13 * row
        ink = 0 if chosen else 1
        if row == v.EDIT_CURRENT:
            p.tenths(canvas, view.plan_ua, 123, top, texts.MA, ink)
        elif row == v.EDIT_MINUTES:
            canvas.text(texts.get(texts.MIN), 123, top, TITLE, ink, RIGHT)
            canvas.number(view.plan_min, 0, 103, top, TITLE, ink)
        else:
            canvas.text(texts.get(texts.KEEP + view.polarity_mode), 123, top, TEXT, ink, RIGHT)
    if view.editing == 1:
        p.hint(canvas, fonts.ICON_UPDOWN, texts.CHOOSE, texts.SET, p.BACK)
    else:
        p.hint(canvas, fonts.ICON_UPDOWN, texts.CHANGE, texts.DONE, p.BACK)


def _check(view: View, canvas: Canvas) -> None:
    if view.pages == 3:
        p.title(canvas, texts.NONE_HEAD + view.page)
    else:
        p.title(canvas, texts.CHECKLIST)
    canvas.number(view.pages, 0, 126, 2, TEXT)
    canvas.text(texts.get(texts.SLASH), 120, 2, TEXT, 1, RIGHT)
    canvas.number(view.page + 1, 0, 116, 2, TEXT)
    if view.pages != 3:
        canvas.text(texts.get(texts.PAGE_IMPLANT + view.page), 1, 16, TEXT, 1, LEFT, 12)
    elif view.page:
        canvas.text(texts.get(texts.EXCLUDED + view.page), 1, 16, TEXT, 1, LEFT, 12)
    else:
        for row in range(4):
            canvas.icon(fonts.ICON_BULLET, 3, 17 + 10 * row)
        canvas.text(texts.get(texts.EXCLUDED), 10, 14, TEXT, 1, LEFT, 10)
    p.hint(canvas, fonts.ICON_DOWN, texts.UNSURE, texts.RIGHT if view.ok_counts else -1, p.BACK)


def _unsure(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.NOT_TODAY)
    canvas.text(texts.get(texts.ASK_DOCTOR), 1, 17, TEXT, 1, LEFT, 12)
    p.hint(canvas, p.NO_ICON, -1, -1, p.BACK)


def _place(view: View, canvas: Canvas) -> None:
    p.title(canvas, texts.HANDS_IN + view.site)
    if view.site == v.HANDS:
        p.tray(canvas, 0, fonts.ICON_HAND_B, 9, texts.A)
        p.tray(canvas, 96, fonts.ICON_HAND, 9, texts.B)
    elif view.site == v.FEET:
        p.tray(canvas, 0, fonts.ICON_FOOT, 10, texts.A)
        p.tray(canvas, 96, fonts.ICON_FOOT_B, 10, texts.B)
    else:
        p.tray(canvas, 0, fonts.ICON_PAD, 10, texts.A)
        p.tray(canvas, 96, fonts.ICON_PAD, 10, texts.B)
    p.tenths(canvas, view.plan_ua, 84, 17, texts.MA)
    canvas.text(texts.get(texts.MIN), 80, 28, TITLE, 1, RIGHT)
    canvas.number(view.plan_min, 0, 60, 28, TITLE)
    p.polarity_name(canvas, view.polarity, 81, 39, RIGHT)
    p.hint(canvas, p.NO_ICON, texts.STARTS, -1, p.STOP)


# ---- after a treatment, and instead of one


def _summary(view: View, canvas: Canvas) -> None:
    if view.result == v.RESULT_COMPLETED:
        p.title(canvas, texts.DONE)
        canvas.icon(fonts.ICON_CHECK, 114, 3)
    else:
        p.title(canvas, texts.STOPPED if view.result == v.RESULT_STOPPED else texts.ENDED)
    percent = view.dose_permille // 10
    canvas.number(percent, 0, 1, 16, MINUTES, 1, LEFT)
    canvas.text(texts.get(texts.PERCENT), 3 + canvas.number_width(percent, 0, MINUTES), 26, TITLE)
    unit = texts.get(texts.MAMIN)
    canvas.text(unit, 126, 16, TEXT, 1, RIGHT)
    x = 122 - TEXT.width(unit)
    planned = view.plan_ua * view.plan_min // 1000
    canvas.number(planned, 0, x, 16, TEXT)
    x -= canvas.number_width(planned, 0, TEXT) + 3
    canvas.text(texts.get(texts.SLASH), x, 16, TEXT, 1, RIGHT)
    canvas.number(view.delivered_uamin // 1000, 0, x - 6, 16, TEXT)
    _limited_for(view.limited_ms, canvas)
    canvas.text(texts.get(texts.ALL_OFF), 1, 41, TITLE)
    p.hint(canvas, p.NO_ICON, -1, texts.NEXT, p.NO_STOP)


def _limited_for(ms: int, canvas: Canvas) -> None:
    """How long the voltage limited the current: nothing, seconds, or minutes rounded up."""
    if ms < 1000:
        canvas.text(texts.get(texts.NOT_LIMITED), 126, 27, TEXT, 1, RIGHT)
        return
    unit = texts.get(texts.SEC if ms < 60_000 else texts.MIN)
    canvas.text(unit, 126, 27, TEXT, 1, RIGHT)
    x = 123 - TEXT.width(unit)
    time = ms // 1000 if ms < 60_000 else p.minutes_left(ms)
    canvas.number(time, 0, x, 27, TEXT)
    x -= canvas.number_width(time, 0, TEXT) + 3
    canvas.text(texts.get(texts.LIMITED_FOR), x, 27, TEXT, 1, RIGHT)


def _stopped(view: View, canvas: Canvas) -> None:
    p.alarm(canvas, texts.GENTLY)
    p.fault_code(canvas, view.fault, 124, 0, RIGHT)
    canvas.text(texts.cause(view.fault), 1, 16, TEXT, 1, LEFT, 12)
    p.hint(canvas, p.NO_ICON, -1, texts.UNDERSTOOD, p.NO_STOP)


def _not_ready(view: View, canvas: Canvas) -> None:
    p.alarm(canvas, texts.NOT_READY)
    p.fault_code(canvas, view.fault, 124, 0, RIGHT)
    _cause_and_step(view.fault, canvas)


def _cut(view: View, canvas: Canvas) -> None:
    p.alarm(canvas, texts.FAULT)
    p.fault_code(canvas, view.fault, 42, 0, LEFT)
    canvas.text(texts.get(texts.OFF), 124, 2, TITLE, 0, RIGHT)
    _cause_and_step(view.fault, canvas)


def _cause_and_step(code: int, canvas: Canvas) -> None:
    """Two lines of cause, then an arrow and two bold lines of what to do."""
    canvas.text(texts.cause(code), 1, 16, TEXT, 1, LEFT, 11)
    canvas.icon(fonts.ICON_ARROW, 1, 43)
    canvas.text(texts.next_step(code), 12, 41, TITLE, 1, LEFT, 11)


def _locked(view: View, canvas: Canvas) -> None:
    p.alarm(canvas, texts.LOCKED, 14)
    canvas.icon(fonts.ICON_LOCK, 3, 1, 0)
    p.fault_code(canvas, view.fault, 124, 0, RIGHT)
    canvas.text(texts.cause(view.fault), 1, 16, TEXT, 1, LEFT, 12)


def _usb(view: View, canvas: Canvas) -> None:
    p.alarm(canvas, texts.USB_HEAD)
    if view.fault:
        p.fault_code(canvas, view.fault, 124, 0, RIGHT)
    canvas.text(texts.get(texts.USB_BODY), 1, 16, TEXT, 1, LEFT, 12)


def _battery(view: View, canvas: Canvas) -> None:
    p.alarm(canvas, texts.BATTERY_HEAD)
    p.tenths(canvas, view.battery_mv, 124, 2, texts.VOLT, 0)
    canvas.text(texts.get(texts.BATTERY_BODY), 1, 16, TEXT, 1, LEFT, 12)


_SCREENS = (
    _selftest,
    _press_stop,
    _not_ready,
    _report,
    _where,
    _proposal,
    _edit,
    _check,
    _unsure,
    _place,
    live.contact,
    live.live,
    live.why,
    live.paused,
    live.waiting,
    _summary,
    _stopped,
    _cut,
    _locked,
    _usb,
    _battery,
)
