# The screens that ask and tell before the start: age, pads, what must not be, how to sit down to it. Decides no state.
#
# Each function draws one part, see selector.py: `check`, then `check_page` ...

from ionto.panel import texts
from ionto.panel.draw import fonts
from ionto.panel.draw import widgets as w
from ionto.panel.draw.canvas import LEFT, MINUTES, RIGHT, TEXT, TITLE, Canvas
from ionto.panel.status import Status
from ionto.treatment import questions, terms

# The pages by their texts; one that differs from site to site stands in three rows, here by the first.
_FIRST = (
    texts.PAGE_DEVICE,
    texts.PAGE_PREGNANT,
    texts.PAGE_HEART,
    texts.PAGE_SKIN,
    texts.PAGE_NUMB,
    texts.PAGE_METAL_HANDS,
    texts.PAGE_NICKEL,
    texts.PAGE_BARE_HANDS,
    texts.PAGE_ALCOHOL,
    texts.PAGE_JEWELLERY,
)
_LATER = (texts.EXCLUDED, texts.SKIN, texts.METAL_HANDS, texts.TODAY_HANDS)
_PREPARING = (texts.SEAT, texts.WATER_HANDS)
_BY_SITE = (
    texts.PAGE_METAL_HANDS,
    texts.PAGE_BARE_HANDS,
    texts.METAL_HANDS,
    texts.TODAY_HANDS,
    texts.WATER_HANDS,
)


def ask(status: Status, canvas: Canvas) -> None:
    """A question: its title ..."""
    w.title(canvas, texts.AGE_HEAD if status.asked == questions.AGE else texts.PADS_HEAD)


def ask_value(status: Status, canvas: Canvas) -> None:
    """... the answer that stands there ..."""
    if status.asked == questions.PADS:
        canvas.number(status.answer, 0, 1, 16, MINUTES, 1, LEFT)
        canvas.text(texts.CM2, 4 + canvas.number_width(status.answer, 0, MINUTES), 26, TITLE)
    else:
        canvas.text(texts.AGE_UNKNOWN + status.answer, 1, 23, TITLE)


def ask_why(status: Status, canvas: Canvas) -> None:
    """... what it is for ..."""
    canvas.text(texts.SAME_HANDS if status.newcomer else texts.FOR_CAP, 1, 40)


def ask_hint(status: Status, canvas: Canvas) -> None:
    """... and the keys."""
    known = status.asked == questions.PADS or status.answer
    w.hint(canvas, fonts.ICON_UPDOWN, texts.CHANGE, texts.NEXT if known else -1, w.BACK)


def check(status: Status, canvas: Canvas) -> None:
    """A page of the checklist, or of how to sit down to it: its title ..."""
    at = status.page - status.pages + terms.PREPARING
    if at >= 0:
        w.title(canvas, texts.BEFORE_HEAD)
    elif status.first_here:
        w.title(canvas, texts.CHECKLIST)
    else:
        w.title(canvas, texts.NONE_HEAD + status.page)


def check_page(status: Status, canvas: Canvas) -> None:
    """... number ..."""
    pages = status.pages
    canvas.number(pages, 0, 126, 2, TEXT)
    x = 124 - canvas.number_width(pages, 0, TEXT)
    canvas.text(texts.SLASH, x, 2, TEXT, 1, RIGHT)
    canvas.number(status.page + 1, 0, x - 4, 2, TEXT)


def check_body(status: Status, canvas: Canvas) -> None:
    """... what must not be ..."""
    at = status.page - status.pages + terms.PREPARING
    text = _PREPARING[at] if at >= 0 else _FIRST[status.page] if status.first_here else _LATER[status.page]
    if text in _BY_SITE:
        text += status.site
    if text == texts.EXCLUDED:
        for row in range(4):
            canvas.icon(fonts.ICON_BULLET, 3, 17 + 10 * row)
        canvas.lines(text, 10, 14, 10)
    else:
        canvas.lines(text, 1, 16, 12)


def check_hint(status: Status, canvas: Canvas) -> None:
    """... and its keys."""
    if status.page < status.pages - terms.PREPARING:
        w.hint(canvas, fonts.ICON_DOWN, texts.UNSURE, texts.RIGHT if status.ok_counts else -1, w.BACK)
    else:
        w.hint(canvas, w.NO_ICON, -1, texts.NEXT if status.ok_counts else -1, w.BACK)


def unsure(status: Status, canvas: Canvas) -> None:
    """Not today: who should be asked, or that nobody so young is treated ..."""
    w.title(canvas, texts.NOT_TODAY)
    canvas.lines(texts.TOO_YOUNG_BODY if status.asked else texts.ASK_DOCTOR, 1, 17, 12)


def unsure_hint(status: Status, canvas: Canvas) -> None:
    """... and the way back."""
    w.hint(canvas, w.NO_ICON, -1, -1, w.BACK)
