"""The presiding officer in a browser: opinions, reports, measures; every page in each language."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from declarations.filing.pages.start import start_page
from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Function, Meeting, Participant, Sitting
from declarations.meetings.pages import meetings_pages
from declarations.meetings.secrets import link_path, room_code
from declarations.meetings.settings import MeetingSettings
from declarations.meetings.settings import configure as configure_meetings
from declarations.presiding.api import presiding_api
from declarations.presiding.pages import presiding_pages
from declarations.presiding.waiting import lists_waiting, matters_waiting
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import meeting, officer, participant, sitting
from tests.page_client import Page, PageClient
from tests.web import visitors
from tests.web.visitors import SETTINGS, press, signed_in, visiting


class Hall(msgspec.Struct):
    """A meeting in session: its chair has an account, its deputy came by a link."""

    meeting: Meeting
    sitting: Sitting
    secretary: Identity
    chair: Identity
    deputy: Participant
    deputy_office: Any
    asker: Participant
    superuser: Any


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*arrival_pages, *presiding_pages)


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    secretary, chair = await world.person("meeting_secretary"), await world.person()
    made = await meeting(await world.person("ethics_officer"), secretary)
    hall = await sitting(secretary, made)
    await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    deputy = await participant(secretary, made, family_name="Deputy")
    office = await officer(secretary, made, Function.DEPUTY, deputy, 1)
    return Hall(made, hall, secretary, chair, deputy, office, await participant(secretary, made), world.superuser)


async def come_in(client: PageClient, hall: Hall, who: Participant) -> None:
    """Come in as if with a code by mail."""
    page = await client.get(link_path(who))
    fields = {name: page.hidden()[name] for name in ("csrf", "token")}
    answer = await visitors.send(client, "/join", {**fields, "code": room_code(hall.sitting)})
    assert answer.status_code == 303, answer.text
    await hall.superuser.execute("update participant_session set opened_with = 'mail'")


async def test_what_was_just_sent_is_said_to_be_received_above_the_empty_form(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        await come_in(client, hall, hall.asker)
        for address, said in (
            ("/attend/opinions", {"text": "May I accept the dinner?"}),
            ("/attend/report", {"kind": "harassment", "text": "He shouted at me."}),
        ):
            page = await client.get(address)
            fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
            sent = await visitors.send(client, address, {**fields, **said})
            again = await visitors.send(client, address, {**fields, **said})
            assert sent.headers["location"] == again.headers["location"], "the same"
            page = await client.get(sent.headers["location"])
            assert "".join(page.one("p", class_="receipt").itertext()).startswith("Received "), address
            assert page.text.index("Received ") < page.text.index("Send the"), "above the form"
            assert "receipt" not in {each.get("class") for each in (await client.get(address)).all("p")}


def linked(page: Page, before: str) -> str:
    """What stands behind the first link of a page that begins so."""
    links = [link.attrib["href"] for link in page.all("a") if link.attrib.get("href", "").startswith(before)]
    return links[0].removeprefix(before)


async def test_a_question_is_asked_answered_and_published_with_consent(hall: Hall, app: Any, world: World) -> None:
    async with visiting(app) as client, signed_in(app, world, hall.chair) as chair:
        await come_in(client, hall, hall.asker)
        page = await client.get("/attend/opinions")
        await client.post("/attend/opinions", {**page.hidden(), "text": " "}, status=422)
        sent = await visitors.send(client, "/attend/opinions", {**page.hidden(), "text": "May I accept the dinner?"})
        assert sent.status_code == 303, sent.text
        assert "Waits for an answer" in (await client.get("/attend/opinions")).text
        asked = f"/meetings/{hall.meeting.id}/opinions"
        page = await chair.get(asked)
        assert "May I accept the dinner?" in page.text
        opinion = linked(page, f"{asked}?answer=")
        page = await chair.get(f"{asked}?answer={opinion}")
        fields = {name: page.hidden()[name] for name in ("csrf", "seen")}
        faulty = await chair.post(f"{asked}/{opinion}", {**fields, "reasons": ""}, status=422)
        assert set(faulty.errors()) == {"verdict", "reasons"}
        given = {**fields, "verdict": "compatible", "reasons": "Everyone is invited."}
        assert (await visitors.send(chair, f"{asked}/{opinion}", given)).status_code == 303
        assert "Everyone is invited." in (await client.get("/attend/opinions")).text
        words = {"title": "Dinners", "general": "A dinner to which all are invited is compatible."}
        await press(chair, f"{asked}/{opinion}/guidance", f"{asked}/{opinion}/guidance", **words)
        assert "Dinners" not in (await client.get("/attend/guidance")).text
        await press(client, "/attend/opinions", f"/attend/opinions/{opinion}/guidance", agrees="yes")
        for reader, address in ((client, "/attend/guidance"), (chair, "/guidance/meetings")):
            assert "Dinners" in (await reader.get(address)).text


async def test_what_waits_stands_on_the_first_page_and_beside_the_lists_of_the_meeting(
    hall: Hall, world: World
) -> None:
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field, waiting=matters_waiting))
    configure_meetings(MeetingSettings(waiting_before=lists_waiting))
    app, here = rooms(*arrival_pages, *presiding_pages, *meetings_pages, start_page), f"/meetings/{hall.meeting.id}"
    async with visiting(app) as client, signed_in(app, world, hall.chair) as chair:
        assert "waits for your review" not in (await chair.get("/")).text, "the control: nothing waits"
        assert "Waits for its review" not in (await chair.get(here)).text
        await come_in(client, hall, hall.asker)
        await reported(client, hall)
        first = await chair.get("/")
        assert "A report waits for your review: Twelfth session" in plain(first.text)
        assert f'href="{here}/matters"' in first.response.text
        assert "Nothing waits for you." not in first.text
        marked = (await chair.get(here)).text
        assert ("Waits for its review" in marked, "Waits for an answer" in marked) == (True, False)
    configure_meetings(MeetingSettings())


def plain(text: str) -> str:
    """Without the marks that isolate what was written."""
    return text.replace("\u2068", "").replace("\u2069", "")


async def reported(client: PageClient, hall: Hall, **said: Any) -> None:
    page = await client.get("/attend/report")
    fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
    sent = await visitors.send(
        client, "/attend/report", {**fields, "kind": "harassment", "text": "He shouted at me.", **said}
    )
    assert sent.status_code == 303, sent.text


async def test_a_report_is_reviewed_followed_and_all_are_informed_last(hall: Hall, app: Any, world: World) -> None:
    async with visiting(app) as client, signed_in(app, world, hall.chair) as chair:
        await come_in(client, hall, hall.asker)
        await reported(client, hall)
        matters = f"/meetings/{hall.meeting.id}/matters"
        one = f"{matters}/" + linked(await chair.get(matters), f"{matters}/")
        page = await chair.get(one)
        assert "He shouted at me." in page.text
        assert "Record measures" not in page.text
        early = {"csrf": page.hidden()["csrf"], "kinds": ["warn"], "about": "Mr Loud"}
        await chair.post(f"{one}/measures", early, status=409)
        assert (await chair.post(f"{one}/review", {**page.hidden(), "text": ""}, status=422)).errors()
        await press(chair, one, f"{one}/review", seen="1", finding="not_compliant", text="Three people heard it.")
        assert "Inform all participants" not in (await chair.get(one)).text
        await press(chair, one, f"{one}/measures", kinds=["warn", "urge"], about="Mr Loud")
        page = await chair.get(one)
        assert page.text.index("Warned") < page.text.index("Urged to abide by the code")
        assert "Text for participants (Arabic)" in page.text, "in the language of the reader"
        texts = {f"text_{tag}": f"The session was disturbed ({tag})." for tag in hall.meeting.languages}
        telling = {"csrf": page.hidden()["csrf"], "why": "It went on.", **texts}
        unsure = await chair.post(f"{one}/information", telling, status=422)
        assert set(unsure.errors()) == {"necessary"}
        await press(chair, one, f"{one}/information", necessary="yes", **telling)
        assert "It went on." in (await chair.get(one)).text
        assert "The session was disturbed (en)." in (await client.get("/attend/informed")).text
        assert "Reviewed" in (await client.get("/attend/report")).text
        assert await client.untranslated("/attend/report") == []


async def test_a_report_on_the_chair_reaches_the_deputy_who_takes_the_chair(hall: Hall, app: Any, world: World) -> None:
    matters = f"/meetings/{hall.meeting.id}/matters"
    async with visiting(app) as client, signed_in(app, world, hall.chair) as chair, visiting(app) as deputy:
        await come_in(client, hall, hall.asker)
        page = await client.get("/attend/report")
        office = page.all("input", name="named")[0].attrib["value"]
        await reported(client, hall, named=office)
        assert "He shouted" not in (await chair.get(matters)).text
        await come_in(deputy, hall, hall.deputy)
        one = f"{matters}/" + linked(await deputy.get(matters), f"{matters}/")
        assert "He shouted" in (await deputy.get(one)).text
        await chair.get(one, status=404)
        sent = await press(deputy, one, f"{one}/chair", chair_reason="The chair is handed over.")
        assert sent.status_code == 303, sent.text
        await chair.get(matters, status=404)


async def test_the_secretary_finds_none_of_these_pages(hall: Hall, app: Any, world: World) -> None:
    async with signed_in(app, world, hall.secretary) as client:
        for part in ("opinions", "matters", f"opinions/{uuid4()}/guidance", f"matters/{uuid4()}"):
            assert (await client.get(f"/meetings/{hall.meeting.id}/{part}", status=404)).status == 404, part
    async with visiting(app) as client:
        await come_in(client, hall, hall.asker)
        for part in ("opinions", "matters"):
            assert (await client.get(f"/meetings/{hall.meeting.id}/{part}", status=404)).status == 404, part
        assert (await client.get("/attend/opinions")).status == 200, "the control"


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
async def test_the_pages_stand_in_every_language(hall: Hall, app: Any, world: World, tag: str) -> None:
    async with visiting(app) as client, signed_in(app, world, hall.chair) as chair:
        await come_in(client, hall, hall.asker)
        await reported(client, hall)
        for address in ("opinions", "report", "informed", "guidance"):
            assert (await client.get(f"/attend/{address}?lang={tag}")).language == tag, address
        for address in ("opinions", "matters"):
            assert (await chair.get(f"/meetings/{hall.meeting.id}/{address}?lang={tag}")).language == tag, address


async def test_a_program_asks_reports_and_reviews(hall: Hall, world: World) -> None:
    whole_room = rooms(*arrival_pages, *presiding_pages, *presiding_api)
    async with visiting(whole_room) as client, signed_in(whole_room, world, hall.chair) as chair:
        await come_in(client, hall, hall.asker)
        own = {"x-csrf-token": (await client.get("/attend/report")).hidden()["csrf"]}
        listed = (await client.http.get("/api/v1/attend/reports")).json()
        assert [each["function"] for each in listed["officers"]] == ["presiding_officer", "deputy"]
        said = {"kind": "breach", "text": "A leak.", "client_key": str(uuid4())}
        made = [await client.http.post("/api/v1/attend/reports", json=said, headers=own) for _ in range(2)]
        assert made[0].status_code == 201, made[0].text
        assert made[0].json() == made[1].json()
        question = {"text": "May I?", "client_key": str(uuid4())}
        asked = (await client.http.post("/api/v1/attend/opinions", json=question, headers=own)).json()["id"]
        headers = {"x-csrf-token": (await chair.get(f"/meetings/{hall.meeting.id}/matters")).hidden()["csrf"]}
        of = f"/api/v1/meetings/{hall.meeting.id}"
        one = f"{of}/matters/{made[0].json()['id']}"
        review = {"finding": "not_compliant", "text": "It leaked."}
        assert (await chair.http.put(f"{one}/review", json=review, headers=headers)).status_code == 428
        seen = {**headers, "if-match": (await chair.http.get(one)).headers["etag"]}
        assert (await chair.http.put(f"{one}/review", json=review, headers=seen)).status_code == 204
        taken = {"kinds": ["urge"], "about": "Everyone"}
        assert (await chair.http.post(f"{one}/measures", json=taken, headers=headers)).status_code == 204
        assert [each["kind"] for each in (await chair.http.get(one)).json()["measures"]] == ["urge"]
        given = {"verdict": "compatible", "reasons": "Yes."}
        answer = f"{of}/opinions/{asked}/answer"
        assert (await chair.http.put(answer, json=given, headers={**headers, "if-match": '"1"'})).status_code == 204
        assert (await client.http.get("/api/v1/attend/opinions")).json()["items"][0]["reasons"] == "Yes."
        assert (await client.http.get(one)).status_code == 404
