"""Appending to the ledger and reading streams back. Every function works inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from register.kernel.db import Transaction
from register.kernel.errors import Stale
from register.ledger import store
from register.ledger.hashing import event_hash, genesis_hash, sha256
from register.ledger.model import Event, Head, Said


async def append(  # noqa: PLR0913 - an event has as many parts
    tx: Transaction,
    *,
    kind: str,
    stream: UUID,
    name: str,
    payload: bytes,
    state: bytes,
    head: Head | None = None,
    from_status: str | None = None,
    to_status: str | None = None,
    acting_for: UUID | None = None,
    by: str | None = None,
    at: datetime | None = None,
    together: bool = False,
) -> Head:
    """Add the event after `head` (None: the first of its stream) in one statement; the new head.

    `together` puts it off, so that many go in one statement; Stale then comes up with that one.

    The actor is the transaction's person, or the participant who came by a link; where a service acts, or `by` says
    that a rule did, there is none.
    Raises Stale when somebody else added an event after the same head: the whole transaction is void then.
    """
    by = by or (None if tx.identity.acting else tx.identity.service)
    actor = tx.identity.acting if by is None else None
    seq, prev = (head.seq + 1, head.hash) if head else (1, genesis_hash(kind, stream))
    at = at or tx.now
    who = (actor, acting_for, by)
    said = Said(stream, seq, kind, name, *who, from_status, to_status, at, sha256(payload), state, prev)
    written = event_hash(said)
    values = (stream, seq, kind, name, *who, from_status, to_status, at, payload, state, prev, written)
    if head is None or together:  # the first event of a stream waits for nobody, so it goes with what else is written
        tx.later(store.INSERT_EVENT, *values, taken=Stale)
        return Head(seq, written)
    try:
        await tx.execute(store.INSERT_EVENT, *values)
    except asyncpg.UniqueViolationError as error:
        raise Stale from error
    return Head(seq, written)


async def append_alike(
    tx: Transaction, *, kind: str, name: str, states: Mapping[UUID, bytes], heads: Mapping[UUID, Head]
) -> None:
    """Add the same step, without a payload, to many streams in one statement; those without a head begin with it.

    Raises Stale when somebody else added an event to one of them meanwhile.
    """
    actor, by, empty = tx.identity.acting, None if tx.identity.acting else tx.identity.service, sha256(b"")
    rows = []
    for stream, state in states.items():
        head = heads.get(stream)
        seq, prev = (head.seq + 1, head.hash) if head else (1, genesis_hash(kind, stream))
        said = Said(stream, seq, kind, name, actor, None, by, None, None, tx.now, empty, state, prev)
        rows.append((stream, seq, state, prev, event_hash(said)))
    try:
        columns = map(list, zip(*rows, strict=True))
        await tx.execute(store.INSERT_EVENTS, kind, name, actor, None, by, tx.now, *columns)
    except asyncpg.UniqueViolationError as error:
        raise Stale from error


async def events(tx: Transaction, stream: UUID, *, after: int = 0) -> list[Event]:
    """The events of a stream after number `after`, in order, as far as row security shows them."""
    return await store.events(tx, stream, after)


async def last_events(tx: Transaction, streams: Sequence[UUID], name: str) -> list[Event]:
    """The last event of a name in each of these streams, as far as row security shows them."""
    return await store.last_events(tx, streams, name)
