"""Disclosing from a phone: sent again it counts once, said otherwise it is said anew; the phone is told the time."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Measure
from declarations.meetings.secrets import link_path
from declarations.votes.attend_api import attend_api
from declarations.votes.attend_pages import attend_pages
from declarations.votes.code_pages import code_pages
from declarations.votes.labels import MEASURES, OWN_MEASURES
from register.access import configure
from register.access.csrf import csrf_field
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World, gift_command
from tests.meetings import aside_rule, concerned, delegation, item, participant
from tests.page_client import PageClient
from tests.web.test_attending import Hall, come_in, enter_hall, made_hall
from tests.web.visitors import ORIGIN, SETTINGS, send, visiting


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*arrival_pages, *attend_pages, *attend_api, *code_pages)


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    return await made_hall(world)


async def post_json(client: PageClient, path: str, csrf: str, **data: Any) -> httpx.Response:
    """As the script of a page of ours sends it."""
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "x-csrf-token": csrf}
    return await client.http.post(path, json=data, headers=headers)


async def test_what_a_phone_sends_twice_is_received_once_and_another_answer_never_passes_for_it(
    hall: Hall, app: Any
) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get(f"/attend/items/{hall.item.id}")
        csrf, key = page.hidden()["csrf"], str(uuid4())
        said = {"item": str(hall.item.id), "stance": "something", "levels": ["family"], "text": "A sister."}
        first = await post_json(client, "/api/v1/attend/answers", csrf, **said, client_key=key)
        again = await post_json(client, "/api/v1/attend/answers", csrf, **said, client_key=key)
        assert (first.status_code, again.status_code) == (201, 201), first.text
        assert first.json() == again.json()
        assert f"Received {first.json()['time'][:5]}" in (await client.get("/attend")).text
        other = {"item": str(hall.item.id), "stance": "nothing"}
        refused = await post_json(client, "/api/v1/attend/answers", csrf, **other, client_key=key)
        assert (refused.status_code, refused.json()["code"]) == (409, "idempotency_mismatch")
        assert (await post_json(client, "/api/v1/attend/answers", "", **other, client_key=key)).status_code == 403
        own = (await client.http.get("/api/v1/attend")).json()
        assert own["items"][0]["answer"]["stance"] == "something"


async def test_a_page_that_was_gone_back_to_and_answered_otherwise_says_something_new(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        address = f"/attend/items/{hall.item.id}"
        page = await client.get(address)
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        await send(client, address, {**fields, "stance": "nothing"})
        assert "I have nothing to disclose" in page.text
        await send(client, address, {**fields, "stance": "something", "levels": "own", "text": "Shares."})
        assert "Shares." in (await client.get(address)).text


async def test_only_the_person_reads_what_touches_the_item_and_chooses_to_stand_aside(hall: Hall, app: Any) -> None:
    me = await hall.world.person("declarant")
    await hall.world.declaration(me, gift_command(giver_name="Northern Waterworks"))
    await concerned(hall.secretary, hall.item, "Northern Waterworks")
    address = f"/attend/items/{hall.item.id}"
    async with visiting(app) as client:
        await come_in(client, hall)
        assert "Northern Waterworks" not in (await client.get(address)).text
        await hall.world.superuser.execute("update participant_session set opened_with = 'mail'")
        email = await hall.world.superuser.fetchval("select email from person where id = $1", me.person)
        linked = "update participant set person = $1, email = $2 where id = $3"
        await hall.world.superuser.execute(linked, me.person, email, hall.who.id)
        assert (await client.http.get(address)).status_code == 303  # behind another person, the session is over
        await hall.world.superuser.execute("update participant_session set ended_at = null")
        page = await client.get(address)
        assert "Only you see this" in page.text
        assert "You may disclose it" in page.text, "no mandate asks for it"
        assert "Northern Waterworks" in page.text
        link = next(href for each in page.all("a") if "?of=" in (href := each.get("href") or ""))
        begun = await client.get(link.partition("#")[0])
        assert begun.one("input", name="party").get("value") == "Northern Waterworks"
        csrf = {"csrf": page.hidden()["csrf"]}
        await client.post(f"{address}/standing-aside", csrf, status=422)
        sent = await send(client, f"{address}/standing-aside", {**csrf, "measure": "leaves"})
        assert sent.status_code == 303, sent.text
        assert "You chose this yourself" in (await client.get(address)).text
        beside = (await client.http.get(f"/api/v1{address}")).json()
        assert (beside["touching"][0]["concerned"], beside["standing"]["measure"]) == ("Northern Waterworks", "leaves")
        assert (await post_json(client, f"/api/v1{address}/taking-part", csrf["csrf"])).status_code == 204
        assert "You chose this yourself" not in (await client.get(address)).text
        await send(client, f"{address}/standing-aside", {**csrf, "measure": "speaks"})
        await hall.world.superuser.execute(
            "update standing_aside set dispensed = true, reason = 'No close tie', citation = 'Rule 14 (3)'"
            " where ended_at is null"
        )
        assert "No close tie · Rule 14 (3)" in (await client.get(address)).text, "two things, and kept apart"


async def test_what_comes_after_completion_is_refused_beside_all_that_was_typed(hall: Hall, app: Any) -> None:
    completed = "update meeting set status = 'completed'"
    typed = {"stance": "something", "levels": "family", "text": "My sister works there."}
    async with visiting(app) as client, visiting(app) as late:
        await come_in(client, hall)
        addresses = {f"/attend/items/{hall.item.id}": f"/attend/items/{hall.item.id}", "/attend": "/attend/statement"}
        pages = {shown: await client.get(shown) for shown in addresses}
        hall.who = await participant(hall.secretary, hall.meeting)
        await enter_hall(late, hall)
        code = await late.get("/attend/code")
        await hall.world.superuser.execute(completed)
        for shown, address in addresses.items():
            fields = {name: pages[shown].hidden()[name] for name in ("csrf", "client_key")}
            refused = await client.post(address, {**fields, **typed}, status=409)
            assert "This meeting is completed and takes no more answers." in refused.text, address
            assert "My sister works there." in refused.text, address
        fields = {name: code.hidden()[name] for name in ("csrf", "code", "client_key")}
        refused = await late.post("/attend/code", {**fields, **typed}, status=409)
        assert "This meeting is completed and takes no more answers." in refused.text
        assert "My sister works there." in refused.text


async def test_a_completed_meeting_shows_what_was_answered_and_asks_nothing(hall: Hall, app: Any) -> None:
    silent = await item(hall.secretary, hall.meeting, position=2, number="6", called_at=hall.meeting.created_at)
    address, other = (f"/attend/items/{each.id}" for each in (hall.item, silent))
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get(address)
        assert page.all("form", action=address), "the control"
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        assert (await send(client, address, {**fields, "stance": "something", "levels": "family"})).status_code == 303
        await hall.world.superuser.execute("update meeting set status = 'completed'")
        for shown in (address, other, "/attend"):
            page = await client.get(shown)
            assert "The meeting takes no more answers." in page.text
            assert not page.all("input", name="stance"), shown
            assert not page.all("input", name="measure"), shown
        links = {link.get("href") for link in page.all("a")}
        assert (address in links, other in links) == (True, False)
        assert "Items on which disclosure is called for" not in page.text
        page = await client.get(address)
        assert "Yours are below." in page.text
        assert "An interest of my family" in page.text


async def test_a_fault_leads_a_participant_back_to_the_meeting(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get(f"/attend/items/{uuid4()}", status=404)
        assert [link.get("href") for link in page.all("a") if "button" in (link.get("class") or "")] == ["/attend"]
        first = [link.get("href") for link in page.one("p", class_="brand")]
        assert first == ["/attend"]


async def test_less_than_the_rule_asks_is_neither_offered_nor_lost_when_sent(hall: Hall, app: Any) -> None:
    await aside_rule(hall.secretary, hall.meeting, "family", "leaves", "Rule 14 (3)")
    hall.who = await participant(hall.secretary, hall.meeting, await delegation(hall.secretary, hall.meeting))
    address = f"/attend/items/{hall.item.id}"
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get(address)
        offered = {choice.get("value") for choice in page.all("input", name="measure")}
        assert {"speaks_and_votes", "speaks", "leaves"} <= offered, "the control"
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        said = {**fields, "stance": "something", "levels": "family"}
        assert (await send(client, address, said)).status_code == 303
        page = await client.get(address)
        assert {choice.get("value") for choice in page.all("input", name="measure")} == {"leaves"}
        csrf = {"csrf": fields["csrf"]}
        refused = await client.post(f"{address}/standing-aside", {**csrf, "measure": "speaks"}, status=409)
        assert "The rules of the body say what follows here." in refused.text
        assert (await client.post(f"{address}/taking-part", csrf, status=409)).one("form", action=address) is not None


async def test_a_person_speaks_of_themselves_and_who_leads_reads_of_them(hall: Hall, app: Any) -> None:
    address = f"/attend/items/{hall.item.id}"
    assert not any(OWN_MEASURES[each] == MEASURES[each] for each in Measure), "one sentence never serves both"
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get(address)
        csrf = {"csrf": page.hidden()["csrf"]}
        assert "I leave for the item" in page.text
        await send(client, f"{address}/standing-aside", {**csrf, "measure": "leaves"})
        page = await client.get(address)
        assert page.text.count("I leave for the item") == 2, "offered, and chosen"
        assert "Leaves for the item" not in page.text


GIFT = {
    "direction": "received",
    "category": "gift",
    "description": "A fountain pen in a case",
    "event_date_day": "20",
    "event_date_month": "11",
    "event_date_year": "2026",
    "giver_name": "Northern Waterworks",
    "giver_type": "commercial",
    "giver_relation": "none",
    "value_basis": "estimate",
    "value": "2",
    "value_currency": "EUR",
    "official_function": "no",
    "usual_courtesy": "yes",
    "unusual": "no",
    "in_return_for_act": "no",
    "could_appear_as_influence": "yes",
    "attested": "yes",
}


async def test_what_is_not_known_of_a_gift_is_an_answer_and_asks_for_nothing_more(hall: Hall, app: Any) -> None:
    unknown = {"giver_type": "unknown", "giver_name": "", "giver_relation": "", "value_basis": "not_known", "value": ""}
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get("/attend/gifts/new")
        names = [str(field.get("name")) for field in page.all("select") + page.all("input") + page.all("textarea")]
        asked = ["direction", "giver_name", "giver_type", "category", "description", "event_date_day", "value_basis"]
        assert set(asked) <= set(names)
        text = page.response.text
        places = [text.index(f'name="{name}"') for name in asked]
        assert places == sorted(places), "giver, what, when, what it is worth"
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        made = await send(client, "/attend/gifts", {**fields, **GIFT, **unknown})
        assert made.status_code == 303, made.text
        row = await hall.world.superuser.fetchrow("select giver_type, giver_relation, amount from declaration")
        assert row is not None
        assert tuple(row) == ("unknown", "unknown", None)
        assert (await client.get(f"{made.headers['location']}/amend")).response.text.count(
            'value="not_known" checked'
        ) == 1


async def test_what_one_person_alone_may_read_offers_the_code_that_opens_it_to_them(hall: Hall, app: Any) -> None:
    async with visiting(app) as earlier, visiting(app) as client:
        await come_in(earlier, hall)
        page = await earlier.get("/attend/gifts/new")
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        made = (await send(earlier, "/attend/gifts", {**fields, **GIFT})).headers["location"]
        assert (await earlier.get(made)).status == 200, "the control: the session in which it was declared"
        await enter_hall(client, hall)
        refused = await client.get(made, status=409)
        assert "This page needs the code sent by e-mail" in refused.text
        assert "Something changed in the meantime" not in refused.text
        fields = {name: refused.hidden()[name] for name in ("csrf", "to")}
        letters = "select count(*) from outbox where recipient = $1"
        before = await hall.world.superuser.fetchval(letters, hall.who.id)
        asked = await client.post("/attend/mailed-code", fields)
        assert "A code is on its way" in asked.text
        assert [each.get("action") for each in asked.all("form") if each.get("action", "").startswith("/join?")] == [
            f"/join?to={made}"
        ]
        token = asked.hidden()["token"]
    async with visiting(app) as stranger:
        page = await stranger.get(link_path(hall.who))
        assert page.hidden()["token"] == token, "one's own link and no other's"
        await stranger.post("/attend/mailed-code", {"csrf": page.hidden()["csrf"], "to": made}, status=404)
    assert await hall.world.superuser.fetchval(letters, hall.who.id) == before + 1


@pytest.mark.parametrize("is_called", [True, False])
async def test_a_gift_of_a_giver_whom_an_item_concerns_leads_to_that_item_once_it_is_called(
    hall: Hall, app: Any, is_called: bool
) -> None:
    if not is_called:
        await hall.world.superuser.execute("update agenda_item set called_at = null")
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get("/attend/gifts/new")
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        made = await send(client, "/attend/gifts", {**fields, **GIFT, "item": str(hall.item.id)})
        assert made.status_code == 303, made.text
        reference = made.headers["location"].rpartition("/")[2]
        await hall.world.superuser.execute("update declaration set effect = 'disclose'")
        page = await client.get(made.headers["location"])
        (advised,) = [each for each in page.all("p") if "may disclose it to the meeting" in "".join(each.itertext())]
        (link,) = advised.iter("a")
        item = f"/attend/items/{hall.item.id}?of={reference}#stance"
        assert link.get("href") == (item if is_called else "/attend")
        assert (await client.get(str(link.get("href")).partition("?")[0])).status == 200


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"value_basis": ""}, "value_basis"),
        ({"value_basis": "not_known"}, "value_basis"),  # an amount beside it is never dropped in silence
        ({"value": ""}, "value"),
        ({"giver_name": ""}, "giver_name"),
        ({"giver_relation": ""}, "giver_relation"),
        ({"direction": "given"}, "direction"),
    ],
)
async def test_what_contradicts_itself_comes_back_with_the_field_and_nothing_hidden(
    hall: Hall, app: Any, said: dict[str, str], fault: str
) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        page = await client.get("/attend/gifts/new")
        assert "only-with-value" in page.response.text, "the control"
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        again = await client.post("/attend/gifts", {**fields, **GIFT, **said}, status=422)
        assert list(again.errors()) == [fault]
        assert "only-with-value" not in again.response.text


async def test_a_gift_is_declared_from_the_link_read_and_corrected_by_this_participant_alone(
    hall: Hall, app: Any
) -> None:
    async with visiting(app) as client, visiting(app) as other:
        await come_in(client, hall)
        page = await client.get("/attend/gifts/new")
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key")}
        again = await client.post("/attend/gifts", {**fields, **GIFT, "attested": ""}, status=422)
        assert "fountain pen" in again.text
        made = await send(client, "/attend/gifts", {**fields, **GIFT})
        assert (made.status_code, (await send(client, "/attend/gifts", {**fields, **GIFT})).headers["location"]) == (
            303,
            made.headers["location"],
        )
        address = made.headers["location"]
        found = (await client.get(address)).text
        assert ("You may disclose it to the meeting" in found, "is asked for" in found) == (True, False)
        asked_for = "update meeting set mandate = $1"
        await hall.world.superuser.execute(asked_for, "Resolution GA-93/4")
        found = (await client.get(address)).text  # the control
        assert ("You may disclose it to the meeting" in found, "asked for by Resolution GA-93/4" in found) == (
            False,
            True,
        )
        await hall.world.superuser.execute(asked_for, "")
        assert "fountain pen" in (await client.get(address)).text
        assert "Northern Waterworks" in (await client.get("/attend/gifts")).text
        page = await client.get(f"{address}/amend")
        assert page.one("input", name="giver_name").get("value") == "Northern Waterworks"
        fields = {name: page.hidden()[name] for name in ("csrf", "client_key", "seen")}
        said = {**fields, **GIFT, "description": "Two pens", "reason": "There were two."}
        assert (await send(client, f"{address}/amend", said)).status_code == 303
        kept = await client.http.get(f"/api/v1{address}")
        assert (kept.status_code, kept.json()["giver_name"]) == (200, "Northern Waterworks")
        hall.who = await participant(hall.secretary, hall.meeting)
        await come_in(other, hall)
        assert "Northern Waterworks" not in (await other.get("/attend/gifts")).text
        await other.get(address, status=404)
        assert (await other.http.get(f"/api/v1{address}")).status_code == 404
