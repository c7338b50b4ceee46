"""The terms of a version: what an organization may change, and how the next version follows from it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.codes import bands
from declarations.codes.decisions import Comparator, FigureName
from declarations.codes.engine import evaluate, value_band
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import ProfileVersion
from declarations.codes.rates import NO_RATES, ReferenceValue
from declarations.codes.terms import FigureTerms, Terms, changes, follow, read_terms, terms_of, with_adopted
from register.kernel.errors import Invalid
from register.kernel.i18n import say

VERSIONS = [version for profile in shipped().profiles.values() for version in profile.versions]
UN = shipped().profiles["un-style"].versions[-1]
_LATER = UN.effective_from + timedelta(days=4000)


def named(name: FigureName, amount: str) -> FigureTerms:
    return FigureTerms(name=name, amount=Decimal(amount), comparator=Comparator.GT, instrument="Circular 7")


def with_nominal(terms: Terms, amount: str) -> Terms:
    figures = tuple(
        named(FigureName.NOMINAL, amount) if each.name is FigureName.NOMINAL and not each.when else each
        for each in terms.figures
    )
    return msgspec.structs.replace(terms, figures=figures, effective_from=_LATER)


def effect_of(amount: str, version: ProfileVersion) -> str:
    day = _LATER.isoformat()
    facts = parse_facts(
        {
            "kind": "gift",
            "capacity": "staff",
            "direction": "received",
            "category": "gift",
            "giver_type": "commercial",
            "giver_relation": "none",
            "recipient": "self",
            "value": {"amount": amount, "currency": "USD"},
            "event_date": day,
            "filed_date": day,
        }
        | dict.fromkeys(
            (
                "official_function",
                "usual_courtesy",
                "unusual",
                "refusal_would_embarrass",
                "in_return_for_act",
                "could_appear_as_influence",
                "through_intermediary",
                "related_to_assignment",
            ),
            False,
        )
    )
    return evaluate(facts, version, NO_RATES, _LATER).effect.value


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: f"{each.profile}-{each.version}")
def test_a_version_follows_unchanged_from_its_own_terms(version: ProfileVersion) -> None:
    again = follow(version, terms_of(version))
    assert terms_of(again) == terms_of(version)
    assert again.rules == version.rules
    assert changes(terms_of(version), terms_of(again)) == []


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: f"{each.profile}-{each.version}")
def test_terms_are_read_as_they_were_kept(version: ProfileVersion) -> None:
    assert read_terms(terms_of(version).to_json()) == terms_of(version)


@given(st.decimals(min_value="0.01", max_value="99999", places=2))
def test_the_next_version_judges_by_the_amount_that_was_adopted(amount: Decimal) -> None:
    version = follow(UN, with_nominal(terms_of(UN), str(amount)))
    found = version.figure(FigureName.NOMINAL)
    assert found is not None
    assert found.amount == amount
    assert [change.term for change in changes(terms_of(UN), terms_of(version))] == (
        ["figure"] if amount != 30 or found.citation.mark == "A" else []
    )


def test_a_gift_between_the_old_and_the_new_amount_is_judged_otherwise() -> None:
    after = follow(UN, with_nominal(terms_of(UN), "60"))
    assert effect_of("45.00", UN) != effect_of("45.00", after)
    assert effect_of("61.00", UN) == effect_of("61.00", after)  # the control: above both


def test_an_organizations_own_instrument_stands_as_it_was_written() -> None:
    after = follow(UN, with_nominal(terms_of(UN), "60"))
    found = after.figure(FigureName.NOMINAL)
    assert found is not None
    assert (found.citation.mark, str(found.citation.instrument.values["name"])) == ("A", "Circular 7")


def test_a_figure_that_a_rule_speaks_of_cannot_be_left_blank() -> None:
    cern = shipped().profiles["cern-style"].versions[-1]
    with pytest.raises(Invalid) as refused:
        follow(cern, msgspec.structs.replace(terms_of(cern), figures=()))
    assert "figure.nominal" in {fault.name for fault in refused.value.fields}


def test_adopted_versions_follow_one_another_by_their_days() -> None:
    first = with_nominal(terms_of(UN), "60")
    second = msgspec.structs.replace(with_nominal(terms_of(UN), "70"), effective_from=_LATER + timedelta(days=365))
    library = with_adopted(shipped(), {"un-style": [second, first]})
    profile = library.profiles["un-style"]
    assert [version.effective_from for version in profile.versions][-2:] == [
        first.effective_from,
        second.effective_from,
    ]
    assert [terms_of(version).figures for version in profile.versions][-2:] == [first.figures, second.figures]
    assert shipped().profiles["un-style"].versions[-1] is UN  # nothing of the shipped library is touched


def test_a_version_of_a_profile_that_is_no_longer_shipped_stops_nothing() -> None:
    assert with_adopted(shipped(), {"gone": [terms_of(UN)]}).profiles == shipped().profiles


def test_a_day_has_one_version() -> None:
    library = with_adopted(
        shipped(), {"un-style": [msgspec.structs.replace(terms_of(UN), effective_from=date(2027, 1, 1))] * 2}
    )
    days = [version.effective_from for version in library.profiles["un-style"].versions]
    assert len(days) == len(set(days))


@given(st.decimals("0.01", "9999", places=2), st.decimals("0.01", "9999", places=2))
def test_no_value_band_spans_an_adopted_threshold(nominal: Decimal, amount: Decimal) -> None:
    adopted = follow(UN, with_nominal(terms_of(UN), str(nominal)))
    found = value_band(ReferenceValue(Fraction(amount), "USD", Decimal(1), _LATER, "-"), adopted)
    assert (found == "above" or Decimal(found) > nominal) is (amount > nominal), "above the threshold, or within it"


def test_the_bands_of_a_list_are_those_in_force_when_it_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    adopted = with_adopted(shipped(), {"un-style": [with_nominal(terms_of(UN), "62.50")]})
    monkeypatch.setattr(bands, "held_library", lambda: adopted)
    assert "62.5" not in bands.known_bands(None, _LATER - timedelta(days=1)), "control: it was not in force yet"
    assert "62.5" in bands.known_bands(None, _LATER)
    assert "62.5" in bands.known_bands(_LATER, None)
    assert say(bands.band_name("62.5"), "en") == "Above 30, up to 62.5"
    judged_by = (UN.version, _LATER.isoformat())
    shown = [say(bands.band_label(bands.Band("150", "un-style", version, "USD")), "en") for version in judged_by]
    assert shown == ["Above USD 30, up to 150", "Above USD 62.5, up to 150"], "each by the version that judged it"
