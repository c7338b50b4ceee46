"""The export as a person at the desk, a program and the command line get it."""

import contextlib
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from click.testing import CliRunner, Result

from declarations.review.model import Filters
from declarations.review.service import filters
from register.access import configure
from register.access.csrf import csrf_field
from register.access.tokens import API_PREFIX, digest, new_token
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.web.site import Site
from register.web.site import configure as configure_site
from reports.api import reports_api
from reports.commands import export_command
from reports.download import XLSX
from reports.pages import reports_pages
from reports.separated import CSV
from tests.applications import rooms
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import SETTINGS, email_of, press, send, signed_in

HEADERS = {"origin": "https://register.example", "sec-fetch-site": "same-origin"}
ASKED = {"audience": "governing_body", "language": "ar"}


@contextlib.asynccontextmanager
async def browsing(world: World, person: Identity) -> AsyncIterator[PageClient]:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    async with signed_in(rooms(*reports_pages, *reports_api), world, person) as client:
        yield client


async def key_of(world: World, person: Identity) -> str:
    secret = API_PREFIX + new_token()
    await world.superuser.execute(
        "insert into api_token (id, person, name, scopes, token_hash, created_at, expires_at)"
        " values ($1, $2, 'export', array['reports.read'], $3, now(), now() + interval '1 day')",
        new_id(),
        person.person,
        digest(secret),
    )
    return secret


async def officer_with_a_case(world: World) -> Identity:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await world.declaration(await world.person())
    return officer


def rows_of(raw: bytes) -> int:
    return int(openpyxl.load_workbook(io.BytesIO(raw)).worksheets[2].max_row) - 1


async def test_an_officer_downloads_the_workbook_from_a_form(world: World) -> None:
    async with browsing(world, await officer_with_a_case(world)) as client:
        for audience in ("governing_body", "desk"):
            answer = await press(client, "/exports", "/exports", audience=audience, language="ar")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == XLSX
            assert answer.headers["cache-control"] == "no-store"
            assert f"gifts-{audience.replace('_', '-')}-ar.xlsx" in answer.headers["content-disposition"]
            assert int(answer.headers["content-length"]) == len(answer.content)
            assert rows_of(answer.content) == 1


@pytest.mark.parametrize("tag", LOCALES)
async def test_the_form_is_a_page_like_any_other(world: World, tag: str) -> None:
    async with browsing(world, await officer_with_a_case(world)) as client:
        await client.get(f"/exports?lang={tag}")
        own_names = {locale.name for locale in LOCALES.values()}
        assert set(await client.untranslated("/exports")) <= own_names, "languages are offered in their own names"


async def test_a_wrong_period_is_named_at_its_field_and_the_answers_stay(world: World) -> None:
    async with browsing(world, await officer_with_a_case(world)) as client:
        period = {"since_day": "31", "since_month": "2", "since_year": "2026"}
        page = await client.get("/exports")
        page = await client.post("/exports", {**page.hidden(), **ASKED, **period}, status=422)
        assert page.errors() == ["since"]
        assert page.value("language") == "ar"
        assert page.value("since_day") == "31"


@pytest.mark.parametrize("role", ["administrator", "auditor", "executive_head", "custodian"])
async def test_nobody_but_the_ethics_office_finds_the_page(world: World, role: str) -> None:
    async with browsing(world, await world.person(role)) as client:
        await client.get("/exports", status=404)
        answer = await send(client, "/exports", ASKED)
        assert answer.status_code in {403, 404}


async def test_a_program_exports_with_its_key(world: World) -> None:
    officer = await officer_with_a_case(world)
    async with browsing(world, officer) as client:
        client.http.cookies.clear()
        headers = {"authorization": f"Bearer {await key_of(world, officer)}"}
        for audience in ("governing-body", "desk"):
            sent = {"language": "fr", "since": "2020-01-01"}
            answer = await client.http.post(f"/api/v1/exports/{audience}", json=sent, headers=headers)
            assert (answer.status_code, rows_of(answer.content)) == (200, 1)
        answer = await client.http.post("/api/v1/exports/desk", json={"language": "de"}, headers=headers)
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("application/problem+json")
        stranger = {"authorization": f"Bearer {await key_of(world, await world.person())}"}
        assert (await client.http.post("/api/v1/exports/desk", json={}, headers=stranger)).status_code == 404
        assert (await client.http.post("/api/v1/exports/desk", json={})).status_code == 401


class Collected:
    """Takes the use case of a command, so that the test runs it in its own loop."""

    def __init__(self) -> None:
        self.use_case: Callable[[], Awaitable[Any]] | None = None

    def run(self, use_case: Callable[[], Awaitable[Any]]) -> Any:
        self.use_case = use_case
        raise KeyboardInterrupt  # the command ends here; the test goes on


def called(runner: Collected, *arguments: str, token: str = "") -> Result:
    return CliRunner().invoke(export_command, list(arguments), obj=runner, env={"REGISTER_TOKEN": token})


async def test_the_command_writes_a_file_for_its_owner_alone(world: World, tmp_path: Path) -> None:
    await officer_with_a_case(world)
    file = tmp_path / "gifts.xlsx"
    runner = Collected()
    called(runner, "--language", "ar", "--audience", "governing_body", "-o", str(file))
    assert runner.use_case is not None
    assert (await runner.use_case()).rows == 1
    assert rows_of(file.read_bytes()) == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["gifts.xlsx"]


async def test_the_command_exports_for_the_desk_only_with_that_persons_key(world: World, tmp_path: Path) -> None:
    officer = await officer_with_a_case(world)
    other = await world.person("ethics_officer")
    file = tmp_path / "gifts.xlsx"
    asked = ("--audience", "desk", "--as", await email_of(world, officer.person), "-o", str(file))
    for key, made in ((await key_of(world, other), False), ("nonsense", False), (await key_of(world, officer), True)):
        runner = Collected()
        called(runner, *asked, token=key)
        assert runner.use_case is not None
        with contextlib.nullcontext() if made else pytest.raises(Exception, match="not_signed_in"):
            await runner.use_case()
        assert file.exists() is made
    assert "REGISTER_TOKEN" in called(Collected(), *asked).output, "without a key it says where to put one"


def test_the_command_says_in_one_line_what_does_not_go_together(tmp_path: Path) -> None:
    file = str(tmp_path / "gifts.xlsx")
    for arguments in (
        ("--audience", "desk", "-o", file),
        ("--audience", "governing_body", "--as", "a@example.org", "-o", file),
        ("--audience", "everyone", "-o", file),
        ("--audience", "governing_body", "--language", "de", "-o", file),
        ("-o", file),
    ):
        assert called(Collected(), *arguments, token="x").exit_code == 2, arguments


async def test_the_list_of_the_desk_leaves_from_page_interface_and_command(world: World, tmp_path: Path) -> None:
    officer = await officer_with_a_case(world)
    await world.declaration(await world.person(), value={"amount": "12.00", "currency": "USD"})  # closes on filing
    saved = await filters.search(officer, Filters(words="delta"))
    async with browsing(world, officer) as client:
        for chosen, many in (({"status": "closed"}, 1), ({"filter": str(saved)}, 2), ({}, 1)):
            page = await client.get(f"/exports?{urlencode({'list': 'desk'} | chosen)}")
            assert "Only the list of the desk" in page.text
            handed_on = {name: page.hidden()[name] for name in ("list", *chosen)}
            sent = {"csrf": page.hidden()["csrf"], "audience": "desk", "language": "en", **handed_on}
            assert rows_of((await client.http.post("/exports", data=sent, headers=HEADERS)).content) == many, chosen
        assert "Only the list" not in (await client.get("/exports?status=closed")).text, "control"
        without = sent | {"audience": "governing_body", "filter": str(saved)}
        refused = await client.http.post("/exports", data=without, headers=HEADERS)
        assert (refused.status_code, "cannot leave without names" in refused.text) == (422, True)
        client.http.cookies.clear()
        headers = {"authorization": f"Bearer {await key_of(world, officer)}"}
        for body, many in (({"words": "fountain"}, 0), ({"words": "haddad"}, 2), ({"show": "unassigned"}, 1)):
            answer = await client.http.post("/api/v1/exports/desk", json={"list": body}, headers=headers)
            assert (answer.status_code, answer.headers.get("x-exported-rows")) == (200, str(many)), body
    words = tmp_path / "words.txt"
    words.write_text("Delta Pumps\n")
    asked = ("--audience", "desk", "--as", await email_of(world, officer.person), "-o", str(tmp_path / "list.xlsx"))
    for option, many in ((("--words", str(words)), 2), (("--status", "closed"), 1), (("--filter", str(saved)), 2)):
        runner = Collected()
        called(runner, *asked, *option, token=await key_of(world, officer))
        assert runner.use_case is not None
        assert (await runner.use_case()).rows == many


@pytest.mark.parametrize("tag", LOCALES)
async def test_the_form_for_a_list_is_a_page_like_any_other(world: World, tag: str) -> None:
    async with browsing(world, await officer_with_a_case(world)) as client:
        await client.get(f"/exports?list=desk&show=mine&lang={tag}")
        own_names = {locale.name for locale in LOCALES.values()}
        assert set(await client.untranslated("/exports?list=desk&show=mine")) <= own_names


async def test_separated_values_leave_from_page_interface_and_command(world: World, tmp_path: Path) -> None:
    officer = await officer_with_a_case(world)
    key = await key_of(world, officer)
    narrowed = {"category": "gift", "band": "150", "event_from": "2020-01-01"}
    async with browsing(world, officer) as client:
        page = await client.get(f"/exports?{urlencode({'list': 'desk'} | narrowed)}")
        sent = page.hidden() | {"audience": "desk", "language": "en", "format": "csv"}
        assert {name: sent[name] for name in narrowed} == narrowed
        answer = await client.http.post("/exports", data=sent, headers=HEADERS)
        assert (answer.status_code, answer.headers["content-type"]) == (200, f"{CSV}; charset=utf-8")
        assert "gifts-desk-list-en.csv" in answer.headers["content-disposition"]
        from_page = answer.content
        headers = {"authorization": f"Bearer {key}"}
        client.http.cookies.clear()
        body = {"format": "csv", "list": narrowed}
        answer = await client.http.post("/api/v1/exports/desk", json=body, headers=headers)
        assert (answer.headers["content-type"], answer.content) == (f"{CSV}; charset=utf-8", from_page)
        for wrong, field in (
            ({"band": "151"}, "band"),
            ({"event_from": "2026-05-04", "event_to": "2026-05-03"}, "event_to"),
        ):
            answer = await client.http.post("/api/v1/exports/desk", json={"list": wrong}, headers=headers)
            assert (answer.status_code, [each["name"] for each in answer.json()["fields"]]) == (422, [field])
        assert (
            await client.http.post("/api/v1/exports/desk", json={"format": "ods"}, headers=headers)
        ).status_code == 400
    chosen = ("--category", "gift", "--band", "150", "--event-from", "2020-01-01")
    asked = ("--audience", "desk", "--as", await email_of(world, officer.person), *chosen)
    for name, more in (("list.csv", ()), ("list.txt", ("--format", "csv"))):
        runner = Collected()
        called(runner, *asked, *more, "-o", str(tmp_path / name), token=key)
        assert runner.use_case is not None
        await runner.use_case()
        assert (tmp_path / name).read_bytes() == from_page
    runner = Collected()
    called(runner, *asked, "-o", str(tmp_path / "list.xlsx"), token=key)
    assert runner.use_case is not None
    await runner.use_case()
    assert rows_of((tmp_path / "list.xlsx").read_bytes()) == 1, "control: a workbook unless it is said"
