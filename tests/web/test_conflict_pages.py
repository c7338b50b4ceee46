"""A conflict on its pages: measures beside the decision, marks, the declarant’s report; and the same for programs."""

from typing import Any

import pytest

from declarations.filing.api import filing_api
from declarations.filing.model import Declaration
from declarations.filing.pages import filing_pages
from declarations.review.api import review_api
from declarations.review.conflict_api import conflict_api
from declarations.review.conflict_pages import conflict_pages
from declarations.review.pages import review_pages
from declarations.review.service import acts, measures
from register.kernel import clock
from register.kernel.i18n import say
from tests.applications import rooms
from tests.conflicts import conflict_of, decided, filed, resolved
from tests.factories import World
from tests.page_client import Page, PageClient
from tests.reviewing import Office, staffed
from tests.web import declaring
from tests.web.declaring import day, declaring_app
from tests.web.test_api_declarations import program
from tests.web.visitors import signed_in


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
def app() -> Any:
    declaring_app()
    return rooms(*review_pages, *review_api, *conflict_pages, *conflict_api, *filing_pages, *filing_api, described=True)


def soon(name: str) -> dict[str, str]:
    """A day to come, in three fields."""
    return {**day(name, clock.today().year + 1, 5, 4)}


async def press(client: PageClient, page: Page, act: str, typed: dict[str, str], *, status: int | None = None) -> Page:
    """Send a form of a page and go where it leads."""
    action = next(str(form.get("action")) for form in page.all("form") if str(form.get("action")).endswith(f"/{act}"))
    return await declaring.press(client, page, action, typed, status=status)


async def taken(office: Office) -> Declaration:
    kept = await filed(office.declarant)
    return await acts.take(office.officer, kept.reference, kept.head_seq)


async def test_the_office_decides_measures_and_the_declarant_reports_and_both_read_the_same(
    world: World, office: Office, app: Any
) -> None:
    kept = await taken(office)
    here = f"/desk/{kept.reference}"
    async with signed_in(app, world, office.officer) as client:
        page = await client.get(f"{here}?lang=en")
        chosen = {"decision": "measure", "reasons": "The firm would gain."}
        page = await press(client, page, "decision", chosen, status=422)
        assert page.errors() == ["measure1_code"]
        several = {f"measure{place}_code": "recusal" for place in (1, 2, 3)}
        page = await press(client, page, "decision", chosen | several, status=422)
        assert page.errors() == ["measure1_due_on", "measure2_due_on", "measure3_due_on"]
        for place in (1, 2, 3):
            assert f"Measure {place}: To be carried out by" in page.text, "the summary tells them apart"
        page = await client.get(f"{here}?lang=en")
        typed = {"measure1_code": "recusal", "measure1_words": "Leave the panel", **soon("measure1_due_on")}
        await press(client, page, "decision", chosen | typed)
        page = await client.get(here)
        assert "Leave the panel" in page.text
        await press(client, page, "nature", {"nature": "actual", "nature_reason": "She decides on the tender."})
        page = await client.get(here)
        told = {"disclosed_to": "The evaluation panel", "disclosed_reason": "All of them know."}
        page = await press(client, page, "disclosure", told | soon("disclosed_on"), status=422)
        assert page.errors() == ["disclosed_on"]
        await press(client, page, "disclosure", told | day("disclosed_on"))
    async with signed_in(app, world, office.declarant) as client:
        page = await client.get(f"/declarations/{kept.reference}?lang=en")
        for words in ("The evaluation panel", "She decides on the tender.", "Leave the panel"):
            assert words in page.text
        [measure] = (await conflict_of(office.officer, kept.reference)).measures
        sent = {"measure": str(measure.now.set.id), "measure_words": ""}
        page = await press(client, page, "measure", sent, status=422)
        assert page.errors() == ["measure_words"]
        await press(client, page, "measure", sent | {"measure_words": "I left the panel."})
    async with signed_in(app, world, office.officer) as client:
        for show, holds in {"": True, "?show=reported": True, "?show=due": False, "?show=later": False}.items():
            assert (kept.reference in (await client.get(f"/desk/measures{show}")).text) is holds, show
        moved = await client.http.get("/desk?show=measure_due")
        assert (moved.status_code, moved.headers["location"]) == (303, "/desk/measures?show=due")
        doors = (await client.get("/desk?lang=en")).response.text
        assert (doors.count(">Measures<"), "Measures due" in doors) == (2, False), "one list, one name: wide and folded"
        page = await client.get(here)
        ended = {"following_measure": str(measure.now.set.id), "following_act": "confirm"}
        await press(client, page, "following", ended)
        assert kept.reference not in (await client.get("/desk/measures")).text
        page = await client.get(here)
        assert "Mark the conflict as addressed first." in page.text
        assert not any(str(form.get("action")).endswith("/resolution") for form in page.all("form"))
        await press(client, page, "addressing", {"addressed_reason": "The recusal is agreed."})
        page = await client.get(here)
        assert not any(str(form.get("action")).endswith("/closing") for form in page.all("form"))  # not resolved yet
        await press(client, page, "resolution", {"resolved_reason": "Nobody gains from it any more."})
        await press(client, await client.get(here), "closing", {})


async def test_a_conflict_that_nobody_was_told_of_closes_with_a_reason_on_the_page_and_over_the_interface(
    world: World, office: Office, app: Any
) -> None:
    one, two = [await resolved(office, kept, "Agreed") for kept in [await decided(office), await decided(office)]]
    async with signed_in(app, world, office.officer) as client:
        page = await client.get(f"/desk/{one.reference}")
        page = await press(client, page, "closing", {}, status=422)
        assert page.errors() == ["closing_reason"]
        await press(client, page, "closing", {"closing_reason": "Nobody else was concerned."})
        assert "Nobody else was concerned." in (await client.get(f"/desk/{one.reference}")).text
    async with program(app, office.officer) as client:
        at = f"/api/v1/cases/{two.reference}"
        for sent, status in (({}, 422), ({"reason": "Nobody else was concerned."}, 200)):
            seen = (await client.get(at)).headers["etag"]
            answer = await client.post(f"{at}/closing", json=sent, headers={"If-Match": seen})
            assert answer.status_code == status, answer.text


async def test_a_measure_that_was_lifted_is_marked_where_it_was_decided_and_its_reason_stands_beside_it(
    world: World, office: Office, app: Any
) -> None:
    kept = await decided(office)
    [measure] = (await conflict_of(office.officer, kept.reference)).measures
    pages = (office.declarant, f"/declarations/{kept.reference}"), (office.officer, f"/desk/{kept.reference}")
    for lifted in (False, True):
        if lifted:
            why = "The tender was called off."
            await measures.lift_measure(office.officer, kept.reference, measure.now.set.id, why, kept.head_seq)
        for who, at in pages:
            async with signed_in(app, world, who) as client:
                page = await client.get(f"{at}?lang=en")
                of_measure = [each for each in page.all("li") if say(measure.label) in "".join(each.itertext())]
                told = ["".join(each.itertext()) for each in of_measure if each.get("class") is None]
                assert ["Lifted" in each for each in told[:2]] == [lifted, lifted], "at the decision and in the list"
                assert any("Reason: The tender was called off." in each for each in told) is lifted


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
async def test_a_conflict_is_shown_in_every_language(world: World, office: Office, app: Any, language: str) -> None:
    kept = await decided(office)
    kept = await resolved(office, kept, "Agreed")
    async with signed_in(app, world, office.officer) as client:
        pages = [await client.get(f"{at}?lang={language}") for at in (f"/desk/{kept.reference}", "/desk/measures")]
    async with signed_in(app, world, office.declarant) as client:
        pages.append(await client.get(f"/declarations/{kept.reference}?lang={language}"))
    assert {page.response.headers["content-language"] for page in pages} == {language}
    if language == "en":
        kept_on = "a measure on it is still to be kept"
        assert [kept_on in page.text for page in pages] == [True, False, True], "where it stands and with the list"


async def test_programs_do_the_same_and_read_how_it_stands(world: World, office: Office, app: Any) -> None:
    kept = await taken(office)
    case, own = f"/api/v1/cases/{kept.reference}", f"/api/v1/declarations/{kept.reference}"
    measure = {"code": "recusal", "due_on": f"{clock.today().year + 1}-05-04", "words": "Leave the panel"}
    async with program(app, office.officer) as client:

        async def do(path: str, sent: dict[str, Any], status: int = 200) -> None:
            seen = (await client.get(case)).headers["etag"]
            answer = await client.post(f"{case}/{path}", json=sent, headers={"If-Match": seen})
            assert answer.status_code == status, answer.text

        decision = {"decision": "measure", "reasons": "The firm would gain."}
        await do("decision", decision, status=422)
        await do("decision", decision | {"measures": [measure]})
        await do("measures", measure | {"code": "monitoring"})
        await do("nature", {"nature": "actual", "reason": "She decides on it."})
        await do("disclosure", {"to": "The panel", "on": clock.today().isoformat(), "reason": "All know."})
        found = (await client.get(case)).json()["conflict"]
        assert [each["state"] for each in found["measures"]] == ["set", "set"]
        first, second = (each["id"] for each in found["measures"])
    async with program(app, office.declarant) as client:
        read = await client.get(own)
        assert read.json()["conflict"] == found
        path, sent = f"{own}/measures/{first}/report", {"words": "I left it."}
        answer = await client.post(path, json=sent, headers={"If-Match": read.headers["etag"]})
        assert answer.status_code == 200, answer.text
    async with program(app, office.officer) as client:
        assert [row["state"] for row in (await client.get("/api/v1/measures")).json()["items"]] == ["reported"]
        later = (await client.get("/api/v1/measures?show=later")).json()["items"]
        assert [(row["state"], row["code"]) for row in later] == [("set", "monitoring")]

        async def do_now(path: str, sent: dict[str, Any]) -> int:
            seen = (await client.get(case)).headers["etag"]
            return (await client.post(f"{case}/{path}", json=sent, headers={"If-Match": seen})).status_code

        assert await do_now(f"measures/{first}/confirmation", {}) == 200
        assert await do_now(f"measures/{second}/lifting", {"words": "Not needed."}) == 200
        assert await do_now("closing", {}) == 409  # the control: nothing is resolved yet
        assert await do_now("resolution", {"reason": "Nobody gains."}) == 409, "nor is it addressed"
        assert await do_now("addressing", {"reason": "Agreed."}) == 200
        assert await do_now("resolution", {"reason": "Nobody gains."}) == 200
        assert await do_now("closing", {}) == 200
