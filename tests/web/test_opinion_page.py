"""The page behind the link of a supervisor who is asked: no account, one question, one answer, nothing else."""

from typing import Any

import asyncpg
import msgspec
import pytest

from declarations.filing.service import own
from declarations.filing.service.filing import amend, file_declaration
from declarations.opinions.pages import opinions_pages
from declarations.review.activity_api import activity_api
from declarations.review.activity_pages import activity_pages
from declarations.review.api import review_api
from declarations.review.pages import review_pages
from declarations.review.service import acts, consulting
from register.access import configure
from register.access.csrf import csrf_field
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.activities import activity_command, under_review
from tests.applications import rooms
from tests.db.test_opinions import asked, pressed, tokens
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web import visitors
from tests.web.declaring import declaring_app
from tests.web.desks import filled
from tests.web.test_api_declarations import program
from tests.web.visitors import SETTINGS, signed_in, visiting


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*opinions_pages, *review_pages, *review_api, *activity_pages, *activity_api)


async def test_the_officer_asks_the_supervisor_answers_and_the_desk_reads(
    office: Office, app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    kept = await under_review(office)
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"/desk/{kept.reference}")
        fields = filled(page, activity="Evenings in a library")
        sent = await visitors.send(desk, f"/desk/{kept.reference}/opinion", fields)
        assert sent.status_code == 303, sent.text
        assert "Evenings in a library" in (await desk.get(f"/desk/{kept.reference}")).text
    (token,) = await tokens(superuser, office.supervisor)
    async with visiting(app) as visitor:
        page = await visitor.get(f"/opinion/{token}")
        assert "Evenings in a library" in page.text
        assert kept.reference not in page.text
        assert "Delta Library" not in page.text
        hidden = {name: page.hidden()[name] for name in ("csrf", "token")}
        again = await visitor.post("/opinion", hidden | {"stance": "objection", "comment": ""}, status=422)
        assert again.errors()
        thanks = await visitor.post("/opinion", hidden | {"stance": "comment", "comment": "Not in June, please."})
        assert "Your answer was sent" in thanks.text
        await visitor.get(f"/opinion/{token}", status=404)
        await visitor.post("/opinion", hidden | {"stance": "no_objection", "comment": ""}, status=404)
    async with signed_in(app, world, office.officer) as desk:
        assert "Not in June, please." in (await desk.get(f"/desk/{kept.reference}")).text


async def test_of_pressure_from_outside_the_page_asks_whether_it_threatens_independence(
    office: Office, app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    kept = await pressed(office)
    at = f"/desk/{kept.reference}"
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"{at}?lang=en")
        assert "What is it about, in a few words?" in page.text
        assert (
            await visitors.send(desk, f"{at}/opinion", filled(page, activity="The annual report"))
        ).status_code == 303
    (token,) = await tokens(superuser, office.supervisor)
    async with visiting(app) as visitor:
        page = await visitor.get(f"/opinion/{token}?lang=en")
        for shown in ("The annual report", "does it threaten their independence?", "Cannot tell"):
            assert shown in page.text
        for hidden in (kept.reference, "Delta Pumps", "RFP 2026/14", "an activity"):
            assert hidden not in page.text
        fields = {name: page.hidden()[name] for name in ("csrf", "token")} | {"comment": ""}
        wordless = await visitor.post("/opinion", fields | {"stance": "threat"}, status=422)
        of_activities = await visitor.post("/opinion", fields | {"stance": "objection", "comment": "No."}, status=422)
        assert (wordless.errors(), of_activities.errors()) == (["comment"], ["stance"])
        await visitor.post("/opinion", fields | {"stance": "cannot_tell"})
    async with program(app, office.officer) as client:
        (found,) = (await client.get(f"/api/v1/cases/{kept.reference}/opinions")).json()
    assert (found["about"], found["stance"]) == ("pressure", "cannot_tell")


async def test_nobody_who_is_signed_in_answers_in_the_name_of_the_supervisor(
    office: Office, app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    filer = await world.assistant(office.declarant)
    command = msgspec.structs.replace(activity_command(), declarant=office.declarant.person)
    kept = await own.confirm(office.declarant, (await file_declaration(filer, command)).reference, 1)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    await consulting.consult(office.officer, kept.reference, "Evenings in a library", kept.head_seq)
    (token,) = await tokens(superuser, office.supervisor)
    async with visiting(app) as visitor:
        page = await visitor.get(f"/opinion/{token}")
        given = {"token": token, "stance": "no_objection", "comment": ""}
        assert page.hidden()["token"] == token  # the control: without an account it opens
    others = (office.declarant, filer, office.officer, office.second_officer, office.official, office.stranger)
    for other in others:
        async with signed_in(app, world, other) as session:
            refused = await session.get(f"/opinion/{token}", status=404)
            await session.post("/opinion", given | {"csrf": refused.hidden()["csrf"]}, status=404)
    assert await superuser.fetchval("select answered_at from opinion") is None
    async with signed_in(app, world, office.supervisor) as session:
        page = await session.get(f"/opinion/{token}")
        await session.post("/opinion", given | {"csrf": page.hidden()["csrf"]})
    assert await superuser.fetchval("select stance from opinion") == "no_objection"


async def test_the_desk_reads_that_a_question_ended_with_a_new_version(office: Office, app: Any, world: World) -> None:
    kept = await asked(office)
    more = activity_command(hours_per_week=12)
    kept = await amend(office.declarant, kept.reference, more, "They need me more often.", kept.head_seq)
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"/desk/{kept.reference}?lang=en")
    assert "No longer asked" in page.text
    assert "The declaration was changed after the question was sent." in page.text
    assert "Not answered in time" not in page.text
    async with program(app, office.officer) as client:
        (found,) = (await client.get(f"/api/v1/cases/{kept.reference}/opinions")).json()
    assert found["ended_at"] is not None


@pytest.mark.parametrize("token", ["", "A" * 43, "not-a-token", "%00", "a" * 5000])
async def test_any_other_link_is_answered_as_one_that_was_used(office: Office, app: Any, token: str) -> None:
    async with visiting(app) as visitor:
        page = await visitor.get(f"/opinion/{token}" if token else "/opinion", status=404)
        assert "This link no longer works." in page.text


async def test_links_are_not_tried_without_end(office: Office, app: Any) -> None:
    async with visiting(app) as visitor:
        tried = [(await visitor.http.get(f"/opinion/{'A' * 43}")).status_code for _ in range(61)]
    assert tried == [*(60 * [404]), 429]


async def test_every_language_has_its_page(office: Office, app: Any, superuser: asyncpg.Connection) -> None:
    await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    async with visiting(app) as visitor:
        for language in ("ar", "en", "fr", "es"):
            page = await visitor.get(f"/opinion/{token}?lang={language}")
            assert f"/opinion/{token}?lang=ar" in page.response.text  # whoever switches comes back to the question


MAY_BE_ASKED = "The ethics office may ask the supervisor one question about it"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("outside_activity", MAY_BE_ASKED),
        # ICSC 12: of a conflict only where it is pressure from outside
        ("conflict", "If it is an instruction or pressure from outside, the ethics office may ask the supervisor"),
        ("gift", "never your supervisor as such"),
    ],
)
async def test_before_anything_is_written_the_page_says_what_the_supervisor_may_be_asked(
    world: World, kind: str, said: str
) -> None:
    async with signed_in(declaring_app(), world, await world.person()) as client:
        page = await client.get(f"/declare/{kind}")
    assert said in page.text
    assert ("never your supervisor" in page.text) is (kind == "gift")


async def test_who_can_see_it_names_the_supervisor_before_and_after_the_question(office: Office, world: World) -> None:
    app = declaring_app()
    filed = await world.declaration(office.declarant, activity_command())
    async with signed_in(app, world, office.declarant) as client:
        assert MAY_BE_ASKED in (await client.get(f"/declarations/{filed.reference}")).text
        assert MAY_BE_ASKED in (await client.get(f"/declarations/{filed.reference}/receipt")).text
    taken = await acts.take(office.officer, filed.reference, filed.head_seq)
    await consulting.consult(office.officer, filed.reference, "Evenings in a library", taken.head_seq)
    gift = await world.declaration(office.declarant)
    async with signed_in(app, world, office.declarant) as client:
        page = await client.get(f"/declarations/{filed.reference}")
        assert "The supervisor was asked one question about it" in page.text
        assert "supervisor" not in (await client.get(f"/declarations/{gift.reference}")).text, "control"
