"""Which decisions the findings leave open, by kind and effect: the whole table, and that nothing else gets through."""

from itertools import product

import pytest

from declarations.codes.decisions import Decision, Effect
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.vocabulary import Kind
from declarations.filing.workflow import allowed_decisions

AUTHORIZING = {"authorize", "authorize_with_conditions"}
PARTING = {"return_to_giver", "surrender_to_organization"}
OPEN = {
    # a gift, as the design prints it
    ("gift", "none"): "note",
    ("gift", "noted"): "note",
    ("gift", "disclose"): "note measure no_measure_needed",
    ("gift", "authorization_required"): "authorize authorize_with_conditions refuse_authorization",
    ("gift", "referral"): "authorize authorize_with_conditions refuse_authorization",
    ("gift", "accept_and_surrender"): "surrender_to_organization return_to_giver",
    ("gift", "not_acceptable"): "not_permitted",
    # an activity may also be ended or changed
    ("outside_activity", "none"): "note",
    ("outside_activity", "noted"): "note",
    ("outside_activity", "disclose"): "note measure no_measure_needed cease modify",
    (
        "outside_activity",
        "authorization_required",
    ): "authorize authorize_with_conditions refuse_authorization cease modify",
    ("outside_activity", "referral"): "authorize authorize_with_conditions refuse_authorization cease modify",
    ("outside_activity", "not_acceptable"): "not_permitted cease",
    ("approval_request", "none"): "note",
    ("approval_request", "noted"): "note",
    ("approval_request", "disclose"): "note measure no_measure_needed",
    ("approval_request", "authorization_required"): "authorize authorize_with_conditions refuse_authorization",
    ("approval_request", "referral"): "authorize authorize_with_conditions refuse_authorization",
    ("approval_request", "not_acceptable"): "not_permitted",
    # a conflict is addressed, never authorized, and never merely noted
    ("conflict", "none"): "note",
    ("conflict", "noted"): "note",
    ("conflict", "disclose"): "measure no_measure_needed",
    ("conflict", "authorization_required"): "measure no_measure_needed",
    ("conflict", "referral"): "measure no_measure_needed",
    ("conflict", "not_acceptable"): "not_permitted measure",
    ("nil", "none"): "note",
    ("nil", "noted"): "note",
}


@pytest.mark.parametrize(("kind", "effect"), list(product(Kind, Effect)))
def test_the_table_of_decisions_is_whole(kind: Kind, effect: Effect) -> None:
    if (kind, effect) not in OPEN:
        with pytest.raises(KeyError):
            allowed_decisions(effect, kind=kind)
        return
    assert " ".join(allowed_decisions(effect, kind=kind)) == OPEN[kind, effect]


@pytest.mark.parametrize("effect", Effect)
def test_only_a_gift_that_is_there_already_can_be_given_up(effect: Effect) -> None:
    parted = PARTING & set(allowed_decisions(effect, received=True))
    assert bool(parted) is (effect.rank >= Effect.AUTHORIZATION_REQUIRED.rank)
    for kind in ("outside_activity", "approval_request", "conflict"):
        if (kind, effect) in OPEN:
            assert not PARTING & set(allowed_decisions(effect, kind=kind, received=True))


def test_ending_and_changing_are_for_activities_alone() -> None:
    with_ending = {kind for kind, effect in OPEN if {"cease", "modify"} & set(allowed_decisions(effect, kind=kind))}
    assert with_ending == {"outside_activity"}


@pytest.mark.parametrize("effect", ["disclose", "authorization_required", "referral", "not_acceptable"])
def test_no_decision_on_a_renewal_ends_or_changes_what_another_case_authorized(effect: str) -> None:
    first = set(allowed_decisions(effect, kind="outside_activity"))
    again = set(allowed_decisions(effect, kind="outside_activity", continues=True))
    assert first - again == first & {Decision.CEASE, Decision.MODIFY}
    assert again
    office = allowed_decisions("referral", kind="outside_activity", activity_class="political_office", continues=True)
    assert set(office) == {Decision.AUTHORIZE_WITH_CONDITIONS, Decision.REFUSE_AUTHORIZATION}


def test_every_effect_of_a_shipped_rule_leaves_a_decision_open() -> None:
    found = {(kind, rule.effect) for rule in shipped().rules() for kind in rule.kinds}
    assert all(allowed_decisions(effect, kind=kind) for kind, effect in found)


def test_a_supplementary_payment_related_to_the_assignment_has_no_authorization_outcome() -> None:
    """ICSC 51: refused, or given back where it was paid."""
    payment = {
        "kind": "gift",
        "capacity": "staff",
        "direction": "received",
        "category": "supplementary_payment",
        "giver_type": "government",
        "related_to_assignment": True,
        "payment_timing": "during",
        "event_date": "2026-05-01",
    }
    for timing in ("prior", "during", "after"):
        found = evaluate(parse_facts(payment | {"payment_timing": timing}), shipped().profile("icsc-plain"))
        open_to_all = set(allowed_decisions(found.effect, received=True))
        assert open_to_all == {Decision.NOT_PERMITTED, *PARTING}
    unrelated = evaluate(parse_facts(payment | {"related_to_assignment": False}), shipped().profile("icsc-plain"))
    assert set(allowed_decisions(unrelated.effect, received=True)) >= AUTHORIZING  # the control


def test_political_office_is_not_open_to_ordinary_authorization() -> None:
    """ICSC 48: whoever rules on the doubt can refuse, or allow it on conditions that say why it is none."""
    ordinary = allowed_decisions("referral", kind="outside_activity", activity_class="teaching")
    office = allowed_decisions("referral", kind="outside_activity", activity_class="political_office")
    assert set(ordinary) - set(office) == {Decision.AUTHORIZE}
