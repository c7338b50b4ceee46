"""One-time links and requests for them."""

from datetime import datetime, timedelta
from uuid import UUID

from register.access.model import LinkHolder
from register.kernel.db import Transaction
from register.kernel.ids import new_id


async def add_link_request(tx: Transaction, email: str, requested_by: UUID | None) -> None:
    """Note that a link to this address was asked for; nobody looks here whether it is known."""
    await tx.execute(
        "insert into link_request (id, email, requested_by, requested_at) values ($1, $2, $3, $4)",
        new_id(),
        email,
        requested_by,
        tx.now,
    )


async def take_link_requests(tx: Transaction, most: int) -> list[tuple[str, UUID | None]]:
    """Take the oldest requests out of the queue; another worker takes others."""
    rows = await tx.fetch(
        """
        delete from link_request where id in (
            select id from link_request order by requested_at limit $1 for update skip locked)
        returning email, requested_by
        """,
        most,
    )
    return [(row["email"], row["requested_by"]) for row in rows]


async def links_since(tx: Transaction, person: UUID, since: datetime) -> int:
    """How many links a person was sent since a moment."""
    return int(
        await tx.fetchval("select count(*) from one_time_link where person = $1 and created_at > $2", person, since)
    )


async def add_link(tx: Transaction, person: UUID, purpose: str, token_hash: bytes, life: timedelta) -> None:
    """Make a link; earlier ones stay good, or a stranger could spoil them by asking again."""
    await tx.execute(
        "insert into one_time_link (id, person, purpose, token_hash, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $5::timestamptz + $6::interval)",
        new_id(),
        person,
        purpose,
        token_hash,
        tx.now,
        life,
    )


async def link_holder(tx: Transaction, token_hash: bytes) -> LinkHolder | None:
    """Whom an unused link belongs to; looking consumes nothing."""
    row = await tx.fetchrow(
        """
        select l.person, p.email, trim(p.first_name || ' ' || p.family_name) as name, l.purpose
        from one_time_link l join person p on p.id = l.person and p.active
        join account a on a.person = l.person and a.disabled_at is null
        where l.token_hash = $1 and l.used_at is null and l.expires_at > $2
        """,
        token_hash,
        tx.now,
    )
    return LinkHolder(**dict(row)) if row else None


async def consume_link(tx: Transaction, token_hash: bytes) -> UUID | None:
    """Use a link up, with every other link of the person; whose it was, or None where another was faster."""
    person: UUID | None = await tx.fetchval(
        """
        update one_time_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2
        returning person
        """,
        token_hash,
        tx.now,
    )
    if person is not None:
        await tx.execute("update one_time_link set used_at = $2 where person = $1 and used_at is null", person, tx.now)
    return person


async def forget_spent_links(tx: Transaction, after: timedelta) -> None:
    """Delete links that nobody can use any more."""
    await tx.execute("delete from one_time_link where coalesce(used_at, expires_at) < $1", tx.now - after)
