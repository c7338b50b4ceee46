"""What a version would change, found by judging typical gifts under both versions. Pure."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from declarations.codes.decisions import FigureName
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.model import ProfileVersion
from declarations.codes.rates import NO_RATES
from declarations.codes.vocabulary import GiverType
from declarations.policies.model import Case
from register.kernel.money import Money, decimals_of

_GIVERS = (
    GiverType.COMMERCIAL,
    GiverType.GOVERNMENT,
    GiverType.NON_GOVERNMENTAL,
    GiverType.INDIVIDUAL,
)
_MONEY = (FigureName.NOMINAL, FigureName.UPPER)


def amounts_to_try(*versions: ProfileVersion) -> list[Decimal]:
    """Each threshold of the versions and the smallest amount above it: between them nothing can change."""
    found: set[Decimal] = set()
    for version in versions:
        step = Decimal(1).scaleb(-decimals_of(version.currency)) if version.currency else Decimal(1)
        for figure in version.figures:
            if figure.name in _MONEY:
                found |= {figure.amount, figure.amount + step}
    return sorted(amount for amount in found if amount > 0)


def changed_cases(before: ProfileVersion, after: ProfileVersion, on: date) -> Iterable[Case]:
    """Typical gifts of each kind of giver that the two versions judge otherwise."""
    currency = after.currency or before.currency
    if currency is None or before.currency != after.currency:
        return
    for giver_type in _GIVERS:
        for amount in amounts_to_try(before, after):
            value = Money(amount, currency)
            was, will = (_effect(version, giver_type, value, on) for version in (before, after))
            if was != will:
                yield Case(giver_type, value, was, will)


def _effect(version: ProfileVersion, giver_type: str, value: Money, on: date) -> str:
    day = on.isoformat()
    facts = parse_facts(
        {
            "kind": "gift",
            "capacity": "staff",
            "direction": "received",
            "category": "gift",
            "giver_type": giver_type,
            "giver_relation": "none",
            "recipient": "self",
            "value": {"amount": format(value.amount, "f"), "currency": value.currency},
            "event_date": day,
            "aware_date": day,
            "filed_date": day,
            "official_function": False,
            "usual_courtesy": False,
            "unusual": False,
            "refusal_would_embarrass": False,
            "in_return_for_act": False,
            "could_appear_as_influence": False,
            "through_intermediary": False,
            "related_to_assignment": False,
        }
    )
    return evaluate(facts, version, NO_RATES, on).effect.value
