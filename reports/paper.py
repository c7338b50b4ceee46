"""Putting words and figures on the small sheets: text that stays text, in the type and direction of the language."""

from decimal import Decimal

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Locale
from reports.appearance import BLUE, GREY, INK, PALE, aligned, fill, font, line_height, under
from reports.cells import lines_of

_LONGEST_HEADER = 240
_RIGHT_TO_LEFT, _END_OF_ISOLATE = "\u2067", "\u2069"
_RIGHT_TO_LEFT_MARK = "\u200f"
_NUMBER_OF_ALL = "&P / &N"
"""Programs lay a footer out piece by piece from the left, its numbers as pieces of their own: words from right to left
would be torn around them. A number beside a number reads the same from either side.
"""


class Paper:
    """One small sheet in one language."""

    def __init__(
        self, sheet: Worksheet, locale: Locale, widths: tuple[float, ...], *, sets_widths: bool = True
    ) -> None:
        self.sheet, self.locale, self.width = sheet, locale, len(widths)
        self._widths = widths
        for number, width in enumerate(widths if sets_widths else (), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width

    def text(
        self,
        row: int,
        column: int,
        words: str,
        *,
        size: float = 10,
        colour: str = INK,
        bold: bool = False,
        across: int = 1,
        where: str | None = None,
    ) -> Cell:
        """Words in a cell, or across several."""
        cell = self._cell(row, column)
        cell.value, cell.data_type = words, "s"
        cell.quotePrefix = words[:1] in "=+-@" and bool(words)
        cell.font = font(size, colour, bold=bold, rtl=self.locale.is_rtl)
        cell.alignment = aligned(where, rtl=self.locale.is_rtl)
        if across > 1:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + across - 1)
        return cell

    def _cell(self, row: int, column: int) -> Cell:
        cell = self.sheet.cell(row, column)
        if not isinstance(cell, Cell):
            message = f"{cell.coordinate} is covered by a merged cell"
            raise TypeError(message)
        return cell

    def lines(self, row: int, words: str, column: int, across: int, *, size: float = 10) -> None:
        """Make a row as high as its words need: programs do not agree on who works that out."""
        room = sum(self._widths[column - 1 : column - 1 + across]) * 9.8 / size
        height = lines_of(words, room) * line_height(self.locale, size) + 5
        self.sheet.row_dimensions[row].height = max(height, self.sheet.row_dimensions[row].height or 0)

    def paragraph(self, row: int, words: str, *, colour: str = INK, bold: bool = False, size: float = 10) -> int:
        """Words across the whole sheet; the next row."""
        self.text(row, 1, words, across=self.width, colour=colour, bold=bold, size=size)
        self.lines(row, words, 1, self.width, size=size)
        return row + 1

    def heading(self, row: int, words: str, column: int = 1, across: int | None = None) -> int:
        """A heading with a line below it; the next row."""
        wide = across or self.width
        self.text(row, column, words, size=12, colour=BLUE, bold=True, across=wide)
        for number in range(column, column + wide):
            self.sheet.cell(row, number).border = under(BLUE)
        self.sheet.row_dimensions[row].height = 22
        return row + 1

    def number(
        self,
        row: int,
        column: int,
        value: int | Decimal | None,
        shape: str = "#,##0",
        *,
        size: float = 10,
        colour: str = INK,
        where: str | None = None,
    ) -> Cell:
        """A real number, on the side of figures unless told otherwise."""
        cell = self._cell(row, column)
        cell.value = value
        cell.number_format = shape
        cell.font = font(size, colour, bold=size > 10, rtl=self.locale.is_rtl)
        cell.alignment = aligned(where or self.end, wrap=False)
        return cell

    def rule_off(self, row: int, column: int, across: int) -> None:
        """A thin line below a row of a table."""
        for number in range(column, column + across):
            self.sheet.cell(row, number).border = under()

    def head(self, row: int, column: int, titles: tuple[str, ...], *, words: int = 1) -> int:
        """The head of a small table: columns of words first, figures after; the next row."""
        for number, title in enumerate(titles):
            where = None if number < words else self.end
            cell = self.text(row, column + number, title, bold=True, colour=GREY, size=9, where=where)
            cell.border, cell.fill = under(), fill(PALE)
        return row + 1

    @property
    def start(self) -> str:
        """Where reading begins."""
        return "right" if self.locale.is_rtl else "left"

    @property
    def end(self) -> str:
        """Where figures stand."""
        return "left" if self.locale.is_rtl else "right"


def whole(words: str, locale: Locale) -> str:
    """Words that keep their order where nobody says the direction: in charts."""
    return f"{_RIGHT_TO_LEFT}{words}{_END_OF_ISOLATE}" if locale.is_rtl else words


def set_page(
    sheet: Worksheet,
    locale: Locale,
    head: tuple[str, str],
    foot: str,
    *,
    landscape: bool = False,
    names_sheet: bool = False,
) -> None:
    """Margins, and what stands above and below every printed page; `foot` may hold &P and &N.

    From right to left the numbers stand without words.
    """
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.8, bottom=0.7, header=0.35, footer=0.35)
    first, last = (_header(part) for part in head)
    left, right = (last, first) if locale.is_rtl else (first, last)
    mark = _RIGHT_TO_LEFT_MARK if locale.is_rtl else ""
    sheet.oddHeader = HeaderFooterItem(
        left=_small(left), center=_small(f"{mark}&A{mark}") if names_sheet else None, right=_small(right)
    )
    sheet.oddFooter = HeaderFooterItem(center=_small(_NUMBER_OF_ALL if locale.is_rtl else foot))


def _small(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=text, size=8, font="Arial,Regular", color=GREY)


def _header(text: str) -> str:
    """Text for a page header: & is a code there, and a header holds few characters, so a long one is left out."""
    doubled = text.replace("&", "&&")
    return doubled if len(doubled) <= _LONGEST_HEADER // 2 else ""
