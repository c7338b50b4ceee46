"""SQL of the ledger."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from register.kernel.db import Transaction
from register.ledger.model import Event, Leaf, Read, Reading, Seal

_EVENT_COLUMNS = (
    "stream, seq, kind, name, actor, acting_for, by, from_status, to_status, at, payload, state, prev, hash"
)
_READING_COLUMNS = "id, kind, subject, person, by, role, purpose, at, hash"
_SEAL_COLUMNS = "n, size, root, prev, key_id, signature, at, upto, peaks"

INSERT_EVENT = (
    f"insert into event ({_EVENT_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
)
INSERT_EVENTS = f"""
insert into event ({_EVENT_COLUMNS})
select said.stream, said.seq, $1::text, $2::text, $3::uuid, $4::uuid, $5::text, null, null, $6::timestamptz, ''::bytea,
    said.state, said.prev, said.hash
from unnest($7::uuid[], $8::bigint[], $9::bytea[], $10::bytea[], $11::bytea[]) as said (stream, seq, state, prev, hash)
"""
"""The same step in many streams: they differ in the stream, in what the row says, and in what came before."""
INSERT_READING = f"insert into reading ({_READING_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
INSERT_READINGS = f"""
insert into reading ({_READING_COLUMNS})
select read.id, $1, read.subject, $2, $3, $4, $5, $6, read.hash
from unnest($7::uuid[], $8::uuid[], $9::bytea[]) as read (id, subject, hash)
"""
INSERT_SEAL = f"insert into seal ({_SEAL_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
INSERT_LEAVES = """
insert into seal_leaf (position, seal, stream, seq, hash)
select $2::bigint + leaf.nth - 1, $1::bigint, leaf.stream, leaf.seq, leaf.hash
from unnest($3::uuid[], $4::bigint[], $5::bytea[]) with ordinality as leaf (stream, seq, hash, nth)
"""

_UNSEALED = """
select x::text::bigint as x, {stream} as stream, {seq} as seq, hash from {table} entry
where ({range})
and not exists (select from seal_leaf leaf where leaf.stream = {stream} and leaf.seq = {seq})
order by entry.x, 2, 3 limit $1
"""
_COMMITTED = "x >= $2::text::xid8 and x < (select pg_snapshot_xmin(pg_current_snapshot()))"
_FROM_ANOTHER_LIFE = "x >= (select pg_snapshot_xmax(pg_current_snapshot())) and $2::text is not null"


def _unsealed(condition: str) -> str:
    events = _UNSEALED.format(table="event", stream="entry.stream", seq="entry.seq", range=condition)
    readings = _UNSEALED.format(table="reading", stream="entry.id", seq="0::bigint", range=condition)
    return f"select * from (({events}) union all ({readings})) as found order by x, stream, seq limit $1"


UNSEALED = _unsealed(_COMMITTED)
"""Entries of transactions that are over, in the order of their numbers: no earlier one can join them."""

UNSEALED_FROM_ANOTHER_LIFE = _unsealed(_FROM_ANOTHER_LIFE)
"""Entries with transaction numbers that this server has not given out yet: a restore brought them from another one."""

_TO_VERIFY = "hash, x::text::bigint as x"
EVENTS_TO_VERIFY = (
    "select stream, seq, kind, name, actor, acting_for, by, from_status, to_status, at,"
    f" sha256(payload) as payload_digest, state, prev, {_TO_VERIFY} from event order by stream, seq"
)
READINGS_TO_VERIFY = (
    "select id as stream, 0::bigint as seq, id, kind, subject, person, by, role, purpose, at,"
    f" {_TO_VERIFY} from reading order by id"
)
EVENT_LEAVES = "select stream, seq, hash from seal_leaf where seq > 0 order by stream, seq"
READING_LEAVES = "select stream, seq, hash from seal_leaf where seq = 0 order by stream, seq"
_WITH_LEAF = "left join seal_leaf leaf on (leaf.stream, leaf.seq) = ({stream}, {seq})"
EVENTS_TO_EXPORT = (
    "select e.stream, e.seq, kind, name, actor, acting_for, by, from_status, to_status, at,"
    " sha256(payload) as payload_digest, state, prev, e.hash, x::text::bigint as x, leaf.position as leaf"
    f" from event e {_WITH_LEAF.format(stream='e.stream', seq='e.seq')} order by e.stream, e.seq"
)
READINGS_TO_EXPORT = (
    "select id, kind, subject, person, by, role, purpose, at, r.hash, x::text::bigint as x, leaf.position as leaf"
    f" from reading r {_WITH_LEAF.format(stream='r.id', seq='0')} order by id"
)
LEAVES_IN_ORDER = "select position, seal, stream, seq, hash from seal_leaf order by position"
SEALS_IN_ORDER = f"select {_SEAL_COLUMNS} from seal order by n"
SEALS_BY_NUMBER = f"select {_SEAL_COLUMNS} from seal where n = any($1::bigint[])"
SEALED_UP_TO = """
select coalesce((
    select upto from (select upto from seal order by n desc limit 1) as last
    where upto::text::xid8 <= pg_snapshot_xmax(pg_current_snapshot())
), 0)
"""
"""The transaction below which everything is sealed; 0 when the database was restored on another server since."""

_WAITING = """
select at from {table} entry where x >= $1::text::xid8
and not exists (select from seal_leaf leaf where leaf.stream = {stream} and leaf.seq = {seq})
order by x limit $2
"""
_WAITING_EVENTS = _WAITING.format(table="event", stream="entry.stream", seq="entry.seq")
_WAITING_READINGS = _WAITING.format(table="reading", stream="entry.id", seq="0")
WAITING = (
    "select count(*) as entries, min(at) as since from (select at from"
    f" (({_WAITING_EVENTS}) union all ({_WAITING_READINGS})) as each_kind limit $2) as waiting"
)
"""How many entries no seal covers yet, counted up to a limit, and since when the oldest of them waits."""


def event_of(row: Any) -> Event:
    """An event from its row."""
    return Event(*(row[name] for name in Event.__struct_fields__))


async def add_readings(tx: Transaction, reads: Sequence[Read], hashes: Sequence[bytes]) -> None:
    """Entries that differ in their subject alone."""
    if reads:
        shared = msgspec.structs.astuple(reads[0])
        kind, person, by, role, purpose, at = shared[1], *shared[3:]
        each = [read.id for read in reads], [read.subject for read in reads], list(hashes)
        await tx.execute(INSERT_READINGS, kind, person, by, role, purpose, at, *each)


async def events(tx: Transaction, stream: UUID, after: int) -> list[Event]:
    """The events of a stream that row security shows, in order."""
    sql = f"select {_EVENT_COLUMNS} from event where stream = $1 and seq > $2 order by seq"
    return [event_of(row) for row in await tx.fetch(sql, stream, after)]


async def last_events(tx: Transaction, streams: Sequence[UUID], name: str) -> list[Event]:
    """The last event of this name in each stream."""
    sql = (
        f"select distinct on (stream) {_EVENT_COLUMNS} from event where stream = any($1::uuid[]) and name = $2"
        " order by stream, seq desc"
    )
    return [event_of(row) for row in await tx.fetch(sql, list(streams), name)]


async def readings(tx: Transaction, kind: str, subject: UUID, limit: int) -> list[Reading]:
    """The readings of one subject that row security shows, newest first."""
    sql = f"select {_READING_COLUMNS} from reading where subject = $1 and kind = $2 order by at desc, id desc limit $3"
    rows = await tx.fetch(sql, subject, kind, limit)
    return [Reading(*(row[name] for name in Reading.__struct_fields__)) for row in rows]


async def last_seal(tx: Transaction) -> Seal | None:
    """The newest seal."""
    row = await tx.fetchrow(f"select {_SEAL_COLUMNS} from seal order by n desc limit 1")
    return None if row is None else Seal(*row)


async def seal_numbered(tx: Transaction, n: int) -> Seal | None:
    """The seal with this number."""
    rows = await tx.fetch(SEALS_BY_NUMBER, [n])
    return Seal(*rows[0]) if rows else None


async def waiting(tx: Transaction, limit: int) -> Any:
    """`entries` that wait for a seal, counted up to a limit, and the moment `since` which the oldest does."""
    return await tx.fetchrow(WAITING, str(await tx.fetchval(SEALED_UP_TO)), limit)


async def add_seal(tx: Transaction, seal: Seal, leaves: Sequence[Leaf]) -> None:
    """Keep a seal and what it covers."""
    await tx.execute(INSERT_SEAL, *msgspec.structs.astuple(seal))
    columns = [leaf.stream for leaf in leaves], [leaf.seq for leaf in leaves], [leaf.hash for leaf in leaves]
    await tx.execute(INSERT_LEAVES, seal.n, seal.size - len(leaves), *columns)
