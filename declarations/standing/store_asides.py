"""Changes of function that are set aside; every function takes an open transaction."""

from typing import Any
from uuid import UUID

from declarations.standing.model import ChangeAside, CloseReason
from declarations.standing.records import CHANGE_ASIDE
from register.kernel.db import Transaction
from register.kernel.paging import Cursor, Page, page_of
from register.ledger.records import record

_COLUMNS = tuple(ChangeAside.__struct_fields__)
_LIST = ", ".join(_COLUMNS)
_OPEN = "settled_at is null and closed_at is null"
_KEEP = (
    "insert into change_aside (id, person, at, what, failures, fault, first_at, last_at, try_after)"
    " select c.id, c.person, c.at, c.what, 1, $2, $3, $3, $3::timestamptz + interval '5 minutes'"
    " from function_change c where c.id = $1 and c.handled_at is null"
    " on conflict (id) do update set failures = change_aside.failures + 1, fault = excluded.fault,"
    " last_at = excluded.last_at, try_after = excluded.last_at + least(interval '6 hours',"
    " interval '5 minutes' * power(2, least(change_aside.failures, 8)))"
    f" where change_aside.settled_at is null and change_aside.closed_at is null returning {_LIST}"
)
_OLDER = (
    f"select {_LIST} from change_aside where {_OPEN} and person <> $1"
    " and ($2::timestamptz is null or (first_at, id) < ($2, $3)) order by first_at desc, id desc limit $4"
)
_NEWER = (
    f"select {_LIST} from change_aside where {_OPEN} and person <> $1"
    " and (first_at, id) > ($2::timestamptz, $3) order by first_at, id limit $4"
)


def _opened(row: Any) -> ChangeAside:
    values = dict(row)
    return ChangeAside(**values | {"what": tuple(values["what"])})


async def set_aside(tx: Transaction, change: UUID, fault: str) -> ChangeAside | None:
    """Keep that a change could not be carried over, and when it is tried again: later each time, at most six hours.

    None where it was looked at or closed meanwhile. Its first failure is an event.
    """
    row = await tx.fetchrow(_KEEP, change, fault, tx.now)
    if row is None:
        return None
    kept = _opened(row)
    if kept.failures == 1:
        await record(tx, CHANGE_ASIDE, change, "set_aside")
    return kept


async def settle(tx: Transaction, change: UUID) -> None:
    """Keep that a change that was set aside has been carried over."""
    query = f"update change_aside set settled_at = $2 where id = $1 and {_OPEN} returning id"
    if await tx.fetchval(query, change, tx.now) is not None:
        await record(tx, CHANGE_ASIDE, change, "settled")


async def asides(tx: Transaction, cursor: Cursor | None, rows: int) -> Page[ChangeAside]:
    """A page of what is set aside of everyone else, the latest first."""
    at = (cursor.moment(), cursor.id) if cursor else (None, None)
    query = _NEWER if cursor is not None and cursor.newer else _OLDER
    found = [_opened(row) for row in await tx.fetch(query, tx.identity.person, *at, rows + 1)]
    return page_of(found, cursor, rows, lambda row: Cursor(row.first_at.isoformat(), row.id))


async def aside(tx: Transaction, change: UUID, *, lock: bool = False) -> ChangeAside | None:
    """What is or was set aside, if it is open to the acting person."""
    row = await tx.fetchrow(f"select {_LIST} from change_aside where id = $1" + (" for update" if lock else ""), change)
    return _opened(row) if row else None


async def retry(tx: Transaction, change: UUID) -> None:
    """Keep who wants it to be tried again now."""
    await tx.execute(
        "update change_aside set retried_at = $2, retried_by = $3, try_after = $2 where id = $1",
        change,
        tx.now,
        tx.identity.person,
    )
    await record(tx, CHANGE_ASIDE, change, "retried")


async def close(tx: Transaction, change: UUID, reason: CloseReason) -> None:
    """Keep that the register is not to carry it over any more, and why."""
    await tx.execute(
        "update change_aside set closed_at = $2, closed_by = $3, reason = $4 where id = $1",
        change,
        tx.now,
        tx.identity.person,
        reason.value,
    )
    await record(tx, CHANGE_ASIDE, change, "closed")


async def officers(tx: Transaction) -> list[UUID]:
    """Everybody of the ethics office."""
    return [row["person"] for row in await tx.fetch("select person from role_holders('ethics_officer') as person")]
