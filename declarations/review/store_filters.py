"""The table of saved filters. Row security shows a person their own and, to the office, those that it shares."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from register.kernel.db import Transaction

SEARCHES_LAST = timedelta(days=1)
"""A search has an address for as long as a working day; a filter under a name stays."""
KEPT_AT_MOST = 50
_COLUMNS = "id, owner, is_kept, is_default, is_shared, made_at, key_id, wrapped_key, content"
_INSERT = f"insert into desk_filter ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
_SHOWN = f"select {_COLUMNS} from desk_filter where is_kept or id = $1 order by owner <> $2, made_at, id limit $3"


class FilterRow(msgspec.Struct, frozen=True):
    """A filter as it is stored: whose, and ciphertext."""

    id: UUID
    owner: UUID
    is_kept: bool
    is_default: bool
    is_shared: bool
    made_at: datetime
    key_id: str
    wrapped_key: bytes
    content: bytes


async def insert(tx: Transaction, row: FilterRow) -> None:
    """Keep a filter or a search; searches of an earlier day go."""
    await tx.execute(
        "delete from desk_filter where owner = $1 and not is_kept and made_at < $2", row.owner, tx.now - SEARCHES_LAST
    )
    await tx.execute(_INSERT, *msgspec.structs.astuple(row))


async def delete_searches(tx: Transaction) -> None:
    """Delete everybody's searches of an earlier day; the clerk sees nothing else of this table."""
    await tx.execute("delete from desk_filter where not is_kept and made_at < $1", tx.now - SEARCHES_LAST)


async def shown(tx: Transaction, wanted: UUID | None) -> list[FilterRow]:
    """The kept filters that this person sees, own ones first, and the one that is wanted where it is theirs."""
    rows = await tx.fetch(_SHOWN, wanted, tx.identity.person, 2 * KEPT_AT_MOST)
    return [FilterRow(**row) for row in rows]


async def wanted(tx: Transaction, filter_id: UUID) -> FilterRow | None:
    """One filter or search, where this person may see it."""
    row = await tx.fetchrow(f"select {_COLUMNS} from desk_filter where id = $1", filter_id)
    return FilterRow(**row) if row else None


async def delete(tx: Transaction, filter_id: UUID) -> bool:
    """Remove one's own filter; whether there was one."""
    tag = await tx.execute("delete from desk_filter where id = $1 and owner = $2", filter_id, tx.identity.person)
    return bool(tag == "DELETE 1")


async def take_turn(tx: Transaction) -> None:
    """Let two windows of one person that change filters take turns, before they lock any row."""
    turn = f"desk_filter {tx.identity.person}"
    await tx.fetchval("select pg_advisory_xact_lock(hashtextextended($1, 0))", turn)


async def make_default(tx: Transaction, filter_id: UUID | None) -> bool:
    """Open the desk with this kept filter of one's own, or with none; whether there is such a filter.

    Only one filter opens the desk: whoever calls it has taken their turn.
    """
    await tx.execute("update desk_filter set is_default = false where owner = $1 and is_default", tx.identity.person)
    if filter_id is None:
        return True
    tag = await tx.execute(
        "update desk_filter set is_default = true where id = $1 and owner = $2 and is_kept",
        filter_id,
        tx.identity.person,
    )
    return bool(tag == "UPDATE 1")
