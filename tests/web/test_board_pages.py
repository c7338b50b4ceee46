"""Pages of those who lead a meeting: board, view for the hall, the clerk's two taps, an item and its vote."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from declarations.votes.board_pages import board_pages
from declarations.votes.service.leading import read_item
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.locales import LOCALES
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import delegation, item, meeting, participant
from tests.web import visitors
from tests.web.served import program, served_app
from tests.web.visitors import SETTINGS, signed_in


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*board_pages)


async def test_the_clerk_records_in_two_taps_and_the_item_shows_it_the_hall_does_not(world: World, app: Any) -> None:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = await meeting(office, secretary)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    who = await participant(secretary, made, await delegation(secretary, made), family_name="Haddock")
    here = f"/meetings/{made.id}"
    async with signed_in(app, world, secretary) as client:
        page = await client.get(f"{here}/clerk")
        asked = {"csrf": page.hidden()["csrf"], "item": str(about.id), "medium": "aloud", "name": "Had"}
        found = await client.post(f"{here}/clerk", asked)
        assert "Haddock" in found.text
        told = {name: found.hidden()[name] for name in ("csrf", "item", "medium", "client_key", "participant")}
        pressed = {**told, "stance": "something", "levels": "family", "party": "Nile Instruments"}
        sent = await visitors.send(client, f"{here}/clerk/answers", pressed)
        assert sent.status_code == 303, sent.text
        shown = await client.get(f"{here}/items/{about.id}")
        assert all(part in shown.text for part in ("Haddock", "Interest of the family", "Nile Instruments", "Aloud"))
        opened = await visitors.press(client, f"{here}/items/{about.id}", f"{here}/items/{about.id}/vote", seen="1")
        assert opened.status_code == 303, opened.text
        assert "The vote was opened at" in (await client.get(f"{here}/items/{about.id}")).text
        for tag in LOCALES:
            assert "Ruritania" in (await client.get(f"{here}/board?lang={tag}")).text
            hall = (await client.get(f"{here}/projector?lang={tag}")).text
            assert not any(name in hall for name in ("Haddock", "Ruritania", "Nile"))
            await client.get(f"{here}/items/{about.id}?lang={tag}")
            await client.get(f"{here}/clerk?lang={tag}")
    assert (await read_item(secretary, made.id, about.id)).disclosed[0].who.id == UUID(str(who.id))


async def test_a_program_of_the_secretary_does_the_same(world: World) -> None:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    app = served_app()
    made = await meeting(office, secretary)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    us = await delegation(secretary, made)
    who = await participant(secretary, made, us)
    here = f"/api/v1/meetings/{made.id}"
    async with program(app, secretary) as client:
        answer = {"participant": str(who.id), "medium": "list", "item": str(about.id), "stance": "nothing"}
        sent = await client.post(f"{here}/answers", json=answer | {"client_key": str(uuid4())})
        assert sent.status_code == 201, sent.text
        board = (await client.get(f"{here}/board")).json()
        assert [(line["answered"], line["not_yet"]) for line in board["lines"]] == [(1, 0), (0, 1)]
        seen = await client.get(f"{here}/items/{about.id}/disclosures")
        assert (await client.post(f"{here}/items/{about.id}/vote")).status_code == 428
        opened = await client.post(f"{here}/items/{about.id}/vote", headers={"if-match": seen.headers["etag"]})
        assert opened.status_code == 204, opened.text
        votes = {"votes": [{"delegation": str(us.id), "choice": "yes"}]}
        assert (await client.post(f"{here}/items/{about.id}/votes", json=votes)).json() == {"votes": 1}
    async with program(app, office) as client:
        assert (await client.get(f"{here}/board")).status_code == 404
