"""Whoever holds an office by a link finds its pages, and the mark beside a field says when it may be left empty."""

import re
from datetime import date
from typing import Any

import pytest

from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import OWN_RULES, Function
from declarations.meetings.pages import meetings_pages
from declarations.meetings.people_pages import people_pages
from declarations.presiding.pages import presiding_pages
from declarations.votes.attend_pages import attend_pages
from declarations.votes.board_pages import board_pages
from declarations.votes.code_pages import code_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import officer
from tests.page_client import Page, PageClient
from tests.web.test_attending import Hall, come_in, made_hall
from tests.web.visitors import SETTINGS, signed_in, visiting


@pytest.fixture
def app(world: World) -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(
        *arrival_pages, *attend_pages, *code_pages, *meetings_pages, *people_pages, *board_pages, *presiding_pages
    )


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    return await made_hall(world)


def led(page: Page, hall: Hall) -> set[str]:
    start = f"/meetings/{hall.meeting.id}"
    found = {str(link.get("href")) for link in page.all("a")}
    return {address.removeprefix(start) for address in found if address.startswith(start)}


@pytest.mark.parametrize("function", [Function.PRESIDING_OFFICER, Function.DEPUTY, Function.SECRETARY])
async def test_an_office_held_by_a_link_is_found_from_ones_own_page_and_every_link_opens(
    hall: Hall, app: Any, function: Function
) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        assert led(await client.get("/attend"), hall) == set(), "the control: who holds none is led nowhere"
        await officer(hall.secretary, hall.meeting, function, hall.who)
        found = led(await client.get("/attend"), hall)
        presiding = {"/opinions", "/matters"} if function is not Function.SECRETARY else set()
        assert found == {"", "/board"} | presiding
        for address in found:
            answer = await client.http.get(f"/meetings/{hall.meeting.id}{address}")
            assert answer.status_code == (409 if address in presiding else 200), "those two ask for a mailed code"


async def test_an_office_that_has_ended_leads_nowhere(hall: Hall, app: Any, world: World) -> None:
    await officer(hall.secretary, hall.meeting, Function.DEPUTY, hall.who)
    async with visiting(app) as client:
        await come_in(client, hall)
        assert "/board" in led(await client.get("/attend"), hall), "the control"
        await world.superuser.execute("update meeting_officer set until = now() where participant = $1", hall.who.id)
        assert led(await client.get("/attend"), hall) == set()


def mark(page: Page, name: str) -> str:
    """What stands in brackets beside the question of a field."""
    found = re.search(rf'<label for="{name}">(.*?)</label>', page.response.text, re.DOTALL)
    assert found, name
    marked = re.search(r'class="optional">\((.*?)\)<', found[1])
    return marked[1] if marked else ""


PARTICULARS = {
    "body": "General Assembly",
    "title": "Twelfth session",
    "starts_on": date(2026, 11, 23).isoformat(),
    "ends_on": date(2026, 11, 25).isoformat(),
    "languages": "en",
    "first_language": "en",
    "code": "interpol-meetings-2023",
}


@pytest.mark.parametrize(
    ("case", "field", "says"),
    [
        ({"code": OWN_RULES}, "own_rules", "needed where they apply"),
        ({"mandate": "Resolution 4"}, "mandate_on", "needed with a mandate"),
        ({"by_correspondence": "yes"}, "ballot_opens_day", "needed for ballots by correspondence"),
        ({"by_correspondence": "yes"}, "ballot_closes_day", "needed for ballots by correspondence"),
        ({"quorum": "1/3", "counts_rule": "Rule 5"}, "quorum_of", "needed with a quorum"),
        ({"majority": "simple"}, "counts_rule", "needed where persons are counted"),
    ],
)
async def test_what_is_needed_in_some_cases_says_in_which_and_is_asked_for_in_these_alone(
    hall: Hall, app: Any, world: World, case: dict[str, str], field: str, says: str
) -> None:
    address = f"/meetings/{hall.meeting.id}/edit"
    async with signed_in(app, world, hall.secretary) as client:
        page = await client.get(address)
        assert mark(page, field) == says
        asked = await _faults(client, address, page, case)
        assert field in asked
        assert field not in await _faults(client, address, page, {"body": ""}), "the control: in no other case"


async def _faults(client: PageClient, address: str, page: Page, case: dict[str, str]) -> list[str]:
    hidden = {name: page.hidden()[name] for name in ("csrf", "seen")}
    return (await client.post(address, {**hidden, **PARTICULARS, **case}, status=422)).errors()


async def test_what_may_always_be_left_empty_is_marked_so_and_nothing_else_is(
    hall: Hall, app: Any, world: World
) -> None:
    start = f"/meetings/{hall.meeting.id}"
    marks = {
        f"{start}/edit": {"body": "", "title": "", "place": "optional", "ballot_opens_time": "optional"},
        f"{start}/officers": {"who": "", "since_day": "optional", "reason": "needed where somebody presides already"},
        f"{start}/code": {"presented_by": "needed with the day", "presented_day": "optional"},
        f"{start}/agenda/new": {"number": "", "title_en": "needed in at least one language"},
        f"{start}/delegations/new": {"name": "", "country": "optional", "reason": ""},
        f"{start}/participants/new": {"family_name": "", "delegation": "optional", "email": "optional"},
        f"{start}/standing-aside": {"level": "", "citation": "needed where a rule asks for something"},
    }
    async with signed_in(app, world, hall.secretary) as client:
        for address, fields in marks.items():
            page = await client.get(address)
            assert {name: mark(page, name) for name in fields} == fields, address
