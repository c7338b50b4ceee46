"""Questions as data: what is asked, with which control, when, and where the answer goes.

A form made of prompts needs neither readers nor templates of its own. "I do not know" is an answer: None in `said`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.labels import labels_of
from declarations.filing.asked import BEFORE_START, PERIODS
from declarations.filing.kinds.model import Answers, Step
from declarations.parties.countries import countries
from register.kernel import clock
from register.kernel.form import UNKNOWN, Form
from register.kernel.i18n import LOCALES, Message, msg, pmsg
from register.kernel.money import Money
from register.kernel.numerals import western

CHOOSE = msg("Choose one of the answers.")
DO_NOT_KNOW = pmsg("answer", "I do not know")
NONE = "none"
Choices = tuple[tuple[str, Message], ...]


class Control(StrEnum):
    """How an answer is given."""

    CHOICE = "choice"
    """One of a few, as radio buttons."""
    SELECT = "select"
    """One of many."""
    SEVERAL = "several"
    FLAG = "flag"
    """Yes, no, or "I do not know"."""
    DAY = "day"
    HOURS = "hours"
    MONEY = "money"
    LINE = "line"
    TEXT = "text"
    PARTY = "party"
    """The other party: looked up in the directory, or as typed."""
    COUNTRY = "country"
    LANGUAGE = "language"


class PromptAnswers(Answers, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The answers of a form made of prompts, by the name of the prompt; a prompt that is not there is not answered."""

    party: UUID | None = None
    said: dict[str, Any] = msgspec.field(default_factory=dict)

    def get(self, name: str) -> Any:
        """The answer to a prompt; None where there is none, or the person does not know."""
        return self.said.get(name)


Condition = Callable[[PromptAnswers], bool]


def always(_: PromptAnswers) -> bool:
    """Asked whatever else was answered."""
    return True


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """One question."""

    name: str
    label: Message
    control: Control
    hint: Message | None = None
    choices: Choices = ()
    mine: Mapping[str, Message] = MappingProxyType({})
    """What values are called where people are asked about themselves."""
    leading: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """By capacity, the values that stand before the others."""
    missing: Message | None = CHOOSE
    """What to say when nothing is answered; None: it may be left empty."""
    when: Condition = always
    is_fact: bool = False
    """Whether the rules read it; else it belongs to the person's story."""
    unknown: bool = False
    """Whether "I do not know" is offered, beside a yes or no where it always is."""
    to_come: bool = True
    """Of a day: whether it may lie ahead."""
    longest: int = 10_000
    row: Message | None = None
    """What the answer is called once it is given; the label of the fact, or the question itself, where it is None."""

    def arranged(self, answers: PromptAnswers) -> "Prompt":
        """With the values first that somebody in this capacity will look for, and spoken to whoever declares."""
        if self.mine and answers.declarant is None:
            spoken = tuple((value, self.mine.get(value, words)) for value, words in self.choices)
            return msgspec.structs.replace(self, choices=spoken, mine={}).arranged(answers)
        first = self.leading.get(answers.capacity, ())
        if not first:
            return self
        known = dict(self.choices)
        rest = tuple((value, words) for value, words in self.choices if value not in first)
        return msgspec.structs.replace(self, choices=(*((value, known[value]) for value in first), *rest))

    @property
    def is_conditional(self) -> bool:
        """Whether another answer decides if it is asked."""
        return self.when is not always

    @property
    def offered(self) -> Choices:
        """The values that may be chosen, with "I do not know" where that is an answer."""
        return (*self.choices, (UNKNOWN, DO_NOT_KNOW)) if self.unknown else self.choices


def labelled(field: str, *, but: Iterable[str] = ()) -> Choices:
    """The stored values of a field with their labels."""
    left_out = frozenset(but)
    return tuple((value, words) for value, words in labels_of(field).items() if value not in left_out)


def step_of(name: str, title: Message, *prompts: Prompt) -> Step:
    """A screen that asks prompts."""

    def asked(answers: PromptAnswers) -> tuple[Prompt, ...]:
        return tuple(prompt.arranged(answers) for prompt in prompts if prompt.when(answers))

    def read(form: Form, answers: PromptAnswers) -> PromptAnswers:
        for prompt in prompts:  # one after another: an answer decides what is asked further down
            answers = take(form, prompt, answers) if prompt.when(answers) else _without(prompt, answers)
        return answers

    def fill(form: Form, answers: PromptAnswers) -> None:
        for prompt in asked(answers):
            _fill(form, prompt, answers)

    return Step(name, lambda _: title, read, fill, "step_prompts.html", asked, prompts)


def _without(prompt: Prompt, answers: PromptAnswers) -> PromptAnswers:
    said = {name: value for name, value in answers.said.items() if name != prompt.name}
    return msgspec.structs.replace(answers, said=said)


def take(form: Form, prompt: Prompt, answers: PromptAnswers) -> PromptAnswers:
    """The answers with what the form says to one prompt; every fault is noted in the form."""
    if prompt.control is Control.LANGUAGE:
        return msgspec.structs.replace(
            answers, language=form.choice(prompt.name, LOCALES, missing=prompt.missing) or ""
        )
    found = _READERS[prompt.control](form, prompt)
    answers = _without(prompt, answers)
    begun = answers.get(PERIODS.get(prompt.name, ""))
    if begun and found is not ABSENT and found < begun:  # days as ISO 8601 writes them
        form.refuse(prompt.name, BEFORE_START)
    if prompt.control is Control.PARTY:
        party = _party(form) if found and found == form.typed("party_named").strip() else None
        answers = msgspec.structs.replace(answers, party=party)
    if found is ABSENT or prompt.name in form.errors:
        return answers
    return msgspec.structs.replace(answers, said={**answers.said, prompt.name: found})


ABSENT = object()
"""Nothing was answered."""


def _read_choice(form: Form, prompt: Prompt) -> Any:
    value = form.choice(prompt.name, [value for value, _ in prompt.offered], missing=prompt.missing)
    return ABSENT if value is None else None if value == UNKNOWN and prompt.unknown else value


def _read_several(form: Form, prompt: Prompt) -> Any:
    found = form.choices(prompt.name, [value for value, _ in prompt.choices])
    if not found and prompt.missing is not None:
        form.refuse(prompt.name, prompt.missing)
    return list(found) if found else ABSENT


def _read_flag(form: Form, prompt: Prompt) -> Any:
    value = form.yes_no(prompt.name, missing=prompt.missing)
    return value if form.typed(prompt.name) else ABSENT


def _read_day(form: Form, prompt: Prompt) -> Any:
    day = form.day(prompt.name, missing=prompt.missing)
    if day is not None and not prompt.to_come and day > clock.today() + timedelta(days=1):
        form.refuse(prompt.name, msg("This date is in the future. Write the day on which it happened."))
    return ABSENT if day is None else day.isoformat()


def _read_hours(form: Form, prompt: Prompt) -> Any:
    typed = western(form.typed(prompt.name)).strip().replace(",", ".").replace("٫", ".")
    if not typed:
        if prompt.missing is not None:
            form.refuse(prompt.name, prompt.missing)
        return ABSENT
    whole, _, part = typed.partition(".")
    if not (whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))):
        form.refuse(prompt.name, msg("Write a number of hours, such as 4 or 2.5."))
    elif len(whole) > 3 or len(part) > 2 or Decimal(typed.rstrip(".")) > _HOURS_OF_WEEK:
        form.refuse(prompt.name, msg("A week has %(most)s hours. Write the hours of one week.", most=_HOURS_OF_WEEK))
    return typed.rstrip(".")


_HOURS_OF_WEEK = 168


def _read_money(form: Form, prompt: Prompt) -> Any:
    found = form.money(prompt.name, missing=prompt.missing)
    return ABSENT if found is None else {"amount": format(found.amount, "f"), "currency": found.currency}


def _read_line(form: Form, prompt: Prompt) -> Any:
    return form.line(prompt.name, missing=prompt.missing, longest=min(prompt.longest, 300)) or ABSENT


def _read_text(form: Form, prompt: Prompt) -> Any:
    return form.text(prompt.name, missing=prompt.missing, longest=prompt.longest) or ABSENT


def _read_country(form: Form, prompt: Prompt) -> Any:
    return form.choice(prompt.name, countries(), missing=prompt.missing) or ABSENT


_READERS: Mapping[Control, Callable[[Form, Prompt], Any]] = {
    Control.CHOICE: _read_choice,
    Control.SELECT: _read_choice,
    Control.SEVERAL: _read_several,
    Control.FLAG: _read_flag,
    Control.DAY: _read_day,
    Control.HOURS: _read_hours,
    Control.MONEY: _read_money,
    Control.LINE: _read_line,
    Control.TEXT: _read_text,
    Control.PARTY: _read_line,
    Control.COUNTRY: _read_country,
}


def _party(form: Form) -> UUID | None:
    typed = form.typed("party")
    try:
        found = UUID(typed) if typed else None
    except ValueError:
        found = None
    if typed and str(found) != typed:
        form.refuse("party", CHOOSE)
        return None
    return found


def _fill(form: Form, prompt: Prompt, answers: PromptAnswers) -> None:
    name = prompt.name
    if prompt.control is Control.LANGUAGE:
        form.put(name, answers.language)
    elif name not in answers.said:
        return
    elif prompt.control is Control.FLAG:
        form.put(name, {True: "yes", False: "no", None: UNKNOWN}[answers.said[name]])
    elif prompt.control is Control.DAY:
        form.put_day(name, date.fromisoformat(answers.said[name]))
    elif prompt.control is Control.MONEY:
        raw = answers.said[name]
        form.put_money(name, Money(Decimal(raw["amount"]), raw["currency"]))
    else:
        form.put(name, UNKNOWN if answers.said[name] is None else answers.said[name])
    if prompt.control is Control.PARTY:
        form.put("party", str(answers.party or ""))
        form.put("party_named", answers.said[name] if answers.party else "")
