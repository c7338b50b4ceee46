"""The first entries as they will be stored, each beside its row, for a person to look at before they are."""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from declarations.legacy.importable import importable
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Record, Table
from register.kernel.currency import Money
from register.kernel.i18n import Message, msg, say, say_value

MOST = 5
"""Entries that are shown."""
_LONGEST = 200


class Field(msgspec.Struct, frozen=True):
    """What will be stored of an entry, in the reader's language, and what the row says where that is other words."""

    name: Message
    stored: list[str]
    source: str


class Preview(msgspec.Struct, frozen=True):
    """One entry as it will be stored, and the cells of its row that are read, by the kind of their column."""

    row: int
    kind: str
    cells: dict[str, str]
    person: str
    party: str
    description: str
    day: date | None = None
    money: Money | None = None
    words: str = ""
    """Of a value that is known in words, or only about."""
    at_least: Money | None = None
    at_most: Money | None = None
    decision: str | None = None
    is_nil: bool = False
    period: str = ""

    @property
    def fields(self) -> list[Field]:
        """Day, person, other party, description, value and decision, as the kind of the register has them."""
        kind = importable(self.kind)
        found = {
            kind.day: [say_value(self.day)] if self.day else [],
            Column.PERSON: [self.person],
            kind.party: [self.party] if self.party else [],
            Column.DESCRIPTION: list(self._told()),
            Column.VALUE: list(self._value()),
            Column.OUTCOME: [say(label("decision", self.decision))] if self.decision else [],
        }
        return [
            Field(kind.columns[column], stored, "" if (cell := self._cell(column)) in stored else cell)
            for column, stored in found.items()
            if column in kind.columns
        ]

    def _cell(self, column: Column) -> str:
        read = (Column.VALUE, Column.CURRENCY) if column is Column.VALUE else (column,)
        return " ".join(self.cells[each] for each in read if each in self.cells)

    def _told(self) -> Iterator[str]:
        if self.is_nil:
            yield say(label("kind", Kind.NIL))
        if said := self.period if self.is_nil else self.description:
            yield said

    def _value(self) -> Iterator[str]:
        if self.words:
            yield self.words
        if self.money is not None:
            yield say_value(self.money)
        if self.at_least is not None:
            yield say(msg("At least %(amount)s; the exact amount is not known.", amount=self.at_least))
        if self.at_most is not None:
            yield say(msg("At most %(amount)s; the exact amount is not known.", amount=self.at_most))


def previews(table: Table, mapping: ColumnMapping, records: Iterable[Record]) -> list[Preview]:
    """The first of the records, in the order of their rows, with what stands in the file."""
    first = sorted(records, key=lambda record: record.row)[:MOST]
    lines = {line.number: line.cells for line in table.lines if first and line.number <= first[-1].row}
    return [
        _preview(
            record,
            mapping.kind,
            {str(column): lines[record.row].get(heading, "")[:_LONGEST] for column, heading in mapping.columns.items()},
        )
        for record in first
    ]


def _preview(record: Record, kind: str, cells: dict[str, str]) -> Preview:
    worth = record.worth
    low, high = (
        Money(each, worth.currency) if each is not None and worth.currency and worth.money is None else None
        for each in (worth.at_least, worth.at_most)
    )
    return Preview(
        row=record.row,
        kind=kind,
        cells={column: cell for column, cell in cells.items() if cell},
        person=record.person,
        party=record.giver[:_LONGEST],
        description=(record.description or record.giver)[:_LONGEST],
        day=record.day,
        money=worth.money,
        words=worth.words[:_LONGEST],
        at_least=low,
        at_most=high,
        decision=record.outcome,
        is_nil=record.is_nil,
        period=record.period,
    )
