"""What reports read: views and tables of other rooms, in one snapshot, row by row."""

from collections.abc import AsyncIterator
from datetime import date

import asyncpg

from register.kernel.db import Transaction
from reports.model import State

_PERIOD = "($1::date is null or period_day >= $1) and ($2::date is null or period_day <= $2)"
_PUBLIC = (
    "event_date, items, days_to_decision, rate_source, rate_date, kind, giver_type, giver_country,"
    " category, direction, value_band, effect, outcome, status, regime, profile_version, reference_currency"
)
# Ordered by every column, so that equal data makes an equal file without an id having left the database.
_GOVERNING_BODY = f"select {_PUBLIC} from gift_extract where {_PERIOD} order by period_day, {_PUBLIC}"
_GOVERNING_BODY_STATE = f"""
    select max(changed_at) as changed_at, max(seal) as seal, count(*) filter (where seal is null) as unsealed
    from gift_extract_state where {_PERIOD}
"""

# The officer's queue: row security leaves out superiors' cases, the condition leaves out one's own.
_OFFICE = "d.kind = 'gift' and d.route = 'office' and d.declarant <> $3 and d.filed_by <> $3"
_DAY = "coalesce(d.event_date, (d.filed_at at time zone 'UTC')::date)"
_DESK = f"""
    select {_PUBLIC},
           id, reference, unit, party_name, amount, currency, reference_amount, key_id, wrapped_key, details
    from (select d.*, u.name as unit, {_DAY} as period_day,
                 (d.decided_at at time zone 'UTC')::date - (d.filed_at at time zone 'UTC')::date as days_to_decision
          from declaration d
          left join person p on p.id = d.declarant left join unit u on u.id = p.unit where {_OFFICE}) d
    where {_PERIOD} order by period_day, reference
"""
_DESK_STATE = f"""
    select max(e.at) as changed_at, max(l.seal) as seal, count(*) filter (where l.seal is null) as unsealed
    from (select d.id, d.head_seq, {_DAY} as period_day from declaration d where {_OFFICE}) d
    join event e on e.stream = d.id and e.seq = d.head_seq
    left join seal_leaf l on l.stream = d.id and l.seq = d.head_seq
    where {_PERIOD}
"""
PREFETCH = 1000


def governing_body_rows(tx: Transaction, since: date | None, until: date | None) -> AsyncIterator[asyncpg.Record]:
    """Gifts without names, ordered; empty for any identity but the exporter's."""
    return tx.cursor(_GOVERNING_BODY, since, until, prefetch=PREFETCH)


def desk_rows(tx: Transaction, since: date | None, until: date | None) -> AsyncIterator[asyncpg.Record]:
    """Gifts in the queue of the acting officer, ordered, their story still encrypted."""
    return tx.cursor(_DESK, since, until, tx.identity.person, prefetch=PREFETCH)


async def governing_body_state(tx: Transaction, since: date | None, until: date | None) -> State:
    """Up to where the rows without names are complete and sealed."""
    return await _state(tx, await tx.fetchrow(_GOVERNING_BODY_STATE, since, until))


async def desk_state(tx: Transaction, since: date | None, until: date | None) -> State:
    """Up to where the rows of the desk are complete and sealed."""
    return await _state(tx, await tx.fetchrow(_DESK_STATE, since, until, tx.identity.person))


async def _state(tx: Transaction, row: asyncpg.Record | None) -> State:
    if row is None or row["changed_at"] is None:
        return State(None, 0)
    root = await tx.fetchval("select root from seal where n = $1", row["seal"]) if row["seal"] else None
    return State(row["changed_at"], row["unsealed"], row["seal"], root)
