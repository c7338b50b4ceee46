"""The form of a gift: what is asked, what is missing, and that a draft comes back as it was."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from declarations.codes.facts import parse_facts
from declarations.codes.vocabulary import (
    Capacity,
    Direction,
    GiftCategory,
    GiverRelation,
    GiverType,
    PaymentTiming,
    Recipient,
)
from declarations.filing.answers import GiftAnswers, facts_of
from declarations.filing.asked import CIRCUMSTANCES, COMING, refuse_unasked
from declarations.filing.forms.questions import question
from declarations.filing.forms.steps import STEPS, malformed
from declarations.filing.kinds.gift import GIFT
from declarations.filing.model import ValueBasis
from register.kernel import clock
from register.kernel.currency import decimals_of
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, speaking
from register.kernel.money import Money

YESTERDAY = clock.today() - timedelta(days=1)
COMPLETE = GiftAnswers(
    direction=Direction.RECEIVED,
    category=GiftCategory.GIFT,
    items=1,
    recipient=Recipient.SELF,
    event_date=YESTERDAY,
    giver_name="Delta Pumps Company",
    giver_type=GiverType.COMMERCIAL,
    giver_relation=GiverRelation.NONE,
    value=Money(Decimal("45.00"), "USD"),
    value_basis=ValueBasis.PRICE_SEEN,
    circumstances=dict.fromkeys(CIRCUMSTANCES, False),
    description="A pen",
    language="en",
)


def missing(answers: GiftAnswers) -> list[str]:
    return [gap.field for gap in GIFT.gaps(answers)]


def with_(**changes: Any) -> GiftAnswers:
    return msgspec.structs.replace(COMPLETE, **changes)


def test_an_empty_draft_misses_every_step_and_a_complete_one_nothing() -> None:
    assert {gap.step for gap in GIFT.gaps(GiftAnswers())} == {step.name for step in STEPS}
    assert missing(COMPLETE) == []


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"direction": None}, ["direction"]),
        ({"event_date": None}, ["event_date"]),
        ({"event_date": clock.today() + timedelta(days=2)}, ["event_date"]),
        ({"aware_date": YESTERDAY - timedelta(days=1)}, ["aware_date"]),
        ({"giver_name": ""}, ["giver_name"]),
        ({"value": None}, ["value"]),
        ({"value": None, "value_basis": ValueBasis.NOT_KNOWN}, []),
        ({"value_basis": None}, ["value_basis"]),
        ({"circumstances": {}}, list(CIRCUMSTANCES)),
        ({"category": GiftCategory.REMUNERATION}, ["payment_timing"]),
        ({"category": GiftCategory.REMUNERATION, "payment_timing": "unknown"}, []),
        ({"capacity": Capacity.REPRESENTATIVE}, ["may_vote", "giver_concerned"]),
        ({"recipient": None}, ["recipient"]),
        ({"recipient": None, "direction": Direction.GIVEN}, []),
        ({"description": ""}, ["description"]),
    ],
)
def test_what_is_missing_is_named_by_the_field_that_asks_it(changes: dict[str, Any], lacks: list[str]) -> None:
    assert missing(with_(**changes)) == lacks


@pytest.mark.parametrize("direction", list(Direction))
def test_what_the_form_asks_is_what_filing_needs(direction: Direction) -> None:
    answers = with_(direction=direction)
    assert missing(answers) == []
    facts = facts_of(answers)
    refuse_unasked(facts)
    parse_facts({"kind": "gift", "capacity": "staff", **facts})
    for name in (*answers.asked, *(["recipient"] if direction in COMING else [])):
        with pytest.raises(Invalid):
            refuse_unasked({fact: value for fact, value in facts.items() if fact != name})


@pytest.mark.parametrize("direction", [None, *Direction])
def test_every_circumstance_has_a_question_for_every_direction(direction: Direction | None) -> None:
    for name in with_(direction=direction).asked:
        assert question(name, direction).legend.id.endswith("?")


currencies = some.sampled_from(["USD", "EUR", "JPY", "BHD", "CHF", "KRW", "TND"])
values = currencies.flatmap(
    lambda code: some.decimals(0, 10**9, places=decimals_of(code)).map(lambda amount: Money(amount, code))
)
flags = some.sampled_from([True, False, None])
answered = some.builds(
    GiftAnswers,
    direction=some.sampled_from(Direction),
    category=some.sampled_from(GiftCategory),
    items=some.integers(1, 99),
    recipient=some.sampled_from(Recipient),
    event_date=some.dates(date(1990, 1, 1), YESTERDAY),
    giver_name=some.just("Delta"),
    giver_type=some.sampled_from(GiverType),
    giver_relation=some.sampled_from(GiverRelation),
    giver_country=some.sampled_from(["", "CH", "EG"]),
    value=values,
    value_basis=some.sampled_from([ValueBasis.ESTIMATE, ValueBasis.EXPERT]),
    circumstances=some.fixed_dictionaries(dict.fromkeys(CIRCUMSTANCES, flags)),
    payment_timing=some.sampled_from([*PaymentTiming, "unknown"]),
    description=some.just("A pen"),
    language=some.sampled_from(sorted(LOCALES)),
)


@given(answers=answered, language=some.sampled_from(sorted(LOCALES)))
def test_a_draft_comes_back_from_its_form_as_it_went_in_whatever_the_language(
    answers: GiftAnswers, language: str
) -> None:
    with speaking(language):
        again = answers
        for step in STEPS:
            form = GIFT.filled(step, again)
            again = step.read(form, again)
            assert form.errors == {}, (step.name, form.errors)
    assert facts_of(again) == facts_of(answers)
    assert (again.giver_country, again.items, again.value) == (answers.giver_country, answers.items, answers.value)


@given(answers=answered)
def test_a_draft_goes_through_its_stored_form_unchanged(answers: GiftAnswers) -> None:
    assert msgspec.json.decode(msgspec.json.encode(answers), type=GiftAnswers) == answers


@given(answers=answered)
def test_the_facts_of_any_complete_draft_are_facts_that_the_rules_can_read(answers: GiftAnswers) -> None:
    facts = parse_facts({"kind": "gift", "capacity": "staff", **facts_of(answers)})
    assert facts.get("direction") == answers.direction
    assert "payment_timing" not in facts.values or answers.asks_timing


hostile = some.text(alphabet=some.characters(codec="utf-8"), max_size=60)
names = (
    *("direction", "category", "items", "event_date_day", "event_date_month", "event_date_year", "party"),
    *("party_named", "giver_name", "giver_type", "giver_country", "recipient", "value", "value_currency"),
    *("value_basis", *CIRCUMSTANCES, "payment_timing", "description", "language", "function"),
)


@given(typed=some.dictionaries(some.sampled_from(names), hostile.filter(lambda text: "\x00" not in text)))
def test_nothing_that_can_be_typed_breaks_a_step(typed: dict[str, str]) -> None:
    for step in STEPS:
        form = Form({name: [text] for name, text in typed.items()})
        kept = step.read(form, COMPLETE)
        assert isinstance(kept, GiftAnswers)
        assert set(malformed(form)) <= set(form.errors)
