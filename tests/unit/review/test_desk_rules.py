"""What is lawful at the desk, without a database."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from declarations.codes.decisions import Authority, Decision, Effect
from declarations.codes.field_labels import FIELDS
from declarations.filing.model import Action, Content, Declaration, GiftDetails, Party, Route, Status
from declarations.filing.workflow import allowed_decisions
from declarations.review import forms, queue_sql, wording
from declarations.review.fields import question_fields
from declarations.review.lawful import (
    ACTS,
    HOLDERS,
    acting_role,
    decided_elsewhere,
    lawful_decisions,
    open_acts,
    referral_targets,
)
from declarations.review.model import Filters, QueueRow, SavedFilter, Show
from declarations.review.service.scopes import scopes_of
from register.access.policy import POLICY
from register.kernel.errors import NotFound
from register.kernel.form import Form
from register.kernel.identity import Identity

OFFICER = Identity(person=UUID(int=2), roles=frozenset({"ethics_officer"}))
HEAD = Identity(person=UUID(int=3), roles=frozenset({"executive_head"}))
OFFICE, AUTHORITY = frozenset({Party.OFFICE}), frozenset({Party.AUTHORITY})


def declaration(**values: Any) -> Declaration:
    """A case under review that the executive head decides."""
    plain: dict[str, Any] = dict.fromkeys(Declaration.__struct_fields__)
    plain |= {
        "declarant": UUID(int=1),
        "filed_by": UUID(int=1),
        "status": Status.UNDER_REVIEW,
        "route": Route.OFFICE,
        "authority": "executive_head",
        "effect": "authorization_required",
        "kind": "gift",
        "direction": "received",
        "alerts": (),
        "confirmed_at": 1,
    }
    return Declaration(**plain | values)


def test_every_decision_says_what_it_will_do() -> None:
    offered = {
        decision
        for effect in Effect
        for received in (True, False)
        for decision in allowed_decisions(effect, received=received)
    }
    assert offered <= set(wording.CONSEQUENCES)
    assert set(Decision) - set(wording.CONSEQUENCES) == {Decision.REFER}  # which has a form of its own


def test_what_is_lawful_follows_the_kind_and_for_an_activity_its_class() -> None:
    referred = {"effect": "referral", "direction": None}
    conflict = lawful_decisions(declaration(kind="conflict", **referred))
    assert set(conflict) == {Decision.MEASURE, Decision.NO_MEASURE_NEEDED}
    office = lawful_decisions(declaration(kind="outside_activity", activity_class="political_office", **referred))
    teaching = lawful_decisions(declaration(kind="outside_activity", activity_class="teaching", **referred))
    assert set(teaching) - set(office) == {Decision.AUTHORIZE}


@pytest.mark.parametrize("kind", ["outside_activity", "approval_request", "conflict", "nil"])
def test_what_a_decision_will_do_is_said_in_the_words_of_the_kind(kind: str) -> None:
    for effect in Effect:
        try:
            decisions = allowed_decisions(effect, kind=kind)
        except KeyError:  # only a gift is surrendered
            continue
        for _, _, words in wording.decision_options(decisions, kind):
            assert "item" not in str(words), words
    assert "item" in str(wording.consequence(Decision.AUTHORIZE, "gift")), "control"


def test_every_act_of_the_desk_is_in_the_policy() -> None:
    assert set(ACTS.values()) <= set(POLICY)


def test_every_view_has_a_name_and_teaches_when_it_is_empty() -> None:
    assert set(wording.VIEWS) == set(wording.EMPTY) == set(Show)


@pytest.mark.parametrize("authority", [None, *Authority])
def test_the_office_recommends_only_what_another_role_of_the_register_decides(authority: Authority | None) -> None:
    case = declaration(authority=authority and authority.value)
    expected = authority is not None and authority.value in HOLDERS
    assert decided_elsewhere(case) is expected
    parties = OFFICE if expected else OFFICE | AUTHORITY
    acts = open_acts(case, parties, OFFICER)
    assert (Action.RECOMMEND in acts, Action.DECIDE in acts) == (expected, not expected)


@pytest.mark.parametrize(
    ("authority", "parties", "targets"),
    [
        (None, OFFICE, ()),  # no authority is named: the office decides
        ("ethics_officer", OFFICE | AUTHORITY, ("authorizing_official", "executive_head", "governing_body_designate")),
        ("supervisor", OFFICE | AUTHORITY, ("authorizing_official", "executive_head", "governing_body_designate")),
        ("authorizing_official", OFFICE, ("executive_head", "governing_body_designate")),
        ("executive_head", OFFICE, ("governing_body_designate",)),  # never down to an official (ICSC 50)
        ("executive_head", AUTHORITY, ("ethics_officer", "governing_body_designate")),  # or back to the office
        ("governing_body_designate", OFFICE, ()),
        ("governing_body_designate", AUTHORITY, ("ethics_officer",)),
    ],
)
def test_a_case_is_referred_upwards_or_back(
    authority: str | None, parties: frozenset[Party], targets: tuple[str, ...]
) -> None:
    assert referral_targets(declaration(authority=authority), parties) == targets


def test_nobody_stands_above_the_designate() -> None:
    case = declaration(route=Route.DESIGNATE, authority="governing_body_designate")
    assert referral_targets(case, OFFICE | AUTHORITY) == ()


def test_the_executive_heads_own_role_comes_before_a_delegated_one() -> None:
    both = Identity(person=UUID(int=3), roles=frozenset({"executive_head", "recorded_delegate"}))
    delegate = Identity(person=UUID(int=4), roles=frozenset({"recorded_delegate"}))
    assert acting_role(declaration(), AUTHORITY, both) == "executive_head"
    assert acting_role(declaration(), AUTHORITY, delegate) == "recorded_delegate"
    assert acting_role(declaration(), OFFICE, OFFICER) == "ethics_officer"


@pytest.mark.parametrize(
    ("roles", "scopes"),
    [
        ({"ethics_officer"}, ("office",)),
        ({"ethics_officer", "recorded_delegate"}, ("office",)),  # the office sees those before the authorities anyway
        ({"executive_head"}, ("executive_head",)),
        ({"recorded_delegate", "authorizing_official"}, ("authorizing_official", "executive_head")),
        ({"governing_body_designate"}, ("governing_body_designate", "designate")),
        ({"administrator", "auditor", "declarant"}, ()),
    ],
)
def test_a_queue_holds_the_cases_of_the_roles(roles: set[str], scopes: tuple[str, ...]) -> None:
    assert scopes_of(Identity(person=UUID(int=9), roles=frozenset(roles))) == scopes


def test_a_question_is_about_a_part_of_this_declaration() -> None:
    content = Content(
        details=GiftDetails(description="A pen", giver_name="Firm"),
        facts={"kind": "gift", "value": None, "roles": [], "prior_values": [], "meeting": {"may_vote": True}},
        evaluation=msgspec.Raw(b"{}"),
        language="en",
        declarant_name="Amina Haddad",
    )
    assert list(question_fields(content)) == ["", "description", "giver_name", "value_basis", "value", "may_vote"]
    assert question_fields(content)["value"] == FIELDS["value"]


def test_filters_are_codes_and_rubbish_counts_as_not_chosen() -> None:
    chosen = Filters(Show.MINE, Status.UNDER_REVIEW, "referral")
    asked = forms.read_asked({"show": "mine", "status": "under_review", "effect": "referral"})
    assert asked.over(Filters()) == chosen
    assert forms.read_asked(forms.written(chosen)).over(Filters()) == chosen
    assert forms.read_asked({"show": "x'; drop", "status": "draft", "effect": "magic"}).over(Filters()) == Filters()
    assert forms.written(Filters()) == {}
    with pytest.raises(NotFound):
        forms.read_asked({"filter": "x'; drop"})


def test_a_saved_filter_stands_in_the_address_by_its_id_and_what_was_changed_beside_it() -> None:
    saved = SavedFilter(UUID(int=7), "Secret name", Filters(Show.MINE, words="haddad"), True, False, False, True)
    assert forms.written(saved.filters, saved) == {"filter": str(saved.id)}
    changed = Filters(Show.OPEN, Status.DECIDED, words="haddad")
    address = forms.written(changed, saved)
    assert address == {"filter": str(saved.id), "show": "open", "status": "decided"}
    assert forms.read_asked(address).over(saved.filters) == changed


@pytest.mark.parametrize("typed", ["", "nobody", "٣", "0" * 500])
def test_an_officer_who_is_no_id_is_nobody(typed: str) -> None:
    assert forms.read_officer(Form({"officer": [typed]})) is None


def test_finished_cases_are_never_overdue() -> None:
    from datetime import UTC, date, datetime

    values: dict[str, Any] = dict.fromkeys(QueueRow.__struct_fields__)
    row = QueueRow(
        **values | {"status": Status.UNDER_REVIEW, "due_on": date(2026, 1, 1), "filed_at": datetime.now(UTC)}
    )
    assert row.is_overdue(date(2026, 1, 2))
    assert not row.is_overdue(date(2026, 1, 1))  # due today is not overdue
    assert not msgspec.structs.replace(row, status=Status.DECIDED).is_overdue(date(2026, 1, 2))


def test_statements_of_the_queue_hold_nothing_that_was_typed() -> None:
    for scopes in (("office",), ("designate", "executive_head")):
        for status in (None, Status.DECIDED, Status.SUBMITTED):
            for back in (False, True):
                text = queue_sql.page(scopes, Filters(status=status), from_cursor=True, back=back)
                assert text.count("$3") == len(scopes)
                assert "limit $5" in text
