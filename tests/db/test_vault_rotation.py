"""A new master key while the register serves: nothing is lost, nothing stays behind, and it can be stopped half-way."""

import asyncio
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from register import vault
from register.kernel.db import transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg, say
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.notices.service import opened, post
from register.vault import Keyring, MasterKey, rotation
from tests.databases import Database

WRITER = Identity(person=UUID(int=1))


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    monkeypatch.setattr(rotation, "RELOAD_SECONDS", 0.0)
    found = Keyring.from_file(tmp_path / "master.key", create=True)
    vault.configure(found)
    return found


async def write(count: int) -> None:
    """Rows with wrapped keys; the outbox stands for every table that has them."""
    async with transaction(WRITER) as tx:
        for _ in range(count):
            await post(tx, recipient=new_id(), subject=msg("A"), body=[], link="/x")


async def read_all(superuser: asyncpg.Connection) -> int:
    rows = await superuser.fetch("select id, key_id, wrapped_key, content from outbox where wrapped_key is not null")
    return len([opened(*row) for row in rows])


async def test_every_row_is_under_the_new_key_and_still_says_the_same(
    database: Database, ring: Keyring, superuser: asyncpg.Connection
) -> None:
    await write(1200)
    old = ring.current.id
    await rotation.begin_rotation(ring)
    assert await rotation.rewrap_all(ring) == 1200
    assert await rotation.rows_by_key(ring) == {ring.current.id: 1200, old: 0}
    assert ring.current.id != old
    assert await read_all(superuser) == 1200


async def test_an_old_key_is_retired_only_when_no_row_needs_it(
    database: Database, ring: Keyring, superuser: asyncpg.Connection
) -> None:
    await write(3)
    old = ring.current.id
    await rotation.begin_rotation(ring)
    with pytest.raises(NotConfigured) as refused:
        await rotation.retire(ring, old)
    assert old in say(refused.value.message, "en")
    await rotation.rewrap_all(ring)
    await rotation.retire(ring, old)
    assert [key.id for key in ring.keys] == [ring.current.id]
    assert await read_all(superuser) == 3
    with pytest.raises(NotConfigured):
        await rotation.retire(ring, ring.current.id)


async def test_a_stopped_rotation_goes_on_where_it_was(
    database: Database, ring: Keyring, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 10)
    await write(45)
    await rotation.begin_rotation(ring)

    def stop_after(rows: int) -> None:
        if rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rotation.rewrap_all(ring, stop_after)
    assert await rotation.rows_to_rewrap(ring.current) == 35
    assert await read_all(superuser) == 45
    assert await rotation.rewrap_all(ring) == 35


async def test_rows_filed_under_the_old_key_meanwhile_are_caught(
    database: Database, ring: Keyring, superuser: asyncpg.Connection
) -> None:
    slow = Keyring(ring.keys)  # a process that has not looked into the file yet
    await write(100)
    await rotation.begin_rotation(ring)
    vault.configure(slow)
    filing = [asyncio.create_task(write(20)) for _ in range(5)]
    await rotation.rewrap_all(ring)
    await asyncio.gather(*filing)
    vault.configure(ring)
    await rotation.rewrap_all(ring)
    assert await rotation.rows_to_rewrap(ring.current) == 0
    assert await read_all(superuser) == 200


async def test_rows_that_somebody_works_on_are_waited_for(
    database: Database, ring: Keyring, superuser: asyncpg.Connection
) -> None:
    await write(5)
    await rotation.begin_rotation(ring)
    held, let_go = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with transaction(service("mailer")) as tx:
            await tx.execute("select 1 from outbox for update")
            held.set()
            await let_go.wait()

    task = asyncio.create_task(work())
    await held.wait()
    rotating = asyncio.create_task(rotation.rewrap_all(ring))
    await asyncio.sleep(0.5)
    assert not rotating.done()
    let_go.set()
    await task
    assert await rotating == 5


async def test_erased_rows_stay_erased(database: Database, ring: Keyring, superuser: asyncpg.Connection) -> None:
    await write(2)
    await superuser.execute("update outbox set wrapped_key = null where id = (select id from outbox limit 1)")
    await rotation.begin_rotation(ring)
    assert await rotation.rewrap_all(ring) == 1
    assert await superuser.fetchval("select count(*) from outbox where wrapped_key is null") == 1


async def test_a_table_that_hides_its_rows_stops_the_rotation(
    database: Database, ring: Keyring, superuser: asyncpg.Connection
) -> None:
    """Without this guard its rows would not be counted, the old key would be retired and their content lost."""
    await superuser.execute("create table hidden (id uuid primary key, key_id text, wrapped_key bytea)")
    try:
        with pytest.raises(NotConfigured) as refused:
            await rotation.rewrap_all(ring)
    finally:
        await superuser.execute("drop table hidden")
    assert "hidden" in say(refused.value.message, "en")


async def test_keys_from_the_environment_are_changed_there(database: Database) -> None:
    with pytest.raises(NotConfigured) as refused:
        await rotation.begin_rotation(Keyring([MasterKey(b"e" * 32)]))
    assert "REGISTER_MASTER_KEYS" in say(refused.value.message, "en")


@pytest.mark.parametrize(
    "identity", [WRITER, service("exporter"), Identity(person=UUID(int=2), roles=frozenset({"auditor"}))]
)
async def test_wrapped_keys_are_open_to_the_rotation_only(
    database: Database, ring: Keyring, identity: Identity
) -> None:
    await write(1)
    async with transaction(identity) as tx:
        assert await tx.fetchval("select count(*) from outbox") == 0
