"""Coming in by a personal link, and answering on an item: no account, one meeting, one's own answers."""

from typing import Any
from uuid import uuid4

import pytest

from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Item, Level, Meeting, Participant, Sitting
from declarations.meetings.secrets import link_path, room_code
from declarations.meetings.service import planning_agenda
from declarations.votes.attend_pages import attend_pages
from declarations.votes.clerk_pages import clerk_pages
from declarations.votes.code_pages import code_pages
from declarations.votes.model import Medium, Stance
from declarations.votes.service.disclosing import AnswerCommand
from declarations.votes.service.recording import record_answer
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import aside_rule, concerned, delegation, item, meeting, participant, sitting
from tests.page_client import PageClient
from tests.web import visitors
from tests.web.visitors import SETTINGS, visiting


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*arrival_pages, *attend_pages, *code_pages, *clerk_pages)


class Hall:
    """A meeting in session, with one called item and one participant."""

    meeting: Meeting
    sitting: Sitting
    item: Item
    who: Participant
    world: World
    secretary: Identity


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    return await made_hall(world)


async def made_hall(world: World) -> Hall:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = Hall()
    made.world, made.secretary = world, secretary
    made.meeting = await meeting(office, secretary)
    made.sitting = await sitting(secretary, made.meeting)
    made.item = await item(secretary, made.meeting, called_at=made.meeting.created_at)
    made.who = await participant(secretary, made.meeting)
    return made


async def come_in(client: PageClient, hall: Hall) -> None:
    """By link and room code, past the code that applies."""
    await enter_hall(client, hall)
    page = await client.get("/attend/code")
    fields = {name: page.hidden()[name] for name in ("csrf", "code", "client_key")}
    answer = await visitors.send(client, "/attend/code", fields)
    assert answer.status_code == 303, answer.text


async def enter_hall(client: PageClient, hall: Hall) -> None:
    page = await client.get(link_path(hall.who))
    fields = {name: page.hidden()[name] for name in ("csrf", "token")}
    answer = await visitors.send(client, "/join", {**fields, "code": room_code(hall.sitting)})
    assert answer.status_code == 303, answer.text


async def test_a_participant_comes_in_answers_and_sees_what_was_received(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        assert hall.who.family_name in (await client.get(link_path(hall.who))).text
        await come_in(client, hall)
        page = await client.get("/attend")
        assert "Election of the President" in page.text
        page = await client.get(f"/attend/items/{hall.item.id}")
        assert "Nobody is obliged to" in page.text
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        sent = await visitors.send(client, f"/attend/items/{hall.item.id}", {**fields, "stance": "nothing"})
        assert sent.status_code == 303, sent.text
        assert "Received" in (await client.get(f"/attend/items/{hall.item.id}")).text


async def test_without_an_answer_nothing_is_kept_and_what_was_typed_stays(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get(f"/attend/items/{hall.item.id}")
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        again = await client.post(
            f"/attend/items/{hall.item.id}", {**fields, "stance": "something", "text": "My sister."}, status=422
        )
        assert again.errors()
        assert "My sister." in again.text


async def test_nobody_attends_without_a_code(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        assert (await client.http.get("/attend")).status_code == 303
        page = await client.get(link_path(hall.who))
        fields = {name: page.hidden()[name] for name in ("csrf", "token")}
        await client.post("/join", {**fields, "code": "abc"}, status=422)
        assert (await client.http.get("/attend")).status_code == 303


async def test_a_code_is_asked_for_by_mail_from_the_page_of_the_link(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        page = await client.get(link_path(hall.who))
        fields = {name: page.hidden()[name] for name in ("csrf", "token")}
        asked = await client.post("/join/code", fields)
        assert "A code is on its way" in asked.text
        other = asked.one("a", hreflang="fr").get("href") or ""
        assert "Code" in (await client.get(other)).text  # the other languages lead back to the link
    letters = "select count(*) from outbox where recipient = $1"
    assert await hall.world.superuser.fetchval(letters, hall.who.id) == 1


async def test_an_item_of_nowhere_is_not_found(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        assert (await client.get(f"/attend/items/{uuid4()}", status=404)).status == 404
        assert (await client.get(f"/attend/items/{hall.item.id}")).status == 200, "the control"


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
async def test_the_pages_speak_every_language(hall: Hall, app: Any, tag: str) -> None:
    async with visiting(app) as client:
        assert (await client.get(f"{link_path(hall.who)}?lang={tag}")).language == tag
        await come_in(client, hall)
        for address in ("/attend", "/attend/code", f"/attend/items/{hall.item.id}"):
            assert (await client.get(f"{address}?lang={tag}")).language == tag, address


async def test_every_page_of_a_participant_leads_to_the_others_and_the_page_of_heads_is_theirs_alone(
    hall: Hall, app: Any
) -> None:
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field, navigation=navigation))
    async with visiting(app) as client:
        await come_in(client, hall)
        for path in ("/attend", f"/attend/items/{hall.item.id}", "/attend/gifts", "/attend/code"):
            page = await client.get(path)
            main = page.all("nav", **{"aria-label": "Main menu"})[0]
            links = {link.get("href"): link.get("aria-current") for link in main.iter("a")}
            assert {"/attend", "/attend/gifts", "/attend/opinions", "/attend/report", "/attend/code"} <= set(links)
            assert "/attend/delegation" not in links
            marked = [href for href, current in links.items() if current]
            assert marked == ["/attend" if "items" in path else path]
            assert page.all("form", action="/attend/leave")
        heads = "update participant set function = 'head', delegation = $2 where id = $1"
        us = await delegation(hall.secretary, hall.meeting)
        await hall.world.superuser.execute(heads, hall.who.id, us.id)
        page = await client.get("/attend")
        assert [link for link in page.all("a") if link.get("href") == "/attend/delegation"]


async def test_an_interest_is_not_asked_for_in_the_words_that_ask_for_a_gift(hall: Hall, app: Any) -> None:
    of_a_gift = "ما هي الهدية؟"
    async with visiting(app) as client:
        await come_in(client, hall)
        assert of_a_gift in (await client.get("/attend/gifts/new?lang=ar")).text, "the control"
        for address in ("/attend", f"/attend/items/{hall.item.id}"):
            assert of_a_gift not in (await client.get(f"{address}?lang=ar")).text, address


async def test_whom_an_item_concerns_is_shown_as_far_as_it_is_published(hall: Hall, app: Any) -> None:
    await concerned(hall.secretary, hall.item, "Hydromet SA", role="bidder")
    places = ("/attend", f"/attend/items/{hall.item.id}")
    async with visiting(app) as client:
        await come_in(client, hall)
        for address in places:
            page = await client.get(address)
            assert "Hydromet" not in page.text, "it was named, and not published"
            assert "/attend/agenda" not in [link.get("href") for link in page.all("a")]
        assert (await client.get("/attend/agenda", status=404)).status == 404
        await planning_agenda.publish(hall.secretary, hall.meeting.id)
        await concerned(hall.secretary, hall.item, "Nile Instruments", role="bidder")
        for address in places:
            page = await client.get(address)
            assert "Hydromet SA (Bidder)" in " ".join(page.text.split()), page.text
            assert "/attend/agenda" in [link.get("href") for link in page.all("a")]
            assert "Nile Instruments" not in page.text
        agenda = (await client.get("/attend/agenda")).text
        assert "Hydromet SA" in agenda
        assert "Nile Instruments" not in agenda
        await hall.world.superuser.execute("update agenda_item set number = '17' where id = $1", hall.item.id)
        assert "Hydromet" not in (await client.get("/attend")).text, "nobody is named under another item"


async def test_an_answer_that_the_rules_overtook_is_asked_again_and_begins_with_ones_own_words(
    hall: Hall, app: Any
) -> None:
    address = f"/attend/items/{hall.item.id}"
    said = {"stance": "something", "levels": "own", "party": "Hydromet SA", "text": "I hold shares of theirs."}
    async with visiting(app) as client:

        async def began_with() -> tuple[list[str | None], str]:
            page = await client.get(address)
            ticked = [each.get("value") for each in page.all("input") if "checked" in each.attrib]
            return ticked, "".join(page.all("textarea")[0].itertext()).strip()

        await come_in(client, hall)
        page = await client.get(address)
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        assert (await visitors.send(client, address, {**fields, **said})).status_code == 303
        assert "Asked again" not in (await client.get("/attend")).text, "no rule has changed"
        assert await began_with() == ([], "")
        await aside_rule(hall.secretary, hall.meeting, Level.OWN, "leaves", "Rule 14 (1)")
        page = await client.get("/attend")
        assert "Asked again" in page.text
        assert f"{address}#stance" in [link.get("href") for link in page.all("a")]
        assert await began_with() == (["something", "own"], "I hold shares of theirs.")
        again = {name: (await client.get(address)).hidden()[name] for name in ("csrf", "client_key")}
        assert (await visitors.send(client, address, {**again, **said})).status_code == 303
        assert "Asked again" not in (await client.get("/attend")).text


async def test_what_the_secretary_wrote_down_waits_in_the_list_and_an_item_that_is_over_asks_for_nothing(
    hall: Hall, app: Any
) -> None:
    address, confirm = f"/attend/items/{hall.item.id}", "Please confirm it."
    command = AnswerCommand(item=hall.item.id, stance=Stance.NOTHING, client_key=uuid4())
    other = await item(hall.secretary, hall.meeting, called_at=hall.meeting.created_at, number="6", position=2)
    async with visiting(app) as client:
        await come_in(client, hall)
        assert confirm not in (await client.get("/attend")).text, "nothing was written down"
        made = await record_answer(hall.secretary, hall.meeting.id, hall.who.id, Medium.ALOUD, command)
        page = await client.get("/attend")
        (link,) = [each for each in page.all("a") if confirm in "".join(each.itertext())]
        assert link.get("href") == address
        assert page.text.count("not yet answered") == 1, "the other item"
        sent = await visitors.press(client, address, f"/attend/answers/{made.id}/confirmation")
        assert sent.status_code == 303, sent.text
        assert confirm not in (await client.get("/attend")).text
        await planning_agenda.end_item(hall.secretary, hall.meeting.id, other.id, other.version)
        page = await client.get("/attend")
        assert "not yet answered" not in page.text
        assert "Over" in ["".join(each.itertext()) for each in page.all("span")]
