"""Sessions, and the one query that says who is behind a request."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from register.access.model import SessionView
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.identity import HEAD_OF_DELEGATION, Identity
from register.kernel.ids import new_id

SEEN_EVERY = timedelta(minutes=1)
"""How stale `last_seen_at` may be: a session is idle at most this much earlier than the setting says."""

# What a person holds follows from the day that it is in the organization; each query says where that day stands.
WHO = """
    select p.id as person, trim(p.first_name || ' ' || p.family_name) as name, p.language,
        roles_held(p.id, $day::date) as roles,
        coalesce((select c.capacity from person_capacity c where c.person = p.id and c.since <= $day::date
                  and (c.until is null or c.until >= $day::date)
                  order by c.until nulls first, c.since desc limit 1), '') as capacity
"""

_BY_SESSION = f"""
    with known as (
        select s.id, s.person, s.last_seen_at from session s join account a on a.person = s.person
        where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3
        and s.epoch = a.epoch and a.disabled_at is null
    ), seen as (
        update session set last_seen_at = $2 from known where session.id = known.id and known.last_seen_at <= $4
    )
    {WHO.replace("$day", "$5")}, known.id as session from known join person p on p.id = known.person and p.active
"""


def identity_in(row: asyncpg.Record | None) -> Identity | None:
    """The identity of a row of `WHO`."""
    if row is None:
        return None
    return Identity(
        person=row["person"],
        roles=frozenset(row["roles"]),
        name=row["name"],
        capacity=row["capacity"],
        locale=row["language"],
        session=row["session"],
    )


async def session_identity(tx: Transaction, token_hash: bytes, idle: timedelta) -> Identity | None:
    """Whoever this session belongs to, if it is still good; notes that it was seen, at most once a minute."""
    times = (tx.now, tx.now - idle, tx.now - SEEN_EVERY)
    return identity_in(await tx.fetchrow(_BY_SESSION, token_hash, *times, local(tx.now).date()))


_BY_LINK = """
    select s.*, heads_a_delegation(s.participant) as is_head from session_of_participant($1, $2, $3) s
"""


async def participant_identity(tx: Transaction, token_hash: bytes, idle: timedelta) -> Identity | None:
    """Whoever came by a link to a meeting in this browser, if that is still good; notes that they were seen."""
    row = await tx.fetchrow(_BY_LINK, token_hash, tx.now, idle)
    if row is None:
        return None
    await tx.execute(
        "update participant_session set last_seen_at = $2 where id = $1 and last_seen_at <= $3",
        row["session"],
        tx.now,
        tx.now - SEEN_EVERY,
    )
    return Identity(
        roles=frozenset(row["roles"]),
        name=row["name"],
        locale=row["locale"],
        session=row["session"],
        participant=row["participant"],
        meeting=row["meeting"],
        capacity=HEAD_OF_DELEGATION if row["is_head"] else "",
    )


async def add_session(tx: Transaction, person: UUID, token_hash: bytes, browser: str, life: timedelta) -> bool:
    """Begin a session in the account's present epoch; False where the account is disabled or not there."""
    done = await tx.execute(
        """
        insert into session (id, person, token_hash, epoch, browser, created_at, last_seen_at, expires_at)
        select $1, a.person, $3, a.epoch, $4, $5, $5, $5::timestamptz + $6::interval
        from account a join person p on p.id = a.person and p.active
        where a.person = $2 and a.disabled_at is null
        """,
        new_id(),
        person,
        token_hash,
        browser,
        tx.now,
        life,
    )
    return done.endswith(" 1")


async def sessions(tx: Transaction, person: UUID, idle: timedelta) -> list[SessionView]:
    """The sessions of a person that are still good, the one seen last first."""
    rows = await tx.fetch(
        """
        select s.id, s.browser, s.created_at, s.last_seen_at, s.expires_at from session s
        join account a on a.person = s.person and a.epoch = s.epoch
        where s.person = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3
        order by s.last_seen_at desc, s.id limit 100
        """,
        person,
        tx.now,
        tx.now - idle,
    )
    current = tx.identity.session
    return [SessionView(**dict(row), is_current=row["id"] == current) for row in rows]


async def end_session(tx: Transaction, person: UUID, session: UUID) -> bool:
    """End one session of a person; False where there is none."""
    done = await tx.execute(
        "update session set ended_at = $3 where id = $1 and person = $2 and ended_at is null", session, person, tx.now
    )
    return done.endswith(" 1")


async def end_session_of_token(tx: Transaction, token_hash: bytes) -> None:
    """End the session that carries this token, if there is one."""
    await tx.execute("update session set ended_at = $2 where token_hash = $1 and ended_at is null", token_hash, tx.now)


async def forget_old_sessions(tx: Transaction, after: timedelta) -> None:
    """Delete sessions that ended long ago."""
    await tx.execute("delete from session where coalesce(ended_at, expires_at) < $1", tx.now - after)


async def confirmed_at(tx: Transaction, session: UUID) -> datetime | None:
    """When the person of a session last signed in or confirmed it; None where it is not there or has ended."""
    found: datetime | None = await tx.fetchval(
        "select greatest(created_at, confirmed_at) from session where id = $1 and ended_at is null", session
    )
    return found


async def confirm_session(tx: Transaction, session: UUID) -> None:
    """The person has confirmed by the password that it is them."""
    await tx.execute("update session set confirmed_at = $2 where id = $1 and ended_at is null", session, tx.now)
