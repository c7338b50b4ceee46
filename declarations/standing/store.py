"""What this room reads and keeps; every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from declarations.filing.model import Declaration
from declarations.filing.store import COLUMNS, opened
from declarations.standing.model import SeparationRecord, StandingMeasure
from declarations.standing.records import SEPARATION
from register.kernel.db import Transaction
from register.kernel.ids import new_id
from register.kernel.paging import Cursor, Page, page_of
from register.ledger.records import record

_MOST = 300
"""Nobody has as much in force; a row more is not looked for."""
_LIST = ", ".join(COLUMNS)
_ENDED = (
    f"select {_LIST} from declaration where declarant = $1 and status <> 'withdrawn'"
    " and (ended_on > $2 or (ended_on is not null and id = any($3::uuid[])))"
    f" order by ended_on desc, id desc limit {_MOST}"
)
_WAITING = (
    "select count(*) from declaration where declarant = $1"
    " and status in ('submitted', 'under_review', 'information_requested')"
)


async def ended_since(tx: Transaction, person: UUID, day: date, measured: Sequence[UUID]) -> list[Declaration]:
    """What ended after a day, the newest first, and whatever ended before with a measure that is still open."""
    return [opened(row) for row in await tx.fetch(_ENDED, person, day, list(measured))]


async def waiting(tx: Transaction, person: UUID) -> int:
    """How many declarations wait for a decision."""
    return int(await tx.fetchval(_WAITING, person))


async def measures_of(tx: Transaction, declarations: Sequence[UUID]) -> dict[UUID, list[StandingMeasure]]:
    """The measures that were decided in these cases and not lifted."""
    rows = await tx.fetch(
        "select declaration, code, state, due_on from measure where declaration = any($1::uuid[])"
        " and state <> 'lifted' order by set_at, id",
        list(declarations),
    )
    found: dict[UUID, list[StandingMeasure]] = {}
    for row in rows:
        found.setdefault(row["declaration"], []).append(StandingMeasure(**row))
    return found


async def open_measures(tx: Transaction, person: UUID) -> list[StandingMeasure]:
    """The measures of a person that are still to be carried out or confirmed, the earliest day first."""
    rows = await tx.fetch(
        "select m.declaration, m.code, m.state, m.due_on from measure m join declaration d on d.id = m.declaration"
        " where m.declarant = $1 and m.state in ('set', 'reported') and d.status <> 'withdrawn'"
        f" order by m.due_on, m.id limit {_MOST}",
        person,
    )
    return [StandingMeasure(**row) for row in rows]


async def open_changes(tx: Transaction, most: int) -> list[UUID]:
    """The changes of function that nobody has looked at, the oldest first, without what is set aside or closed."""
    rows = await tx.fetch(
        "select c.id from function_change c left join change_aside a on a.id = c.id"
        " where c.handled_at is null and (a.id is null or (a.closed_at is null and a.try_after <= $1))"
        " order by c.at, c.id limit $2",
        tx.now,
        most,
    )
    return [row["id"] for row in rows]


async def open_change(tx: Transaction, change: UUID) -> asyncpg.Record | None:
    """A change of function that nobody has looked at, locked; None where somebody has, or does now."""
    return await tx.fetchrow(
        "select id, person, at, what from function_change where id = $1 and handled_at is null for update skip locked",
        change,
    )


async def handled(tx: Transaction, change: UUID) -> None:
    """Say that a change of function has been looked at."""
    await tx.execute("update function_change set handled_at = $2 where id = $1", change, tx.now)


async def office_of(tx: Transaction, declaration: UUID) -> list[UUID]:
    """Everybody of the office who may work on a case; for the clerk."""
    return [row["person"] for row in await tx.fetch("select person from office_of($1) as person", declaration)]


_ONE = "UPDATE 1"
_SEPARATION = tuple(SeparationRecord.__struct_fields__)
_SEPARATION_LIST = ", ".join(_SEPARATION)


def _separation(row: Any) -> SeparationRecord:
    values = dict(row)
    listed = values["listed"]
    return SeparationRecord(**values | {"listed": None if listed is None else tuple(listed)})


async def separation_of(tx: Transaction, person: UUID, *, lock: bool = False) -> SeparationRecord | None:
    """The separation of a person, if it is recorded and open to the acting one."""
    query = f"select {_SEPARATION_LIST} from separation where person = $1" + (" for update" if lock else "")
    row = await tx.fetchrow(query, person)
    return _separation(row) if row else None


async def separation_by_id(tx: Transaction, wanted: UUID, *, lock: bool = False) -> SeparationRecord | None:
    """The same by its id."""
    query = f"select {_SEPARATION_LIST} from separation where id = $1" + (" for update" if lock else "")
    row = await tx.fetchrow(query, wanted)
    return _separation(row) if row else None


_OLDER = (
    f"select {_SEPARATION_LIST} from separation where person <> $1"
    " and ($2::timestamptz is null or (recorded_at, id) < ($2, $3)) order by recorded_at desc, id desc limit $4"
)
_NEWER = (
    f"select {_SEPARATION_LIST} from separation where person <> $1 and (recorded_at, id) > ($2::timestamptz, $3)"
    " order by recorded_at, id limit $4"
)


async def separations(tx: Transaction, cursor: Cursor | None, rows: int) -> Page[SeparationRecord]:
    """A page of everyone else's, the latest recorded first."""
    at = (cursor.moment(), cursor.id) if cursor else (None, None)
    query = _NEWER if cursor is not None and cursor.newer else _OLDER
    found = [_separation(row) for row in await tx.fetch(query, tx.identity.person, *at, rows + 1)]
    return page_of(found, cursor, rows, lambda row: Cursor(row.recorded_at.isoformat(), row.id))


async def record_separation(tx: Transaction, person: UUID, last_day: date) -> bool:
    """Keep that somebody leaves, and whether that is new.

    A later last day takes the place of an earlier one until the letter is issued.
    """
    kept = await tx.fetchrow(
        "insert into separation (id, person, last_day, recorded_at, recorded_by) values ($1, $2, $3, $4, $5)"
        " on conflict (person) do update set last_day = excluded.last_day, recorded_at = excluded.recorded_at,"
        " recorded_by = excluded.recorded_by where separation.letter_at is null"
        " returning id, xmax = 0 as is_new",
        new_id(),
        person,
        last_day,
        tx.now,
        tx.identity.person,
    )
    if kept is None:
        return False
    await record(tx, SEPARATION, kept["id"], "recorded")
    return bool(kept["is_new"])


async def say_returned(tx: Transaction, separation: UUID) -> None:
    """Keep when the person said that everything is returned; it is kept once."""
    sql = "update separation set returned_at = $2 where id = $1 and returned_at is null"
    if await tx.execute(sql, separation, tx.now) == _ONE:
        await record(tx, SEPARATION, separation, "returned")


async def issue(tx: Transaction, separation: UUID, listed: Sequence[UUID], months: int) -> bool:
    """Keep when the letter was issued and what stands in it; False where it was issued already."""
    sql = "update separation set letter_at = $2, listed = $3, months = $4 where id = $1 and letter_at is null"
    if await tx.execute(sql, separation, tx.now, list(listed), months) != _ONE:
        return False
    await record(tx, SEPARATION, separation, "letter_issued")
    return True


_NAMED = f"select {_LIST} from declaration where id = any($1::uuid[]) order by filed_at, id"


async def named(tx: Transaction, declarations: Sequence[UUID]) -> list[Declaration]:
    """These declarations, as far as they are open to the acting person."""
    return [opened(row) for row in await tx.fetch(_NAMED, list(declarations))]


async def complete(tx: Transaction, separation: UUID) -> None:
    """Keep that the office has gone through the whole checklist."""
    sql = "update separation set completed_at = $2, completed_by = $3 where id = $1 and completed_at is null"
    if await tx.execute(sql, separation, tx.now, tx.identity.person) == _ONE:
        await record(tx, SEPARATION, separation, "completed")
