"""Two names of one organization are recognised, with the reason; names of two organizations are not."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.parties import translating
from declarations.parties.matching import Match, Reason, match
from declarations.parties.translating import meanings_of
from declarations.parties.wording import stem
from tests.bench.matching import pairs, rates

_LEAST_PRECISION, _LEAST_RECALL = 0.96, 0.95
_LEAST_HELD, _LEAST_LATER = 0.93, 0.9
_LEAST_OF_A_CLASS = 0.85
_LEAST_PAIRS = 220


def test_the_list_holds_names_that_are_one_and_names_that_are_two_in_every_class() -> None:
    known = pairs()
    assert len(known) >= _LEAST_PAIRS
    assert len({(pair.one, pair.other) for pair in known}) == len(known)
    assert {(pair.kind, True) for pair in known} | {(pair.kind, False) for pair in known} == {
        (pair.kind, pair.same) for pair in known
    }
    assert {"accents", "arabic", "other_script", "acronym"} <= {pair.kind for pair in known}


def test_precision_and_recall_stay_where_they_are() -> None:
    found = rates(match, pairs())
    assert found["all"].precision >= _LEAST_PRECISION
    assert found["all"].recall >= _LEAST_RECALL
    assert min(each.precision for each in found.values()) >= _LEAST_OF_A_CLASS
    assert min(each.recall for each in found.values()) >= _LEAST_OF_A_CLASS
    assert min(found["held"].precision, found["held"].recall) >= _LEAST_HELD
    assert min(found["later"].precision, found["later"].recall) >= _LEAST_LATER


@pytest.mark.parametrize("broken", [lambda _one, _other: None, lambda _one, _other: Match(Reason.SPELLING, 1.0)])
def test_a_broken_matcher_does_not_pass(broken: object) -> None:
    found = rates(broken, pairs())["all"]  # type: ignore[arg-type]  # a lambda of any two names
    assert min(found.precision, found.recall) < _LEAST_HELD


def test_names_that_are_only_equal_do_not_suffice() -> None:
    def equal_only(one: str, other: str) -> Match | None:
        found = match(one, other)
        return found if found and found.reason is Reason.SAME_NAME else None

    assert rates(equal_only, pairs())["all"].recall < 0.5


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Société Générale", "SOCIETE GENERALE", Reason.SAME_NAME),
        ("وزارة الصحة", "وزاره الصحه", Reason.SAME_NAME),
        ("Delta Pumps", "Delta Pumps Ltd", Reason.LEGAL_FORM),
        ("شركة الواحة للتجارة ش.م.م", "الواحة للتجارة", Reason.LEGAL_FORM),
        ("Geneva University", "University of Geneva", Reason.WORD_ORDER),
        ("UNDP", "United Nations Development Programme", Reason.ACRONYM),
        ("PNUD", "Programme des Nations Unies pour le développement", Reason.ACRONYM),
        ("Al-Nahda", "النهضة", Reason.OTHER_SCRIPT),
        ("Газпром", "Gazprom", Reason.OTHER_SCRIPT),
        ("Delta Pumps", "Delta Pumsp", Reason.SPELLING),
        ("Univ. of Leeds", "University of Leeds", Reason.SPELLING),
        ("Ministry of Health", "وزارة الصحة", Reason.TRANSLATED),
        ("Banco Central de Chile", "Central Bank of Chile", Reason.TRANSLATED),
        ("Ministère des affaires étrangères", "وزارة الخارجية", Reason.TRANSLATED),
        ("OMS", "World Health Organization", Reason.ACRONYM),
        ("AfDB", "African Development Bank", Reason.ACRONYM),
    ],
)
def test_every_match_says_why(one: str, other: str, reason: Reason) -> None:
    found = match(one, other)
    assert found is not None
    assert found.reason is reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Health", "وزارة العدل"),
        ("Central Bank of Chile", "Banco Central del Perú"),
        ("AfDB", "Asian Development Bank"),
        ("OMS", "World Tourism Organization"),
        ("Marina Hotel", "Marine Hotel"),
        ("Ministry of Health", "Ministère de la Santé de Jordanie"),
    ],
)
def test_a_translation_has_no_word_of_its_own(one: str, other: str) -> None:
    assert match(one, other) is None


def test_the_words_of_the_list_of_translations_say_something_in_every_language() -> None:
    groups = tomllib.loads(Path(translating.__file__).with_name("translated_words.toml").read_text(encoding="utf-8"))
    assert all(set(said) == {"en", "fr", "es", "ar"} and all(said.values()) for said in groups.values())
    assert all(meaning in meanings_of(stem(word)) for meaning in ("health",) for word in ("sante", "صحه", "salud"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_is_like_itself_and_likeness_has_no_direction(one: str, other: str) -> None:
    itself, there, back = match(one, one), match(one, other), match(other, one)
    assert itself is None or (itself.reason is Reason.SAME_NAME and itself.score == 1.0)
    assert (there is None) == (back is None)


def test_numbers_tell_organizations_apart() -> None:
    assert match("Unit 3 Consulting", "Unit 4 Consulting") is None
    assert match("Hospital 12 de Octubre", "Hospital 12 de Octubre S.A.") is not None
