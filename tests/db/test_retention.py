"""Retention: what is over its period is erased with a trace, nothing early, and the register still verifies."""

from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from declarations.advice.model import AskCommand, Channel, GuidanceCommand, GuidanceText, NoteCommand, Topic
from declarations.advice.service import advising, asking, publishing
from declarations.assets.model import AskConsentCommand, ConsentWords, Outcome, Text, Use
from declarations.assets.service import consenting, designating, reading
from declarations.retention.classes import classes
from declarations.retention.erasing import count_due, erase_due, erase_when_asked
from declarations.retention.settings import RetentionSettings, configure
from declarations.standing.service import separation
from register.auditing import sources
from register.kernel import clock, db
from register.kernel.identity import service
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from tests.assets import Assets, designated
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed

_KEY = SigningKey(bytes(range(32)))
USE = AskConsentCommand(Use.PROCUREMENT, ConsentWords("The procurement division", "Compare bidders of one tender"))
TABLES = {
    "asset_statements": (
        *("asset_designation", "asset_statement", "asset_version", "asset_content", "asset_review", "asset_consent"),
        "asset_draft",
    ),
    "advice": ("advice", "advice_message", "advice_consent", "advice_draft", "guidance"),
    "separations": ("separation",),
}


async def kept(world: World) -> dict[str, int]:
    """How many rows each class has."""
    count = world.superuser.fetchval
    return {name: sum([await count(f"select count(*) from {each}") for each in TABLES[name]]) for name in TABLES}


async def over() -> dict[str, int]:
    return {each.name: each.count for each in await count_due()}


async def lived(world: World) -> Office:
    """A designation that ended, a question that was answered, one that was noted, a service that ended; all today."""
    assets: Assets = await designated(world)
    made = await assets.filed()
    await reading.review(assets.reader, made, Outcome.NO_ISSUE, Text("", "en"), 1)
    asked = await consenting.ask(assets.officer, made, USE)
    await consenting.answer(assets.filer, asked, granted=True)
    version = (await designating.read(assets.officer, assets.designation)).designation.version
    await designating.end(assets.officer, assets.designation, version)
    office = await staffed(world)
    interest = await filed(office.declarant, "conflict", event_date=None, aware_date=None)
    leaving = await separation.record_leaving(office.officer, interest.reference, clock.today())
    await separation.issue_letter(office.officer, leaving.id)
    await separation.complete(office.officer, leaving.id, despite=True)
    question = await asking.ask(office.declarant, AskCommand(Topic.GIFT, "May I keep the pen?", "en"))
    await advising.answer(office.officer, question, "Yes.", "en", 1)
    await asking.consent(office.declarant, question, agrees=True)
    words = GuidanceText("Pens", "A pen is usually of nominal value.", "en")
    await publishing.propose(office.officer, question, GuidanceCommand(Topic.GIFT, "ICSC 50", words), 0)
    await advising.note(office.officer, NoteCommand(Topic.GIFT, Channel.MAIL, clock.today(), "On pens", "en"))
    return office


@pytest.fixture
async def log(tmp_path: Path) -> SealLog:
    configure(RetentionSettings(tuple(classes(7, 7, 7))))
    return SealLog(tmp_path / "seals.log")


async def sound(log: SealLog) -> bool:
    await Sealer(_KEY, log).seal_all()
    return (await verify(sources(), PublicKeys({_KEY.id: _KEY.public}), log)).is_sound


async def test_what_is_over_is_erased_with_a_trace_and_the_register_still_verifies(world: World, log: SealLog) -> None:
    with clock.fixed(clock.now() - timedelta(days=8 * 365)):
        office = await lived(world)
    with clock.fixed(clock.now() - timedelta(days=6 * 365)):
        await asking.ask(office.declarant, AskCommand(Topic.GIFT, "And the cap?", "en"))
    before = await kept(world)
    assert await over() == {"asset_statements": 2, "advice": 2, "separations": 1}
    assert await kept(world) == before, "counting changes nothing"
    assert await sound(log)
    done = await erase_due()
    assert {each.name for each in done} == set(TABLES)
    assert await kept(world) == {"asset_statements": 0, "advice": 1, "separations": 0}, "the younger question stays"
    assert await sound(log), "the histories say that their records are rightly gone"
    erased = await world.superuser.fetchval(
        "select count(*) from event where name like '%:erased' and kind <> 'retention'"
    )
    assert erased == sum(sum(each.rows.values()) for each in done)
    assert await over() == dict.fromkeys(TABLES, 0)
    assert await erase_due() == []
    await world.superuser.execute("set session_replication_role = replica; delete from advice;")
    await world.superuser.execute("set session_replication_role = origin")
    assert not await sound(log), "the control: what is removed without an event is found"


async def test_nothing_is_erased_early_nor_under_a_legal_hold_nor_by_itself_unless_asked(
    world: World, log: SealLog
) -> None:
    with clock.fixed(clock.now() - timedelta(days=7 * 365 - 2)):
        await lived(world)
    before = await kept(world)
    assert await over() == dict.fromkeys(TABLES, 0)
    assert await erase_due() == []
    configure(RetentionSettings(tuple(classes(0, 0, 0)), automatic=True))
    await erase_when_asked()
    assert await kept(world) == before, "a period of 0 has no end"
    configure(RetentionSettings(tuple(classes(6, 6, 6))))
    await erase_when_asked()
    assert await kept(world) == before, "nothing goes by itself"
    await world.superuser.execute("update declaration set legal_hold = true")
    assert await over() == {"asset_statements": 2, "advice": 1, "separations": 0}, "a hold keeps what is the person's"
    await world.superuser.execute("update declaration set legal_hold = false")
    configure(RetentionSettings(tuple(classes(6, 6, 6)), automatic=True))
    await erase_when_asked()
    assert await kept(world) == dict.fromkeys(TABLES, 0), "the control"


async def test_only_the_service_that_records_it_erases_and_never_within_a_year(world: World, log: SealLog) -> None:
    for of in classes(7, 7, 7):
        for who, days in ((service("clerk"), 4000), (service("retention"), 300)):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with db.transaction(who) as tx:
                    await tx.fetch(f"select * from {of.erase}($1, 10)", clock.now() - timedelta(days=days))
        async with db.transaction(service("retention")) as tx:  # the control
            assert await tx.fetch(f"select * from {of.erase}($1, 10)", clock.now() - timedelta(days=400)) == []
