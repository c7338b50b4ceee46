"""What is kept of a person that lasts, or that a statement of nothing would contradict."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

import msgspec

from declarations.filing.model import Declaration
from declarations.filing.store import COLUMNS, opened
from register.kernel.db import Transaction

_MOST = 300
"""Nobody has as much in force; a row more is not looked for."""
_LIST = ", ".join(COLUMNS)
IS_MEASURED = "exists (select from measure m where m.declaration = declaration.id and m.state in ('set', 'reported'))"
"""That a measure on a declaration is still open: `MeasureState.is_open`, as a condition on its rows."""
_LASTING = (
    f"select {_LIST} from declaration where declarant = $1 and status <> 'withdrawn' and ended_on is null"
    f" and ((kind = 'conflict' and (resolved_at is null or {IS_MEASURED}))"
    " or (kind = 'outside_activity' and (end_date is null or end_date >= $2 or id = any($3::uuid[])))"
    " or (kind = 'gift' and direction = 'received'))"
    f" order by filed_at, id limit {_MOST}"
)
_MEASURED = f"select exists (select from declaration where id = $1 and {IS_MEASURED})"
_RECEIVED = (
    "select exists (select from declaration where declarant = $1 and kind = 'gift' and direction = 'received'"
    " and status <> 'withdrawn' and extract(year from event_date)::int = any($2::int[]))"
)
_STATED = (
    f"select {_LIST} from declaration where declarant = $1 and kind = 'nil' and status <> 'withdrawn'"
    f" and id is distinct from $2 order by filed_at desc, id desc limit {_MOST}"
)


async def lasting(tx: Transaction, person: UUID, today: date, authorized: Collection[UUID]) -> list[Declaration]:
    """What may be in force of a person, as far as it is open to the acting one, the oldest first.

    `authorized` are the activities of which an authorization is open: the last day that a change asks for ends none.
    """
    return [opened(row) for row in await tx.fetch(_LASTING, person, today, list(authorized))]


async def is_measured(tx: Transaction, declaration: UUID) -> bool:
    """Whether a measure on a conflict is still to be carried out, or reported and not confirmed."""
    return bool(await tx.fetchval(_MEASURED, declaration))


async def received_in(tx: Transaction, person: UUID, years: Collection[int]) -> bool:
    """Whether a person declared a gift that they received in one of these years."""
    return bool(await tx.fetchval(_RECEIVED, person, list(years)))


async def stated(tx: Transaction, person: UUID, but: UUID | None) -> list[Declaration]:
    """The statements of nothing that a person has filed, but for one of them; the newest first."""
    return [opened(row) for row in await tx.fetch(_STATED, person, but)]


_ASKED = "case when kind = 'approval_request' then (filed_at at time zone 'UTC')::date end"
"""The day of a request is that on which it was filed; what was brought over has the day on which it was asked."""
DAY = f"coalesce(start_date, event_date, {_ASKED})"
"""The day from which something declared counts."""


class Span(msgspec.Struct, frozen=True):
    """From which day to which something declared was so; without a last day it still is."""

    first: date
    last: date | None = None

    def touches(self, first: date, last: date) -> bool:
        """Whether it was so on a day between two."""
        return self.first <= last and (self.last is None or self.last >= first)


_SETTLED = (
    f"case when resolved_at is not null and not {IS_MEASURED} then greatest(resolved_at,"
    " (select max(m.done_at) from measure m where m.declaration = declaration.id and m.state = 'done'))::date end"
)
"""Since when a conflict is resolved with no measure left; which day one was lifted on is not in its row."""


async def spans_of(tx: Transaction, persons: Iterable[UUID], kind: str) -> list[tuple[UUID, UUID, Span]]:
    """When what the register holds of persons was so: which declaration, whose, from when to when."""
    rows = await tx.fetch(
        f"select id, declarant, {DAY} as first, case when kind in ('gift', 'approval_request') then {DAY}"
        f" else coalesce(ended_on, end_date, {_SETTLED}) end as last from declaration"
        " where declarant = any($1::uuid[]) and kind = $2 and status not in ('draft', 'withdrawn')"
        f" and (kind <> 'gift' or direction = 'received') and {DAY} is not null"
        " and coalesce(outcome, '') not in ('refuse_authorization', 'not_permitted', 'cease')",
        list(set(persons)),
        kind,
    )
    return [(row["id"], row["declarant"], Span(row["first"], row["last"])) for row in rows]
