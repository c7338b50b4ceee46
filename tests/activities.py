"""Outside activities as people file them, and an office that has authorized one."""

from datetime import date, timedelta
from typing import Any

import msgspec

from declarations.filing.model import ActivityDetails, Declaration
from declarations.filing.service.filing import FilingCommand
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from register.kernel import clock
from tests.reviewing import Office


def in_days(days: int) -> date:
    """A day as far from today."""
    return clock.today() + timedelta(days=days)


def activity_facts(**facts: Any) -> dict[str, Any]:
    """Paid work of a few hours a week that begins in a month and ends in half a year."""
    ordinary: dict[str, Any] = {
        "activity_class": "employment",
        "remunerated": True,
        "hours_per_week": 2,
        "income": {"amount": "4000", "currency": "USD"},
        "start_date": in_days(30).isoformat(),
        "end_date": in_days(180).isoformat(),
        "during_leave": "unpaid",
        "leave_from": in_days(1).isoformat(),
        "leave_to": in_days(400).isoformat(),
        "interferes_with_duties": False,
        "incompatible_with_status": False,
        "conflicts_with_interests": False,
        "uses_resources": False,
        "uses_name": False,
        "uses_information": False,
        "related_to_mandate": False,
        "personal_capacity": True,
        "local_law_permits": True,
        "for_party_or_campaign": False,
    }
    return ordinary | facts


def activity_command(*, key: str | None = None, employer: str = "Delta Library", **facts: Any) -> FilingCommand:
    """An outside activity as a person would ask for it."""
    return FilingCommand(
        kind="outside_activity",
        facts=activity_facts(**facts),
        details=ActivityDetails(description="Two evenings a week at the desk", other_party=employer),
        giver_country="EG",
        attested=True,
        idempotency_key=key,
    )


def renewal_command(kept: Declaration, *, key: str | None = None, **facts: Any) -> FilingCommand:
    """The same asked for again, until a later day than any authorization of these tests."""
    asked = activity_command(key=key, **({"end_date": in_days(399).isoformat()} | facts))
    return msgspec.structs.replace(asked, renews=kept.reference)


async def begun(office: Office, kept: Declaration) -> Declaration:
    """As if the first day of what was authorized had come."""
    sql = "update activity_authorization set starts_on = least(starts_on, current_date) where declaration = $1"
    await office.world.superuser.execute(sql, kept.id)
    return kept


def until(days: int, decision: str = "authorize") -> DecisionCommand:
    """Authorized for some days from today."""
    conditions = "Never in working hours." if decision == "authorize_with_conditions" else ""
    return DecisionCommand(decision, "It helps and harms nobody.", conditions, valid_until=in_days(days), tests=PASSED)


PASSED = dict.fromkeys(("interferes_with_duties", "incompatible_with_status", "conflicts_with_interests"), False)
"""The three tests of ICSC 45, none of which stands in the way."""


def refusal() -> DecisionCommand:
    """Refused, though no test stands in the way, so that the ordinary authority decides it."""
    return DecisionCommand("refuse_authorization", "Two evenings a week are more than can be spared.", tests=PASSED)


def in_doubt(days: int = 90, decision: str = "authorize", answer: bool | None = None) -> DecisionCommand:
    """Authorized for some days, though the reviewer answers one test with yes, or cannot tell."""
    return msgspec.structs.replace(until(days, decision), tests=PASSED | {"incompatible_with_status": answer})


async def under_review(office: Office, command: FilingCommand | None = None) -> Declaration:
    """An activity that the officer has taken up."""
    kept = await office.world.declaration(office.declarant, command or activity_command())
    return await acts.take(office.officer, kept.reference, kept.head_seq)


async def recommended(office: Office, days: int = 365, command: FilingCommand | None = None) -> Declaration:
    """The same, recommended to the authority."""
    kept = await under_review(office, command)
    return await deciding.recommend(office.officer, kept.reference, until(days), kept.head_seq)


async def authorized(office: Office, days: int = 365, command: FilingCommand | None = None) -> Declaration:
    """The same, authorized."""
    kept = await recommended(office, days, command)
    return await deciding.decide(office.official, kept.reference, until(days), kept.head_seq)
