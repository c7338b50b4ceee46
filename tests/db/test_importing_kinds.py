"""Older registers of activities, conflicts and requests, in four languages: brought over in one way with gifts."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from declarations.codes.vocabulary import Kind
from declarations.filing.in_force import group_in_force
from declarations.filing.model import ApprovalDetails
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.filing.store import COLUMNS, opened
from declarations.legacy.dates import Order
from declarations.legacy.interpret import interpret
from declarations.legacy.mapping import check_mapping
from declarations.legacy.model import KindRecord
from declarations.legacy.service import runs
from declarations.legacy.service.looking import workbook_of
from declarations.legacy.suggesting import suggest_mapping
from register.kernel import clock, db
from register.kernel.errors import Invalid
from register.kernel.identity import Identity, service
from reports.extract import export_register
from reports.model import Audience, ExportRequest, FileFormat
from tests.db.test_importing import is_sound, rows_in
from tests.factories import World
from tests.unit.legacy.tables import ACTIVITIES, CONFLICTS, REQUESTS
from tests.web.test_declaring_kinds import FACTS


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


async def test_requests_become_closed_declarations_of_the_day_on_which_they_were_asked(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    run = await imported(officer, REQUESTS["en"], "approval_request")
    assert (await runs.read_run(officer, run)).found.faults == []
    rows = await rows_in(world, "kind = 'approval_request'")
    told = {row["party_name"]: (row["subject"], row["outcome"], row["effect"], row["event_date"]) for row in rows}
    assert told == {  # ICSC 28, 34, 38: each of them needs an authorization
        "Radio Delta": (
            "media_statement",
            "authorize_with_conditions",
            "authorization_required",
            date(2025, 3, 1),
        ),
        "Delegation of Norland": (
            "drafting_for_delegation",
            "refuse_authorization",
            "authorization_required",
            date(2024, 1, 15),
        ),
        "Ministry of Ports": ("liaison_duty", "authorize", "authorization_required", date(2024, 2, 2)),
    }
    assert {(row["status"], row["decided_at"], row["due_on"]) for row in rows} == {("closed", None, None)}
    assert [row["kind"] for row in await rows_in(world, "kind <> 'approval_request'")] == ["nil"]
    assert await world.superuser.fetchval("select count(*) from outbox") == 0
    assert await is_sound(tmp_path)


async def test_an_edition_of_requests_changes_withdraws_and_is_undone(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, REQUESTS["en"], "approval_request")
    told = ("kind", "subject", "outcome", "event_date", "giver_country", "status", "party_key")
    before = [[row[name] for name in told] for row in await rows_in(world)]
    newer = REQUESTS["en"].replace("15/01/2024", "16/01/2024").replace("| Refused", "| Noted")
    newer = "\n".join(line for line in newer.splitlines() if not line.startswith("R3"))
    run = await imported(officer, newer, "approval_request")
    done = (await runs.read_run(officer, run)).run
    assert (done.added, done.changed, done.withdrawn, done.unchanged) == (0, 1, 1, 2)
    (changed,) = await rows_in(world, "party_name = 'Delegation of Norland'")
    assert (changed["event_date"], changed["outcome"], changed["version"]) == (date(2024, 1, 16), "note", 2)
    await runs.undo_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    assert [[row[name] for name in told] for row in await rows_in(world)] == before
    assert await is_sound(tmp_path)


async def test_a_request_that_was_filed_here_on_that_day_is_not_brought_over(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    haddad = await world.person(family_name="Haddad", first_name="Amina")
    details = ApprovalDetails(description="An interview", other_party="Radio Delta")
    with clock.fixed(datetime(2025, 3, 1, 9, tzinfo=UTC)):
        command = FilingCommand(
            kind="approval_request", facts=FACTS["approval_request"], details=details, attested=True
        )
        await file_declaration(haddad, command, draft=None)
    run = await imported(officer, REQUESTS["en"], "approval_request")
    found = (await runs.read_run(officer, run)).found.faults
    assert [(fault.row, fault.code) for fault in found if fault.refused] == [(2, "declared_same")]
    again = await imported(
        officer, REQUESTS["en"].replace("01/03/2025", "02/03/2025"), "approval_request", register="Another office"
    )
    assert not [fault for fault in (await runs.read_run(officer, again)).found.faults if fault.refused]  # the control


async def test_a_request_counts_in_periodic_reports_on_the_day_on_which_it_was_asked(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, REQUESTS["en"], "approval_request")
    async with db.transaction(service("reporter")) as tx:
        rows = await tx.fetch("select received, decided, outcome from report_case where kind = 'approval_request'")
    assert {row["received"] for row in rows} == {date(2025, 3, 1), date(2024, 1, 15), date(2024, 2, 2)}
    assert {row["decided"] for row in rows} == {
        None
    }  # nobody decided them here: they tell nothing of how long that takes


async def test_a_nil_return_on_requests_is_marked_where_one_was_asked_in_its_time(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    within = REQUESTS["en"].replace("Zoe Quill", "Luis Vega").replace("31/01/2024", "January 2024")
    found = (await runs.read_run(officer, await imported(officer, within, "approval_request"))).found.faults
    assert [(fault.row, fault.code) for fault in found] == [(5, "nil_held")]
    after = within.replace("January 2024", "March 2024")
    run = await imported(officer, after, "approval_request", register="Another office")
    assert (await runs.read_run(officer, run)).found.faults == []  # the control


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
async def test_requests_that_leave_for_the_desk_come_in_again_as_they_were(world: World, language: str) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, REQUESTS[language], "approval_request")
    out = io.BytesIO()
    wanted = ExportRequest(kind=Kind.APPROVAL_REQUEST, audience=Audience.DESK, format=FileFormat.CSV, language=language)
    assert (await export_register(officer, wanted, out)).rows == 3
    book = await workbook_of(out.getvalue())
    mapping = suggest_mapping(book, "desk", wanted.kind)
    reading = interpret(check_mapping(mapping, book), mapping, clock.today())
    assert [problem.code for problem in reading.problems] == []
    asked = [
        (record.facts["subject"], record.day, record.outcome)
        for record in reading.records
        if isinstance(record, KindRecord)
    ]
    assert asked == [
        ("drafting_for_delegation", date(2024, 1, 15), "refuse_authorization"),
        ("liaison_duty", date(2024, 2, 2), "authorize"),
        ("media_statement", date(2025, 3, 1), "authorize_with_conditions"),
    ]
    rows = await rows_in(world, "kind = 'approval_request'")
    assert {record.giver for record in reading.records} == {row["party_name"] for row in rows}
