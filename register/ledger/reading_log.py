"""The reading log as the auditor goes through it: who opened which record, when, in what role and what for.

A record stands there with its own number only, never with its reference: the auditor can tell which entries speak of
the same record and find it in a verification, and cannot tell whose it is.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from register.access.policy import permits
from register.kernel.dates import local
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of


class LogFilters(msgspec.Struct, frozen=True):
    """What is looked for; the days count in the organisation's time, both included."""

    role: str | None = None
    purpose: str | None = None
    record: UUID | None = None
    since: date | None = None
    until: date | None = None


class LogEntry(msgspec.Struct, frozen=True):
    """One opening. `name` is empty where the register itself read, or where the person is not known any more."""

    id: UUID
    kind: str
    record: UUID | None
    person: UUID | None
    by: str | None
    role: str
    purpose: str
    at: datetime
    name: str = ""


_COLUMNS = "id, kind, subject as record, person, by, role, purpose, at"
_NAMES = "select id, name from log_reader_names($1::uuid[])"
_LAST_OF_KIND = f"select {_COLUMNS} from reading where kind = 'ledger' order by at desc, id desc limit 1"
Condition = tuple[str, tuple[object, ...]]


async def read_log(identity: Identity, filters: LogFilters, cursor: Cursor | None = None) -> Page[LogEntry]:
    """One page of the log, newest first. NotFound for whoever may not read it."""
    if not permits(identity, "reading_log.read"):
        raise NotFound
    async with transaction(identity) as tx:
        sql, values = _statement(filters, cursor, tx.now)
        found = await named(tx, await tx.fetch(sql, *values))
        return page_of(found, cursor, PAGE_ROWS, lambda entry: Cursor(entry.at.isoformat(), entry.id))


async def last_of_the_ledger(tx: Transaction) -> LogEntry | None:
    """The newest verification."""
    found = await named(tx, await tx.fetch(_LAST_OF_KIND))
    return found[0] if found else None


async def named(tx: Transaction, rows: list[Any]) -> list[LogEntry]:
    """The entries with the names of their readers; names are given to auditors only, and of readers only."""
    readers = {row["person"] for row in rows if row["person"] is not None}
    names = {row["id"]: row["name"] for row in await tx.fetch(_NAMES, list(readers))} if readers else {}
    return [LogEntry(**dict(row), name=names.get(row["person"], "")) for row in rows]


def _statement(filters: LogFilters, cursor: Cursor | None, now: datetime) -> tuple[str, list[object]]:
    """The statement and its values: conditions are constants of this module, numbered as they come."""
    texts: list[str] = ["true"]
    values: list[object] = []
    for text, given in _conditions(filters, cursor, now):
        texts.append(text.format(*(f"${len(values) + number}" for number in range(1, len(given) + 1))))
        values.extend(given)
    order = "at, id" if cursor is not None and cursor.newer else "at desc, id desc"
    where = " and ".join(texts)
    return f"select {_COLUMNS} from reading where {where} order by {order} limit {PAGE_ROWS + 1}", values


def _conditions(filters: LogFilters, cursor: Cursor | None, now: datetime) -> Iterator[Condition]:
    if filters.role is not None:
        yield "role = {}", (filters.role,)
    if filters.purpose is not None:
        yield "(purpose = {} or purpose ^@ {})", (filters.purpose, f"{filters.purpose}:")
    if filters.record is not None:
        yield "subject = {}", (filters.record,)
    zone = local(now).tzinfo
    if filters.since is not None:
        yield "at >= {}", (datetime.combine(filters.since, time.min, zone),)
    if filters.until is not None:
        yield "at < {}", (datetime.combine(filters.until + timedelta(days=1), time.min, zone),)
    if cursor is not None:
        place = "(at, id) > ({}::timestamptz, {}::uuid)" if cursor.newer else "(at, id) < ({}::timestamptz, {}::uuid)"
        yield place, (cursor.moment(), cursor.id)
