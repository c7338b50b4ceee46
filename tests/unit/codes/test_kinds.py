"""Outside activities, conflicts and requests: the printed examples, ceilings, days, and how they are reviewed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from declarations.codes.answer import answer
from declarations.codes.decisions import Alert, Authority, Comparator, Effect, FigureName, ReviewClass
from declarations.codes.derived import days_until_filed
from declarations.codes.engine import evaluate
from declarations.codes.facts import FORMS, parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Citation, Evaluation, Figure
from declarations.codes.periods import hours_in_year
from declarations.codes.vocabulary import Kind
from register.kernel.errors import Invalid
from register.kernel.i18n import Message, say
from tests.unit.codes.ordinary import ABSENT, ACTIVITY, CONFLICT, REQUEST, judged, judged_as, rules_of


def test_the_examples_of_the_design_come_out_as_its_paragraphs_say() -> None:
    teaching = judged_as(ACTIVITY)
    assert (teaching.effect, teaching.authority) == (Effect.AUTHORIZATION_REQUIRED, Authority.AUTHORIZING_OFFICIAL)
    assert (teaching.alerts, rules_of(teaching)) == ((), ["ICSC-45", "ICSC-46"])
    tender = judged_as(CONFLICT)
    assert (tender.effect, tender.authority, tender.alerts) == (Effect.DISCLOSE, None, (Alert.STAND_ASIDE,))
    drafting = judged_as(REQUEST)
    assert (drafting.effect, drafting.authority) == (Effect.AUTHORIZATION_REQUIRED, Authority.EXECUTIVE_HEAD)


@pytest.mark.parametrize("printed", [ACTIVITY, CONFLICT, REQUEST], ids=lambda printed: printed["kind"])
def test_facts_of_every_kind_survive_being_written_and_read_again(printed: dict[str, Any]) -> None:
    facts = parse_facts(printed)
    assert parse_facts(facts.to_object()) == facts


@pytest.mark.parametrize("fact", ["party_member", "party", "union_member", "union", "voted", "religion", "nationality"])
def test_nobody_can_be_asked_for_membership_convictions_or_a_vote(fact: str) -> None:
    assert not any(fact in forms for forms in FORMS.values())
    with pytest.raises(Invalid):
        parse_facts({**ACTIVITY, fact: True})


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ("meeting-participant", "outside_activity"),
        ("meeting-participant", "approval_request"),
        ("iso", "approval_request"),
    ],
)
def test_codes_that_are_silent_on_a_kind_refuse_it(profile: str, kind: str) -> None:
    with pytest.raises(Invalid):
        evaluate(
            parse_facts({"kind": kind, "capacity": "staff", "filed_date": "2026-05-04"}), shipped().profile(profile)
        )


@pytest.mark.parametrize("profile", ["icsc-plain", "un-style", "eu-style-staff", "eu-style-heads", "cern-style"])
def test_the_standards_judge_every_kind(profile: str) -> None:
    assert set(shipped().profile(profile).versions[-1].rules) >= set(Kind) - {Kind.NIL}


# --- how it is reviewed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "changed", "review"),
    [
        (ACTIVITY, {}, ReviewClass.LIGHT),
        (ACTIVITY, {"activity_class": "employment"}, ReviewClass.ORDINARY),
        (ACTIVITY, {"interferes_with_duties": None}, ReviewClass.ORDINARY),
        (ACTIVITY, {"during_leave": "unknown"}, ReviewClass.ORDINARY),
        (ACTIVITY, {"during_leave": "unpaid"}, ReviewClass.ORDINARY),
        (CONFLICT, {}, ReviewClass.HEIGHTENED),
        (CONFLICT, {"domain": "prospective_employment"}, ReviewClass.HEIGHTENED),
        (CONFLICT, {"domain": None}, ReviewClass.HEIGHTENED),
        (CONFLICT, {"domain": "financial"}, ReviewClass.ORDINARY),
        (REQUEST, {}, ReviewClass.ORDINARY),
    ],
)
def test_procurement_raises_the_class_of_review_and_teaching_lowers_it(
    printed: dict[str, Any], changed: dict[str, Any], review: ReviewClass
) -> None:
    found = judged_as(printed, **changed)
    assert found.review_class is review
    assert answer(found).get("review_class", "ordinary") == review


def test_an_ordinary_review_is_not_written_down_so_that_what_was_stored_before_stays_the_same() -> None:
    assert b"review_class" not in judged().to_json()
    assert b"review_class" in judged_as(CONFLICT).to_json()


def test_the_heads_own_activity_is_not_decided_by_an_official_under_the_head() -> None:
    own = judged_as(ACTIVITY, capacity="executive_head")
    assert own.authority is Authority.GOVERNING_BODY_DESIGNATE
    instructed: dict[str, Any] = {"domain": "external_instruction", "instruction_from_host_country": True}
    assert judged_as(CONFLICT, **instructed).authority is Authority.SUPERVISOR
    assert judged_as(CONFLICT, capacity="executive_head", **instructed).authority is Authority.GOVERNING_BODY_DESIGNATE


# --- before, after, in time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "alerts"),
    [
        ({"start_date": "2026-05-05"}, ()),
        ({"start_date": "2026-05-04"}, (Alert.BEGUN_BEFORE_AUTHORIZATION,)),
        # nothing to authorize, nothing begun too early
        ({"start_date": "2026-05-04", "activity_class": "community"}, ()),
        # a renewal: begun long ago under an authorization
        ({"start_date": "2025-06-01", "authorized_until": "2026-05-31"}, ()),
        ({"start_date": "2025-06-01", "authorized_until": "2026-05-04"}, ()),
        ({"start_date": "2025-06-01", "authorized_until": "2026-05-03"}, (Alert.CONTINUED_AFTER_END,)),
        # it paused after the end and starts again later
        ({"start_date": "2026-06-01", "authorized_until": "2026-05-03"}, ()),
        ({"start_date": None, "authorized_until": "2026-05-03"}, ()),
        ({"start_date": "2025-06-01", "authorized_until": None}, (Alert.BEGUN_BEFORE_AUTHORIZATION,)),
    ],
)
def test_an_activity_that_began_or_went_on_without_authorization_is_flagged(
    changed: dict[str, Any], alerts: tuple[Alert, ...]
) -> None:
    facts = parse_facts({**ACTIVITY, **changed})
    assert evaluate(facts, shipped().profile("un-style"), on=date(2026, 5, 4)).alerts == alerts


@pytest.mark.parametrize(
    ("aware", "event", "filed", "days", "late"),
    [
        ("2026-05-01", "2026-03-01", "2026-05-01", 0, False),
        ("2026-05-01", "2026-03-01", "2026-05-02", 1, True),
        # not known when the person became aware: the event counts
        (None, "2026-05-01", "2026-05-04", 3, True),
        (None, None, "2026-05-04", None, False),
        # told before it arises
        ("2026-05-01", "2026-06-01", "2026-05-01", 0, False),
    ],
)
def test_immediately_is_counted_in_days_under_the_iso_codes(
    aware: str | None, event: str | None, filed: str, days: int | None, late: bool
) -> None:
    facts = {**CONFLICT, "capacity": "expert", "aware_date": aware, "event_date": event, "filed_date": filed}
    assert days_until_filed(parse_facts(facts).values) == days
    found = judged_as(facts, "iso")
    assert (Alert.LATE in found.alerts) is late
    assert Alert.LATE not in judged_as(facts, "un-style").alerts  # the standards of the Commission set no days


# --- ceilings of a year ---------------------------------------------------------------------------------------------


def _with_ceiling(name: FigureName, amount: str, **changed: Any) -> Evaluation:
    version = shipped().profile("un-style").versions[-1]
    source = Citation(Message("Office directive"), mark="D")
    figure = Figure(name, Decimal(amount), Comparator.GT, None, (), source, "Head")
    version = msgspec.structs.replace(version, figures=(*version.figures, figure))
    facts = {fact: value for fact, value in {**ACTIVITY, **changed}.items() if value is not ABSENT}
    return evaluate(parse_facts(facts), version)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        # one week, both days counted
        (date(2026, 6, 1), date(2026, 6, 7), 7),
        (date(2026, 6, 1), date(2026, 6, 1), 1),
        # across New Year the longer part counts
        (date(2025, 12, 30), date(2026, 1, 7), 7),
        (date(2025, 12, 21), date(2026, 1, 1), 11),
        # a full year between
        (date(2025, 12, 30), date(2027, 1, 2), 366),
        # no end, or no start, is a year
        (date(2026, 6, 1), None, 366),
        (None, date(2026, 6, 1), 366),
        (date(2026, 6, 1), date(2026, 5, 1), 0),
    ],
)
def test_hours_are_those_of_the_busiest_year(start: date | None, end: date | None, hours: int) -> None:
    assert hours_in_year(Decimal(7), start, end) == hours


def test_a_year_begins_where_the_organization_lets_it_begin() -> None:
    assert hours_in_year(Decimal("3.5"), date(2026, 6, 28), date(2026, 7, 11), (7, 1)) == Fraction(11, 2)


@pytest.mark.parametrize(
    ("changed", "effect"),
    [
        # four hours a week over 214 days are 122 hours and two sevenths
        ({}, Effect.AUTHORIZATION_REQUIRED),
        ({"prior_hours": "27.714285"}, Effect.AUTHORIZATION_REQUIRED),
        ({"prior_hours": "27.714286"}, Effect.REFERRAL),
        ({"hours_per_week": 5}, Effect.REFERRAL),
        ({"hours_per_week": None}, Effect.REFERRAL),
        ({"hours_per_week": ABSENT}, Effect.AUTHORIZATION_REQUIRED),
        ({"hours_per_week": 1, "prior_hours": None}, Effect.REFERRAL),
        ({"end_date": ABSENT}, Effect.REFERRAL),
    ],
)
def test_a_ceiling_of_hours_holds_to_the_minute(changed: dict[str, Any], effect: Effect) -> None:
    assert _with_ceiling(FigureName.ACTIVITY_HOURS_PER_YEAR, "150", **changed).effect is effect


def test_without_a_figure_no_hours_are_too_many() -> None:
    assert judged_as(ACTIVITY, hours_per_week=168).effect is Effect.AUTHORIZATION_REQUIRED


def test_a_ceiling_is_named_with_its_figure() -> None:
    hours = _with_ceiling(FigureName.ACTIVITY_HOURS_PER_YEAR, "150", hours_per_week=20)
    assert _reason(hours) == "Outside activities take more than 150 hours in a year."
    income = judged_as(ACTIVITY, "eu-style-staff", income={"amount": "10000.01", "currency": "EUR"})
    assert _reason(income) == "Outside activities bring more than EUR 10,000.00 net in a year."
    message = next(finding.message for finding in income.findings if finding.rule == "PRE-eu-income")
    assert "EUR 10,000.00" in say(message, "en")
    open_income = judged_as(ACTIVITY, "eu-style-staff", income=None)
    assert _reason(open_income) == "How much income it brings in a year is not known."


def _reason(found: Evaluation) -> str:
    ceiling = next(finding for finding in found.findings if finding.rule == "PRE-activity-ceiling")
    return say(ceiling.reasons[0].message, "en")


def test_a_foreign_income_without_a_rate_counts_as_not_known() -> None:
    assert judged_as(ACTIVITY, "eu-style-staff", income={"amount": "1", "currency": "JPY"}).effect is Effect.REFERRAL
