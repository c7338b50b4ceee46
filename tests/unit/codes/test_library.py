"""Loading codes and profiles: whatever cannot be right is refused with its place; figures carry their source."""

from pathlib import Path

import pytest

from declarations.codes.decisions import FigureName
from declarations.codes.derived import DERIVED
from declarations.codes.library import profile_from_file, regime_for, shipped
from declarations.codes.model import Profile
from declarations.codes.reading import NotLoadable
from declarations.codes.vocabulary import Capacity
from register.kernel.errors import Invalid

PROFILE = """
name = "own"
title = "Own profile"

[[rule]]
id = "PRE-own"
clause = "1"
force = "shall"
effect = "not_acceptable"
message = "Nothing above %(upper)s is accepted."
text = "Nothing above the ceiling."
instrument = "Circular 1"
mark = "V1"
when = [{ kind = "gift", over_upper = true }]

[[version]]
effective_from = 2026-01-01
currency = "USD"
codes = ["icsc-2013"]
rules = ["PRE-own", "PRE-cash"]

[[version.figure]]
name = "upper"
amount = "100"
instrument = "Circular 1"
mark = "V1"
approved_by = "Director-General"
"""


def loaded(tmp_path: Path, text: str) -> Profile:
    file = tmp_path / "own.toml"
    file.write_text(text)
    return profile_from_file(file)


def test_an_organisation_brings_its_own_profile_from_a_file(tmp_path: Path) -> None:
    version = loaded(tmp_path, PROFILE).versions[0]
    assert {rule.id for rules in version.rules.values() for rule in rules} >= {"PRE-own", "PRE-cash", "ICSC-50"}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("over_upper = true", "over_lower = true", "no fact over_lower"),
        ('kind = "gift", over_upper', 'kind = "gift", direction = "stolen", over_upper', "no fact direction"),
        ('kind = "gift", over_upper', 'kind = "gift", giver_type = "unknown", over_upper', "no fact giver_type"),
        ('kind = "gift", over_upper = true', "over_upper = true", "names one kind"),
        ("over_upper = true", "over_upper = false", "soften"),
        (
            'kind = "gift", over_upper = true',
            'kind = "outside_activity", over_hours_ceiling = false',
            "soften",
        ),
        (
            'kind = "gift", over_upper = true }]',
            'kind = "gift", over_upper = true }]\nunless = [{ kind = "conflict", direction = "received" }]',
            "no fact direction",
        ),
        ("%(upper)s", "%(colour)s", "placeholder"),
        ("above %(upper)s is", "above 100% is", "placeholder"),
        ("%(upper)s", "%(nominal)s", "leaves blank"),
        ('effect = "not_acceptable"', 'effect = "authorization_required"', "do not go together"),
        ('effect = "not_acceptable"', 'effect = "forbidden"', "not one of"),
        ('id = "PRE-own"', 'id = "ICSC-99"', "id does not fit"),
        ('mark = "V1"\nwhen', 'mark = "U"\nwhen', "unverified"),
        ('"PRE-cash"]', '"PRE-cahs"]', "does not exist"),
        ('codes = ["icsc-2013"]', 'codes = ["icsc-2031"]', "does not exist"),
        ('currency = "USD"', 'currency = "USB"', "no currency"),
        ('amount = "100"', 'amount = "-100"', "not an amount"),
        ("amount = ", "amuont = ", "missing"),
        ('clause = "1"', 'clause = "1"\ncolour = "red"', "unknown key"),
        ("[[version]]", "[[vresion]]", "version must be list"),
        ('name = "upper"', 'name = "upper"\nperiod = "calendar_year"', "period"),
        ("name = ", "name ", "own.toml"),
    ],
)
def test_a_profile_that_cannot_be_right_is_refused(tmp_path: Path, before: str, after: str, why: str) -> None:
    assert before in PROFILE
    with pytest.raises(NotLoadable, match=why):
        loaded(tmp_path, PROFILE.replace(before, after, 1))


def test_only_a_gift_can_be_handed_over(tmp_path: Path) -> None:
    surrendered = PROFILE.replace(
        'effect = "not_acceptable"', 'effect = "accept_and_surrender"\nauthority = "ethics_officer"'
    )
    assert loaded(tmp_path, surrendered).versions
    of_conflict = surrendered.replace('kind = "gift", over_upper = true', 'kind = "conflict"')
    with pytest.raises(NotLoadable, match="only a gift"):
        loaded(tmp_path, of_conflict)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotLoadable):
        profile_from_file(tmp_path / "none.toml")


def test_every_figure_names_its_instrument_who_approved_it_and_how_sure_it_is() -> None:
    figures = [
        figure for profile in shipped().profiles.values() for version in profile.versions for figure in version.figures
    ]
    assert all(figure.citation.instrument.id and figure.citation.mark and figure.approved_by for figure in figures)


@pytest.mark.parametrize(
    ("profile", "figures"),
    [
        # policy 2.4, row by row: name, amount, comparator
        ("icsc-plain", []),
        (
            "un-style",
            [("nominal", "30", "gt"), ("nominal", "0", "gt"), ("cumulative", "250", "gte"), ("report_days", "7", "gt")],
        ),
        (
            "eu-style-staff",
            [
                ("nominal", "50", "gt"),
                ("upper", "150", "gt"),
                ("cumulative", "150", "gte"),
                ("activity_income_per_year", "10000", "gt"),
            ],
        ),
        ("eu-style-heads", [("nominal", "150", "gt")]),
        ("cern-style", [("nominal", "30", "gt")]),
        ("meeting-participant", [("nominal", "50", "gt"), ("upper", "150", "gt"), ("vote_window_days", "14", "gt")]),
        ("iso", [("report_days", "0", "gt")]),
    ],
)
def test_profiles_hold_the_published_figures(profile: str, figures: list[tuple[str, str, str]]) -> None:
    split = (FigureName.SPLIT_WINDOW_DAYS, FigureName.SPLIT_SHARE)
    found = [
        (figure.name.value, str(figure.amount), figure.comparator.value)
        for figure in shipped().profile(profile).versions[0].figures
        if figure.name not in split
    ]
    assert found == figures


@pytest.mark.parametrize(
    ("capacity", "profile"),
    [
        ("staff", "un-style"),
        ("former_staff", "un-style"),
        ("executive_head", "un-style"),
        ("contractor", "un-style"),
        ("representative", "meeting-participant"),
        ("observer", "meeting-participant"),
        ("invited_person", "meeting-participant"),
        ("expert", "iso"),
        ("national_body", "iso"),
        ("liaison_representative", "iso"),
    ],
)
def test_the_regime_follows_from_the_capacity(capacity: str, profile: str) -> None:
    assert regime_for(Capacity(capacity)) == profile


@pytest.mark.parametrize("capacity", ["governing_body_member", "election_candidate"])
def test_a_capacity_without_a_regime_is_refused_until_the_organisation_sets_one(capacity: str) -> None:
    with pytest.raises(Invalid):
        regime_for(Capacity(capacity))
    assert regime_for(Capacity(capacity), {capacity: "eu-style-heads"}) == "eu-style-heads"


def test_every_derived_fact_says_what_it_means() -> None:
    assert all(derived.says.endswith(".") for derived in DERIVED.values())


def test_what_a_profile_adds_cites_its_own_instrument_never_the_code() -> None:
    titles = {code.title.id for code in shipped().codes.values()}
    assert all(
        rule.id.startswith("PRE-") and rule.citation.instrument.id not in titles for rule in shipped().presets.values()
    )
