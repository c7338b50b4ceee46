"""What the pages of a meeting that is over offer: nothing that would end in a refusal."""

from typing import Any

import pytest

from declarations.meetings.model import Measure
from declarations.meetings.service.overview import overview
from declarations.votes.board_pages import board_pages
from declarations.votes.service.leading import read_item
from declarations.votes.service.told import ToldCommand, record_aside
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.i18n import say
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import delegation, over, participant
from tests.web import visitors
from tests.web.test_board_pages import led
from tests.web.visitors import SETTINGS, signed_in


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*board_pages)


async def test_what_would_be_refused_after_completing_and_closing_is_not_offered(world: World, app: Any) -> None:
    secretary, _, made, about = await led(world)
    here, at = f"/meetings/{made.id}", f"/meetings/{made.id}/items/{about.id}"

    async def becomes(status: str) -> None:
        await world.superuser.execute(
            "update meeting set status = $1::text, completed_at = coalesce(completed_at, now()),"
            " closed_at = case when $1 = 'closed' then now() end where id = $2",
            *(status, made.id),
        )

    async with signed_in(app, world, secretary) as client:

        async def offered() -> tuple[bool, bool, bool]:
            """Answers on the board; votes, and what somebody then did, on the page of the item."""
            board, page = await client.get(f"{here}/board"), await client.get(at)
            forms = [form.get("action") or "" for form in page.all("form")]
            acts = [action for action in forms if "/asides/" in action]
            return board.all("a", href=f"{here}/clerk") != [], f"{at}/votes" in forms, acts != []

        assert (await visitors.press(client, at, f"{at}/vote", seen=str(about.version))).status_code == 303
        assert await offered() == (True, True, True), "the control"
        await becomes("completed")
        assert await offered() == (False, True, True), "votes and acts are still taken, answers are not"
        (stands,) = (await read_item(secretary, made.id, about.id)).asides
        did, voted = f"{at}/asides/{stands.aside.id}", {"delegation": str(stands.who.delegation), "choice": "yes"}
        assert (await visitors.press(client, at, did, did="leaves")).status_code == 303
        assert (await visitors.press(client, at, f"{at}/votes", **voted)).status_code == 303
        csrf = {"csrf": (await client.get(at)).hidden()["csrf"]}
        await becomes("closed")
        assert await offered() == (False, False, False)
        assert "Left for the item" in (await client.get(at)).text, "what was recorded is still read"
        assert (await visitors.send(client, did, {**csrf, "did": "speaks"})).status_code == 409
        assert (await visitors.send(client, f"{at}/votes", {**csrf, **voted})).status_code == 409


async def test_completing_names_by_item_those_of_whom_it_is_not_recorded_what_they_did(world: World) -> None:
    configure(SETTINGS)
    secretary, _, made, about = await led(world)
    for measure in (Measure.SPEAKS, Measure.SPEAKS_AND_VOTES):
        who = await participant(secretary, made, await delegation(secretary, made, measure))
        await record_aside(secretary, made.id, about.id, ToldCommand(participant=who.id, measure=measure))
    await over(secretary, made)

    async def named() -> list[str]:
        said = [say(each, "en", isolate=False) for each in (await overview(secretary, made.id)).missing]
        return [each for each in said if each.startswith("Standing aside without a record")]

    whole = "Standing aside without a record of what was then done, by item, how many in brackets: 5 (2)."
    assert await named() == [whole], "by a rule and by their own word; who speaks and votes does not stand aside"
    await world.superuser.execute("update standing_aside set did = measure")
    assert await named() == []
