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
