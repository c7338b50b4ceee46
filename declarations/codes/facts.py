"""Facts: what a form asked and a person answered, in the flat form that rules read and the API accepts.

A fact has three states. Absent: it was not asked. Null, or the stored value `unknown`: asked, and the person does not
know. Otherwise its value. `during_leave: null` is the one null that means "no leave"; not known is `unknown` there.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from declarations.codes import vocabulary as words
from declarations.codes.fact_forms import (
    NOT_ON_LEAVE,
    UNKNOWN,
    Form,
    PriorValue,
    Refused,
    choice,
    day,
    flag,
    leave,
    money,
    number,
    parts,
    prior_values,
    required,
    several,
)
from register.kernel.canonical import canonical_json
from register.kernel.currency import Money
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg

Flat = Mapping[str, Any]

_PERSON: dict[str, Form] = {
    "kind": required(choice(words.Kind)),
    "capacity": required(choice(words.Capacity)),
    "roles": several(words.BodyRole),
    "filed_date": day,
}
MEETING: dict[str, Form] = {"may_vote": flag, "vote_date": day, "giver_concerned": flag}
_NESTED = frozenset(MEETING)

FORMS: Mapping[words.Kind, dict[str, Form]] = {
    words.Kind.GIFT: {
        **_PERSON,
        "direction": choice(words.Direction),
        "category": choice(words.GiftCategory),
        "giver_type": choice(words.GiverType),
        "giver_relation": choice(words.GiverRelation),
        "recipient": choice(words.Recipient),
        "value": money,
        "event_date": day,
        "aware_date": day,
        "official_function": flag,
        "usual_courtesy": flag,
        "unusual": flag,
        "refusal_would_embarrass": flag,
        "in_return_for_act": flag,
        "could_appear_as_influence": flag,
        "through_intermediary": flag,
        "related_to_assignment": flag,
        "payment_timing": choice(words.PaymentTiming),
        "prior_total": money,
        "prior_values": prior_values,
        "meeting": lambda raw: dict.fromkeys(MEETING) if raw is None else parts(raw, MEETING),
    },
    words.Kind.OUTSIDE_ACTIVITY: {
        **_PERSON,
        "activity_class": choice(words.ActivityClass),
        "hours_per_week": number,
        "start_date": day,
        "end_date": day,
        "during_leave": leave(choice(words.Leave)),
        "leave_from": day,
        "leave_to": day,
        "remunerated": flag,
        "interferes_with_duties": flag,
        "incompatible_with_status": flag,
        "conflicts_with_interests": flag,
        "uses_resources": flag,
        "uses_name": flag,
        "uses_information": flag,
        "related_to_mandate": flag,
        "personal_capacity": flag,
        "local_law_permits": flag,
        "for_party_or_campaign": flag,
        "fundraising": flag,
        "public_speech": flag,
        "press_statement": flag,
        "article": flag,
        "income": money,
        "prior_hours": number,
        "prior_income": money,
        "authorized_until": day,
    },
    words.Kind.CONFLICT: {
        **_PERSON,
        "nature_declared": choice(words.Nature),
        "nature_assessed": choice(words.Nature),
        "domain": choice(words.ConflictDomain),
        "interest_holder": choice(words.InterestHolder),
        "counterpart_kind": choice(words.CounterpartKind),
        "benefit_to": choice(words.BenefitTo),
        "indirect": flag,
        "acts_on_matter": flag,
        "persuades_for_or_against": flag,
        "uses_information": flag,
        "instruction_from_host_country": flag,
        "seeks_government_support": flag,
        "event_date": day,
        "aware_date": day,
    },
    words.Kind.APPROVAL_REQUEST: {
        **_PERSON,
        "subject": choice(words.ApprovalSubject),
        "factual_or_technical_only": flag,
        "airs_grievances": flag,
        "furthers_own_interests": flag,
        "uses_information": flag,
    },
    words.Kind.NIL: _PERSON,
}
"""Every fact that may be asked, by kind; the facts of a meeting stand flat beside the others once they are read."""


class Facts(msgspec.Struct, frozen=True):
    """Facts that were read and found right: a flat mapping in which null is None and an absent fact is not there."""

    kind: words.Kind
    values: Flat

    def get(self, fact: str) -> Any:
        """The value of a fact; None when it is absent or not known."""
        return self.values.get(fact)

    @property
    def capacity(self) -> words.Capacity | None:
        """The capacity in which the declaration is made, None when it was not said."""
        found: words.Capacity | None = self.values.get("capacity")
        return found

    @property
    def event_date(self) -> date | None:
        """When it happened, where that is known."""
        found: date | None = self.values.get("event_date")
        return found

    @property
    def currencies(self) -> set[str]:
        """The currencies in which their amounts stand, to be converted before they are compared."""
        amounts = {value.currency for value in self.values.values() if isinstance(value, Money)}
        return amounts | {prior.currency for prior in self.values.get("prior_values") or ()}

    def to_object(self) -> dict[str, Any]:
        """The facts as a facts file holds them: `parse_facts` gives the same facts again."""
        flat = {name: _written(name, value) for name, value in self.values.items() if name not in _NESTED}
        meeting = {name: _written(name, self.values[name]) for name in MEETING if name in self.values}
        return flat | ({"meeting": meeting} if meeting else {})

    def to_json(self) -> bytes:
        """The facts file in canonical JSON, for storing beside the evaluation."""
        return canonical_json(self.to_object())


def parse_facts(raw: object) -> Facts:
    """Read the object of a facts file. Raises Invalid with one error for each fact that is wrong.

    `kind` must be there; any other fact may be absent. Unknown keys and values are refused.
    """
    if not isinstance(raw, dict):
        raise Invalid(fields=[FieldError("", msg("Give the facts as one object."))])
    try:
        kind = required(choice(words.Kind))(raw.get("kind"))
        found = parts(raw, FORMS[kind])
    except Refused as refused:
        raise Invalid(fields=refused.inner or refused.errors("kind")) from refused
    found.update(found.pop("meeting", {}))
    return Facts(kind, found)


def read_facts(text: bytes) -> Facts:
    """Read a facts file. Raises Invalid when it is not JSON or a fact in it is wrong."""
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(
            fields=[FieldError("", msg("The facts are not JSON: %(fault)s.", fault=str(error)[:120]))]
        ) from error
    return parse_facts(raw)


def _written(name: str, value: Any) -> Any:  # noqa: PLR0911 - one return for each way of writing
    if name == "during_leave" and value in (None, NOT_ON_LEAVE):
        return UNKNOWN if value is None else None
    match value:
        case Money(amount=amount, currency=currency):
            return {"amount": format(amount, "f"), "currency": currency}
        case frozenset():
            return sorted(value)
        case tuple():
            return [_written_prior(prior) for prior in value]
        case date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
    return value


def _written_prior(prior: PriorValue) -> dict[str, Any]:
    amount = None if prior.amount is None else format(prior.amount, "f")
    return {"amount": amount, "currency": prior.currency, "date": prior.day.isoformat()}
