"""The page of the body's rules says what became of answers that were given before."""

from typing import Any
from uuid import uuid4

import pytest

from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Level
from declarations.meetings.pages import meetings_pages
from declarations.meetings.secrets import room_code
from declarations.votes.attend_api import attend_api
from declarations.votes.attend_pages import attend_pages
from declarations.votes.board_api import board_api
from declarations.votes.board_pages import board_pages
from declarations.votes.code_pages import code_pages
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.i18n import LOCALES
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import aside_rule, attending, participant
from tests.web.test_attending import Hall, enter_hall, made_hall
from tests.web.visitors import SETTINGS, press, signed_in, visiting

RULE = "Rules of Procedure, rule 31"


@pytest.fixture
def app(world: World) -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*arrival_pages, *attend_pages, *code_pages, *meetings_pages, *board_pages, *board_api, *attend_api)


@pytest.fixture
async def hall(world: World, app: Any) -> Hall:
    made = await made_hall(world)
    for who in (made.who, await participant(made.secretary, made.meeting, email="")):
        inside = await attending(who, room_code(made.sitting))
        said = AnswerCommand(item=made.item.id, stance=Stance.SOMETHING, levels=(Level.OWN,), client_key=uuid4())
        await answer(inside, said)
    return made


@pytest.mark.parametrize("tag", sorted(LOCALES))
async def test_the_page_counts_earlier_answers_names_nobody_and_asks_them_again(
    hall: Hall, app: Any, world: World, tag: str
) -> None:
    page = f"/meetings/{hall.meeting.id}/standing-aside"
    async with signed_in(app, world, hall.secretary) as client:
        assert (await client.get(f"{page}?lang={tag}")).all("section") == [], "the control"
        await aside_rule(hall.secretary, hall.meeting, "own", "leaves", RULE)
        seen = await client.get(f"{page}?lang={tag}")
        assert seen.one("a", href=f"/meetings/{hall.meeting.id}/items/{hall.item.id}") is not None
        assert hall.who.family_name not in seen.text
        if tag == "en":
            assert "That you opened this page is recorded." in seen.text
            assert "2 answers on open items keep what applied" in seen.text
            assert "1 of them has no e-mail address here" in seen.text
        sent = await press(client, page, f"{page}/requests")
        assert sent.headers["location"] == f"{page}?asked=1"
        counted = (await client.http.get(f"/api/v1{page}/earlier-answers")).json()
        assert counted == {"items": [{"item": str(hall.item.id), "answers": 2, "with_address": 1}]}


async def test_the_person_and_who_leads_read_it_on_the_item(hall: Hall, app: Any, world: World) -> None:
    since, before = "have changed since you answered", "given before the rules on standing aside changed"
    led = f"/meetings/{hall.meeting.id}/items/{hall.item.id}"
    async with visiting(app) as client, signed_in(app, world, hall.secretary) as secretary:
        await enter_hall(client, hall)
        assert since not in (await client.get(f"/attend/items/{hall.item.id}")).text, "the control"
        assert before not in (await secretary.get(led)).text, "the control"
        await aside_rule(hall.secretary, hall.meeting, "own", "leaves", RULE)
        page = await client.get(f"/attend/items/{hall.item.id}")
        assert since in page.text
        assert RULE in page.text
        told = (await client.http.get(f"/api/v1/attend/items/{hall.item.id}")).json()
        assert (told["standing"], told["later"]) == (None, {"measure": "leaves", "citation": RULE})
        assert (await secretary.get(led)).text.count(before) == 2
