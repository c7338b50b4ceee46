"""Older registers of outside activities and conflicts, in four languages: brought over in one way with gifts."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from declarations.filing.in_force import group_in_force
from declarations.filing.store import COLUMNS, opened
from declarations.legacy.dates import Order
from declarations.legacy.service import runs
from declarations.legacy.service.looking import workbook_of
from declarations.legacy.suggesting import suggest_mapping
from register.kernel.errors import Invalid
from register.kernel.identity import Identity
from tests.db.test_importing import is_sound, rows_in
from tests.factories import World
from tests.unit.legacy.tables import ACTIVITIES, CONFLICTS


def file_of(table: str) -> bytes:
    kept = io.StringIO()
    csv.writer(kept).writerows([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return kept.getvalue().encode()


async def imported(officer: Identity, table: str, kind: str, **settings: Any) -> UUID:
    data = file_of(table)
    found = suggest_mapping(await workbook_of(data), kind, kind)
    mapping = msgspec.structs.replace(found, **{"order": Order.DAY_FIRST, **settings})
    run = await runs.open_run(officer, "register.csv", data, mapping=mapping)
    await runs.commit_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    return run


async def test_activities_become_closed_declarations_judged_by_their_rules_and_in_force_until_their_last_day(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    run = await imported(officer, ACTIVITIES["en"], "outside_activity")
    assert (await runs.read_run(officer, run)).found.faults == []
    nil, second, first = sorted(await rows_in(world), key=lambda each: each["start_date"] or date.min)
    assert {each["status"] for each in (nil, second, first)} == {"closed"}
    assert nil["kind"] == "nil"
    assert (first["kind"], first["activity_class"], first["outcome"]) == (
        "outside_activity",
        "teaching",
        "authorize_with_conditions",
    )
    assert (first["start_date"], first["end_date"]) == (date(2024, 9, 1), date(2025, 6, 30))
    assert (first["giver_country"], first["party_name"]) == ("CH", "Evening School")
    assert (first["effect"], second["effect"]) == ("authorization_required", "noted")  # ICSC 45, 46
    assert (second["activity_class"], second["end_date"], second["outcome"]) == (
        "community",
        None,
        "refuse_authorization",
    )
    assert await world.superuser.fetchval("select count(*) from outbox") == 0
    assert await world.superuser.fetchval("select count(*) from activity_authorization") == 0
    authorized, refused = (
        opened(row)
        for row in await world.superuser.fetch(
            f"select {', '.join(COLUMNS)} from declaration where kind = 'outside_activity' order by start_date desc"
        )
    )
    assert group_in_force(authorized, date(2025, 6, 30)) == "activity"
    assert group_in_force(authorized, date(2025, 7, 1)) is None
    assert group_in_force(refused, date(2025, 6, 30)) is None
    assert await is_sound(tmp_path)


async def test_an_edition_of_conflicts_changes_and_ends_them_and_is_undone(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    still = CONFLICTS["en"].replace("01/02/2025", "").replace("Measures taken", "Noted")
    await imported(officer, still, "conflict")
    told = ("kind", "domain", "outcome", "ended_on", "event_date", "nature_declared", "status", "party_key")
    before = [[row[name] for name in told] for row in await rows_in(world)]
    assert [row["outcome"] for row in await rows_in(world) if row["kind"] == "conflict"] == ["measure", "note"]
    run = await imported(officer, CONFLICTS["en"], "conflict")
    done = (await runs.read_run(officer, run)).run
    assert (done.added, done.changed, done.withdrawn, done.unchanged) == (0, 1, 0, 2)
    (ended,) = [row for row in await rows_in(world) if row["ended_on"]]
    assert (ended["ended_on"], ended["outcome"], ended["version"]) == (date(2025, 2, 1), "measure", 2)
    await runs.undo_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    assert [[row[name] for name in told] for row in await rows_in(world)] == before
    assert await is_sound(tmp_path)


async def test_what_a_person_said_since_about_the_end_stands_against_a_newer_edition(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    still = CONFLICTS["en"].replace("01/02/2025", "")
    await imported(officer, still, "conflict")
    await world.superuser.execute("set session_replication_role = replica")
    await world.superuser.execute("update declaration set ended_on = '2024-12-01' where domain = 'procurement'")
    await world.superuser.execute("set session_replication_role = origin")
    run = await imported(officer, CONFLICTS["en"], "conflict")
    ended = {row["domain"]: row["ended_on"] for row in await rows_in(world)}
    assert ended["procurement"] == date(2024, 12, 1)
    await runs.undo_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    assert {row["domain"]: row["ended_on"] for row in await rows_in(world)} == ended


async def test_one_name_holds_entries_of_one_kind(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, ACTIVITIES["en"], "outside_activity", register="Ethics")
    with pytest.raises(Invalid) as refused:
        await imported(officer, CONFLICTS["en"], "conflict", register="Ethics")
    assert [field.name for field in refused.value.fields] == ["register"]
    await imported(officer, CONFLICTS["en"], "conflict", register="Conflicts")  # the control


async def test_what_the_person_declared_here_already_is_not_brought_over(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, ACTIVITIES["en"], "outside_activity")
    again = ACTIVITIES["en"].replace("Water law", "Courses on water law")
    run = await imported(officer, again, "outside_activity", register="Another office")
    assert not [fault for fault in (await runs.read_run(officer, run)).found.faults if fault.refused]  # the control
    await world.superuser.execute("set session_replication_role = replica")
    await world.superuser.execute("update declaration set imported = null where party_key = 'evening school'")
    await world.superuser.execute("set session_replication_role = origin")
    run = await imported(officer, again.replace("Courses", "Lectures"), "outside_activity", register="A third office")
    found = (await runs.read_run(officer, run)).found.faults
    assert [(fault.row, fault.code) for fault in found if fault.refused] == [(2, "declared_same")]
