"""Nil returns of an older register that something else contradicts: in the register, or in the same file."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from declarations.codes.vocabulary import Direction
from declarations.filing.store_lasting import Span, spans_of
from declarations.legacy.importable import importable
from declarations.legacy.model import KindRecord, Problem, Record
from declarations.legacy.problems import problem
from register.kernel.db import Transaction
from register.kernel.names import search_form
from register.kernel.written_periods import days_of_period


class _Item(Protocol):
    @property
    def record(self) -> Record: ...

    @property
    def person(self) -> UUID | None: ...


async def contradicted(tx: Transaction, items: Sequence[_Item], kind: str, replaced: Collection[UUID]) -> list[Problem]:
    """A note for each nil return in whose time the person declared something of the same kind.

    `replaced` are declarations that no longer say what they said; what the file says in their place counts.
    """
    periods = {item.record.row: days_of_period(item.record.period) for item in items if item.record.is_nil}
    nils = [(item, days) for item in items if (days := periods.get(item.record.row))]
    if not nils:
        return []
    held: dict[object, list[Span]] = defaultdict(list)
    for declaration, person, span in await spans_of(tx, {i.person for i, _ in nils if i.person}, kind):
        if declaration not in replaced:
            held[person].append(span)
    for item in items:
        if (found := _span(item.record)) is not None:
            held[_who(item)].append(found)
    return [
        problem(item.record.row, "nil_held", "", item.record.period)
        for item, days in nils
        if any(span.touches(*days) for span in held[_who(item)])
    ]


def _who(item: _Item) -> object:
    return item.person or search_form(item.record.person)


def _span(record: Record) -> Span | None:
    if record.is_nil or record.day is None:
        return None
    if not isinstance(record, KindRecord):
        return Span(record.day, record.day) if record.direction == Direction.RECEIVED else None
    if not importable(record.kind).day_is_fact:
        return Span(record.day, record.day)
    ends = record.ended or record.facts.get("end_date")
    return Span(record.day, date.fromisoformat(ends) if isinstance(ends, str) else ends)
