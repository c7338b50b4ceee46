"""How a table lies on paper: on one page where letters stay readable, else block after block."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reports.periodic.book.placed import HEAD_ROW, ROW

UPRIGHT, WIDEST = 92.0, 175.0
"""Widths in letters: what a page holds upright, and lying with letters that can still be read."""
_PIXELS = {"portrait": 670.0, "landscape": 1000.0}
_POINTS = {"portrait": 725.0, "landscape": 480.0}
_LETTER = 7.2
_SMALLER = 1.4
"""A page that needs this much more height than there is is set smaller rather than broken."""


def lay_on_pages(sheet: Worksheet, widths: tuple[float, ...], last: int) -> None:
    """One page wide; one page high where little is missing."""
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{last}"
    scale = min(1.0, _PIXELS[_lies(sheet)] / (sum(widths) * _LETTER))
    if _height(sheet, last) * scale <= _POINTS[_lies(sheet)] * _SMALLER:
        sheet.page_setup.fitToHeight = 1


def lay_in_blocks(sheet: Worksheet, widths: tuple[float, ...], many: int, rows: tuple[int, int]) -> None:
    """A page for each block of `many` columns, the lines named on every one; the notes below on the first."""
    numbers, last = rows
    sheet.print_title_rows, sheet.print_title_cols = f"{HEAD_ROW - 1}:{HEAD_ROW}", "A:A"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    block = widths[0] + sum(widths[1 : many + 1])
    scale = min(1.0, _PIXELS[_lies(sheet)] / (block * _LETTER))
    high = _POINTS[_lies(sheet)] / _height(sheet, last)
    sheet.page_setup.scale = int(100 * (high if scale / _SMALLER < high < scale else scale))
    others = [
        f"{get_column_letter(first)}{HEAD_ROW - 1}:{get_column_letter(first + many - 1)}{numbers}"
        for first in range(many + 2, len(widths) + 1, many)
    ]
    sheet.print_area = ",".join([f"A1:{get_column_letter(many + 1)}{last}", *others])


def _lies(sheet: Worksheet) -> str:
    return str(sheet.page_setup.orientation)


def _height(sheet: Worksheet, last: int) -> float:
    return sum(sheet.row_dimensions[row].height or ROW for row in range(1, last + 1))
