"""What holds for every profile and every combination of facts; each property has a control that must fail.

A seeded share runs by default; PROOF=full runs many times more.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from declarations.codes import conditions
from declarations.codes import vocabulary as words
from declarations.codes.conditions import Holds, Table
from declarations.codes.decisions import Effect, FigureName, strictest
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Evaluation, ProfileVersion
from declarations.codes.rates import Quote, Rates, RateTable

pytestmark = pytest.mark.proof

FULL = os.environ.get("PROOF") == "full"
SHARE = settings(
    max_examples=6000 if FULL else 150,
    deadline=None,
    database=None,
    derandomize=not FULL,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FOUND = settings(SHARE, max_examples=3000, phases=[Phase.generate])
"""A control has to find something, not the smallest of its kind."""
PROFILES = sorted(shipped().profiles)
ON = date(2026, 5, 1)
JUST_MORE = Decimal("0.000001")

_SINCE = date(2013, 1, 1)
_RATES = Rates([RateTable("Test", "USD", [Quote("EUR", _SINCE, Decimal("0.9")), Quote("CHF", _SINCE, Decimal("0.8"))])])
_FLAGS = (
    "official_function",
    "usual_courtesy",
    "unusual",
    "refusal_would_embarrass",
    "in_return_for_act",
    "could_appear_as_influence",
    "through_intermediary",
    "related_to_assignment",
)
_CHOICES: dict[str, list[Any]] = {
    "direction": list(words.Direction),
    "category": list(words.GiftCategory),
    "giver_type": [value for value in words.GiverType if value != "unknown"],
    "giver_relation": [value for value in words.GiverRelation if value != "unknown"],
    "recipient": list(words.Recipient),
    "payment_timing": list(words.PaymentTiming),
    **{flag: [True, False] for flag in _FLAGS},
}
_MEETING: dict[str, list[Any]] = {
    "may_vote": [True, False],
    "giver_concerned": [True, False],
    "vote_date": ["2026-05-01", "2026-05-15", "2026-05-16", "2025-01-01"],
}
_AMOUNTS = ["0", "0.01", "15", "30", "30.000001", "31", "50", "50.01", "150", "150.000001", "250", "1000", "99999"]
_VALUES = [{"amount": amount, "currency": code} for code in ("USD", "EUR", "CHF") for amount in _AMOUNTS]


def _any_of(values: list[Any]) -> st.SearchStrategy[Any]:
    """A known value most of the time, not known sometimes."""
    return st.one_of(st.sampled_from(values), st.sampled_from(values), st.none())


def _some(given: dict[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: _any_of(values) for name, values in given.items()})


GIFTS: st.SearchStrategy[dict[str, Any]] = st.builds(
    lambda flat, meeting, value, prior, capacity: {
        "kind": "gift",
        "capacity": capacity,
        "event_date": ON.isoformat(),
        "filed_date": "2026-05-20",
        "value": value,
        "prior_total": prior,
        **flat,
        **({"meeting": meeting} if meeting else {}),
    },
    _some(_CHOICES),
    _some(_MEETING),
    _any_of(_VALUES),
    _any_of(_VALUES),
    st.sampled_from(["staff", "executive_head"]),
)


def judge(facts: dict[str, Any], version: ProfileVersion) -> Evaluation:
    return evaluate(parse_facts(facts), version, _RATES, ON)


def version_of(profile: str) -> ProfileVersion:
    return shipped().profile(profile).versions[-1]


def softer(first: Effect, second: Effect) -> bool:
    return first.rank < second.rank


def softened_by_a_higher_value(version: ProfileVersion) -> Callable[[dict[str, Any]], bool]:
    """Whether somewhere along rising values the effect becomes softer."""

    def found(facts: dict[str, Any]) -> bool:
        currency = (facts["value"] or {"currency": "USD"})["currency"]
        rising = [judge({**facts, "value": {"amount": amount, "currency": currency}}, version) for amount in _AMOUNTS]
        return any(softer(after.effect, before.effect) for before, after in pairwise(rising))

    return found


def _with(facts: dict[str, Any], fact: str, value: Any) -> dict[str, Any]:
    if fact in _MEETING:
        return {**facts, "meeting": {**facts.get("meeting", {}), fact: value}}
    return {**facts, fact: value}


def _just_above_nominal(version: ProfileVersion) -> dict[str, str]:
    nominal = version.figure(FigureName.NOMINAL)
    amount = (nominal.amount if nominal else Decimal(0)) + JUST_MORE
    return {"amount": format(amount, "f"), "currency": version.currency or "USD"}


def _answers(facts: dict[str, Any], version: ProfileVersion) -> Iterator[tuple[str, list[Any]]]:
    asked = {name: values for name, values in _CHOICES.items() if name in facts}
    asked |= {name: values for name, values in _MEETING.items() if name in facts.get("meeting", {})}
    asked["value"] = [_just_above_nominal(version)]
    return iter(asked.items())


def softened_by_not_knowing(version: ProfileVersion) -> Callable[[dict[str, Any]], bool]:
    """Whether "don't know" to some fact gives less than the softer of a referral and its strictest answer."""

    def found(facts: dict[str, Any]) -> bool:
        for fact, answers in _answers(facts, version):
            most = strictest(judge(_with(facts, fact, answer), version).effect for answer in answers)
            floor = min(most, Effect.REFERRAL, key=lambda effect: effect.rank)
            if softer(judge(_with(facts, fact, None), version).effect, floor):
                return True
        return False

    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_a_higher_value_never_softens_the_effect(profile: str) -> None:
    softened = softened_by_a_higher_value(version_of(profile))

    @SHARE
    @seed(7)
    @given(GIFTS)
    def holds(facts: dict[str, Any]) -> None:
        assert not softened(facts)

    holds()


@pytest.mark.parametrize("profile", PROFILES)
def test_not_knowing_never_gives_less_than_a_referral_or_the_strictest_answer(profile: str) -> None:
    softened = softened_by_not_knowing(version_of(profile))

    @SHARE
    @seed(11)
    @given(GIFTS)
    def holds(facts: dict[str, Any]) -> None:
        assert not softened(facts)

    holds()


@pytest.mark.parametrize("profile", PROFILES)
def test_an_evaluation_is_repeated_to_the_byte(profile: str) -> None:
    @SHARE
    @seed(13)
    @given(GIFTS, st.randoms(use_true_random=False))
    def holds(facts: dict[str, Any], chance: Any) -> None:
        first = judge(facts, version_of(profile))
        shuffled = list(facts.items())
        chance.shuffle(shuffled)
        kept = parse_facts(msgspec.json.decode(parse_facts(dict(shuffled)).to_json()))
        assert evaluate(kept, version_of(profile), _RATES, ON).to_json() == first.to_json()

    holds()


@pytest.mark.parametrize("profile", PROFILES)
def test_not_knowing_never_bans_by_itself_and_accuses_nobody(profile: str) -> None:
    @SHARE
    @seed(17)
    @given(GIFTS)
    def holds(facts: dict[str, Any]) -> None:
        for finding in judge(facts, version_of(profile)).findings:
            assert finding.certain or finding.effect.rank <= Effect.REFERRAL.rank

    holds()


def _find(property_broken: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    try:
        return find(GIFTS, property_broken, settings=FOUND, random=Random(3))
    except NoSuchExample:
        return None


def _mutated(profile: str, rule_id: str, **changed: Any) -> ProfileVersion:
    version = version_of(profile)
    rules = {
        kind: tuple(msgspec.structs.replace(rule, **changed) if rule.id == rule_id else rule for rule in rules)
        for kind, rules in version.rules.items()
    }
    return msgspec.structs.replace(version, rules=rules)


def test_control_a_rule_that_stops_at_the_ceiling_is_found() -> None:
    exempt: tuple[Table, ...] = ((("over_upper", frozenset({True})),),)
    mutated = _mutated("eu-style-staff", "PRE-eu-ceiling", when=((("kind", frozenset({"conflict"})),),))
    mutated = msgspec.structs.replace(
        mutated,
        rules={
            kind: tuple(
                msgspec.structs.replace(rule, unless=exempt) if rule.id == "ICSC-50" else rule for rule in rules
            )
            for kind, rules in mutated.rules.items()
        },
    )
    assert _find(softened_by_a_higher_value(mutated)) is not None


def test_control_an_unknown_fact_that_satisfies_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(table: Table, facts: dict[str, Any]) -> Holds:
        known = {name: value for name, value in facts.items() if value is not None}
        return Holds.CERTAINLY if all(known.get(fact, ...) in listed for fact, listed in table) else Holds.NOT

    monkeypatch.setattr(conditions, "table_holds", blind)
    assert _find(softened_by_not_knowing(version_of("un-style"))) is not None


def test_control_an_unknown_exemption_that_exempts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    before = conditions.best

    def generous(tables: tuple[Table, ...], facts: dict[str, Any]) -> tuple[Holds, Table]:
        grade, table = before(tables, facts)
        return (Holds.CERTAINLY if grade else grade), table

    monkeypatch.setattr(conditions, "best", generous)
    assert _find(softened_by_not_knowing(version_of("un-style"))) is not None
