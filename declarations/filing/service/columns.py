"""The columns of a row that follow from what was filed and from what the rules made of it."""

from typing import Any, Protocol
from uuid import UUID

from declarations.codes.decisions import ReviewClass
from declarations.filing.service.evaluating import Giver, Judged


class Filed(Protocol):
    """What of a filing command stands in columns."""

    @property
    def party(self) -> UUID | None: ...
    @property
    def giver(self) -> Giver: ...
    @property
    def language(self) -> str: ...
    @property
    def items(self) -> int: ...


KIND_COLUMNS = (
    "activity_class",
    "subject",
    "domain",
    "nature_declared",
    "start_date",
    "end_date",
    "counterpart_kind",
)
"""Facts of kinds other than a gift that queues, matching and reports need in the row, under their own names."""


def columns_of(command: Filed, judged: Judged) -> dict[str, Any]:
    """The columns that follow from the facts and from what the rules made of them."""
    facts, found = judged.facts, judged.evaluation
    value, reference = facts.get("value"), found.reference_value
    return {
        "judged_as": str(facts.kind),
        "regime": found.profile,
        "profile_version": found.profile_version,
        "event_date": facts.event_date,
        "aware_date": facts.get("aware_date"),
        "party": command.party,
        "party_name": command.giver.name,
        "party_key": command.giver.key,
        "amount": value.amount if value else None,
        "currency": value.currency if value else None,
        "reference_amount": reference.amount if reference else None,
        "reference_currency": reference.currency if reference else None,
        "rate": reference.rate if reference else None,
        "rate_source": reference.rate_source if reference else None,
        "rate_date": reference.rate_date if reference else None,
        "value_band": found.value_band,
        "direction": facts.get("direction"),
        "category": facts.get("category"),
        "giver_type": facts.get("giver_type") or ("unknown" if "giver_type" in facts.values else None),
        "giver_relation": facts.get("giver_relation") or ("unknown" if "giver_relation" in facts.values else None),
        "effect": str(found.effect),
        "leading_rule": found.findings[0].rule if found.findings else None,
        "alerts": tuple(str(alert) for alert in found.alerts),
        "review_class": None if found.review_class is ReviewClass.ORDINARY else str(found.review_class),
        "words_language": command.language,
        "items": command.items,
        **{name: facts.get(name) for name in KIND_COLUMNS},
    }
