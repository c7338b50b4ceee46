"""The only module that touches the tables of the filing room; every function takes an open transaction."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from declarations.filing.model import Declaration, Route, Status, Ties
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, Stale
from register.kernel.ids import new_id
from register.kernel.paging import Cursor, Page, page_of
from register.ledger.hashing import state_digest
from register.ledger.model import HeadClaim

COLUMNS = tuple(Declaration.__struct_fields__)
_LIST = ", ".join(COLUMNS)
_CHANGEABLE = (
    "confirmed_at, regime, profile_version, event_date, aware_date, party, party_name, party_key, amount, currency,"
    " reference_amount, reference_currency, rate, rate_source, rate_date, value_band, direction, category, giver_type,"
    " giver_relation, giver_country, status, effect, alerts, authority, route, referred_at, reviewer, recommendation,"
    " recommended_by, outcome, decided_by, decided_at, due_on, question_due, withdrawal_requested_at, version,"
    " words_language, items, legal_hold, under_appeal, head_seq, head_hash, details,"
    " leading_rule, activity_class, subject, domain, nature_declared, nature_assessed, start_date, end_date,"
    " disclosed_at, addressed_at, resolved_at, review_class,"
    " still_correct_at, ended_on, function_changed_on, counterpart_kind, judged_as"
)
CHANGEABLE = tuple(name.strip() for name in _CHANGEABLE.split(","))


def _places(first: int, many: int) -> str:
    return ", ".join(f"${number}" for number in range(first, first + many))


# Composed of constants only.
_INSERT = f"insert into declaration ({_LIST}) values ({_places(1, len(COLUMNS))})"
_UPDATE = f"update declaration set ({_CHANGEABLE}) = ({_places(3, len(CHANGEABLE))}) where id = $1 and head_seq = $2"
_BY_REFERENCE = f"select {_LIST} from declaration where reference = $1"
_LOCKED = f"select {_LIST} from declaration where reference = $1 for update"
_BY_ID = f"select {_LIST} from declaration where id = $1"


def opened(row: asyncpg.Record | Mapping[str, Any]) -> Declaration:
    """A row as a struct."""
    values = dict(row)
    values["status"] = Status(values["status"])
    values["route"] = Route(values["route"])
    values["alerts"] = tuple(values["alerts"])
    values["purposes"] = tuple(values["purposes"])
    return Declaration(**values)


def _stored(declaration: Declaration, columns: tuple[str, ...]) -> list[object]:
    return [_plain(getattr(declaration, name)) for name in columns]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def insert(tx: Transaction, declaration: Declaration) -> None:
    """Keep a new declaration, together with what else the transaction writes."""
    tx.later(_INSERT, *_stored(declaration, COLUMNS))


async def update(tx: Transaction, declaration: Declaration, *, seen: int) -> None:
    """Keep the next state of a declaration; Stale when another event came after `seen`."""
    tag = await tx.execute(_UPDATE, declaration.id, seen, *_stored(declaration, CHANGEABLE))
    if tag != "UPDATE 1":
        raise Stale


TOGETHER = ("status", "reviewer", "outcome", "decided_by", "decided_at")
"""What may change in several cases at once."""
_UPDATE_TOGETHER = """
update declaration d set status = n.status, reviewer = n.reviewer, outcome = n.outcome, decided_by = n.decided_by,
    decided_at = n.decided_at, head_seq = n.head_seq, head_hash = n.head_hash
from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[], $8::bigint[],
    $9::bytea[]) as n (id, seen, status, reviewer, outcome, decided_by, decided_at, head_seq, head_hash)
where d.id = n.id and d.head_seq = n.seen
"""


async def update_together(tx: Transaction, declarations: Sequence[Declaration], seen: Sequence[int]) -> None:
    """Keep the next states of several declarations, or none; Stale when another event came to any of them."""
    columns = ("id", *TOGETHER, "head_seq", "head_hash")
    id_, *values = ([getattr(each, name) for each in declarations] for name in columns)
    tag = await tx.execute(_UPDATE_TOGETHER, id_, list(seen), *values)
    if tag != f"UPDATE {len(declarations)}":
        raise Stale


_ALL_LOCKED = f"select {_LIST} from declaration where reference = any($1::text[]) order by id for update"


async def by_references(tx: Transaction, references: Sequence[str]) -> dict[str, Declaration]:
    """The declarations that row security shows to this identity, locked, by reference."""
    return {row["reference"]: opened(row) for row in await tx.fetch(_ALL_LOCKED, list(references))}


async def by_reference(tx: Transaction, reference: str, *, lock: bool = False) -> Declaration:
    """The declaration, if row security shows it to this identity; NotFound otherwise."""
    known = "\0" not in reference  # which PostgreSQL takes in no text
    row = await tx.fetchrow(_LOCKED if lock else _BY_REFERENCE, reference) if known else None
    if row is None:
        raise NotFound
    return opened(row)


async def by_id(tx: Transaction, declaration: UUID) -> Declaration:
    """The same by its id."""
    row = await tx.fetchrow(_BY_ID, declaration)
    if row is None:
        raise NotFound
    return opened(row)


class PriorGift(msgspec.Struct, frozen=True):
    """An earlier gift from the same giver, as far as totals need it."""

    amount: Any
    currency: str | None
    reference_amount: Any
    event_date: date


async def prior_gifts(
    tx: Transaction, declarant: UUID, party: UUID | None, party_key: str, *, since: date, until: date, but: UUID | None
) -> list[PriorGift]:
    """What the person has declared from this giver in a period, whoever of their assistants asks."""
    if party is None and not party_key:
        return []
    rows = await tx.fetch(
        "select * from prior_gifts($1, $2, $3, $4, $5, $6)", declarant, party, party_key, since, until, but
    )
    return [PriorGift(**row) for row in rows]


async def reader_names(tx: Transaction, declaration: UUID) -> dict[UUID | None, str]:
    """The names of those who have opened the acting person's own declaration."""
    rows = await tx.fetch("select person, name from reader_names($1::uuid)", declaration)
    return {row["person"]: row["name"] for row in rows}


async def ties_of_me(tx: Transaction) -> Ties:
    """What binds the acting person wherever they act."""
    row = await tx.fetchrow("select my_superiors(), my_principals(), my_recusals()")
    return Ties(*(frozenset(ids) for ids in row or ((), (), ())))


async def principals_of_me(tx: Transaction) -> frozenset[UUID]:
    """Everyone for whom the acting person may file."""
    return frozenset(await tx.fetchval("select my_principals()"))


async def recuse(tx: Transaction, declaration: UUID) -> None:
    """Close a case to the acting person for good: the next statement no longer finds it."""
    await tx.execute(
        "insert into recusal (id, declaration, person, at) values ($1, $2, $3, $4)",
        new_id(),
        declaration,
        tx.identity.person,
        tx.now,
    )


async def reviewing(tx: Transaction, declaration: Declaration) -> list[UUID]:
    """The officer who has the case in charge, and whoever acts in it for them while they are away."""
    if declaration.reviewer is None:
        return []
    rows = await tx.fetch("select standing_in_case($1, $2) as person", declaration.id, local(tx.now).date())
    return list(dict.fromkeys((declaration.reviewer, *(row["person"] for row in rows))))


async def recused_from(tx: Transaction, declarations: Sequence[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who has recused from each of these cases, as far as the cases are open to the acting person at the desk."""
    rows = await tx.fetch(
        "select declaration, array_agg(person) as persons from recusal where declaration = any($1::uuid[]) group by 1",
        list(declarations),
    )
    return {row["declaration"]: frozenset(row["persons"]) for row in rows}


_LISTS = {
    False: "declarant = $1",
    True: "filed_by = $1 and declarant <> $1",
}
_OLDER = {
    others: f"select {_LIST} from declaration where {whose} and ($2::timestamptz is null or (filed_at, id) < ($2, $3))"
    " order by filed_at desc, id desc limit $4"
    for others, whose in _LISTS.items()
}
_NEWER = {
    others: f"select {_LIST} from declaration where {whose} and (filed_at, id) > ($2::timestamptz, $3)"
    " order by filed_at, id limit $4"
    for others, whose in _LISTS.items()
}


async def own_page(tx: Transaction, cursor: Cursor | None, rows: int, *, filed_for_others: bool) -> Page[Declaration]:
    """A page of the acting person's own declarations, or of those they filed for others, newest first."""
    back = cursor is not None and cursor.newer
    at = (cursor.moment(), cursor.id) if cursor else (None, None)
    query = (_NEWER if back else _OLDER)[filed_for_others]
    found = [opened(row) for row in await tx.fetch(query, tx.identity.person, *at, rows + 1)]
    return page_of(found, cursor, rows, lambda row: Cursor(row.filed_at.isoformat(), row.id))


_AWAITING = (
    f"select {_LIST} from declaration where (declarant = $1 and (status in ('information_requested', 'decided')"
    " or (confirmed_at is null and status in ('submitted', 'under_review'))))"
    " or (filed_by = $1 and status = 'information_requested') order by filed_at, id limit $2"
)


async def awaiting_person(tx: Transaction, most: int) -> list[Declaration]:
    """Declarations in which the acting person has something to do, the oldest first."""
    return [opened(row) for row in await tx.fetch(_AWAITING, tx.identity.person, most)]


class DeclarationClaims:
    """What the declaration rows say of the heads of their streams, for `register verify`."""

    kind = "declaration"

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """All of them in the order of their ids."""
        async for row in tx.cursor(f"select {_LIST} from declaration order by id"):  # constants only
            yield claim(opened(row))


def claim(declaration: Declaration) -> HeadClaim:
    """The head of one stream and the digest of the row that belongs to it."""
    return HeadClaim(
        kind="declaration",
        stream=declaration.id,
        seq=declaration.head_seq,
        hash=declaration.head_hash,
        state=row_digest(declaration),
    )


_LATER = (
    "leading_rule",
    "imported",
    "activity_class",
    "subject",
    "domain",
    "nature_declared",
    "nature_assessed",
    "start_date",
    "end_date",
    "disclosed_at",
    "addressed_at",
    "resolved_at",
    "review_class",
    "renews",
    "still_correct_at",
    "ended_on",
    "function_changed_on",
    "counterpart_kind",
    "meeting",
    "agenda_item",
    "judged_as",
)
"""Columns that came after the first rows; they count only where they hold something."""
_NOT_IN_DIGEST = frozenset({"head_seq", "head_hash", "key_id", "wrapped_key", "details"})


def row_digest(declaration: Declaration) -> bytes:
    """A digest of everything in the row that an event answers for, so that a silent edit of a column is found."""
    values = {name: getattr(declaration, name) for name in COLUMNS if name not in _NOT_IN_DIGEST}
    for name in ("amount", "reference_amount", "rate"):
        number = values[name]
        values[name] = None if number is None else format(number.normalize(), "f")
    values["details"] = sha256(declaration.details).hexdigest()
    for name in _LATER:  # as in rows that are older than the column
        if values[name] is None:
            del values[name]
    return state_digest(values)


async def last_day_recorded(tx: Transaction) -> date | None:
    """The last day of service of the acting person, while their end of service is gone through."""
    found: date | None = await tx.fetchval(
        "select last_day from separation where person = $1 and completed_at is null", tx.identity.person
    )
    return found
