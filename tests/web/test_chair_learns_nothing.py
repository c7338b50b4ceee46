"""A chair with every route in hand, by account or by link, cannot learn what the register knows of a participant."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from declarations.filing.model import Declaration
from declarations.meetings.model import Item, Meeting, Participant, Sitting
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import enter, send_code
from declarations.votes.service.touching import touching
from register.access import configure
from register.access.csrf import csrf_field
from register.access.middleware import MEETING_COOKIE
from register.access.service.resolving import identity_of_participant
from register.kernel import clock
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import dressed, whole
from tests.factories import World, gift_command
from tests.meetings import concerned, delegation, item, meeting, participant, sitting
from tests.page_client import PageClient
from tests.web.visitors import ORIGIN, SETTINGS, signed_in, visiting

PARTY = "Northern Waterworks"
KNOWN = ("Zephyrine Hydraulics", "engraved astrolabe")
"""What the register knows of the participant, and the meeting does not."""
_ENDS = {"/sign-out", "/attend/leave", "/account/sessions/end", "/api/v1/attend/session"}
"""Would end the session with which the walk goes on."""


class Hall:
    """A meeting whose item concerns the giver of a gift that a participant once declared, with an account."""

    meeting: Meeting
    sitting: Sitting
    item: Item
    who: Participant
    chair: Participant
    presiding: Identity
    declared: Declaration


@pytest.fixture
async def hall(world: World) -> Hall:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    made, keeper, person = Hall(), await world.person("meeting_secretary"), await world.person("declarant")
    made.presiding = await world.person("presiding_officer")
    day = clock.today()
    office = await world.person("ethics_officer")
    made.meeting = await meeting(office, keeper, starts_on=day, ends_on=day + timedelta(days=2))
    made.sitting = await sitting(keeper, made.meeting)
    us = await delegation(keeper, made.meeting)
    made.item = await item(keeper, made.meeting, called_at=made.meeting.created_at)
    await concerned(keeper, made.item, PARTY)
    email = await world.superuser.fetchval("select email from person where id = $1", person.person)
    made.who = await participant(keeper, made.meeting, us, person=person.person, email=email)
    made.chair = await participant(keeper, made.meeting, us)
    for chair in ({"person": made.presiding.person}, {"participant": made.chair.id}):
        await preside(world, made.meeting, chair)
    said: dict[str, Any] = {"event_date": (day - timedelta(days=3)).isoformat()}
    said |= {"description": KNOWN[1], "value": {"amount": "4321", "currency": "EUR"}}
    await world.declaration(person, gift_command(giver_name=PARTY, **said))
    made.declared = await world.declaration(person, gift_command(giver_name=KNOWN[0], **said))
    return made


async def preside(world: World, of: Meeting, who: dict[str, Any]) -> None:
    await world.superuser.execute(
        "insert into meeting_officer (id, meeting, function, person, participant, precedence, since)"
        " values ($1, $2, 'presiding_officer', $3, $4, 0, now())",
        new_id(),
        of.id,
        who.get("person"),
        who.get("participant"),
    )


def doors(app: Litestar, hall: Hall) -> Iterator[tuple[str, str]]:
    """Every route with every method, led to this meeting, this participant and this declaration."""
    places = {
        "meeting": hall.meeting.id,
        "item": hall.item.id,
        "sitting": hall.sitting.id,
        "participant": hall.who.id,
        "delegation": hall.who.delegation,
        "person": hall.who.person,
        "declarant": hall.who.person,
        "reference": hall.declared.reference,
        "number": 1,
    }

    def filled(place: re.Match[str]) -> str:
        return str(places.get(place[1], hall.declared.id))

    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        path = re.sub(r"\{([a-z_]+)[^}]*\}", filled, route.path_format)
        if path not in _ENDS and not path.endswith("/events"):  # a stream holds the numbers of the board alone
            yield from ((method, path) for method in route.route_handler_map if method != "OPTIONS")


async def walked(client: PageClient, app: Litestar, hall: Hall) -> AsyncIterator[tuple[str, str, int]]:
    """What every route answers, those that only show first."""
    csrf = (await client.get("/attend/code" if MEETING_COOKIE in client.http.cookies else "/account")).hidden()["csrf"]
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "x-csrf-token": csrf}
    for method, path in sorted(doors(app, hall), key=lambda door: (door[0] not in {"GET", "HEAD"}, door)):
        body: dict[str, Any] = {"json": {}} if path.startswith("/api/") else {"data": {"csrf": csrf}}
        sent = {} if method in {"GET", "HEAD"} else body
        answer = await client.http.request(method, path, headers=headers, **sent)
        yield f"{method} {path}", answer.text, answer.status_code


async def learned(client: PageClient, hall: Hall) -> tuple[list[str], set[str]]:
    """The routes whose answer holds something that the register knows, and those that answered at all."""
    found, answered = [], set()
    async for door, text, status in walked(client, whole(), hall):
        answered |= {door} if status == 200 else set()
        found += [door] if any(word in text for word in KNOWN) else []
    return found, answered


def led(hall: Hall) -> set[str]:
    """What is the chair's: the control that the walk was let in."""
    return {f"GET /meetings/{hall.meeting.id}{page}" for page in ("", "/board", "/participants")}


async def test_a_chair_with_an_account_walks_every_route_and_learns_nothing(hall: Hall, world: World) -> None:
    async with signed_in(dressed(whole()), world, hall.presiding) as client:
        found, answered = await learned(client, hall)
    assert found == []
    assert answered >= led(hall)


async def test_a_chair_who_came_by_a_link_walks_every_route_and_learns_nothing(hall: Hall) -> None:
    session = await enter(link_token(hall.chair.id, 1), room_code(hall.sitting))
    async with visiting(dressed(whole())) as client:
        client.http.cookies.set(MEETING_COOKIE, session, domain="register.example", path="/")
        found, answered = await learned(client, hall)
    assert found == []
    assert answered >= led(hall) | {"GET /attend/code"}


async def test_the_participant_alone_is_shown_it(hall: Hall, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of both walks: it is there, and its person sees it."""
    monkeypatch.setattr("declarations.meetings.service.arriving.secrets.randbelow", lambda _most: 42)
    await send_code(link_token(hall.who.id, 1))
    inside = await identity_of_participant(await enter(link_token(hall.who.id, 1), "000042"))
    assert [each.concerned for each in await touching(inside, hall.item.id)] == [PARTY]
    person = Identity(person=hall.who.person, roles=frozenset({"declarant"}))
    async with signed_in(dressed(whole()), world, person) as client:
        assert KNOWN[1] in (await client.get(f"/declarations/{hall.declared.reference}")).text
