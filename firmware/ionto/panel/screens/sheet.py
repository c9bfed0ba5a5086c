# How a sheet looks: rows of a menu, lines to read, a chart. Decides no content and no state.
#
# Each function draws one part, see selector.py.

from ionto.panel.draw import fonts
from ionto.panel.draw import widgets as w
from ionto.panel.draw.canvas import LEFT, RIGHT, TEXT, TITLE, Canvas
from ionto.panel.status import Status

_ROWS = 3
_CHART_ROW = 48  # its lowest
_BAR = 6  # columns a bar


def title(status: Status, canvas: Canvas) -> None:
    """A sheet: its title, and what stands in the corner ..."""
    sheet = status.sheet
    right = 126
    if sheet.corner:
        right -= canvas.words(sheet.corner, 126, 2, TEXT, 1, RIGHT) + 4
    canvas.words(sheet.title, 1, 2, TITLE, 1, LEFT, right)
    canvas.rule(12)


def _row(status: Status, canvas: Canvas, row: int) -> None:
    sheet = status.sheet
    if sheet.cursor < 0:
        if row < len(sheet.rows):
            left, right = sheet.rows[row]
            canvas.words(left, 61 if sheet.bars else 1, 16 + 12 * row)
            canvas.words(right, 126, 16 + 12 * row, TEXT, 1, RIGHT)
        return
    at = row + max(0, min(sheet.cursor - 1, len(sheet.rows) - _ROWS))
    if at >= len(sheet.rows):
        return
    left, right = sheet.rows[at]
    y = 13 + 13 * row
    chosen = at == sheet.cursor
    font = TITLE if chosen else TEXT
    ink = 0 if chosen and not sheet.changing else 1
    wide = canvas.words_width(right, font)
    if chosen:
        if sheet.changing:
            canvas.box(118 - wide, y, wide + 8, 13, 1)
        else:
            canvas.box(0, y, 126, 13, 1)
    canvas.words(left, 4, y + 3, font, ink, LEFT, 112 - wide)
    canvas.words(right, 121, y + 3, font, 0 if chosen else 1, RIGHT)


def first(status: Status, canvas: Canvas) -> None:
    """... the first row ..."""
    _row(status, canvas, 0)


def second(status: Status, canvas: Canvas) -> None:
    """... the second ..."""
    _row(status, canvas, 1)


def third(status: Status, canvas: Canvas) -> None:
    """... the third ..."""
    _row(status, canvas, 2)


def chart(status: Status, canvas: Canvas) -> None:
    """... a chart, or where the rows shown stand among all ..."""
    sheet = status.sheet
    x = 1
    for height in sheet.bars:
        canvas.box(x, _CHART_ROW - height, _BAR - 1, height + 1)
        x += _BAR
    rows = len(sheet.rows)
    if sheet.cursor >= 0 and rows > _ROWS:
        canvas.box(127, 13 + 26 * sheet.cursor // (rows - 1), 1, 13)


def hint(status: Status, canvas: Canvas) -> None:
    """... and the keys."""
    sheet = status.sheet
    icon = w.NO_ICON if sheet.left < 0 else fonts.ICON_UPDOWN
    w.hint(canvas, icon, sheet.left, sheet.ok, w.BACK if sheet.back else w.NO_STOP)
