"""The letter to a giver: what it says, when which one fits. Of the case it holds nothing but what was typed for it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from declarations.codes.vocabulary import GiftCategory
from declarations.filing.model import Declaration, Step
from declarations.letters.composing import OFFICE
from declarations.letters.model import GiverPurpose, Letter, Office, Passage
from register.kernel.dates import format_day, local
from register.kernel.i18n import Message, locale_of, msg, pmsg, say
from register.kernel.text import visible

PURPOSES: Mapping[GiverPurpose, Message] = MappingProxyType(
    {
        GiverPurpose.DECLINE: pmsg("letter to the giver", "Decline the gift"),
        GiverPurpose.RETURN: pmsg("letter to the giver", "Return the gift"),
        GiverPurpose.THANKS: pmsg("letter to the giver", "Thank for the gift"),
    }
)

_OF_PAYMENT = pmsg("letter to the giver", "Decline the payment, and repay what was paid")

_RETURNED = frozenset({"return_to_giver"})
_REFUSED = frozenset({"refuse_authorization", "not_permitted"})


def is_payment(declaration: Declaration) -> bool:
    """Whether it is a supplementary payment, which is declined or repaid and never thanked for (ICSC 51)."""
    return declaration.category == GiftCategory.SUPPLEMENTARY_PAYMENT


def purpose_name(purpose: str, *, of_payment: bool) -> Message:
    """What a letter is for."""
    return _OF_PAYMENT if of_payment else PURPOSES[GiverPurpose(purpose)]


def fitting_purposes(declaration: Declaration) -> tuple[GiverPurpose, ...]:
    """The letters that follow from the decision, or from what the person did."""
    if is_payment(declaration):
        return (GiverPurpose.DECLINE,)
    if declaration.outcome in _RETURNED:
        return (GiverPurpose.RETURN,)
    if declaration.outcome in _REFUSED:
        return (GiverPurpose.RETURN, GiverPurpose.DECLINE) if declaration.is_received else (GiverPurpose.DECLINE,)
    if declaration.direction == "declined_by_me":
        return (GiverPurpose.DECLINE,)
    return (GiverPurpose.THANKS,)


def giver_letter(step: Step, office: Office) -> Letter:
    """The letter that an entry of the case keeps. No reference, no value, no reasons, no name but a typed one."""
    return letter_of(step.said, step.at, office)


def letter_of(said: Mapping[str, Any], at: datetime, office: Office) -> Letter:
    """The same of what was said, kept or not."""
    language = str(said["language"])
    text = visible(str(said["text"]))
    name = visible(str(said.get("signatory") or ""))
    signed = [name] if name else []
    return Letter(
        language=language,
        organization=office.name(language),
        office=say(OFFICE, language),
        title=say(msg("Concerning your payment") if said.get("payment") else msg("Concerning your gift"), language),
        day=format_day(local(at).date(), locale_of(language)),
        dated=at,
        addressee=tuple(visible(str(said["addressee"])).split("\n")),
        opening=tuple(Passage(part) for part in text.split("\n\n") if part.strip()),
        signature=(*signed, say(OFFICE, language), office.name(language)),
        name=f"giver-{said['purpose']}-{language}",
    )
