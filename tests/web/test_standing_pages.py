"""The pages and the interface of what a person has in force."""

from typing import Any

import pytest

from declarations.filing.api import filing_api
from declarations.filing.pages import filing_pages
from declarations.review.pages import review_pages
from declarations.standing.api import standing_api
from declarations.standing.pages import standing_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.kinds import filed
from tests.web.declaring import NAMES, Typed, day, place, press
from tests.web.test_api_declarations import is_problem, program
from tests.web.visitors import SETTINGS, signed_in

HERE = "/api/v1/standing"


@pytest.fixture
def app(world: World) -> Any:
    configure(SETTINGS)
    configure_site(Site(names=NAMES, csrf_field=csrf_field, navigation=navigation, contact="ethics@example.org"))
    return rooms(*filing_pages, *filing_api, *review_pages, *standing_pages, *standing_api)


async def test_a_person_confirms_ends_and_states_that_there_is_nothing(world: World, app: Any) -> None:
    who = await world.person()
    interest, gift = await filed(who, "conflict"), await world.declaration(who)
    async with signed_in(app, world, who) as client:
        page = await client.get("/standing")
        assert interest.reference in page.text
        done = await press(client, page, "/standing/confirmation", {"item": [interest.reference, gift.reference]})
        assert "Your confirmation is recorded." in done.text
        ending = await client.get(f"/standing/{interest.reference}/end")
        wrong = await client.post(f"/standing/{interest.reference}/end", {**ending.hidden()}, status=422)
        assert set(wrong.errors()) == {"on", "reason"}
        said = {**day("on"), "reason": "She left the company."}
        done = await press(client, ending, f"/standing/{interest.reference}/end", said)
        assert "It is recorded that it has ended." in done.text
        stated: Typed = {"period": "2026", "matters": ["conflict", "outside_activity"], "attested": "yes"}
        receipt = await press(client, done, "/standing/nothing", stated)
        assert place(receipt).endswith("/receipt")
        await client.get("/standing?lang=ar")


async def test_a_program_does_the_same(world: World, app: Any) -> None:
    who = await world.person()
    interest = await filed(who, "conflict")
    async with program(app, who) as client:
        found = (await client.get(HERE)).json()
        assert [item["group"] for item in found["items"]] == ["interest"]
        said = await client.post(f"{HERE}/confirmations", json={"references": [interest.reference]})
        assert said.status_code == 200
        assert said.json()["confirmed_at"]
        address = f"/api/v1/declarations/{interest.reference}"
        ending = {"on": found["items"][0]["since"], "reason": "She left the company."}
        is_problem(await client.post(f"{address}/end", json=ending), 428, "precondition_required")
        seen = (await client.get(address)).headers["etag"]
        over = await client.post(f"{address}/end", json=ending, headers={"if-match": seen})
        assert (over.status_code, over.json()["items"]) == (200, [])
        nothing = {"period": "2026", "matters": ["conflict"], "attested": True}
        made = await client.post(f"{HERE}/statements", json=nothing, headers={"idempotency-key": "one"})
        assert (made.status_code, made.json()["status"]) == (201, "closed")
