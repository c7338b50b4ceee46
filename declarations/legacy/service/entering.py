"""From a record to what the rules judge and what is kept, and the persons who are not known yet."""

from datetime import date
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.model import Details, GiftDetails, NilDetails
from declarations.filing.service.importing import Bounds, Entry
from declarations.legacy import store
from declarations.legacy.importable import importable
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import KindRecord, Record, Worth
from declarations.legacy.service.planning import Plan
from register.kernel.db import Transaction
from register.kernel.ids import new_id
from register.kernel.names import search_form

_LONGEST_NAME = 200
_LONGEST_UNIT = 200


async def recorded_persons(tx: Transaction, plan: Plan, mapping: ColumnMapping) -> dict[str, UUID]:
    """By the form of a name, the person for each entry whose person the register does not know; added here."""
    fresh: dict[str, UUID] = {}
    named: dict[UUID, tuple[str, str]] = {}
    for item in plan.items:
        form = search_form(item.record.person)
        if item.person is None and form not in fresh:
            fresh[form] = new_id()
            named[fresh[form]] = (item.record.person[:_LONGEST_NAME], item.record.unit[:_LONGEST_UNIT])
    if named:
        await store.add_persons(tx, named, mapping.language)
    return fresh


def entry_of(record: Record, person: UUID, mapping: ColumnMapping) -> Entry:
    """A record as the rules and the register take it; what was not written is not asked."""
    if record.is_nil:
        return Entry(
            declarant=person,
            declarant_name=record.person,
            capacity=mapping.capacity,
            kind=Kind.NIL,
            facts={},
            details=NilDetails(period=record.period, matters=(mapping.kind,)),
            declared=record.declared,
            language=mapping.language,
        )
    if isinstance(record, KindRecord):
        return _entry_of_kind(record, person, mapping)
    money = record.worth.money
    facts = {
        "direction": record.direction,
        "category": record.category,
        "value": {"amount": format(money.amount, "f"), "currency": money.currency} if money else None,
        "event_date": record.day.isoformat() if record.day else None,
    }
    return Entry(
        declarant=person,
        declarant_name=record.person,
        capacity=mapping.capacity,
        kind=mapping.kind,
        facts=facts,
        details=GiftDetails(
            description=record.description or record.giver,
            giver_name=record.giver[:300],
            function=record.function,
            remarks=record.remarks,
            value_words=record.worth.words,
        ),
        giver=record.giver[:300],
        country=record.country,
        declared=record.declared,
        outcome=record.outcome,
        bounds=_bounds(record.worth),
        language=mapping.language,
    )


def _entry_of_kind(record: KindRecord, person: UUID, mapping: ColumnMapping) -> Entry:
    """An entry whose facts and story are those that the forms of its kind ask for."""
    told = {
        "kind": record.kind,
        "description": record.description or record.giver,
        "other_party": record.giver[:300],
        "function": record.function,
        "remarks": record.remarks,
        **record.told,
    }
    return Entry(
        declarant=person,
        declarant_name=record.person,
        capacity=mapping.capacity,
        kind=record.kind,
        facts=record.facts,
        details=msgspec.convert(told, Details),
        giver=record.giver[:300],
        country=record.country,
        declared=record.declared,
        asked=_asked(record),
        outcome=record.outcome,
        ended=record.ended,
        language=mapping.language,
    )


def _asked(record: Record) -> date | None:
    """When it was asked, of a kind that does not hold its day as a fact."""
    is_asked = isinstance(record, KindRecord) and not importable(record.kind).day_is_fact
    return record.day if is_asked else None


def _bounds(worth: Worth) -> Bounds | None:
    """What the words of a value say of it, where they say anything."""
    if worth.money is not None or worth.currency is None or (worth.at_least is None and worth.at_most is None):
        return None
    return Bounds(worth.currency, worth.at_least, worth.at_most)


def origin(record: Record, mapping: ColumnMapping) -> dict[str, object]:
    """What the event of an entry tells of where it came from."""
    return {
        "register": mapping.register,
        "row": record.row,
        "entry": record.own_id,
        "outcome": record.outcome,
        "country": record.country,
        **({"ended": record.ended} if isinstance(record, KindRecord) and record.ended else {}),
        **({"asked": asked} if (asked := _asked(record)) else {}),
        "bounds": msgspec.to_builtins(_bounds(record.worth)),
    }
