"""Where the numbers of a table begin, and how one of them stands in its cell."""

from decimal import Decimal

from register.kernel.i18n import pmsg
from reports.appearance import GREY, aligned, font
from reports.paper import Paper
from reports.periodic.book import shapes
from reports.periodic.catalogue import Column, Measure
from reports.periodic.reading import Read

THIS_PERIOD, BEFORE, CHANGE = (
    pmsg("report", "This period"),
    pmsg("report", "Period before"),
    pmsg("report", "Change"),
)
HEAD_ROW, FIRST_ROW = 4, 5
ROW = 15.0
"""Points of a row that says nothing else."""
LABELS = 36.0
"""Width in letters of the column that names the lines."""


def put(
    paper: Paper, at: tuple[int, int], column: Column | None, read: Read, *, is_change: bool = False, bold: bool = False
) -> None:
    """A number as a real one; a mark where it is withheld or was not there to be worked out."""
    row, place = at
    if read.number is None:
        cell = paper.text(row, place, "*" if read.is_withheld else "–", colour=GREY)
    else:
        cell = paper.number(row, place, _value(column, read.number), _shape(paper, column, is_change=is_change))
        cell.font = font(bold=bold, rtl=paper.locale.is_rtl)
    cell.alignment = aligned(paper.end, wrap=False, vertical="center", indent=1)


def _value(column: Column | None, number: int) -> int | Decimal:
    return Decimal(number) / 1000 if _is_share(column) else number


def _is_share(column: Column | None) -> bool:
    return column is not None and column.measure is Measure.SHARE


def _shape(paper: Paper, column: Column | None, *, is_change: bool) -> str:
    if _is_share(column):
        return shapes.changed_share(paper.locale) if is_change else shapes.shared(paper.locale)
    return shapes.changed(paper.locale) if is_change else shapes.counted(paper.locale)
