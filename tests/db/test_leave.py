"""The days of a leave are facts, held against those of the activity (ICSC 47)."""

from typing import Any

import msgspec
import pytest

from declarations.filing.model import ActivityDetails
from declarations.filing.service.filing import file_declaration
from declarations.filing.service.own import read_own
from declarations.filing.showing import rows_of_content
from register.kernel.errors import Invalid
from register.kernel.identity import Identity
from tests.activities import activity_command, in_days
from tests.factories import World


@pytest.fixture
async def person(world: World) -> Identity:
    return await world.person()


async def rules(who: Identity, **facts: Any) -> set[str]:
    kept = await file_declaration(who, activity_command(**facts))
    return {found.rule for found in (await read_own(who, kept.reference)).evaluation.findings}


async def test_work_that_goes_beyond_the_leave_is_named_as_such(person: Identity) -> None:
    assert "ICSC-47-beyond" in await rules(person, leave_to=in_days(179).isoformat())
    assert "ICSC-47-beyond" in await rules(person, leave_from=in_days(31).isoformat())
    assert "ICSC-47-beyond" in await rules(person, end_date=None)
    within = await rules(person, leave_from=in_days(30).isoformat(), leave_to=in_days(180).isoformat())
    assert "ICSC-47-beyond" not in within
    assert "ICSC-47" in within, "control"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"leave_to": in_days(0).isoformat()}, "leave_to"), ({"leave_from": None}, "leave_from")],
)
async def test_a_leave_has_a_first_day_and_does_not_end_before_it(
    person: Identity, changed: dict[str, Any], field: str
) -> None:
    command = activity_command(**changed)
    facts = {name: value for name, value in command.facts.items() if value is not None or name != "leave_from"}
    with pytest.raises(Invalid) as refused:
        await file_declaration(person, msgspec.structs.replace(command, facts=facts))
    assert [fault.name for fault in refused.value.fields] == [field]


async def test_a_leave_that_was_told_in_words_is_still_read(person: Identity) -> None:
    command = activity_command()
    told = ActivityDetails(description="A course", other_party="University", leave_dates="All of next year")
    kept = await file_declaration(person, msgspec.structs.replace(command, details=told))
    content = (await read_own(person, kept.reference)).content
    shown = {row.field: row.value for row in rows_of_content(content)}
    assert shown["leave_dates"] == "All of next year"
    assert {"leave_from", "leave_to"} <= shown.keys()
