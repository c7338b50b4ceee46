"""Values as people write them: amounts, bounds, and words where no amount is known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.legacy.amounts import read_number, read_worth
from declarations.legacy.beside import Mark, Written
from register.kernel.currency import Money

GBP = Written(currency="GBP")


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("£50", "50", "GBP"),
        ("50", "50", "GBP"),
        ("2,500", "2500", "GBP"),
        ("1.234,56", "1234.56", "GBP"),
        ("1 234,56 €", "1234.56", "EUR"),
        ("1\u202f234,56 EUR", "1234.56", "EUR"),
        ("USD 1,200.50", "1200.50", "USD"),
        ("CHF 50.-", "50", "CHF"),
        ("CHF 1'250.00", "1250.00", "CHF"),
        ("US$45", "45", "USD"),
        ("45 euros", "45", "EUR"),
        ("٤٥ دولار", "45", "USD"),
        ("١٬٢٣٤٫٥٠", "1234.50", "GBP"),
        ("Â£60", "60", "GBP"),
        ("\ufffd60", "60", "GBP"),
        ("approx. 50", "50", "GBP"),
        ("about £50", "50", "GBP"),
        ("environ 50 €", "50", "EUR"),
        ("1.250", "1250", "GBP"),
        ("12,5", "12.5", "GBP"),
        ("12,34,567", "1234567", "GBP"),
        ("£2k", "2000", "GBP"),
        ("USD $50", "50", "USD"),
        ("C$50", "50", "CAD"),
        ("100 ريال سعودي", "100", "SAR"),
        ("EUR 50 (estimated)", "50", "EUR"),
    ],
)
def test_an_amount_is_read_with_its_separators_and_its_currency(typed: str, amount: str, currency: str) -> None:
    assert read_worth(typed, GBP).money == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("< 150", None, "150"),
        ("> 150", "150", None),
        ("under £140", None, "140"),
        ("moins de 150", None, "150"),
        ("más de 150", "150", None),
        ("أقل من 150", None, "150"),
        ("£175-200", "175", "200"),
        ("between 50 and 100", "50", "100"),
        ("entre 50 et 100 £", "50", "100"),
        ("من 50 إلى 100", "50", "100"),
        ("150+", "150", None),
        ("£50 or less", None, "50"),
        ("50 max.", None, "50"),
        ("£50 per person", "50", None),
    ],
)
def test_a_bound_is_kept_as_words_with_what_it_says(typed: str, low: str | None, high: str | None) -> None:
    found = read_worth(typed, GBP)
    assert found.money is None
    assert found.words == typed
    assert (found.at_least, found.at_most) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    "typed",
    [
        "Above limit",
        "not valued",
        "Value Unknown",
        "2 x 50 plus tax 3",
        "50 zorkmids",
        "priceless",
        "£5; £6",
        "-50",
        "£50 each max",
    ],
)
def test_words_stay_words_and_no_amount_is_made_up(typed: str) -> None:
    found = read_worth(typed, GBP)
    assert (found.money, found.words) == (None, typed)


def test_an_amount_without_any_currency_is_not_given_one() -> None:
    assert read_worth("50", Written()).money is None


def test_a_sign_of_several_currencies_means_what_the_mapping_says() -> None:
    assert read_worth("$50", GBP).money is None
    assert read_worth("$50", Written(currency="GBP", signs={"$": "CAD"})).money == Money(Decimal(50), "CAD")


def test_a_word_means_what_the_mapping_says() -> None:
    found = read_worth("Above limit", Written(currency="GBP", words={"above limit": "above 140"}))
    assert (found.at_least, found.currency, found.money) == (Decimal(140), "GBP", None)


def test_three_decimals_are_read_where_the_mapping_says_so() -> None:
    assert read_number("2,500", None) == 2500
    assert read_number("2,500", Mark.COMMA) == Decimal("2.500")


@pytest.mark.parametrize(
    ("typed", "against"),
    [
        ("1.50", ","),
        ("1,234.50", ","),
        ("1,234,567", ","),
        ("1,234", ","),
        ("1,50", "."),
        ("1.234", "."),
        ("1.5 - 3", ","),
    ],
)
def test_an_amount_that_speaks_against_the_mapping_is_not_given_another_meaning(typed: str, against: str) -> None:
    found = read_worth(typed, Written(currency="USD", mark=Mark(against)))
    assert (found.money, found.at_least, found.words, found.open) == (None, None, typed, "amount_against")
    other = Mark.POINT if against == "," else Mark.COMMA
    assert read_worth(typed, Written(currency="USD", mark=other)).open == "", "control: it fits the other one"


@pytest.mark.parametrize("typed", ["1.234,50", "1.234", "45", "0,5", "1 250,00", "1.234.567"])
def test_an_amount_that_fits_the_mapping_is_read_by_it(typed: str) -> None:
    assert read_worth(typed, Written(currency="USD", mark=Mark.COMMA)).money is not None


@pytest.mark.parametrize("typed", ["above 140", "over 100", "> 50", "100+"])
def test_a_lower_bound_is_no_amount_and_waits_for_its_currency(typed: str) -> None:
    found = read_worth(typed, GBP)
    assert (found.money, found.words, found.currency) == (None, typed, "GBP")
    assert found.at_least is not None
    bare = read_worth(typed, Written())
    assert (bare.at_least, bare.open) == (None, "currency_open")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_amount_comes_back_in_both_conventions(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read_number(english, None) == read_number(german, None) == amount


@given(st.text(max_size=60))
def test_whatever_is_written_an_amount_is_exact_and_not_negative(text: str) -> None:
    found = read_worth(text, GBP)
    assert found.money is None or (found.money.amount.is_finite() and found.money.amount >= 0)
