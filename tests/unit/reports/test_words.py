"""What the columns of an extract say."""

from collections import Counter
from decimal import Decimal

import pytest

from declarations.codes.bands import Band, band_label
from declarations.codes.decisions import Decision
from register.kernel.i18n import LOCALES, say
from reports.model import Fate
from reports.summary import median
from reports.words import DISPOSITIONS, Words, disposition, outcome_label

UN = {"regime": "un-style", "profile_version": "2020-04-23", "currency": "USD"}


@pytest.mark.parametrize(
    ("direction", "outcome", "status", "said"),
    [
        ("received", "note", "closed", "kept"),
        ("received", "authorize", "decided", "kept"),
        ("received", "surrender_to_organization", "closed", "surrendered"),
        ("received", "return_to_giver", "acknowledged", "returned"),
        # Decided, so not pending; but what became of an item that was there already nobody has recorded.
        ("received", "refuse_authorization", "decided", "not_known"),
        ("received", "not_permitted", "closed", "not_known"),
        ("received", None, "closed", "not_known"),
        ("offered_to_me", "refuse_authorization", "decided", "not_accepted"),
        ("offered_to_me", "not_permitted", "decided", "not_accepted"),
        ("declined_by_me", "note", "closed", "declined"),
        ("declined_by_me", None, "submitted", "declined"),
        ("given", "note", "closed", "given"),
        ("offered_by_me", "not_permitted", "decided", "not_given"),
        ("received", None, "under_review", "pending"),
        ("offered_to_me", None, "submitted", "pending"),
        # What was decided of an earlier version is not of this one.
        ("received", "authorize", "submitted", "pending"),
        ("received", "not_permitted", "under_review", "pending"),
        ("declined_by_me", "return_to_giver", "submitted", "declined"),
        # Withdrawn is said of any, also of what was decided before.
        ("received", "authorize", "withdrawn", "withdrawn"),
    ],
)  # fmt: skip
def test_the_disposition_follows_from_direction_and_decision(
    direction: str, outcome: str | None, status: str, said: str
) -> None:
    assert disposition(Fate(direction, outcome, status)) == said
    assert said in DISPOSITIONS


_DIRECTIONS = ("received", "offered_to_me", "declined_by_me", "given", "offered_by_me", "solicited_by_me")


@pytest.mark.parametrize("direction", _DIRECTIONS)
@pytest.mark.parametrize("outcome", [*(each.value for each in Decision), None])
def test_only_what_nobody_has_decided_is_called_pending(direction: str, outcome: str | None) -> None:
    """Nor does a column beside it say otherwise."""
    for status in ("submitted", "under_review", "information_requested", "decided", "acknowledged", "closed"):
        fate = Fate(direction, outcome, status)
        if disposition(fate) == "pending":
            assert say(outcome_label(fate), "en") == "Not decided yet"


def test_withdrawn_and_undecided_declarations_are_shown_as_such() -> None:
    assert say(outcome_label(Fate("received", None, "withdrawn")), "en") == "Withdrawn"
    assert say(outcome_label(Fate("received", "authorize", "withdrawn")), "en") == "Withdrawn"
    assert say(outcome_label(Fate("received", None, "submitted")), "en") == "Not decided yet"
    assert say(outcome_label(Fate("received", "authorize", "closed")), "en") == "Authorization granted"


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ("30", "Up to USD 30"),
        ("150", "Above USD 30, up to 150"),
        ("1000", "Above USD 500, up to 1,000"),
        ("above", "Above USD 5,000"),
        ("not_valued", "Not valued"),
    ],
)
def test_a_value_band_says_from_where_to_where(band: str, said: str) -> None:
    assert say(band_label(Band(band=band, **UN)), "en") == said


def test_a_band_of_a_profile_that_is_no_longer_shipped_keeps_its_upper_bound() -> None:
    assert say(band_label(Band("75", "our-own", "1999-01-01", "CHF")), "en") == "Up to CHF 75"


@pytest.mark.parametrize("tag", LOCALES)
def test_no_stored_value_is_shown_raw(tag: str) -> None:
    words = Words(LOCALES[tag])
    assert words.category["economic_benefit"] != "economic_benefit"
    assert words.country["CI"] not in {None, "CI"}
    assert words.effect[None] is None


def test_the_median_is_the_middle_or_between_the_middles() -> None:
    assert median(Counter()) is None
    assert median(Counter({3: 1})) == 3
    assert median(Counter({1: 1, 2: 1})) == Decimal("1.5")
    assert median(Counter({0: 5, 10: 2, 30: 2})) == 0
