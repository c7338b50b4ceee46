"""The chart of a table: both periods side by side, drawn from cells that can be read beside it."""

from collections.abc import Iterable
from math import ceil

import msgspec
from openpyxl.chart import Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Message, msg
from reports.appearance import GREY, PALE, fill
from reports.charts import Chart, Series, place_chart
from reports.paper import Paper, whole
from reports.periodic.book.bound import Bound
from reports.periodic.book.placed import BEFORE, FIRST_ROW, LABELS, THIS_PERIOD, put
from reports.periodic.reading import Compared, Read, Row

_WIDTH_CM, _HIGHEST_CM = 17.5, 13.5
_ROW_CM, _LETTER_CM = 0.53, 0.18
_BOLD = 1.05
"""How wide a bold letter is at the most, by the letters that columns are measured in."""
_FEWEST = 2
"""Lines of which one can be compared with another."""


class Plot(msgspec.Struct, frozen=True):
    """Cells that a chart is drawn from: where the words stand, and where the numbers of each period."""

    sheet: Worksheet
    rows: tuple[int, int]
    words: int
    numbers: tuple[int, ...]
    table: Compared

    def reference(self, column: int) -> Reference:
        """A column of it."""
        return Reference(self.sheet, min_col=column, min_row=self.rows[0], max_row=self.rows[1])


def chart_of(bound: Bound, plot: Plot, *, width: float = _WIDTH_CM, height: float | None = None) -> Chart:
    """The chart of a table, as wide and as high as there is room for."""
    titles = (bound.said(THIS_PERIOD), bound.said(BEFORE))
    return Chart(
        title=bound.said(plot.table.spec.title),
        described=_described(bound, plot.table),
        words=plot.reference(plot.words),
        series=[Series(title, plot.reference(column)) for title, column in zip(titles, plot.numbers, strict=False)],
        width=width,
        height=height,
        greatest=max(read.number or 0 for line in plot.table.drawn for read in _numbers(plot.table, line)),
    )


def draw(sheet: Worksheet, bound: Bound, table: Compared, row: int, wide: float) -> tuple[Plot | None, tuple[int, int]]:
    """The chart at a row, where there are numbers to draw; the first and the last row that it covers.

    `wide` is how many letters wide the page is.
    """
    plot = _plot(sheet, bound, table, row)
    if plot is None:
        return None, (0, row - 1)
    at = max(row, plot.rows[1] + 2)
    height = min(_HIGHEST_CM, chart_of(bound, plot).needed)
    chart = chart_of(bound, plot, width=min(_WIDTH_CM, wide * _LETTER_CM), height=height)
    place_chart(sheet, bound.locale, f"A{at}", chart)
    return plot, (row, at + ceil(chart.needed / _ROW_CM))


def _plot(sheet: Worksheet, bound: Bound, table: Compared, row: int) -> Plot | None:
    """The table itself; where a number of it is withheld, a small table of those that are shown."""
    drawn = table.drawn
    if len(drawn) < _FEWEST or not any(_numbers(table, line)[0].number for line in drawn):
        return None
    columns, place = len(table.spec.columns), _place(table)
    if len(drawn) == sum(not line.is_total for line in table.rows):
        numbers = (2 + place, 2 + columns + place) if table.has_before else (2 + place,)
        return Plot(sheet, (FIRST_ROW, FIRST_ROW + len(drawn) - 1), 1, numbers, table)
    return _small_table(sheet, bound, table, row)


def _small_table(sheet: Worksheet, bound: Bound, table: Compared, row: int) -> Plot:
    paper = Paper(sheet, bound.locale, (LABELS,), sets_widths=False)
    titles = (bound.said(THIS_PERIOD), bound.said(BEFORE))[: 2 if table.has_before else 1]
    told = bound.said(msg("In the chart: lines of which every number is shown"))
    first = paper.head(row, 1, (told,))
    paper.lines(row, told, 1, 1, size=11)
    ends = _heads(paper, row, titles)
    column = table.spec.column(table.spec.chart)
    for at, line in enumerate(table.drawn, first):
        words = whole(bound.said(table.spec.line_title(line.code)), bound.locale)
        paper.text(at, 1, words)
        paper.lines(at, words, 1, 1)
        for end, read in zip(ends, _numbers(table, line), strict=True):
            put(paper, (at, end), column, read)
        paper.rule_off(at, 1, ends[-1])
    return Plot(sheet, (first, first + len(table.drawn) - 1), 1, ends, table)


def _heads(paper: Paper, row: int, titles: Iterable[str]) -> tuple[int, ...]:
    """Heads over as many columns of the table above as their longest word needs; the last column of each."""
    ends, at = [], 2
    for title in titles:
        needed, end = max(len(word) for word in title.split()) * _BOLD + 2, at
        room = _room(paper.sheet, at)
        while room < needed:
            end += 1
            room += _room(paper.sheet, end)
        head = paper.text(row, at, title, bold=True, colour=GREY, size=9, where=paper.end, across=end - at + 1)
        head.fill = fill(PALE)
        paper.rule_off(row, at, end - at + 1)
        ends.append(end)
        at = end + 1
    return tuple(ends)


def _room(sheet: Worksheet, column: int) -> float:
    return float(sheet.column_dimensions[get_column_letter(column)].width)


def _place(table: Compared) -> int:
    return [column.code for column in table.spec.columns].index(table.spec.chart)


def _numbers(table: Compared, line: Row) -> tuple[Read, ...]:
    place = _place(table)
    return (line.now[place], line.before[place]) if table.has_before else (line.now[place],)


def _described(bound: Bound, table: Compared) -> str:
    """The chart in words: every bar with its number."""
    lines = [_line(table, line) for line in table.drawn]
    told = msg("Bar chart. %(title)s. %(lines)s.", title=table.spec.title, lines=lines)
    return bound.said(told)


def _line(table: Compared, line: Row) -> Message:
    title = table.spec.line_title(line.code)
    numbers = [read.number or 0 for read in _numbers(table, line)]
    if len(numbers) == 1:
        return msg("%(line)s: %(now)s", line=title, now=numbers[0])
    return msg("%(line)s: %(now)s, the period before %(before)s", line=title, now=numbers[0], before=numbers[1])
