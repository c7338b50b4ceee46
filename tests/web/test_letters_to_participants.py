"""A letter to a participant carries what works: their own link, which leads on to what the letter is about."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Function, Participant
from declarations.meetings.secrets import link_path, room_code
from declarations.meetings.service.arriving import send_code
from declarations.meetings.service.linking import invite, issue_again, revoke, ways_in
from declarations.presiding.pages import presiding_pages
from declarations.presiding.service.notices import tell_asker
from declarations.votes.attend_pages import attend_pages
from declarations.votes.code_pages import code_pages
from register import vault
from register.access import configure
from register.access.csrf import csrf_field
from register.access.guards import WAY_COOKIE
from register.access.middleware import MEETING_COOKIE
from register.kernel.db import transaction
from register.kernel.message import msg
from register.notices.configuration import configure as configure_mail
from register.notices.demonstration import Letter, read_demonstration_mail
from register.notices.mailer import Mailer
from register.notices.pages import DEMONSTRATION_PAGES
from register.notices.service import post
from register.notices.transports import DemonstrationTransport
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.db.mailing import SETTINGS as MAIL
from tests.factories import World
from tests.meetings import officer
from tests.page_client import PageClient
from tests.web import visitors
from tests.web.test_attending import Hall, come_in, enter_hall, made_hall
from tests.web.visitors import SETTINGS, visiting

_YOURS = "yours alone: do not pass it on"


@pytest.fixture
def app(world: World) -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    configure_mail(MAIL, ways_in)
    vault.configure(vault.Keyring([vault.MasterKey(b"m" * 32)]))
    return rooms(*arrival_pages, *attend_pages, *code_pages, *presiding_pages, *DEMONSTRATION_PAGES)


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    return await made_hall(world)


async def letters() -> list[Letter]:
    await Mailer(DemonstrationTransport(), MAIL).send_due()
    return (await read_demonstration_mail()).page.items


async def told(hall: Hall, link: str) -> Letter:
    """The letter that the participant of the hall gets about a page."""
    async with transaction(hall.secretary) as tx:
        await tell_asker(tx, hall.who.id, link)
    return (await letters())[0]


async def enter_by(client: PageClient, hall: Hall, link: str) -> str:
    """Open a link of a letter and come in with the code of the hall; where that leads."""
    page = await client.get(link)
    fields = {name: page.hidden()[name] for name in ("csrf", "token")}
    forms = [form.get("action") for form in page.all("form") if str(form.get("action")).startswith("/join")]
    answer = await visitors.send(client, str(forms[0]), {**fields, "code": room_code(hall.sitting)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.mark.parametrize("page", ["/attend/report", "/attend/opinions", "/attend/informed"])
async def test_the_link_of_a_letter_comes_in_and_leads_to_what_the_letter_is_about(
    hall: Hall, app: Any, page: str
) -> None:
    letter = await told(hall, page)
    assert letter.link == f"{link_path(hall.who)}?to={page}"
    assert any(_YOURS in paragraph for paragraph in letter.paragraphs)
    async with visiting(app) as client:
        assert (await client.http.get(page)).status_code == 303, "the control: the page alone opens nothing"
        assert await enter_by(client, hall, letter.link) == page
        assert (await client.http.get(page)).status_code == 200


async def test_a_letter_says_nothing_beside_the_link_and_how_to_come_in(hall: Hall) -> None:
    letter = await told(hall, "/attend/report")
    words = " ".join(letter.paragraphs)
    assert hall.item.titles["en"] not in words
    assert room_code(hall.sitting) not in words
    assert str(hall.who.id) not in words + letter.link


async def test_the_link_is_the_one_that_works_when_the_letter_is_sent(hall: Hall) -> None:
    async with transaction(hall.secretary) as tx:
        await tell_asker(tx, hall.who.id)
    before = link_path(hall.who)
    await issue_again(hall.secretary, hall.meeting.id, hall.who.id)
    (letter,) = await letters()
    assert not letter.link.startswith(before), "a letter never brings back the link that was lost"
    assert re.match(r"/join/[A-Za-z0-9_-]{43}\?to=/attend/opinions$", letter.link)


async def test_whose_link_was_taken_back_gets_no_letter(hall: Hall, world: World) -> None:
    await revoke(hall.secretary, hall.meeting.id, hall.who.id)
    async with transaction(hall.secretary) as tx:
        await tell_asker(tx, hall.who.id)
    assert await letters() == []
    assert await world.superuser.fetchval("select last_error from outbox") == "inactive"


async def test_a_letter_with_a_code_carries_no_link_and_an_invitation_its_own_alone(hall: Hall) -> None:
    await send_code(link_path(hall.who).rsplit("/", 1)[1])
    (coded,) = await letters()
    assert coded.link == "/join", "link and code never travel together"
    await invite(hall.secretary, hall.meeting.id, hall.who.id)
    invited = (await letters())[0]
    assert invited.link == link_path(hall.who)
    assert not any(_YOURS in paragraph for letter in (coded, invited) for paragraph in letter.paragraphs)


async def test_a_person_with_an_account_gets_the_page_itself(hall: Hall, world: World) -> None:
    person = await world.person("ethics_officer")
    assert person.person is not None
    async with transaction(person) as tx:
        await post(tx, recipient=person.person, subject=msg("S"), body=[msg("B")], link="/desk")
    (letter,) = await letters()
    assert letter.link == "/desk"
    assert not any(_YOURS in paragraph for paragraph in letter.paragraphs)


async def test_who_presides_by_a_link_is_led_to_the_pages_of_the_meeting(hall: Hall, app: Any) -> None:
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, hall.who)
    page = f"/meetings/{hall.meeting.id}/matters"
    letter = await told(hall, page)
    async with visiting(app) as client:
        assert await enter_by(client, hall, letter.link) == page
        assert (await client.http.get(page)).status_code == 409, "reached; what it says asks for a mailed code"


async def test_who_asked_for_a_page_first_is_led_there_after_coming_in_and_only_once(hall: Hall, app: Any) -> None:
    asked = f"/attend/items/{hall.item.id}"
    async with visiting(app) as client:
        led = await client.http.get(f"{asked}?of=D-7K3M-Q2PX")
        assert (led.status_code, led.headers["location"]) == (303, "/join")
        page = await client.get("/join")
        assert "Where you find your link" in page.text
        assert "led to the page that you asked for" in page.text
        assert await enter_by(client, hall, link_path(hall.who)) == asked
        assert WAY_COOKIE not in client.http.cookies
        client.http.cookies.delete(MEETING_COOKIE)
        assert await enter_by(client, hall, link_path(hall.who)) == "/attend"


@pytest.mark.parametrize("page", ["report", "opinions", "informed", "gifts/D-7K3M-Q2PX"])
async def test_whoever_comes_in_next_on_the_same_device_does_not_learn_what_the_one_before_was_about(
    hall: Hall, app: Any, world: World, page: str
) -> None:
    other = await made_hall(world)
    async with visiting(app) as client:
        assert (await client.http.get(f"/attend/{page}")).status_code == 303
        assert WAY_COOKIE not in client.http.cookies
        assert "led to the page" not in (await client.get("/join")).text
        assert await enter_by(client, other, link_path(other.who)) == "/attend"


async def test_a_wrong_code_keeps_the_way(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        address = f"{link_path(hall.who)}?to=/attend/report"
        page = await client.get(address)
        fields = {name: page.hidden()[name] for name in ("csrf", "token")}
        again = await client.post("/join?to=/attend/report", {**fields, "code": "abc"}, status=422)
        asked = await client.post("/join/code?to=/attend/report", fields)
        for each in (again, asked):
            assert each.one("form", action="/join?to=/attend/report") is not None
            others = [str(link.get("href")) for link in each.all("a") if "lang=" in str(link.get("href"))]
            assert others
            assert all("to=%2Fattend%2Freport" in other for other in others)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/attend/",
        "//elsewhere.example/attend/",
        "/\\elsewhere.example",
        "/account",
        "/attending",
        "/attend/\r\nset-cookie: a=b",
        "/sign-in?next=/attend/",
        "attend/report",
        "/attend/" + "x" * 600,
        "/attend/../account",
        "/attend/.%2E/account#/attend",
        "/meetings/%2e%2e/account?a=b",
        "",
    ],
)
async def test_nobody_is_led_elsewhere(hall: Hall, app: Any, elsewhere: str) -> None:
    async with visiting(app) as client:
        assert await enter_by(client, hall, f"{link_path(hall.who)}?to={quote(elsewhere, safe='')}") == "/attend"
        client.http.cookies.clear()
        page = await client.get(link_path(hall.who))
        fields = {name: page.hidden()[name] for name in ("csrf", "token")}
        client.http.cookies.set(WAY_COOKIE, quote(elsewhere, safe=""))
        answer = await visitors.send(client, "/join", {**fields, "code": room_code(hall.sitting)})
        assert answer.headers["location"] == "/attend"


async def test_the_code_comes_first_and_then_the_item_that_was_asked_for(hall: Hall, app: Any) -> None:
    item = f"/attend/items/{hall.item.id}"
    async with visiting(app) as client:
        await enter_hall(client, hall)
        led = await client.http.get(item)
        assert led.headers["location"] == f"/attend/code?to={item}"
        page = await client.get(led.headers["location"])
        fields = {name: page.hidden()[name] for name in ("csrf", "code", "client_key")}
        form = page.one("form", action=f"/attend/code?to={item}")
        assert form is not None
        assert (await visitors.send(client, str(form.get("action")), fields)).headers["location"] == item


async def test_who_is_in_goes_on_without_another_code_and_another_person_does_not(
    hall: Hall, app: Any, world: World
) -> None:
    go_on = "Go on without another code"
    address = f"{link_path(hall.who)}?to=/attend/report"
    async with visiting(app) as client:
        assert go_on not in (await client.get(address)).text
        await come_in(client, hall)
        page = await client.get(address)
        assert go_on in page.text
        assert page.one("a", href="/attend/report") is not None
        other: Participant = (await made_hall(world)).who
        assert go_on not in (await client.get(f"{link_path(other)}?to=/attend/report")).text


async def test_a_letter_that_outlives_its_meeting_says_whom_to_ask(hall: Hall, app: Any, world: World) -> None:
    letter = await told(hall, "/attend/gifts")
    asks = "ask the ethics office what it is about"
    async with visiting(app) as client:
        assert asks not in (await client.get(letter.link)).text, "the control"
        assert asks not in (await client.get("/join/" + "A" * 43, status=404)).text, (
            "a link that never was tells nothing"
        )
        await world.superuser.execute("update meeting set status = 'closed'")
        assert asks in (await client.get(letter.link, status=404)).text


async def test_the_address_without_a_link_says_where_to_find_one(hall: Hall, app: Any) -> None:
    async with visiting(app) as client:
        page = await client.get("/join")
        assert "as a QR code on your badge" in page.text
        assert "led to the page" not in page.text
