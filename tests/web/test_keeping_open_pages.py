"""Keeping a case from closing: at the desk, over the interface, and told to whom it concerns."""

import pytest

from tests.db.test_keeping_open import WHY
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web import visitors
from tests.web.desks import filled
from tests.web.served import served_app
from tests.web.test_api_declarations import program
from tests.web.visitors import signed_in


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def test_it_is_done_on_the_case_and_by_programs_and_told_to_the_declarant(office: Office, world: World) -> None:
    app, kept = served_app(), await office.decided()
    at = f"/desk/{kept.reference}"
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"{at}?lang=en")
        assert f'action="{at}/letting-close"' not in page.response.text
        empty = filled(page, **{"keeping-open_flag": "", "keeping-open_reasons": WHY})
        refused = await desk.post(f"{at}/keeping-open", empty, status=422)
        assert refused.errors() == ["keeping-open_flag"]
        typed = filled(page, **{"keeping-open_flag": "legal_hold", "keeping-open_reasons": WHY})
        sent = await visitors.send(desk, f"{at}/keeping-open", typed)
        assert sent.status_code == 303, sent.text
        page = await desk.get(f"{at}?lang=en")
        assert "Legal hold" in page.text
        assert WHY in page.text
    async with signed_in(app, world, office.declarant) as person:
        own = await person.get(f"/declarations/{kept.reference}?lang=en")
        assert "does not close" in own.text
        assert WHY in own.text
    async with program(app, office.officer) as client:
        case = f"/api/v1/cases/{kept.reference}"
        seen = (await client.get(case)).headers["etag"]
        body = {"flag": "legal_hold", "reasons": "Lifted by the court."}
        done = await client.post(f"{case}/letting-close", json=body, headers={"if-match": seen})
        assert done.status_code == 200, done.text
        again = await client.post(f"{case}/letting-close", json=body, headers={"if-match": done.headers["etag"]})
        assert again.status_code == 409, again.text
