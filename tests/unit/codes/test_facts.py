"""Facts files: read exactly, written back exactly, and refused with an error for each fact that is wrong."""

from typing import Any

import pytest

from declarations.codes.fact_forms import NOT_ON_LEAVE
from declarations.codes.facts import FORMS, parse_facts, read_facts
from declarations.codes.field_labels import FIELDS
from register.kernel.errors import Invalid
from tests.unit.codes.ordinary import GIFT, gift

ACTIVITY = {
    "kind": "outside_activity",
    "capacity": "staff",
    "hours_per_week": 4,
    "during_leave": None,
    "remunerated": True,
}


def faults(**changed: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        gift(**changed)
    return {fault.name: fault.message.id for fault in caught.value.fields}


def test_facts_survive_being_written_and_read_again() -> None:
    for given in (
        GIFT,
        ACTIVITY,
        {**GIFT, "prior_values": [{"amount": None, "currency": "USD", "date": "2026-01-02"}]},
    ):
        facts = parse_facts(given)
        assert parse_facts(facts.to_object()) == facts
        assert read_facts(facts.to_json()) == facts


def test_absent_null_and_known_are_three_things() -> None:
    facts = gift(unusual=None)
    assert "unusual" in facts.values
    assert facts.values["unusual"] is None
    assert "payment_timing" not in facts.values
    assert facts.values["usual_courtesy"] is False


def test_null_leave_is_the_one_null_that_means_none() -> None:
    facts = parse_facts(ACTIVITY)
    assert facts.values["during_leave"] == NOT_ON_LEAVE
    assert facts.to_object()["during_leave"] is None
    with pytest.raises(Invalid):
        parse_facts({**ACTIVITY, "during_leave": NOT_ON_LEAVE})


def test_leave_that_is_not_known_is_written_as_unknown_and_never_means_none() -> None:
    facts = parse_facts({**ACTIVITY, "during_leave": "unknown"})
    assert facts.values["during_leave"] is None
    assert facts.to_object()["during_leave"] == "unknown"
    assert parse_facts(facts.to_object()) == facts


def test_a_meeting_that_is_not_known_leaves_all_its_facts_open() -> None:
    assert {name: gift(meeting=None).values[name] for name in ("may_vote", "vote_date", "giver_concerned")} == {
        "may_vote": None,
        "vote_date": None,
        "giver_concerned": None,
    }


def test_every_wrong_fact_is_told_at_once_under_its_own_name() -> None:
    found = faults(
        colour="red",
        direction="sideways",
        unusual="yes",
        event_date="01/05/2026",
        value={"amount": 45.0, "currency": "usd"},
        meeting={"may_vote": 1, "hall": "A"},
        prior_values=[{"amount": "1", "currency": "USD"}],
        roles=["king"],
    )
    assert set(found) == {
        "colour",
        "direction",
        "unusual",
        "event_date",
        "value.amount",
        "value.currency",
        "meeting.may_vote",
        "meeting.hall",
        "prior_values.0.date",
        "roles",
    }


@pytest.mark.parametrize("amount", ["-1", "1e3", "NaN", "1,5", "٤٥", "1.0000001", "", "01", " 1", 45, 45.0, True, None])
def test_an_amount_is_exact_text_or_nothing(amount: object) -> None:
    assert "value.amount" in faults(value={"amount": amount, "currency": "USD"})


@pytest.mark.parametrize("day", ["2026-02-30", "20260501", "2026-W01-1", "2026-5-1", 20260501, "٢٠٢٦-٠٥-٠١"])
def test_a_day_is_a_day_of_the_calendar_in_iso(day: object) -> None:
    assert "event_date" in faults(event_date=day)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b"null",
        b'"x"',
        b'{"kind": []}',
        b'{"kind": null}',
        b"{",
        b"\xff",
        b"[" * 5000,
        b'{"kind":"gift","value":NaN}',
    ],
)
def test_what_is_no_facts_file_is_refused_and_never_an_accident(text: bytes) -> None:
    with pytest.raises(Invalid):
        read_facts(text)


def test_withdrawn_currencies_stay_valid_for_old_records() -> None:
    assert gift(value={"amount": "1", "currency": "DEM"}).get("value").currency == "DEM"


def test_nothing_to_declare_has_no_facts() -> None:
    with pytest.raises(Invalid):
        parse_facts({"kind": "nil", "direction": "received"})


def test_every_fact_has_a_label() -> None:
    asked = {fact for forms in FORMS.values() for fact in forms if fact != "meeting"}
    assert asked <= set(FIELDS)
