"""The only module that touches the table of what-ifs; every function takes an open transaction."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from declarations.codes.earlier import EarlierGift
from declarations.whatif.comparing import Kept
from declarations.whatif.model import By
from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.kernel.paging import Cursor, Page, page_of

_NOBODY = UUID(int=0)


class Run(msgspec.Struct, frozen=True):
    """One what-if as its row says; what is encrypted is opened by the service."""

    id: UUID
    profile: str
    asked_by: UUID
    asked_as: str
    asked_at: datetime
    status: str
    reached: UUID | None
    progress: int
    total: int | None
    done_at: datetime | None
    key_id: str
    wrapped_key: bytes
    question: bytes
    answer: bytes | None


_FIELDS = tuple(Run.__struct_fields__)
_LIST = ", ".join(_FIELDS)


def insert(tx: Transaction, run: Run) -> None:
    """Keep a new what-if."""
    places = ", ".join(f"${number}" for number in range(1, len(_FIELDS) + 1))
    tx.later(f"insert into what_if ({_LIST}) values ({places})", *msgspec.structs.astuple(run))


async def run_by_id(tx: Transaction, wanted: UUID) -> Run:
    """One what-if; NotFound where there is none for this identity."""
    row = await tx.fetchrow(f"select {_LIST} from what_if where id = $1", wanted)
    if row is None:
        raise NotFound
    return Run(**row)


async def take(tx: Transaction, wanted: UUID) -> Run | None:
    """One what-if that still waits, held until the end of the transaction; None where another process holds it."""
    query = f"select {_LIST} from what_if where id = $1 and status = 'waiting' for update skip locked"
    row = await tx.fetchrow(query, wanted)
    return Run(**row) if row else None


async def waiting(tx: Transaction) -> UUID | None:
    """The oldest what-if that waits for its turn."""
    query = "select id from what_if where status = 'waiting' order by asked_at limit 1"
    found: UUID | None = await tx.fetchval(query)
    return found


async def keep_part(
    tx: Transaction, run: UUID, *, reached: UUID | None, answer: bytes, progress: int, total: int
) -> None:
    """Keep what is counted so far, up to a declaration."""
    await tx.execute(
        "update what_if set reached = $2, answer = $3, progress = $4, total = $5 where id = $1",
        run,
        reached,
        answer,
        progress,
        total,
    )


async def end(tx: Transaction, run: UUID, status: str) -> None:
    """Nothing more is counted: it is `done`, or `failed`."""
    await tx.execute("update what_if set status = $2, done_at = $3 where id = $1", run, status, tx.now)


async def discard(tx: Transaction, wanted: UUID) -> None:
    """Forget a what-if; NotFound where there is none for this identity."""
    if await tx.execute("delete from what_if where id = $1", wanted) != "DELETE 1":
        raise NotFound


async def clear_before(tx: Transaction, moment: datetime) -> None:
    """Forget what was asked before a moment."""
    await tx.execute("delete from what_if where asked_at < $1", moment)


async def still_holds(tx: Transaction, person: UUID, role: str) -> bool:
    """Whether the person who asked still has the role in which they asked."""
    query = "select exists (select from role_grant where person = $1 and role = $2 and ended_at is null)"
    found: bool = await tx.fetchval(query, person, role)
    return found


_OLDER = (
    f"select {_LIST} from what_if where $1::timestamptz is null or (asked_at, id) < ($1, $2)"
    " order by asked_at desc, id desc limit $3"
)
_NEWER = f"select {_LIST} from what_if where (asked_at, id) > ($1::timestamptz, $2) order by asked_at, id limit $3"


async def runs_page(tx: Transaction, cursor: Cursor | None, rows: int) -> Page[Run]:
    """What the acting person asked, the newest first."""
    back = cursor is not None and cursor.newer
    at = (cursor.moment(), cursor.id) if cursor else (None, None)
    found = [Run(**row) for row in await tx.fetch(_NEWER if back else _OLDER, *at, rows + 1)]
    return page_of(found, cursor, rows, lambda run: Cursor(run.asked_at.isoformat(), run.id))


_FILED = "(d.filed_at at time zone 'UTC')::date"
_DAYS = {By.EVENT: f"coalesce(d.event_date, d.start_date, {_FILED})", By.FILED: _FILED}
_AMONG = (
    "d.regime = $1 and d.kind <> 'nil' and d.status <> 'withdrawn'"
    " and ($2::date is null or {day} >= $2) and ($3::date is null or {day} <= $3)"
)
_COUNTS = {by: f"select count(*) from declaration d where {_AMONG}".format(day=day) for by, day in _DAYS.items()}
_PARTS = {
    by: (
        "select d.id, d.kind, coalesce(u.name, '') as unit, d.effect, d.filed_at, d.key_id, d.wrapped_key, d.details"
        " from declaration d left join person p on p.id = d.declarant left join unit u on u.id = p.unit"
        f" where d.id > $4 and {_AMONG} order by d.id limit $5"
    ).format(day=day)
    for by, day in _DAYS.items()
}
"""Composed of constants only."""

Period = tuple[By, date | None, date | None]


async def count(tx: Transaction, profile: str, period: Period) -> int:
    """How many declarations of a period were judged by a profile, as far as this identity may see them."""
    by, since, until = period
    found: int = await tx.fetchval(_COUNTS[by], profile, since, until)
    return found


async def part(tx: Transaction, profile: str, period: Period, reached: UUID | None, many: int) -> list[Kept]:
    """The next of them, in the order of their ids."""
    by, since, until = period
    rows = await tx.fetch(_PARTS[by], profile, since, until, reached or _NOBODY, many)
    return [Kept(**row) for row in rows]


_EARLIER = (
    "select of_declaration, of_day, amount, currency, reference_amount, reference_currency, event_date"
    " from earlier_gifts($1, $2)"
)


async def earlier_gifts(
    tx: Transaction, declarations: Sequence[UUID], days: int
) -> AsyncIterator[tuple[UUID, date, list[EarlierGift]]]:
    """Of each gift that has any, its day and what the person was given by the same giver in so many days before it.

    In the order of their days; whole for each gift, one gift after another.
    """
    of: tuple[UUID, date] | None = None
    found: list[EarlierGift] = []
    async for row in tx.cursor(_EARLIER, list(declarations), days):
        declaration, day, *values = row
        if of is not None and of[0] != declaration:
            yield *of, found
            found = []
        of = (declaration, day)
        found.append(EarlierGift(*values))
    if of is not None:
        yield *of, found


async def references(tx: Transaction, wanted: Sequence[UUID]) -> dict[UUID, asyncpg.Record]:
    """References and kinds of those declarations that are open to the acting person."""
    rows = await tx.fetch("select id, reference, kind from declaration where id = any($1::uuid[])", list(wanted))
    return {row["id"]: row for row in rows}
