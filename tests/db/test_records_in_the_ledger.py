"""Records beside the declarations stand in the ledger: whatever is changed behind the register is found by verify."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from declarations.advice.model import AskCommand, GuidanceCommand, GuidanceText, Topic
from declarations.advice.records import ADVICE_ROOM
from declarations.advice.service import advising, asking, publishing
from declarations.assets.model import AskConsentCommand, ConsentWords, Outcome, Text, Use
from declarations.assets.records import ASSETS
from declarations.assets.service import consenting, reading
from declarations.standing.records import SEPARATION
from declarations.standing.service import separation
from register import vault
from register.auditing import sources
from register.kernel import clock, db
from register.kernel.identity import service
from register.ledger.findings import Report
from register.ledger.records import adopt
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from register.vault.rotation import rewrap_all, rows_to_rewrap
from tests.assets import Assets, designated
from tests.databases import Database
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed

_KEY = SigningKey(bytes(range(32)))
_USE = AskConsentCommand(Use.PROCUREMENT, ConsentWords("The procurement division", "Compare bidders of one tender"))

CHANGES = {
    "asset_designation": "ends_on = '2090-01-01'",
    "asset_statement": "due_on = due_on + 90",
    "asset_version": "purposes = '{assessment,matching}'",
    "asset_content": "content = content || '\\x00'",
    "asset_review": "content = content || '\\x00'",
    "asset_consent": "until = '2090-01-01'",
    "separation": "last_day = last_day + 30",
    "advice": "day = day - 30",
    "advice_message": "from_office = not from_office",
    "advice_consent": "agrees = not agrees",
    "guidance": "content = content || '\\x00'",
}
"""What somebody with the keys of the database would change, table by table."""


async def verified(log: SealLog) -> Report:
    return await verify(sources(), PublicKeys({_KEY.id: _KEY.public}), log)


async def behind(connection: asyncpg.Connection, sql: str) -> None:
    """Do something behind row security and triggers, all of it or nothing."""
    await connection.execute(f"set session_replication_role = replica; {sql}; set session_replication_role = origin")


@pytest.fixture
async def assets(world: World) -> Assets:
    """A statement that was reviewed and whose filer agreed to another use."""
    found = await designated(world)
    made = await found.filed()
    await reading.review(found.reader, made, Outcome.TALK, Text("Let us talk.", "en"), 1)
    asked = await consenting.ask(found.officer, made, _USE)
    await consenting.answer(found.filer, asked, granted=True)
    return found


async def advised(office: Office) -> UUID:
    asked = await asking.ask(office.declarant, AskCommand(Topic.GIFT, "May I keep the pen?", "en"))
    await advising.answer(office.officer, asked, "Yes.", "en", 1)
    await asking.consent(office.declarant, asked, agrees=True)
    words = GuidanceText("Pens", "A pen is usually of nominal value.", "en")
    await publishing.propose(office.officer, asked, GuidanceCommand(Topic.GIFT, "ICSC 50", words), 0)
    return asked


@pytest.fixture
async def log(tmp_path: Path, world: World, assets: Assets) -> SealLog:
    """A sealed register with a row in each of the tables."""
    office = await staffed(world)
    interest = await filed(office.declarant, "conflict")
    await separation.record_leaving(office.officer, interest.reference, clock.today() + timedelta(days=30))
    await advised(office)
    log = SealLog(tmp_path / "seals.log")
    await Sealer(_KEY, log).seal_all()
    return log


async def test_no_row_is_changed_removed_or_slipped_in_unseen(log: SealLog, superuser: asyncpg.Connection) -> None:
    assert (await verified(log)).is_sound, "the control: nothing was touched"
    for table, change in CHANGES.items():
        await superuser.execute(f'create temporary table kept as select * from "{table}"')
        for sql in (f'update "{table}" set {change}', f'delete from "{table}"'):
            await behind(superuser, sql)
            assert not (await verified(log)).is_sound, sql
            await behind(superuser, f'delete from "{table}"; insert into "{table}" select * from kept')
        await superuser.execute("drop table kept")
    assert (await verified(log)).is_sound, "the control: everything was put back as it was"
    forged = "insert into advice_consent select gen_random_uuid(), id, true, now() from advice"
    await behind(superuser, forged)
    assert not (await verified(log)).is_sound


async def test_a_change_of_the_master_key_changes_no_record(log: SealLog) -> None:
    old = vault.keyring()
    ring = vault.Keyring([vault.MasterKey.new(), *old.keys])
    assert await rows_to_rewrap(ring.keys[0]) > 0
    vault.configure(ring)
    try:
        await rewrap_all(ring)
        assert await rows_to_rewrap(ring.keys[0]) == 0
        assert (await verified(log)).is_sound
    finally:
        vault.configure(old)


async def test_no_event_of_advice_names_anybody_or_says_a_word(log: SealLog, superuser: asyncpg.Connection) -> None:
    kinds = [each.kind for each in ADVICE_ROOM]
    rows = await superuser.fetch(
        "select distinct actor, by, octet_length(payload) from event where kind = any($1)", kinds
    )
    assert [tuple(row) for row in rows] == [(None, "rule", 0)]
    named = "select count(*) from event where kind = any($1) and actor is not null"
    assert await superuser.fetchval(named, [each.kind for each in ASSETS]) > 0, (
        "the control: other rooms name who acted"
    )


async def test_what_is_proposed_on_a_consent_that_is_taken_back_goes_with_a_trace(world: World, tmp_path: Path) -> None:
    office = await staffed(world)
    asked = await advised(office)
    await asking.consent(office.declarant, asked, agrees=False)
    assert await world.superuser.fetchval("select count(*) from guidance") == 0
    assert (
        await world.superuser.fetchval("select name from event where kind = 'guidance' and seq = 2")
        == "guidance:erased"
    )
    assert (await verified(SealLog(tmp_path / "seals.log"))).is_sound


async def test_rows_that_are_older_than_their_history_are_taken_in(
    log: SealLog, superuser: asyncpg.Connection, database: Database
) -> None:
    await behind(superuser, "delete from seal_leaf; delete from seal; delete from event where kind = 'separation'")
    log.path.unlink()
    assert not (await verified(log)).is_sound, "the control: a row without a history"
    await db.close_pool()
    await db.open_pool(database.owner_url, size=1)
    async with db.transaction(service("migration")):
        await adopt(SEPARATION)
    await db.close_pool()
    await db.open_pool(database.app_url, size=12)
    assert (await verified(log)).is_sound
