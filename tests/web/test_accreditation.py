"""The code comes before the items: acknowledged by the link, or on paper as the secretary records it."""

from typing import Any

import asyncpg
import pytest

from declarations.meetings import store
from declarations.meetings.accreditation_pages import accreditation_pages
from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Meeting, Part, Participant, Signed
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import room_code
from declarations.meetings.service.acknowledging import acknowledge, own_code, record_acknowledgement
from declarations.votes.attend_api import attend_api
from declarations.votes.attend_pages import attend_pages
from declarations.votes.code_pages import code_pages
from declarations.votes.coming_in_api import coming_in_api
from declarations.votes.delegation_pages import delegation_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.db import transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.identity import Identity
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import attending, delegation, item, meeting, participant, sitting
from tests.web import visitors
from tests.web.test_attending import Hall, enter_hall
from tests.web.visitors import SETTINGS, press, signed_in, visiting

_ROOMS = (arrival_pages, attend_pages, attend_api, code_pages, coming_in_api, delegation_pages, accreditation_pages)


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*(handler for room in _ROOMS for handler in room))


class Desk(Hall):
    """A hall with its secretary, and a head beside a member of one delegation."""

    secretary: Identity
    head: Participant


@pytest.fixture
async def desk(world: World, app: Any) -> Desk:
    office, made = await world.person("ethics_officer"), Desk()
    made.secretary = await world.person("meeting_secretary")
    made.meeting = await meeting(office, made.secretary)
    made.sitting = await sitting(made.secretary, made.meeting)
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    us = await delegation(made.secretary, made.meeting)
    made.who = await participant(made.secretary, made.meeting, us)
    made.head = await participant(made.secretary, made.meeting, us, function=Part.HEAD)
    return made


async def test_the_code_is_read_before_the_first_item_and_the_statement_stands_beside_it(desk: Desk, app: Any) -> None:
    async with visiting(app) as client:
        await enter_hall(client, desk)
        for before in ("/attend", f"/attend/items/{desk.item.id}"):
            assert (await client.http.get(before)).headers["location"].partition("?")[0] == "/attend/code"
        page = await client.get("/attend/code")
        assert "avoid even the appearance of impropriety" in page.text
        assert "Nobody is obliged to" in page.text
        fields = {name: page.hidden()[name] for name in ("csrf", "code", "client_key")}
        refused = await visitors.send(client, f"/attend/items/{desk.item.id}", {**fields, "stance": "nothing"})
        assert refused.status_code == 409
        outdated = await visitors.send(client, "/attend/code", {**fields, "code": "another"})
        assert outdated.status_code == 409
        assert (await visitors.send(client, "/attend/code", {**fields, "stance": "nothing"})).status_code == 303
        own = (await client.http.get("/api/v1/attend")).json()
        assert own["statement"]["stance"] == "nothing"
        assert (await client.http.get("/api/v1/attend/code")).json()["acknowledged_by"] == "link"


async def test_where_a_resolution_asks_for_disclosure_the_statement_is_asked_for(desk: Desk, app: Any) -> None:
    await change_meeting(desk, mandate="GA-2025-07-RES-02")
    async with visiting(app) as client:
        await enter_hall(client, desk)
        page = await client.get("/attend/code")
        assert "GA-2025-07-RES-02" in page.text
        fields = {name: page.hidden()[name] for name in ("csrf", "code", "client_key")}
        await client.post("/attend/code", fields, status=422)


async def test_a_text_that_changed_is_acknowledged_again(desk: Desk) -> None:
    inside = await attending(desk.who, room_code(desk.sitting))
    seen = (await own_code(inside)).code.version
    assert (await own_code(inside)).is_acknowledged
    await change_meeting(desk, own_rules="Observers disclose too.")
    assert not (await own_code(inside)).is_acknowledged
    with pytest.raises(Conflict):
        await acknowledge(inside, seen)


async def test_the_secretary_records_a_signature_and_nobody_else_can_claim_one(
    desk: Desk, app: Any, world: World
) -> None:
    here = f"/meetings/{desk.meeting.id}/accreditation"
    async with signed_in(app, world, desk.secretary) as client:
        assert (await press(client, here, f"{here}/{desk.who.id}", signed="paper")).status_code == 303
        assert "Signed on paper" in (await client.get(here)).text
        csrf = (await client.get(here)).hidden()["csrf"]
        assert desk.who.family_name in (await visitors.send(client, here, {"csrf": csrf, "name": "Delegate"})).text
    stranger = await world.person("meeting_secretary")
    with pytest.raises(NotFound):
        await record_acknowledgement(stranger, desk.meeting.id, desk.head.id, Signed.LIST)
    inside = await attending(desk.who, room_code(desk.sitting))
    assert (await own_code(inside)).who.acknowledged_medium == "paper"
    head = await attending(desk.head, room_code(desk.sitting))
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(head) as tx:
            await tx.execute("update participant set acknowledged_medium = 'list' where id = $1", head.participant)


async def test_a_head_sees_who_has_answered_and_never_what(desk: Desk, app: Any) -> None:
    async with visiting(app) as client:
        await enter_hall(client, desk)
        fields = (await client.get("/attend/code")).hidden()
        said = {name: fields[name] for name in ("csrf", "code", "client_key")}
        said |= {"stance": "something", "levels": "own", "text": "Shares in pumps.", "party": "Delta"}
        await visitors.send(
            client, "/attend/code", {name: fields[name] for name in ("csrf", "code", "client_key")} | said
        )
        assert (await client.http.get("/attend/delegation")).status_code == 404
        assert (await client.http.get("/api/v1/attend/delegation")).status_code == 404
    async with visiting(app) as client:
        desk.who, who = desk.head, desk.who
        await enter_hall(client, desk)
        page, found = await client.get("/attend/delegation"), await client.http.get("/api/v1/attend/delegation")
        answered = {row["id"]: row["answered_for_the_meeting"] for row in found.json()}
        assert answered == {str(who.id): True, str(desk.head.id): False}
        assert who.family_name in page.text
        for text in (page.text, found.text):
            assert not any(word in text for word in ("Shares", "Delta", "something", "own interest"))


async def change_meeting(desk: Desk, **said: Any) -> None:
    async with transaction(desk.secretary) as tx:
        row = await store.meeting(tx, desk.meeting.id)
        await store.change(tx, MEETINGS[Meeting], row, "corrected", **said)
