"""The pages of access: sound in every language, with every sentence open to translators, and telling what is there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from register.access.scopes import SCOPES
from register.kernel import clock
from register.kernel.identity import Identity
from tests.factories import World
from tests.page_client import PageClient
from tests.web.test_sign_in_links import link_for
from tests.web.visitors import access_app, email_of, press, send, sign_in, signed_in, visiting

LANGUAGES = ["ar", "en", "fr", "es"]


@pytest.fixture
def app(world: World) -> Any:
    return access_app()


@pytest.fixture
async def keeper(world: World) -> Identity:
    return await world.person("administrator", first_name="Ingrid", family_name="Sørensen")


@pytest.fixture
async def desk(app: Any, world: World, keeper: Identity) -> AsyncIterator[PageClient]:
    """The administrator's browser."""
    async with signed_in(app, world, keeper) as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pages_before_sign_in_are_sound_in_every_language(app: Any, world: World, language: str) -> None:
    token = await link_for(world, await world.person())
    async with visiting(app) as client:
        for path in ("/sign-in", "/sign-in/link", "/sign-in/link/sent", f"/link/{token}"):
            page = await client.get(f"{path}?lang={language}")
            assert page.heading
        await client.get(f"/link/nothing?lang={language}", status=404)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pages_behind_sign_in_are_sound_in_every_language(
    world: World, desk: PageClient, keeper: Identity, language: str
) -> None:
    principal = await world.person(first_name="أمينة", family_name="حداد")
    await world.assistant(principal)
    delegate = await world.delegate()
    await press(desk, "/account", "/account/tokens", name="Script", scopes=sorted(SCOPES))
    for path in ("/account", "/people", f"/people/{principal.person}", f"/people/{delegate.person}"):
        page = await desk.get(f"{path}?lang={language}")
        assert page.heading


async def test_no_word_of_these_pages_is_out_of_the_translators_reach(
    app: Any, world: World, desk: PageClient, keeper: Identity
) -> None:
    person = await world.delegate()
    token = await link_for(world, person)
    paths = ["/account", "/people", f"/people/{person.person}", f"/people/{keeper.person}"]
    assert {path: await desk.untranslated(path) for path in paths} == {path: [] for path in paths}
    async with visiting(app) as client:
        paths = ["/sign-in", "/sign-in/link", "/sign-in/link/sent", f"/link/{token}"]
        assert {path: await client.untranslated(path) for path in paths} == {path: [] for path in paths}


async def test_what_was_typed_stays_and_the_password_does_not(app: Any) -> None:
    async with visiting(app) as client:
        page = await client.get("/sign-in")
        fields = {**page.hidden(), "email": "amina@example.org", "password": "wrong password here"}
        page = await client.post("/sign-in", fields, status=422)
        assert page.errors() == ["email"]
        assert page.value("email") == "amina@example.org"
        assert "wrong password here" not in page.response.text


async def test_every_empty_field_is_named_at_once(app: Any) -> None:
    async with visiting(app) as client:
        page = await client.post("/sign-in", (await client.get("/sign-in")).hidden(), status=422)
        assert page.errors() == ["email", "password"]


async def test_an_administrator_finds_a_person_by_part_of_a_name_without_naming_them_in_an_address(
    world: World, desk: PageClient
) -> None:
    await world.person(first_name="Tomás", family_name="Quiroga")
    await world.person(first_name="Lin", family_name="Wei")
    page = await desk.get("/people")
    found = await desk.post("/people", {**page.hidden(), "search": "quiro"})
    assert "Quiroga" in found.text
    assert "Wei" not in found.text
    assert "quiro" not in str(found.response.url)


async def test_the_pages_of_a_search_are_turned_by_posting(world: World, desk: PageClient) -> None:
    for number in range(30):
        await world.person(family_name=f"Quiroga{number:02d}")
    page = await desk.get("/people")
    first = await desk.post("/people", {**page.hidden(), "search": "quiroga"})
    older = next(each.get("value", "") for each in first.all("button", name="at"))
    second = await desk.post("/people", {"csrf": page.hidden()["csrf"], "search": "quiroga", "at": older})
    assert "Quiroga29" in second.text
    assert "Quiroga00" not in second.text


async def test_granting_linking_and_delegating_show_on_the_persons_page(world: World, desk: PageClient) -> None:
    person, principal = await world.person(), await world.person(first_name="Ngozi", family_name="Okafor")
    here, today = f"/people/{person.person}", clock.today()
    day = {
        f"{name}_{part}": str(getattr(today, part)) for name in ("since", "until") for part in ("day", "month", "year")
    }
    email = await email_of(world, principal.person)
    assert (await press(desk, here, f"{here}/roles", role="custodian")).status_code == 303
    assert (await press(desk, here, f"{here}/principals", principal=email)).status_code == 303
    assert (await press(desk, here, f"{here}/delegations", instrument="OD 2026/3", **day)).status_code == 303
    page = await desk.get(here)
    for words in ("Custodian", "Ngozi Okafor", "OD 2026/3", "Ingrid Sørensen"):
        assert words in page.text


async def test_faults_of_the_administration_stand_beside_their_field(world: World, desk: PageClient) -> None:
    officer = await world.person("ethics_officer")
    here = f"/people/{officer.person}"
    csrf = (await desk.get(here)).hidden()["csrf"]
    own = await email_of(world, officer.person)
    for path, fields, field, status in (
        ("roles", {"role": "administrator"}, "role", 409),
        ("roles", {}, "role", 422),
        ("principals", {"principal": "nobody@example.org"}, "principal", 422),
        ("principals", {"principal": own}, "principal", 422),
        ("delegations", {"since_day": "31", "since_month": "2", "since_year": "2026"}, "since", 422),
    ):
        page = await desk.post(f"{here}/{path}", {"csrf": csrf, **fields}, status=status)
        assert field in page.errors(), (path, page.errors())


async def test_an_administrator_is_offered_nothing_on_their_own_page(desk: PageClient, keeper: Identity) -> None:
    page = await desk.get(f"/people/{keeper.person}")
    assert {form.get("action") for form in page.all("form", method="post")} == {"/sign-out"}


async def test_an_account_page_keeps_languages(world: World, app: Any) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as client:
        fields = {"language": "ar", "languages_read": ["ar", "fr"]}
        assert (await press(client, "/account", "/account/languages", **fields)).status_code == 303
        page = await client.get("/account")
        assert page.document.get("dir") == "rtl"
        refused = await press(client, "/account", "/account/languages", language="tlh")
        assert refused.status_code == 422
    row = await world.superuser.fetchrow("select language, languages_read from person where id = $1", person.person)
    assert row is not None
    assert (row["language"], row["languages_read"]) == ("ar", ["ar", "fr"])


async def test_a_key_is_shown_once(world: World, app: Any) -> None:
    async with signed_in(app, world, await world.person()) as client:
        made = await press(client, "/account", "/account/tokens", name="Ledger export", scopes=sorted(SCOPES))
        assert made.text.count("dreg_") == 1
        page = await client.get("/account")
        assert "Ledger export" in page.text
        assert "dreg_" not in page.response.text


async def test_programs_do_over_the_interface_what_the_pages_do(world: World, app: Any, desk: PageClient) -> None:
    person = await world.person()
    api = f"/api/v1/people/{person.person}"
    made = await press(desk, "/account", "/account/tokens", name="Script", scopes=sorted(SCOPES))
    bearer = {"authorization": "Bearer dreg_" + made.text.split("dreg_")[1][:43]}
    async with visiting(app) as program:
        http = program.http
        assert (await http.post(f"{api}/roles", json={"role": "custodian"}, headers=bearer)).status_code == 204
        card = (await http.get(api, headers=bearer)).json()
        assert card["roles"] == ["custodian", "declarant"]
        assert (await http.delete(f"{api}/roles/{card['grants'][0]['id']}", headers=bearer)).status_code == 204
        assert (await http.post(f"{api}/disabling", headers=bearer)).status_code == 204
        assert (await http.post(f"{api}/links", headers=bearer)).status_code == 409
        assert (await http.post(f"{api}/enabling", headers=bearer)).status_code == 204
        assert (await http.post(f"{api}/links", headers=bearer)).status_code == 202
        found = (await http.post("/api/v1/people/searches", json={"search": "sørensen"}, headers=bearer)).json()
        assert [each["first_name"] for each in found["items"]] == ["Ingrid"]
        another = {"name": "Next", "scopes": ["audit.read"]}
        assert (await http.post("/api/v1/tokens", json=another, headers=bearer)).status_code == 404
        assert (await http.post(f"{api}/roles", json={"rôle": "x"}, headers=bearer)).status_code == 400


async def test_the_interface_is_limited_by_person_and_minute(world: World) -> None:
    app = access_app(api_requests_per_minute=5)
    person = await world.person()
    async with signed_in(app, world, person) as client:
        answers = [(await client.http.get("/api/v1/account")).status_code for _ in range(7)]
        assert answers == [200] * 5 + [429, 429]
        assert (await client.http.get("/account")).status_code == 200, "pages are not counted"


async def test_a_key_that_ended_or_expired_opens_nothing(world: World, app: Any) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as client:
        made = await press(client, "/account", "/account/tokens", name="Script", scopes=sorted(SCOPES))
        bearer = {"authorization": "Bearer dreg_" + made.text.split("dreg_")[1][:43]}
        async with visiting(app) as program:
            assert (await program.http.get("/api/v1/account", headers=bearer)).status_code == 200
            await world.superuser.execute("update api_token set expires_at = now() - interval '1 second'")
            assert (await program.http.get("/api/v1/account", headers=bearer)).status_code == 401
            await world.superuser.execute("update api_token set expires_at = now() + interval '1 day'")
            [token] = (await client.http.get("/api/v1/tokens")).json()
            assert (await press(client, "/account", f"/account/tokens/{token['id']}/end")).status_code == 303
            assert (await program.http.get("/api/v1/account", headers=bearer)).status_code == 401


async def test_signing_out_without_a_session_leads_to_the_form(app: Any) -> None:
    async with visiting(app) as client:
        csrf = (await client.get("/sign-in")).hidden()["csrf"]
        answer = await send(client, "/sign-out", {"csrf": csrf})
        assert answer.headers["location"] == "/sign-in"
        assert (await sign_in(client, "nobody@example.org")).status_code == 422
