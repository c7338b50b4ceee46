"""What every kind of declaration has: answers of a draft, steps that ask for them, and the way into facts and words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.model import Content, Declaration, Details
from declarations.filing.rows import Row
from register.kernel.form import Form
from register.kernel.i18n import Message


class Amending(msgspec.Struct, frozen=True):
    """Which declaration a draft amends, why, and the last event the person had seen of it."""

    reference: str
    reason: str
    seen: int


class Answers(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the answers of every kind hold. Every field has a value that means "not answered yet"."""

    declarant: UUID | None = None
    """For whom an assistant files; None: the author."""
    capacity: str = ""
    """The declarant's, when the draft was begun; it decides only what is asked."""
    language: str = ""
    """The language of the person's own words; empty: not said yet."""
    amending: Amending | None = None
    renewing: str | None = None
    """The reference of the declaration whose authorization is asked for again."""
    changing: str | None = None
    """The reference of the declaration that is not so any more, where no new version takes its place."""


class Step(msgspec.Struct, frozen=True):
    """One screen of the form: how it is read into the answers, and filled in from them again."""

    name: str
    title: Callable[[Any], Message]
    read: Callable[[Form, Any], Any]
    fill: Callable[[Form, Any], None]
    template: str
    prompts: Callable[[Any], tuple[Any, ...]] = lambda _: ()
    """What a template that knows no kind is to ask, the answers so far being what they are."""
    every: tuple[Any, ...] = ()
    """Everything that such a template may ask."""


class Gap(msgspec.Struct, frozen=True):
    """Something that a draft still lacks: where it is asked, and what to write."""

    step: str
    field: str
    message: Message


class Filed(msgspec.Struct, frozen=True):
    """What a filing command takes from the answers beside facts and words."""

    party: UUID | None = None
    country: str | None = None
    items: int = 1


class KindForm(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of declaration: its form, and what becomes of the answers."""

    kind: Kind
    title: Message
    about: Message
    """What the form asks, before it is begun."""
    door: Message
    """When to declare this kind, where the kinds stand side by side."""
    doors: Mapping[str, Message] = MappingProxyType({})
    """The same for those in another capacity."""
    answers: type[Answers]
    steps: tuple[Step, ...]
    facts_of: Callable[[Any], dict[str, Any]]
    details_of: Callable[[Any], Details]
    filed_of: Callable[[Any], Filed]
    rows_of_answers: Callable[[Any], list[Row]]
    rows_of: Callable[[Mapping[str, Any], Any, int, str], list[Row]]
    """The rows of a filed version from its facts, details, number of items and country."""
    answers_of: Callable[[Declaration, Content], Answers]
    refuse_unasked: Callable[[Mapping[str, Any]], None]
    """Raises Invalid with one error for each fact that such a declaration must speak of and does not."""

    def door_for(self, capacity: str) -> Message:
        """When somebody in this capacity declares this kind."""
        return self.doors.get(capacity, self.door)

    def step(self, name: str) -> Step | None:
        """A step by its name."""
        return next((step for step in self.steps if step.name == name), None)

    def filled(self, step: Step, answers: Answers) -> Form:
        """The form of a step as the draft has it."""
        form = Form()
        step.fill(form, answers)
        return form

    def gaps(self, answers: Answers) -> list[Gap]:
        """Everything that is still missing or wrong, step by step: the same readers that read the form."""
        found: list[Gap] = []
        for step in self.steps:
            form = self.filled(step, answers)
            step.read(form, answers)
            found.extend(Gap(step.name, name, message) for name, message in form.errors.items())
        return found
