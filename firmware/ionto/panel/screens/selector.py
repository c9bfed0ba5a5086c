# Which screen a status asks for, and how each looks. Decides no state and no wording; keeps nothing between two calls.
#
# The screens stand in before.py, checklist.py, live.py, after.py and sheet.py, cut into parts that a control tick has
# time for: a part takes less than a millisecond.

from micropython import const

from ionto.panel.draw import widgets as w
from ionto.panel.draw.canvas import Canvas
from ionto.panel.screens import after, before, checklist, live, sheet
from ionto.panel.status import Status
from ionto.safety import faults
from ionto.treatment import questions, states
from ionto.treatment.advice import LIMITED

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
_ASKS = const(21)
_POOR = const(22)
_BURNS = const(23)
_LIVE_AGAIN = const(24)  # what moves on the live screen, over a picture that shows the rest
_ASK = const(25)
_CARE = const(26)
_SHEET = const(27)
_SHEET_STATE = const(14)  # the last digit of its layout: no state has it
_PRACTICE_STATE = const(15)


def screen_of(status: Status) -> int:
    """The screen's number."""
    state = status.state
    if status.sheet_number:
        return _SHEET
    if status.caring and state >= states.DONE:
        return _CARE
    if status.fault:
        kind = status.fault // 100
        if kind == faults.LOCK:
            return _LOCKED
        if status.fault == faults.VBUS_PRESENT or status.fault == faults.USB_PRESENT:
            return _USB
        if status.fault == faults.BATTERY_START:
            return _BATTERY
        if kind == faults.SELFTEST:
            return _NOT_READY
        if kind == faults.T1:
            return _CUT
        if state == states.DONE or state == states.FAULT:
            return _STOPPED
    if state == states.BOOT or state == states.SELFTEST:
        return _PRESS_STOP if status.test_prompt else _SELFTEST
    if status.service:
        return _USB
    if state == states.READY:
        if status.report:
            return _REPORT
        asked = status.asked
        return _WHERE if not asked else _UNSURE if asked == questions.REFUSED else _ASK
    if state == states.CONFIRM:
        if status.report:
            return _REPORT
        return _EDIT if status.editing else _PROPOSAL
    if state == states.CHECKLIST:
        return _UNSURE if status.unsure else _CHECK
    if state == states.PAUSED and status.needs_ok == 1:
        return _WAITING
    if status.why and states.CONTACT <= state <= states.RAMPDOWN:
        return _WHY if status.why == LIMITED else _BURNS
    if state == states.CONTACT:
        if status.asks:
            return _ASKS
        if status.poor and status.contact:
            return _POOR
        return _CONTACT if status.contact else _PLACE
    if state == states.PAUSED:
        return _ASKS if status.asks else _PAUSED
    if state == states.DONE:
        return _SUMMARY
    if state == states.FAULT:
        return _CUT
    return _LIVE


def again(screen: int) -> int:
    """The screen that renews the values of a finished picture of the same layout."""
    return _LIVE_AGAIN if screen == _LIVE else screen


def layout_of(status: Status) -> int:
    """A number that differs when other things stand on the glass, not when a value moves. Below 2^30.

    Asked for at every other step of the panel and at every part: so of each state only what can change in it. No two
    layouts share a number: a state's fields are its digits, and the state is the last one.
    """
    state = status.state
    if status.sheet_number:
        return status.sheet_number << 4 | _SHEET_STATE
    if status.practice:
        return status.practice << 4 | _PRACTICE_STATE
    k = (status.fault * 3 + status.why) * 2 + status.service
    if states.RAMP <= state <= states.RAMPDOWN:
        if state == states.PAUSED:
            k = ((k * 3 + status.needs_ok) * 6 + status.pause_cause) * 4 + status.asks
        else:
            k = ((k * 2 + status.up_allowed) * 2 + status.battery_warn) * 3 + status.polarity
            if status.why:
                k = k * 2 + status.risen
    elif state == states.CHECKLIST:
        k = ((k * 16 + status.page) * 2 + status.ok_counts) * 2 + status.unsure
    elif state == states.CONFIRM:
        k = ((k * 3 + status.editing) * 3 + status.cursor) * 2 + status.hold_ok
        k = ((k * 3 + status.polarity_mode) * 3 + status.polarity) * 2 + (1 if status.report else 0)
    elif state == states.READY:
        k = status.fault * 2 + status.service
        k = ((k * 4 + status.asked) * 9 + status.cursor) * 600 + (status.report or status.answer)
    elif state == states.CONTACT:
        k = (((k * 4 + status.asks) * 3 + status.poor) * 2 + status.contact) * 2 + status.restart
        k = (k * 3 + status.site) * 3 + status.polarity
    elif state == states.DONE:
        k = (k * 8 + status.result) * 2 + status.caring
    else:
        k = (k * 3 + status.test_prompt) * 2 + status.caring
    return k * 16 + state


def render_part(status: Status, canvas: Canvas, screen: int, part: int) -> int:
    """Draw a part of a screen, as the status is now: begin with part 0. Returns the next part, -1 when that was all.

    A part is what may be drawn in one control tick. Values may move from part to part: so one that decides where others
    stand is in the same part as they.
    """
    parts = _SCREENS[screen]
    if part and canvas.lines_left:
        canvas.draw_line()
    elif part < len(parts):
        if part == 0 and screen != _LIVE_AGAIN:
            canvas.clear()
        parts[part](status, canvas)
        part += 1
    else:
        if canvas.ok >= 0:
            w.hint_ok(canvas)
        elif status.practice:
            w.practice(canvas, status.practice)
            return -1
        return part if status.practice else -1
    return part if part < len(parts) or canvas.lines_left or canvas.ok >= 0 or status.practice else -1


def render(status: Status, canvas: Canvas) -> None:
    """Draw all parts. For tests and pictures: it takes longer than a control tick has."""
    screen = screen_of(status)
    part = 0
    while part >= 0:
        part = render_part(status, canvas, screen, part)


_SCREENS = (
    (before.selftest, before.selftest_count, before.selftest_hint),
    (before.press_stop, before.press_stop_body),
    (after.not_ready, after.not_ready_cause, after.not_ready_detail, after.next_step),
    (before.report, before.report_cause),
    (before.where, before.where_first, before.where_second, before.where_last, before.where_hint),
    (
        before.proposal,
        before.proposal_current,
        before.proposal_minutes,
        before.proposal_last,
        before.proposal_more,
        before.proposal_hint,
    ),
    (
        before.edit,
        before.edit_current,
        before.edit_current_value,
        before.edit_minutes,
        before.edit_minutes_value,
        before.edit_direction,
        before.edit_direction_value,
        before.edit_hint,
    ),
    (checklist.check, checklist.check_page, checklist.check_body, checklist.check_hint),
    (checklist.unsure, checklist.unsure_hint),
    (
        before.place,
        before.place_a,
        before.place_b,
        before.place_plan,
        before.place_polarity,
        live.less_keys,
        live.lowered,
    ),
    (live.contact, live.contact_body, live.contact_more, live.less_keys, live.lowered),
    (live.load, live.polarity, live.measured, live.dose, live.label, live.time, live.wanted, live.keys),
    (live.why, live.why_measured, live.why_share, live.why_keys),
    (live.paused, live.paused_hands, live.minutes, live.paused_away, live.less_keys, live.lowered),
    (live.waiting, live.waiting_hands, live.minutes, live.waiting_target, live.waiting_keys),
    (
        after.summary,
        after.summary_percent,
        after.summary_dose,
        after.summary_delivered,
        after.summary_limited,
        after.summary_end,
    ),
    (after.stopped, after.stopped_cause),
    (after.cut, after.cut_cause, after.next_step),
    (after.locked, after.code),
    (after.usb, after.usb_body),
    (after.battery, after.battery_body),
    (live.asks, live.asks_body, live.less_keys, live.lowered),
    (live.poor, live.poor_load, live.poor_body, live.less_keys, live.lowered),
    (live.burns, live.why_measured, live.burns_body, live.burns_keys),
    (live.heartbeat, live.load, live.measured, live.dose, live.time, live.target),
    (checklist.ask, checklist.ask_value, checklist.ask_why, checklist.ask_hint),
    (after.care, after.care_body),
    (sheet.title, sheet.first, sheet.second, sheet.third, sheet.chart, sheet.hint),
)
