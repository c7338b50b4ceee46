"""The pre-check: plain questions become facts, and an evaluation becomes one plain sentence."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from declarations.codes.decisions import Effect
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Evaluation
from declarations.codes.plain import Verdict, effect_label, plain_answer
from declarations.codes.questions import pre_check_facts, questions_for
from declarations.codes.vocabulary import Capacity, Direction, Kind
from declarations.filing.parties_to import DECIDING_IN_REGISTER
from register.kernel.currency import Money
from register.kernel.i18n import say
from tests.unit.codes.ordinary import ACTIVITY, CONFLICT, REQUEST, judged, judged_as, worth

TODAY = date(2026, 5, 1)
MODEST = Money(Decimal(20), "USD")


def checked(profile: str = "un-style", *, value: Money | None = MODEST, **answers: bool | None) -> Evaluation:
    version = shipped().profile(profile).versions[-1]
    asked = questions_for(version)
    every = {question.id: False for question in asked} | answers
    facts = pre_check_facts(asked, every, capacity=Capacity.STAFF, value=value, on=TODAY)
    return evaluate(parse_facts(facts), version)


@pytest.mark.parametrize("profile", sorted(shipped().profiles))
def test_four_or_five_questions_are_asked(profile: str) -> None:
    assert len(questions_for(shipped().profile(profile).versions[-1])) in (4, 5)


@pytest.mark.parametrize(
    ("answers", "effect"),
    [
        ({}, Effect.NOTED),
        ({"government": True}, Effect.NOT_ACCEPTABLE),
        ({"government": True, "embarrassment": True}, Effect.ACCEPT_AND_SURRENDER),
        ({"government": None}, Effect.REFERRAL),
        ({"business": True}, Effect.NOT_ACCEPTABLE),
        ({"money": True}, Effect.NOT_ACCEPTABLE),
        ({"return": True}, Effect.NOT_ACCEPTABLE),
        ({"return": None}, Effect.REFERRAL),
    ],
)
def test_answers_lead_where_the_rules_lead(answers: dict[str, Any], effect: Effect) -> None:
    assert checked(**answers).effect is effect


def test_an_unknown_value_and_a_question_left_open_count_as_not_known() -> None:
    assert checked(value=None).effect is Effect.AUTHORIZATION_REQUIRED
    version = shipped().profile("un-style").versions[-1]
    asked = questions_for(version)
    facts = parse_facts(pre_check_facts(asked, {}, capacity=Capacity.STAFF, value=MODEST, on=TODAY))
    assert evaluate(facts, version).effect is Effect.REFERRAL


def test_a_vote_in_the_coming_weeks_is_told_to_the_participant() -> None:
    found = checked("meeting-participant", value=Money(Decimal(5), "EUR"), vote=True)
    assert [alert.value for alert in found.alerts] == ["vote_time"]


@pytest.mark.parametrize(
    ("direction", "changed", "verdict", "sentence"),
    [
        ("offered_to_me", {"value": worth("12")}, Verdict.YES, "Yes. It is only noted in the register."),
        (
            "offered_to_me",
            {},
            Verdict.CONDITION,
            "Yes, once it is authorized.",
        ),
        (
            "received",
            {},
            Verdict.CONDITION,
            "You may keep it only with authorization.",
        ),
        (
            "received",
            {"in_return_for_act": None},
            Verdict.CONDITION,
            "This has to be reviewed first.",
        ),
        (
            "received",
            {"giver_type": "government", "refusal_would_embarrass": True},
            Verdict.CONDITION,
            "Take it for the Organization, report it and hand it over.",
        ),
        ("offered_to_me", {"category": "cash"}, Verdict.NO, "No. Decline it, with an explanation."),
        (
            "received",
            {"category": "cash"},
            Verdict.NO,
            "No. Return it to the giver, or surrender it to the Organization.",
        ),
        ("declined_by_me", {"category": "cash"}, Verdict.YES, "Declining was right; it is only noted."),
        ("offered_by_me", {"in_return_for_act": True}, Verdict.NO, "No. Do not offer or give it."),
    ],
)
def test_the_answer_is_one_plain_sentence(
    direction: str, changed: dict[str, Any], verdict: Verdict, sentence: str
) -> None:
    found = plain_answer(judged(direction=direction, **changed), Direction(direction))
    assert (found.verdict, say(found.sentence, "en")) == (verdict, sentence)


def test_who_decides_is_the_first_thing_said_after_the_answer() -> None:
    assert say(plain_answer(judged(), Direction.OFFERED_TO_ME).steps[0], "en") == "Deciding authority: Executive head"
    unknown = judged(in_return_for_act=None)
    assert say(plain_answer(unknown, Direction.RECEIVED).steps[0], "en") == "Deciding authority: Ethics officer"


def test_a_supervisor_who_is_consulted_is_not_said_to_decide() -> None:
    told = judged_as(CONFLICT, domain="external_instruction", instruction_from_host_country=True)
    assert told.authority == "supervisor"
    said = say(plain_answer(told, kind=Kind.CONFLICT).steps[0], "en")
    assert said == "Deciding authority: Ethics office, after consulting the supervisor"


def test_every_authority_of_a_shipped_rule_decides_in_the_register_or_is_consulted_by_the_office() -> None:
    named = {rule.authority for rule in shipped().rules()} - {None}
    assert named - DECIDING_IN_REGISTER == {"ethics_officer", "supervisor"}


def test_a_possible_breach_shows_the_protection_and_nothing_else_does() -> None:
    assert plain_answer(judged(in_return_for_act=True), Direction.RECEIVED).protection is not None
    assert plain_answer(judged(in_return_for_act=None), Direction.RECEIVED).protection is None


def test_the_answer_quotes_the_paragraph_that_decides() -> None:
    finding = plain_answer(judged(), Direction.RECEIVED).finding
    assert finding is not None
    assert (finding.clause, finding.quoted) == ("50", True)
    assert not finding.is_unofficial("en")
    assert finding.is_unofficial("fr")


@pytest.mark.parametrize(
    ("printed", "changed", "profile", "sentence"),
    [
        (ACTIVITY, {}, "un-style", "Yes, once it is authorized."),
        (ACTIVITY, {"start_date": "2026-05-04"}, "un-style", "You may go on only with authorization."),
        (ACTIVITY, {"interferes_with_duties": None}, "un-style", "This has to be reviewed first."),
        (ACTIVITY, {"activity_class": "community"}, "un-style", "Yes. It is only noted in the register."),
        (ACTIVITY, {"capacity": "expert", "uses_name": True}, "iso", "Yes, but disclose it."),
        (ACTIVITY, {"capacity": "expert"}, "iso", "Yes. No rule asks anything of you."),
        (REQUEST, {}, "un-style", "Yes, once it is authorized."),
        (REQUEST, {"factual_or_technical_only": True}, "un-style", "Yes. It is only noted in the register."),
        (
            REQUEST,
            {"subject": "media_statement", "airs_grievances": True},
            "un-style",
            "No. It cannot be approved in this form.",
        ),
        (CONFLICT, {}, "un-style", "Disclose it, and stand aside until it is decided."),
        (CONFLICT, {"acts_on_matter": None}, "iso", "Disclose it, and stand aside until it is decided."),
        (CONFLICT, {"acts_on_matter": False}, "un-style", "Disclose it, so that it can be addressed."),
        (CONFLICT, {"uses_information": True}, "un-style", "No. Do not do it, and disclose what has happened."),
    ],
)
def test_the_answer_of_each_kind_is_one_plain_sentence(
    printed: dict[str, Any], changed: dict[str, Any], profile: str, sentence: str
) -> None:
    found = plain_answer(judged_as(printed, profile, **changed), kind=Kind(printed["kind"]))
    assert say(found.sentence, "en") == sentence


def test_every_kind_has_a_sentence_for_every_effect_that_its_rules_can_have() -> None:
    for rule in shipped().rules():
        for kind in rule.kinds - {Kind.GIFT}:
            found = msgspec.structs.replace(judged(), effect=rule.effect, authority=rule.authority)
            assert plain_answer(found, kind=kind).sentence.id


def test_what_to_do_is_said_in_steps() -> None:
    light = plain_answer(judged_as(ACTIVITY), kind=Kind.OUTSIDE_ACTIVITY)
    assert [say(step, "en") for step in light.steps] == [
        "Deciding authority: Authorizing official",
        "Ask first, and begin only after the decision.",
        "Such work is decided soon, and a refusal gives its reasons.",
    ]
    conflict = plain_answer(judged_as(CONFLICT), kind=Kind.CONFLICT, disclosed_after=3)
    assert [say(step, "en") for step in conflict.steps] == [
        "Declare it with what you know, and say what you propose to do about it.",
        "It is disclosed 3 days after you became aware of it.",
        "A conflict of this kind is reviewed with particular care.",
    ]


@pytest.mark.parametrize(
    ("profile", "capacity", "offers"),
    [("meeting-participant", Capacity.REPRESENTATIVE, True), ("un-style", Capacity.STAFF, False)],
)
def test_where_no_paragraph_obliges_anybody_to_disclose_it_is_said_that_one_may(
    profile: str, capacity: Capacity, offers: bool
) -> None:
    version = shipped().profile(profile).versions[-1]
    conflict = evaluate(parse_facts({**CONFLICT, "capacity": str(capacity), "acts_on_matter": True}), version)
    assert conflict.effect is Effect.DISCLOSE
    answer = plain_answer(conflict, kind=Kind.CONFLICT)
    told = " ".join(say(each) for each in (answer.sentence, *answer.steps, effect_label(conflict)))
    assert ("You may disclose" in told, "Disclosure required" in told) == (offers, not offers)
    assert "Disclose it" not in told or not offers
    assert "Do not act" not in told or not offers


def test_a_gift_of_a_participant_may_be_disclosed() -> None:
    version = shipped().profile("meeting-participant").versions[-1]
    facts = {"kind": "gift", "capacity": "representative", "direction": "received", "could_appear_as_influence": True}
    vote = {"may_vote": True, "vote_date": "2026-05-03", "giver_concerned": True}
    found = evaluate(parse_facts({**facts, "event_date": "2026-05-01", "meeting": vote}), version)
    answer = plain_answer(found, Direction.RECEIVED)
    assert (say(answer.sentence), answer.verdict) == ("Yes. You may disclose it.", Verdict.YES)
    assert [say(step) for step in answer.steps if "vote" in say(step)] == [
        "A vote that concerns the giver is close: you may disclose the item before you take part, or stand aside."
    ]
