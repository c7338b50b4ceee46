"""A conflict of interest in a procurement, as tests file and decide it."""

from datetime import timedelta
from typing import Any

from declarations.filing.conflicts import ConflictShown, conflict_shown
from declarations.filing.model import ConflictDetails, Declaration
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.review.model import DecisionCommand, MeasureCommand
from declarations.review.service import acts, deciding, marks
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.identity import Identity
from tests.reviewing import Office


def conflict_command(**facts: Any) -> FilingCommand:
    """The spouse’s company has made an offer in a tender on which the person works."""
    day = (clock.today() - timedelta(days=3)).isoformat()
    ordinary: dict[str, Any] = {
        "domain": "financial",
        "nature_declared": "potential",
        "interest_holder": "spouse_partner",
        "indirect": False,
        "benefit_to": "third_party",
        "counterpart_kind": "third_party",
        "acts_on_matter": True,
        "uses_information": False,
        "event_date": day,
        "aware_date": day,
    }
    return FilingCommand(
        kind="conflict",
        facts=ordinary | facts,
        details=ConflictDetails(
            description="My partner works for a bidder.", other_party="Delta Pumps Company", matter="RFP 2026/14"
        ),
        language="en",
        attested=True,
    )


async def filed(by: Identity, **facts: Any) -> Declaration:
    """A conflict that was filed."""
    return await file_declaration(by, conflict_command(**facts))


def recusal(days: int = 10) -> MeasureCommand:
    """Recusal within ten days."""
    return MeasureCommand("recusal", clock.today() + timedelta(days=days), "Leave the evaluation panel")


def with_measures(*measures: MeasureCommand) -> DecisionCommand:
    """Measures, with reasons."""
    return DecisionCommand("measure", "The partner’s firm would gain.", measures=measures or (recusal(),))


def without_measure() -> DecisionCommand:
    """None is needed, with reasons."""
    return DecisionCommand("no_measure_needed", "The person has nothing to do with the matter.")


async def conflict_of(who: Identity, reference: str) -> ConflictShown:
    """How it stands, as the desk shows it."""
    desk = await open_desk_case(who, reference)
    found = conflict_shown(desk.case.declaration, desk.case.steps, desk.today)
    assert found is not None
    return found


async def decided(office: Office, command: DecisionCommand | None = None, **facts: Any) -> Declaration:
    """A conflict that the office has decided: by a recusal, unless another decision is given."""
    kept = await filed(office.declarant, **facts)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    return await deciding.decide(office.officer, kept.reference, command or with_measures(), kept.head_seq)


async def addressed(office: Office, kept: Declaration) -> Declaration:
    """The conflict once it is assessed and marked as addressed: ready to be resolved."""
    kept = await marks.assess_nature(office.officer, kept.reference, "actual", "She decides on it", kept.head_seq)
    return await marks.mark_addressed(office.officer, kept.reference, "It is in place", kept.head_seq)


async def resolved(office: Office, kept: Declaration, why: str = "Agreed") -> Declaration:
    """The conflict once it is assessed, addressed and resolved, each by an act of its own."""
    kept = await addressed(office, kept)
    return await marks.mark_resolved(office.officer, kept.reference, why, kept.head_seq)
