"""The short form of a gift, for a participant: read into the same answers as the long one, and filled in again."""

from uuid import UUID, uuid4

import msgspec

from declarations.codes.vocabulary import Direction, GiverRelation, GiverType, Recipient
from declarations.filing.answers import GiftAnswers, details_of, facts_of
from declarations.filing.asked import circumstances_asked
from declarations.filing.forms.questions import DIRECTIONS
from declarations.filing.forms.steps import (
    NO_NAME,
    fill_circumstances,
    fill_giver,
    fill_value,
    fill_what,
    fill_words,
    read_circumstances,
    read_giver,
    read_value,
    read_what,
)
from declarations.filing.kinds.gift_rows import VALUE_BASES
from declarations.filing.model import ValueBasis
from declarations.votes.service.gifts import Asked, GiftCommand
from register.kernel.clock import today
from register.kernel.form import UNKNOWN, Form
from register.kernel.i18n import Message, current_locale, msg

COMING_TO_ME = (Direction.RECEIVED, Direction.OFFERED_TO_ME, Direction.DECLINED_BY_ME)
OFFERED = tuple(each for each in DIRECTIONS if each[0] in COMING_TO_ME)
_BASES = (ValueBasis.PRICE_SEEN, ValueBasis.ESTIMATE, ValueBasis.NOT_KNOWN)
"""How somebody in the hall knows a value. That an expert valued it is said over the interface for programs."""


def bases(form: Form) -> tuple[tuple[ValueBasis, Message], ...]:
    """The answers to what it is worth, with the one that was kept before."""
    offered = (each for each in ValueBasis if each in _BASES or each == form.typed("value_basis"))
    return tuple((each, VALUE_BASES[each]) for each in offered)


def read_gift(form: Form, asked: Asked) -> GiftCommand:
    """What somebody declares. Raises Invalid by field."""
    form.choice("direction", set(COMING_TO_ME))
    answers = _answers(form, asked)
    items = {str(item.id) for item in asked.items}
    item = form.choice("item", items, missing=None)
    attested = form.ticked("attested", missing=msg("Confirm that the declaration is true and complete."))
    form.check()
    return GiftCommand(
        facts=facts_of(answers),
        details=details_of(answers),
        item=UUID(item) if item else None,
        language=answers.language,
        attested=attested,
        client_key=_key(form),
    )


def _answers(form: Form, asked: Asked) -> GiftAnswers:
    """As the long form reads them; what no rule of this regime names is not asked, and so not known."""
    form.put("recipient", Recipient.SELF)
    for name in circumstances_asked(None):
        if name not in asked.circumstances:
            form.put(name, UNKNOWN)
    answers = GiftAnswers(language=current_locale().tag)
    for read in (read_what, _read_giver, read_value, read_circumstances):
        answers = read(form, answers)
    words = form.text("description", missing=msg("Describe the item in a few words."), longest=2000)
    return msgspec.structs.replace(answers, description=words)


def _read_giver(form: Form, answers: GiftAnswers) -> GiftAnswers:
    """As in the long form; of a giver whom the person does not know, neither a name nor a relation is asked."""
    is_unknown = form.typed("giver_type") == GiverType.UNKNOWN
    if is_unknown and not form.typed("giver_relation"):
        form.put("giver_relation", GiverRelation.UNKNOWN)
    return read_giver(form, answers, no_name=None if is_unknown else NO_NAME)


def filled(answers: GiftAnswers | None, item: UUID | None) -> Form:
    """The form of a gift that is amended, or an empty one with a key of its own."""
    form = Form()
    if answers is not None:
        for fill in (fill_what, fill_giver, fill_value, fill_circumstances, fill_words):
            fill(form, answers)
    else:
        form.put_day("event_date", today())
    form.put("item", str(item or ""))
    form.put("client_key", str(uuid4()))
    return form


def _key(form: Form) -> UUID:
    try:
        return UUID(form.typed("client_key"))
    except ValueError:
        return uuid4()
