"""Rows of measures. Every function takes an open transaction; row security shows what the person may see."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from declarations.filing.measures import MeasureState, SetMeasure
from declarations.filing.model import Declaration
from declarations.review.model import Following
from declarations.review.recalling import next_recall
from declarations.review.settings import review_settings
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.paging import Cursor, Page, page_of


class WaitingMeasure(msgspec.Struct, frozen=True):
    """A measure in force: to be carried out, or reported and not yet confirmed."""

    id: UUID
    reference: str
    declarant: UUID
    code: str
    carrier: str
    due_on: date
    state: str


_INSERT = (
    "insert into measure (id, declaration, declarant, code, carrier, due_on, state, set_at, remind_on)"
    " values ($1, $2, $3, $4, $5, $6, 'set', $7, $8)"
)


async def add(tx: Transaction, declaration: Declaration, measures: Sequence[SetMeasure]) -> None:
    """Keep what was decided."""
    for each in measures:
        await tx.execute(
            _INSERT,
            each.id,
            declaration.id,
            declaration.declarant,
            each.code,
            each.carrier.value,
            each.due_on,
            tx.now,
            _next(each.due_on, local(tx.now).date()),
        )


def _next(due_on: date, after: date) -> date:
    found = review_settings()
    return next_recall(due_on, after, before=found.measure_reminder_days, every=found.measure_reminder_every)


async def move(tx: Transaction, measure: UUID, state: MeasureState, *, done: bool) -> None:
    """Keep how far a measure has come; `done` says that this is the moment at which it was carried out."""
    await tx.execute(
        "update measure set state = $2, done_at = case when $3 then $4 else done_at end where id = $1",
        measure,
        state.value,
        done,
        tx.now,
    )


_FOLLOWED: Mapping[Following, str] = {  # each names the day, for all are given it
    Following.WAITING: "(m.due_on <= $2::date or m.state = 'reported')",
    Following.DUE: "m.state = 'set' and m.due_on <= $2::date",
    Following.REPORTED: "m.state = 'reported' and $2::date is not null",
    Following.LATER: "m.state = 'set' and m.due_on > $2::date",
}
_OF_OTHERS = (
    " from measure m join declaration d on d.id = m.declaration"
    " where m.state in ('set', 'reported') and d.declarant <> $1 and d.filed_by <> $1"
)
_LISTED = "select m.id, d.reference, m.declarant, m.code, m.carrier, m.due_on, m.state"
_COUNTED = "select " + ", ".join(f"count(*) filter (where {where}) as {name}" for name, where in _FOLLOWED.items())
_AFTER = " and ($3::date is null or (m.due_on, m.id) > ($3, $4)) order by m.due_on, m.id limit $5"
_BEFORE = " and (m.due_on, m.id) < ($3::date, $4) order by m.due_on desc, m.id desc limit $5"


async def counted(tx: Transaction, today: date) -> dict[Following, int]:
    """How many measures of other persons' cases each list holds."""
    row = await tx.fetchrow(_COUNTED + _OF_OTHERS, tx.identity.person, today)
    return {each: row[each.value] if row else 0 for each in Following}


async def followed(
    tx: Transaction, which: Following, today: date, cursor: Cursor | None, rows: int
) -> Page[WaitingMeasure]:
    """Measures of other persons' cases, the longest overdue first."""
    back = cursor is not None and cursor.newer
    at = (cursor.day(), cursor.id) if cursor else (None, None)
    query = f"{_LISTED}{_OF_OTHERS} and {_FOLLOWED[which]}"
    found = await tx.fetch(query + (_BEFORE if back else _AFTER), tx.identity.person, today, *at, rows + 1)
    items = [WaitingMeasure(**row) for row in found]
    return page_of(items, cursor, rows, lambda row: Cursor(row.due_on.isoformat(), row.id))


_RECALLED = (
    "select m.id, d.reference, m.declarant, m.code, m.carrier, m.due_on, m.state"
    " from measure m join declaration d on d.id = m.declaration"
    " where m.state = 'set' and m.remind_on <= $1::date and d.status <> 'withdrawn'"
    " order by m.remind_on, m.id limit $2 for update of m skip locked"
)


async def recalled(tx: Transaction, today: date, most: int) -> list[WaitingMeasure]:
    """Measures of which somebody is to be reminded by today; for the clerk."""
    return [WaitingMeasure(**row) for row in await tx.fetch(_RECALLED, today, most)]


async def reminded(tx: Transaction, measure: WaitingMeasure, today: date) -> None:
    """Keep that they were reminded: the next time is on a later day."""
    await tx.execute(
        "update measure set reminded_at = $2, remind_on = $3 where id = $1",
        measure.id,
        tx.now,
        _next(measure.due_on, today),
    )


async def has_reported(tx: Transaction, declaration: UUID) -> bool:
    """Whether a measure of the case is reported and neither confirmed nor lifted."""
    sql = "select exists (select from measure where declaration = $1 and state = 'reported')"
    return bool(await tx.fetchval(sql, declaration))


async def has_any(tx: Transaction, declaration: UUID) -> bool:
    """Whether a measure of the case is in force or was carried out."""
    sql = "select exists (select from measure where declaration = $1 and state <> 'lifted')"
    return bool(await tx.fetchval(sql, declaration))
