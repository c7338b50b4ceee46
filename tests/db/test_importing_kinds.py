"""Older registers of outside activities and conflicts, in four languages: brought over in one way with gifts."""

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from declarations.legacy.service import runs
from declarations.legacy.service.looking import workbook_of
from declarations.legacy.suggesting import suggest_mapping
from register.kernel.identity import Identity
from tests.factories import World

ACTIVITIES = """
No. | Name | Department | Organization | Role | Class of activity | Description | Start | End | Hours per week | Paid | Remuneration | Currency | Country | Date submitted | Decision | Decided on | Conditions | Remarks
A1 | Amina Haddad | Legal | Geneva Evening School | Lecturer | Teaching | Water law | 2024-09-01 | 2025-06-30 | 3 | Yes | 4,500 | CHF | Switzerland | 2024-06-01 | Approved | 2024-06-20 | Not in working hours |
A2 | Luis Vega | Finance | Oak Housing | Treasurer | Beekeeping | Keeps the accounts | 2023-01-15 | ongoing | 1.5 hours | Unpaid | | | | 2023-01-02 | Refused | | | Letter on file
A3 | Zoe Quill | Legal | | | | Nil | | | | | | | | 2024-01-31 | | | |
"""  # noqa: E501 - a table


def file_of(table: str) -> bytes:
    kept = io.StringIO()
    csv.writer(kept).writerows([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return kept.getvalue().encode()


async def imported(officer: Identity, table: str, kind: str, **settings: Any) -> UUID:
    data = file_of(table)
    mapping = msgspec.structs.replace(suggest_mapping(await workbook_of(data), kind, kind), **settings)
    run = await runs.open_run(officer, "register.csv", data, mapping=mapping)
    await runs.commit_run(officer, run, (await runs.read_run(officer, run)).run.version)
    assert await runs.work_off()
    return run


async def rows_in(world: World) -> list[dict[str, Any]]:
    return [dict(found) for found in await world.superuser.fetch("select * from declaration order by id")]


async def test_activities_become_closed_declarations_judged_by_the_rules_of_their_kind(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    run = await imported(officer, ACTIVITIES, "outside_activity")
    faults = (await runs.read_run(officer, run)).found.faults
    assert [(fault.row, fault.code) for fault in faults] == [(3, "word_open")]
    nil, second, first = sorted(await rows_in(world), key=lambda each: each["start_date"] or date.min)
    assert (nil["kind"], nil["status"]) == ("nil", "closed")
    assert (first["kind"], first["status"], first["outcome"]) == (
        "outside_activity",
        "closed",
        "authorize_with_conditions",
    )
    assert (first["activity_class"], first["start_date"], first["end_date"], first["giver_country"]) == (
        "teaching",
        date(2024, 9, 1),
        date(2025, 6, 30),
        "CH",
    )
    assert first["effect"] == "authorization_required"
    assert (second["activity_class"], second["end_date"], second["outcome"]) == ("other", None, "refuse_authorization")
