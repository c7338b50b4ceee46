"""Two spellings of one name meet; two names do not."""

import pytest

from declarations.parties.names import forms_of, search_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأمانة العامة", "الامانه العامه"),  # hamza on alef, ta marbuta
        ("وِزَارَةُ الصِّحَّـة", "وزارة الصحة"),  # vowel signs, tatweel
        ("مستشفى", "مستشفي"),  # alef maqsura
        ("مؤسسة", "موسسة"),  # hamza on waw
        ("هيئة", "هيية"),  # hamza on ya
        ("ﻻتفيا", "لاتفيا"),  # presentation forms
        ("Côte d’Ivoire", "COTE D'IVOIRE"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Conseil n° ٢٤", "conseil n° 24"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert search_form(one) == search_form(other) != ""


@pytest.mark.parametrize(("one", "other"), [("مصر", "قطر"), ("Niger", "Nigeria"), ("WHO", "WMO")])
def test_different_names_do_not_meet(one: str, other: str) -> None:
    assert search_form(one) != search_form(other)


def test_what_has_no_letter_has_no_form() -> None:
    assert search_form(" — … ﷺ'".replace("ﷺ", "")) == ""
    assert list(forms_of("…")) == []


def test_a_name_is_found_from_each_of_its_words_the_first_before_the_others() -> None:
    assert list(forms_of("Ministry of Health")) == [("ministry of health", 0), ("of health", 1), ("health", 1)]
    assert ("صحه", 1) in forms_of("وزارة الصحة")
