"""Random changes by a superuser over a register with rows of every class: each is found, and the record is named.

A register of every room at once would take minutes to file; so each table of a room gets rows of any content here, with
their events as the rooms write them. That the rooms do write them is held by the tests of each room.
"""

import os
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from register.auditing import sources
from register.kernel import clock
from register.kernel.db import REPEATABLE_READ, Transaction
from register.kernel.identity import service
from register.ledger import store
from register.ledger.findings import Report
from register.ledger.merkle import Peaks
from register.ledger.model import Leaf, Seal
from register.ledger.readings import record_reading
from register.ledger.records import RecordClaims, RecordClass, record
from register.ledger.seal_log import SealLog
from register.ledger.signing import FIRST_PREV, PublicKeys, SigningKey, signed_bytes
from register.ledger.verification import examine
from tests.databases import Database
from tests.db.test_ledger_verification import EVENTS, REPAIRED, SEALS, insert_stream
from tests.factories import World

FULL = os.environ.get("PROOF") == "full"
CHANGES, CLEAN_RUNS = (10_000, 1_000) if FULL else (40, 5)
_KEY = SigningKey(bytes(range(32)))
_KEYS = PublicKeys({_KEY.id: _KEY.public})
CLASSES: list[RecordClass] = [source._of for source in sources() if isinstance(source, RecordClaims)]
"""Every table of which the ledger holds the rows by digest."""

ANY: dict[str, Callable[[Random], Any]] = {
    "uuid": lambda random: UUID(int=random.getrandbits(128)),
    "text": lambda random: f"w{random.getrandbits(40):x}",
    "varchar": lambda random: f"{random.getrandbits(8):02x}",
    "bytea": lambda random: random.randbytes(9),
    "bool": lambda random: random.random() < 0.5,
    "timestamptz": lambda random: clock.now().replace(microsecond=random.randrange(10**6)),
    "date": lambda random: clock.today().replace(day=random.randint(1, 28)),
    "json": lambda random: f'{{"w": {random.getrandbits(20)}}}',
}
"""A value for each type of column; any other type is a number."""


def any_value(kind: str, random: Random) -> Any:
    if kind.startswith("_"):
        return [any_value(kind[1:], random)]
    known = ANY.get(kind.replace("jsonb", "json"))
    return known(random) if known else random.randint(1, 30_000)


class Table(msgspec.Struct):
    """A table of record rows, its columns with their types."""

    of: RecordClass
    columns: dict[str, str]

    async def add(self, connection: asyncpg.Connection, random: Random) -> UUID:
        """A row of any content."""
        values = {name: any_value(kind, random) for name, kind in self.columns.items()}
        places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
        names = ", ".join(f'"{name}"' for name in values)
        await connection.execute(f'insert into "{self.of.table}" ({names}) values ({places})', *values.values())
        found: UUID = values["id"]
        return found

    def held(self) -> list[str]:
        """The columns that the digest covers as they are."""
        return [name for name in self.columns if name in self.of.columns]


async def tables(connection: asyncpg.Connection) -> list[Table]:
    sql = (
        "select table_name, column_name, udt_name from information_schema.columns"
        " where table_schema = 'public' and is_generated = 'NEVER' and table_name = any($1)"
        " order by 1, ordinal_position"
    )
    rows = await connection.fetch(sql, [of.table for of in CLASSES])
    return [Table(of, {r["column_name"]: r["udt_name"] for r in rows if r["table_name"] == of.table}) for of in CLASSES]


async def without_constraints(connection: asyncpg.Connection) -> None:
    """Rows of any content are let in, as long as this transaction lasts."""
    rows = await connection.fetch(
        "select conrelid::regclass as name, conname from pg_constraint"
        " where contype = 'c' and conrelid::regclass::text = any($1)",
        [*(of.table for of in CLASSES), "event", "reading"],
    )
    for row in rows:
        await connection.execute(f'alter table {row["name"]} drop constraint "{row["conname"]}"')


async def seal_all(tx: Transaction, log: SealLog) -> None:
    """One seal over everything, inside the transaction."""
    peaks = Peaks()
    sql = "select stream, seq, hash from event union all select id, 0, hash from reading order by 1, 2"
    leaves = [Leaf(*row) for row in await tx.fetch(sql)]
    for leaf in leaves:
        peaks.add(leaf)
    upto = await tx.fetchval("select pg_current_xact_id()::text::bigint")
    for table in ("event", "reading"):  # written by a transaction before, as what is sealed always is
        await tx.execute(f"update {table} set x = $1::text::xid8", str(upto - 1))
    seal = Seal(1, peaks.size, peaks.root(), FIRST_PREV, _KEY.id, b"", tx.now, upto, peaks.to_bytes())
    sealed = msgspec.structs.replace(seal, signature=_KEY.sign(signed_bytes(seal)))
    await store.add_seal(tx, sealed, leaves)
    log.append(sealed)


async def examined(connection: asyncpg.Connection, log: SealLog) -> Report:
    """What verification says through the role of the application."""
    await connection.execute(
        "set local session_replication_role = origin; set local role register_app;"
        " select set_config('register.service', 'verifier', true)"
    )
    return await examine(Transaction(connection, service("verifier")), sources(), _KEYS, log, log.mark())


# -- changes of rows ---------------------------------------------------------------------------------------------------

Changed = UUID | None
"""The record that must be named first; None where any may be."""
Change = Callable[[asyncpg.Connection, Random, Sequence[Table]], Awaitable[Changed]]


async def _row(connection: asyncpg.Connection, random: Random, table: Table) -> Any:
    return random.choice(await connection.fetch(f'select * from "{table.of.table}" order by id'))


async def change_column(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
    table = random.choice(every)
    row, name = await _row(connection, random, table), random.choice(table.held())
    value = row[name]
    while value == row[name]:
        value = any_value(table.columns[name], random)
    await connection.execute(f'update "{table.of.table}" set "{name}" = $2 where id = $1', row["id"], value)
    return row["id"]  # type: ignore[no-any-return]  # the id of a record is a UUID


async def delete_row(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
    table = random.choice(every)
    row = await _row(connection, random, table)
    await connection.execute(f'delete from "{table.of.table}" where id = $1', row["id"])
    return row["id"]  # type: ignore[no-any-return]  # as above


async def slip_in_row(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
    return await random.choice(every).add(connection, random)


async def swap_rows(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
    """Two records change their places: each now says what the other said."""
    table = random.choice(every)
    one, other = random.sample([row["id"] for row in await connection.fetch(f'select id from "{table.of.table}"')], 2)
    for old, new in ((one, UUID(int=1)), (other, one), (UUID(int=1), other)):
        await connection.execute(f'update "{table.of.table}" set id = $2 where id = $1', old, new)
    first: UUID = min(one, other)
    return first


async def delete_row_and_history(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
    gone = await delete_row(connection, random, every)
    await connection.execute("delete from event where stream = $1", gone)
    return gone


async def empty_column(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
    """Make something absent that was said."""
    table = random.choice(every)
    row, name = await _row(connection, random, table), random.choice(table.held())
    await connection.execute(f'alter table "{table.of.table}" alter "{name}" drop not null')
    await connection.execute(f'update "{table.of.table}" set "{name}" = null where id = $1', row["id"])
    return row["id"]  # type: ignore[no-any-return]  # as above


def of_ledger(tampering: Callable[[asyncpg.Connection, Random], Awaitable[None]]) -> Change:
    """A change of events, readings, leaves or seals."""

    async def change(connection: asyncpg.Connection, random: Random, every: Sequence[Table]) -> Changed:
        await tampering(connection, random)
        return None

    change.__name__ = tampering.__name__
    return change


ROWS = [change_column, delete_row, slip_in_row, swap_rows, delete_row_and_history, empty_column]
LEDGER = [of_ledger(each) for each in (*EVENTS, *SEALS, *REPAIRED) if each is not insert_stream]
"""A stream of no room's kind that was slipped in is found by its age alone, which one transaction does not have."""
KINDS: list[Change] = [*ROWS, *LEDGER]


async def filled(connection: asyncpg.Connection, random: Random, log: SealLog) -> list[Table]:
    """Rows of every class with one to three events each, all sealed, inside an open transaction."""
    await without_constraints(connection)
    await connection.execute("set local session_replication_role = replica")
    every, tx = await tables(connection), Transaction(connection, service("migration"))
    for table in every:
        for _ in range(2):
            row = await table.add(connection, random)
            for step in range(random.randint(1, 3)):
                await record(tx, table.of, row, f"step{step}")
        await record_reading(tx, kind=table.of.kind, subject=row, role="ethics_officer", purpose="review")
    await tx.send_later_ones()
    await seal_all(tx, log)
    return every


_AT_ONCE = 200
"""Changes of one transaction: what is rolled back stays in the pages, and every further one reads it."""


class Outcome:
    """What verification said of every change."""

    def __init__(self) -> None:
        self.missed, self.misnamed, self.done = list[str](), list[str](), Counter[str]()

    def add(self, change: Change | None, touched: Changed, report: Report) -> None:
        name = getattr(change, "__name__", "nothing")
        self.done[name] += 1
        if report.is_sound != (change is None):
            self.missed.append(f"{name} {report.faults[:1]}")
        elif touched is not None and report.faults[0].stream != touched:
            self.misnamed.append(f"{name}: {touched}, {report.faults[0]}")


async def try_all(
    connection: asyncpg.Connection, random: Random, log: SealLog, order: Sequence[Change | None], outcome: Outcome
) -> None:
    """Each change for itself on rows of their own, taken back before the next."""
    await connection.execute(f"begin {REPEATABLE_READ}")
    every = await filled(connection, random, log)
    for change in order:
        await connection.execute("savepoint before; set local session_replication_role = replica")
        touched = await change(connection, random, every) if change else None
        report = await examined(connection, log)
        await connection.execute("rollback to savepoint before; release savepoint before")
        outcome.add(change, touched, report)
    await connection.execute("rollback")
    await connection.execute("vacuum")


@pytest.mark.proof
async def test_every_random_change_is_found_and_nothing_else(
    world: World, database: Database, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    random, outcome = Random(20267), Outcome()
    assert len(KINDS) > 15
    assert {of.kind for of in CLASSES} >= {"meeting", "open_vote", "periodic_report", "advice", "asset_statement"}
    await world.declaration(await world.person())
    order: list[Change | None] = [*random.choices([*ROWS, *KINDS], k=CHANGES), *[None] * CLEAN_RUNS]
    random.shuffle(order)
    for first in range(0, len(order), _AT_ONCE):
        log = SealLog(tmp_path / f"seals{first}.log")
        await try_all(superuser, random, log, order[first : first + _AT_ONCE], outcome)
    assert (outcome.missed, outcome.misnamed) == ([], [])
    assert len(outcome.done) > 15
    assert outcome.done["nothing"] == CLEAN_RUNS
