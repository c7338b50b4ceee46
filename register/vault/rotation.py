"""Changing the master key while the register serves: every wrapped data key is wrapped anew, row by row.

Content is not touched, and no event is written: a wrapped key says nothing. Tables are found by their columns `key_id`
and `wrapped_key`, so that no room can be forgotten; one that hides its rows from the service `keys` stops the rotation.
"""

import asyncio
from collections.abc import Callable

import msgspec

from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.kernel.identity import service
from register.vault.envelope import unwrap_raw, wrap
from register.vault.model import MasterKey
from register.vault.ring import RELOAD_SECONDS, Keyring

BATCH = 500
_WAIT_FOR_LOCKED_ROWS = 0.2
_KEYS = service("keys")

Progress = Callable[[int], object]

_TABLES = """
select c.relname as name,
    format('select count(*) from %1$I where key_id = $1 and wrapped_key is not null', c.relname) as count,
    format('lock table %1$I in share mode', c.relname) as lock,
    format('select %2$I as id, key_id, wrapped_key from %1$I where key_id <> $1 and wrapped_key is not null'
        ' limit $2 for update skip locked', c.relname, a.attname) as take,
    format('select count(*) from %1$I where key_id <> $1 and wrapped_key is not null', c.relname) as left_over,
    format('update %1$I t set key_id = $1, wrapped_key = v.wrapped from unnest($2::uuid[], $3::bytea[]) v (id, wrapped)'
        ' where t.%2$I = v.id', c.relname, a.attname) as give,
    (
        select bool_or(p.cmd in ('SELECT', 'ALL')) and bool_or(p.cmd in ('UPDATE', 'ALL'))
        from pg_policies p where p.tablename = c.relname and p.qual like '%''keys''%'
    ) is true as is_open
from pg_class c
join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1
join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
and exists (select from pg_attribute k where k.attrelid = c.oid and k.attname = 'wrapped_key')
order by c.relname
"""


class KeyedTable(msgspec.Struct, frozen=True):
    """A table whose rows hold wrapped data keys, and the statements for it, made by the database from its own names."""

    name: str
    count: str
    lock: str
    take: str
    left_over: str
    give: str


async def keyed_tables(tx: Transaction) -> list[KeyedTable]:
    """Every table with wrapped keys. NotConfigured when one of them is closed to the rotation."""
    found = await tx.fetch(_TABLES)
    for row in found:
        if not row["is_open"]:
            raise NotConfigured(msg("The table %(table)s is closed to the rotation of keys.", table=row["name"]))
    return [KeyedTable(*(row[name] for name in KeyedTable.__struct_fields__)) for row in found]


async def rows_by_key(ring: Keyring) -> dict[str, int]:
    """How many rows each held key opens."""
    async with transaction(_KEYS) as tx:
        tables = await keyed_tables(tx)
        return {key.id: sum([await tx.fetchval(table.count, key.id) for table in tables]) for key in ring.keys}


async def rows_to_rewrap(current: MasterKey) -> int:
    """How many rows are wrapped by any other key."""
    async with transaction(_KEYS) as tx:
        return sum([await tx.fetchval(table.left_over, current.id) for table in await keyed_tables(tx)])


async def begin_rotation(ring: Keyring) -> None:
    """Put a new key in front, and wait until every process that reads the file wraps with it."""
    ring.add_current(MasterKey.new())
    await asyncio.sleep(2 * RELOAD_SECONDS)


async def rewrap_all(ring: Keyring, progress: Progress = lambda _: None) -> int:
    """Wrap every data key by the current master key; how many rows that were. It can be stopped and begun again.

    Rows that others hold locked are waited for; rows filed meanwhile under an old key are caught.
    """
    async with transaction(_KEYS) as tx:
        tables = await keyed_tables(tx)
    return sum([await _rewrap(table, ring, progress) for table in tables])


async def _rewrap(table: KeyedTable, ring: Keyring, progress: Progress) -> int:
    done = 0
    while True:
        async with transaction(_KEYS) as tx:
            rewrapped = await _rewrap_batch(tx, table, ring)
            left = 0 if rewrapped else await tx.fetchval(table.left_over, ring.current.id)
        progress(rewrapped)
        done += rewrapped
        if left:
            await asyncio.sleep(_WAIT_FOR_LOCKED_ROWS)
        elif not rewrapped:
            return done


async def _rewrap_batch(tx: Transaction, table: KeyedTable, ring: Keyring) -> int:
    current = ring.current
    rows = await tx.fetch(table.take, current.id, BATCH)
    wrapped = [wrap(current, unwrap_raw(ring.master(row["key_id"]), row["wrapped_key"])) for row in rows]
    if rows:
        await tx.execute(table.give, current.id, [row["id"] for row in rows], wrapped)
    return len(rows)


async def retire(ring: Keyring, key_id: str) -> None:
    """Remove an old key for good. NotConfigured while it is current, unknown, or any row needs it.

    Writers are held back for the moment of the count, so that none of them can be overlooked.
    """
    if key_id == ring.current.id or key_id not in {key.id for key in ring.keys}:
        raise NotConfigured(msg("%(key)s is not an old key.", key=key_id))
    async with transaction(_KEYS) as tx:
        for table in await keyed_tables(tx):
            await tx.execute(table.lock)
            if rows := await tx.fetchval(table.count, key_id):
                raise NotConfigured(
                    msg("Rows that need the key %(key)s: %(rows)s. Run: register keys rotate", key=key_id, rows=rows)
                )
        ring.retire(key_id)
