"""What a reader finds in a published report: each number beside that of the period before, and the change.

A number is there, or is withheld, or there was nothing from which it could be worked out; a change is withheld where
either of its numbers is. Every form of a report shows what stands here.
"""

from collections.abc import Collection, Iterator
from itertools import groupby

import msgspec

from register.kernel.i18n import Message, msg
from reports.periodic.catalogue import Column, Measure, TableSpec, spec
from reports.periodic.model import TOTAL, Place, Published, Table


class Read(msgspec.Struct, frozen=True):
    """One number as a reader finds it."""

    number: int | None
    is_withheld: bool = False

    def since(self, before: "Read") -> "Read":
        """The change from the period before to this one."""
        if self.is_withheld or before.is_withheld:
            return WITHHELD
        if self.number is None or before.number is None:
            return NOTHING
        return Read(self.number - before.number)


WITHHELD, NOTHING = Read(None, is_withheld=True), Read(None)


class Row(msgspec.Struct, frozen=True):
    """A line of both periods, a number for each column of the table."""

    code: str
    now: tuple[Read, ...]
    before: tuple[Read, ...]

    @property
    def is_total(self) -> bool:
        """Whether it adds up the others."""
        return self.code == TOTAL

    @property
    def change(self) -> tuple[Read, ...]:
        """The change of each number."""
        return tuple(now.since(before) for now, before in zip(self.now, self.before, strict=True))


class Compared(msgspec.Struct, frozen=True):
    """A table beside the same one of the period before."""

    spec: TableSpec
    rows: tuple[Row, ...]
    has_before: bool
    """Whether the period before is shown; where its small numbers could not be protected, it is not."""

    @property
    def groups(self) -> tuple[tuple[Message | None, tuple[Row, ...]], ...]:
        """The lines under what they have in common; in most tables they have nothing but their table."""
        group = self.spec.group
        named = ((group(row.code) if group and not row.is_total else None, row) for row in self.rows)
        return tuple((name, tuple(row for _, row in found)) for name, found in groupby(named, lambda one: one[0]))

    @property
    def is_marked(self) -> bool:
        """Whether any number is withheld."""
        return any(
            read.is_withheld for row in self.rows for read in (*row.now, *(row.before if self.has_before else ()))
        )

    def row(self, code: str) -> Row | None:
        """One line."""
        return next((row for row in self.rows if row.code == code), None)

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The lines of which the chart’s column is shown in both periods, without the total."""
        if not self.spec.chart:
            return ()
        place = [column.code for column in self.spec.columns].index(self.spec.chart)
        return tuple(row for row in self.rows if not row.is_total and _is_shown(row, place, before=self.has_before))


def _is_shown(row: Row, place: int, *, before: bool) -> bool:
    return row.now[place].number is not None and (not before or row.before[place].number is not None)


def compared(report: Published, table: Table) -> Compared:
    """The lines that either period has, in their order."""
    entry = spec(table.code)
    earlier = next((each for each in report.before if each.code == table.code), None)
    now, before = frozenset(report.withheld), frozenset(report.withheld_before)
    return Compared(
        entry,
        tuple(
            Row(code, _read(entry, table, code, now), _read(entry, earlier or _none(table), code, before))
            for code in _codes(entry, table, earlier)
        ),
        earlier is not None,
    )


def _none(table: Table) -> Table:
    return Table(table.code, table.columns, ())


def _codes(entry: TableSpec, *tables: Table | None) -> Iterator[str]:
    found = {line.code for table in tables if table is not None for line in table.lines}
    yield from (code for code in (entry.codes or sorted(found - {TOTAL}, key=entry.order)) if code in found)
    if TOTAL in found:
        yield TOTAL


def _read(entry: TableSpec, table: Table, code: str, withheld: Collection[Place]) -> tuple[Read, ...]:
    """The numbers of a line; a line that a period does not have counts nobody."""
    line = next((each for each in table.lines if each.code == code), None)
    if line is None:
        return tuple(Read(0) if column.measure is Measure.COUNT else NOTHING for column in entry.columns)
    return tuple(
        _one(Place(table.code, code, column.based_on or column.code), number, withheld)
        for column, number in zip(entry.columns, line.numbers, strict=True)
    )


def _one(place: Place, number: int | None, withheld: Collection[Place]) -> Read:
    if number is None:
        return WITHHELD if place in withheld else NOTHING
    return Read(number)


class Figure(msgspec.Struct, frozen=True):
    """A key figure: what it is, where it stands, and both periods."""

    title: Message
    place: Place
    column: Column
    now: Read
    before: Read

    @property
    def change(self) -> Read:
        """The change from the period before."""
        return self.now.since(self.before)


_KEY: tuple[tuple[Message, Place], ...] = (
    (msg("Declarations received"), Place("received", TOTAL, "all")),
    (msg("Declarations received late"), Place("received", TOTAL, "late")),
    (msg("Declarations decided"), Place("times", TOTAL, "decided")),
    (msg("Days from declaration to decision, median"), Place("times", TOTAL, "to_decide")),
    (msg("Gifts, honours and hospitality declared"), Place("gifts", TOTAL, "all")),
    (msg("Gifts that the rules did not allow to keep"), Place("givers", TOTAL, "not_allowed")),
    (msg("Conflicts of interest declared"), Place("conflicts", TOTAL, "all")),
    (msg("Conflicts of interest resolved"), Place("resolved", TOTAL, "resolved")),
    (msg("Meetings held"), Place("presiding", "meetings", "all")),
    (msg("Questions on which advice was sought"), Place("advice", TOTAL, "all")),
)


def key_figures(report: Published) -> tuple[Figure, ...]:
    """The figures of the one page for delegates, of the tables that the report has."""
    read = {table.code: compared(report, table) for table in report.tables}
    return tuple(_figure(read[place.table], title, place) for title, place in _KEY if place.table in read)


def _figure(table: Compared, title: Message, place: Place) -> Figure:
    row, column = table.row(place.line), table.spec.column(place.column)
    at = table.spec.columns.index(column)
    nobody = Read(0) if column.measure is Measure.COUNT else NOTHING
    now, before = (row.now[at], row.before[at]) if row else (nobody, nobody)
    return Figure(title, place, column, now, before if table.has_before else WITHHELD)
