"""One page for delegates: the key figures with their change, what the ethics office says of them, two charts."""

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import pmsg
from reports.appearance import BLUE, GREY, aligned, font
from reports.charts import place_chart
from reports.paper import Paper
from reports.periodic.book.bound import SUMMARY, Bound, prose
from reports.periodic.book.drawing import Plot, chart_of
from reports.periodic.book.placed import BEFORE, CHANGE, THIS_PERIOD, put
from reports.periodic.reading import Figure, key_figures
from reports.periodic.words import WITHHELD

_WIDTHS = (46.0, 15.0, 15.0, 15.0)
_DRAWN = ("received", "gifts", "conflicts", "advice", "givers", "rules")
"""Tables of which a chart may stand here, the most wanted first."""
_CHART_CM, _HIGHEST_CM = 8.6, 10.0
_CHART_ROWS, _FEW = 20, 8
_HIGH = 21.0


def write_summary(sheet: Worksheet, bound: Bound, plots: Mapping[str, Plot]) -> None:
    """The summary."""
    bound.dress(sheet)
    sheet.page_setup.fitToHeight = 1
    paper = Paper(sheet, bound.locale, _WIDTHS)
    row = bound.headline(paper, SUMMARY)
    paper.text(2, 1, bound.title, size=11, across=4)
    paper.lines(2, bound.title, 1, 4, size=11)
    paper.text(3, 1, bound.period, colour=GREY, across=4)
    row = prose(paper, 5, bound.text("summary"))
    row = _figures(paper, row + 1, bound, key_figures(bound.report))
    row = _charts(sheet, row + 1, bound, _wanted(plots))
    sheet.print_area = f"A1:D{row}"


def _wanted(plots: Mapping[str, Plot]) -> list[Plot]:
    """Two charts; one with few bars before one with many."""
    found = [plots[code] for code in _DRAWN if code in plots]
    return sorted(found, key=lambda plot: len(plot.table.drawn) > _FEW)[:2]


def _figures(paper: Paper, row: int, bound: Bound, figures: Sequence[Figure]) -> int:
    titles = (bound.said(pmsg("report", "Key figures")), *(bound.said(each) for each in (THIS_PERIOD, BEFORE, CHANGE)))
    row = paper.head(row, 1, titles)
    for figure in figures:
        words = bound.said(figure.title)
        paper.text(row, 1, words, size=11).alignment = aligned(vertical="center", rtl=bound.locale.is_rtl)
        paper.lines(row, words, 1, 1, size=11)
        paper.sheet.row_dimensions[row].height = max(_HIGH, paper.sheet.row_dimensions[row].height or 0)
        for column, read in enumerate((figure.now, figure.before, figure.change), 2):
            put(paper, (row, column), figure.column, read, is_change=column == 4)
            cell = paper.sheet.cell(row, column)
            cell.alignment = aligned(paper.end, wrap=False, vertical="center", indent=1)
            if column == 2 and read.number is not None:
                cell.font = font(14, BLUE, bold=True, rtl=bound.locale.is_rtl)
        paper.rule_off(row, 1, 4)
        row += 1
    if any(read.is_withheld for figure in figures for read in (figure.now, figure.before)):
        row = paper.paragraph(row, bound.said(WITHHELD), colour=GREY, size=9)
    return row


def _charts(sheet: Worksheet, row: int, bound: Bound, plots: Sequence[Plot]) -> int:
    """Side by side, from where reading begins; the tables that they are drawn from stand on their own sheets."""
    if not plots:
        return row
    most = min(_HIGHEST_CM, max(chart_of(bound, plot).needed for plot in plots))
    for plot, anchor in zip(plots, ("A", "B"), strict=False):
        place_chart(sheet, bound.locale, f"{anchor}{row}", chart_of(bound, plot, width=_CHART_CM, height=most))
    return row + _CHART_ROWS
