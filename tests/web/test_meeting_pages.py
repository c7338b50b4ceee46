"""Meetings in a browser and over the interface: from the office to the last step, every page in each language."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from declarations.filing.pages import filing_pages
from declarations.meetings.api import meetings_api
from declarations.meetings.model import Status
from declarations.meetings.pages import meetings_pages
from declarations.meetings.service.overview import overview
from declarations.meetings.service.preparing import read_meeting
from declarations.votes.model import Medium, Stance
from declarations.votes.rules_pages import rules_pages
from declarations.votes.service.disclosing import AnswerCommand
from declarations.votes.service.recording import record_answer
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.i18n import LOCALES, say
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import delegation, item, meeting, over, participant, sitting
from tests.web.visitors import SETTINGS, email_of, press, send, signed_in


def meetings_app() -> Any:
    """The room with the pages to which it leads."""
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*meetings_pages, *rules_pages, *meetings_api, *filing_pages, described=True)


PARTICULARS = {
    "body": "Technical committee",
    "title": "Thirtieth plenary",
    "code": "iso-coc",
    "starts_on": "2026-11-23",
    "ends_on": "2026-11-24",
    "languages": ["en", "fr"],
}
ITEM = {"number": "2", "title_en": "Award of the contract", "decision": "contract", "vote": "show"}


@pytest.fixture
async def office(world: World) -> Identity:
    configure(SETTINGS)
    return await world.person("ethics_officer")


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


async def test_a_meeting_of_technical_work_goes_from_the_office_to_its_last_step(
    world: World, office: Identity, secretary: Identity
) -> None:
    app, address = meetings_app(), await email_of(world, secretary.person)
    async with signed_in(app, world, office) as client:
        page = await client.get("/meetings/new")
        fields = {"csrf": page.hidden()["csrf"], **PARTICULARS, "secretary": address}
        wrong = await client.post("/meetings/new", {**fields, "secretary": "nobody@example.org"}, status=422)
        assert set(wrong.errors()) == {"secretary"}
        here = (await send(client, "/meetings/new", fields)).headers["location"]
        assert "/agenda" not in (await client.get(here)).response.text  # the office sees the particulars and no more
        assert (await client.http.get(f"{here}/agenda")).status_code == 404
    async with signed_in(app, world, secretary) as client:
        agenda = f"{here}/agenda"
        item = (await press(client, f"{agenda}/new", f"{agenda}/new", **ITEM)).headers["location"]
        listed = (await client.get(f"{agenda}?lang=en")).text
        assert listed.index("Code of conduct") < listed.index("Award of the contract")
        token = (await client.get(item)).hidden()["csrf"]
        early = await send(client, f"{item}/steps", {"csrf": token, "step": "call", "seen": "1"})
        assert early.status_code == 409  # nobody can come in yet
        await send(client, f"{here}/steps", {"csrf": token, "step": "open"})
        called = await send(client, f"{item}/steps", {"csrf": token, "step": "call", "seen": "2"})
        assert called.status_code == 409  # decided on a state that was never read
        await send(client, f"{item}/steps", {"csrf": token, "step": "call", "seen": "1"})
        assert "Called for disclosure" in (await client.get(f"{item}?lang=en")).text
        early = await send(client, f"{here}/steps", {"csrf": token, "step": "complete", "despite": "yes", "seen": "2"})
        assert early.status_code == 409
        assert "the last day of the meeting is not over" in early.text
        held = (await read_meeting(secretary, UUID(here.rpartition("/")[2]))).meeting
        await over(secretary, held)
        page = await client.get(f"{here}?lang=en")
        assert "It is not recorded that the code was presented." in page.text
        version = page.hidden()["seen"]
        step = {"csrf": token, "step": "complete", "seen": version}
        assert (await client.post(f"{here}/steps", step, status=422)).errors() == ["despite"]
        published = await press(client, agenda, f"{agenda}/revisions")
        assert "/codes/iso-coc" in (await client.get(published.headers["location"])).response.text
        told = {"presented_by": "The Chair", "list_is_signed": "yes", "discussion": "No remarks."}
        await press(client, f"{here}/code", f"{here}/code", seen=version, **told)
        page = await client.get(f"{here}?lang=en")
        assert "Items called for disclosure and not over" in page.text
        (asked,) = [each for each in (await client.get(item)).all("details") if list(each.iter("button"))]
        assert [each.get("value") for each in asked.iter("button")] == ["end"], "one press alone ends nothing"
        await send(client, f"{item}/steps", {"csrf": token, "step": "end", "seen": "2"})
        page = await client.get(f"{here}?lang=en")
        assert "This is missing" not in page.text
        step = {"csrf": token, "step": "complete", "seen": page.hidden()["seen"]}
        assert (await send(client, f"{here}/steps", step)).status_code == 303
        version = (await client.get(here)).hidden()["seen"]
        await send(client, f"{here}/steps", {"csrf": token, "step": "close", "seen": version})
        late = await send(client, f"{agenda}/new", {"csrf": token, **ITEM})
        assert late.status_code == 409


def plain(text: str) -> str:
    """Without the marks that isolate what was written."""
    return text.replace("\u2068", "").replace("\u2069", "")


async def test_completing_asks_first_and_names_what_is_not_over(
    world: World, office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary)
    here, now = f"/meetings/{made.id}", await sitting(secretary, made)
    about = {"called_at": made.created_at, "voting_at": made.created_at, "vote": "show"}
    wanted = await item(secretary, made, **about)
    who = await participant(secretary, made, await delegation(secretary, made))
    said = AnswerCommand(item=wanted.id, stance=Stance.NOTHING, client_key=new_id())
    await record_answer(secretary, made.id, who.id, Medium.ALOUD, said)
    async with signed_in(meetings_app(), world, secretary) as client:
        page = await client.get(f"{here}?lang=en")
        asked = page.one("dialog", id="complete")
        words = plain(" ".join("".join(asked.itertext()).split()))
        assert "Nobody can answer any more." in page.text
        for missing in (
            f"Sittings that are not over: {now.number}.",
            "Items called for disclosure and not over: 5.",
            "Items voted on openly without a vote entered: 5.",
            "Answers written down by the secretary and not confirmed: 1.",
            "Go back without doing it",
        ):
            assert missing in words
        outside = [each for each in page.all("button") if each not in list(asked.iter("button"))]
        assert not [each for each in outside if each.text == "Complete the meeting"], "one press does not complete it"
        step = {"csrf": page.hidden()["csrf"], "step": "complete", "seen": str(made.version)}
        early = await send(client, f"{here}/steps", {**step, "despite": "yes"})
        assert early.status_code == 409, "a meeting that goes on is not completed"
        assert "Complete all the same" not in page.text
        await over(secretary, made)
        assert "Complete all the same" in (await client.get(f"{here}?lang=en")).text, "the control"
        await client.post(f"{here}/steps", step, status=422)
        assert (await send(client, f"{here}/steps", {**step, "despite": "yes"})).status_code == 303
        assert (await read_meeting(secretary, made.id)).meeting.status is Status.COMPLETED


async def test_completing_names_a_ballot_by_correspondence_that_was_not_held_to_its_end(
    office: Identity, secretary: Identity
) -> None:
    ballot: dict[str, Any] = {"by_correspondence": True, "ballot_opens": datetime(2026, 1, 1, tzinfo=UTC)}
    made = await meeting(office, secretary, **ballot, ballot_closes=datetime(2096, 1, 1, tzinfo=UTC))
    past = await meeting(office, secretary, **ballot, ballot_closes=datetime(2026, 2, 1, tzinfo=UTC))
    at = made.created_at
    for number, said in (
        ("1", {}),
        ("2", {"voting_at": at}),
        ("3", {"voting_at": at, "ended_at": at}),
        ("4", {"withdrawn_at": at}),
    ):
        for of in (made, past):
            await item(secretary, of, number=number, position=int(number), vote="correspondence", **said)
    found = [plain(say(each, "en")) for each in (await overview(secretary, past.id)).missing]
    assert found == [
        "Items voted on by correspondence, ballot never opened: 1.",
        "Items voted on by correspondence, ballot not over: 2.",
        "Items voted on openly without a vote entered: 2, 3.",
    ]
    running = [plain(say(each, "en")) for each in (await overview(secretary, made.id)).missing]
    assert running == ["The ballot by correspondence is not closed yet.", *found]


async def prepared(office: Identity, secretary: Identity, world: World, client: Any) -> list[str]:
    """The pages of a meeting that has one of everything."""
    made = await meeting(office, secretary)
    here = f"/meetings/{made.id}"
    await participant(secretary, made, await delegation(secretary, made), family_name="Zephyr")
    day = {"starts_day": "2026-11-23", "starts_time": "09:00", "ends_day": "2026-11-23", "ends_time": "12:30"}
    planned = await press(client, f"{here}/sittings", f"{here}/sittings", **day)
    assert planned.status_code == 303, planned.text
    sitting = (await client.get(f"{here}/sittings")).response.text.split(f"{here}/sittings/")[1][:36]
    item = (await press(client, f"{here}/agenda/new", f"{here}/agenda/new", **ITEM)).headers["location"]
    await press(client, item, f"{item}/concerned", name="Northern Works", role="bidder")
    await press(client, f"{here}/agenda", f"{here}/agenda/revisions")
    await press(client, f"{here}/officers", f"{here}/officers", function="presiding_officer", who="Zephyr")
    rule = {"level": "own", "role": "chair", "measure": "hands_over_chair", "citation": "Rules of Procedure, rule 31"}
    await press(client, f"{here}/standing-aside", f"{here}/standing-aside", **rule)
    places = ["", "/edit", "/sittings", f"/sittings/{sitting}", "/officers", "/agenda", "/agenda/new"]
    places += ["/agenda/revisions/1", "/standing-aside", "/code"]
    return ["/meetings", *(here + place for place in places), item, f"{item}/edit"]


@pytest.mark.parametrize("tag", list(LOCALES))
async def test_every_page_of_a_meeting_stands_in_every_language(
    world: World, office: Identity, secretary: Identity, tag: str
) -> None:
    async with signed_in(meetings_app(), world, secretary) as client:
        pages = await prepared(office, secretary, world, client)
        for address in pages:
            assert (await client.get(f"{address}?lang={tag}")).heading, address
        if tag == "en":
            assert "Zephyr" in (await client.get(pages[5])).text
            assert "Rules of Procedure, rule 31" in (await client.get(f"{pages[1]}/standing-aside")).text
            found = {address: await client.untranslated(address) for address in pages}
            assert {address: words for address, words in found.items() if words} == {}


async def test_a_program_prepares_a_meeting_as_its_secretary_does(
    world: World, office: Identity, secretary: Identity
) -> None:
    app, every = meetings_app(), "/api/v1/meetings"
    told = PARTICULARS | {"code": "interpol-meetings-2023", "secretary": await email_of(world, secretary.person)}
    async with signed_in(app, world, office) as client:
        headers = {"x-csrf-token": (await client.get("/meetings")).hidden()["csrf"]}
        assert (await client.http.post(every, json=told, headers=headers)).status_code == 400  # without a key
        once = {**headers, "idempotency-key": "one"}
        made = await client.http.post(every, json=told, headers=once)
        assert made.status_code == 201, made.text
        assert (await client.http.post(every, json=told, headers=once)).json() == made.json()
        wrong = await client.http.post(every, json={**told, "code": "own"}, headers={**headers, "idempotency-key": "2"})
        assert wrong.status_code == 422
    here = f"{every}/{made.json()['id']}"
    async with signed_in(app, world, secretary) as client:
        headers = {"x-csrf-token": (await client.get("/meetings")).hidden()["csrf"]}
        items = []
        for number in ("1", "2"):
            item = {"number": number, "titles": {"en": f"Item {number}"}, "decision": "election"}
            entered = await client.http.post(
                f"{here}/agenda", json=item, headers={**headers, "idempotency-key": number}
            )
            assert entered.status_code == 201, entered.text
            items.append(entered.json()["id"])
        turned = await client.http.put(f"{here}/agenda", json={"items": items[::-1]}, headers=headers)
        assert turned.status_code == 204, turned.text
        agenda = (await client.http.get(f"{here}/agenda")).json()
        assert [each["number"] for each in agenda["items"]] == ["2", "1"]
        partial = await client.http.put(f"{here}/agenda", json={"items": items[:1]}, headers=headers)
        assert partial.status_code == 422
        assert (await client.http.post(f"{here}/opening", headers=headers)).status_code == 204
        one = f"{here}/agenda/{items[0]}"
        assert (await client.http.post(f"{one}/call", headers=headers)).status_code == 428
        tag = (await client.http.get(one)).headers["etag"]
        called = await client.http.post(f"{one}/call", headers={**headers, "if-match": tag})
        assert called.status_code == 204, called.text
        moments = {"starts_at": "2026-11-23T09:00:00Z", "ends_at": "2026-11-23T12:00:00Z"}
        sitting = (await client.http.post(f"{here}/sittings", json=moments, headers=headers)).json()["id"]
        before = (await client.http.get(f"{here}/sittings")).json()["items"][0]["code"]
        code = (await client.http.post(f"{here}/sittings/{sitting}/code", headers=headers)).json()["code"]
        assert code != before
        assert (await client.http.get(f"{here}/sittings")).json()["items"][0]["code"] == code
