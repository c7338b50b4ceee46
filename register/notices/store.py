"""SQL of the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from register.kernel.db import Transaction
from register.kernel.paging import Cursor
from register.notices.configuration import ways_in
from register.notices.model import Recipient, Trouble, Waiting

_WAITING = "id, recipient, created_at, tries, key_id, wrapped_key, content"

_INSERT = """
insert into outbox (id, recipient, key_id, wrapped_key, content, created_at, due_at, tries)
values ($1, $2, $3, $4, $5, $6, $7, 0)
"""
_CLAIM = f"""
update outbox set tries = tries + 1, due_at = $1::timestamptz + $2::interval where id in (
    select id from outbox where sent_at is null and failed_at is null and due_at <= $1
    order by due_at limit $3 for update skip locked
)
returning {_WAITING}
"""
_WAS_KEPT = "sent_at is not null and wrapped_key is not null"
_KEPT = f"""
select {_WAITING} from outbox
where {_WAS_KEPT} and ($1::uuid is null or recipient = $1) and ($2::uuid is null or id {{0}} $2)
order by id {{1}} limit $3
"""
_OLDER_KEPT, _NEWER_KEPT = _KEPT.format("<", "desc"), _KEPT.format(">", "asc")
_KEPT_FOR = f"""
select recipient from outbox where {_WAS_KEPT} group by recipient order by max(created_at) desc, recipient limit $1
"""
_RECIPIENTS = "select id, email, name, language, coalesce(is_active, false) from notice_addresses($1::uuid[])"
_TROUBLES = """
select o.id, concat_ws(' ', nullif(p.first_name, ''), p.family_name) as name, coalesce(p.email, '') as email,
    o.created_at, o.tries, o.due_at, o.failed_at, coalesce(o.last_error, '') as last_error
from outbox o left join person p on p.id = o.recipient
where o.sent_at is null and o.last_error is not null and ($1::uuid is null or o.id {0} $1)
order by o.id {1} limit $2
"""
_OLDER_TROUBLES, _NEWER_TROUBLES = _TROUBLES.format("<", "desc"), _TROUBLES.format(">", "asc")


def add(tx: Transaction, *values: Any) -> None:
    """Put a notice into the outbox, together with what else the transaction writes."""
    tx.later(_INSERT, *values)


async def claim(tx: Transaction, lease: timedelta, limit: int) -> list[Waiting]:
    """Take what is due for one try; until the lease is over nobody else takes it, even if this process dies."""
    return [Waiting(*row) for row in await tx.fetch(_CLAIM, tx.now, lease, limit)]


async def recipients(tx: Transaction, persons: Sequence[UUID]) -> dict[UUID, Recipient]:
    """Address and language of each person, and how somebody without an account comes in."""
    found = {row["id"]: Recipient(*row) for row in await tx.fetch(_RECIPIENTS, persons)}
    ways = await ways_in(tx, list(found)) if found else {}
    return found | {key: msgspec.structs.replace(found[key], way_in=way) for key, way in ways.items() if key in found}


async def mark_sent(tx: Transaction, notice: UUID, *, keep: bool) -> None:
    """It was handed over; unless it is kept for the demonstration, what it said is erased."""
    await tx.execute(
        "update outbox set sent_at = $2, last_error = null,"
        " content = case when $3 then content else '' end, wrapped_key = case when $3 then wrapped_key end"
        " where id = $1",
        notice,
        tx.now,
        keep,
    )


async def mark_failed(tx: Transaction, notice: UUID, code: str, due: datetime, failed_at: datetime | None) -> None:
    """The try failed; it is due again, or given up."""
    sql = "update outbox set last_error = $2, due_at = $3, failed_at = $4 where id = $1"
    await tx.execute(sql, notice, code, due, failed_at)


async def release(tx: Transaction, notices: Sequence[UUID]) -> None:
    """Give back what was taken but not tried."""
    await tx.execute("update outbox set tries = tries - 1, due_at = $2 where id = any($1::uuid[])", notices, tx.now)


async def retry(tx: Transaction, notice: UUID | None) -> int:
    """Make one given-up notice, or all of them, due now with all tries before them; how many that were."""
    tag = await tx.execute(
        "update outbox set failed_at = null, tries = 0, due_at = $2"
        " where failed_at is not null and ($1::uuid is null or id = $1)",
        notice,
        tx.now,
    )
    return int(tag.rpartition(" ")[2])


async def troubles(tx: Transaction, cursor: Cursor | None, limit: int) -> list[Trouble]:
    """What could not be delivered so far, from the cursor on."""
    sql = _NEWER_TROUBLES if cursor and cursor.newer else _OLDER_TROUBLES
    return [Trouble(*row) for row in await tx.fetch(sql, cursor.id if cursor else None, limit)]


async def sent(tx: Transaction, cursor: Cursor | None, limit: int, recipient: UUID | None = None) -> list[Waiting]:
    """Notices that were handed over and kept, from the cursor on, perhaps of one recipient."""
    sql = _NEWER_KEPT if cursor and cursor.newer else _OLDER_KEPT
    return [Waiting(*row) for row in await tx.fetch(sql, recipient, cursor.id if cursor else None, limit)]


async def sent_to(tx: Transaction, limit: int) -> list[UUID]:
    """To whom such notices went, the latest first."""
    return [row["recipient"] for row in await tx.fetch(_KEPT_FOR, limit)]


async def clear_sent(tx: Transaction, before: datetime) -> None:
    """Delete what was delivered before that moment."""
    await tx.execute("delete from outbox where sent_at < $1", before)
