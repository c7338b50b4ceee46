"""What a program sends becomes a filing command, or every fault by the path of its field."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, NoReturn

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.model import Step
from declarations.filing.kinds.prompt_form import answers_behind
from declarations.filing.kinds.prompts import Control, Prompt, PromptAnswers, take
from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Details, GiftDetails
from declarations.filing.schemas import AmendmentIn, DeclarationIn, DetailsIn
from declarations.filing.service.filing import FilingCommand
from declarations.filing.service.spoken import refuse_unspoken
from register.kernel.errors import BadRequest, FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import Message, msg
from register.kernel.text import NotTextError, TextError, read_line, read_text

_LINES = ("giver_name", "giver_person", "function")
_LONGEST = {"description": 2000, "giver_name": 300}


class Words:
    """Texts of a request, read one after another; every fault is kept."""

    def __init__(self) -> None:
        self.faults: list[FieldError] = []

    def read(self, name: str, text: str, reading: Callable[[str], str], *, missing: Message | None = None) -> str:
        """The text as it is kept. Raises BadRequest for what is no text at all."""
        try:
            found = reading(text)
        except NotTextError as error:
            raise BadRequest from error
        except TextError as error:
            self.faults.append(FieldError(name, error.message))
            return ""
        if not found and missing is not None:
            self.faults.append(FieldError(name, missing))
        return found

    def check(self) -> None:
        """Raise Invalid with every fault found so far."""
        if self.faults:
            raise Invalid(fields=self.faults)


def read_words(name: str, text: str, *, longest: int = 10_000) -> str:
    """One text that must not be empty, such as an answer or a reason."""
    words = Words()
    found = words.read(name, text, lambda raw: read_text(raw, longest), missing=msg("This text cannot be empty."))
    words.check()
    return found


def read_declaration(sent: DeclarationIn, *, key: str | None = None) -> FilingCommand:
    """The command behind a request. Raises Invalid with every fault of the facts, else of the texts."""
    refuse_unspoken(sent.kind, sent.facts)
    return FilingCommand(
        kind=sent.kind,
        facts=sent.facts,
        details=_details(sent),
        declarant=sent.declarant,
        party=sent.party,
        giver_country=sent.giver_country,
        language=sent.language,
        items=sent.items,
        attested=sent.attested,
        idempotency_key=key,
        renews=sent.renews,
    )


def _details(sent: DeclarationIn) -> Details:
    told = {name: value for name, value in msgspec.to_builtins(sent.details).items() if value}
    if sent.kind == Kind.GIFT:
        return _gift(sent.details, told)
    steps = form_of(sent.kind).steps
    faults = _foreign(told, {prompt.name for step in steps for prompt in step.every})
    form, answers = Form(), answers_behind(sent.facts, None, steps)
    for step in steps:
        for prompt in step.every:
            if not prompt.is_fact:
                answers = _read(form, prompt, told, answers)
    faults += [FieldError(f"details.{name}", message) for name, message in form.errors.items()]
    faults += _unasked(steps, told, answers)
    if faults:
        raise Invalid(fields=faults)
    return form_of(sent.kind).details_of(answers)


def _read(form: Form, prompt: Prompt, told: dict[str, Any], answers: PromptAnswers) -> PromptAnswers:
    """One field of the story, held to what the page asks; what only some answers bring up may be left out here."""
    if prompt.control in {Control.LANGUAGE, Control.COUNTRY} or (prompt.name not in told and prompt.is_conditional):
        return answers
    value = told.get(prompt.name, () if prompt.control is Control.SEVERAL else "")
    if prompt.control is Control.MONEY and value:
        form.put(f"{prompt.name}_currency", value["currency"])
        value = value["amount"]
    form.put(prompt.name, value)
    return take(form, prompt, answers)


def _foreign(told: Iterable[str], known: Collection[str]) -> list[FieldError]:
    return [
        FieldError(f"details.{name}", msg("This kind of declaration has no such field."))
        for name in told
        if name not in known
    ]


def _unasked(steps: Iterable[Step], told: Collection[str], answers: PromptAnswers) -> list[FieldError]:
    """Words that would be lost: with these facts nobody is asked for them."""
    asked = {prompt.name for step in steps for prompt in step.prompts(answers)}
    known = [prompt.name for step in steps for prompt in step.every]
    return [
        FieldError(f"details.{name}", msg("With these facts this is not asked and would not be kept. Leave it out."))
        for name in known
        if name in told and name not in asked
    ]


def _gift(sent: DetailsIn, told: Iterable[str]) -> GiftDetails:
    words = Words()
    words.faults.extend(_foreign(told, GiftDetails.__struct_fields__))
    kept = {
        name: words.read(
            f"details.{name}",
            getattr(sent, name),
            _reader(name),
            missing=msg("Describe the item in a few words.") if name == "description" else None,
        )
        for name in ("description", "circumstances", *_LINES, "remarks")
    }
    words.check()
    return GiftDetails(**kept, value_basis=sent.value_basis)


def _reader(name: str) -> Callable[[str], str]:
    longest = _LONGEST.get(name, 10_000)
    if name in _LINES:
        return lambda raw: read_line(raw, _LONGEST.get(name, 200))
    return lambda raw: read_text(raw, longest)


def refuse_by_path(invalid: Invalid) -> NoReturn:
    """Raise the same faults under the paths that the request uses: facts stand inside `facts`."""
    raise Invalid(invalid.message, _by_path(invalid.fields)) from invalid


def _by_path(fields: Iterable[FieldError]) -> list[FieldError]:
    return [FieldError(_path(field.name), field.message) for field in fields]


def _path(name: str) -> str:
    if name.split(".", maxsplit=1)[0] in _BESIDE_THE_FACTS:
        return name
    return f"details.{name}" if name in _OF_NOTHING else f"facts.{name}"


_BESIDE_THE_FACTS = frozenset(AmendmentIn.__struct_fields__)
_OF_NOTHING = frozenset({"matters", "period"})
"""What a statement of nothing says; it has no facts."""
