"""What a page, a document and a PDF show of a report besides its numbers: the chart, and the column that says most."""

from collections.abc import Sequence

import msgspec

from register.kernel.i18n import Message
from reports.periodic.catalogue import Column, Measure, TableSpec, spec
from reports.periodic.model import Changed, Published
from reports.periodic.reading import NOTHING, WITHHELD, Compared, Read, Row, compared

_FEWEST = 2
"""Bars of which one can be compared with another."""


class Bar(msgspec.Struct, frozen=True):
    """A bar of the chart; its length in hundredths of the longest."""

    title: Message
    number: int
    length: int


class Shown(msgspec.Struct, frozen=True):
    """A table of the report as it is shown."""

    table: Compared

    @property
    def entry(self) -> TableSpec:
        """Its entry in the catalogue."""
        return self.table.spec

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns."""
        return self.table.spec.columns

    @property
    def main(self) -> int:
        """The place of the column that says most: the one that is drawn, or adds up the others, or comes first."""
        codes = [column.code for column in self.columns]
        return next((codes.index(code) for code in (self.entry.chart, "all") if code in codes), 0)

    def title(self, row: Row) -> Message:
        """What a line is called."""
        return self.entry.line_title(row.code)

    def short(self, row: Row) -> Message:
        """What it is called under the name of its group."""
        return self.entry.in_group(row.code) if self.entry.in_group and not row.is_total else self.title(row)

    def bars(self) -> list[Bar]:
        """The chart; empty where a number of its column is withheld, or there is nothing to compare."""
        rows = [row for row in self.table.rows if not row.is_total]
        known = [row.now[self.main].number for row in rows]
        numbers = [number for number in known if number is not None]
        if not self.entry.chart or len(numbers) < len(known) or len(numbers) < _FEWEST or not max(numbers):
            return []
        longest = max(numbers)
        return [Bar(self.title(row), n, n * 100 // longest) for row, n in zip(rows, numbers, strict=True)]


def shown(report: Published) -> list[Shown]:
    """The tables of the report in their order."""
    return [Shown(compared(report, table)) for table in report.tables]


class Corrected(msgspec.Struct, frozen=True):
    """A number that a correction says otherwise, under the names that a reader knows it by."""

    table: Message
    line: Message
    column: Column
    before: Read
    after: Read


def corrected(report: Published) -> list[Corrected]:
    """The numbers that differ from those of the report that this one corrects, in the order of the tables."""
    return [_corrected(each) for each in report.changed]


def _corrected(each: Changed) -> Corrected:
    entry = spec(each.place.table)
    column = entry.column(each.place.column)
    before, after = (_read(column, number) for number in (each.before, each.after))
    return Corrected(entry.title, entry.line_title(each.place.line), column, before, after)


def _read(column: Column, number: int | None) -> Read:
    if number is None:
        return WITHHELD if column.measure is Measure.COUNT else NOTHING
    return Read(number)
