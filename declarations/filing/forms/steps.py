"""The steps of declaring a gift: how each is read from a form, and how it is filled in again from the draft."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import (
    Direction,
    GiftCategory,
    GiverRelation,
    GiverType,
    PaymentTiming,
    Recipient,
)
from declarations.filing.answers import MEETING, GiftAnswers
from declarations.filing.asked import IN_FUTURE
from declarations.filing.forms.questions import giver_title
from declarations.filing.kinds.model import Step
from declarations.filing.model import ValueBasis
from declarations.parties.countries import countries
from register.kernel import clock
from register.kernel.form import UNKNOWN, Form
from register.kernel.i18n import LOCALES, Message, msg
from register.kernel.numerals import western

MOST_ITEMS = 99
_CHOOSE = msg("Choose one of the answers.")

Reader = Callable[[Form, GiftAnswers], GiftAnswers]
Filler = Callable[[Form, GiftAnswers], None]


def _replace(answers: GiftAnswers, **changes: object) -> GiftAnswers:
    return msgspec.structs.replace(answers, **changes)


# -- what and when


def read_what(form: Form, answers: GiftAnswers) -> GiftAnswers:
    """The direction, the kind of thing, how many, and the days."""
    direction = form.choice("direction", set(Direction))
    category = form.choice("category", set(GiftCategory), missing=msg("Choose what it is."))
    items = _items(form)
    event = form.day("event_date", missing=msg("Write the date; an estimate is enough if you say so in your words."))
    aware = form.day("aware_date")
    tomorrow = clock.today() + timedelta(days=1)  # where the day begins earlier than in UTC, it already is tomorrow
    for name, day in (("event_date", event), ("aware_date", aware)):
        if day is not None and day > tomorrow:
            form.refuse(name, IN_FUTURE)
    if event and aware and aware < event:
        form.refuse("aware_date", msg("This day is before the other date. Leave it empty if you knew at once."))
    return _replace(
        answers,
        direction=Direction(direction) if direction else None,
        category=GiftCategory(category) if category else None,
        items=items,
        event_date=None if "event_date" in form.errors else event,
        aware_date=None if "aware_date" in form.errors else aware,
    )


def _items(form: Form) -> int | None:
    typed = western(form.typed("items", "1"))
    if typed.isascii() and typed.isdigit() and len(typed) <= 3 and 1 <= int(typed) <= MOST_ITEMS:
        return int(typed)
    form.refuse("items", msg("Write how many items there were, from 1 to %(most)s.", most=MOST_ITEMS))
    return None


def fill_what(form: Form, answers: GiftAnswers) -> None:
    """Fill the first step in again."""
    form.put("direction", answers.direction or "")
    form.put("category", answers.category or "")
    form.put("items", str(answers.items or 1))
    form.put_day("event_date", answers.event_date)
    form.put_day("aware_date", answers.aware_date)


# -- who gave it


NO_NAME = msg("Write the name, or that you do not know it.")


def read_giver(form: Form, answers: GiftAnswers, *, no_name: Message | None = NO_NAME) -> GiftAnswers:
    """The other party: from the directory or as typed, what they are, how they stand to the person."""
    name = form.line("giver_name", missing=no_name, longest=300)
    party = _party(form) if name == form.typed("party_named").strip() else None
    kind = form.choice("giver_type", set(GiverType), missing=msg("Choose what kind of giver it is."))
    relation = form.choice("giver_relation", set(GiverRelation), missing=msg("Choose how the giver stands to you."))
    country = form.choice("giver_country", countries(), missing=None)
    recipient = form.choice("recipient", set(Recipient), missing=_CHOOSE) if answers.asks_recipient else None
    return _replace(
        answers,
        party=party,
        giver_name=name,
        giver_type=GiverType(kind) if kind else None,
        giver_relation=GiverRelation(relation) if relation else None,
        giver_country=country or "",
        giver_person=form.line("giver_person"),
        recipient=Recipient(recipient) if recipient else None,
    )


def _party(form: Form) -> UUID | None:
    typed = form.typed("party")
    try:
        found = UUID(typed) if typed else None
    except ValueError:
        found = None
    if typed and str(found) != typed:
        form.refuse("party", _CHOOSE)
        return None
    return found


def fill_giver(form: Form, answers: GiftAnswers) -> None:
    """Fill the second step in again."""
    form.put("party", str(answers.party or ""))
    form.put("giver_name", answers.giver_name)
    form.put("party_named", answers.giver_name if answers.party else "")
    form.put("giver_type", answers.giver_type or "")
    form.put("giver_relation", answers.giver_relation or "")
    form.put("giver_country", answers.giver_country)
    form.put("giver_person", answers.giver_person)
    form.put("recipient", answers.recipient or "")


# -- what it is worth


def read_value(form: Form, answers: GiftAnswers) -> GiftAnswers:
    """The amount, exact, and how it is known; not knowing is an answer."""
    basis = form.choice("value_basis", set(ValueBasis), missing=msg("Choose how you know the value."))
    money = form.money("value")
    if basis == ValueBasis.NOT_KNOWN and form.typed("value").strip():
        form.refuse("value_basis", msg("You wrote an amount. Choose how you know it, or remove the amount."))
    elif basis not in {None, ValueBasis.NOT_KNOWN} and money is None:
        form.refuse("value", msg("Write the amount, or choose that you do not know it."))
    return _replace(answers, value_basis=ValueBasis(basis) if basis else None, value=money)


def fill_value(form: Form, answers: GiftAnswers) -> None:
    """Fill the third step in again."""
    form.put("value_basis", answers.value_basis or "")
    form.put_money("value", answers.value)


# -- the circumstances


def read_circumstances(form: Form, answers: GiftAnswers) -> GiftAnswers:
    """Yes, no or "I do not know" to plain questions."""
    timing = None
    if answers.asks_timing:
        timing = form.choice("payment_timing", {*PaymentTiming, UNKNOWN})
    meeting = _flags(form, MEETING) if answers.asks_meeting else {}
    vote = form.day("vote_date") if answers.asks_meeting else None
    return _replace(
        answers,
        circumstances=_flags(form, answers.asked),
        payment_timing=timing or "",
        meeting=meeting,
        vote_date=vote,
    )


def _flags(form: Form, names: tuple[str, ...]) -> dict[str, bool | None]:
    """Only what was answered: a question left open stays open."""
    read = {name: form.yes_no(name) for name in names}
    return {name: value for name, value in read.items() if form.typed(name) and name not in form.errors}


def fill_circumstances(form: Form, answers: GiftAnswers) -> None:
    """Fill the fourth step in again."""
    for name, value in {**answers.circumstances, **answers.meeting}.items():
        form.put(name, {True: "yes", False: "no", None: UNKNOWN}[value])
    form.put("payment_timing", answers.payment_timing)
    form.put_day("vote_date", answers.vote_date)


# -- your words


def read_words(form: Form, answers: GiftAnswers) -> GiftAnswers:
    """The story, in the person's own language."""
    return _replace(
        answers,
        description=form.text("description", missing=msg("Describe the item in a few words."), longest=2000),
        story=form.text("story"),
        function=form.line("function"),
        remarks=form.text("remarks"),
        language=form.choice("language", LOCALES, missing=msg("Choose the language in which you wrote.")) or "",
    )


def fill_words(form: Form, answers: GiftAnswers) -> None:
    """Fill the last step in again."""
    for name in ("description", "story", "function", "remarks", "language"):
        form.put(name, getattr(answers, name))


def _step(name: str, title: Callable[[GiftAnswers], Message], read: Reader, fill: Filler) -> Step:
    return Step(name, title, read, fill, f"step_{name}.html")


STEPS: tuple[Step, ...] = (
    _step("what", lambda _: msg("What is it, and when was it?"), read_what, fill_what),
    _step("giver", lambda answers: giver_title(answers.direction), read_giver, fill_giver),
    _step("value", lambda _: msg("What is it worth?"), read_value, fill_value),
    _step("circumstances", lambda _: msg("How did it come about?"), read_circumstances, fill_circumstances),
    _step("words", lambda _: msg("In your own words"), read_words, fill_words),
)


def malformed(form: Form) -> dict[str, Message]:
    """The faults of fields in which something was typed; a field left empty is no fault while a draft is only saved."""
    parts = ("", "_day", "_month", "_year")
    return {
        name: message
        for name, message in form.errors.items()
        if any(form.typed(f"{name}{part}").strip() for part in parts)
    }
