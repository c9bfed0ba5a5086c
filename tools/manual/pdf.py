# Sets the manual's Markdown as PDF: sheets of A4 with the pictures beside the steps. Decides no wording.
"""The library is fpdf2, the font DejaVu Sans, which comes with matplotlib. Headings, paragraphs, lists, tables, notes
and pictures are what it knows; anything else in a page is an error, so that nothing is left out in silence.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import markdown
import matplotlib
from fpdf import FPDF, FontFace
from fpdf.enums import XPos, YPos

from tools.image import languages
from tools.manual import pictures, source

Element = ElementTree.Element

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
FACES = {"": "DejaVuSans", "B": "DejaVuSans-Bold", "I": "DejaVuSans-Oblique", "BI": "DejaVuSans-BoldOblique"}
DAY = datetime(1980, 1, 1, tzinfo=UTC)  # the same bytes from any clone
MARGIN_MM, FOOT_MM = 15, 12
PICTURE_MM, PICTURE_HIGH_MM, GAP_MM = 40, 20.6, 2.6
SIZE, LINE = 9.6, 1.32
HEADS = {"h1": 17.0, "h2": 11.5, "h3": 10.0}
CHAPTER_MM, SECTION_MM = 90, 32  # left on the page below a heading, else it goes to the next
GREY, TEAL = 236, (0, 92, 84)
MM_PER_POINT = 25.4 / 72
# A style of text around what stands between its marks, in the marks of fpdf2.
MARKS = {"strong": "**", "em": "__", "code": "**__", "a": ""}
NOT_MEDICAL = "Not a medical device."


class PdfError(Exception):
    """A page has what cannot be set. The message names it."""


class Sheet(FPDF):
    """A4 with a foot of one line."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(format="A4")
        self._foot = title
        self._until = 0.0  # down to here a picture stands at the right
        self.size_pt = SIZE
        self.language = name
        self.set_title(title)
        self.set_lang(name)
        self.set_creation_date(DAY)
        for style, file in FACES.items():
            self.add_font("text", style, str(FONTS / f"{file}.ttf"))
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM + 3)
        self.add_page()
        self.set_font("text", size=SIZE)

    def footer(self) -> None:
        """Title, what it is not, number of the page."""
        self.set_y(-FOOT_MM)
        self.set_font("text", size=7)
        parts = [self._foot, "ionto", *([NOT_MEDICAL] if self.language == languages.FIRST else []), str(self.page_no())]
        self.cell(0, 4, "  ·  ".join(parts), align="C")

    def room(self, height: float) -> None:
        """A new page where less than this height is left."""
        if self.get_y() + height > self.page_break_trigger:
            self.add_page()

    def text(self, words: str, left: float, size: float = 0, style: str = "") -> None:  # type: ignore[override]
        """A paragraph from `left` to the margin, or to the picture that stands there."""
        size = size or self.size_pt
        beside = self.get_y() < self._until
        right = self.r_margin + (PICTURE_MM + GAP_MM if beside else 0)
        self.set_font("text", style, size)
        self.set_x(left)
        wide = self.w - right - left
        high = size * LINE * MM_PER_POINT
        self.multi_cell(wide, high, words, markdown=True, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def at_the_right(self, png: bytes) -> None:
        """A picture that the following text leaves room for."""
        self.room(PICTURE_HIGH_MM + GAP_MM)
        self.image(io.BytesIO(png), x=self.w - self.r_margin - PICTURE_MM, y=self.get_y(), w=PICTURE_MM)
        self._until = self.get_y() + PICTURE_HIGH_MM

    def below_the_picture(self) -> None:
        """What follows has the whole width."""
        self.set_y(max(self.get_y(), self._until))
        self._until = 0.0


def add(sheet: Sheet, text: str) -> None:
    """A page of the manual, in Markdown, to the sheet. Raises PdfError, PictureError."""
    for number, part in enumerate(text.split(source.NEW_SHEET)):
        if number:
            sheet.add_page()
        html = markdown.markdown(_marked(part), extensions=["tables", "admonition", "sane_lists"])
        for block in ElementTree.fromstring(f"<page>{html}</page>"):
            _block(sheet, block)


def _marked(text: str) -> str:
    """Markdown with each picture as an element that its renderer leaves alone."""
    return source.SCREEN.sub(r'<img alt="\1" />', text)


def _block(sheet: Sheet, block: Element) -> None:
    kinds = {"p": _paragraph, "ul": _list, "ol": _list, "table": _table, "div": _note}
    if block.tag in HEADS:
        _head(sheet, block)
    elif block.tag in kinds:
        kinds[block.tag](sheet, block)
    else:
        raise PdfError(f"the PDF knows no <{block.tag}>. Write the page without it")


def _head(sheet: Sheet, block: Element) -> None:
    size = HEADS[block.tag]
    words = _inline(block)
    sheet.below_the_picture()
    sheet.room(CHAPTER_MM if block.tag == "h1" else SECTION_MM)
    sheet.ln(0 if sheet.get_y() == sheet.t_margin else size * 0.35 * MM_PER_POINT)
    sheet.start_section(words, level=int(block.tag[1]) - 1)
    sheet.set_text_color(*TEAL)
    sheet.text(words, sheet.l_margin, size, "B")
    sheet.set_text_color(0)
    sheet.ln(1)


def _paragraph(sheet: Sheet, block: Element) -> None:
    image = block.find("img")
    words = _inline(block)
    if image is not None:
        sheet.at_the_right(_screen(sheet, image))
    if words:
        sheet.text(words, sheet.l_margin)
        sheet.ln(1.4)


def _screen(sheet: Sheet, image: Element) -> bytes:
    return pictures.screen(sheet.language, image.get("alt", "")).png


def _list(sheet: Sheet, block: Element) -> None:
    for number, item in enumerate(block, int(block.get("start", "1"))):
        image = item.find(".//img")
        words = " ".join(_inline(part) for part in [item, *item.findall("p")]).strip()
        mark = f"**{number}**" if block.tag == "ol" else "•"
        indent = 8.0 if block.tag == "ol" else 4.5
        if image is None:
            _item(sheet, mark, words, sheet.l_margin + indent)
        else:
            sheet.room(PICTURE_HIGH_MM + GAP_MM)
            top, page = sheet.get_y(), sheet.page_no()
            sheet.image(io.BytesIO(_screen(sheet, image)), x=sheet.l_margin + indent, y=top, w=PICTURE_MM)
            _item(sheet, mark, words, sheet.l_margin + indent + PICTURE_MM + GAP_MM)
            if sheet.page_no() == page:
                sheet.set_y(max(sheet.get_y(), top + PICTURE_HIGH_MM + GAP_MM))
    sheet.ln(1)


def _item(sheet: Sheet, mark: str, words: str, left: float) -> None:
    sheet.room(sheet.size_pt * LINE * MM_PER_POINT)
    top = sheet.get_y()
    sheet.text(mark, sheet.l_margin)
    sheet.set_y(top)
    sheet.text(words, left)
    sheet.ln(0.6)


def _table(sheet: Sheet, block: Element) -> None:
    rows = [[_inline(cell) for cell in row] for row in block.iter("tr")]
    rows = [row for row in rows if any(row)]
    columns = len(rows[0])
    plain = [[re.sub(r"[*_]{2}", "", cell) for cell in row] for row in rows]
    longest = [min(60, max(8, *(len(row[n]) for row in plain))) for n in range(columns)]
    sheet.below_the_picture()
    sheet.set_font("text", size=sheet.size_pt)
    sheet.set_draw_color(190)
    headed = block.find("thead/tr") is not None and any(_inline(cell) for cell in block.find("thead/tr") or ())
    with sheet.table(
        col_widths=longest,
        line_height=sheet.size_pt * 1.3 * MM_PER_POINT,
        padding=0.9,
        markdown=True,
        text_align="LEFT",
        first_row_as_headings=headed,
        headings_style=FontFace(emphasis="BOLD", fill_color=GREY),
        borders_layout="HORIZONTAL_LINES",
    ) as table:
        for row in rows:
            table.row(row)
    sheet.ln(2)


def _note(sheet: Sheet, block: Element) -> None:
    """A box: its first paragraph is the title."""
    parts = [(_inline(part), part.get("class") == "admonition-title") for part in block]
    sheet.below_the_picture()
    sheet.set_fill_color(GREY)
    sheet.set_draw_color(*TEAL)
    words = "\n".join(f"**{words}**" if title else words for words, title in parts)
    sheet.set_font("text", size=sheet.size_pt)
    high = sheet.size_pt * LINE * MM_PER_POINT
    sheet.multi_cell(0, high, words, border=1, fill=True, markdown=True, align="L", padding=2, new_x=XPos.LMARGIN,
                     new_y=YPos.NEXT)  # fmt: skip
    sheet.set_fill_color(255)
    sheet.ln(2)


def _inline(element: Element) -> str:
    """The text of an element in fpdf2's marks; blocks in it are left to whoever sets them."""
    out = [element.text or ""]
    for part in element:
        if part.tag in MARKS:
            mark = MARKS[part.tag]
            out.append(mark + _inline(part) + mark[::-1])
        elif part.tag not in ("img", "p", "br"):
            raise PdfError(f"the PDF knows no <{part.tag}> in a line. Write the page without it")
        out.append(part.tail or "")
    words = re.sub(r"\s+", " ", "".join(out))
    return words if element.tag in MARKS else words.strip(" ")


def quick(name: str) -> Sheet:
    """The quick guide in a language, two pages. Raises PdfError, PictureError, LanguageError."""
    text = source.quick(name).read_text("utf-8")
    sheet = Sheet(text.partition("\n")[0].removeprefix("# "), name)
    add(sheet, text)
    return sheet


def sheets() -> dict[str, Sheet]:
    """All there is to print, by its name. Raises PdfError, PictureError, LanguageError."""
    return {"manual": whole()} | {f"quick_{name}": quick(name) for name in languages.languages()}


def whole() -> Sheet:
    """The manual, in English. Raises PdfError, PictureError, LanguageError."""
    sheet = Sheet("The manual", languages.FIRST)
    for page in source.PAGES:
        add(sheet, source.page(f"{page}.md"))
    return sheet
