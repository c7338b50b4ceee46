"""An older register in the browser and over the interface: corrected, imported, undone; big bodies nowhere else."""

import io
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from declarations.legacy.limits import BYTES_OF_FILE
from declarations.legacy.service.runs import work_off
from reports.extract import EXPORTER, export_register
from reports.model import Audience, ExportRequest
from tests.factories import World
from tests.page_client import PageClient, checked
from tests.unit.legacy.books import HEADINGS, bytes_of, csv_file, row, workbook
from tests.web.served import program, served_app
from tests.web.visitors import ORIGIN, press, signed_in, visiting

API = "/api/v1/imports"


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


def register_of(folder: Path, *rows: list[Any]) -> bytes:
    return csv_file(folder, [HEADINGS, *rows]).read_bytes()


def shelved(folder: Path, *rows: list[Any]) -> bytes:
    """With a column that the register has no use for."""
    return csv_file(folder, [[*HEADINGS, "Shelf"], *([*each, "A3"] for each in rows)]).read_bytes()


async def upload(
    client: PageClient, data: bytes, name: str = "gifts.csv", *, csrf: str | None = None
) -> httpx.Response:
    """The form as a browser sends it, with the file in it."""
    token = (await client.get("/imports")).hidden()["csrf"] if csrf is None else csrf
    return await client.http.post(
        "/imports",
        data={"csrf": token},
        files={"file": (name, data, "application/octet-stream")},
        headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"},
    )


async def uploaded(client: PageClient, data: bytes, name: str = "gifts.csv") -> str:
    answer = await upload(client, data, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def pressed(client: PageClient, where: str, step: str, **fields: Any) -> httpx.Response:
    seen = (await client.get(where)).hidden()["seen"]
    return await press(client, where, f"{where}/{step}", seen=seen, **fields)


async def mapping_fields(client: PageClient, where: str, **changed: str) -> dict[str, str]:
    """The form of the columns as the page fills it in."""
    page = await client.get(where)
    form = page.one("form", action=f"{where}/mapping")
    names = {each.get("name", "") for each in form.iter() if each.tag in {"input", "select", "textarea"}}
    return {name: page.value(name) for name in names - {"csrf", "seen"}} | changed


async def test_a_register_is_looked_at_corrected_imported_and_undone(world: World, app: Any, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    async with signed_in(app, world, officer) as client:
        where = await uploaded(
            client,
            shelved(tmp_path, row(1), row(2, value="ask Vera"), row(3, day="03/07/2025")),
        )
        page = await client.get(where)
        assert "This could be two different days." in page.text
        columns = next(each for each in page.all("table") if "Columns of the file" in "".join(each.itertext()))
        rows = [[" ".join("".join(cell.itertext()).split()) for cell in line] for line in columns.iter("tr")]
        read = {line[0]: line[1] for line in rows}
        assert (read["Donor"], read["Shelf"]) == ("Giver", "Not used"), "also what is not used"
        assert set(read) == {"Column", *HEADINGS, "Shelf"}
        fields = await mapping_fields(client, where, date_order="day_first", currency="USD")
        assert (await pressed(client, where, "mapping", **fields)).status_code == 303
        assert "This could be two different days." not in (await client.get(where)).text
        assert (await pressed(client, where, "commit")).status_code == 303
        assert "Being imported" in (await client.get(where)).text
        assert await work_off()
        assert "Within one day the whole import can be undone." in (await client.get(where)).text
        assert await kept(world) == {"closed": 3}
        assert (await pressed(client, where, "undo")).status_code == 303
        assert await work_off()
        undone = (await client.get(where)).text
        assert "Undone" in undone
        assert [each for each in ("Imported by", "Undone by") if each not in undone] == []
    assert await kept(world) == {"withdrawn": 3}


async def test_a_part_of_a_register_is_imported_only_where_it_is_said_to_be_the_whole_next_edition(
    world: World, app: Any, tmp_path: Path
) -> None:
    whole, part = (register_of(tmp_path, *map(row, numbers)) for numbers in ((1, 2, 3, 4), (2,)))
    officer = await world.person("ethics_officer", family_name="Dubois")
    async with signed_in(app, world, officer) as client:
        assert (await pressed(client, await uploaded(client, whole), "commit")).status_code == 303
        assert await work_off()
        where = await uploaded(client, part)
        page = checked(await pressed(client, where, "commit"), 422)
        assert page.errors() == ["withdraw"]
        assert "Confirm that this file is the whole next edition of its register." in page.text
        assert not await work_off()
    async with program(app, officer) as client:
        seen = {"if-match": (await client.get(f"/api/v1{where}")).headers["etag"]}
        refused = await client.post(f"/api/v1{where}/commit", headers=seen)
        assert (refused.status_code, refused.json()["fields"][0]["name"]) == (422, "withdraw")
    assert await kept(world) == {"closed": 4}
    async with signed_in(app, world, officer) as client:
        assert (await pressed(client, where, "commit", withdraw="yes")).status_code == 303
        assert await work_off()
    assert await kept(world) == {"closed": 1, "withdrawn": 3}


async def kept(world: World) -> dict[str, int]:
    found = await world.superuser.fetch(
        "select status, count(*) from declaration where imported is not null group by 1"
    )
    return {each["status"]: each["count"] for each in found}


async def test_what_is_wrong_with_the_columns_is_said_at_the_field_and_what_was_typed_is_kept(
    world: World, app: Any, tmp_path: Path
) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, register_of(tmp_path, row(1)))
        fields = await mapping_fields(client, where, column_person="", currency="EURO", register="My register")
        answer = await pressed(client, where, "mapping", **fields)
        page = checked(answer, 422)
        assert "currency" in page.errors()
        assert page.value("register") == "My register"


async def test_whoever_acts_on_an_import_that_has_changed_is_told(world: World, app: Any, tmp_path: Path) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, register_of(tmp_path, row(1)))
        seen = (await client.get(where)).hidden()["seen"]
        fields = await mapping_fields(client, where, register="Renamed")
        assert (await pressed(client, where, "mapping", **fields)).status_code == 303
        assert (await press(client, where, f"{where}/commit", seen=seen)).status_code == 409
        assert (await pressed(client, where, "commit")).status_code == 303  # the control: as it stands now


async def test_the_rows_that_are_not_imported_come_as_a_workbook_with_the_reasons_and_no_formulas(
    world: World, app: Any, tmp_path: Path
) -> None:
    data = register_of(tmp_path, row(1), row(2, person="", gift="=1+1"))
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, data)
        answer = await client.http.get(f"{where}/not-imported")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert [line[0] for line in rows[1:]] == [3]
    assert "The row names no person." in str(rows[1][1])
    assert rows[0][2:] == HEADINGS
    assert {cell.data_type for cell in sheet[2] if cell.value == "=1+1"} == {"s"}


async def test_an_imported_case_says_so_to_the_officer_in_its_list_and_on_its_page(
    world: World, app: Any, tmp_path: Path
) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(
            client, register_of(tmp_path, row(1, value="Above limit"), row(2, gift="Nil return", giver=""))
        )
        await pressed(client, where, "commit")
        assert await work_off()
        reference = await world.superuser.fetchval("select reference from declaration where kind = 'gift'")
        nil = await world.superuser.fetchval("select reference from declaration where kind = 'nil'")
        assert "From an older register" in (await client.get("/desk?status=closed")).text
        page = await client.get(f"/desk/{reference}")
        assert "From an older register" in page.text
        assert "Above limit" in page.text
        assert "Returned to the giver From an older register As the older register has it." in page.text
        assert "brought it over from the older register “gifts”, row 2." in page.text or "you brought it" in page.text
        assert "From an older register" in (await client.get(f"/desk/{nil}")).text


async def test_pages_of_imports_speak_the_readers_language(world: World, app: Any, tmp_path: Path) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, register_of(tmp_path, row(1), row(2, person="")))
        for address in ("/imports", where):
            for language in ("ar", "fr", "es", "en"):
                await client.get(f"{address}?lang={language}")
            assert await client.untranslated(address) == []


async def test_a_file_that_is_no_register_is_refused_on_the_page_and_nothing_is_kept(world: World, app: Any) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        for data in (b"", b"MZ" + bytes(200), bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)):
            assert checked(await upload(client, data), 422).errors() == ["file"]
    assert await world.superuser.fetchval("select count(*) from legacy_run") == 0


async def test_a_file_that_is_too_large_is_refused_in_words_before_anything_is_read(world: World, app: Any) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        answer = await upload(client, b"a" * (BYTES_OF_FILE + 20_000))
        assert answer.status_code == 413
        assert "text/html" in answer.headers["content-type"]
        for path in ("/sign-out", "/desk/D-0000-0000/note"):  # a route that expects no file takes no such body
            refused = await client.http.post(path, content=b"a=" + b"b" * 2_000_000, headers=form_headers())
            assert refused.status_code == 413


def form_headers() -> dict[str, str]:
    return {"origin": ORIGIN, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


async def test_a_file_needs_the_token_of_the_form_and_a_person(world: World, app: Any, tmp_path: Path) -> None:
    data = register_of(tmp_path, row(1))
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        assert (await upload(client, data, csrf="")).status_code == 403
        assert (await upload(client, data, csrf="forged")).status_code == 403
    async with visiting(app) as nobody:
        answer = await nobody.http.post("/imports", files={"file": ("a.csv", data)}, headers={"origin": ORIGIN})
        assert answer.status_code in {303, 403, 404}
    async with signed_in(app, world, await world.person("administrator")) as other:
        page = await other.get("/account")
        assert (await upload(other, data, csrf=page.hidden()["csrf"])).status_code == 404
    assert await world.superuser.fetchval("select count(*) from legacy_run") == 0


async def test_a_program_imports_what_a_page_imports(world: World, app: Any, tmp_path: Path) -> None:
    data = bytes_of(workbook([HEADINGS, row(1, value="45"), row(2, value="60"), row(3, person="")], title="Gifts 2024"))
    async with program(app, await world.person("ethics_officer", family_name="Dubois")) as client:
        sent = {"x-file-name": "gifts.xlsx", "content-type": "application/octet-stream"}
        assert (await client.post(API, content=data, headers=sent)).json()["code"] == "idempotency_key_needed"
        sent |= {"idempotency-key": "one"}
        made = await client.post(API, content=data, headers=sent)
        assert made.status_code == 201, made.text
        found, tag = made.json(), made.headers["etag"]
        where = f"{API}/{found['run']['id']}"
        assert (await client.post(API, content=data, headers=sent)).json()["run"]["id"] == found["run"]["id"]
        other = await client.post(API, content=data + b" ", headers=sent)
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")
        assert [fault["code"] for fault in found["problems"]["items"] if fault["refused"]] == ["person_missing"]
        assert (await client.get(where, params={"at": "rubbish"})).status_code == 400
        mapping = found["mapping"] | {"currency": "USD", "register": "Gifts"}
        assert (await client.put(f"{where}/mapping", json={"mapping": mapping})).status_code == 428
        hostile = {"register": ("a\x00b", "a\x01b", "x" * 121, " "), "language": ("zz", "\x00"), "capacity": ("king",)}
        for name, value in ((name, value) for name, values in hostile.items() for value in values):
            wrong = {"mapping": mapping | {name: value}}
            refused = await client.put(f"{where}/mapping", json=wrong, headers={"if-match": tag})
            assert refused.status_code == 422, (name, value)
            assert [fault["name"] for fault in refused.json()["fields"]] == [name]
        mapped = await client.put(f"{where}/mapping", json={"mapping": mapping}, headers={"if-match": tag})
        assert mapped.status_code == 200, mapped.text
        assert (await client.post(f"{where}/commit", headers={"if-match": tag})).status_code in {409, 412}
        committed = await client.post(f"{where}/commit", headers={"if-match": mapped.headers["etag"]})
        assert (committed.status_code, committed.json()["run"]["status"]) == (202, "waiting")
        assert await work_off()
        done = await client.get(where)
        assert (done.json()["run"]["status"], done.json()["run"]["added"]) == ("done", 2)
        assert (await client.get(f"{where}/not-imported")).content[:2] == b"PK"
        undone = await client.post(f"{where}/undo", headers={"if-match": done.headers["etag"]})
        assert undone.status_code == 202
        assert await work_off()
        assert (await client.get(where)).json()["run"]["status"] == "undone"
        again = await client.post(API, content=b"MZ" + bytes(100), headers=sent | {"idempotency-key": "two"})
        assert (again.status_code, again.headers["content-type"]) == (422, "application/problem+json")
        listed = (await client.get(API)).json()["items"]
        assert [each["status"] for each in listed] == ["undone"]


async def test_an_extract_says_how_many_rows_came_with_older_registers_and_counts_none_of_an_undone_import(
    world: World, app: Any, tmp_path: Path
) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, register_of(tmp_path, row(1), row(2)))
        await pressed(client, where, "commit")
        assert await work_off()
        assert await extracted() == (2, True)
        await pressed(client, where, "undo")
        assert await work_off()
        assert await extracted() == (0, False)


async def extracted() -> tuple[int, bool]:
    """The rows of an extract without names, and whether its cover speaks of older registers."""
    out = io.BytesIO()
    done = await export_register(EXPORTER, ExportRequest(audience=Audience.GOVERNING_BODY, language="en"), out)
    cover = openpyxl.load_workbook(out).worksheets[0]
    return done.rows, any(cell.value == "Of these, from older registers" for cell in cover["A"])


async def imported_with_its_days(client: PageClient, folder: Path) -> None:
    """Two gifts of 2019 out of a register that has the day of each entry, too."""
    headings, second = [*HEADINGS, "Date declared"], row(2, day="2019-04-02", gift="A vase")
    data = csv_file(folder, [headings, [*row(1, day="2019-03-14"), "2019-03-20"], [*second, "2019-04-05"]])
    where = await uploaded(client, data.read_bytes())
    await pressed(client, where, "commit")
    assert await work_off()


async def test_an_imported_case_shows_its_own_days_and_asks_for_nothing_more(
    world: World, app: Any, tmp_path: Path
) -> None:
    person = await world.person()
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        await imported_with_its_days(client, tmp_path)
        reference = await world.superuser.fetchval("select reference from declaration order by event_date limit 1")
        page = await client.get(f"/desk/{reference}")
        assert "Date of entry in the register 20 March 2019" in page.text
        assert "Entered from an older register" in page.text
        assert "Filed" not in [words(each) for each in page.all("dt")]
        assert not [each for each in page.all("a") if "/evidence" in each.get("href", "")]
        assert not [each for each in page.all("a") if "giver-letters" in each.get("href", "")]
        table = next(each for each in page.all("table") if reference not in words(each))
        assert "2019-04-02" in words(table), "the day of the gift, not that of its entry"
        declared = await world.declaration(person)
        own = await client.get(f"/desk/{declared.reference}")
        assert "Filed" in [words(each) for each in own.all("dt")], "control: what was filed here says so"
        assert own.one("a", href=f"/desk/{declared.reference}/evidence") is not None
    async with signed_in(app, world, person) as client:
        listed = await client.get("/declarations")
        assert {each.get("datetime") for each in listed.all("time")} >= {"2019-03-14", "2019-04-02"}
        page = await client.get(f"/declarations/{reference}")
        assert not [each for each in page.all("a") if "/evidence" in each.get("href", "")]
        own = await client.get(f"/declarations/{declared.reference}")
        assert own.one("a", href=f"/declarations/{declared.reference}/evidence") is not None


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


async def test_whoever_only_stands_in_an_older_register_has_a_page_and_no_account_to_open(
    world: World, app: Any, tmp_path: Path
) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        await imported_with_its_days(client, tmp_path)
    person = await world.superuser.fetchval("select id from person where email like '%@imported.invalid'")
    async with signed_in(app, world, await world.person("administrator", family_name="Berg")) as client:
        page = await client.get(f"/people/{person}")
        assert "the name came with an older register" in page.text
        assert "imported.invalid" not in page.text
        assert {form.get("action") for form in page.all("form", method="post")} == {"/sign-out"}
        assert str(person) not in (await client.get("/people")).response.text
        other = await world.person(family_name="Okafor")
        page = await client.get(f"/people/{other.person}")
        offered = {form.get("action") for form in page.all("form", method="post")}
        assert f"/people/{other.person}/disable" in offered, "control: an account is looked after"


async def test_the_page_shows_how_the_words_of_the_file_are_understood_before_it_is_imported(
    world: World, app: Any, tmp_path: Path
) -> None:
    safe = "Kept in the safe"
    rows = (row(1, value="£9"), row(2, value="8", outcome=safe), row(3, value="7", outcome=safe))
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, register_of(tmp_path, *rows))
        page = await client.get(where)
        assert "Values that name no currency: 2 of 3. They are read in GBP" in page.text
        assert "As it will be stored" in words(page.all("table")[0])
        table = words(page.all("table")[1])
        assert "Returned Returned to the giver 1" in table
        assert "Kept in the safe No decision; kept as a word 2" in table
        assert "no_measure_needed No measure needed" in page.text
        fields = await mapping_fields(client, where, decided_0="measure", decimal=",", currency="USD")
        assert (await pressed(client, where, "mapping", **fields)).status_code == 303
        page = await client.get(where)
        assert "Kept in the safe Measure 2" in words(page.all("table")[1])
        assert page.value("decided_0") == "measure"
        assert "Amounts written otherwise than the mapping says" not in page.text
        fields = await mapping_fields(client, where, outcomes="Sold = Refer to another authority", currency="")
        refused = checked(await pressed(client, where, "mapping", **fields), 422)
        assert refused.errors() == ["outcomes"]
        fields |= {"outcomes": "Sold = Referred to another authority", "decided_0": ""}
        assert (await pressed(client, where, "mapping", **fields)).status_code == 303
        page = await client.get(where)
        assert "Kept in the safe No decision; kept as a word 2" in words(page.all("table")[1])
        assert page.value("outcomes").strip() == "Sold = refer"
        assert "Values that name no currency" not in page.text
        assert await client.untranslated(where) == []


async def test_each_state_of_an_import_has_its_own_words(world: World, app: Any, tmp_path: Path) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = await uploaded(client, register_of(tmp_path, row(1), row(2, person="")))
        assert ("To be added 1" in (await client.get(where)).text, await figures(client)) == (True, ["", "", "", ""])
        await pressed(client, where, "commit")
        assert await work_off()
        page = await client.get(where)
        assert ("Added 1" in page.text, "To be added" in page.text) == (True, False)
        assert await figures(client) == ["1", "0", "0", "1"]
        again = await uploaded(client, register_of(tmp_path, row(1), row(2, person="", gift="A lamp")))
        page = await client.get(again)
        assert "What can be imported of this file stands in the register already" in page.text
        assert not page.all("form", action=f"{again}/commit")
        nothing = await uploaded(client, register_of(tmp_path, row(3, person=""), row(4, gift="", giver="")), "new.csv")
        page = await client.get(nothing)
        assert "No row can be imported as it stands." in page.text
        assert not page.all("form", action=f"{nothing}/commit")
        assert page.all("form", action=f"{nothing}/mapping"), "how it is read can still be corrected"
        await pressed(client, where, "undo")
        assert await work_off()
        page = await client.get(where)
        assert "What this import had done is undone" in page.text
        assert not {"Added", "Changed", "To be added"} & {words(each) for each in page.all("dt")}
        assert await figures(client) == ["", "", "", ""]


async def figures(client: PageClient) -> list[str]:
    """The figures of the oldest import in the list."""
    table = (await client.get("/imports")).all("table")[0]
    return [words(cell) for cell in list(table.iter("tr"))[-1] if cell.get("class") == "figure"]


async def test_a_row_that_stays_out_is_said_to_stay_out_at_each_of_its_problems(
    world: World, app: Any, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    async with signed_in(app, world, officer) as client:
        rows = (row(1, day="03/07/2025", value="ask Vera"), row(2, value="ask Vera"))
        page = await client.get(await uploaded(client, register_of(tmp_path, *rows)))
    problems = next(each for each in page.all("table") if "Imported?" in "".join(each.itertext()))
    told: dict[str, list[str]] = {}
    for line in problems.findall("tbody/tr"):
        cells = ["".join(cell.itertext()).strip() for cell in line]
        told.setdefault(cells[0], []).append(cells[-1])
    out, imported = sorted(told.values())
    assert len(out) > 1, "control: the row has several problems"
    assert set(out) == {"No"}
    assert set(imported) == {"Yes"}
