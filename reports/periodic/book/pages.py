"""How a table lies on paper: on one page where letters stay readable, else block after block."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.periodic.book.placed import HEAD_ROW, ROW

UPRIGHT, WIDEST = 92.0, 175.0
"""Widths in letters: what a page holds upright, and lying with letters that can still be read."""
_PIXELS = {"portrait": 670.0, "landscape": 1000.0}
_POINTS = {"portrait": 725.0, "landscape": 480.0}
_LETTER = 8.0
"""Pixels, and a little more than most programs give it."""
_SMALLER, _MUCH_SMALLER = 1.25, 1.45
"""A page that needs so much more height than there is is set smaller rather than broken: with a chart, and without."""


def lay_on_pages(sheet: Worksheet, widths: tuple[float, ...], drawn: tuple[int, int]) -> None:
    """One page wide; one page high where little is missing, else the chart begins a page."""
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{drawn[1]}"
    scale = _scale(sheet, sum(widths))
    is_one_page = _missing(sheet, scale, drawn[1]) <= _bearable(drawn)
    begins = 0 if is_one_page else drawn[0]
    if is_one_page:
        sheet.page_setup.fitToHeight = 1
    elif begins:
        _set_by_hand(sheet, scale)
    _repeat_heads(sheet, f"1:{HEAD_ROW}", scale, begins)


def lay_in_blocks(sheet: Worksheet, widths: tuple[float, ...], block: tuple[int, int], drawn: tuple[int, int]) -> None:
    """A page for each block of so many columns, down to the last line; notes and the chart with the first block."""
    many, numbers = block
    sheet.print_title_cols = "A:A"
    scale = _scale(sheet, sum(widths[: many + 1]))
    missing = _missing(sheet, scale, drawn[1])
    _set_by_hand(sheet, scale / missing if 1 < missing <= _bearable(drawn) else scale)
    _repeat_heads(sheet, f"{HEAD_ROW - 1}:{HEAD_ROW}", scale, drawn[0] if missing > _SMALLER else 0)
    others = [
        f"{get_column_letter(first)}{HEAD_ROW - 1}:{get_column_letter(first + many - 1)}{numbers}"
        for first in range(many + 2, len(widths) + 1, many)
    ]
    sheet.print_area = ",".join([f"A1:{get_column_letter(many + 1)}{drawn[1]}", *others])


def _repeat_heads(sheet: Worksheet, heads: str, scale: float, chart: int) -> None:
    """Heads on each page, and at the row of the chart, where that begins one, a break.

    A table of one page needs its heads once: repeated, they would stand above the figures of the chart.
    """
    if chart:
        sheet.row_breaks.append(Break(id=chart - 1))
    if not chart or _missing(sheet, scale, chart - 1) > 1:
        sheet.print_title_rows = heads


def _bearable(drawn: tuple[int, int]) -> float:
    return _SMALLER if drawn[0] else _MUCH_SMALLER


def _scale(sheet: Worksheet, width: float) -> float:
    return min(1.0, _PIXELS[_lies(sheet)] / (width * _LETTER))


def _missing(sheet: Worksheet, scale: float, last: int) -> float:
    """How many times the height of a page the rows need."""
    return _height(sheet, last) * scale / _POINTS[_lies(sheet)]


def _set_by_hand(sheet: Worksheet, scale: float) -> None:
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = int(100 * scale)


def _lies(sheet: Worksheet) -> str:
    return str(sheet.page_setup.orientation)


def _height(sheet: Worksheet, last: int) -> float:
    return sum(sheet.row_dimensions[row].height or ROW for row in range(1, last + 1))
