"""How much of a yearly ceiling is used: for the declarant before filing and on the declaration, and for programs."""

from typing import Any

import pytest

from tests.activities import activity_command, authorized
from tests.db.test_ceilings import FIRST, YEAR, ceilings
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web.declaring import day, place, press
from tests.web.served import served_app
from tests.web.test_api_declarations import program
from tests.web.test_declaring_kinds import ACTIVITY
from tests.web.visitors import signed_in

USED = "You have used 20 of the 100 hours that activities may take in a year."
TEN_WEEKS = {**day("start_date", FIRST.year, 1, 11), **day("end_date", FIRST.year, 3, 21)}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
def app() -> Any:
    return served_app()


async def test_the_counter_stands_before_filing_and_on_the_declaration(office: Office, app: Any, world: World) -> None:
    await ceilings(world)
    kept = await authorized(office, 365, activity_command(**YEAR))
    async with signed_in(app, world, office.declarant) as person:
        page = await press(person, await person.get("/declare/outside_activity"), "/declare/outside_activity")
        for name, typed in ACTIVITY:
            page = await press(person, page, place(page), {**typed, **(TEN_WEEKS if name == "when" else {})})
        assert place(page).endswith("/check")
        assert USED in page.text
        assert USED in (await person.get(f"/declarations/{kept.reference}")).text
    async with signed_in(app, world, office.officer) as desk:
        assert "You have used" not in (await desk.get(f"/desk/{kept.reference}")).text, "a counter is the person's own"


async def test_programs_read_the_counters_of_their_owner(office: Office, app: Any, world: World) -> None:
    await ceilings(world)
    await authorized(office, 365, activity_command(**YEAR))
    async with program(app, office.declarant) as call:
        hours, income = (await call.get(f"/api/v1/activity-ceilings?on={FIRST}")).json()
    assert (hours["name"], hours["ceiling"], hours["used"], hours["sentence"]) == ("hours", "100", "20", USED)
    assert (income["name"], income["used"], income["currency"]) == ("income", "4000", "USD")
    async with program(app, office.stranger) as call:
        assert (await call.get(f"/api/v1/activity-ceilings?on={FIRST}")).json()[0]["used"] == "0"


async def test_without_a_ceiling_no_counter_is_shown(office: Office, app: Any, world: World) -> None:
    kept = await authorized(office, 365, activity_command(**YEAR))
    async with signed_in(app, world, office.declarant) as person:
        assert "You have used" not in (await person.get(f"/declarations/{kept.reference}")).text
    async with program(app, office.declarant) as call:
        assert (await call.get("/api/v1/activity-ceilings")).json() == []
