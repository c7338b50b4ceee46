"""What reports read: views and tables of other rooms, in one snapshot, row by row."""

from collections.abc import AsyncIterator
from datetime import date

import asyncpg

from declarations.codes.vocabulary import Kind
from register.kernel.db import Transaction
from reports.chosen import Chosen
from reports.model import Audience, State

Period = tuple[date | None, date | None]
"""The first and the last day of receipt."""


_PERIOD = "($1::date is null or period_day >= $1) and ($2::date is null or period_day <= $2)"
_PUBLIC = (
    "event_date, items, days_to_decision, rate_source, rate_date, kind, giver_type, giver_country,"
    " category, direction, value_band, effect, outcome, status, regime, profile_version, reference_currency"
)
# Ordered by every column, so that equal data makes an equal file without an id having left the database.
_GOVERNING_BODY = f"select {_PUBLIC} from gift_extract where {_PERIOD} and ({{chosen}}) order by period_day, {_PUBLIC}"
_GOVERNING_BODY_STATE = f"""
    select max(changed_at) as changed_at, max(seal) as seal, count(*) filter (where seal is null) as unsealed,
           count(*) filter (where is_imported) as imported
    from gift_extract_state where {_PERIOD} and ({{chosen}})
"""

_GONE = "imported is not null and status = 'withdrawn'"
_OF_KIND = f"select * from declaration where kind = '{{kind}}' and not ({_GONE}) and ({{chosen}})"
_FILED = "(d.filed_at at time zone 'UTC')::date"
_DAY = f"coalesce(d.event_date, d.start_date, {_FILED})"
# Few steps are taken for another: they are gathered once, by their own index, and not row by row.
_FOR_ANOTHER = """
    select stream, array_agg(actor order by seq) as actors, array_agg(principal order by seq) as principals
    from (select e.stream, min(e.seq) as seq, concat_ws(' ', a.first_name, a.family_name) as actor,
                 concat_ws(' ', p.first_name, p.family_name) as principal
          from event e left join person a on a.id = e.actor left join person p on p.id = e.acting_for
          where e.kind = 'declaration' and e.acting_for is not null group by 1, 3, 4) step
    group by stream
"""
_DESK = f"""
    with acted as materialized ({_FOR_ANOTHER})
    select {_PUBLIC},
           id, reference, unit, party_name, amount, currency, reference_amount, key_id, wrapped_key, details,
           actors, principals, filed_day, activity_class, domain, subject, nature_declared, nature_assessed, start_date,
           end_date, aware_date, imported is not null as is_imported{{own}}
    from (select d.*{{own_of}}, u.name as unit,
                 acted.actors, acted.principals, {_DAY} as period_day, {_FILED} as filed_day,
                 (d.decided_at at time zone 'UTC')::date - (d.filed_at at time zone 'UTC')::date as days_to_decision
          from ({_OF_KIND}) d
          left join person p on p.id = d.declarant left join unit u on u.id = p.unit
          left join acted on acted.stream = d.id{{joined}}) d
    where {_PERIOD} order by period_day, reference
"""
_UTC = "({}_at at time zone 'UTC')::date as {}_day"
_MARKS = ", ".join(_UTC.format(f"d.{mark}", mark) for mark in ("disclosed", "addressed", "resolved"))
_FOLLOWED = """
    select declaration, count(*) as set_so_far, count(*) filter (where state = 'done') as done_so_far,
           array_agg(due_on) filter (where state = 'set') as measures_due
    from measure where state <> 'lifted' group by declaration
"""
_OWN = {
    Kind.OUTSIDE_ACTIVITY: (
        ", authorized_until, validity",
        ", permit.ends_on as authorized_until, permit.validity",
        " left join activity_authorization permit on permit.declaration = d.id",
    ),
    Kind.CONFLICT: (
        ", disclosed_day, addressed_day, resolved_day, measures_set, measures_done, measures_due",
        f", {_MARKS}, measures_due, coalesce(set_so_far, 0) as measures_set, coalesce(done_so_far, 0) as measures_done",
        f" left join ({_FOLLOWED}) followed on followed.declaration = d.id",
    ),
}
"""Of a kind: its further columns, where they come from, and what is joined for them."""
_DESK_STATE = f"""
    select max(e.at) as changed_at, max(l.seal) as seal, count(*) filter (where l.seal is null) as unsealed,
           count(*) filter (where d.imported is not null) as imported
    from (select d.id, d.head_seq, d.imported, {_DAY} as period_day from ({_OF_KIND}) d) d
    join event e on e.stream = d.id and e.seq = d.head_seq
    left join seal_leaf l on l.stream = d.id and l.seq = d.head_seq
    where {_PERIOD}
"""
PREFETCH = 1000


_ROWS = {Audience.GOVERNING_BODY: _GOVERNING_BODY, Audience.DESK: _DESK}
_STATES = {Audience.GOVERNING_BODY: _GOVERNING_BODY_STATE, Audience.DESK: _DESK_STATE}


def rows(
    tx: Transaction, audience: Audience, period: Period, chosen: Chosen, kind: Kind = Kind.GIFT
) -> AsyncIterator[asyncpg.Record]:
    """Rows of a kind, ordered: gifts without names for the exporter alone, or the acting officer's, story encrypted."""
    own, own_of, joined = _OWN.get(kind, ("", "", ""))
    parts = {"own": own, "own_of": own_of, "joined": joined, "chosen": chosen.condition, "kind": kind.value}
    statement = _ROWS[audience].format(**parts)  # composed of constants only
    return tx.cursor(statement, *period, *chosen.values, prefetch=PREFETCH)


async def state(tx: Transaction, audience: Audience, period: Period, chosen: Chosen, kind: Kind = Kind.GIFT) -> State:
    """Up to where these rows are complete and sealed."""
    statement = _STATES[audience].format(chosen=chosen.condition, kind=kind.value)  # composed of constants only
    return await _state(tx, await tx.fetchrow(statement, *period, *chosen.values))


async def _state(tx: Transaction, row: asyncpg.Record | None) -> State:
    if row is None or row["changed_at"] is None:
        return State(None, 0)
    root = await tx.fetchval("select root from seal where n = $1", row["seal"]) if row["seal"] else None
    return State(row["changed_at"], row["unsealed"], row["seal"], root, row["imported"])
