"""Declaring a gift, an honour, hospitality or another advantage (ICSC 50, 51; INTERPOL 18–21)."""

from datetime import date
from decimal import Decimal
from typing import Any

from declarations.codes.vocabulary import Direction, GiftCategory, GiverRelation, GiverType, Kind, Recipient
from declarations.filing.answers import GiftAnswers, details_of, facts_of
from declarations.filing.asked import CIRCUMSTANCES, refuse_unasked
from declarations.filing.forms.steps import STEPS
from declarations.filing.kinds.gift_rows import rows_of_answers, rows_of_gift
from declarations.filing.kinds.model import Filed, KindForm
from declarations.filing.model import Content, Declaration, GiftDetails
from register.kernel.errors import NotFound
from register.kernel.i18n import msg
from register.kernel.money import Money


def _filed(answers: GiftAnswers) -> Filed:
    return Filed(answers.party, answers.giver_country or None, answers.items or 1)


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


GIFT = KindForm(
    kind=Kind.GIFT,
    title=msg("Declare a gift"),
    about=msg(
        "Five short steps: what it is, who gave it, what it is worth, how it came about, and your own words. Each step"
        " is saved. Before you submit you see all your answers and what the rules say."
    ),
    door=msg(
        "A gift, an invitation, an honour or another advantage, received, offered, declined or given. It takes a few"
        " minutes."
    ),
    answers=GiftAnswers,
    steps=STEPS,
    facts_of=facts_of,
    details_of=details_of,
    filed_of=_filed,
    rows_of_answers=rows_of_answers,
    rows_of=rows_of_gift,
    answers_of=answers_of,
    refuse_unasked=refuse_unasked,
)
