# The screens after a treatment, and instead of one: what was delivered, faults, USB, battery. Decides no state.
#
# Each function draws one part, see selector.py: `summary`, then `summary_percent` ...

from ionto.panel import language, texts
from ionto.panel.draw import fonts
from ionto.panel.draw import widgets as w
from ionto.panel.draw.canvas import LEFT, MINUTES, RIGHT, TEXT, TITLE, Canvas
from ionto.panel.status import Status
from ionto.safety import faults
from ionto.treatment import terms

_ELSEWHERE = (faults.ADC_ABSENT, faults.DAC_ABSENT)  # whose detail is an address


def summary(status: Status, canvas: Canvas) -> None:
    """A treatment's end: how ..."""
    if status.result == terms.RESULT_COMPLETED:
        limited = status.limited_ms >= 1000
        w.title(canvas, texts.DONE_MOST + w.share_word(status.share_permille) if limited else texts.DONE)
        canvas.icon(fonts.ICON_CHECK, 114, 3)
    else:
        w.title(canvas, texts.STOPPED if status.result == terms.RESULT_STOPPED else texts.ENDED)


def summary_percent(status: Status, canvas: Canvas) -> None:
    """... how much of the dose ..."""
    percent = status.dose_permille // 10
    canvas.number(percent, 0, 1, 16, MINUTES, 1, LEFT)
    canvas.text(texts.PERCENT, 3 + canvas.number_width(percent, 0, MINUTES), 26, TITLE)


def summary_dose(status: Status, canvas: Canvas) -> None:
    """... of which dose ..."""
    unit = texts.MAMIN
    canvas.text(unit, 126, 16, TEXT, 1, RIGHT)
    canvas.number(status.plan_ua * status.plan_min // 1000, 0, 122 - canvas.width(unit), 16, TEXT)


def summary_delivered(status: Status, canvas: Canvas) -> None:
    """... delivered ..."""
    planned = status.plan_ua * status.plan_min // 1000
    x = 119 - canvas.width(texts.MAMIN) - canvas.number_width(planned, 0, TEXT)
    canvas.text(texts.SLASH, x, 16, TEXT, 1, RIGHT)
    canvas.number(status.delivered_uamin // 1000, 0, x - 6, 16, TEXT)


def summary_end(status: Status, canvas: Canvas) -> None:
    """... that the current is off, why where nobody ended it, and OK."""
    off = texts.LEFT_ALONE if status.result == terms.RESULT_ABANDONED else texts.OFF_HANDS + status.site
    canvas.text(off, 1, 41, TITLE)
    w.hint(canvas, w.NO_ICON, -1, texts.NEXT, w.NO_STOP)


def summary_limited(status: Status, canvas: Canvas) -> None:
    """How long the voltage limited the current: nothing, seconds, or minutes rounded up."""
    ms = status.limited_ms
    if ms < 1000:
        canvas.text(texts.NOT_LIMITED, 126, 27, TEXT, 1, RIGHT)
        return
    unit = texts.SEC if ms < 60_000 else texts.MIN
    canvas.text(unit, 126, 27, TEXT, 1, RIGHT)
    x = 123 - canvas.width(unit)
    time = ms // 1000 if ms < 60_000 else w.minutes_left(ms)
    canvas.number(time, 0, x, 27, TEXT)
    x -= canvas.number_width(time, 0, TEXT) + 3
    canvas.text(texts.LIMITED_FOR, x, 27, TEXT, 1, RIGHT)


def care(status: Status, canvas: Canvas) -> None:
    """After a treatment: out, and dry ..."""
    w.title(canvas, texts.DRY_HANDS + status.site)


def care_body(status: Status, canvas: Canvas) -> None:
    """... and what to look for."""
    canvas.lines(texts.CARE, 1, 16, 12)
    w.hint(canvas, w.NO_ICON, -1, texts.UNDERSTOOD, w.NO_STOP)


def stopped(status: Status, canvas: Canvas) -> None:
    """A gentle stop ..."""
    w.alarm(canvas, texts.GENTLY)


def stopped_cause(status: Status, canvas: Canvas) -> None:
    """... why, and OK."""
    code(status, canvas)
    w.hint(canvas, w.NO_ICON, -1, texts.UNDERSTOOD, w.NO_STOP)


def code(status: Status, canvas: Canvas) -> None:
    """The fault's code at the right end of the bar, and its cause."""
    w.fault_code(canvas, status.fault, 124, 0, RIGHT)
    canvas.lines(w.told(status, status.fault), 1, 16, 12)


def not_ready(status: Status, canvas: Canvas) -> None:
    """A failed self-test ..."""
    w.alarm(canvas, texts.NOT_READY)


def not_ready_cause(status: Status, canvas: Canvas) -> None:
    """... its code and why."""
    w.fault_code(canvas, status.fault, 124, 0, RIGHT)
    canvas.lines(language.cause(status.fault), 1, 16, 11)


def not_ready_detail(status: Status, canvas: Canvas) -> None:
    """Which file or diode, or where the part answers."""
    x = 1
    if status.detail and status.fault in _ELSEWHERE:
        canvas.text(texts.ANSWERS_AT, 1, 27)
        x = 5 + canvas.width(texts.ANSWERS_AT)
    canvas.words(status.detail, x, 27)


def cut(status: Status, canvas: Canvas) -> None:
    """A hard cut ..."""
    w.alarm(canvas, texts.FAULT)


def cut_cause(status: Status, canvas: Canvas) -> None:
    """... its code, that the current is off, and why."""
    w.fault_code(canvas, status.fault, 7 + canvas.width(texts.FAULT, TITLE), 0, LEFT)
    canvas.text(texts.OFF, 124, 2, TITLE, 0, RIGHT)
    canvas.lines(language.cause(status.fault), 1, 16, 11)


def next_step(status: Status, canvas: Canvas) -> None:
    """Below the cause an arrow and two bold lines of what to do."""
    canvas.icon(fonts.ICON_ARROW, 1, 43)
    step = language.next_step(status.fault)
    if step == texts.RESTART and status.detail and status.fault in _ELSEWHERE:
        step = texts.READDRESS
    elif status.repeated and (step == texts.RESTART or step == texts.RELAY):
        step = texts.MAKER
    canvas.lines(step, 12, 41, 11, TITLE)


def locked(status: Status, canvas: Canvas) -> None:
    """Locked for good ..."""
    w.alarm(canvas, texts.LOCKED, 14)
    canvas.icon(fonts.ICON_LOCK, 3, 1, 0)


def usb(status: Status, canvas: Canvas) -> None:
    """A USB cable is in the way ..."""
    w.alarm(canvas, texts.USB_HEAD)


def usb_body(status: Status, canvas: Canvas) -> None:
    """... its fault's code, and what to do."""
    if status.fault:
        w.fault_code(canvas, status.fault, 124, 0, RIGHT)
    canvas.lines(texts.USB_BODY, 1, 16, 12)


def battery(status: Status, canvas: Canvas) -> None:
    """The battery is too low ..."""
    w.alarm(canvas, texts.BATTERY_HEAD)


def battery_body(status: Status, canvas: Canvas) -> None:
    """... its voltage, and what to do."""
    w.tenths(canvas, status.battery_mv, 124, 2, texts.VOLT, 0)
    canvas.lines(texts.BATTERY_BODY, 1, 16, 12)
