"""A kind of declaration whose whole form is made of prompts: facts, story and rows follow from them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

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
    kind: Kind, details: type[Details], steps: tuple[Step, ...], *, title: Message, about: Message, door: Message
) -> KindForm:
    """The form of a kind. `details` has a field for each prompt that is no fact, by the same name."""
    fields = frozenset(details.__struct_fields__)

    def asked(answers: PromptAnswers) -> list[Gathered]:
        return [Gathered(step.name, prompt) for step in steps for prompt in step.prompts(answers)]

    def facts_of(answers: PromptAnswers) -> dict[str, Any]:
        return {
            each.prompt.name: _fact(each.prompt, answers.said[each.prompt.name])
            for each in asked(answers)
            if each.prompt.is_fact and each.prompt.name in answers.said
        }

    def details_of(answers: PromptAnswers) -> Details:
        told = {each.prompt.name for each in asked(answers)} & fields
        said = {name: answers.said[name] for name in told if name in answers.said}
        return msgspec.convert(said, details)

    def filed_of(answers: PromptAnswers) -> Filed:
        country = next((each.prompt.name for each in asked(answers) if each.prompt.control is Control.COUNTRY), "")
        return Filed(answers.party, answers.get(country))

    def rows(answers: PromptAnswers, called: Callable[[Prompt], Message]) -> list[Row]:
        found = (_row(each, answers, called) for each in asked(answers))
        return [row for row in found if row is not None]

    def rows_of(facts: Mapping[str, Any], told: Any, items: int, country: str) -> list[Row]:  # noqa: ARG001 - as rows of every kind
        found = _said(facts, told, steps)
        said = {**found.said, "country": country} if country else found.said
        return rows(msgspec.structs.replace(found, said=said), _called)

    def answers_of(declaration: Declaration, content: Content) -> PromptAnswers:
        found = _said(content.facts, content.details, steps)
        country = declaration.giver_country
        return PromptAnswers(
            declarant=declaration.declarant,
            party=declaration.party,
            language=content.language,
            said={**found.said, "country": country} if country else found.said,
        )

    def refuse_unasked(facts: Mapping[str, Any]) -> None:
        answers = _said(facts, None, steps)
        prompts = [each.prompt for each in asked(answers) if each.prompt.is_fact and each.prompt.missing is not None]
        faults = [FieldError(name, MISSING_FACT) for prompt in prompts if (name := prompt.name) not in facts]
        if faults:
            raise Invalid(fields=faults)

    return KindForm(
        kind=kind,
        title=title,
        about=about,
        door=door,
        answers=PromptAnswers,
        steps=steps,
        facts_of=facts_of,
        details_of=details_of,
        filed_of=filed_of,
        rows_of_answers=lambda answers: rows(answers, lambda prompt: prompt.label),
        rows_of=rows_of,
        answers_of=answers_of,
        refuse_unasked=refuse_unasked,
    )


def _fact(prompt: Prompt, said: Any) -> Any:
    """`none` is what a form calls the one null that means something: no leave."""
    return None if said == NONE and prompt.name == "during_leave" else said


def _said(facts: Mapping[str, Any], told: Any, steps: Iterable[Step]) -> PromptAnswers:
    """The answers behind facts and story; what is empty in the story was not answered."""
    said = {name: NONE if name == "during_leave" and value is None else value for name, value in facts.items()}
    if told is not None:
        story = msgspec.to_builtins(told)
        said |= {name: value for name, value in story.items() if name != "kind" and value not in ("", None, [])}
    names = {prompt.name for step in steps for prompt in step.every}
    return PromptAnswers(said={name: value for name, value in said.items() if name in names})


def _called(prompt: Prompt) -> Message:
    return prompt.row or (FIELDS[prompt.name] if prompt.is_fact and prompt.name in FIELDS else prompt.label)


def _row(each: Gathered, answers: PromptAnswers, called: Callable[[Prompt], Message]) -> Row | None:
    prompt = each.prompt
    if prompt.control is Control.LANGUAGE or prompt.name not in answers.said:
        return None
    value = _shown(prompt, answers.said[prompt.name])
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
