"""Amending begins with a draft that holds what was filed, and ends with a new version of the declaration."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from declarations.codes.vocabulary import Direction, GiftCategory, GiverRelation, GiverType, Recipient
from declarations.filing.answers import Amending, GiftAnswers
from declarations.filing.asked import CIRCUMSTANCES
from declarations.filing.model import Action, Content, Declaration, GiftDetails
from declarations.filing.service.drafts import Draft, create_draft, list_drafts
from declarations.filing.service.own import read_own
from register.kernel.errors import NotFound, TransitionRefused
from register.kernel.identity import Identity
from register.kernel.money import Money


async def begin_amendment(identity: Identity, reference: str, reason: str) -> Draft:
    """A draft with the filed answers, or the one that was begun before. TransitionRefused once it is decided."""
    case = await read_own(identity, reference)
    if Action.AMEND not in case.actions:
        raise TransitionRefused
    for draft in await list_drafts(identity):
        amending = draft.answers.amending
        if amending is not None and amending.reference == reference and amending.seen == case.declaration.head_seq:
            return draft
    amending = Amending(reference, reason, case.declaration.head_seq)
    answers = answers_of(case.declaration, case.content)
    if answers.declarant == identity.person:
        answers = msgspec.structs.replace(answers, declarant=None)
    return await create_draft(identity, msgspec.structs.replace(answers, amending=amending), amends=case.declaration.id)


def answers_of(declaration: Declaration, content: Content) -> GiftAnswers:
    """The answers behind a filed gift. NotFound for another kind, which has another form."""
    facts, details = content.facts, content.details
    if not isinstance(details, GiftDetails):
        raise NotFound
    meeting = dict(facts.get("meeting") or {})
    vote = meeting.pop("vote_date", None)
    return GiftAnswers(
        declarant=declaration.declarant,
        direction=_one(Direction, facts, "direction"),
        category=_one(GiftCategory, facts, "category"),
        items=declaration.items,
        recipient=_one(Recipient, facts, "recipient"),
        event_date=_day(facts.get("event_date")),
        aware_date=_aware(facts),
        party=declaration.party,
        giver_name=details.giver_name,
        giver_type=_one(GiverType, facts, "giver_type"),
        giver_relation=_one(GiverRelation, facts, "giver_relation"),
        giver_country=declaration.giver_country or "",
        giver_person=details.giver_person,
        value=_money(facts.get("value")),
        value_basis=details.value_basis,
        circumstances={name: facts[name] for name in CIRCUMSTANCES if name in facts},
        payment_timing=str(facts.get("payment_timing") or "unknown") if "payment_timing" in facts else "",
        meeting=meeting,
        vote_date=_day(vote),
        description=details.description,
        story=details.circumstances,
        function=details.function,
        remarks=details.remarks,
        language=content.language,
    )


def _one(kind: Any, facts: dict[str, Any], name: str) -> Any:
    """A stored value; what was asked and not known is the stored value `unknown` where the list has one."""
    if name not in facts:
        return None
    value = facts[name] or "unknown"
    return kind(value) if value in set(kind) else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _aware(facts: dict[str, Any]) -> date | None:
    """The day of becoming aware, where it is another than that of the event."""
    return None if facts.get("aware_date") == facts.get("event_date") else _day(facts.get("aware_date"))


def _money(raw: dict[str, str] | None) -> Money | None:
    return None if raw is None else Money(Decimal(raw["amount"]), raw["currency"])
