"""The numbers that a correction says otherwise, one by one."""

from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Message, pmsg
from reports.appearance import BLUE, GREY
from reports.paper import Paper
from reports.periodic.book.bound import CORRECTIONS, Bound
from reports.periodic.book.placed import put
from reports.periodic.shown import corrected
from reports.periodic.words import CORRECTED_NUMBERS

_HEAD_ROW = 4
HEADS: tuple[tuple[Message, float], ...] = (
    (pmsg("column", "Table"), 46.0),
    (pmsg("column", "Line"), 40.0),
    (pmsg("column", "Column"), 34.0),
    (pmsg("column", "Number before"), 16.0),
    (pmsg("column", "Number now"), 16.0),
)
_WORDS = 3
"""Columns of words; those of numbers stand behind them."""


def write_corrections(sheet: Worksheet, bound: Bound) -> None:
    """Both numbers beside each other, under the names of their table, line and column."""
    bound.dress(sheet, landscape=True)
    paper = Paper(sheet, bound.locale, tuple(width for _, width in HEADS))
    paper.text(1, 1, bound.title_of(CORRECTIONS), size=16, colour=BLUE, bold=True, across=len(HEADS))
    sheet.row_dimensions[1].height = 26
    paper.paragraph(2, bound.said(CORRECTED_NUMBERS), colour=GREY)
    row = paper.head(_HEAD_ROW, 1, tuple(bound.said(title) for title, _ in HEADS), words=_WORDS)
    for each in corrected(bound.report):
        for place, words in enumerate((each.table, each.line, each.column.title), 1):
            paper.text(row, place, bound.said(words))
            paper.lines(row, bound.said(words), place, 1)
        put(paper, (row, _WORDS + 1), each.column, each.before)
        put(paper, (row, _WORDS + 2), each.column, each.after)
        paper.rule_off(row, 1, len(HEADS))
        row += 1
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"1:{_HEAD_ROW}"
    sheet.print_area = f"A1:E{row}"
