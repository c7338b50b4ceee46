"""One's own declarations after filing: read, answered, amended, withdrawn, commented, acknowledged, confirmed."""

from typing import Any

import pytest

from declarations.filing.model import Action
from declarations.review.service import acts
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.identity import Identity
from tests.factories import World, gift_command
from tests.page_client import Page, PageClient
from tests.reviewing import Office, act, staffed
from tests.web.declaring import STEPS, day, declaring_app, draft_of, place, press, send, submit, walk
from tests.web.visitors import signed_in

ANSWER = "رأيت السعر في المتجر"


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def open_own(client: PageClient, reference: str) -> Page:
    return await client.get(f"/declarations/{reference}")


async def test_a_question_is_answered_in_its_place(app: Any, world: World, office: Office) -> None:
    kept = await act(office, office.officer, await office.under_review(), Action.ASK)
    async with signed_in(app, world, office.declarant) as client:
        start = await client.get("/")
        assert kept.reference in start.text, "it waits on the first page"
        own = await open_own(client, kept.reference)
        assert "How do you know the value?" in own.text
        way = f"/declarations/{kept.reference}/answer"
        empty = await press(client, own, way, {"answer": " "}, status=422)
        assert empty.errors() == ["answer"]
        answered = await press(client, empty, way, {"answer": ANSWER})
        assert answered.isolates(ANSWER)
        assert "you answered the question" in answered.text
        assert not [form for form in answered.all("form") if form.get("action") == way]
        again = await send(client, own, way, {"answer": "and more"})
        assert again.status_code == 409
        assert kept.reference not in (await client.get("/")).text, "and waits no longer"


async def test_the_declarant_reads_the_decision_comments_and_acknowledges(
    app: Any, world: World, office: Office
) -> None:
    kept = await office.decided()
    async with signed_in(app, world, office.declarant) as client:
        own = await open_own(client, kept.reference)
        assert "It is of modest value and given in public." in own.text
        way = f"/declarations/{kept.reference}"
        commented = await press(client, own, f"{way}/comment", {"comment": "I would have declined it."})
        assert commented.isolates("I would have declined it.")
        stale = await press(client, own, f"{way}/acknowledge", status=409)
        assert "you added a comment" in stale.text.lower(), "it says what changed since the page was opened"
        done = await press(client, stale, f"{way}/acknowledge")
        assert "Acknowledged" in done.text
        assert not [form for form in done.all("form") if form.get("action") == f"{way}/acknowledge"]


async def test_notes_and_recommendations_never_stand_on_the_declarants_page(
    app: Any, world: World, office: Office
) -> None:
    kept = await act(office, office.officer, await office.under_review(), Action.NOTE)
    await act(office, office.officer, kept, Action.RECOMMEND)
    async with signed_in(app, world, office.declarant) as client:
        own = await open_own(client, kept.reference)
    assert "The vendor is known to us." not in own.text
    assert "It stays in the office." not in own.text
    assert "took up the case" in own.text, "control: what is theirs to know is told"


async def test_an_amendment_is_a_new_version_and_the_old_one_stays_readable(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        receipt = await submit(client, await walk(client))
        reference = place(receipt).split("/")[2]
        reason = await client.get(f"/declarations/{reference}/amend")
        refused = await press(client, reason, place(reason), {"reason": ""}, status=422)
        assert refused.errors() == ["reason"]
        check = await press(client, refused, place(reason), {"reason": "I have found the receipt"})
        assert place(check).endswith("/check")
        assert "I have found the receipt" in check.text
        value = await client.get(f"/drafts/{draft_of(check)}/value?back=check")
        assert value.value("value") == "45.00", "what was filed is filled in"
        check = await press(client, value, place(value), {"value": "12.00"})
        receipt = await submit(client, check)
        assert place(receipt) == f"/declarations/{reference}/receipt"
        assert place(await submit(client, check)) == place(receipt), "pressed twice, it is amended once"
        assert receipt.heading == "Your change has been received"
        own = await open_own(client, reference)
        assert "USD 12.00" in own.text
        assert "USD 45.00" in own.text, "the old version stays readable"
        assert "I have found the receipt" in own.text
        assert (await client.get("/declare/gift")).text.count("Discard the draft") == 0
    row = await world.superuser.fetchrow("select version, amount, giver_country, items from declaration")
    assert row is not None
    assert tuple(map(str, row)) == ("2", "12.0000", "EG", "1")


@pytest.mark.parametrize("place_of_words", [name for name, _ in STEPS])
async def test_an_amendment_begins_with_everything_that_was_filed(app: Any, world: World, place_of_words: str) -> None:
    async with signed_in(app, world, await world.person()) as client:
        reference = place(await submit(client, await walk(client))).split("/")[2]
        amend = await client.get(f"/declarations/{reference}/amend")
        check = await press(client, amend, place(amend), {"reason": "A slip"})
        step = await client.get(f"/drafts/{draft_of(check)}/{place_of_words}")
        expected = dict(STEPS)[place_of_words]
        assert {name: step.value(name) for name in expected} == expected


async def test_an_amendment_of_what_changed_meanwhile_is_refused_with_what_changed(
    app: Any, world: World, office: Office
) -> None:
    async with signed_in(app, world, office.declarant) as client:
        reference = place(await submit(client, await walk(client))).split("/")[2]
        amend = await client.get(f"/declarations/{reference}/amend")
        check = await press(client, amend, place(amend), {"reason": "A slip"})
        await acts.take(office.officer, reference, 1)
        refused = await press(client, check, f"/drafts/{draft_of(check)}/submit", {"attested": "yes"}, status=409)
        assert "took up the case" in refused.text


async def test_a_received_item_is_withdrawn_only_by_asking(app: Any, world: World) -> None:
    person = await world.person()
    received = await world.declaration(person)
    declined = await world.declaration(person, direction="offered_to_me")
    async with signed_in(app, world, person) as client:
        for kept, said in ((received, "you asked to withdraw"), (declined, "you withdrew")):
            own = await open_own(client, kept.reference)
            way = f"/declarations/{kept.reference}/withdraw"
            empty = await press(client, own, way, {"reason": ""}, status=422)
            assert empty.errors() == ["reason"]
            done = await press(client, empty, way, {"reason": "It was for my colleague."})
            assert said in done.text
        forced = await open_own(client, received.reference)
        assert not [form for form in forced.all("form") if form.get("action", "").endswith("/withdraw")]
    found = await world.superuser.fetch("select status from declaration order by filed_at, id")
    assert sorted(row["status"] for row in found) == ["submitted", "withdrawn"]


async def test_the_person_confirms_what_an_assistant_filed(app: Any, world: World) -> None:
    principal = await world.person(first_name="Nadia", family_name="Okoro")
    assistant = await world.assistant(principal)
    async with signed_in(app, world, assistant) as client:
        page = await client.get("/declare/gift")
        page = await press(client, page, "/declare/gift", {"declarant": str(principal.person)})
        for _, typed in STEPS:
            page = await press(client, page, place(page), typed)
        receipt = await submit(client, page)
        reference = place(receipt).split("/")[2]
        assert "The declarant confirms" in receipt.text
        listed = await client.get("/declarations/for-others")
        assert reference in listed.text
        assert "Nadia Okoro" in listed.text
        assert reference not in (await client.get("/declarations")).text
        assert not [
            form for form in (await open_own(client, reference)).all("form") if "confirm" in form.get("action", "")
        ]
    async with signed_in(app, world, principal) as client:
        assert reference in (await client.get("/")).text
        own = await open_own(client, reference)
        assert "your assistant Tomás Quiroga filed the declaration for you" in own.text
        done = await press(client, own, f"/declarations/{reference}/confirm")
        assert "you confirmed" in done.text
        assert "Assistant" in done.text, "and sees that the assistant opened it"


async def test_nobody_files_for_a_person_whose_assistant_they_are_not(app: Any, world: World) -> None:
    stranger = await world.person()
    async with signed_in(app, world, await world.assistant(await world.person())) as client:
        page = await client.get("/declare/gift")
        refused = await send(client, page, "/declare/gift", {"declarant": str(stranger.person)})
        assert refused.status_code == 404


async def test_the_declarant_sees_who_opened_it_and_in_what_role(app: Any, world: World, office: Office) -> None:
    kept = await office.under_review()
    async with signed_in(app, world, office.declarant) as client:
        before = await open_own(client, kept.reference)
        assert "Nobody but you has opened it" in before.text
        await open_desk_case(office.officer, kept.reference)
        after = await open_own(client, kept.reference)
        assert "Ethics officer, " in after.text


async def test_what_the_rules_only_note_closes_at_once_with_a_receipt(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client, value={"value": "12.00"}, what=recent())
        receipt = await submit(client, check)
        assert "noted and closed" in receipt.text
        own = await open_own(client, place(receipt).split("/")[2])
        assert "by the rule" in own.text


def recent() -> dict[str, str]:
    today = clock.today()
    return day("event_date", year=today.year, month=today.month, number=today.day)


async def test_somebody_elses_declaration_is_not_there(app: Any, world: World) -> None:
    owner, other = await world.person(), await world.person("ethics_officer")
    kept = await world.declaration(owner)
    async with signed_in(app, world, other) as client:
        for rest in ("", "/receipt", "/amend"):
            assert (await client.http.get(f"/declarations/{kept.reference}{rest}")).status_code == 404
        csrf = (await client.get("/check")).hidden()["csrf"]
        for act_ in ("answer", "comment", "acknowledge", "confirm", "settlement", "withdraw", "amend"):
            typed = {"csrf": csrf, "seen": "1", "answer": "x", "comment": "x", "reason": "x", **day("on")}
            await client.post(f"/declarations/{kept.reference}/{act_}", typed, status=404)
    async with signed_in(app, world, owner) as client:
        assert place(await open_own(client, kept.reference.lower())), "control: the owner reads it, typed in any way"


async def test_own_declarations_are_turned_page_by_page(app: Any, world: World) -> None:
    person = await world.person()
    references = [(await world.declaration(person)).reference for _ in range(27)]
    async with signed_in(app, world, person) as client:
        first = await client.get("/declarations")
        assert rows_of(first) == references[:1:-1]
        older = next(link.get("href", "") for link in first.all("a", rel="next"))
        second = await client.get(older)
        assert rows_of(second) == references[1::-1]
        newer = next(link.get("href", "") for link in second.all("a", rel="prev"))
        assert rows_of(await client.get(newer)) == references[:1:-1]
        assert (await client.http.get("/declarations?at=nonsense")).status_code == 400


def rows_of(page: Page) -> list[str]:
    return [link.get("href", "").split("/")[2] for link in page.all("a", class_="row-link")]


@pytest.mark.parametrize("role", ["administrator", "policy_owner", "auditor", "custodian"])
async def test_who_has_nothing_to_declare_still_finds_their_own_doors(app: Any, world: World, role: str) -> None:
    person = await world.person(role)
    await world.superuser.execute("delete from person_capacity where person = $1", person.person)
    async with signed_in(app, world, person) as client:
        start = await client.get("/")
        links = [link.get("href") for link in start.all("a")]
        assert "/declare/gift" not in links
        assert "/check" in links
        assert (await client.http.get("/declare/gift")).status_code == 404
        assert ("/people" in links) == (role == "administrator")


async def test_words_of_a_person_are_shown_and_never_obeyed(app: Any, world: World) -> None:
    person: Identity = await world.person()
    kept = await world.declaration(
        person, gift_command(description="<script>alert(1)</script> \u202eevil", giver_name="<b>Delta</b>")
    )
    async with signed_in(app, world, person) as client:
        own = await open_own(client, kept.reference)
        assert "<script>alert(1)</script>" in own.text
        assert "⟨U+202E⟩" in own.text
        assert not own.all("b")
