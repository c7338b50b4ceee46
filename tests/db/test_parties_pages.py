"""The directory as the administrator, a declarant's browser and a program meet it."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from declarations.parties.api import parties_api
from declarations.parties.commands import parties_group
from declarations.parties.pages import parties_pages
from declarations.parties.party_file import COLUMNS
from declarations.parties.service import load_file
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.errors import Invalid
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity, service
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.page_client import PageClient, checked
from tests.web.visitors import ORIGIN, SETTINGS, signed_in

HEADINGS = "\t".join(COLUMNS)
GOOD = f"{HEADINGS}\nNile Instruments\t\t\tأدوات النيل\tNI; NILE\tcommercial\tEG\tvendor\n"
BAD = f"{HEADINGS}\nJane Doe\t\t\t\t\tindividual\tEG\tnone\n"
FORM = {"list_name": "vendors", "step": "check"}


@contextlib.asynccontextmanager
async def browsing(world: World, person: Identity) -> AsyncIterator[PageClient]:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    async with signed_in(rooms(*parties_pages, *parties_api), world, person) as client:
        yield client


async def test_the_administrator_pastes_a_table_sees_it_and_loads_it(world: World) -> None:
    async with browsing(world, await world.person("administrator")) as client:
        page = await client.get("/parties/load")
        page = await client.post("/parties/load", {**page.hidden(), **FORM, "table": GOOD})
        assert "1 party is ready to be loaded" in page.text
        assert "Commercial firm Egypt Vendor" in page.text
        assert await world.superuser.fetchval("select count(*) from party") == 0, "checking loads nothing"
        sent = {**page.hidden(), **FORM, "table": page.value("table"), "step": "load"}
        page = await client.post("/parties/load", sent)
        assert "Added: 1" in page.text
        assert await world.superuser.fetchval("select aliases from party") == ["NI", "NILE"]


async def test_faults_are_named_row_by_row_and_the_table_stays(world: World) -> None:
    async with browsing(world, await world.person("administrator")) as client:
        page = await client.get("/parties/load")
        page = await client.post("/parties/load", {**page.hidden(), **FORM, "table": BAD, "step": "load"}, status=422)
        assert page.errors() == ["table"]
        assert "Row 2 , giver_type : Natural persons never enter the directory." in page.text
        assert "Jane Doe" in page.value("table")
        page = await client.post("/parties/load", {**page.hidden(), "table": "", "list_name": ""}, status=422)
        assert page.errors() == ["list_name", "table"]


@pytest.mark.parametrize("tag", LOCALES)
async def test_the_page_is_a_page_like_any_other(world: World, tag: str) -> None:
    async with browsing(world, await world.person("administrator")) as client:
        await client.get(f"/parties?lang={tag}")
        assert await client.untranslated("/parties/load") == []


async def test_suggestions_are_posted_and_come_in_the_language_of_the_reader(world: World) -> None:
    async with browsing(world, await world.person("administrator")) as client:
        page = await client.get("/parties/load")
        await client.post("/parties/load", {**page.hidden(), **FORM, "table": GOOD, "step": "load"})
    async with browsing(world, await world.person(language="ar")) as client:
        token = (await client.get("/account/missing", status=404)).hidden().get("csrf", "")
        headers = {"x-csrf-token": token, "origin": "https://register.example", "accept": "application/json"}
        answer = await client.http.post("/api/v1/parties/suggestions", json={"typed": "nile"}, headers=headers)
        assert answer.status_code == 200, answer.text
        assert [found["name"] for found in answer.json()] == ["أدوات النيل"]
        assert answer.json()[0]["source"] == "directory"
        answer = await client.http.post("/api/v1/parties", json={"list_name": "x", "parties": []}, headers=headers)
        assert answer.status_code == 404


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


async def test_a_workbook_is_read_like_a_table_and_a_hostile_one_is_refused(world: World, tmp_path: Path) -> None:
    good = workbook(
        tmp_path / "good.xlsx", [list(COLUMNS), ["Delta Pumps", "", "", "", "", "commercial", "NL", "bidder"]]
    )
    assert (await load_file(service("loader"), good, source_list="bidders")).added == 1
    far = openpyxl.Workbook()
    far.worksheets[0].append(list(COLUMNS))
    far.worksheets[0]["XFD1048576"] = "far away"
    far.save(tmp_path / "far.xlsx")
    (tmp_path / "not.xlsx").write_bytes(b"PK\x03\x04 no workbook at all")
    for name in ("far.xlsx", "not.xlsx"):
        with pytest.raises(Invalid) as refused:
            await load_file(service("loader"), tmp_path / name, source_list="hostile")
        assert refused.value.fields[0].name == "file"


def test_the_command_names_every_fault_and_ends_with_status_one(tmp_path: Path) -> None:
    file = tmp_path / "vendors.csv"
    file.write_text(BAD.replace("\t", ","), encoding="utf-8")
    done = CliRunner().invoke(parties_group, ["load", str(file)], obj=None)
    assert done.exit_code == 1
    assert "Row 2, giver_type" in done.output


async def test_a_file_is_checked_shown_and_then_loaded_as_it_was_shown(world: World) -> None:
    table = ("\ufeff" + GOOD.replace("\t", ",")).encode()
    async with browsing(world, await world.person("administrator")) as client:
        page = await client.get("/parties/load")
        sent = {**page.hidden(), **FORM}
        chosen_file = {"file": ("vendors.csv", table, "text/csv")}
        answer = await client.http.post("/parties/load", data=sent, files=chosen_file, headers={"origin": ORIGIN})
        shown = checked(answer)
        assert "Nile Instruments" in shown.text
        loaded = {**shown.hidden(), **FORM, "table": shown.value("table"), "step": "load"}
        page = await client.post("/parties/load", loaded)
        assert "Added: 1" in page.text
        wrong = {"file": ("vendors.csv", BAD.replace("\t", ",").encode(), "text/csv")}
        answer = await client.http.post("/parties/load", data=sent, files=wrong, headers={"origin": ORIGIN})
        assert "Natural persons never enter" in checked(answer, 422).text
    assert await world.superuser.fetchval("select count(*) from party") == 1
