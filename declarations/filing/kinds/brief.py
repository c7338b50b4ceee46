"""The pre-check of every kind but a gift: a few questions of its form, all of which may be left open."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.model import Step
from declarations.filing.kinds.prompts import Control, Prompt, PromptAnswers, step_of
from declarations.filing.kinds.registry import form_of
from register.kernel.form import Form
from register.kernel.i18n import Message, msg


class Brief(msgspec.Struct, frozen=True):
    """What a pre-check asks of a kind, under which heading."""

    kind: Kind
    title: Message
    step: Step

    def read(self, form: Form, capacity: str) -> PromptAnswers:
        """The answers as they were given; what was left open is not among them."""
        return self.step.read(form, PromptAnswers(capacity=capacity))  # type: ignore[no-any-return]  # of prompts

    def asked(self, answers: PromptAnswers) -> tuple[Prompt, ...]:
        """The questions that these answers leave to be asked."""
        return self.step.prompts(answers)

    def facts(self, answers: PromptAnswers) -> dict[str, Any]:
        """What the rules read: a question that was left open counts as "I do not know", but for days."""
        for _ in self.step.every:  # an answer may bring up a further question
            answers = _not_knowing(answers, [each for each in self.asked(answers) if each.control is not Control.DAY])
        return {"kind": self.kind.value, **form_of(self.kind).facts_of(answers)}

    def facts_in_full(self, answers: PromptAnswers) -> dict[str, Any]:
        """The same, and everything else that the rules may read of a declaration counts as "I do not know"."""
        form = form_of(self.kind)
        for _ in form.steps:  # an answer may bring up a question of a later screen
            asked = [prompt for step in form.steps for prompt in step.prompts(answers) if prompt.is_fact]
            answers = _not_knowing(answers, [prompt for prompt in asked if prompt.control is not Control.DAY])
        return {"kind": self.kind.value, **_OF_THE_REGISTER.get(self.kind, {}), **form.facts_of(answers)}


_OF_THE_REGISTER: Mapping[Kind, Mapping[str, Any]] = MappingProxyType(
    {Kind.OUTSIDE_ACTIVITY: MappingProxyType({"prior_hours": None, "prior_income": None})}
)
"""Facts that nobody is asked: the register fills them in when a declaration is filed."""


def _not_knowing(answers: PromptAnswers, prompts: Iterable[Prompt]) -> PromptAnswers:
    opened = {prompt.name: None for prompt in prompts if prompt.name not in answers.said}
    return msgspec.structs.replace(answers, said=opened | answers.said)


def _brief(kind: Kind, title: Message, *names: str) -> Brief:
    every = {prompt.name: prompt for step in form_of(kind).steps for prompt in step.every}
    return Brief(kind, title, step_of("brief", title, *(_left_open(every[name]) for name in names)))


def _left_open(prompt: Prompt) -> Prompt:
    chosen = prompt.control in {Control.CHOICE, Control.SELECT}
    return msgspec.structs.replace(prompt, missing=None, unknown=prompt.unknown or chosen)


BRIEFS: Mapping[str, Brief] = MappingProxyType(
    {
        brief.kind.value: brief
        for brief in (
            _brief(
                Kind.OUTSIDE_ACTIVITY,
                msg("May I take up this activity?"),
                "activity_class",
                "local_law_permits",
                "start_date",
                "during_leave",
                "remunerated",
                "interferes_with_duties",
                "incompatible_with_status",
                "conflicts_with_interests",
                "uses_resources",
                "uses_information",
                "uses_name",
                "for_party_or_campaign",
                "fundraising",
                "article",
                "public_speech",
                "press_statement",
                "personal_capacity",
            ),
            _brief(
                Kind.CONFLICT,
                msg("Do I have to disclose this interest?"),
                "domain",
                "interest_holder",
                "benefit_to",
                "counterpart_kind",
                "acts_on_matter",
                "persuades_for_or_against",
                "uses_information",
                "instruction_from_host_country",
                "seeks_government_support",
            ),
            _brief(
                Kind.APPROVAL_REQUEST,
                msg("May I do this in a matter of duty?"),
                "subject",
                "factual_or_technical_only",
                "airs_grievances",
                "furthers_own_interests",
                "uses_information",
            ),
        )
    }
)
"""By the stored value of the kind."""
