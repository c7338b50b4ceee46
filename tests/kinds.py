"""One declaration of each kind, filed as the forms file it, for tests of what becomes of them."""

from datetime import timedelta
from typing import Any

import msgspec

from declarations.filing.model import (
    ActivityDetails,
    ApprovalDetails,
    ConflictDetails,
    Declaration,
    Details,
    NilDetails,
)
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.review.lawful import decided_elsewhere
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from register.kernel import clock
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from tests.activities import PASSED
from tests.reviewing import Office

FACTS: dict[str, dict[str, Any]] = {
    "outside_activity": {
        "activity_class": "teaching",
        "start_date": (clock.today() + timedelta(days=30)).isoformat(),
        "hours_per_week": 4,
        "during_leave": None,
        "remunerated": True,
        "interferes_with_duties": False,
        "incompatible_with_status": False,
        "conflicts_with_interests": False,
        "uses_resources": False,
        "uses_name": False,
        "uses_information": False,
        "related_to_mandate": False,
        "local_law_permits": True,
        "personal_capacity": True,
        "for_party_or_campaign": False,
    },
    "conflict": {
        "domain": "procurement",
        "nature_declared": "potential",
        "interest_holder": "spouse_partner",
        "indirect": False,
        "benefit_to": "third_party",
        "counterpart_kind": "third_party",
        "acts_on_matter": True,
        "uses_information": False,
        "event_date": "2026-05-01",
        "aware_date": "2026-05-01",
    },
    "approval_request": {
        "subject": "media_statement",
        "airs_grievances": False,
        "furthers_own_interests": False,
        "uses_information": False,
    },
    "nil": {},
}
DETAILS: dict[str, Details] = {
    "outside_activity": ActivityDetails(
        description="An evening course on water law", position="Lecturer", other_party="University of the Delta"
    ),
    "conflict": ConflictDetails(
        description="My partner works for a bidder.",
        other_party="Delta Pumps Company",
        matter="RFP 2026/14",
        proposed=("recusal", "monitoring"),
    ),
    "approval_request": ApprovalDetails(
        description="An interview on the annual report", other_party="Radio Delta", occasion="World Water Day"
    ),
    "nil": NilDetails(period="2019", matters=("gift",)),
}


async def filed(who: Identity, kind: str, *, told: dict[str, Any] | None = None, **facts: Any) -> Declaration:
    """A declaration of a kind by this person; `facts` and what is `told` stand in the place of the usual ones."""
    return await file_declaration(
        who,
        FilingCommand(
            kind=kind,
            facts=FACTS[kind] | facts,
            details=msgspec.structs.replace(DETAILS[kind], **told or {}),
            attested=True,
            idempotency_key=str(new_id()),
        ),
    )


async def decided(office: Office, case: Declaration, decision: str, **said: Any) -> Declaration:
    """The case after a decision by whoever the rules name, put before them by the officer where it is not theirs."""
    said = ({"tests": PASSED} if case.kind == "outside_activity" else {}) | said
    command = DecisionCommand(decision, "It was weighed, and nothing speaks against it.", **said)
    taken = await acts.take(office.officer, case.reference, case.head_seq)
    if not decided_elsewhere(taken):
        return await deciding.decide(office.officer, taken.reference, command, taken.head_seq)
    put = await deciding.recommend(office.officer, taken.reference, command, taken.head_seq)
    holders = {"executive_head": office.head, "authorizing_official": office.official}
    return await deciding.decide(holders[str(put.authority)], put.reference, command, put.head_seq)
