"""What holds of outside activities, conflicts and requests for every profile; each property has a control that fails.

A seeded share runs by default; PROOF=full runs many times more. Gifts have proofs of their own.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from declarations.codes import conditions, engine
from declarations.codes import vocabulary as words
from declarations.codes.conditions import Holds, Table
from declarations.codes.decisions import Comparator, Effect, FigureName, strictest
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Citation, Figure, Finding, ProfileVersion
from declarations.codes.vocabulary import Kind
from register.kernel.i18n import Message
from tests.unit.codes.test_proofs import _RATES, ON, judge, softer

pytestmark = pytest.mark.proof

FULL = os.environ.get("PROOF") == "full"
SHARE = settings(
    max_examples=3000 if FULL else 25,
    deadline=None,
    database=None,
    derandomize=not FULL,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

_HOURS = ["0", "1", "2.5", "4", "40", "168"]
_AMOUNTS = ["0", "999.99", "1000", "1000.000001", "10000", "10000.01", "999999"]
_INCOMES = [{"amount": amount, "currency": code} for code in ("USD", "EUR") for amount in _AMOUNTS]
_LEAVE = [None, *words.Leave]
_YES_NO = [True, False]

ANSWERS: Mapping[Kind, dict[str, list[Any]]] = {
    Kind.OUTSIDE_ACTIVITY: {
        "activity_class": list(words.ActivityClass),
        "during_leave": _LEAVE,
        "leave_from": ["2026-04-30", "2026-05-20", "2026-07-01"],
        "leave_to": ["2026-07-31", "2027-06-30"],
        "hours_per_week": _HOURS,
        "prior_hours": _HOURS,
        "income": _INCOMES,
        "prior_income": _INCOMES,
        "start_date": ["2026-04-30", "2026-05-20", "2026-07-01"],
        "end_date": ["2026-07-31", "2027-06-30", "2029-01-01"],
        "authorized_until": ["2026-04-30", "2026-05-20"],
        **dict.fromkeys(
            (
                "remunerated",
                "interferes_with_duties",
                "incompatible_with_status",
                "conflicts_with_interests",
                "uses_resources",
                "uses_name",
                "uses_information",
                "related_to_mandate",
                "personal_capacity",
                "local_law_permits",
                "for_party_or_campaign",
                "fundraising",
                "public_speech",
                "press_statement",
                "article",
            ),
            _YES_NO,
        ),
    },
    Kind.CONFLICT: {
        "nature_declared": list(words.Nature),
        "nature_assessed": list(words.Nature),
        "domain": list(words.ConflictDomain),
        "interest_holder": list(words.InterestHolder),
        "counterpart_kind": list(words.CounterpartKind),
        "benefit_to": list(words.BenefitTo),
        **dict.fromkeys(
            (
                "indirect",
                "acts_on_matter",
                "persuades_for_or_against",
                "uses_information",
                "instruction_from_host_country",
                "seeks_government_support",
            ),
            _YES_NO,
        ),
    },
    Kind.APPROVAL_REQUEST: {
        "subject": list(words.ApprovalSubject),
        **dict.fromkeys(
            ("factual_or_technical_only", "airs_grievances", "furthers_own_interests", "uses_information"), _YES_NO
        ),
    },
}
"""Everything that can be answered, by kind."""

_SOURCE = Citation(Message("Proof"), mark="D")
_CEILINGS = tuple(
    Figure(name, Decimal(amount), Comparator.GT, None, (), _SOURCE, "Proof")
    for name, amount in ((FigureName.ACTIVITY_HOURS_PER_YEAR, 100), (FigureName.ACTIVITY_INCOME_PER_YEAR, 1000))
)
JUDGED = [
    (kind, name)
    for name, profile in sorted(shipped().profiles.items())
    for kind in ANSWERS
    if kind in profile.versions[-1].rules
]


def version_of(profile: str) -> ProfileVersion:
    """A profile with ceilings, which most leave blank."""
    version = shipped().profile(profile).versions[-1]
    return msgspec.structs.replace(version, figures=(*version.figures, *_CEILINGS), currency=version.currency or "USD")


def unknown(fact: str) -> Any:
    """How "don't know" is written: null means no leave."""
    return "unknown" if fact == "during_leave" else None


def _answer(fact: str, values: list[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.sampled_from(values), st.sampled_from(values), st.just(unknown(fact)))


def declared(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """A declaration of a kind: any fact asked or not, known or not."""
    roles = st.lists(st.sampled_from(list(words.BodyRole)), max_size=2)
    capacity = st.sampled_from(["staff", "executive_head", "former_staff", "expert"])
    answers = st.fixed_dictionaries(
        {}, optional={fact: _answer(fact, values) for fact, values in ANSWERS[kind].items()}
    )
    return st.builds(
        lambda said, held, capacity: {
            "kind": kind.value,
            "capacity": capacity,
            "roles": held,
            "filed_date": "2026-05-20",
            **said,
        },
        answers,
        roles,
        capacity,
    )


def softened_by_more(version: ProfileVersion, fact: str) -> Callable[[dict[str, Any]], bool]:
    """Whether somewhere along rising hours or rising income the effect becomes softer."""
    rising: list[Any] = (
        _HOURS if fact == "hours_per_week" else [{"amount": amount, "currency": "USD"} for amount in _AMOUNTS]
    )

    def found(facts: dict[str, Any]) -> bool:
        judged = [judge({**facts, fact: value}, version) for value in rising]
        return any(softer(after.effect, before.effect) for before, after in pairwise(judged))

    return found


def softened_by_not_knowing(version: ProfileVersion) -> Callable[[dict[str, Any]], bool]:
    """Whether "don't know" to some fact gives less than the softer of a referral and its strictest answer."""

    def found(facts: dict[str, Any]) -> bool:
        for fact, answers in ANSWERS[Kind(facts["kind"])].items():
            if fact not in facts:
                continue
            most = strictest(judge({**facts, fact: answer}, version).effect for answer in answers)
            floor = min(most, Effect.REFERRAL, key=lambda effect: effect.rank)
            if softer(judge({**facts, fact: unknown(fact)}, version).effect, floor):
                return True
        return False

    return found


def out_of_order(version: ProfileVersion) -> Callable[[dict[str, Any]], bool]:
    """Whether the effect is not the strictest of the findings, or the authority not that of the strictest."""

    def found(facts: dict[str, Any]) -> bool:
        judged = judge(facts, version)
        ranks = [(-finding.effect.rank, finding.code, finding.rule) for finding in judged.findings]
        first = judged.findings[0] if judged.findings else None
        return (
            ranks != sorted(ranks)
            or judged.effect is not strictest(finding.effect for finding in judged.findings)
            or judged.authority is not (first.authority if first else None)
        )

    return found


def broken_by(kind: Kind, broken: Callable[[dict[str, Any]], bool], seeded: int) -> list[dict[str, Any]]:
    """Facts that break it, of a seeded share of all; the first that is found ends the search."""
    found: list[dict[str, Any]] = []

    @SHARE
    @seed(seeded)
    @given(declared(kind))
    def look(facts: dict[str, Any]) -> None:
        if not found and broken(facts):
            found.append(facts)

    look()
    return found


@pytest.mark.parametrize("profile", [name for kind, name in JUDGED if kind is Kind.OUTSIDE_ACTIVITY])
@pytest.mark.parametrize("fact", ["hours_per_week", "income"])
def test_more_hours_or_more_income_never_soften_the_effect(profile: str, fact: str) -> None:
    assert broken_by(Kind.OUTSIDE_ACTIVITY, softened_by_more(version_of(profile), fact), 7) == []


@pytest.mark.parametrize(("kind", "profile"), JUDGED)
def test_not_knowing_never_gives_less_than_a_referral_or_the_strictest_answer(kind: Kind, profile: str) -> None:
    assert broken_by(kind, softened_by_not_knowing(version_of(profile)), 11) == []


@pytest.mark.parametrize(("kind", "profile"), JUDGED)
def test_the_strictest_finding_comes_first_and_gives_effect_and_authority(kind: Kind, profile: str) -> None:
    assert broken_by(kind, out_of_order(version_of(profile)), 13) == []


@pytest.mark.parametrize(("kind", "profile"), JUDGED)
def test_an_evaluation_is_repeated_to_the_byte(kind: Kind, profile: str) -> None:
    version = version_of(profile)

    @SHARE
    @seed(17)
    @given(declared(kind), st.randoms(use_true_random=False))
    def holds(facts: dict[str, Any], chance: Any) -> None:
        shuffled = list(facts.items())
        chance.shuffle(shuffled)
        kept = parse_facts(msgspec.json.decode(parse_facts(dict(shuffled)).to_json()))
        assert evaluate(kept, version, _RATES, ON).to_json() == judge(facts, version).to_json()

    holds()


@pytest.mark.parametrize(("kind", "profile"), JUDGED)
def test_not_knowing_never_bans_by_itself_and_accuses_nobody(kind: Kind, profile: str) -> None:
    version = version_of(profile)

    def accused(facts: dict[str, Any]) -> bool:
        return any(not finding.certain and softer(Effect.REFERRAL, finding.effect) for finding in _of(facts, version))

    assert broken_by(kind, accused, 19) == []


def _of(facts: dict[str, Any], version: ProfileVersion) -> Iterator[Finding]:
    yield from judge(facts, version).findings


_SEARCH = settings(SHARE, max_examples=3000, phases=[Phase.generate])


def _find(kind: Kind, broken: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    try:
        return find(
            declared(kind),
            broken,
            settings=settings(SHARE, max_examples=3000, phases=[Phase.generate]),
            random=Random(3),
        )
    except NoSuchExample:
        return None


def _mutated(rule_id: str, **changed: Any) -> ProfileVersion:
    version = version_of("un-style")
    rules = {
        kind: tuple(msgspec.structs.replace(rule, **changed) if rule.id == rule_id else rule for rule in rules)
        for kind, rules in version.rules.items()
    }
    return msgspec.structs.replace(version, rules=rules)


def test_control_a_rule_that_stops_at_the_ceiling_is_found() -> None:
    exempt: tuple[Table, ...] = ((("over_hours_ceiling", frozenset({True})),),)
    nowhere: tuple[Table, ...] = ((("kind", frozenset({"gift"})),),)
    mutated = _mutated("ICSC-45", unless=exempt)
    rules = {
        kind: tuple(
            msgspec.structs.replace(rule, when=nowhere) if rule.id == "PRE-activity-ceiling" else rule for rule in rules
        )
        for kind, rules in mutated.rules.items()
    }
    mutated = msgspec.structs.replace(mutated, rules=rules)
    assert _find(Kind.OUTSIDE_ACTIVITY, softened_by_more(mutated, "hours_per_week")) is not None


@pytest.mark.parametrize("kind", ANSWERS)
def test_control_an_unknown_fact_that_satisfies_nothing_is_found(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(table: Table, facts: dict[str, Any]) -> Holds:
        known = {name: value for name, value in facts.items() if value is not None}
        return Holds.CERTAINLY if all(known.get(fact, ...) in listed for fact, listed in table) else Holds.NOT

    monkeypatch.setattr(conditions, "table_holds", blind)
    assert _find(kind, softened_by_not_knowing(version_of("un-style"))) is not None


def test_control_leave_that_is_not_known_taken_for_none_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "unknown", lambda _fact: None)
    paid = {"kind": "outside_activity", "capacity": "staff", "activity_class": "community", "remunerated": True}
    assert softened_by_not_knowing(version_of("un-style"))({**paid, "during_leave": "annual"})


def test_control_findings_in_another_order_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_order", lambda finding: (0, finding.code, finding.rule))
    assert _find(Kind.CONFLICT, out_of_order(version_of("un-style"))) is not None
