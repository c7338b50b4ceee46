"""The form of the pre-check: a few plain questions, all of which may be left open."""

from collections.abc import Iterable

import msgspec

from declarations.codes.questions import Question
from declarations.codes.vocabulary import Capacity, Direction, GiftCategory, GiverRelation, GiverType
from declarations.filing.answers import GiftAnswers
from declarations.filing.asked import CIRCUMSTANCES
from declarations.filing.service.precheck import Asked
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, Message, pmsg
from register.kernel.money import Money, format_number

DIRECTIONS: tuple[tuple[Direction, Message], ...] = (
    (Direction.OFFERED_TO_ME, pmsg("pre-check", "It is offered to me")),
    (Direction.RECEIVED, pmsg("pre-check", "I already have it")),
)
PREFIX = "q_"


def read_capacity(form: Form, known: Capacity | None, among: Iterable[Capacity]) -> Capacity:
    """The capacity of the account, or what a visitor chose."""
    chosen = form.choice("capacity", set(among), missing=None) if known is None else None
    return known or (Capacity(chosen) if chosen else Capacity.STAFF)


def read_precheck(form: Form, capacity: Capacity, questions: Iterable[Question]) -> Asked:
    """The answers; raises Invalid with every fault at its field."""
    direction = form.choice("direction", {each for each, _ in DIRECTIONS}, missing=None)
    value = form.money("value")
    answers = {each.id: form.yes_no(f"{PREFIX}{each.id}", missing=None) for each in questions}
    form.check()
    return Asked(capacity, Direction(direction or Direction.OFFERED_TO_ME), value, answers)


def carried(form: Form, questions: Iterable[Question]) -> list[tuple[str, str]]:
    """Everything that was typed, to be sent on with "Declare it"."""
    names = ("direction", "value", "value_currency", *(f"{PREFIX}{question.id}" for question in questions))
    return [(name, form.typed(name)) for name in names if form.typed(name)]


def carried_into(form: Form, questions: Iterable[Question], value: Money | None) -> dict[str, list[tuple[str, str]]]:
    """The same for each language, to be asked again in it; an amount is written as that language writes it."""
    typed = [*carried(form, questions), *((name, form.typed(name)) for name in ("capacity",) if form.typed(name))]
    return {
        tag: [
            (name, format_number(value.amount, locale) if name == "value" and value else said) for name, said in typed
        ]
        for tag, locale in LOCALES.items()
    }


def answers_of(asked: Asked, questions: Iterable[Question], *, language: str) -> GiftAnswers:
    """The beginning of a draft: only what was plainly answered, never what was merely assumed."""
    said: dict[str, object] = {}
    for question in questions:
        answer = asked.answers.get(question.id)
        if answer is not None:
            said |= question.facts(answer)
    return msgspec.structs.replace(
        GiftAnswers(direction=asked.direction, value=asked.value, language=language),
        giver_type=GiverType.GOVERNMENT if said.get("giver_type") == "government" else None,
        giver_relation=GiverRelation.VENDOR if said.get("giver_relation") == "vendor" else None,
        category=GiftCategory.CASH if said.get("category") == "cash" else None,
        circumstances={name: bool(said[name]) for name in CIRCUMSTANCES if name in said},
    )
