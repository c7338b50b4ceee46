"""What the stored values of this room are called."""

from collections.abc import Mapping
from decimal import Decimal

from declarations.assets.model import Band, Category, ConsentState, Ground, Holder, Outcome, Show, Use
from declarations.codes.labels import LABELS
from declarations.codes.vocabulary import GiverRelation
from declarations.parties.model import PARTY_RELATIONS
from register.kernel.i18n import Message, msg, pmsg
from register.kernel.money import Money

GROUNDS: Mapping[Ground, Message] = {
    Ground.POSITION: pmsg("asset ground", "The position"),
    Ground.FUNCTION: pmsg("asset ground", "A function"),
}
CATEGORIES: Mapping[Category, Message] = {
    Category.COMPANY: pmsg("asset category", "Interest in a company"),
    Category.REAL_ESTATE: pmsg("asset category", "Real-estate business"),
    Category.DIRECTORSHIP: pmsg("asset category", "Directorship or board seat"),
    Category.DEBT: pmsg("asset category", "Debt to a party"),
    Category.INCOME: pmsg("asset category", "Source of income"),
}
HOLDERS: Mapping[Holder, Message] = {
    Holder.SELF: pmsg("asset holder", "The filer"),
    Holder.SPOUSE_PARTNER: LABELS["conflict.interest_holder", "spouse_partner"],
    Holder.DEPENDANT: LABELS["conflict.interest_holder", "dependant"],
    Holder.RELATIVE: LABELS["conflict.interest_holder", "relative"],
}
OWN_HOLDERS: Mapping[Holder, Message] = {**HOLDERS, Holder.SELF: msg("You yourself")}
"""The same as the filer reads them of their own statement."""

RELATIONS: Mapping[str, Message] = {
    str(each): LABELS["gift.giver_relation", str(each)] for each in GiverRelation if each in PARTY_RELATIONS
}
_LOW, _MIDDLE, _HIGH = (Money(Decimal(amount), "USD") for amount in (10_000, 50_000, 250_000))
BANDS: Mapping[Band, Message] = {
    Band.LOW: msg("Up to %(most)s", most=_LOW),
    Band.MIDDLE: msg("Up to %(most)s", most=_MIDDLE),
    Band.HIGH: msg("Up to %(most)s", most=_HIGH),
    Band.HIGHEST: msg("Above %(least)s", least=_HIGH),
    Band.NONE: pmsg("asset value", "No value in money"),
}
USES: Mapping[Use, Message] = {
    Use.ASSESSMENT: pmsg("asset use", "Assessment of conflicts of interest"),
    Use.MATCHING: pmsg("asset use", "Comparison with other declarations"),
    Use.PROCUREMENT: pmsg("asset use", "Check in a procurement"),
    Use.INVESTIGATION: pmsg("asset use", "Investigation"),
    Use.PUBLICATION: pmsg("asset use", "Publication"),
    Use.OTHER: pmsg("asset use", "Another use"),
}
OUTCOMES: Mapping[Outcome, Message] = {
    Outcome.NO_ISSUE: pmsg("asset review", "No issue"),
    Outcome.TALK: pmsg("asset review", "A discussion is needed"),
    Outcome.DECLARE: pmsg("asset review", "The filer is asked to declare a conflict"),
}
CONSENTS: Mapping[ConsentState, tuple[Message, str]] = {
    ConsentState.ASKED: (pmsg("asset consent", "Waits for an answer"), "waits"),
    ConsentState.GRANTED: (pmsg("asset consent", "Agreed"), "good"),
    ConsentState.REFUSED: (pmsg("asset consent", "Refused"), "quiet"),
    ConsentState.REVOKED: (pmsg("asset consent", "Taken back"), "quiet"),
}
SHOWS: Mapping[Show, Message] = {
    Show.IN_FORCE: pmsg("designated filers", "In force"),
    Show.OVERDUE: pmsg("designated filers", "Overdue"),
    Show.TO_REVIEW: pmsg("designated filers", "To review"),
    Show.ENDED: pmsg("designated filers", "Ended"),
}
