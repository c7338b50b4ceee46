"""Drafts belong to their author alone, are encrypted as a whole, and end only after a notice."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from declarations.filing.answers import GiftAnswers
from declarations.filing.kinds.prompts import PromptAnswers
from declarations.filing.kinds.registry import FORMS
from declarations.filing.service.drafts import (
    MOST_DRAFTS,
    clear_old_drafts,
    create_draft,
    list_drafts,
    read_draft,
    save_draft,
)
from declarations.filing.service.submitting import submit_draft
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import say
from register.kernel.identity import ANONYMOUS, Identity
from register.kernel.ids import new_id
from tests.factories import World
from tests.web.declaring import STEPS, WORDS, begin, declaring_app, draft_of, place, press, submit, walk
from tests.web.visitors import signed_in

SPRING = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


async def test_nobody_else_finds_a_draft_by_any_way(app: Any, world: World) -> None:
    author, other = await world.person(), await world.person("ethics_officer", "executive_head")
    async with signed_in(app, world, author) as client:
        draft = draft_of(await begin(client))
        own = {way: (await client.http.get(way)).status_code for way in ways_of(draft)}
        assert set(own.values()) <= {200, 303}, "control: the author opens every page of it"
    async with signed_in(app, world, other) as client:
        found = {way: (await client.http.get(way)).status_code for way in ways_of(draft)}
        assert set(found.values()) == {404}
        csrf = (await client.get("/declare/gift")).hidden()["csrf"]
        for way in (
            *(f"/drafts/{draft}/{name}" for name, _ in STEPS),
            f"/drafts/{draft}/submit",
            f"/drafts/{draft}/discard",
        ):
            await client.post(way, {"csrf": csrf, "seen": "1", "attested": "yes"}, status=404)
    assert await world.superuser.fetchval("select count(*) from draft") == 1


def ways_of(draft: str) -> list[str]:
    return [f"/drafts/{draft}", f"/drafts/{draft}/check", *(f"/drafts/{draft}/{name}" for name, _ in STEPS)]


async def test_row_security_alone_keeps_drafts_from_everyone_else(world: World) -> None:
    author = await world.person()
    await create_draft(author, GiftAnswers(description="a gold watch"))
    everyone = [
        await world.person("ethics_officer", "executive_head", "auditor"),
        await world.assistant(author),
        ANONYMOUS,
    ]
    for identity in everyone:
        async with transaction(identity) as tx:
            assert await tx.fetch("select * from draft") == []
    async with transaction(author) as tx:
        assert len(await tx.fetch("select * from draft")) == 1, "control: the author's transaction sees it"


async def test_what_stands_in_a_draft_is_nowhere_in_the_database_in_clear(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        await walk(client)
    (row,) = map(dict, await world.superuser.fetch("select * from draft"))
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row.values())
    for secret in ("Delta Pumps", WORDS["description"], WORDS["story"], "45.00", "received", "commercial"):
        assert secret.encode() not in stored


@pytest.mark.parametrize("spelling", ["nonsense", "{draft}", "urn:uuid:{draft}", "{upper}", "{bare}", "٣", "0"])
async def test_an_id_in_any_other_spelling_is_not_found(app: Any, world: World, spelling: str) -> None:
    author = await world.person()
    async with signed_in(app, world, author) as client:
        draft = draft_of(await begin(client))
        text = spelling.format(draft=draft, upper=draft.upper(), bare=draft.replace("-", ""))
        status = (await client.http.get(f"/drafts/{text}/what")).status_code
        assert status == (200 if text == draft else 404)


async def test_an_assistant_drafts_only_for_those_whose_assistant_they_are(world: World) -> None:
    principal, stranger = await world.person(), await world.person()
    assistant = await world.assistant(principal)
    assert (
        await create_draft(assistant, GiftAnswers(declarant=principal.person))
    ).answers.declarant == principal.person
    with pytest.raises(NotFound):
        await create_draft(assistant, GiftAnswers(declarant=stranger.person))
    await world.superuser.execute("update assistant_link set ended_at = now()")
    with pytest.raises(NotFound):
        await create_draft(assistant, GiftAnswers(declarant=principal.person))


async def test_too_many_drafts_are_refused_before_anybody_loses_track(world: World) -> None:
    author = await world.person()
    for _ in range(MOST_DRAFTS):
        await create_draft(author)
    with pytest.raises(Conflict):
        await create_draft(author)
    assert len(await list_drafts(author)) == MOST_DRAFTS


async def test_a_draft_ends_180_days_after_its_last_edit_and_never_without_a_notice(world: World) -> None:
    author = await world.person()
    with clock.fixed(SPRING):
        draft = await create_draft(author)
    assert await round_after(165) == (0, 0)
    assert await round_after(166, hours=1) == (1, 0), "14 days before"
    assert await round_after(167) == (0, 0), "once"
    assert await notices_of(world, author) == 1
    assert await round_after(180) == (0, 0)
    assert await round_after(180, hours=2) == (0, 1)
    with pytest.raises(NotFound):
        await read_draft(author, draft.id)


async def test_a_register_that_stood_still_still_tells_first(world: World) -> None:
    author = await world.person()
    with clock.fixed(SPRING):
        await create_draft(author)
    assert await round_after(400) == (1, 0)
    assert await round_after(413) == (0, 0)
    assert await round_after(414, hours=1) == (0, 1)


async def test_an_edit_after_the_notice_begins_the_time_anew(world: World) -> None:
    author = await world.person()
    with clock.fixed(SPRING):
        draft = await create_draft(author)
    assert await round_after(170) == (1, 0)
    with clock.fixed(SPRING + timedelta(days=171)):
        await save_draft(author, draft.id, lambda _: GiftAnswers(description="a pen"), seen=1)
    assert await round_after(200) == (0, 0)
    assert (await read_draft(author, draft.id)).answers.description == "a pen"
    assert await round_after(171 + 166, hours=1) == (1, 0), "and it is told again"


async def test_a_draft_that_is_not_there_cannot_be_sent(world: World) -> None:
    with pytest.raises(NotFound):
        await submit_draft(await world.person(), new_id(), seen=1, attested=True)


async def test_saving_the_same_answers_changes_nothing(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        version = await world.superuser.fetchval("select version from draft")
        value = await client.get(f"/drafts/{draft_of(check)}/value")
        await press(client, value, place(value))
        assert await world.superuser.fetchval("select version from draft") == version


async def round_after(days: int, hours: int = 0) -> tuple[int, int]:
    with clock.fixed(SPRING + timedelta(days=days, hours=hours)):
        return await clear_old_drafts(draft_days=180, notice_days=14)


async def notices_of(world: World, person: Identity) -> int:
    return int(await world.superuser.fetchval("select count(*) from outbox where recipient = $1", person.person))


async def test_drafts_are_told_apart_by_kind_time_and_the_party_that_was_typed(app: Any, world: World) -> None:
    person = await world.person()
    await create_draft(person, GiftAnswers(giver_name="Ministry of Water"))
    await create_draft(person, kind="outside_activity")
    async with signed_in(app, world, person) as client:
        page = (await client.get("/?lang=en")).response.text
        told = re.findall(r'<a href="/drafts/[^>]*>(.*?)</a>', page)
    assert len(told) == 2
    assert "Ministry of Water" in " ".join(told)
    assert {each.split(" · ")[0].strip() for each in told} == {"Gift", "Outside activity"}
    assert all(re.search(r"\d\d:\d\d", each) for each in told)


async def test_the_end_of_service_waits_on_the_first_page_until_its_checklist_is_closed(app: Any, world: World) -> None:
    person, other = await world.person(), await world.person()
    await world.superuser.execute(
        "insert into separation (id, person, last_day, recorded_at)"
        " values (gen_random_uuid(), $1, '2026-12-31', now())",
        person.person,
    )
    for who, expected in ((person, True), (other, False)):
        async with signed_in(app, world, who) as client:
            assert ("Last day of service" in (await client.get("/?lang=en")).text) is expected
    await world.superuser.execute("update separation set letter_at = now(), completed_at = now()")
    async with signed_in(app, world, person) as client:
        assert "Last day of service" not in (await client.get("/?lang=en")).text


async def test_the_address_of_a_draft_that_was_sent_leads_to_what_it_became(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        draft = draft_of(check)
        reference = place(await submit(client, check)).split("/")[2]
        for page in ("", "/check", "/words"):
            sent = await client.http.get(f"/drafts/{draft}{page}")
            assert (sent.status_code, sent.headers["location"]) == (303, f"/declarations/{reference}")
    async with signed_in(app, world, await world.person()) as other:
        await other.get(f"/drafts/{draft}", status=404)


async def test_former_staff_read_of_what_they_did_and_others_of_what_they_do(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        assert "touches what you do here" in (await client.get("/declare")).text
    async with signed_in(app, world, await world.person(capacity="former_staff")) as client:
        page = await client.get("/declare")
        assert "touches what you did here" in page.text
        assert "touches what you do here" not in page.text


async def test_the_form_speaks_to_whoever_has_the_interest_and_of_others_in_the_third_person(
    app: Any, world: World
) -> None:
    who = await world.person()
    async with signed_in(app, world, who) as client:
        page = await press(client, await client.get("/declare/conflict"), "/declare/conflict")
        whose = await client.get(place(page).replace("/what", "/whose"))
        assert "You yourself" in whose.text
        assert "The declarant in person" not in whose.text
    assert who.person is not None
    answers = PromptAnswers(declarant=who.person, capacity="staff", said={"interest_holder": "self"})
    step = next(step for step in FORMS["conflict"].steps if step.name == "whose")
    for_all = next(prompt for prompt in step.every if prompt.name == "interest_holder")
    for_another = [say(words) for prompt in step.prompts(answers) for _, words in prompt.choices]
    assert "The declarant in person" in for_another
    assert "You yourself" not in for_another
    (row,) = FORMS["conflict"].rows_of({"interest_holder": "self"}, None, 1, "")
    assert row.value == dict(for_all.choices)["self"], "what is filed is read by others too"
