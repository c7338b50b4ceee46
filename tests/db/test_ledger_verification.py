"""`register verify` finds every tampering by a superuser, and raises no false alarm.

Each tampering is done behind the register's back with triggers and row security switched off, then verified through
the role of the application and row security, then rolled back. Its control is the same ledger untouched.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from register.kernel.db import REPEATABLE_READ, Transaction
from register.kernel.identity import service
from register.kernel.ids import new_id
from register.ledger.findings import Report
from register.ledger.hashing import event_hash, genesis_hash, reading_hash, sha256
from register.ledger.merkle import Peaks
from register.ledger.model import HeadClaim, Leaf, Read, Said, Seal
from register.ledger.signing import signed_bytes
from register.ledger.verification import examine, verify
from tests.databases import Database
from tests.db.ledgers import SmallLedger

FULL = os.environ.get("PROOF") == "full"
TAMPERINGS, CLEAN_RUNS = (1000, 100) if FULL else (60, 10)

Tampering = Callable[[asyncpg.Connection, Random], Awaitable[None]]


@pytest.fixture
async def ledger(database: Database, tmp_path: Path) -> SmallLedger:
    """Twelve streams in three seals."""
    small = SmallLedger(tmp_path)
    for _ in range(3):
        await small.work(streams=4, steps=5, random=Random(4))
        assert await small.sealer.seal_once() is not None
    return small


async def _seen(connection: asyncpg.Connection, ledger: SmallLedger) -> Report:
    """What verification says inside the open transaction of the one who tampered, through the application's role."""
    await connection.execute(
        "set local session_replication_role = origin; set local role register_app;"
        " select set_config('register.service', 'verifier', true)"
    )
    tx = Transaction(connection, service("verifier"))
    return await examine(tx, [ledger.room], ledger.public, ledger.log, ledger.log.mark())


async def _after(connection: asyncpg.Connection, ledger: SmallLedger, tampering: Tampering, random: Random) -> Report:
    await connection.execute(f"begin {REPEATABLE_READ}; set local session_replication_role = replica")
    try:
        await tampering(connection, random)
        return await _seen(connection, ledger)
    finally:
        await connection.execute("rollback")


# -- what a superuser can do -------------------------------------------------------------------------------------------


async def _some(connection: asyncpg.Connection, random: Random, sql: str) -> asyncpg.Record:
    return random.choice(await connection.fetch(sql))


async def rehash(connection: asyncpg.Connection, stream: UUID) -> None:
    """Make a chain hold again after it was changed: numbers, links and hashes."""
    prev = b""
    rows = await connection.fetch("select *, ctid from event where stream = $1 order by seq", stream)
    for seq, row in enumerate(rows, start=1):
        prev = prev or genesis_hash(row["kind"], stream)
        kept = {name: row[name] for name in Said.__struct_fields__ if name not in {"payload_digest", "seq", "prev"}}
        digest = event_hash(Said(**kept, seq=seq, prev=prev, payload_digest=sha256(row["payload"])))
        await connection.execute(
            "update event set seq = $2, prev = $3, hash = $4 where ctid = $1", row["ctid"], seq + 10_000, prev, digest
        )
        prev = digest
    await connection.execute("update event set seq = seq - 10000 where stream = $1", stream)


async def reseal(connection: asyncpg.Connection) -> None:
    """Make list, tree and chain of seals fit the changed events again; the signatures can only be invented."""
    await connection.execute(
        "delete from seal_leaf l where seq > 0"
        " and not exists (select from event e where (e.stream, e.seq) = (l.stream, l.seq));"
        "update seal_leaf l set hash = e.hash from event e where (e.stream, e.seq) = (l.stream, l.seq);"
        "update seal_leaf set position = position + 10000;"
        "update seal_leaf l set position = n.place from"
        " (select stream, seq, row_number() over (order by position) - 1 as place from seal_leaf) n"
        " where (n.stream, n.seq) = (l.stream, l.seq)"
    )
    peaks = Peaks()
    for number in [row["n"] for row in await connection.fetch("select n from seal order by n")]:
        sql = "select stream, seq, hash from seal_leaf where seal = $1 order by position"
        for row in await connection.fetch(sql, number):
            peaks.add(Leaf(*row))
        sql = "update seal set size = $2, root = $3, peaks = $4 where n = $1"
        await connection.execute(sql, number, peaks.size, peaks.root(), peaks.to_bytes())


COLUMNS = {
    "name": "'test:other'",
    "actor": "gen_random_uuid()",
    "acting_for": "gen_random_uuid()",
    "from_status": "'decided'",
    "to_status": "'closed'",
    "at": "at + interval '1 microsecond'",
    "payload": "'another story'",
    "state": "sha256('another state')",
    "prev": "sha256('another past')",
    "hash": "sha256('another hash')",
    "kind": "'other'",
}


def edit(column: str) -> Tampering:
    async def tamper(connection: asyncpg.Connection, random: Random) -> None:
        row = await _some(connection, random, "select stream, seq from event order by stream, seq")
        sql = f"update event set {column} = {COLUMNS[column]} where stream = $1 and seq = $2"
        await connection.execute(sql, row["stream"], row["seq"])

    tamper.__name__ = f"edit_{column}"
    return tamper


async def delete_one(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select stream, seq from event order by stream, seq")
    await connection.execute("delete from event where stream = $1 and seq = $2", *row)


async def delete_last(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select stream, max(seq) from event group by stream order by stream")
    await connection.execute("delete from event where stream = $1 and seq = $2", *row)


async def delete_stream(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select distinct stream from event order by stream")
    await connection.execute("delete from event where stream = $1", *row)


async def swap_two(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select stream, seq from event where seq > 1 order by stream, seq")
    sql = "update event set seq = $2::bigint * 2 - 1 - seq + 1000 where stream = $1 and seq between $2 - 1 and $2"
    await connection.execute(sql, *row)
    await connection.execute("update event set seq = seq - 1000 where stream = $1 and seq > 900", row["stream"])


async def insert_copy(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select stream, max(seq) from event group by stream order by stream")
    await connection.execute(
        "insert into event select stream, seq + 1, kind, name, actor, acting_for, by, from_status, to_status, at,"
        " payload, state, hash, sha256(hash), x from event where stream = $1 and seq = $2",
        *row,
    )


async def insert_stream(connection: asyncpg.Connection, random: Random) -> None:
    stream, state = new_id(), sha256(b"state")
    moment, first = await connection.fetchval("select now()"), genesis_hash("test", stream)
    who = (UUID(int=7), None, None)
    said = Said(stream, 1, "test", "test:step", *who, None, None, moment, sha256(b"p"), state, first)
    await connection.execute(
        "insert into event (stream, seq, kind, name, actor, at, payload, state, prev, hash)"
        " values ($1, 1, 'test', 'test:step', $2, $3, 'p', $4, $5, $6)",
        stream, said.actor, said.at, state, said.prev, event_hash(said),
    )  # fmt: skip


async def edit_reading(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select id from reading order by id")
    await connection.execute("update reading set purpose = 'curiosity' where id = $1", *row)


async def delete_reading(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select id from reading order by id")
    await connection.execute("delete from reading where id = $1", *row)


async def rewrite_reading(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select * from reading order by id")
    values: dict[str, Any] = {name: row[name] for name in Read.__struct_fields__}
    read = Read(**{**values, "person": UUID(int=8)})
    sql = "update reading set person = $2, hash = $3 where id = $1"
    await connection.execute(sql, read.id, read.person, reading_hash(read))


async def edit_leaf(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select position from seal_leaf")
    await connection.execute("update seal_leaf set hash = sha256(hash) where position = $1", *row)


async def delete_leaf(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select position from seal_leaf")
    await connection.execute("delete from seal_leaf where position = $1", *row)


async def swap_leaves(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select position from seal_leaf where position > 0")
    sql = "update seal_leaf set position = $1::bigint * 2 - 1 - position + 1000 where position between $1 - 1 and $1"
    await connection.execute(sql, *row)
    await connection.execute("update seal_leaf set position = position - 1000 where position > 900")


SEAL_COLUMNS = {
    "root": "sha256(root)",
    "prev": "sha256(prev)",
    "size": "size + 1",
    "key_id": "'0123456789abcdef'",
    "signature": "sha256(signature) || sha256(root)",
    "at": "at + interval '1 microsecond'",
    "upto": "upto + 1",
    "peaks": "sha256(peaks)",
}


def edit_seal(column: str) -> Tampering:
    async def tamper(connection: asyncpg.Connection, random: Random) -> None:
        row = await _some(connection, random, "select n from seal")
        await connection.execute(f"update seal set {column} = {SEAL_COLUMNS[column]} where n = $1", *row)

    tamper.__name__ = f"edit_seal_{column}"
    return tamper


async def delete_seal(connection: asyncpg.Connection, random: Random) -> None:
    row = await _some(connection, random, "select n from seal")
    await connection.execute("delete from seal where n = $1", *row)


async def roll_back_last_seal(connection: asyncpg.Connection, random: Random) -> None:
    """Remove the last seal with its leaves: its events look as if they had never been sealed."""
    await connection.execute(
        "delete from seal_leaf where seal = (select max(n) from seal);"
        "delete from seal where n = (select max(n) from seal)"
    )


async def empty_everything(connection: asyncpg.Connection, random: Random) -> None:
    await connection.execute("delete from seal_leaf; delete from seal; delete from event; delete from reading")


EVENTS = [*map(edit, COLUMNS), delete_one, delete_last, delete_stream, swap_two, insert_copy]
SEALS = [
    *map(edit_seal, SEAL_COLUMNS),
    *(edit_leaf, delete_leaf, swap_leaves, delete_seal, roll_back_last_seal, empty_everything),
    *(edit_reading, delete_reading, rewrite_reading, insert_stream),
]


def followed_by_repair(tampering: Tampering, *, seals: bool) -> Tampering:
    """The same, with every hash computed again afterwards, and where `seals` the seals made to fit as well."""

    async def tamper(connection: asyncpg.Connection, random: Random) -> None:
        await tampering(connection, random)
        for row in await connection.fetch("select distinct stream from event"):
            await rehash(connection, row["stream"])
        if seals:
            await reseal(connection)

    tamper.__name__ = f"{tampering.__name__}_and_rehash{'_and_reseal' if seals else ''}"
    return tamper


REPAIRED = [
    followed_by_repair(tampering, seals=seals)
    for tampering in EVENTS
    if tampering.__name__ not in {"edit_prev", "edit_hash"}  # the repair undoes these two: nothing was changed then
    for seals in (False, True)
]
ALL = [*EVENTS, *REPAIRED, *SEALS]


# -- the proofs --------------------------------------------------------------------------------------------------------


@pytest.mark.proof
async def test_every_tampering_is_found_and_the_untouched_ledger_is_sound(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    random = Random(20261)
    order = [ALL[turn % len(ALL)] for turn in range(max(TAMPERINGS, len(ALL)))]
    missed = []
    for tampering in order:
        report = await _after(superuser, ledger, tampering, random)
        if report.is_sound:
            missed.append(tampering.__name__)
    assert missed == []
    clean = await _after(superuser, ledger, _nothing, random)
    assert (clean.is_sound, clean.unsealed, clean.seals) == (True, 0, 3)


async def _nothing(connection: asyncpg.Connection, random: Random) -> None:
    """The control: the same way, without tampering."""


async def _lock_out(connection: asyncpg.Connection, random: Random) -> None:
    await connection.execute("update event set name = name")


async def test_a_touch_that_changes_nothing_is_no_alarm(ledger: SmallLedger, superuser: asyncpg.Connection) -> None:
    assert (await _after(superuser, ledger, _lock_out, Random(1))).is_sound


@pytest.mark.parametrize(
    "tampering", [edit("payload"), delete_last, delete_stream, insert_copy], ids=lambda t: t.__name__
)
@pytest.mark.parametrize("repaired", [False, True])
async def test_an_unsealed_change_is_found_where_it_leaves_no_matching_head(
    database: Database, tmp_path: Path, superuser: asyncpg.Connection, tampering: Tampering, repaired: bool
) -> None:
    young = SmallLedger(tmp_path)
    await young.work(streams=4, steps=4, random=Random(2))
    done = followed_by_repair(tampering, seals=False) if repaired else tampering
    assert not (await _after(superuser, young, done, Random(3))).is_sound
    clean = await _after(superuser, young, _nothing, Random(3))
    assert (clean.is_sound, clean.seals) == (True, 0)


async def test_a_row_that_was_edited_silently_is_found_by_its_state(ledger: SmallLedger) -> None:
    stream, (head, state) = next(iter(ledger.room.rows.items()))
    ledger.room.rows[stream] = (head, state | {"status": "closed"})
    report = await verify([ledger.room], ledger.public, ledger.log)
    assert report.faults[0].stream == stream
    assert "changed without an event" in str(report.faults[0].what)


async def test_a_deleted_record_and_a_deleted_history_are_found(ledger: SmallLedger) -> None:
    first, *_, last = sorted(ledger.room.rows)
    kept = ledger.room.rows.pop(first)
    report = await verify([ledger.room], ledger.public, ledger.log)
    assert [(f.stream, "belongs to no record" in str(f.what)) for f in report.faults] == [(first, True)]
    unknown = UUID(int=last.int + 1)
    ledger.room.rows |= {first: kept, unknown: kept}
    report = await verify([ledger.room], ledger.public, ledger.log)
    assert [(f.stream, "lost its history" in str(f.what)) for f in report.faults] == [(unknown, True)]


async def test_the_first_bad_row_is_named(ledger: SmallLedger, superuser: asyncpg.Connection) -> None:
    row = await superuser.fetchrow("select stream, seq from event order by stream, seq offset 5 limit 1")
    assert row is not None

    async def tamper(connection: asyncpg.Connection, random: Random) -> None:
        await connection.execute("update event set payload = 'x' where (stream, seq) = ($1, $2)", *row)

    report = await _after(superuser, ledger, tamper, Random(1))
    assert (report.fault_count, report.faults[0].stream, report.faults[0].seq) == (1, row["stream"], row["seq"])


async def test_whoever_has_no_signing_key_cannot_make_a_seal(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    """Even a whole history made anew, hashes, leaves, tree and chain of seals, lacks the signature and the log."""
    from register.ledger.signing import SigningKey, seal_hash

    forger = SigningKey(b"f" * 32)

    async def forge(connection: asyncpg.Connection, random: Random) -> None:
        await followed_by_repair(edit("payload"), seals=True)(connection, random)
        prev = None
        for row in await connection.fetch("select * from seal order by n"):
            seal = Seal(**(dict(row) | {"key_id": forger.id, "prev": prev or row["prev"]}))
            signature = forger.sign(signed_bytes(seal))
            sql = "update seal set key_id = $2, prev = $3, signature = $4 where n = $1"
            await connection.execute(sql, seal.n, seal.key_id, seal.prev, signature)
            prev = seal_hash(Seal(**(dict(row) | {"key_id": forger.id, "prev": seal.prev, "signature": signature})))

    report = await _after(superuser, ledger, forge, Random(1))
    said = " ".join(str(fault.what) for fault in report.faults)
    assert "not signed by a key of this register" in said
    assert "log outside the database" in said


async def test_a_missing_log_outside_the_database_is_a_warning_and_a_spoilt_one_a_fault(ledger: SmallLedger) -> None:
    kept = ledger.log.path.read_bytes()
    ledger.log.path.unlink()
    report = await verify([ledger.room], ledger.public, ledger.log)
    assert (report.is_sound, len(report.warnings)) == (True, 1)
    ledger.log.path.write_bytes(kept.replace(b'"size"', b'"sice"'))
    assert not (await verify([ledger.room], ledger.public, ledger.log)).is_sound
    ledger.log.path.write_bytes(kept)
    assert await _is_clean(ledger)


async def test_a_seal_that_was_removed_leaves_its_entries_behind(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    """Found in the database alone, also where the log outside of it is lost."""
    ledger.log.path.unlink()

    async def remove(connection: asyncpg.Connection, random: Random) -> None:
        await connection.execute("delete from seal where n = 3")

    report = await _after(superuser, ledger, remove, Random(1))
    assert "covered by no seal" in str(report.faults[0].what)


async def _is_clean(ledger: SmallLedger) -> bool:
    report = await verify([ledger.room], ledger.public, ledger.log)
    return report.is_sound and not report.warnings


@pytest.mark.proof
async def test_clean_runs_while_others_write_and_seal_give_no_alarm(database: Database, tmp_path: Path) -> None:
    ledger = SmallLedger(tmp_path)
    stop = asyncio.Event()
    done = [asyncio.create_task(_keep_filing(SmallLedger(tmp_path), Random(seed), stop)) for seed in range(3)]
    done.append(asyncio.create_task(_keep_sealing(ledger, stop)))
    try:
        for _ in range(CLEAN_RUNS):
            report = await verify([_Heads()], ledger.public, ledger.log)
            assert report.faults == ()
    finally:
        stop.set()
        await asyncio.gather(*done)
    await ledger.sealer.seal_all()
    settled = await verify([_Heads()], ledger.public, ledger.log)
    assert (settled.faults, settled.unsealed, settled.events > report.events > 0) == ((), 0, True)


class _Heads:
    """A room whose rows are in the same snapshot as the events."""

    kind = "test"

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        sql = "select distinct on (stream) stream, seq, hash, state from event order by stream, seq desc"
        async for row in tx.cursor(sql):
            yield HeadClaim(self.kind, *row)


async def _keep_filing(ledger: SmallLedger, random: Random, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await ledger.work(streams=2, steps=3, random=random)
        await asyncio.sleep(0.005)


async def _keep_sealing(ledger: SmallLedger, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await ledger.sealer.seal_once()
        await asyncio.sleep(0.01)
