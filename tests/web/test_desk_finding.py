"""Searching and keeping filters in the browser and over the interface: nothing of them stands in an address."""

import pytest

from declarations.review.model import Asked, Filters, Show
from declarations.review.service import filters
from tests.db.test_review_queue import copies
from tests.factories import World, gift_command
from tests.page_client import Page, PageClient
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk
from tests.web.test_desk_api import call
from tests.web.visitors import send


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def sent(client: PageClient, path: str, **fields: str) -> Page:
    """Send a form of the desk; the page to which the answer leads, whose address says nothing."""
    page = await client.get("/desk?show=open&lang=en")
    answer = await send(client, path, {"csrf": page.hidden()["csrf"], **fields})
    assert answer.status_code == 303, answer.text
    leads = answer.headers["location"]
    assert not any(word and word in leads for word in fields.values() if not word.isascii() or word.isalpha()), leads
    return await client.get(leads)


def shown(page: Page) -> list[str]:
    return [row.get("href", "").partition("?")[0].rpartition("/")[2] for row in page.all("a", class_="row-link")]


async def test_a_search_is_posted_and_its_answer_has_an_address_that_says_nothing(office: Office) -> None:
    kept = await office.world.declaration(office.declarant, gift_command(giver_name="شركة النيل للمضخات"))
    await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.officer) as client:
        page = await sent(client, "/desk/search", words="النيل")
        assert shown(page) == [kept.reference]
        assert page.value("words") == "النيل"
        assert page.isolates("النيل")
        [row] = page.all("a", class_="row-link")
        case = await client.get(row.get("href", ""))
        assert case.one("a", data_key="u").get("href", "").startswith("/desk?filter=")
        nothing = await sent(client, "/desk/search", words="Nowhere")
        assert "never in what was described" in nothing.text


async def test_the_next_page_of_a_search_keeps_the_search(office: Office) -> None:
    await copies(office.world.superuser, await office.under_review(), 30)
    async with at_desk(office.world, office.officer) as client:
        page = await sent(client, "/desk/search", words="delta")
        assert len(shown(page)) == 25
        older = page.one("a", rel="next").get("href", "")
        assert "delta" not in older
        assert len(shown(await client.get(older))) == 6


async def test_too_few_letters_are_refused_at_the_field_with_what_was_typed(office: Office) -> None:
    async with at_desk(office.world, office.officer) as client:
        page = await client.get("/desk")
        for words in ("", "x"):
            refused = await client.post("/desk/search", {"csrf": page.hidden()["csrf"], "words": words}, status=422)
            assert (refused.errors(), refused.value("words")) == (["words"], words)


async def test_a_filter_is_kept_opens_the_desk_and_is_removed(office: Office) -> None:
    mine = await office.under_review()
    await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.officer) as client:
        page = await sent(client, "/desk/filters", name="Morning", show="mine", by_default="yes")
        assert shown(page) == [mine.reference]
        assert shown(await client.get("/desk")) == [mine.reference], "the desk opens with it"
        assert len(shown(await client.get("/desk?show=open"))) == 2
        [saved] = await filters.list_filters(office.officer)
        opened = await sent(client, f"/desk/filters/{saved.id}/opening", by_default="")
        assert shown(opened) == [mine.reference]
        assert len(shown(await client.get("/desk"))) == 2
        await sent(client, f"/desk/filters/{saved.id}/removal")
        assert await filters.list_filters(office.officer) == ()
        answer = await send(client, f"/desk/filters/{saved.id}/removal", {"csrf": page.hidden()["csrf"]})
        assert answer.status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
async def test_saved_filters_and_searches_are_whole_in_every_language(office: Office, language: str) -> None:
    kept = await office.under_review()
    saved = await filters.keep_filter(
        office.officer, "Übrige <b>", Asked.exactly(Filters(Show.MINE, words="haddad")), by_default=True, shared=True
    )
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"/desk?filter={saved.id}&lang={language}")
        assert page.isolates("Übrige <b>")
        assert shown(page) == [kept.reference]
        await client.get(f"/desk?lang={language}")
    async with at_desk(office.world, office.head) as client:
        page = await client.get(f"/desk?lang={language}")
        assert page.all("input", name="shared") == []


async def test_every_word_of_finding_can_be_translated(office: Office) -> None:
    await office.under_review()
    saved = await filters.keep_filter(office.officer, "7", Asked.exactly(Filters(Show.MINE)), by_default=True)
    async with at_desk(office.world, office.officer) as client:
        assert await client.untranslated(f"/desk?filter={saved.id}") == []


async def test_a_case_leads_to_its_neighbours_also_after_an_act(office: Office) -> None:
    first, second, third = [await office.world.declaration(office.declarant) for _ in range(3)]
    async with at_desk(office.world, office.officer) as client:
        rows = (await client.get("/desk?show=unassigned&lang=en")).all("a", class_="row-link")
        page = await client.get(rows[1].get("href", ""))
        ways = {way.get("rel"): way.get("href", "") for way in page.all("a") if way.get("rel")}
        assert ways["prev"].startswith(f"/desk/{first.reference}?show=unassigned&at=")
        assert ways["next"].startswith(f"/desk/{third.reference}?show=unassigned&at=")
        form = {name: page.hidden()[name] for name in ("csrf", "seen", "place")}
        answer = await send(client, f"/desk/{second.reference}/taking", form)
        after = await client.get(answer.headers["location"])  # it has left the list of those that nobody took
        assert after.one("a", rel="next").get("href") == ways["next"]
        bare = await client.get(f"/desk/{second.reference}?at=rubbish&filter=nonsense")
        assert bare.all("a", rel="next") == []


async def test_programs_search_keep_and_list(office: Office) -> None:
    kept = await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        found = await call(client, "search", words="haddad")
        assert [row["reference"] for row in found.json()["items"]] == [kept.reference]
        assert (await call(client, "search", words="haddad", status="closed")).json()["items"] == []
        assert (await call(client, "search", words="x")).status_code == 422
        made = await call(client, "../case-filters", name="Mine", show="mine", shared=True)
        assert made.status_code == 201, made.text
        listed = (await client.http.get("/api/v1/case-filters")).json()
        assert [(each["id"], each["name"], each["shared"]) for each in listed] == [(made.json()["id"], "Mine", True)]
        cases = (await client.http.get(f"/api/v1/cases?filter={made.json()['id']}")).json()
        assert [row["reference"] for row in cases["items"]] == [kept.reference]
        none = (await client.http.get(f"/api/v1/cases?filter={made.json()['id']}&status=submitted")).json()
        assert none["items"] == []
        for method, default in (("POST", True), ("DELETE", False)):
            headers = {
                "origin": "https://register.example",
                "x-csrf-token": (await client.get("/desk")).hidden()["csrf"],
            }
            path = f"/api/v1/case-filters/{made.json()['id']}/opening"
            assert (await client.http.request(method, path, headers=headers)).status_code == 204
            [each] = (await client.http.get("/api/v1/case-filters")).json()
            assert each["by_default"] is default
    async with at_desk(office.world, office.head) as client:
        assert (await client.http.get(f"/api/v1/cases?filter={made.json()['id']}")).status_code == 404
        assert (await client.http.get("/api/v1/case-filters")).json() == []


async def test_a_list_is_narrowed_on_the_page_kept_and_exported_with_what_narrows_it(office: Office) -> None:
    gift = await office.world.declaration(office.declarant)
    await office.world.declaration(office.declarant, category="hospitality")
    narrowed = "category=gift&band=150&event_from=2020-01-01&event_to=&filed_from=&filed_to="
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"/desk?lang=en&status=&effect=&{narrowed}")
        assert shown(page) == [gift.reference]
        assert (page.value("category"), page.value("band"), page.value("event_from")) == ("gift", "150", "2020-01-01")
        assert "Above 30 / 50, up to 150" in page.text
        kept = await sent(client, "/desk/filters", name="Pens", category="gift", band="150")
        assert shown(kept) == [gift.reference]
        [saved] = await filters.list_filters(office.officer)
        assert (saved.filters.category, saved.filters.band) == ("gift", "150")
        found = await sent(client, "/desk/search", words="delta", category="hospitality")
        assert len(shown(found)) == 1
        assert shown(found) != [gift.reference]
        export = next(a.get("href", "") for a in page.all("a") if a.get("href", "").startswith("/exports?"))
        assert "category=gift&band=150&event_from=2020-01-01" in export


@pytest.mark.parametrize(
    ("query", "field", "typed"),
    [
        ("category=car", "category", "car"),
        ("band=151", "band", "151"),
        ("event_from=yesterday", "event_from", "yesterday"),
        ("filed_from=2026-05-04&filed_to=2026-05-03", "filed_to", "2026-05-03"),
    ],
)
async def test_a_filter_that_cannot_be_is_named_at_its_field_with_what_was_typed(
    office: Office, query: str, field: str, typed: str
) -> None:
    kept = await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"/desk?{query}", status=422)
        assert page.errors() == [field]
        if field not in {"category", "band"}:
            assert page.value(field) == typed
        assert "open" in page.one("details", class_="more").attrib, "the fields are unfolded"
        case = await client.get(f"/desk/{kept.reference}?{query}&at=x")
        assert case.all("a", rel="next") == []


async def test_programs_narrow_lists_searches_and_kept_filters(office: Office) -> None:
    gift = await office.world.declaration(office.declarant)
    await office.world.declaration(office.declarant, category="hospitality")
    async with at_desk(office.world, office.officer) as client:
        for query in (
            "category=gift",
            "band=150&category=gift",
            "category=gift&event_from=2020-01-01&filed_to=2100-01-01",
        ):
            listed = (await client.http.get(f"/api/v1/cases?{query}")).json()
            assert [row["reference"] for row in listed["items"]] == [gift.reference], query
        assert (await client.http.get("/api/v1/cases?category=gift")).json()["items"][0]["is_imported"] is False
        case = (await client.http.get(f"/api/v1/cases/{gift.reference}")).json()
        assert case["is_imported"] is False
        refused = await client.http.get("/api/v1/cases?event_from=2026-05-04&event_to=2026-05-03&band=7")
        assert (refused.status_code, [each["name"] for each in refused.json()["fields"]]) == (422, ["band", "event_to"])
        found = await call(client, "search", words="delta", category="gift", filed_from="2020-01-01")
        assert [row["reference"] for row in found.json()["items"]] == [gift.reference]
        made = (await call(client, "../case-filters", name="Pens", category="gift", event_from="2020-01-01")).json()
        assert (made["category"], made["band"], made["event_from"]) == ("gift", None, "2020-01-01")
        listed = (await client.http.get(f"/api/v1/cases?filter={made['id']}")).json()
        assert [row["reference"] for row in listed["items"]] == [gift.reference]
        assert (await call(client, "../case-filters", name="No", band="7")).status_code == 422
