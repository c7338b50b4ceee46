"""The engine: three values, order, authority, alerts, and the table of thresholds (policy 2.4) at its edges."""

from datetime import date
from decimal import Decimal

import pytest

from declarations.codes.decisions import Alert, Authority, Effect
from declarations.codes.engine import evaluate, value_band
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.rates import Quote, Rates, RateTable
from declarations.codes.reading import NotLoadable
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from tests.unit.codes.ordinary import ABSENT, gift, judged, rules_of, worth

EURO_AT_PAR = Rates([RateTable("Par", "USD", [Quote("EUR", date(2026, 1, 1), Decimal(1))])])


def test_the_example_of_the_design_comes_out_as_printed() -> None:
    found = judged()
    assert (found.effect, found.authority) == (Effect.AUTHORIZATION_REQUIRED, Authority.EXECUTIVE_HEAD)
    assert found.alerts == (Alert.RECEIVED_BEFORE_AUTHORIZATION,)
    assert rules_of(found) == ["ICSC-50"]
    assert found.codes == ("icsc-2013",)


@pytest.mark.parametrize(
    ("profile", "amount", "currency", "effect"),
    [
        # United Nations model: up to USD 30 noted, more needs authorization
        ("un-style", "30.00", "USD", Effect.NOTED),
        ("un-style", "30.01", "USD", Effect.AUTHORIZATION_REQUIRED),
        # European Commission: presumed up to 50, permission up to 150, then not accepted
        ("eu-style-staff", "50", "EUR", Effect.NOTED),
        ("eu-style-staff", "50.01", "EUR", Effect.AUTHORIZATION_REQUIRED),
        ("eu-style-staff", "150", "EUR", Effect.AUTHORIZATION_REQUIRED),
        ("eu-style-staff", "150.01", "EUR", Effect.NOT_ACCEPTABLE),
        # Members of the Commission: above 150 handed over
        ("eu-style-heads", "150", "EUR", Effect.NOTED),
        ("eu-style-heads", "150.01", "EUR", Effect.ACCEPT_AND_SURRENDER),
        # CERN: above CHF 30 not accepted
        ("cern-style", "30", "CHF", Effect.NOTED),
        ("cern-style", "30.01", "CHF", Effect.NOT_ACCEPTABLE),
        # INTERPOL meetings, by analogy: noted, disclosed, not acceptable
        ("meeting-participant", "50", "EUR", Effect.NOTED),
        ("meeting-participant", "50.01", "EUR", Effect.DISCLOSE),
        ("meeting-participant", "150", "EUR", Effect.DISCLOSE),
        ("meeting-participant", "150.01", "EUR", Effect.NOT_ACCEPTABLE),
        # the standards alone: blank nominal value
        ("icsc-plain", "0.01", "USD", Effect.AUTHORIZATION_REQUIRED),
        # ISO: no gift clause
        ("iso", "100000", "CHF", Effect.NONE),
    ],
)
def test_thresholds_hold_to_the_cent(profile: str, amount: str, currency: str, effect: Effect) -> None:
    assert judged(profile, value=worth(amount, currency), meeting=ABSENT).effect is effect


def test_the_unrounded_value_is_compared_not_the_one_that_is_shown() -> None:
    found = judged(value=worth("30.000001"))
    assert found.effect is Effect.AUTHORIZATION_REQUIRED


def test_without_a_rate_a_foreign_value_counts_as_not_known() -> None:
    found = judged(value=worth("1.00", "EUR"))
    assert found.reference_value is None
    assert found.effect is Effect.AUTHORIZATION_REQUIRED
    assert found.value_band == "not_valued"
    assert judged(rates=EURO_AT_PAR, value=worth("1.00", "EUR")).effect is Effect.NOTED


def test_findings_are_sorted_by_effect_then_code_then_rule() -> None:
    found = judged(giver_type="government", giver_relation="bidder", category="cash", could_appear_as_influence=True)
    assert rules_of(found) == ["PRE-cash", "PRE-un-government", "PRE-un-vendor", "ICSC-50", "ICSC-23", "ICSC-24-d"]
    assert found.authority is None


def test_not_knowing_brings_a_person_never_a_ban_and_accuses_nobody() -> None:
    known, unknown = judged(in_return_for_act=True), judged(in_return_for_act=None)
    assert (known.effect, known.alerts) == (Effect.NOT_ACCEPTABLE, (Alert.POSSIBLE_BREACH,))
    assert (unknown.effect, unknown.authority) == (Effect.REFERRAL, Authority.ETHICS_OFFICER)
    assert Alert.POSSIBLE_BREACH not in unknown.alerts


def test_a_fact_that_was_not_asked_lets_no_rule_hold_that_names_it() -> None:
    assert judged("iso", in_return_for_act=ABSENT, could_appear_as_influence=ABSENT).findings == ()


def test_a_stored_unknown_is_the_same_as_null() -> None:
    assert judged(giver_type="unknown").to_json() == judged(giver_type=None).to_json()


def test_a_finding_says_which_fact_made_it_hold() -> None:
    vendor = next(finding for finding in judged(giver_relation="bidder").findings if finding.rule == "PRE-un-vendor")
    assert [say(reason.message, "en") for reason in vendor.reasons] == ["Relation of the giver: Bidder"]
    assert vendor.certain


def test_a_finding_that_waits_for_an_exemption_says_which() -> None:
    held = next(
        finding
        for finding in judged(giver_type="government", refusal_would_embarrass=None).findings
        if finding.rule == "PRE-un-government"
    )
    said = [say(reason.message, "en") for reason in held.reasons]
    assert said == ["Giver type: Government", "Declining would embarrass the Organization: Don't know"]
    assert not held.certain


def test_reasons_name_the_figure_and_the_value() -> None:
    reason = judged().findings[0].reasons[0]
    assert say(reason.message, "en") == "The value, USD 45.00, is more than the nominal value of USD 30.00."


@pytest.mark.parametrize(
    ("filed", "aware", "late"),
    [
        # UNDP: within 7 calendar days; day 7 is in time
        ("2026-05-08", "2026-05-01", False),
        ("2026-05-09", "2026-05-01", True),
        # not known when the person became aware: the event counts
        ("2026-05-09", None, True),
        # no filing date: not late
        (None, "2026-05-01", False),
    ],
)
def test_late_is_later_than_the_report_days(filed: str | None, aware: str | None, late: bool) -> None:
    assert (Alert.LATE in judged(filed_date=filed, aware_date=aware).alerts) is late


@pytest.mark.parametrize(
    ("prior", "value", "over"),
    [
        # disclosure programme: 250 or more from one giver in the reporting year
        ("204.99", "45.00", False),
        ("205.00", "45.00", True),
        # the known part alone reaches it
        ("250.00", None, True),
        ("10.00", None, False),
    ],
)
def test_cumulative_counts_what_is_known(prior: str, value: str | None, over: bool) -> None:
    found = judged(prior_total=worth(prior), value=worth(value) if value else None)
    assert (Alert.CUMULATIVE in found.alerts) is over


def test_declining_never_adds_to_a_total_nor_raises_an_alert() -> None:
    found = judged(
        direction="declined_by_me", prior_total=worth("900"), in_return_for_act=True, giver_relation="bidder"
    )
    assert (found.effect, found.alerts) == (Effect.NOTED, ())


def prior(amount: str, day: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD", "date": day}


@pytest.mark.parametrize(
    ("earlier", "value", "split"),
    [
        # two of 20 within thirty days: each at least half of 30, together above it
        ([prior("20.00", "2026-04-10")], "20.00", True),
        # day 30 before is inside the window, day 31 is not
        ([prior("20.00", "2026-04-01")], "20.00", True),
        ([prior("20.00", "2026-03-31")], "20.00", False),
        # together exactly the nominal value
        ([prior("15.00", "2026-04-10")], "15.00", False),
        # trifles are not parts of anything
        ([prior("5.00", "2026-04-10")], "29.00", False),
        # a part above the nominal value is over it by itself
        ([prior("20.00", "2026-04-10")], "31.00", False),
        ([{"amount": None, "currency": "USD", "date": "2026-04-10"}], "20.00", False),
    ],
)
def test_splitting_is_seen_within_window_and_share(earlier: list[dict[str, str]], value: str, split: bool) -> None:
    assert (Alert.SPLIT_BELOW_THRESHOLD in judged(prior_values=earlier, value=worth(value)).alerts) is split


def test_a_vote_of_unknown_date_is_taken_to_be_close() -> None:
    meeting = {"may_vote": True, "vote_date": None, "giver_concerned": None}
    assert Alert.VOTE_TIME in judged("meeting-participant", value=worth("5", "EUR"), meeting=meeting).alerts


def test_standing_aside_is_asked_on_doubt_from_disclosure_on() -> None:
    conflict = {"kind": "conflict", "capacity": "expert", "acts_on_matter": None, "event_date": "2026-05-01"}
    assert evaluate(parse_facts(conflict), shipped().profile("iso")).alerts == (Alert.STAND_ASIDE,)


def test_a_kind_on_which_the_codes_do_not_speak_is_refused_rather_than_waved_through() -> None:
    activity = {"kind": "outside_activity", "capacity": "staff", "start_date": "2026-06-01"}
    with pytest.raises(Invalid):
        evaluate(parse_facts(activity), shipped().profile("meeting-participant"))


def test_nothing_to_declare_is_noted() -> None:
    nil = parse_facts({"kind": "nil", "capacity": "staff", "filed_date": "2026-05-01"})
    assert evaluate(nil, shipped().profile("un-style")).effect is Effect.NOTED


def test_before_the_first_version_the_earliest_is_used_and_said_so() -> None:
    assert judged(event_date="2014-01-01").in_force is False
    assert judged(event_date="2020-04-23").in_force is True


def test_without_any_day_the_rules_of_a_day_cannot_be_chosen() -> None:
    with pytest.raises(Invalid):
        evaluate(gift(event_date=None, filed_date=ABSENT), shipped().profile("un-style"))


def test_value_bands_include_their_upper_bound() -> None:
    version = shipped().profile("un-style").versions[0]
    bands = [judged(value=worth(amount)).value_band for amount in ("30", "30.01", "150", "5000", "5000.01")]
    assert bands == ["30", "150", "150", "5000", "above"]
    assert value_band(None, version) == "not_valued"


def test_a_profile_that_does_not_exist_is_named() -> None:
    with pytest.raises(NotLoadable, match="un-style"):
        shipped().profile("un")
