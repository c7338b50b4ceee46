"""Rules of the one transaction through which everything goes."""

import asyncio
import contextlib
from contextlib import aclosing
from uuid import uuid4

import asyncpg
import pytest

from register.kernel import db
from register.kernel.db import transaction
from register.kernel.errors import DatabaseUnavailable
from register.kernel.identity import ANONYMOUS, Identity, service
from tests.databases import Database


async def test_the_identity_is_set_for_the_length_of_the_transaction_only(database: Database) -> None:
    person = uuid4()
    async with transaction(Identity(person=person, roles=frozenset({"declarant", "auditor"}))) as tx:
        assert await tx.fetchval("select current_setting('register.person', true)") == str(person)
        assert await tx.fetchval("select current_setting('register.roles', true)") == "auditor,declarant"
    async with transaction(ANONYMOUS) as tx:
        assert await tx.fetchval("select current_setting('register.person', true)") == ""
        assert await tx.fetchval("select current_setting('register.roles', true)") == ""


async def test_an_identity_that_is_not_a_token_never_reaches_the_database(database: Database) -> None:
    with pytest.raises(ValueError, match="tokens only"):
        async with transaction(service("x', true); drop table person; --")):
            pass


async def test_transactions_do_not_nest(database: Database) -> None:
    async with transaction(ANONYMOUS):
        with pytest.raises(RuntimeError, match="do not nest"):
            async with transaction(ANONYMOUS):
                pass


async def test_a_second_task_inside_a_transaction_is_refused(database: Database) -> None:
    async with transaction(ANONYMOUS) as tx:

        async def other() -> None:
            await tx.fetchval("select 1")

        with pytest.raises(RuntimeError, match="belongs to the task"):
            await asyncio.create_task(other())


async def test_a_swallowed_database_error_is_not_taken_for_success(database: Database) -> None:
    with pytest.raises(RuntimeError, match="swallowed"):
        async with transaction(ANONYMOUS) as tx:
            with contextlib.suppress(asyncpg.DivisionByZeroError):
                await tx.execute("select 1 / 0")


async def test_a_failed_commit_gives_its_connection_back(database: Database) -> None:
    for _ in range(30):  # more than the pool holds
        with pytest.raises(asyncpg.PostgresError):
            async with transaction(ANONYMOUS) as tx:
                await tx.execute("select 1 / 0")
    async with transaction(ANONYMOUS) as tx:
        assert await tx.fetchval("select 1") == 1


async def test_a_lost_connection_is_an_unavailable_database(database: Database, superuser: asyncpg.Connection) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with transaction(ANONYMOUS) as tx:
            backend = await tx.fetchval("select pg_backend_pid()")
            await superuser.fetchval("select pg_terminate_backend($1)", backend)
            await tx.fetchval("select 1")
    async with transaction(ANONYMOUS) as tx:
        assert await tx.fetchval("select 1") == 1


async def test_a_serialization_failure_is_tried_again(database: Database) -> None:
    tries = []

    @db.retry_serialization
    async def sometimes() -> int:
        tries.append(1)
        if len(tries) < 3:
            raise asyncpg.SerializationError("could not serialize")
        return len(tries)

    assert await sometimes() == 3


async def test_a_database_that_is_away_is_unavailable(database: Database) -> None:
    await db.open_pool("postgresql://register_app@/register?host=/nowhere/at/all")
    with pytest.raises(DatabaseUnavailable):
        async with transaction(ANONYMOUS):
            pass
    with pytest.raises(DatabaseUnavailable):
        await db.ping()


async def test_what_is_put_off_is_written_together_and_before_it_is_read(
    database: Database, superuser: asyncpg.Connection
) -> None:
    insert = "insert into idempotency (id, person, key_hash, request_hash, made, at) values ($1, $2, $3, $4, $1, $5)"
    person = uuid4()
    async with transaction(Identity(person=person)) as tx:
        for number in range(3):
            tx.later(insert, uuid4(), person, bytes([number]) * 32, b"x", tx.now)
        assert await tx.fetchval("select count(*) from idempotency") == 3
        tx.later(insert, uuid4(), person, bytes([9]) * 32, b"x", tx.now)
    assert await superuser.fetchval("select count(*) from idempotency") == 4


async def test_an_error_in_what_was_put_off_rolls_everything_back(
    database: Database, superuser: asyncpg.Connection
) -> None:
    insert = "insert into idempotency (id, person, key_hash, request_hash, made, at) values ($1, $2, $3, $4, $1, $5)"
    person = uuid4()
    with pytest.raises(asyncpg.UniqueViolationError):
        async with transaction(Identity(person=person)) as tx:
            tx.later(insert, uuid4(), person, b"a" * 32, b"x", tx.now)
            tx.later(insert, uuid4(), person, b"a" * 32, b"x", tx.now)
    assert await superuser.fetchval("select count(*) from idempotency") == 0


async def test_rows_come_by_so_many_at_a_time_and_all_of_them_in_order(database: Database) -> None:
    async with transaction(ANONYMOUS) as tx:
        async with aclosing(tx.batches("select n from generate_series(1, $1::int) n", 25, size=10)) as batches:
            found = [[row["n"] for row in rows] async for rows in batches]
        assert found == [list(range(1, 11)), list(range(11, 21)), list(range(21, 26))]
        assert await tx.fetchval("select 1") == 1


async def test_whoever_leaves_rows_halfway_finds_the_connection_free(database: Database) -> None:
    async with transaction(ANONYMOUS) as tx:
        async with aclosing(tx.batches("select n from generate_series(1, 100000) n", size=1000)) as batches:
            async for rows in batches:
                assert len(rows) == 1000
                break
        assert await tx.fetchval("select 1") == 1
    with pytest.raises(LookupError):
        async with (
            transaction(ANONYMOUS) as tx,
            aclosing(tx.batches("select generate_series(1, 9)", size=2)) as batches,
        ):
            async for _ in batches:
                raise LookupError
    async with transaction(ANONYMOUS) as tx:
        assert await tx.fetchval("select 1") == 1


async def test_an_error_among_the_rows_reaches_whoever_reads_them(database: Database) -> None:
    read = 0
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with transaction(ANONYMOUS) as tx:
            sql = "select 1 / (6 - n) from generate_series(1, 9) n"
            async with aclosing(tx.batches(sql, size=2)) as batches:
                async for rows in batches:
                    read += len(rows)
    assert read == 4
