"""An ordinary gift, and evaluating it with a few facts changed."""

from decimal import Decimal
from typing import Any

from declarations.codes.engine import evaluate
from declarations.codes.facts import Facts, parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Evaluation
from declarations.codes.rates import NO_RATES, Rates

ABSENT = object()

GIFT: dict[str, Any] = {
    "kind": "gift",
    "capacity": "staff",
    "roles": [],
    "direction": "received",
    "category": "gift",
    "giver_type": "commercial",
    "giver_relation": "none",
    "value": {"amount": "45.00", "currency": "USD"},
    "event_date": "2026-05-01",
    "aware_date": "2026-05-01",
    "filed_date": "2026-05-04",
    "recipient": "self",
    "official_function": False,
    "usual_courtesy": False,
    "unusual": False,
    "refusal_would_embarrass": False,
    "in_return_for_act": False,
    "could_appear_as_influence": False,
    "through_intermediary": False,
    "related_to_assignment": False,
    "prior_total": {"amount": "0", "currency": "USD"},
    "meeting": {"may_vote": True, "vote_date": "2026-05-03", "giver_concerned": True},
}
"""The gift that the design prints as its example."""


def worth(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": str(Decimal(amount)), "currency": currency}


def gift(**changed: Any) -> Facts:
    """The ordinary gift with some facts changed; ABSENT leaves one out."""
    return parse_facts({name: value for name, value in {**GIFT, **changed}.items() if value is not ABSENT})


def judged(profile: str = "un-style", rates: Rates = NO_RATES, **changed: Any) -> Evaluation:
    return evaluate(gift(**changed), shipped().profile(profile), rates)


def rules_of(evaluation: Evaluation) -> list[str]:
    return [finding.rule for finding in evaluation.findings]


ACTIVITY: dict[str, Any] = {
    "kind": "outside_activity",
    "capacity": "staff",
    "activity_class": "teaching",
    "remunerated": True,
    "hours_per_week": 4,
    "start_date": "2026-06-01",
    "end_date": "2026-12-31",
    "filed_date": "2026-05-04",
    "during_leave": None,
    "interferes_with_duties": False,
    "incompatible_with_status": False,
    "conflicts_with_interests": False,
    "uses_resources": False,
    "uses_name": False,
    "for_party_or_campaign": False,
    "fundraising": False,
    "public_speech": False,
    "press_statement": False,
    "article": False,
}
CONFLICT: dict[str, Any] = {
    "kind": "conflict",
    "capacity": "staff",
    "roles": [],
    "nature_declared": "potential",
    "domain": "procurement",
    "interest_holder": "spouse_partner",
    "counterpart_kind": "third_party",
    "benefit_to": "third_party",
    "acts_on_matter": True,
    "persuades_for_or_against": False,
    "event_date": "2026-05-01",
    "aware_date": "2026-05-01",
    "filed_date": "2026-05-04",
}
REQUEST: dict[str, Any] = {
    "kind": "approval_request",
    "capacity": "staff",
    "subject": "drafting_for_delegation",
    "factual_or_technical_only": False,
    "filed_date": "2026-05-04",
}
"""The other examples that the design prints."""


def judged_as(
    printed: dict[str, Any], profile: str = "un-style", rates: Rates = NO_RATES, **changed: Any
) -> Evaluation:
    """One of the printed examples with some facts changed; ABSENT leaves one out."""
    facts = {name: value for name, value in {**printed, **changed}.items() if value is not ABSENT}
    return evaluate(parse_facts(facts), shipped().profile(profile), rates)
