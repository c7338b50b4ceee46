"""Every stored value has a label, and the label is the term of the vocabulary."""

from enum import StrEnum

import pytest

from declarations.codes import decisions, vocabulary
from declarations.codes.labels import LABELS, label, labels_of
from register.kernel.i18n import say

FIELDS: dict[str, type[StrEnum]] = {
    "kind": vocabulary.Kind,
    "capacity": vocabulary.Capacity,
    "role": vocabulary.BodyRole,
    "gift.direction": vocabulary.Direction,
    "gift.category": vocabulary.GiftCategory,
    "gift.giver_type": vocabulary.GiverType,
    "gift.giver_relation": vocabulary.GiverRelation,
    "gift.recipient": vocabulary.Recipient,
    "gift.payment_timing": vocabulary.PaymentTiming,
    "outside_activity.activity_class": vocabulary.ActivityClass,
    "outside_activity.during_leave": vocabulary.Leave,
    "approval_request.subject": vocabulary.ApprovalSubject,
    "conflict.nature_declared": vocabulary.Nature,
    "conflict.nature_assessed": vocabulary.Nature,
    "conflict.domain": vocabulary.ConflictDomain,
    "conflict.interest_holder": vocabulary.InterestHolder,
    "conflict.counterpart_kind": vocabulary.CounterpartKind,
    "conflict.benefit_to": vocabulary.BenefitTo,
    "conflict.mark": decisions.Mark,
    "rule.force": decisions.Force,
    "effect": decisions.Effect,
    "authority": decisions.Authority,
    "alert": decisions.Alert,
    "review_class": decisions.ReviewClass,
    "threshold.figure": decisions.FigureName,
    "threshold.comparator": decisions.Comparator,
    "threshold.period": decisions.Period,
    "status": decisions.Status,
    "decision": decisions.Decision,
    "authorization.validity": decisions.Validity,
    "flag": decisions.Flag,
    "export.audience": decisions.Audience,
    "stored_role": decisions.StoredRole,
}


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_every_stored_value_has_a_label_of_its_own_field(field: str) -> None:
    assert list(labels_of(field))[: len(FIELDS[field])] == [value.value for value in FIELDS[field]]
    assert all(label(field, value).context == field for value in FIELDS[field])


def test_a_value_that_does_not_exist_has_no_label() -> None:
    with pytest.raises(KeyError):
        label("gift.category", "yacht")


def test_answers_to_plain_questions_are_yes_no_and_dont_know() -> None:
    assert [say(label("fact", value), "en") for value in (True, False, None)] == ["Yes", "No", "Don't know"]


def test_a_profile_of_the_organisations_own_is_shown_as_it_was_written() -> None:
    assert say(label("profile", "our-own"), "en") == "our-own"


def test_labels_begin_with_a_capital() -> None:
    assert [text.id for text in LABELS.values() if not text.id[0].isupper()] == []


def test_effects_are_ordered_from_mild_to_strict() -> None:
    ranked = sorted(decisions.Effect, key=lambda effect: effect.rank)
    assert [effect.value for effect in ranked] == [
        "none",
        "noted",
        "disclose",
        "authorization_required",
        "referral",
        "accept_and_surrender",
        "not_acceptable",
    ]
