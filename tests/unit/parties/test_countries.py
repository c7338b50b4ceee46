"""Names of countries: as the United Nations write them, complete, in four languages; and how names of givers meet."""

import unicodedata

import pytest
from babel import Locale as Cldr
from hypothesis import given
from hypothesis import strategies as st

from declarations.legacy.words import country_of
from declarations.parties.countries import countries, country_list, country_name, known_names
from declarations.parties.names import search_form
from declarations.parties.records import Script, script_of
from register.kernel.locales import LOCALES

NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def test_every_code_of_iso_3166_has_one_name_in_every_language_and_no_two_share_one() -> None:
    listed = {str(code) for code in Cldr.parse("en").territories if len(str(code)) == 2 and str(code).isalpha()}
    assert countries() == listed - NOT_ISO
    for tag in LOCALES:
        names = [country_name(code, tag) for code in countries()]
        assert len(set(names)) == len(names) == 249
        assert all(name == unicodedata.normalize("NFC", name).strip() and "'" not in name for name in names)
    for attribute, width in (("alpha3", 3), ("m49", 3)):
        codes = [getattr(country, attribute) for country in country_list().values()]
        assert len(set(codes)) == 249
        assert {len(code) for code in codes} == {width}


@pytest.mark.parametrize(
    ("code", "tag", "name"),
    [
        ("GB", "en", "United Kingdom of Great Britain and Northern Ireland"),
        ("KR", "en", "Republic of Korea"),
        ("RU", "fr", "Fédération de Russie"),
        ("BO", "es", "Bolivia (Estado Plurinacional de)"),
        ("PS", "ar", "دولة فلسطين"),
        ("FK", "en", "Falkland Islands (Malvinas)"),
        ("US", "ar", "الولايات المتحدة الأمريكية"),
    ],
)
def test_countries_are_named_as_the_united_nations_name_them(code: str, tag: str, name: str) -> None:
    assert country_name(code, tag) == name
    cldr = Cldr.parse(LOCALES[tag].babel).territories[code]
    assert cldr != name, "control: CLDR says it otherwise"
    assert country_of(str(cldr)) == code, "and is still understood when an older register says it so"


def test_arabic_names_are_in_arabic_and_the_others_in_latin_script() -> None:
    for country in country_list().values():
        assert {tag: script_of(name) for tag, name in country.names.items()} == {
            tag: Script.ARABIC if tag == "ar" else Script.LATIN for tag in LOCALES
        }


def test_every_known_name_leads_to_its_country_or_to_none_that_is_named_the_same() -> None:
    wrong = {
        (code, name, country_of(name)) for code in countries() for name in known_names(code) if country_of(name) != code
    }
    assert wrong == set()


@given(st.text(max_size=80))
def test_a_normalised_name_is_its_own_normal_form(name: str) -> None:
    once = search_form(name)
    assert search_form(once) == once
    assert search_form(name.upper().lower()) == search_form(name.upper().lower().upper().lower())
