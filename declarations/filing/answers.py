"""What a person has answered so far about a gift: the content of a draft, and how it becomes a filing command.

Every field has a value that means "not answered yet" (None or empty). "I do not know" is an answer of its own: the
stored value `unknown`, a value basis of `not_known`, or None among the circumstances.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import (
    Capacity,
    Direction,
    GiftCategory,
    GiverRelation,
    GiverType,
    PaymentTiming,
    Recipient,
)
from declarations.filing.asked import COMING, circumstances_asked
from declarations.filing.kinds.model import Answers
from declarations.filing.model import GiftDetails, ValueBasis
from register.kernel.money import Money

MEETING = ("may_vote", "giver_concerned")

MEETING_CAPACITIES = frozenset({Capacity.REPRESENTATIVE, Capacity.OBSERVER, Capacity.INVITED_PERSON})

PAYMENTS = frozenset({GiftCategory.SUPPLEMENTARY_PAYMENT, GiftCategory.REMUNERATION})
"""Categories for which it matters whether they come before, during or after the assignment (ICSC 51)."""


class GiftAnswers(Answers, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The answers of one draft of a gift."""

    direction: Direction | None = None
    category: GiftCategory | None = None
    items: int | None = None
    recipient: Recipient | None = None
    event_date: date | None = None
    aware_date: date | None = None
    party: UUID | None = None
    giver_name: str = ""
    giver_type: GiverType | None = None
    giver_relation: GiverRelation | None = None
    giver_country: str = ""
    giver_person: str = ""
    value: Money | None = None
    value_basis: ValueBasis | None = None
    circumstances: dict[str, bool | None] = msgspec.field(default_factory=dict)
    payment_timing: str = ""
    """A stored value of PaymentTiming, or `unknown`; empty: not answered yet."""
    meeting: dict[str, bool | None] = msgspec.field(default_factory=dict)
    vote_date: date | None = None
    description: str = ""
    story: str = ""
    function: str = ""
    remarks: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The circumstances that are asked for this direction."""
        return circumstances_asked(self.direction)

    @property
    def asks_meeting(self) -> bool:
        """Whether the declarant takes part in meetings, where the time of a vote matters (INTERPOL 18–21)."""
        return self.capacity in MEETING_CAPACITIES

    @property
    def asks_timing(self) -> bool:
        """Whether it matters when the payment fell."""
        return self.category in PAYMENTS

    @property
    def asks_recipient(self) -> bool:
        """Whether there is somebody on our side for whom the item is."""
        return self.direction is None or self.direction in COMING


def facts_of(answers: GiftAnswers) -> dict[str, Any]:
    """The facts as a facts file holds them; what was not asked is absent, what is not known is null."""
    known = {
        "direction": answers.direction,
        "category": answers.category,
        "giver_type": answers.giver_type,
        "giver_relation": answers.giver_relation,
        "event_date": answers.event_date,
        "aware_date": answers.aware_date or answers.event_date,
        "recipient": answers.recipient if answers.asks_recipient else None,
    }
    facts: dict[str, Any] = {name: str(value) for name, value in known.items() if value is not None}
    facts["value"] = _money(answers.value)
    facts |= {name: answers.circumstances[name] for name in answers.asked if name in answers.circumstances}
    if answers.asks_timing:
        facts["payment_timing"] = answers.payment_timing if answers.payment_timing in set(PaymentTiming) else None
    if answers.meeting:
        day = answers.vote_date.isoformat() if answers.vote_date else None
        facts["meeting"] = {**answers.meeting, "vote_date": day}
    return facts


def _money(value: Money | None) -> dict[str, str] | None:
    return None if value is None else {"amount": format(value.amount, "f"), "currency": value.currency}


def details_of(answers: GiftAnswers) -> GiftDetails:
    """The story in the person's own words."""
    return GiftDetails(
        description=answers.description,
        circumstances=answers.story,
        giver_name=answers.giver_name,
        giver_person=answers.giver_person,
        function=answers.function,
        value_basis=answers.value_basis or ValueBasis.NOT_KNOWN,
        remarks=answers.remarks,
    )
