"""One case unmasked by two people: who asks, who answers, who is told, and when it ends."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.i18n import LOCALES, say
from register.kernel.identity import ANONYMOUS, Identity
from register.notices.service import opened
from reports.engagements import columns, store
from reports.engagements.model import Answer
from reports.engagements.service import ending, recording, unmasking
from reports.engagements.service.ending import clear_extracts
from reports.engagements.service.extracting import EXTRACTOR
from tests.audited import SECRETS, office, requested
from tests.engagements import cases_of, engaged
from tests.factories import World
from tests.reviewing import staffed


async def test_everybody_is_told_without_content(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    second = await world.person("ethics_officer")
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(second, under.id, request, 1, agrees=True, reason="Yes.")
    rows = await superuser.fetch(
        "select recipient, id, key_id, wrapped_key, content from outbox"
        " where recipient = any($1::uuid[]) order by created_at, id",
        [officer.person, second.person, auditor.person],
    )
    assert [row["recipient"] for row in rows] == [auditor.person, second.person, auditor.person], (
        "who recorded it is not asked"
    )
    for row in rows:
        said = opened(*row[1:])
        assert said.link == f"/engagements/{under.id}"
        words = " ".join(say(each, LOCALES["en"]) for each in (said.subject, *said.body))
        assert not any(secret in words for secret in (*SECRETS, "C-", "AUD/", "Audit of gifts", "Finding", "Novák"))


async def test_unmasking_one_case_takes_two_people(world: World, superuser: asyncpg.Connection) -> None:
    reason = "Finding 3 needs the file."
    officer, auditor = await office(world)
    second = await world.person("ethics_officer")
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
    seen = [await unmasking.read_unmasking(second, under.id, each.id) for each in found]
    assert [unmasking.reason_of(*each) for each in seen] == [reason, reason]
    meant = await superuser.fetchval("select id from unmasking_case where declaration = $1", kept.id)
    await unmasking.answer_unmasking(second, under.id, meant, 1, agrees=True, reason="It is needed.")
    [other] = [each.id for each in found if each.id != meant]
    await unmasking.answer_unmasking(second, under.id, other, 1, agrees=False, reason="It is not.")
    _, _, unmasked = await unmasking.read_unmasked(auditor, under.id, meant)
    assert (unmasked.reference, unmasked.declarant) == (kept.reference, "Amina Haddad")
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(auditor, under.id, other)
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(officer, under.id, meant)
    with pytest.raises(Conflict):
        await unmasking.answer_unmasking(second, under.id, other, 2, agrees=True, reason="On reflection.")


async def test_how_many_other_rows_it_names_is_said_before_anybody_decides(world: World) -> None:
    officer, auditor = await office(world)
    second = await world.person("ethics_officer")
    often, once = await world.person(), await world.person()
    for _ in range(3):
        await world.declaration(often)
    await world.declaration(once)
    under = await engaged(officer, auditor)
    rows = await cases_of(auditor, under)
    carried = Counter(row["Person"] for row in rows)
    assert sorted(carried.values()) == [1, 3]
    for row in rows:
        others = carried[row["Person"]] - 1
        if others:
            with pytest.raises(Invalid) as refused:
                await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3.")
            [fault] = refused.value.fields
            assert (fault.name, say(fault.message, LOCALES["en"])[:12]) == ("names_others", "2 other rows")
        made = await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3.", names_others=others > 0)
        for who in (auditor, second):
            _, request = await unmasking.read_unmasking(who, under.id, made)
            assert request.others == others
        await unmasking.answer_unmasking(second, under.id, made, 1, agrees=True, reason="Yes.")
        assert (await unmasking.read_unmasked(auditor, under.id, made))[1].others == others


async def test_rows_outside_the_period_are_not_counted_among_the_others(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, auditor = await office(world)
    declarant = await world.person()
    await world.declaration(declarant)
    await superuser.execute("update declaration set filed_at = filed_at - interval '40 days'")
    await world.declaration(declarant)
    today = clock.today()
    under = await engaged(officer, auditor, since=today - timedelta(days=30))
    [row] = await cases_of(auditor, under)
    request = await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3.")
    assert (await unmasking.read_unmasking(auditor, under.id, request))[1].others == 0
    longer = await engaged(officer, auditor)
    [one, _] = await cases_of(auditor, longer)
    with pytest.raises(Invalid):  # the control
        await unmasking.ask_unmasking(auditor, longer.id, one["Case"], "Finding 3.")


async def test_what_nobody_answered_is_closed_with_the_engagement_and_recorded(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, auditor = await office(world)
    second = await world.person("ethics_officer")
    under, request = await requested(world, await world.person(), officer, auditor)
    assert [each.id for each in await unmasking.requests_before(second)] == [request]
    await ending.end_engagement(officer, under.id, under.version, "The audit is done.")
    [closed] = (await recording.read_engagement(auditor, under.id)).unmaskings
    assert (closed.state, closed.answered_by, closed.answer) == (Answer.CLOSED, None, None)
    assert await unmasking.requests_before(second) == []
    events = await superuser.fetch("select name, actor from event where stream = $1 order by seq", request)
    assert [tuple(each) for each in events] == [
        ("unmasking:asked", auditor.person),
        ("unmasking:closed", officer.person),
    ]
    with pytest.raises(Conflict):
        await unmasking.answer_unmasking(second, under.id, request, 2, agrees=True, reason="Yes.")
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(auditor, under.id, request)


async def test_what_nobody_answered_is_closed_when_the_mandate_runs_out(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, auditor = await office(world)
    second = await world.person("ethics_officer")
    under, request = await requested(world, await world.person(), officer, auditor)
    await clear_extracts()
    assert (await unmasking.read_unmasking(auditor, under.id, request))[1].state == Answer.ASKED, "the control"
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update engagement set in_force_from = '2026-01-01', in_force_until = '2026-01-02'")
    await superuser.execute("set session_replication_role = origin")
    asked = (await unmasking.read_unmasking(auditor, under.id, request))[1]
    assert (asked.state, asked.shown(is_in_force=False)) == (Answer.ASKED, Answer.CLOSED), "before the worker’s turn"
    assert await unmasking.requests_before(second) == []
    await clear_extracts()
    assert (await unmasking.read_unmasking(auditor, under.id, request))[1].state == Answer.CLOSED
    assert await superuser.fetchval("select count(*) from event where name = 'unmasking:closed'") == 1


async def test_nobody_closes_a_request_in_their_own_name(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    await requested(world, await world.person(), officer, auditor)
    for who in (officer, auditor):
        try:
            async with transaction(who) as tx:
                assert await tx.execute("update unmasking set state = 'closed'") == "UPDATE 0"
        except asyncpg.InsufficientPrivilegeError:
            continue
    assert await superuser.fetchval("select state from unmasking") == "asked"


async def test_a_request_waits_before_those_alone_who_may_answer_it(world: World) -> None:
    people = await staffed(world)
    auditor, other = await world.person("auditor"), await world.person("ethics_officer", "auditor")
    _, request = await requested(world, await world.person(), people.officer, auditor, other)
    _, of_head = await requested_of_head(world, people.head, people.officer, auditor)
    before = {
        name: {each.id for each in await unmasking.requests_before(who)}
        for name, who in (
            ("officer", people.officer),
            ("second", people.second_officer),
            ("designate", people.designate),
            ("named", other),
            ("auditor", auditor),
            ("declarant", people.declarant),
            ("nobody", ANONYMOUS),
        )
    }
    assert before == {
        "officer": set(),
        "second": {request},
        "designate": {of_head},
        **{nobody: set() for nobody in ("named", "auditor", "declarant", "nobody")},
    }


async def requested_of_head(world: World, head: Identity, officer: Identity, auditor: Identity) -> tuple[Any, Any]:
    """A request for the one case of the executive head, in an engagement of its own."""
    second = await world.person("ethics_officer")
    kept = await world.declaration(head)
    under = await engaged(officer, auditor)
    for row in await cases_of(auditor, under):
        made = await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 4.")
        if await is_about(made, kept.id):
            return under, made
        await unmasking.answer_unmasking(second, under.id, made, 1, agrees=False, reason="Not this one.")
    raise AssertionError("the case is in the period")


async def is_about(request: UUID, declaration: UUID) -> bool:
    async with transaction(EXTRACTOR) as tx:
        found: UUID = await tx.fetchval("select declaration from unmasking_case where id = $1", request)
    return found == declaration


async def test_nobody_with_a_part_in_the_case_or_the_request_answers_it(
    world: World, superuser: asyncpg.Connection
) -> None:
    people = await staffed(world)
    both = await world.person("ethics_officer", "auditor", first_name="Vera")
    colleague = await world.person("ethics_officer", "auditor", first_name="Ines")
    officer_declares = await world.person("ethics_officer", supervisor=people.officer)
    under, request = await requested(world, officer_declares, people.second_officer, both, colleague)
    boss_of_nobody = await world.person("ethics_officer", supervisor=officer_declares)
    # The declarant, whoever asked or is of the same audit, whoever has the declarant above them or recorded the audit,
    # who only reads.
    for who in (
        officer_declares,
        both,
        colleague,
        boss_of_nobody,
        people.second_officer,
        people.declarant,
        people.designate,
        await world.person("auditor"),
    ):
        with pytest.raises(NotFound):
            await unmasking.answer_unmasking(who, under.id, request, 1, agrees=True, reason="Yes.")
    for who in (officer_declares, boss_of_nobody, colleague, people.second_officer, people.designate):
        assert (await recording.read_engagement(who, under.id)).unmaskings == []
    async with transaction(EXTRACTOR) as tx:
        told = set(await store.who_may_answer(tx, request))
    assert told == {people.officer.person, people.supervisor.person}
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(
            "update unmasking set state = 'agreed', answered_by = asked_by, answered_at = now(), answer = 'x'"
        )
    await unmasking.answer_unmasking(people.officer, under.id, request, 1, agrees=True, reason="Yes.")


async def test_where_the_office_has_nobody_else_the_designate_answers(world: World) -> None:
    officer, auditor = await office(world)
    designate = await world.person("governing_body_designate")
    under, request = await requested(world, await world.person(), officer, auditor)
    assert [each.id for each in await unmasking.requests_before(designate)] == [request]
    async with transaction(EXTRACTOR) as tx:
        assert await store.who_may_answer(tx, request) == [designate.person]
    with pytest.raises(NotFound):
        await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    second = await world.person("ethics_officer")
    assert await unmasking.requests_before(designate) == [], "the control: somebody of the office is there again"
    with pytest.raises(NotFound):
        await unmasking.answer_unmasking(designate, under.id, request, 1, agrees=True, reason="Yes.")
    await unmasking.answer_unmasking(second, under.id, request, 1, agrees=True, reason="Yes.")


async def test_the_designate_who_stands_in_for_the_office_answers_and_it_is_held(world: World) -> None:
    officer, auditor = await office(world)
    designate = await world.person("governing_body_designate")
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(designate, under.id, request, 1, agrees=True, reason="Yes.")
    assert (await unmasking.read_unmasked(auditor, under.id, request))[1].answered_by == designate.person


async def test_the_executive_head_is_told_from_nobody_else_of_the_staff(
    world: World, superuser: asyncpg.Connection
) -> None:
    people = await staffed(world)
    auditor = await world.person("auditor")
    await world.declaration(people.head)
    for _ in range(4):
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
    second = await world.person("ethics_officer")
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(second, under.id, request, 1, agrees=True, reason="Yes.")
    assert await unmasking.read_unmasked(auditor, under.id, request)
    await ending.end_engagement(officer, under.id, under.version, "The audit is done.")
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
    second = await world.person("ethics_officer")
    declarant = await world.person()
    under, request = await requested(world, declarant, officer, auditor)
    await unmasking.answer_unmasking(second, under.id, request, 1, agrees=True, reason="Yes.")
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
    await ending.end_engagement(officer, under.id, under.version, "The audit is done.")
    assert await shown() == [[f"mandate:{under.id}"], ["Marek Novák"]]
