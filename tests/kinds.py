"""One declaration of each kind, filed as the forms file it, for tests of what becomes of them."""

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
from register.kernel.identity import Identity
from register.kernel.ids import new_id

FACTS: dict[str, dict[str, Any]] = {
    "outside_activity": {
        "activity_class": "teaching",
        "start_date": "2031-09-01",
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
    "nil": NilDetails(period="2026", matters=("gift", "conflict")),
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
