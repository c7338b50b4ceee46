"""Audits under a written mandate: recorded, read by those they name, ended and never changed."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from register.auditing import sources
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id
from register.ledger.seal_log import SealLog
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from reports.engagements.model import LONGEST_DAYS, Engagement
from reports.engagements.service import ending, recording, unmasking
from tests.audited import of_every_kind, office
from tests.engagements import asked, cases_of, engaged, mandate
from tests.factories import World

TODAY = clock.today


async def test_an_auditor_sees_the_engagements_that_name_them_and_nobody_else_does(world: World) -> None:
    officer, auditor = await office(world)
    other, administrator = await world.person("auditor"), await world.person("administrator")
    under = await engaged(officer, auditor)
    assert (await recording.read_engagement(auditor, under.id)).is_in_force
    assert [each.id for each in (await recording.list_engagements(officer, None)).items] == [under.id]
    assert (await recording.list_engagements(other, None)).items == []
    for who in (other, administrator, await world.person(), ANONYMOUS):
        with pytest.raises(NotFound):
            await recording.read_engagement(who, under.id)
    # A role that is only claimed opens nothing: the row policy asks for the person, too.
    for who in (other, administrator, Identity(roles=frozenset({"auditor"})), service("mailer"), service("exporter")):
        async with transaction(who) as tx:
            assert await tx.fetchval("select count(*) from engagement") == 0


async def test_the_office_sees_which_audits_share_days_and_auditors_learn_of_none(world: World) -> None:
    officer, auditor = await office(world)
    today = TODAY()
    whole = await engaged(officer, auditor)
    early = await engaged(officer, auditor, until=today - timedelta(days=200))
    late = await engaged(officer, await world.person("auditor"), since=today - timedelta(days=199))

    async def beside(who: Identity, under: Engagement) -> set[UUID]:
        return {each.id for each in (await recording.read_engagement(who, under.id)).overlapping}

    assert await beside(officer, whole) == {early.id, late.id}
    assert await beside(officer, early) == {whole.id}, "periods that follow each other share no day"
    assert await beside(auditor, whole) == set()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": ""}, "body"),
        ({"mandate": ""}, "mandate"),
        ({"signed_by": ""}, "signed_by"),
        ({"signed_on": TODAY() + timedelta(days=1)}, "signed_on"),
        ({"since": TODAY() + timedelta(days=1)}, "until"),
        ({"in_force_until": TODAY() - timedelta(days=1)}, "in_force_until"),
        ({"in_force_until": TODAY() + timedelta(days=LONGEST_DAYS)}, "in_force_until"),
        ({"auditors": ()}, "auditors"),
        ({"auditors": (new_id(),)}, "auditors"),
    ],
)
async def test_what_no_mandate_can_say_is_refused_at_its_field(
    world: World, changed: dict[str, Any], field: str
) -> None:
    officer, auditor = await office(world)
    with pytest.raises(Invalid) as refused:
        await recording.record_engagement(officer, mandate(auditor, **changed))
    assert field in {fault.name for fault in refused.value.fields}


async def test_an_engagement_may_last_as_long_as_said_and_not_a_day_longer(world: World) -> None:
    officer, auditor = await office(world)
    last = clock.today() + timedelta(days=LONGEST_DAYS - 1)
    assert (await engaged(officer, auditor, in_force_until=last)).in_force_until == last


async def test_nobody_names_themselves_or_somebody_who_is_no_auditor(world: World) -> None:
    both = await world.person("ethics_officer", "auditor")
    _, auditor = await office(world)
    assert [each.id for each in await recording.candidates(both)] == [auditor.person]
    for named in (both, await world.person()):
        with pytest.raises(Invalid):
            await recording.record_engagement(both, mandate(named))
    for role in ("auditor", "administrator", "governing_body_designate", "policy_owner"):
        with pytest.raises(NotFound):
            await recording.record_engagement(await world.person(role), mandate(auditor))


async def test_what_is_recorded_is_ended_and_never_changed(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    for statement in (
        "update engagement set title = 'Another'",
        "update engagement set in_force_until = '2030-01-01'",
        "update engagement set auditors = array[recorded_by]",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(officer) as tx:
                await tx.execute(statement)
    async with transaction(officer) as tx:
        assert await tx.execute("delete from engagement") == "DELETE 0"
    with pytest.raises(Invalid):
        await ending.end_engagement(officer, under.id, under.version, " ")
    await ending.end_engagement(officer, under.id, under.version, "The board withdrew the mandate.")
    with pytest.raises(Conflict):
        await ending.end_engagement(officer, under.id, under.version + 1, "Again.")
    with pytest.raises(Conflict):
        await asked(auditor, under)
    assert await superuser.fetchval("select ended_because from engagement") == "The board withdrew the mandate."


async def test_what_is_changed_behind_the_register_is_found(
    world: World, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    under = await engaged(officer, auditor)
    [case, *_] = await cases_of(auditor, under)
    await unmasking.ask_unmasking(auditor, under.id, case["Case"], "Finding 3 needs the file.", names_others=True)
    key = SigningKey(bytes(range(32)))

    async def is_sound() -> bool:
        return (await verify(sources(), PublicKeys({key.id: key.public}), SealLog(tmp_path / "seals.log"))).is_sound

    assert await is_sound()
    for table, change, back in (
        ("engagement", "in_force_until = in_force_until + 1", "in_force_until = in_force_until - 1"),
        ("engagement", "auditors = array[recorded_by] || auditors", "auditors = auditors[2:]"),
        ("extract_job", "expires_at = expires_at + interval '1 day'", "expires_at = expires_at - interval '1 day'"),
        ("unmasking", "version = 7", "version = 1"),
        ("unmasking", "others = others - 1", "others = others + 1"),
        (
            "unmasking_case",
            "declaration = (select id from declaration d where d.id <> declaration limit 1)",
            "",
        ),
    ):
        await superuser.execute("set session_replication_role = replica")
        if table == "engagement":
            await superuser.execute("alter table engagement drop constraint if exists engagement_auditors_1")
        await superuser.execute(f"update {table} set {change}")  # a constant of this test
        assert not await is_sound(), change
        if back:
            await superuser.execute(f"update {table} set {back}")  # the same
            assert await is_sound(), back
        await superuser.execute("set session_replication_role = origin")
