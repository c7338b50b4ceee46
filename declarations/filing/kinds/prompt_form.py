"""A kind of declaration whose whole form is made of prompts: facts, story and rows follow from them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec

from declarations.codes.fact_forms import UNKNOWN
from declarations.codes.field_labels import FIELDS
from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.model import Filed, KindForm, Step
from declarations.filing.kinds.prompts import NONE, Control, Prompt, PromptAnswers
from declarations.filing.model import Content, Declaration, Details
from declarations.filing.rows import NOT_KNOWN, Row, Shown
from declarations.parties.countries import country_name
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg
from register.kernel.money import Money

MISSING_FACT = msg("This fact is missing. Give null where it is not known.")


class Gathered(msgspec.Struct, frozen=True):
    """A prompt that was asked, its step, and whether it was answered."""

    step: str
    prompt: Prompt


def prompt_form(
    kind: Kind,
    details: type[Details],
    steps: tuple[Step, ...],
    *,
    title: Message,
    about: Message,
    door: Message,
    doors: Mapping[str, Message] = MappingProxyType({}),
) -> KindForm:
    """The form of a kind. `details` has a field for each prompt that is no fact, by the same name."""
    made = _Prompted(details, steps)
    return KindForm(
        kind=kind,
        title=title,
        about=about,
        door=door,
        doors=doors,
        answers=PromptAnswers,
        steps=steps,
        facts_of=made.facts_of,
        details_of=made.details_of,
        filed_of=made.filed_of,
        rows_of_answers=made.rows_of_answers,
        rows_of=made.rows_of,
        answers_of=made.answers_of,
        refuse_unasked=made.refuse_unasked,
    )


class _Prompted:
    """What becomes of the answers to the prompts of some steps."""

    def __init__(self, details: type[Details], steps: tuple[Step, ...]) -> None:
        self._details = details
        self._steps = steps

    def _asked(self, answers: PromptAnswers) -> list[Gathered]:
        return [Gathered(step.name, prompt) for step in self._steps for prompt in step.prompts(answers)]

    def facts_of(self, answers: PromptAnswers) -> dict[str, Any]:
        """What the rules read; what was not asked is absent, what is not known is null."""
        facts = (each.prompt for each in self._asked(answers) if each.prompt.is_fact)
        return {
            prompt.name: _fact(prompt, answers.said[prompt.name]) for prompt in facts if prompt.name in answers.said
        }

    def details_of(self, answers: PromptAnswers) -> Details:
        """The story."""
        told = {each.prompt.name for each in self._asked(answers)} & set(self._details.__struct_fields__)
        return msgspec.convert({name: answers.said[name] for name in told if name in answers.said}, self._details)

    def filed_of(self, answers: PromptAnswers) -> Filed:
        """The other party and the country."""
        places = (each.prompt.name for each in self._asked(answers) if each.prompt.control is Control.COUNTRY)
        return Filed(answers.party, answers.get(next(places, "")))

    def rows_of_answers(self, answers: PromptAnswers) -> list[Row]:
        """The rows of a draft, under the questions as they were put."""
        return _rows_of(self._asked(answers), answers.said, lambda prompt: prompt.label)

    def rows_of(self, facts: Mapping[str, Any], told: Any, _: int, country: str) -> list[Row]:
        """The rows of a filed version."""
        found = answers_behind(facts, told, self._steps)
        said = {**found.said, "country": country} if country else found.said
        told = {prompt.name: prompt for step in self._steps for prompt in step.every}  # to whoever reads, not to one
        asked = self._asked(msgspec.structs.replace(found, said=said))
        return _rows_of([Gathered(each.step, told[each.prompt.name]) for each in asked], said, _called)

    def answers_of(self, declaration: Declaration, content: Content) -> PromptAnswers:
        """The answers behind a filed version."""
        found = answers_behind(content.facts, content.details, self._steps)
        country = declaration.giver_country
        return PromptAnswers(
            declarant=declaration.declarant,
            party=declaration.party,
            language=content.language,
            said={**found.said, "country": country} if country else found.said,
        )

    def refuse_unasked(self, facts: Mapping[str, Any]) -> None:
        """Raises Invalid with one error for each fact that is asked and not spoken of."""
        asked = [each.prompt for each in self._asked(answers_behind(facts, None, self._steps))]
        wanted = [prompt.name for prompt in asked if prompt.is_fact and prompt.missing is not None]
        faults = [FieldError(name, MISSING_FACT) for name in wanted if name not in facts]
        if faults:
            raise Invalid(fields=faults)


def _fact(prompt: Prompt, said: Any) -> Any:
    """`none` is what a form calls the one null that means something: no leave; not knowing is `unknown` there."""
    if prompt.name != "during_leave":
        return said
    return None if said == NONE else said or UNKNOWN


def answers_behind(facts: Mapping[str, Any], told: Any, steps: Iterable[Step]) -> PromptAnswers:
    """The answers behind readable facts and a story; what is empty in the story was not answered."""
    said = dict(facts)
    if "during_leave" in said:
        said["during_leave"] = {None: NONE, UNKNOWN: None}.get(said["during_leave"], said["during_leave"])
    if told is not None:
        story = msgspec.to_builtins(told)
        said |= {name: value for name, value in story.items() if name != "kind" and value not in ("", None, [], ())}
    names = {prompt.name for step in steps for prompt in step.every}
    return PromptAnswers(said={name: value for name, value in said.items() if name in names})


def _called(prompt: Prompt) -> Message:
    return prompt.row or (FIELDS[prompt.name] if prompt.is_fact and prompt.name in FIELDS else prompt.label)


def _rows_of(asked: Iterable[Gathered], said: Mapping[str, Any], called: Callable[[Prompt], Message]) -> list[Row]:
    found = (_row(each, said, called) for each in asked)
    return [row for row in found if row is not None]


def _row(each: Gathered, said: Mapping[str, Any], called: Callable[[Prompt], Message]) -> Row | None:
    prompt = each.prompt
    if prompt.control is Control.LANGUAGE or prompt.name not in said:
        return None
    value = _shown(prompt, said[prompt.name])
    return Row(prompt.name, called(prompt), value, words=prompt.control is Control.TEXT, step=each.step)


def _shown(prompt: Prompt, said: Any) -> Shown:
    return NOT_KNOWN if said is None else _SHOWN.get(prompt.control, _plain)(prompt, said)


def _plain(_: Prompt, said: Any) -> Shown:
    return str(said)


def _chosen(prompt: Prompt, said: Any) -> Shown:
    return dict(prompt.choices).get(said, NOT_KNOWN)


_SHOWN: Mapping[Control, Callable[[Prompt, Any], Shown]] = {
    Control.FLAG: lambda _, said: label("fact", said),
    Control.DAY: lambda _, said: date.fromisoformat(said),
    Control.MONEY: lambda _, said: Money(Decimal(said["amount"]), said["currency"]),
    Control.COUNTRY: lambda _, said: country_name(said),
    Control.CHOICE: _chosen,
    Control.SELECT: _chosen,
    Control.SEVERAL: lambda prompt, said: several([dict(prompt.choices)[value] for value in said]),
}


def several(messages: list[Message]) -> Message:
    """Several labels as one, in the order given."""
    found = messages[0]
    for message in messages[1:]:
        found = msg("%(some)s; %(more)s", some=found, more=message)
    return found
