"""Ceilings of hours and net income a year, where a profile has them: the register fills in and counts what is used."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from declarations.codes.decisions import Comparator, FigureName
from declarations.codes.library import shipped
from declarations.codes.terms import FigureTerms, terms_of
from declarations.filing.service.ceilings import counters
from declarations.filing.service.filing import file_declaration, preview
from declarations.filing.service.own import read_own
from declarations.policies.model import Proposed
from declarations.policies.service.proposing import adopt, propose
from register.kernel import clock
from tests.activities import activity_command, authorized, in_days
from tests.factories import World
from tests.kinds import decided
from tests.reviewing import Office, staffed

FIRST = date(clock.today().year + 1, 1, 11)
# ten weeks
YEAR: dict[str, Any] = {
    "start_date": FIRST.isoformat(),
    "end_date": (FIRST + timedelta(days=69)).isoformat(),
}  # ten weeks


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def ceilings(world: World, hours: str = "100", income: str = "9000") -> None:
    """A version of the profile with both, adopted by two people, in force before the activities begin."""
    one, other = await world.person("policy_owner"), await world.person("policy_owner")
    terms = terms_of(shipped().profiles["un-style"].versions[-1])
    figures = (
        FigureTerms(FigureName.ACTIVITY_HOURS_PER_YEAR, Decimal(hours), Comparator.GT, "Circular 9"),
        FigureTerms(FigureName.ACTIVITY_INCOME_PER_YEAR, Decimal(income), Comparator.GT, "Circular 9"),
    )
    later = msgspec.structs.replace(terms, effective_from=in_days(1), figures=(*terms.figures, *figures))
    made = await propose(one, Proposed("un-style", later, "Circular 9"))
    await adopt(other, made.id, 1)


async def test_without_a_ceiling_nothing_is_counted_and_nothing_filled_in(office: Office) -> None:
    kept = await authorized(office)
    assert await counters(office.declarant, FIRST) == ()
    assert "prior_hours" not in (await read_own(office.declarant, kept.reference)).content.facts


async def test_the_year_holds_the_hours_and_the_income_of_what_is_authorized(office: Office, world: World) -> None:
    await ceilings(world)
    await authorized(office, 365, activity_command(**YEAR))
    hours, income = await counters(office.declarant, FIRST)
    assert [hours.ceiling, hours.used] == [100, 20]
    assert [income.ceiling, income.used, income.currency] == [9000, 4000, "USD"]
    second = await file_declaration(office.declarant, activity_command(employer="Delta School", **YEAR))
    facts = (await read_own(office.declarant, second.reference)).content.facts
    assert Decimal(str(facts["prior_hours"])) == 20
    assert Decimal(facts["prior_income"]["amount"]) == 4000
    assert await counters(office.stranger, FIRST) != (hours, income)


async def test_what_is_asked_and_not_authorized_and_what_is_itself_amended_do_not_count(
    office: Office, world: World
) -> None:
    await ceilings(world)
    await file_declaration(office.declarant, activity_command(**YEAR))
    hours, _ = await counters(office.declarant, FIRST)
    assert hours.used == 0
    kept = await authorized(office, 365, activity_command(employer="Delta School", **YEAR))
    again = await preview(office.declarant, activity_command(employer="Delta School", **YEAR), but=kept.id)
    assert again.facts.get("prior_hours") == 0


async def test_hours_that_nobody_knows_make_the_year_unknown(office: Office, world: World) -> None:
    await ceilings(world)
    kept = await file_declaration(office.declarant, activity_command(**{**YEAR, "hours_per_week": None}))
    await decided(office, kept, "authorize", valid_until=in_days(365))
    hours, income = await counters(office.declarant, FIRST)
    assert hours.used is None
    assert income.used == 4000
