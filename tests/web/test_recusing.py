"""Recusing oneself in the browser and over the interface."""

import pytest

from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk, filled
from tests.web.visitors import send

REASON = "The giver is a cousin of mine."


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
async def test_an_officer_recuses_on_the_form_that_hands_over_and_is_back_at_the_list(
    office: Office, language: str
) -> None:
    kept = await office.under_review()
    address = f"/desk/{kept.reference}"
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"{address}?lang={language}")
        typed = {"new_officer": str(office.second_officer.person), "handing_reason": REASON, "own_interest": "yes"}
        wordless = filled(page, **typed | {"handing_reason": ""})
        faulty = await client.post(f"{address}/handing-over", wordless, status=422)
        assert "checked" in faulty.one("input", id="own_interest").attrib, "the box stays ticked"
        done = await send(client, f"{address}/handing-over", filled(page, **typed))
        assert (done.status_code, done.headers["location"]) == (303, "/desk")
        await client.get(address, status=404)


async def test_a_program_recuses_for_its_officer_and_no_program_gives_the_case_back(office: Office) -> None:
    kept = await office.under_review()
    address = f"/api/v1/cases/{kept.reference}"
    body = {"to": str(office.second_officer.person), "reason": REASON, "own_interest": True}
    async with at_desk(office.world, office.officer) as client:
        token = (await client.get(f"/desk/{kept.reference}")).hidden()["csrf"]
        headers = {"X-CSRF-Token": token, "If-Match": f'"{kept.head_seq}"', "sec-fetch-site": "same-origin"}
        done = await client.http.post(f"{address}/handing-over", json=body, headers=headers)
        assert done.status_code == 200, done.text
        assert (await client.http.get(address)).status_code == 404
    async with at_desk(office.world, office.second_officer) as client:
        token = (await client.get(f"/desk/{kept.reference}")).hidden()["csrf"]
        headers |= {"X-CSRF-Token": token, "If-Match": done.headers["etag"]}
        back = body | {"to": str(office.officer.person), "own_interest": False}
        refused = await client.http.post(f"{address}/handing-over", json=back, headers=headers)
        assert refused.status_code == 422, refused.text
        third = await office.world.person("ethics_officer")
        to_another = back | {"to": str(third.person)}
        control = await client.http.post(f"{address}/handing-over", json=to_another, headers=headers)
        assert control.status_code == 200, control.text
