"""From rows to records: what each cell says, and every row that cannot be understood with its reason."""

from collections.abc import Mapping
from datetime import date

from declarations.codes.vocabulary import Kind
from declarations.legacy.gift_rows import GiftRow
from declarations.legacy.kind_rows import KindRow
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Reading, Record, Table
from declarations.legacy.problems import problem
from declarations.legacy.rows import Row
from declarations.legacy.twice import without_twice

_READERS: Mapping[str, type[Row]] = {Kind.GIFT: GiftRow}
"""Readers of kinds that need one of their own; the fields of the others are data."""


def interpret(table: Table, mapping: ColumnMapping, today: date) -> Reading:
    """Every row as a record or with the reason why it is none."""
    records: list[Record] = []
    problems = [problem(apart.number, apart.code, "", apart.text) for apart in table.apart]
    before = ""
    reads = _READERS.get(mapping.kind, KindRow)
    for line in table.lines:
        reader = reads(line, mapping, today, before if line.continues else "")
        record = reader.record()
        problems += reader.problems
        before = reader.own_id
        if record is not None:
            records.append(record)
    kept, twice = without_twice(records)
    return Reading(kept, sorted([*problems, *twice], key=lambda each: each.row), len(table.lines))
