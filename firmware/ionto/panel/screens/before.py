# The screens before a treatment: self-test, choice, proposal, trays. Decides no state.
#
# Each function draws one part, see selector.py: `where`, then `where_first` ...


from ionto.panel import texts
from ionto.panel.draw import fonts
from ionto.panel.draw import widgets as w
from ionto.panel.draw.canvas import LEFT, MINUTES, RIGHT, TEXT, TITLE, Canvas
from ionto.panel.status import LET_GO, Status
from ionto.safety import faults
from ionto.treatment import terms

_TOO_EARLY = (faults.TODAY, faults.WEEK, faults.WAIT, faults.SOON)


def selftest(status: Status, canvas: Canvas) -> None:
    """The self-test: its title ..."""
    w.title(canvas, texts.SELFTEST)


def selftest_count(status: Status, canvas: Canvas) -> None:
    """... which part it is at, and what that tests ..."""
    items = max(1, status.test_items)
    item = min(status.test_item, items)
    canvas.number(items, 0, 126, 2, TEXT)
    canvas.text(texts.SLASH, 113, 2, TEXT, 1, RIGHT)
    canvas.number(item, 0, 109, 2, TEXT)
    canvas.lines(texts.TEST_BODY + min(item, 5), 1, 16, 12)


def selftest_hint(status: Status, canvas: Canvas) -> None:
    """... how far it is, and that no current flows."""
    items = max(1, status.test_items)
    canvas.bar(1000 * min(status.test_item, items) // items, 0, 42, 128, 6)
    w.hint(canvas, w.NO_ICON, texts.NO_CURRENT, -1, w.NO_STOP)


def press_stop(status: Status, canvas: Canvas) -> None:
    """The self-test asks for STOP."""
    w.title(canvas, texts.SELFTEST)


def press_stop_body(status: Status, canvas: Canvas) -> None:
    """The key to press, or to let go of."""
    held = status.test_prompt == LET_GO
    canvas.text(texts.STOP_HELD if held else texts.PRESS_STOP, 1, 16, TITLE)
    canvas.lines(texts.HELD_BODY if held else texts.STOP_BODY, 1, 28, 12)
    w.hint(canvas, w.NO_ICON, -1, -1, w.STOP)


def report(status: Status, canvas: Canvas) -> None:
    """What has to be known before the menu: a note ..."""
    w.title(canvas, texts.INTERRUPTED if status.report == faults.INTERRUPTED else texts.NOTE)


def report_cause(status: Status, canvas: Canvas) -> None:
    """... its code, what it means, and OK; a question has two answers."""
    w.fault_code(canvas, status.report, 126, 1, RIGHT)
    canvas.lines(w.told(status, status.report), 1, 16, 12)
    if status.report == faults.ATTEST or status.report == faults.UNFINISHED:
        w.hint(canvas, w.NO_ICON, -1, texts.YES, w.STOP)
    elif status.report in _TOO_EARLY:
        w.hint(canvas, fonts.ICON_DOWN, texts.NOT_ME, texts.UNDERSTOOD, w.NO_STOP)
    else:
        w.hint(canvas, w.NO_ICON, -1, texts.UNDERSTOOD, w.NO_STOP)


def where(status: Status, canvas: Canvas) -> None:
    """The menu: a row a site, the last one for what is known of the user. Its title ..."""
    w.title(canvas, texts.WHERE)
    canvas.words(status.who, 126, 2, TEXT, 1, RIGHT, 80)


def _where_row(status: Status, canvas: Canvas, row: int) -> None:
    """Of nine rows three are shown."""
    at = row + max(0, status.cursor - 2)
    chosen = status.cursor == at
    w.menu_row(canvas, row, texts.HANDS + at, chosen)
    if at <= terms.UNDERARMS:
        canvas.words(status.dues[at], 121, 16 + 13 * row, TITLE if chosen else TEXT, 0 if chosen else 1, RIGHT)


def where_first(status: Status, canvas: Canvas) -> None:
    """... the first row ..."""
    _where_row(status, canvas, 0)


def where_second(status: Status, canvas: Canvas) -> None:
    """... the second ..."""
    _where_row(status, canvas, 1)


def where_last(status: Status, canvas: Canvas) -> None:
    """... the third ..."""
    _where_row(status, canvas, 2)


def where_hint(status: Status, canvas: Canvas) -> None:
    """... and its keys."""
    w.hint(canvas, fonts.ICON_UPDOWN, texts.CHOOSE, texts.NEXT, w.BACK if status.several else w.NO_STOP)


def _whose(status: Status, canvas: Canvas) -> None:
    """`Anna: Hands`, or the site alone."""
    site = texts.HANDS + status.site
    x = 1
    if status.who:
        x += canvas.words(status.who, x, 2, TITLE, 1, LEFT, 85 - canvas.width(site, TITLE)) + 1
        x += canvas.words(b": ", x, 2, TITLE) + 1
    canvas.text(site, x, 2, TITLE)
    canvas.rule(12)


def proposal(status: Status, canvas: Canvas) -> None:
    """The plan: whose, its site ..."""
    _whose(status, canvas)


def proposal_current(status: Status, canvas: Canvas) -> None:
    """... current ..."""
    tenths = (status.plan_ua + 50) // 100
    canvas.number(tenths, 1, 1, 16, MINUTES, 1, LEFT)
    canvas.text(texts.MA, 4 + canvas.number_width(tenths, 1, MINUTES), 26, TITLE)


def proposal_minutes(status: Status, canvas: Canvas) -> None:
    """... direction and minutes ..."""
    w.polarity_name(canvas, status.polarity, 126, 2, RIGHT)
    canvas.text(texts.MIN, 126, 26, TITLE, 1, RIGHT)
    canvas.number(status.plan_min, 0, 106, 16, MINUTES)


def proposal_last(status: Status, canvas: Canvas) -> None:
    """... the current of the last session ..."""
    if status.last_ua:
        canvas.text(texts.LAST, 1, 39)
        w.tenths(canvas, status.last_ua, 63, 39, texts.MA)
    else:
        canvas.text(texts.FIRST, 1, 39)


def proposal_more(status: Status, canvas: Canvas) -> None:
    """... by how much this one has more ..."""
    if status.last_ua and status.plan_ua > status.last_ua:
        canvas.icon(fonts.ICON_UP, 93, 41)
        tenths = (status.plan_ua - status.last_ua + 50) // 100
        canvas.number(tenths, 1, 126, 39, TITLE)
        canvas.text(texts.PLUS, 125 - canvas.number_width(tenths, 1, TITLE), 39, TITLE, 1, RIGHT)
    else:
        canvas.words(status.dues[status.site], 126, 39, TEXT, 1, RIGHT)


def proposal_hint(status: Status, canvas: Canvas) -> None:
    """... and its keys."""
    if status.hold_ok:
        w.hint(canvas, fonts.ICON_UPDOWN, -1, texts.HOLD, w.BACK)
    else:
        w.hint(canvas, fonts.ICON_UPDOWN, texts.CHANGE, texts.YES, w.BACK)


def edit(status: Status, canvas: Canvas) -> None:
    """The plan's lines, to change one: whose, the site ..."""
    _whose(status, canvas)


def _edit_row(status: Status, canvas: Canvas, row: int) -> None:
    """The name of a line of the proposal, and its value's ground."""
    chosen = row == status.cursor
    w.menu_row(canvas, row, texts.CURRENT + row, chosen and status.editing == 1)
    if chosen and status.editing == 2:
        canvas.box(60, 13 + 13 * row, 68, 13, 1)


def edit_current(status: Status, canvas: Canvas) -> None:
    """... current, its name ..."""
    _edit_row(status, canvas, terms.EDIT_CURRENT)


def edit_current_value(status: Status, canvas: Canvas) -> None:
    """... and value ..."""
    w.tenths(canvas, status.plan_ua, 123, 16, texts.MA, 0 if status.cursor == terms.EDIT_CURRENT else 1)


def edit_minutes(status: Status, canvas: Canvas) -> None:
    """... minutes ..."""
    _edit_row(status, canvas, terms.EDIT_MINUTES)


def edit_minutes_value(status: Status, canvas: Canvas) -> None:
    """... and their value ..."""
    ink = 0 if status.cursor == terms.EDIT_MINUTES else 1
    canvas.text(texts.MIN, 123, 29, TITLE, ink, RIGHT)
    canvas.number(status.plan_min, 0, 103, 29, TITLE, ink)


def edit_direction(status: Status, canvas: Canvas) -> None:
    """... direction, above how it begins ..."""
    _edit_row(status, canvas, terms.EDIT_DIRECTION)
    w.polarity_name(canvas, status.polarity, 126, 2, RIGHT)


def edit_direction_value(status: Status, canvas: Canvas) -> None:
    """... and its value ..."""
    ink = 0 if status.cursor == terms.EDIT_DIRECTION else 1
    canvas.text(texts.KEEP + status.polarity_mode, 123, 42, TEXT, ink, RIGHT)


def edit_hint(status: Status, canvas: Canvas) -> None:
    """... and the keys."""
    if status.editing == 1:
        w.hint(canvas, fonts.ICON_UPDOWN, texts.CHOOSE, texts.SET, w.BACK)
    else:
        w.hint(canvas, fonts.ICON_UPDOWN, texts.CHANGE, texts.DONE, w.BACK)


def place(status: Status, canvas: Canvas) -> None:
    """Where hands, feet or pads go: the title ..."""
    w.title(canvas, texts.HANDS_IN + status.site)


def place_a(status: Status, canvas: Canvas) -> None:
    """... electrode A ..."""
    if status.site == terms.HANDS:
        w.tray(canvas, 0, fonts.ICON_HAND_B, 9, texts.A)
    else:
        w.tray(canvas, 0, fonts.ICON_FOOT if status.site == terms.FEET else fonts.ICON_PAD, 10, texts.A)


def place_b(status: Status, canvas: Canvas) -> None:
    """... electrode B ..."""
    if status.site == terms.HANDS:
        w.tray(canvas, 96, fonts.ICON_HAND, 9, texts.B)
    else:
        w.tray(canvas, 96, fonts.ICON_FOOT_B if status.site == terms.FEET else fonts.ICON_PAD, 10, texts.B)


def place_plan(status: Status, canvas: Canvas) -> None:
    """... between them the current ..."""
    w.tenths(canvas, status.target_ua, 84, 17, texts.MA)
    canvas.text(texts.MIN, 80, 28, TITLE, 1, RIGHT)


def place_polarity(status: Status, canvas: Canvas) -> None:
    """... minutes and direction ..."""
    canvas.number(status.plan_min, 0, 60, 28, TITLE)
    w.polarity_name(canvas, status.polarity, 81, 39, RIGHT)
