"""Amounts as people type them in four languages: read where they mean one thing, refused where they may mean two."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel.i18n import LOCALES, say
from register.kernel.money import (
    CURRENCIES,
    AmountError,
    Money,
    currency_name,
    current_currencies,
    decimals_of,
    format_amount,
    format_number,
    parse_amount,
    read_money,
)

NB, NNB = "\u00a0", "\u202f"
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

amounts = st.decimals(min_value=0, max_value=Decimal(10) ** 12 - 1, places=2)
tags = st.sampled_from(list(LOCALES))


@pytest.mark.parametrize(
    ("typed", "tag", "amount"),
    [
        # As each language writes it.
        ("١٢٣٫٥٠", "ar", "123.50"),
        ("1 234,50", "fr", "1234.50"),
        ("1.234,50", "es", "1234.50"),
        ("1,234.50", "en", "1234.50"),
        # Spaces that a keyboard, a spreadsheet or a web page puts between thousands.
        (f"1{NNB}234,50", "fr", "1234.50"),
        (f"1{NB}234,50", "fr", "1234.50"),
        ("1\u2009234,50", "fr", "1234.50"),
        ("  45.00 ", "en", "45.00"),
        # Arabic and Persian digits, with the Arabic marks or with Western ones.
        ("١٬٢٣٤٫٥٠", "ar", "1234.50"),
        ("۱۲۳٫۵۰", "ar", "123.50"),
        ("١٢٣,٥٠", "ar", "123.50"),
        ("١٢٣،٥٠", "ar", "123.50"),
        ("١٢٣", "en", "123"),
        ("\u200f١٢٣٫٥٠\u200e", "ar", "123.50"),
        # What can only mean one thing is read, whatever the language of the page.
        ("1,234.50", "fr", "1234.50"),
        ("1.234,50", "en", "1234.50"),
        ("1'234.50", "fr", "1234.50"),
        ("1’234’567.50", "en", "1234567.50"),
        ("1,234,567", "fr", "1234567"),
        ("1.234.567", "en", "1234567"),
        ("12,5", "en", "12.5"),
        ("12.50", "fr", "12.50"),
        ("0.99", "es", "0.99"),
        ("1 234 567", "es", "1234567"),
        # The language's own thousands, where nothing else is usual.
        ("1,234", "en", "1234"),
        ("١٬٢٣٤", "ar", "1234"),
        ("1,234", "ar", "1234"),
        ("007", "en", "7"),
    ],
)
def test_an_amount_that_means_one_thing_is_read(typed: str, tag: str, amount: str) -> None:
    assert parse_amount(typed, tag) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("1,234", "fr"), ("1,234", "es"), ("1.234", "es"), ("1.234", "en"), ("1.234", "fr"), ("١.٢٣٤", "ar")],
)
def test_thousands_to_one_reader_and_decimals_to_another_are_refused_with_both_amounts(typed: str, tag: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(typed, tag, "USD")
    sentence = say(refused.value.message, tag)
    assert format_number(Decimal(1234), tag, 2) in sentence
    assert format_number(Decimal("1.23"), tag, 2) in sentence


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("1,23,456.00", "en"),
        ("12,34.50", "en"),
        ("1.234.56", "es"),
        ("1,234.567,89", "en"),
        ("1 23", "fr"),
        ("1  234", "fr"),
        ("0 234,50", "fr"),
        ("1234,567.50", "en"),
        ("1,234.", "en"),
        (".50", "en"),
        ("1..5", "en"),
        ("45 USD", "en"),
        ("USD 45", "en"),
        ("$45", "en"),
        ("4e5", "en"),
        ("0x10", "en"),
        ("NaN", "en"),
        ("Infinity", "en"),
        ("١2٣", "ar"),
        ("١۲۳", "ar"),
        ("१२३", "en"),
        ("½", "en"),
        ("²", "en"),
        ("1_000", "en"),
        ("1" * 61, "en"),
        ("forty-five", "en"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_an_example_in_the_language(typed: str, tag: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(typed, tag)
    assert format_number(Decimal("1234.50"), tag, 2) in say(refused.value.message, tag)


@pytest.mark.parametrize("typed", ["-5", "−5", "–5", "5-", "(5)", "-٥"])
def test_a_negative_amount_is_refused(typed: str) -> None:
    with pytest.raises(AmountError, match="negative"):
        parse_amount(typed, "en")


def test_an_empty_amount_asks_for_one() -> None:
    with pytest.raises(AmountError, match="Write the amount"):
        parse_amount(" \u00a0 ", "fr")


@pytest.mark.parametrize(
    ("typed", "currency", "allowed"),
    [
        ("12.345", "USD", False),
        ("0.345", "USD", False),
        ("12.5", "JPY", False),
        ("12", "JPY", True),
        ("0.345", "KWD", True),
        ("1234.345", "KWD", True),
        ("0.3456", "KWD", False),
        ("0.3456", "CLF", True),
    ],
)
def test_decimals_are_those_of_the_currency(typed: str, currency: str, *, allowed: bool) -> None:
    if allowed:
        assert parse_amount(typed, "en", currency) == Decimal(typed)
    else:
        with pytest.raises(AmountError):
            parse_amount(typed, "en", currency)


@pytest.mark.parametrize(
    ("typed", "tag", "currency", "amount"),
    [
        # Three decimals exist in the currency, and the mark is the language's own.
        ("1,234", "fr", "BHD", "1.234"),
        ("1.234", "en", "BHD", "1.234"),
        # The currency has no decimals, so the language's own mark can only part thousands.
        ("1.234", "es", "JPY", "1234"),
        ("1,234", "en", "JPY", "1234"),
    ],
)
def test_the_currency_settles_what_the_text_leaves_open(typed: str, tag: str, currency: str, amount: str) -> None:
    assert parse_amount(typed, tag, currency) == Decimal(amount)


def test_an_amount_of_more_than_twelve_digits_is_taken_for_a_slip() -> None:
    assert parse_amount("999999999999", "en") == Decimal(999999999999)
    with pytest.raises(AmountError, match="too large"):
        parse_amount("1000000000000", "en")


@given(amounts, tags, st.sampled_from(sorted(CURRENCIES)))
def test_what_is_written_in_a_language_is_read_back_in_it(amount: Decimal, tag: str, currency: str) -> None:
    exact = amount.quantize(Decimal(1).scaleb(-decimals_of(currency)))
    written = format_number(exact, tag, decimals_of(currency))
    assert parse_amount(written, tag, currency) == exact


@given(amounts, st.sampled_from([ARABIC_INDIC, PERSIAN]))
def test_arabic_and_persian_digits_are_read_as_their_values(amount: Decimal, digits: dict[int, str]) -> None:
    written = f"{amount:,f}".replace(".", "٫").replace(",", "٬").translate(digits)
    assert parse_amount(written, "ar") == amount


@given(st.text(max_size=70), tags)
def test_any_text_is_an_amount_or_is_refused_in_words(typed: str, tag: str) -> None:
    try:
        found = parse_amount(typed, tag)
    except AmountError as refused:
        said = say(refused.message, tag)
    else:
        said = format_number(found, tag)
    assert said


@given(st.text(alphabet="0123456789.,' ٫٬١٢", max_size=14))
def test_a_text_never_means_two_amounts_in_two_languages(typed: str) -> None:
    """The one difference allowed: thousands by the language's own mark, as `1,234` in English, refused elsewhere."""
    read = set()
    for tag in LOCALES:
        try:
            read.add(parse_amount(typed, tag, "USD"))
        except AmountError:
            continue
    assert len(read) <= 1


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "USD 12,345.50"),
        ("fr", f"12{NNB}345,50{NB}USD"),
        ("es", f"12.345,50{NB}USD"),
        ("ar", f"USD{NB}12,345.50"),
    ],
)
def test_an_amount_is_written_with_its_code_as_the_language_wants_it(tag: str, written: str) -> None:
    assert format_amount(Money(Decimal("12345.5"), "USD"), tag) == written


def test_an_amount_is_rounded_half_up_to_the_decimals_of_its_currency() -> None:
    assert format_amount(Money(Decimal("2.5"), "JPY"), "en") == "JPY 3"
    assert format_amount(Money(Decimal("0.0005"), "KWD"), "en") == "KWD 0.001"


@pytest.mark.parametrize("code", ["usd", "US", "ZZZ", "XXX", "XTS", "XAU", "€", ""])
def test_only_currencies_measure_money(code: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), code)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_money_is_finite(amount: str) -> None:
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal(amount), "USD")


def test_withdrawn_currencies_are_kept_for_old_records_but_not_offered_now() -> None:
    assert Money(Decimal(1), "DEM").currency == "DEM"
    offered = current_currencies(date(2026, 5, 4))
    assert {"USD", "EUR", "CHF", "XOF", "XDR"} <= set(offered)
    assert not {"DEM", "FRF", "XAU", "XTS"} & set(offered)


def test_a_currency_outside_the_list_is_refused_in_a_form() -> None:
    assert read_money("1,5", "chf", "fr") == Money(Decimal("1.5"), "CHF")
    with pytest.raises(AmountError, match="currency"):
        read_money("1", "BITCOIN", "en")


def test_a_currency_is_named_in_the_language_of_the_reader() -> None:
    assert currency_name("CHF", "fr") == "franc suisse"
    assert currency_name("CHF", "ar") == "فرنك سويسري"
