"""Persons: the reporting line follows every change, and a people file is loaded whole or not at all."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import asyncpg
import openpyxl
import pytest

from register.access.service.staffing import load_people_file
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.identity import service
from register.people import store
from register.people.people_file import COLUMNS
from register.people.sheet import read_sheet
from tests.factories import World

ROWS = [
    ["head@example.org", "Okafor", "Ngozi", "Office of the Head", "", "executive_head", "en;fr", "executive_head"],
    ["lead@example.org", "Haddad", "Amina", "Water Policy", "HEAD@example.org", "staff", "ar en", ""],
    ["staff@example.org", "Quiroga", "Tomás", "Water Policy", "lead@example.org", "staff", "es", "convenor"],
    ["officer@example.org", "Sørensen", "Ingrid", "Ethics Office", "head@example.org", "staff", "", "ethics_officer"],
]


def csv_file(folder: Path, rows: list[list[str]], separator: str = ",") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([list(COLUMNS), *rows])
    path = folder / "people.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def xlsx_file(folder: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [list(COLUMNS), *rows]:
        sheet.append(row)
    path = folder / "people.xlsx"
    book.save(path)
    return path


def changed(email: str, **cells: str) -> list[list[str]]:
    """The rows with some cells of one person changed."""
    return [
        [cells.get(name, cell) for name, cell in zip(COLUMNS, row, strict=True)] if row[0] == email else row
        for row in ROWS
    ]


async def faults(path: Path) -> list[str]:
    with pytest.raises(Invalid) as refused:
        await load_people_file(path)
    return [field.name for field in refused.value.fields]


async def everyone(world: World) -> dict[str, Any]:
    """What the register holds, by address."""
    async with transaction(service("loader")) as tx:
        ids = [row["id"] for row in await tx.fetch("select id from person")]
        return {person.email: person for person in (await store.persons(tx, ids)).values()}


async def above(world: World, email: str) -> list[str]:
    async with transaction(service("loader")) as tx:
        found = await store.person_by_email(tx, email)
        assert found is not None
        people = await store.persons(tx, await store.superiors(tx, found.id))
        return [people[each].email.split("@")[0] for each in await store.superiors(tx, found.id)]


async def roles_of(world: World, email: str) -> set[str]:
    query = "select roles_held(id, current_date) from person where email = $1"
    return set(await world.superuser.fetchval(query, email))


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
async def test_a_people_file_brings_persons_units_lines_capacities_and_roles(
    world: World, tmp_path: Path, make: Any
) -> None:
    report = await load_people_file(make(tmp_path, ROWS))
    assert (report.added, report.changed, report.unchanged) == (4, 0, 0)
    people = await everyone(world)
    lead, staff = people["lead@example.org"], people["staff@example.org"]
    assert (lead.family_name, lead.unit, lead.capacity, lead.language) == ("Haddad", "Water Policy", "staff", "ar")
    assert lead.languages_read == ("ar", "en")
    assert staff.body_roles == ("convenor",)
    assert await above(world, "staff@example.org") == ["lead", "head"]
    assert await roles_of(world, "officer@example.org") == {"declarant", "ethics_officer"}
    assert await world.superuser.fetchval("select count(*) from account") == 4


async def test_loading_the_same_file_twice_changes_nothing(world: World, tmp_path: Path) -> None:
    path = csv_file(tmp_path, ROWS)
    await load_people_file(path)
    before = await everyone(world)
    report = await load_people_file(path)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
    assert await everyone(world) == before
    assert await world.superuser.fetchval("select count(*) from role_grant") == 2


async def test_a_newer_file_updates_whom_it_names_and_leaves_the_others(world: World, tmp_path: Path) -> None:
    await load_people_file(csv_file(tmp_path, ROWS))
    newer = [
        row for row in changed("staff@example.org", capacity="former_staff", unit="", roles="") if row[0][0] in "sl"
    ]
    report = await load_people_file(csv_file(tmp_path, newer))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)
    people = await everyone(world)
    assert (people["staff@example.org"].capacity, people["staff@example.org"].unit) == ("former_staff", "")
    assert people["staff@example.org"].body_roles == ()
    assert people["officer@example.org"].capacity == "staff"


async def test_a_moved_unit_moves_everyone_below(world: World, tmp_path: Path) -> None:
    await load_people_file(csv_file(tmp_path, ROWS))
    await load_people_file(csv_file(tmp_path, changed("lead@example.org", supervisor_email="officer@example.org")))
    assert await above(world, "staff@example.org") == ["lead", "officer", "head"]


async def test_languages_are_the_persons_own_choice_after_the_first_load(world: World, tmp_path: Path) -> None:
    await load_people_file(csv_file(tmp_path, ROWS))
    await world.superuser.execute("update person set language = 'fr' where email = 'lead@example.org'")
    await load_people_file(csv_file(tmp_path, ROWS))
    assert (await everyone(world))["lead@example.org"].language == "fr"


async def test_a_role_of_a_file_ends_with_a_newer_file_and_a_persons_grant_stays(world: World, tmp_path: Path) -> None:
    await load_people_file(csv_file(tmp_path, ROWS))
    query = (
        "insert into role_grant (person, role) select id, 'custodian' from person where email = 'officer@example.org'"
    )
    await world.superuser.execute(query)
    await load_people_file(csv_file(tmp_path, changed("officer@example.org", roles="auditor")))
    assert await roles_of(world, "officer@example.org") == {"declarant", "custodian", "auditor"}
    ended = await world.superuser.fetchval("select ended_at is not null from role_grant where role = 'ethics_officer'")
    assert ended, "the history keeps what was held"


async def test_every_fault_is_named_by_row_and_column_and_nothing_is_loaded(world: World, tmp_path: Path) -> None:
    rows = [
        ["not an address", "", "x", "", "", "staff", "", ""],
        ["a@example.org", "Fine", "", "", "nobody@example.org", "king", "tlh", "emperor"],
        ["ok@example.org", "Fine", "", "", "", "staff", "en", ""],
        ["OK@example.org", "Twice", "", "", "", "staff", "en", ""],
        ["hidden@example.org", "In\u202evisible", "", "", "", "staff", "en", ""],
    ]
    assert await faults(csv_file(tmp_path, rows)) == [
        "2.email",
        "2.family_name",
        "3.capacity",
        "3.languages",
        "3.roles",
        "5.email",
        "6.family_name",
    ]
    assert await everyone(world) == {}


async def test_a_supervisor_whom_nobody_knows_is_a_fault(world: World, tmp_path: Path) -> None:
    rows = changed("lead@example.org", supervisor_email="nobody@example.org")
    assert await faults(csv_file(tmp_path, rows)) == ["3.supervisor_email"]
    assert await everyone(world) == {}


async def test_a_line_that_leads_back_is_refused_for_everyone_on_it(world: World, tmp_path: Path) -> None:
    rows = changed("head@example.org", supervisor_email="staff@example.org")
    assert await faults(csv_file(tmp_path, rows)) == [f"{line}.supervisor_email" for line in (2, 3, 4)]


async def test_the_database_itself_refuses_a_circle(world: World) -> None:
    top = await world.person()
    below = await world.person(supervisor=top)
    with pytest.raises(asyncpg.CheckViolationError):
        await world.superuser.execute("update person set supervisor = $1 where id = $2", below.person, top.person)


async def test_nobody_is_their_own_supervisor(world: World, tmp_path: Path) -> None:
    rows = changed("lead@example.org", supervisor_email="lead@example.org")
    assert await faults(csv_file(tmp_path, rows)) == ["3.supervisor_email"]


async def test_roles_that_keep_the_register_are_not_loaded_with_roles_that_read_it(
    world: World, tmp_path: Path
) -> None:
    rows = changed("officer@example.org", roles="ethics_officer;administrator")
    assert await faults(csv_file(tmp_path, rows)) == ["5.roles"]
    assert await everyone(world) == {}


@pytest.mark.parametrize("role", ["declarant", "recorded_delegate", "assistant", "participant"])
async def test_what_is_recorded_otherwise_is_not_granted_by_a_file(world: World, tmp_path: Path, role: str) -> None:
    assert await faults(csv_file(tmp_path, changed("lead@example.org", roles=role))) == ["3.roles"]


async def test_two_loads_at_once_add_each_person_once(world: World, tmp_path: Path) -> None:
    import asyncio

    path = csv_file(tmp_path, ROWS)
    reports = await asyncio.gather(*(load_people_file(path) for _ in range(4)))
    assert sorted(report.added for report in reports) == [0, 0, 0, 4]


async def test_the_closure_is_what_walking_up_gives(world: World) -> None:
    """Random moves, each compared with the plain definition."""
    import random

    chance = random.Random(7)
    people = [await world.person() for _ in range(12)]
    for _ in range(40):
        person, boss = chance.sample(people, 2)
        try:
            query = "update person set supervisor = $2 where id = $1"
            await world.superuser.execute(query, person.person, boss.person)
        except asyncpg.CheckViolationError:
            continue
    direct = {row["id"]: row["supervisor"] for row in await world.superuser.fetch("select id, supervisor from person")}
    expected = set()
    for start, boss in direct.items():
        step, depth = boss, 1
        while step is not None:
            expected.add((start, step, depth))
            step, depth = direct[step], depth + 1
    rows = await world.superuser.fetch("select person, superior, depth from reporting_line")
    assert {tuple(row) for row in rows} == expected
    assert expected


def refused(path: Path) -> str:
    with pytest.raises(Invalid) as error:
        read_sheet(path, COLUMNS)
    return error.value.message.id


def test_a_workbook_that_unpacks_to_far_more_than_it_holds_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert path.stat().st_size < 200_000
    assert "unpacks to far more" in refused(path)


def test_a_container_of_many_members_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as container:
        for number in range(300):
            container.writestr(f"m{number}", "x")
    assert "unpacks to far more" in refused(path)


def test_one_cell_at_the_far_corner_does_not_make_the_reader_walk_there(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(path)
    assert "rows or" in refused(path)


def test_a_formula_stays_the_text_that_it_is(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["a@example.org", "=1+1", "", "", "", "", "", ""]])
    assert read_sheet(path, COLUMNS)[0].cells["family_name"] == "=1+1"


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 not a container", b"\xff\xfe\x00", b"email\0", b"", b"email,family_name\n", b'email\n"open'],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert refused(path)


def test_an_unknown_column_is_refused_rather_than_ignored(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(",".join([*COLUMNS, "salary"]))
    assert "unknown" in refused(path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separators_of_every_country_are_read(tmp_path: Path, separator: str) -> None:
    rows = read_sheet(csv_file(tmp_path, ROWS, separator), COLUMNS)
    assert [row.line for row in rows] == [2, 3, 4, 5]
    assert rows[2].cells["first_name"] == "Tomás"


def test_an_external_entity_in_a_workbook_is_not_followed(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, ROWS)
    secret = tmp_path / "secret"
    secret.write_text("hunted")
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(hostile, "w") as after:
        for member in before.infolist():
            text = before.read(member)
            if member.filename.endswith("sheet1.xml"):
                entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'.encode()
                text = text.replace(b"<worksheet", entity + b"<worksheet", 1)
            after.writestr(member, text)
    assert refused(hostile) == "The workbook cannot be read."
