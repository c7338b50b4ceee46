"""One case unmasked by two people: who asks, who answers, who is told, and when it ends."""

from typing import Any

import asyncpg
import pytest

from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.i18n import LOCALES, say
from register.notices.service import opened
from reports.engagements import columns, store
from reports.engagements.service import recording, unmasking
from reports.engagements.service.extracting import EXTRACTOR
from tests.engagements import SECRETS, cases_of, engaged, office, requested
from tests.factories import World
from tests.reviewing import staffed


async def test_everybody_is_told_without_content(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    rows = await superuser.fetch(
        "select recipient, id, key_id, wrapped_key, content from outbox"
        " where recipient = any($1::uuid[]) order by created_at, id",
        [officer.person, auditor.person],
    )
    assert [row["recipient"] for row in rows] == [auditor.person, officer.person, auditor.person]
    for row in rows:
        said = opened(*row[1:])
        assert said.link == f"/engagements/{under.id}"
        words = " ".join(say(each, LOCALES["en"]) for each in (said.subject, *said.body))
        assert not any(secret in words for secret in (*SECRETS, "C-", "AUD/", "Audit of gifts", "Finding", "Novák"))


async def test_unmasking_one_case_takes_two_people(world: World, superuser: asyncpg.Connection) -> None:
    reason = "Finding 3 needs the file."
    officer, auditor = await office(world)
    declarant = await world.person()
    kept = await world.declaration(declarant)
    await world.declaration(await world.person())
    under = await engaged(officer, auditor)
    rows = await cases_of(auditor, under)
    for row in rows:
        await unmasking.ask_unmasking(auditor, under.id, row["Case"].lower(), reason)
    found = (await recording.read_engagement(auditor, under.id)).unmaskings
    for each in found:
        with pytest.raises(NotFound):
            await unmasking.read_unmasked(auditor, under.id, each.id)
        async with transaction(auditor) as tx:
            assert await tx.fetchval("select count(*) from unmasking_case") == 0
            assert await tx.fetchval("select count(*) from unmasked($1)", each.id) == 0
    seen = [await unmasking.read_unmasking(officer, under.id, each.id) for each in found]
    assert [unmasking.reason_of(*each) for each in seen] == [reason, reason]
    meant = await superuser.fetchval("select id from unmasking_case where declaration = $1", kept.id)
    await unmasking.answer_unmasking(officer, under.id, meant, 1, agrees=True, reason="It is needed.")
    [other] = [each.id for each in found if each.id != meant]
    await unmasking.answer_unmasking(officer, under.id, other, 1, agrees=False, reason="It is not.")
    _, _, unmasked = await unmasking.read_unmasked(auditor, under.id, meant)
    assert (unmasked.reference, unmasked.declarant) == (kept.reference, "Amina Haddad")
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(auditor, under.id, other)
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(officer, under.id, meant)
    with pytest.raises(Conflict):
        await unmasking.answer_unmasking(officer, under.id, other, 2, agrees=True, reason="On reflection.")


async def test_nobody_with_a_part_in_the_case_or_the_request_answers_it(
    world: World, superuser: asyncpg.Connection
) -> None:
    people = await staffed(world)
    both = await world.person("ethics_officer", "auditor", first_name="Vera")
    colleague = await world.person("ethics_officer", "auditor", first_name="Ines")
    officer_declares = await world.person("ethics_officer", supervisor=people.officer)
    under, request = await requested(world, officer_declares, people.second_officer, both, colleague)
    boss_of_nobody = await world.person("ethics_officer", supervisor=officer_declares)
    # The declarant, whoever asked or is of the same audit, whoever has the declarant above them, who only reads.
    for who in (
        officer_declares,
        both,
        colleague,
        boss_of_nobody,
        people.declarant,
        people.designate,
        await world.person("auditor"),
    ):
        with pytest.raises(NotFound):
            await unmasking.answer_unmasking(who, under.id, request, 1, agrees=True, reason="Yes.")
    for who in (officer_declares, boss_of_nobody, colleague, people.designate):
        assert (await recording.read_engagement(who, under.id)).unmaskings == []
    async with transaction(EXTRACTOR) as tx:
        told = set(await store.who_may_answer(tx, request))
    assert told == {people.officer.person, people.second_officer.person, people.supervisor.person}
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(
            "update unmasking set state = 'agreed', answered_by = asked_by, answered_at = now(), answer = 'x'"
        )
    await unmasking.answer_unmasking(people.officer, under.id, request, 1, agrees=True, reason="Yes.")


async def test_the_executive_head_is_told_from_nobody_else_of_the_staff(
    world: World, superuser: asyncpg.Connection
) -> None:
    people = await staffed(world)
    auditor = await world.person("auditor")
    await world.declaration(people.head)
    await world.declaration(await world.person())
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute(
        "update declaration set capacity = 'executive_head' where declarant = $1", people.head.person
    )
    await superuser.execute("set session_replication_role = origin")
    held = await superuser.fetch("select distinct capacity from declaration")
    assert {row["capacity"] for row in held} == {"staff", "executive_head"}, "the control"
    found = await cases_of(auditor, await engaged(people.officer, auditor))
    assert {row["Group of the declarant"] for row in found} == {"Staff, the executive head included"}
    assert columns._TOGETHER["governing_body_designate"] is columns._TOGETHER["ethics_officer"]


async def test_the_executive_heads_own_case_is_answered_by_the_designate(world: World) -> None:
    people = await staffed(world)
    auditor = await world.person("auditor")
    under, request = await requested(world, people.head, people.officer, auditor)
    assert (await recording.read_engagement(people.officer, under.id)).unmaskings == []
    with pytest.raises(NotFound):
        await unmasking.answer_unmasking(people.officer, under.id, request, 1, agrees=True, reason="Yes.")
    await unmasking.answer_unmasking(people.designate, under.id, request, 1, agrees=True, reason="Yes.")
    assert (await unmasking.read_unmasked(auditor, under.id, request))[2].declarant == "Helena Moreau"


async def test_what_was_agreed_to_ends_with_the_engagement(world: World) -> None:
    officer, auditor = await office(world)
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    assert await unmasking.read_unmasked(auditor, under.id, request)
    await recording.end_engagement(officer, under.id, under.version, "The audit is done.")
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(auditor, under.id, request)
    with pytest.raises(Conflict):
        await unmasking.ask_unmasking(auditor, under.id, "C-7K3MQ2PX9ABC", "Again.")


async def test_a_pseudonym_of_another_engagement_says_nothing(world: World) -> None:
    officer, auditor = await office(world)
    await world.declaration(await world.person())
    one, other = await engaged(officer, auditor), await engaged(officer, auditor)
    [row] = await cases_of(auditor, one)
    for typed in (row["Case"], row["Person"], "C-", "Haddad", "C-7K3MQ2PX9ABC"):
        with pytest.raises(Invalid):
            await unmasking.ask_unmasking(auditor, other.id, typed, "Finding 3.")
    stranger = await world.person("auditor")
    with pytest.raises(NotFound):
        await unmasking.ask_unmasking(stranger, one.id, row["Case"], "Finding 3.")
    await unmasking.ask_unmasking(auditor, one.id, row["Case"], "Finding 3.")
    with pytest.raises(Conflict):
        await unmasking.ask_unmasking(auditor, one.id, row["Case"], "Finding 3 again.")


async def test_the_declarant_sees_the_opening_once_the_mandate_has_ended(world: World) -> None:
    officer, auditor = await office(world)
    declarant = await world.person()
    under, request = await requested(world, declarant, officer, auditor)
    await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    await unmasking.read_unmasked(auditor, under.id, request)

    async def shown() -> list[Any]:
        async with transaction(declarant) as tx:
            rows = await tx.fetch("select purpose from reading where kind = 'declaration'")
            [of] = await tx.fetch("select id from declaration")
            names = await tx.fetch("select name from reader_names($1)", of["id"])
            return [[row["purpose"] for row in rows], [row["name"] for row in names]]

    assert await shown() == [[], []]
    async with transaction(auditor) as tx:  # the control: it does stand there
        assert await tx.fetchval("select count(*) from reading where purpose = $1", f"mandate:{under.id}") == 1
    await recording.end_engagement(officer, under.id, under.version, "The audit is done.")
    assert await shown() == [[f"mandate:{under.id}"], ["Marek Novák"]]
