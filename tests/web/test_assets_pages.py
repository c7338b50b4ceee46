"""Asset statements as people meet them: pages, forms without scripts, four languages, and the interface."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from declarations.assets.model import AskConsentCommand, ConsentWords, Outcome, Text, Use
from declarations.assets.service import consenting, filing, reading
from declarations.assets.settings import AssetSettings
from declarations.assets.settings import configure as configure_assets
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.activities import activity_command
from tests.applications import dressed, whole
from tests.assets import GROUND, SHARES, Assets, designated, emails
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import SETTINGS, press, send, signed_in

LINE = {
    "category": "company",
    "what": "Shares in a maker of pumps",
    "holder": "spouse_partner",
    "counterpart": "Delta Pumps",
    "relation": "vendor",
    "band": "low",
}
CONSENT = AskConsentCommand(Use.PROCUREMENT, ConsentWords("The procurement division", "Compare bidders"))


@pytest.fixture
async def assets(world: World) -> Assets:
    configure_assets(AssetSettings())
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field, navigation=navigation))
    return await designated(world)


REACH = "what you file later stays closed to that use until you agree again"
TO_FILER = ("You yourself", "needs your consent")
TO_READER = ("The filer ·", "needs the filer’s consent")


@contextlib.asynccontextmanager
async def seen_by(assets: Assets, person: Identity) -> AsyncIterator[PageClient]:
    async with signed_in(dressed(whole()), assets.world, person) as client:
        yield client


async def call(client: PageClient, method: str, path: str, status: int, body: Any = None, **headers: str) -> Any:
    page = await client.get("/account")
    sent = {"x-csrf-token": page.hidden()["csrf"], "origin": "https://register.example", **headers}
    answer = await client.http.request(method, f"/api/v1/{path}", json=body, headers=sent)
    assert answer.status_code == status, answer.text
    return answer


async def designated_on_a_page(assets: Assets, person: Identity) -> str:
    """The page of the designation."""
    email = await emails(assets.world, person)
    fields = {"email": email, "ground": "function", "position": "Buyer", "instrument": "OD 9"}
    async with seen_by(assets, assets.officer) as client:
        answer = await press(client, "/desk/assets/new", "/desk/assets/new", **fields)
        assert answer.status_code == 303, answer.text
        assert (await press(client, "/desk/assets/new", "/desk/assets/new", **fields)).status_code == 409
    return answer.headers["location"]


async def filed_on_pages(assets: Assets, person: Identity, designation: str) -> str:
    """The page of a statement with one line."""
    draft = f"/assets/{designation}/draft"
    async with seen_by(assets, person) as client:
        own = await client.get("/assets")
        assert "Buyer" in own.text
        assert "OD 9" in own.text
        await press(client, "/assets", f"/assets/{designation}/begin")
        page = await client.get(draft)
        refused = await send(client, draft + "/lines", {**page.hidden(), "category": "company"})
        assert refused.status_code == 422
        assert (await send(client, draft + "/lines", {**page.hidden(), **LINE, "holder": "self"})).status_code == 303
        page = await client.get(draft)
        assert "Shares in a maker of pumps" in page.text
        filed = await send(client, draft + "/filing", {**page.hidden(), "attested": "yes"})
        assert filed.status_code == 303
        statement = filed.headers["location"]
        assert "Nobody but you has opened it so far." in (await client.get(statement)).text
    return statement


async def test_an_asset_filer_goes_from_the_designation_to_the_consent(assets: Assets, world: World) -> None:
    person = await world.person(first_name="Leila", family_name="Osei")
    filer_page = await designated_on_a_page(assets, person)
    statement = await filed_on_pages(assets, person, filer_page.rsplit("/", 1)[1])
    async with seen_by(assets, assets.officer) as client:
        page = await client.get(filer_page)
        assert "Waits for review" in page.text
        assert "pumps" not in page.text
        await client.get(f"/desk{statement}", status=404)
        request = f"/desk{statement}/request"
        asked = await press(client, request, request, use="procurement", who="The buyers", purpose="One tender")
        assert asked.status_code == 303, asked.text
    async with seen_by(assets, assets.reader) as client:
        review = f"/desk{statement}"
        await client.get(f"{review}?use=procurement", status=404)
        page = await client.get(review)
        assert "Delta Pumps" in page.text
        assert {each for each in TO_READER + TO_FILER if each in page.text} == set(TO_READER)
        wordless = await send(client, review + "/review", {**page.hidden(), "outcome": "declare"})
        assert wordless.status_code == 422
        said = {"outcome": "declare", "words": "Please declare the vendor.", "language": "en"}
        assert (await send(client, review + "/review", {**page.hidden(), **said})).status_code == 303
    async with seen_by(assets, person) as client:
        page = await client.get(statement)
        assert page.all("a", href="/declare/conflict")
        assert "Noor Aziz" in page.text
        page = await client.get("/assets")
        assert "The buyers" in page.text
        assert REACH in page.text
        (consent,) = [action for form in page.all("form") if (action := form.get("action", "")).endswith("/answer")]
        assert (await send(client, consent, {**page.hidden(), "granted": "yes"})).status_code == 303
    async with seen_by(assets, assets.reader) as client:
        await client.get(f"{review}?use=procurement", status=200)
    async with seen_by(assets, person) as client:
        begun = await press(client, statement, f"{filer_page.removeprefix('/desk')}/begin", statement=statement[-36:])
        draft = await client.get(begun.headers["location"])
        assert REACH in draft.text
        for page in (await client.get(statement), draft):
            assert {each for each in TO_READER + TO_FILER if each in page.text} == set(TO_FILER)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
async def test_every_page_stands_in_every_language(assets: Assets, language: str) -> None:
    made = await assets.filed()
    await reading.review(assets.reader, made, Outcome.TALK, Text("Let us talk.", "en"), 1)
    await consenting.ask(assets.officer, made, CONSENT)
    await filing.begin(assets.filer, assets.designation)
    tail, pages = f"?lang={language}", []
    async with seen_by(assets, assets.filer) as client:
        own = ("/assets", f"/assets/{assets.designation}/draft", f"/assets/statements/{made}")
        pages += [await client.get(path + tail) for path in own]
    async with seen_by(assets, assets.officer) as client:
        places = ("", "/new", f"/{assets.designation}", f"/statements/{made}/request")
        pages += [await client.get(f"/desk/assets{path}{tail}") for path in places]
    async with seen_by(assets, assets.reader) as client:
        pages.append(await client.get(f"/desk/assets/statements/{made}{tail}"))
    assert {page.response.headers["content-language"] for page in pages} == {language}


async def test_no_sentence_goes_untranslated(assets: Assets) -> None:
    made = await assets.filed()
    await reading.review(assets.reader, made, Outcome.DECLARE, Text("Let us talk.", "en"), 1)
    await consenting.ask(assets.officer, made, CONSENT)
    await filing.begin(assets.filer, assets.designation, made)
    async with seen_by(assets, assets.filer) as client:
        for path in ("/assets", f"/assets/{assets.designation}/draft", f"/assets/statements/{made}"):
            assert await client.untranslated(path) == []
    async with seen_by(assets, assets.officer) as client:
        for path in ("", "/new", f"/{assets.designation}", f"/statements/{made}/request"):
            assert await client.untranslated(f"/desk/assets{path}") == []
    async with seen_by(assets, assets.reader) as client:
        assert await client.untranslated(f"/desk/assets/statements/{made}") == []


async def test_who_is_not_designated_has_no_door_and_no_page(assets: Assets, world: World) -> None:
    async with seen_by(assets, await world.person()) as client:
        assert not (await client.get("/")).all("a", href="/assets")
        await client.get("/assets", status=404)
    async with seen_by(assets, assets.filer) as client:  # the control
        assert (await client.get("/")).all("a", href="/assets")


async def test_programs_do_the_same(assets: Assets, world: World) -> None:
    person = await world.person(first_name="Leila", family_name="Osei")

    async with seen_by(assets, assets.officer) as client:
        email = await emails(world, person)
        body = {"email": email, "ground": "position", "position": GROUND.position, "instrument": GROUND.instrument}
        made = (await call(client, "POST", "asset-filers", 201, body, **{"idempotency-key": "one"})).json()["id"]
        assert (await call(client, "POST", "asset-filers", 201, body, **{"idempotency-key": "one"})).json()[
            "id"
        ] == made
        assert made in [each["id"] for each in (await call(client, "GET", "asset-filers", 200)).json()["items"]]
    async with seen_by(assets, person) as client:
        draft = await call(client, "PUT", f"assets/{made}/draft", 200, {})
        content = f"assets/{made}/draft/content"
        await call(client, "PUT", content, 428, {"lines": [LINE]})
        seen = {"if-match": draft.headers["etag"]}
        await call(client, "PUT", content, 422, {"lines": [LINE | {"what": " "}]}, **seen)
        written = await call(client, "PUT", content, 200, {"lines": [LINE]}, **seen)
        await call(client, "PUT", content, 409, {"nothing": True}, **seen)
        seen = {"if-match": written.headers["etag"]}
        refused = await call(client, "POST", f"assets/{made}/statements", 422, {}, **seen)
        assert [each["name"] for each in refused.json()["fields"]] == ["attested"]
        filed = await call(client, "POST", f"assets/{made}/statements", 201, {"attested": True}, **seen)
        statement = filed.json()["id"]
        assert (await call(client, "GET", "assets", 200)).json()[0]["statements"][0]["id"] == statement
    async with seen_by(assets, assets.reader) as client:
        await call(client, "GET", f"asset-statements/{statement}?use=publication", 404)
        found = await call(client, "GET", f"asset-statements/{statement}", 200)
        assert found.json()["reading"]["versions"][0]["content"]["lines"][0]["counterpart"] == "Delta Pumps"
        review = {"outcome": "no_issue"}
        await call(
            client, "POST", f"asset-statements/{statement}/review", 204, review, **{"if-match": found.headers["etag"]}
        )
        asked = {"use": "publication", "who": "The public", "purpose": "Transparency"}
        consent = (await call(client, "POST", f"asset-statements/{statement}/consents", 201, asked)).json()["id"]
    async with seen_by(assets, person) as client:
        await call(client, "PUT", f"assets/consents/{consent}", 204, {"granted": True})
        await call(client, "POST", f"assets/consents/{consent}/revocation", 204)
        await call(client, "POST", f"assets/consents/{consent}/revocation", 409)
        openings = (await call(client, "GET", f"assets/statements/{statement}", 200)).json()["reading"]["openings"]
        assert [each["role"] for each in openings] == ["asset_reader"]
    async with seen_by(assets, assets.officer) as client:
        found = await call(client, "GET", f"asset-filers/{made}", 200)
        await call(client, "POST", f"asset-filers/{made}/end", 204, **{"if-match": found.headers["etag"]})


async def test_the_designation_of_somebody_above_is_read_and_not_ended_on_its_page(
    assets: Assets, world: World
) -> None:
    where = f"/desk/assets/{assets.designation}"
    below = await world.person("ethics_officer", family_name="Vega", supervisor=assets.filer)
    for who, many in ((below, 0), (assets.officer, 1)):
        async with seen_by(assets, who) as client:
            page = await client.get(where)
            assert len(page.all("form", action=f"{where}/end")) == many
            assert ("You report to this person." in page.text) is not bool(many)
    async with seen_by(assets, below) as client:
        refused = await send(client, f"{where}/end", {**(await client.get("/desk/assets/new")).hidden(), "seen": "1"})
        assert refused.status_code == 404


async def test_a_designation_is_kept_on_its_page_after_a_change_of_function(assets: Assets) -> None:
    place = f"/desk/assets/{assets.designation}"
    async with seen_by(assets, assets.officer) as client:
        assert "The ground stands" not in (await client.get(place)).text, "the control"
        await assets.world.superuser.execute("update asset_designation set review_since = current_date")
        assert "The ground stands" in (await client.get(place)).text
        await press(client, place, f"{place}/keep", seen="1")
        assert "The ground stands" not in (await client.get(place)).text


async def test_a_line_that_was_typed_and_not_added_is_filed_with_the_others(assets: Assets) -> None:
    await assets.drafted(SHARES)
    draft = f"/assets/{assets.designation}/draft"
    async with seen_by(assets, assets.filer) as client:
        page = await client.get(draft)
        (form,) = [each for each in page.all("form") if each.get("action") == f"{draft}/lines"]
        assert [each.get("formaction") for each in form.iter("button") if each.get("formaction")] == [
            f"{draft}/filing"
        ], "the fields of a line and the button that files stand in one form"
        begun = {**page.hidden(), "attested": "yes", "what": "Bonds", "counterpart": "Aqua SA"}
        refused = await send(client, draft + "/filing", begun)
        assert refused.status_code == 422
        for kept in ("Choose what it is.", 'value="Bonds"', 'value="Aqua SA"'):
            assert kept in refused.text
        typed = LINE | {"what": "Bonds", "counterpart": "Aqua SA"}
        unsure = await send(client, draft + "/filing", {**page.hidden(), **typed})
        assert unsure.status_code == 422
        assert "Confirm that the declaration is true and complete." in unsure.text
        both = await send(client, draft + "/filing", begun | typed | {"nothing": "yes"})
        assert both.status_code == 422
        filed = await send(client, draft + "/filing", begun | typed)
        statement = await client.get(filed.headers["location"])
        for line in ("Delta Pumps", "Aqua SA"):
            assert line in statement.text


async def test_a_first_line_needs_no_adding_before_the_statement_is_filed(assets: Assets) -> None:
    await assets.drafted()
    draft = f"/assets/{assets.designation}/draft"
    async with seen_by(assets, assets.filer) as client:
        sent = {**(await client.get(draft)).hidden(), "attested": "yes"}
        empty = await send(client, draft + "/filing", sent)
        assert "Add a line, or say that there is nothing." in empty.text
        filed = await send(client, draft + "/filing", sent | LINE)
        assert "Delta Pumps" in (await client.get(filed.headers["location"])).text


async def test_what_a_page_would_refuse_is_refused_of_programs_too(assets: Assets) -> None:
    email = await emails(assets.world, assets.other_reader)
    designation = {"email": email, "ground": "function", "position": "Buyer", "instrument": "OD 9"}
    key = {"idempotency-key": "one"}
    async with seen_by(assets, assets.officer) as client:
        await call(client, "POST", "asset-filers", 400, designation | {"email": "a\x00b"}, **key)
        for last in ("9999-12-31", "0001-01-01"):
            refused = await call(client, "POST", "asset-filers", 422, designation | {"starts_on": last}, **key)
            assert [each["name"] for each in refused.json()["fields"]] == ["starts_on"]
        await call(client, "POST", "asset-filers", 422, designation | {"position": "a\x01b"}, **key)
    statement = await assets.filed()
    async with seen_by(assets, assets.reader) as client:
        seen = (await call(client, "GET", f"asset-statements/{statement}", 200)).headers["etag"]
        silent = {"outcome": "talk"}
        await call(client, "POST", f"asset-statements/{statement}/review", 422, silent, **{"if-match": seen})
        asked = {"use": "publication", "who": "a\x01b", "purpose": "Transparency"}
        await call(client, "POST", f"asset-statements/{statement}/consents", 422, asked)


async def test_a_reader_compares_a_statement_where_its_filer_read_that_purpose(assets: Assets) -> None:
    configure_assets(AssetSettings(matching=True))
    kept = await assets.world.declaration(assets.filer, activity_command(employer="Delta Pumps Ltd"))
    statement = await assets.filed(SHARES, msgspec.structs.replace(SHARES, counterpart="Nile Works"))
    at = f"/desk/assets/statements/{statement}"
    async with seen_by(assets, assets.filer) as client:
        assert "Comparison with other declarations" in (await client.get(f"/assets/statements/{statement}")).text
    async with seen_by(assets, assets.reader) as client:
        page = await client.get(at)
        assert kept.reference not in page.text
        assert page.one("a", href=f"{at}?use=matching") is not None
        compared = await client.get(f"{at}?use=matching")
        assert kept.reference in compared.text
        assert "The same name but for the legal form" in compared.text
        assert compared.text.count("Nothing that the filer declared names it.") == 1
        found = (await call(client, "GET", f"asset-statements/{statement}?use=matching", 200)).json()["reading"]
        assert [(each["line"], each["reference"], each["reason"]) for each in found["compared"]] == [
            (0, kept.reference, "legal_form")
        ]


async def test_where_nothing_is_compared_no_page_offers_it(assets: Assets) -> None:
    statement = await assets.filed()
    async with seen_by(assets, assets.reader) as client:
        page = await client.get(f"/desk/assets/statements/{statement}")
        assert not page.all("a", href=f"/desk/assets/statements/{statement}?use=matching")
        await client.get(f"/desk/assets/statements/{statement}?use=matching", status=404)
