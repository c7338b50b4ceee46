"""Keys for programs."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from register.access.model import TokenView
from register.access.store.sessions import SEEN_EVERY, WHO, identity_in
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.identity import Identity
from register.kernel.ids import new_id

_BY_TOKEN = f"""
    with known as (
        select t.id, t.person, t.last_used_at, t.scopes from api_token t join account a on a.person = t.person
        where t.token_hash = $1 and t.ended_at is null and t.expires_at > $2 and a.disabled_at is null
    ), seen as (
        update api_token set last_used_at = $2 from known
        where api_token.id = known.id and (known.last_used_at is null or known.last_used_at <= $3)
    )
    {WHO.replace("$day", "$4")}, null::uuid as session, known.scopes
    from known join person p on p.id = known.person and p.active
"""


async def token_identity(tx: Transaction, token_hash: bytes) -> Identity | None:
    """Whoever this key belongs to, if it is still good; notes its use, at most once a minute."""
    row = await tx.fetchrow(_BY_TOKEN, token_hash, tx.now, tx.now - SEEN_EVERY, local(tx.now).date())
    found = identity_in(row)
    return msgspec.structs.replace(found, scopes=frozenset(row["scopes"])) if found and row else None


async def add_token(
    tx: Transaction, person: UUID, name: str, scopes: Sequence[str], token_hash: bytes, life: timedelta
) -> TokenView:
    """Make a key."""
    view = TokenView(new_id(), name, tuple(scopes), tx.now, tx.now + life)
    await tx.execute(
        "insert into api_token (id, person, name, scopes, token_hash, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        view.id,
        person,
        name,
        list(scopes),
        token_hash,
        view.created_at,
        view.expires_at,
    )
    return view


async def tokens(tx: Transaction, person: UUID) -> list[TokenView]:
    """The keys of a person that are still good, newest first."""
    rows = await tx.fetch(
        """
        select id, name, scopes, created_at, expires_at, last_used_at from api_token
        where person = $1 and ended_at is null and expires_at > $2 order by created_at desc, id
        """,
        person,
        tx.now,
    )
    return [TokenView(**dict(row) | {"scopes": tuple(row["scopes"])}) for row in rows]


async def end_token(tx: Transaction, person: UUID, token: UUID) -> bool:
    """End one key of a person; False where there is none."""
    done = await tx.execute(
        "update api_token set ended_at = $3 where id = $1 and person = $2 and ended_at is null", token, person, tx.now
    )
    return done.endswith(" 1")


async def forget_old_tokens(tx: Transaction, after: timedelta) -> None:
    """Delete keys that ended long ago."""
    await tx.execute("delete from api_token where coalesce(ended_at, expires_at) < $1", tx.now - after)
