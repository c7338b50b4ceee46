"""What an import would do, entry by entry, before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.service.evaluating import Giver
from declarations.filing.store import PriorGift
from declarations.legacy import store
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Problem, Reading, Record, Severity
from declarations.legacy.service.nil_returns import contradicted
from declarations.legacy.twice import content_of, key_of
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg
from register.kernel.names import search_form

_SAID: dict[str, Message] = {
    "person_open": msg("Several persons have this name. Add a column with e-mail addresses."),
    "declared_already": msg("The person has already declared a gift of this giver, day and value."),
    "declared_same": msg("The person has already declared the same here, with this other party and since this day."),
    "kind_changed": msg("This number stands for a declaration of another kind. Give what is new a number of its own."),
}


_OTHER_KIND = msg("This register was brought over with entries of another kind. Give this one a name of its own.")


class Item(msgspec.Struct, frozen=True):
    """One entry and what becomes of it: added, changed, restored or unchanged."""

    record: Record
    key: bytes
    content: bytes
    action: str
    person: UUID | None = None
    """The person it is about, where the register knows them."""
    entry: store.Entry | None = None


class Plan(msgspec.Struct, frozen=True):
    """Everything that an import would do."""

    items: list[Item]
    withdrawn: list[store.Entry]
    problems: list[Problem]
    rows: int
    gifts: list[tuple[UUID, str, UUID | None, PriorGift]]
    """What the register holds of the persons in the file and keeps as it is, for totals."""

    @property
    def refused(self) -> set[int]:
        """The rows that are not imported."""
        return {problem.row for problem in self.problems if problem.severity is Severity.REFUSED}

    @property
    def withdraws_most(self) -> bool:
        """Whether more entries would be withdrawn than stay: a part of a register that was taken for all of it."""
        return len(self.withdrawn) > sum(item.entry is not None for item in self.items)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything that can be imported is here as it is."""
        return not self.withdrawn and all(item.action == "unchanged" for item in self.items)

    def count(self, action: str) -> int:
        """How many entries have an action."""
        return sum(item.action == action for item in self.items)


async def plan(tx: Transaction, reading: Reading, mapping: ColumnMapping, before: Reading | None = None) -> Plan:
    """Compare what was read with what the register holds; `before` is what the same file said as it was imported."""
    known = await store.entries(tx, mapping.register)
    problems = list(reading.problems)
    persons = await _Persons.of(tx, reading.records)
    if await store.other_kind(tx, mapping.register, mapping.kind):
        raise Invalid(fields=[FieldError("register", _OTHER_KIND)])
    is_gifts = mapping.kind == Kind.GIFT
    gifts = await store.gifts_of(tx, persons.all) if is_gifts else []
    same = set() if is_gifts else await store.declared_of(tx, persons.all, mapping.kind)
    declared = {(person, key, gift.event_date, _worth(gift)) for person, key, run, gift in gifts if not run}
    items: list[Item] = []
    kinds = await store.kinds_of(tx, known.values())
    for record, key in _keyed(reading.records):
        who, is_open = persons.who(record)
        entry = known.get(key)
        if is_open and entry is None:
            problems.append(_problem(record, "person_open", record.person))
        elif entry is None and who is not None and _gift(who, record) in declared:
            problems.append(_problem(record, "declared_already", record.description))
        elif entry is None and who is not None and (who, _party(record), record.day) in same:
            problems.append(_problem(record, "declared_same", record.description))
        elif entry is not None and kinds.get(entry.declaration) != _kind(record, mapping):
            problems.append(_problem(record, "kind_changed", record.own_id))
        else:
            content = bytes.fromhex(content_of(record))
            items.append(Item(record, key, content, _action(entry, content), who, entry))
    gone = _gone(known, items, problems, mapping, reading)
    if before is not None and Column.RECORD not in mapping.columns:
        gone = _read_otherwise(known, items, problems, before)
    left = {entry.declaration for entry in gone} | set(_rewritten(items))
    problems += await contradicted(tx, items, mapping.kind, left)
    return Plan(
        items,
        gone,
        sorted(problems, key=lambda each: each.row),
        reading.rows,
        [gift for gift in gifts if gift[2] not in left],
    )


def _read_otherwise(
    known: dict[bytes, store.Entry], items: list[Item], problems: list[Problem], before: Reading
) -> list[store.Entry]:
    """Entries that the same rows made under another mapping and that are read otherwise now; refused rows stay."""
    still = {item.key for item in items}
    refused = {problem.row for problem in problems if problem.severity is Severity.REFUSED}
    keys = {key for record, key in _keyed(before.records) if record.row not in refused} - still
    return [entry for key, entry in known.items() if key in keys and not entry.withdrawn]


def _gone(
    known: dict[bytes, store.Entry],
    items: list[Item],
    problems: list[Problem],
    mapping: ColumnMapping,
    reading: Reading,
) -> list[store.Entry]:
    """Entries of an earlier edition that this one no longer holds; told only by the register's own numbers.

    An entry whose row is refused is still in the file, so it stays as it was.
    """
    if Column.RECORD not in mapping.columns:
        return []
    heading = mapping.columns[Column.RECORD]
    still = {item.key for item in items}
    still |= {_digest(f"#{each.own_id}") for each in reading.records}
    typed = {problem.typed for problem in problems if problem.heading == heading}
    still |= {_digest(f"#{own}") for own in typed}
    return [entry for key, entry in known.items() if key not in still and not entry.withdrawn]


def _rewritten(items: Iterable[Item]) -> Iterator[UUID]:
    """Declarations that the file corrects: what they said before counts no longer."""
    return (item.entry.declaration for item in items if item.entry is not None and item.action != "unchanged")


def _action(entry: store.Entry | None, content: bytes) -> str:
    if entry is None:
        return "added"
    if entry.withdrawn:
        return "restored"
    return "unchanged" if entry.content_hash == content else "changed"


def _keyed(records: Iterable[Record]) -> Iterable[tuple[Record, bytes]]:
    """Entries that say the same and have no number are told apart by how often they stand there."""
    seen: Counter[str] = Counter()
    for record in records:
        key = key_of(record)
        seen[key] += 1
        yield record, _digest(f"{key}/{seen[key]}" if seen[key] > 1 else key)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _worth(gift: PriorGift) -> str:
    return "" if gift.amount is None else f"{gift.amount.normalize():f} {gift.currency}"


def _kind(record: Record, mapping: ColumnMapping) -> str:
    return Kind.NIL if record.is_nil else mapping.kind


def _party(record: Record) -> str:
    return Giver(None, record.giver[:300]).key


def _gift(person: UUID, record: Record) -> tuple[UUID, str, object, str]:
    money = record.worth.money
    worth = f"{money.amount.normalize():f} {money.currency}" if money else ""
    return (person, _party(record), record.day, worth)


def _problem(record: Record, code: str, typed: str) -> Problem:
    return Problem(record.row, code, Severity.REFUSED, _SAID[code], "", typed[:500])


class _Persons:
    """Who is meant by an address or by a whole name."""

    def __init__(self, by_email: dict[str, UUID], by_form: dict[str, set[UUID]]) -> None:
        self._by_email, self._by_form = by_email, by_form

    @classmethod
    async def of(cls, tx: Transaction, records: Iterable[Record]) -> "_Persons":
        """Look all of them up at once."""
        listed = list(records)
        emails = await store.persons_by_email(tx, {record.email.casefold() for record in listed if record.email})
        forms = await store.persons_by_form(tx, {search_form(record.person) for record in listed})
        return cls(emails, forms)

    @property
    def all(self) -> set[UUID]:
        """Everybody who may be meant."""
        return set(self._by_email.values()).union(*self._by_form.values())

    def who(self, record: Record) -> tuple[UUID | None, bool]:
        """The person, and whether several could be meant."""
        found = self._by_email.get(record.email.casefold()) if record.email else None
        if found is not None:
            return found, False
        named = self._by_form.get(search_form(record.person), set())
        return (next(iter(named)), False) if len(named) == 1 else (None, len(named) > 1)
