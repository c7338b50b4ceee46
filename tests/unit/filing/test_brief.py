"""The pre-check beside the form: what was not asked never makes filing stricter without a word about it."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, seed
from hypothesis import strategies as some

from declarations.codes.decisions import Effect
from declarations.codes.model import ProfileVersion
from declarations.codes.plain import may_harden
from declarations.codes.questions import pre_check_facts, questions_for, with_the_rest_unknown
from declarations.codes.vocabulary import Capacity, Kind
from declarations.filing.kinds.brief import BRIEFS, Brief
from declarations.filing.kinds.prompts import PromptAnswers
from declarations.filing.kinds.registry import form_of
from register.kernel.money import Money
from tests.unit.codes.test_proofs import ON, PROFILES, judge, softer
from tests.unit.codes.test_proofs import SHARE as SHARE_OF_GIFTS
from tests.unit.codes.test_proofs import version_of as shipped_version
from tests.unit.codes.test_proofs_of_kinds import ANSWERS, JUDGED, SHARE, version_of

pytestmark = pytest.mark.proof

TOLD = {"capacity": "staff", "filed_date": ON.isoformat()}
HARMLESS: dict[str, Any] = {
    "activity_class": "community",
    "local_law_permits": True,
    "start_date": "2026-07-01",
    "during_leave": "none",
    "remunerated": False,
    "interferes_with_duties": False,
    "incompatible_with_status": False,
    "conflicts_with_interests": False,
    "uses_resources": False,
    "uses_information": False,
    "uses_name": False,
    "for_party_or_campaign": False,
    "personal_capacity": True,
}
"""Community work with nothing against it, as far as the pre-check asks."""


def _said(kind: Kind) -> some.SearchStrategy[dict[str, Any]]:
    """Answers to the whole form: anything known, not known, or left open."""
    answers = {**ANSWERS[kind], "during_leave": ["none", *filter(None, ANSWERS[kind].get("during_leave", []))]}
    asked = {prompt.name for step in form_of(kind).steps for prompt in step.every if prompt.is_fact}
    days = {"start_date", "end_date"}
    return some.fixed_dictionaries(
        {},
        optional={
            fact: some.sampled_from(values if fact in days else [*values, None])
            for fact, values in answers.items()
            if fact in asked
        },
    )


def _pre_checked(brief: Brief, said: dict[str, Any]) -> PromptAnswers:
    """What of it the pre-check asks."""
    names = {prompt.name for prompt in brief.step.every}
    return PromptAnswers(said={name: value for name, value in said.items() if name in names})


def _filed(brief: Brief, said: dict[str, Any]) -> dict[str, Any]:
    """The same answers in the form, with those to its further questions."""
    opened = {prompt.name: None for prompt in brief.step.every if prompt.name not in said and "date" not in prompt.name}
    return {"kind": brief.kind.value, **form_of(brief.kind).facts_of(PromptAnswers(said=opened | said)), **TOLD}


@pytest.mark.parametrize(("kind", "profile"), [each for each in JUDGED if each[0] in set(BRIEFS)])
def test_filing_is_never_stricter_than_the_pre_check_unless_it_says_so(kind: Kind, profile: str) -> None:
    brief, version = BRIEFS[kind.value], version_of(profile)

    @SHARE
    @seed(23)
    @given(_said(kind))
    def holds(said: dict[str, Any]) -> None:
        answers = _pre_checked(brief, said)
        answered, in_full = (
            judge(brief.facts(answers) | TOLD, version),
            judge(brief.facts_in_full(answers) | TOLD, version),
        )
        filed = judge(_filed(brief, said), version)
        assert may_harden(answered, in_full, version.rules[kind]) or not softer(answered.effect, filed.effect)

    holds()


def _in_words(version: ProfileVersion, said: dict[str, Any]) -> bool:
    brief, answers = BRIEFS["outside_activity"], PromptAnswers(said=said)
    answered, in_full = judge(brief.facts(answers) | TOLD, version), judge(brief.facts_in_full(answers) | TOLD, version)
    return may_harden(answered, in_full, version.rules[Kind.OUTSIDE_ACTIVITY])


def test_what_can_make_an_activity_stricter_is_asked_but_for_ceilings() -> None:
    """Hours and income of a year are the form's; everything else that judges is asked before (ICSC 25, 45–48)."""
    assert not _in_words(shipped_version("un-style"), HARMLESS)
    assert _in_words(version_of("un-style"), HARMLESS), "with ceilings it is said in words"


@pytest.mark.parametrize(
    ("fact", "value", "effect"),
    [
        ("uses_name", True, Effect.AUTHORIZATION_REQUIRED),
        ("uses_name", None, Effect.AUTHORIZATION_REQUIRED),
        ("local_law_permits", False, Effect.REFERRAL),
        ("local_law_permits", None, Effect.REFERRAL),
        ("personal_capacity", False, Effect.REFERRAL),
    ],
)
def test_community_work_is_no_longer_only_noted(fact: str, value: Any, effect: Effect) -> None:
    brief, version = BRIEFS["outside_activity"], shipped_version("un-style")

    def effect_of(said: dict[str, Any]) -> Effect:
        return judge(brief.facts(PromptAnswers(said=said)) | TOLD, version).effect

    assert effect_of(HARMLESS | {fact: value}) is effect
    assert effect_of(HARMLESS) is Effect.NOTED, "control"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_gift_is_never_judged_more_strictly_than_its_pre_check_unless_it_says_so(profile: str) -> None:
    version = shipped_version(profile)
    questions = questions_for(version)
    worth = some.sampled_from([None, *(Money(Decimal(amount), "USD") for amount in ("15", "31", "250"))])
    left = {name: some.sampled_from([True, False, None]) for name in with_the_rest_unknown({}) if name not in _NO_FLAGS}
    further = some.fixed_dictionaries({}, optional=left)

    @SHARE_OF_GIFTS
    @seed(29)
    @given(
        some.fixed_dictionaries({each.id: some.sampled_from([True, False, None]) for each in questions}), worth, further
    )
    def holds(answers: dict[str, bool | None], value: Money | None, more: dict[str, Any]) -> None:
        asked = pre_check_facts(questions, answers, capacity=Capacity.STAFF, value=value, on=ON)
        answered, in_full = judge(asked, version), judge(with_the_rest_unknown(asked), version)
        filed = judge({**more, **asked}, version)
        assert may_harden(answered, in_full, version.rules[Kind.GIFT]) or not softer(answered.effect, filed.effect)

    holds()


_NO_FLAGS = frozenset({"giver_type", "giver_relation", "prior_total", "meeting"})


def test_control_a_fact_that_is_not_asked_is_found() -> None:
    brief = BRIEFS["outside_activity"]
    left = tuple(prompt for prompt in brief.step.every if prompt.name != "uses_name")
    asked = brief.step.prompts
    step = msgspec.structs.replace(
        brief.step, every=left, prompts=lambda answers: tuple(each for each in asked(answers) if each in left)
    )
    fewer = msgspec.structs.replace(brief, step=step)
    said = {name: value for name, value in HARMLESS.items() if name != "uses_name"}
    version, answers = shipped_version("un-style"), PromptAnswers(said=said)
    answered, in_full = judge(fewer.facts(answers) | TOLD, version), judge(fewer.facts_in_full(answers) | TOLD, version)
    assert answered.effect is Effect.NOTED
    assert may_harden(answered, in_full, version.rules[Kind.OUTSIDE_ACTIVITY])
