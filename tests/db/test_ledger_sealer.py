"""The sealer takes everything in the order of commits, once, whatever goes on beside it."""

import asyncio
from pathlib import Path
from random import Random

import asyncpg
import pytest

from register.kernel import db
from register.kernel.db import transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import say
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.ledger.model import Seal
from register.ledger.seal_log import SealLog
from register.ledger.sealer import BrokenSealError, Sealer
from register.ledger.signing import PublicKeys, SigningKey, open_signing_key, read_public_keys
from register.ledger.verification import verify
from tests.databases import Database
from tests.db.ledgers import OFFICER, SmallLedger


@pytest.fixture
def ledger(database: Database, tmp_path: Path) -> SmallLedger:
    return SmallLedger(tmp_path)


async def _leaves(superuser: asyncpg.Connection) -> list[asyncpg.Record]:
    return await superuser.fetch("select seal, stream, seq from seal_leaf order by position")


async def _is_sound(ledger: SmallLedger) -> bool:
    report = await verify([ledger.room], ledger.public, ledger.log)
    return report.is_sound and not report.warnings


async def test_it_is_quiet_when_nothing_is_new(ledger: SmallLedger, superuser: asyncpg.Connection) -> None:
    assert await ledger.sealer.seal_once() is None
    await ledger.work(streams=2, steps=2, random=Random(1))
    assert await ledger.sealer.seal_all() > 0
    assert (await ledger.sealer.seal_once(), await superuser.fetchval("select count(*) from seal")) == (None, 1)


async def test_a_slow_transaction_that_began_first_is_never_skipped(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    """A sealer that goes on from the highest number it has seen would leave the slow one out for ever."""
    slow, fast = new_id(), new_id()
    begun, finish = asyncio.Event(), asyncio.Event()

    async def file_slowly() -> None:
        async with transaction(OFFICER) as tx:
            await ledger.room.act(tx, slow, 1)
            await tx.send_later_ones()
            begun.set()
            await finish.wait()

    task = asyncio.create_task(file_slowly())
    await begun.wait()
    async with transaction(OFFICER) as tx:
        await ledger.room.act(tx, fast, 1)
    await ledger.sealer.seal_all()
    assert await _leaves(superuser) == []  # the fast one waits: an earlier one may still come
    finish.set()
    await task
    await ledger.sealer.seal_all()
    assert [row["stream"] for row in await _leaves(superuser)] == [slow, fast]


async def test_work_is_caught_up_in_batches_that_may_cut_a_transaction(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    async with transaction(OFFICER) as tx:
        for _ in range(25):
            await ledger.room.act(tx, new_id(), 1)
    await ledger.work(streams=5, steps=3, random=Random(1))
    entries = await superuser.fetchval("select (select count(*) from event) + (select count(*) from reading)")
    assert await Sealer(ledger.key, ledger.log, batch=10).seal_all() == entries
    seals = await superuser.fetch("select size from seal order by n")
    assert [row["size"] for row in seals[:2]] == [10, 20]
    assert await _is_sound(ledger)


async def test_only_one_sealer_works_at_a_time(ledger: SmallLedger, tmp_path: Path) -> None:
    await ledger.work(streams=20, steps=3, random=Random(1))
    others = [Sealer(ledger.key, SealLog(tmp_path / f"{n}.log"), batch=5) for n in range(4)]
    sealed = await asyncio.gather(*(other.seal_all() for other in others))
    while await others[0].seal_once():
        pass
    assert sum(sealed) > 0
    assert (await verify([ledger.room], ledger.public, SealLog(tmp_path / "0.log"))).faults == ()


async def test_a_crash_between_the_seal_and_its_line_in_the_log_is_healed(ledger: SmallLedger) -> None:
    await ledger.work(streams=2, steps=2, random=Random(1))
    await ledger.sealer.seal_all()
    with ledger.log.path.open("r+b") as file:
        file.truncate(file.seek(0, 2) - 7)  # the line was being written
    assert ledger.log.last() is None
    again = Sealer(ledger.key, ledger.log)
    assert await again.seal_once() is None
    assert ledger.log.last() is not None
    assert await _is_sound(ledger)


async def test_nothing_is_signed_on_top_of_a_seal_that_was_changed(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    await ledger.work(streams=2, steps=2, random=Random(1))
    await ledger.sealer.seal_all()
    await superuser.execute(
        "set session_replication_role = replica; update seal set peaks = sha256(peaks) || peaks;"
        " set session_replication_role = origin"
    )
    await ledger.work(streams=1, steps=1, random=Random(1))
    with pytest.raises(BrokenSealError):
        await ledger.sealer.seal_once()


async def test_after_a_restore_on_another_server_everything_is_sealed(
    ledger: SmallLedger, superuser: asyncpg.Connection
) -> None:
    """Transaction numbers begin anew there: old rows carry numbers from the future, new rows numbers from the past."""
    await ledger.work(streams=3, steps=3, random=Random(1))
    await ledger.sealer.seal_all()
    await ledger.work(streams=3, steps=3, random=Random(2))
    await superuser.execute(
        "set session_replication_role = replica;"
        "update event set x = (x::text::bigint + 1000000)::text::xid8;"
        "update reading set x = (x::text::bigint + 1000000)::text::xid8;"
        "set session_replication_role = origin"
    )
    restored = Sealer(ledger.key, ledger.log)
    assert await restored.seal_all() > 0
    await ledger.work(streams=3, steps=3, random=Random(3))
    assert await restored.seal_all() > 0
    report = await verify([ledger.room], ledger.public, ledger.log)
    assert (report.faults, report.unsealed) == ((), 0)


async def test_the_loop_lives_through_a_lost_database(
    ledger: SmallLedger, database: Database, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from register.ledger import sealer as module

    monkeypatch.setattr(module, "EVERY_SECONDS", 0.02)
    await ledger.work(streams=2, steps=2, random=Random(1))
    await db.close_pool()
    task = asyncio.create_task(ledger.sealer.run())
    await asyncio.sleep(0.1)
    await db.open_pool(database.app_url, size=4)
    for _ in range(400):
        if await superuser.fetchval("select count(*) from seal"):
            break
        await asyncio.sleep(0.02)
    task.cancel()
    assert await _is_sound(ledger)


# -- keys --------------------------------------------------------------------------------------------------------------


def test_production_without_a_signing_key_is_refused_and_the_embedded_default_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured) as refused:
        open_signing_key({}, tmp_path, embedded=False)
    assert "REGISTER_SIGNING_KEY" in say(refused.value.message, "en")
    key = open_signing_key({}, tmp_path, embedded=True)
    assert (tmp_path / "signing.key").stat().st_mode & 0o777 == 0o600
    assert open_signing_key({}, tmp_path, embedded=True).id == key.id
    (tmp_path / "signing.key").chmod(0o644)
    with pytest.raises(NotConfigured):
        open_signing_key({}, tmp_path, embedded=True)


async def test_seals_of_an_earlier_key_stay_verified_after_a_new_one(ledger: SmallLedger, tmp_path: Path) -> None:
    for _ in range(2):
        key = open_signing_key({}, tmp_path, embedded=True)
        await ledger.work(streams=2, steps=2, random=Random(1))
        await Sealer(key, ledger.log).seal_all()
        (tmp_path / "signing.key").unlink()
    public = read_public_keys(tmp_path / "signing.pub")
    assert (await verify([ledger.room], public, ledger.log)).is_sound
    only_new = PublicKeys({key.id: key.public})
    assert not (await verify([ledger.room], only_new, ledger.log)).is_sound


@pytest.mark.parametrize("identity", [OFFICER, service("verifier"), service("loader")])
async def test_nobody_but_the_sealer_seals(ledger: SmallLedger, identity: Identity) -> None:
    from datetime import UTC, datetime

    from register.ledger import store

    seal = Seal(1, 1, b"r" * 32, b"p" * 32, "k" * 16, b"s" * 64, datetime.now(UTC), 0, b"p" * 32)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(identity) as tx:
            await store.add_seal(tx, seal, [])


def test_a_signing_key_shows_nothing_of_itself() -> None:
    assert "6b6b" not in repr(SigningKey(b"k" * 32)) + str(vars(SigningKey(b"k" * 32)))
