"""Days as people type them in four languages, and moments as the register writes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel.dates import (
    EARLIEST,
    LATEST,
    DateError,
    format_day,
    format_day_numeric,
    format_moment,
    format_moment_numeric,
    parse_date,
    parse_day_fields,
    set_time_zone,
)
from register.kernel.i18n import LOCALES, say

FOURTH_OF_MAY = date(2026, 5, 4)
days = st.dates(min_value=date(EARLIEST, 1, 1), max_value=date(LATEST, 12, 31))
tags = st.sampled_from(list(LOCALES))


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("2026-05-04", "en"),
        ("2026/5/4", "fr"),
        ("٢٠٢٦-٠٥-٠٤", "ar"),
        ("۲۰۲۶/۵/۴", "ar"),
        ("4 May 2026", "en"),
        ("4th of May 2026", "en"),
        ("May 4, 2026", "en"),
        ("4 mai 2026", "fr"),
        ("4\u00a0mai\u00a02026", "fr"),
        ("4 de mayo de 2026", "es"),
        ("4 de mayo del 2026", "es"),
        ("4 أيار/مايو 2026", "ar"),
        ("٤ مايو ٢٠٢٦", "ar"),
        ("٤ أيار ٢٠٢٦", "ar"),
        ("4 ماي 2026", "ar"),
        ("04-May-2026", "en"),
        # A name says the month whatever the language of the page.
        ("4 mai 2026", "en"),
        # Day first, where nothing else is usual.
        ("04/05/2026", "fr"),
        ("4.5.2026", "es"),
        ("٤/٥/٢٠٢٦", "ar"),
    ],
)
def test_a_typed_day_is_read(typed: str, tag: str) -> None:
    assert parse_date(typed, tag) == FOURTH_OF_MAY


@pytest.mark.parametrize(
    ("typed", "tag", "day"),
    [
        ("1er mai 2026", "fr", date(2026, 5, 1)),
        ("3 septembre 2025", "fr", date(2025, 9, 3)),
        ("12 DEC. 2025", "en", date(2025, 12, 12)),
        ("3 août 2025", "fr", date(2025, 8, 3)),
        ("3 aout 2025", "fr", date(2025, 8, 3)),
        ("5 كانون الثاني/يناير 2026", "ar", date(2026, 1, 5)),
        ("5 كانون الثاني 2026", "ar", date(2026, 1, 5)),
        ("5 يوليو 2026", "ar", date(2026, 7, 5)),
        ("25/12/2026", "en", date(2026, 12, 25)),
        ("12/25/2026", "en", date(2026, 12, 25)),
        ("5/5/2026", "en", date(2026, 5, 5)),
        ("29/02/2024", "fr", date(2024, 2, 29)),
    ],
)
def test_months_have_many_names_and_digits_sometimes_leave_no_doubt(typed: str, tag: str, day: date) -> None:
    assert parse_date(typed, tag) == day


def test_english_readers_disagree_about_the_fourth_of_may_so_it_is_refused_with_both() -> None:
    with pytest.raises(DateError) as refused:
        parse_date("04/05/2026", "en")
    assert "4 May 2026 or 5 April 2026" in say(refused.value.message, "en")


@pytest.mark.parametrize(
    "typed",
    [
        "04/05/26",
        "31/04/2026x",
        "May 2026",
        "2026",
        "4 Floréal 2026",
        "٤/5/2026",
        "tomorrow",
        "4/5-2026",
        "4 May 20026",
        "0" * 61,
    ],
)
def test_what_is_not_a_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_date(typed, "fr")
    assert "4\u00a0mai 2026" in say(refused.value.message, "fr")


@pytest.mark.parametrize("typed", ["31/04/2026", "29/02/2026", "0/5/2026", "4/13/2026", "2026-13-01"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(DateError, match="does not exist"):
        parse_date(typed, "fr")


@pytest.mark.parametrize("typed", ["1026-05-04", "2926-05-04"])
def test_a_year_beyond_any_record_is_taken_for_a_slip(typed: str) -> None:
    with pytest.raises(DateError, match="year"):
        parse_date(typed, "en")


@given(days, tags)
def test_a_day_written_in_a_language_is_read_back_in_it(day: date, tag: str) -> None:
    assert parse_date(format_day(day, tag), tag) == day
    assert parse_date(format_day_numeric(day), tag) == day


@given(st.text(max_size=70), tags)
def test_any_text_is_a_day_or_is_refused_in_words(typed: str, tag: str) -> None:
    try:
        said = format_day(parse_date(typed, tag), tag)
    except DateError as refused:
        said = say(refused.message, tag)
    assert said


@given(days)
def test_three_fields_make_a_day_also_with_arabic_digits_or_a_name(day: date) -> None:
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    fields = [str(part).translate(arabic) for part in (day.day, day.month, f"{day.year:04d}")]
    assert parse_day_fields(*fields) == day
    assert parse_day_fields(str(day.day), format_day(day, "es").split()[2], str(day.year)) == day


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        (("", "5", "2026"), "day"),
        (("4", "", "2026"), "month"),
        (("4", "5", ""), "year"),
        (("4", "13", "2026"), "month"),
        (("4", "0", "2026"), "month"),
        (("x", "5", "2026"), "day"),
        (("4", "5", "26"), "year"),
        (("31", "4", "2026"), "day"),
    ],
)
def test_the_field_that_is_wrong_is_named(fields: tuple[str, str, str], part: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_day_fields(*fields)
    assert refused.value.part == part


def test_three_empty_fields_are_no_day() -> None:
    assert parse_day_fields(" ", "", "\u00a0") is None


@pytest.mark.parametrize(
    ("tag", "first", "fourth"),
    [
        ("en", "1 May 2026", "4 May 2026"),
        ("fr", "1er\u00a0mai 2026", "4\u00a0mai 2026"),
        ("es", "1 de mayo de 2026", "4 de mayo de 2026"),
        ("ar", "1 أيار/مايو 2026", "4 أيار/مايو 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(tag: str, first: str, fourth: str) -> None:
    assert format_day(date(2026, 5, 1), tag) == first
    assert format_day(FOURTH_OF_MAY, tag) == fourth


@pytest.fixture
def geneva() -> Iterator[None]:
    set_time_zone("Europe/Zurich")
    yield
    set_time_zone("UTC")


@pytest.mark.usefixtures("geneva")
def test_moments_are_written_in_the_time_of_the_organisation() -> None:
    late = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
    assert format_moment(late, "en") == "4 May 2026, 00:30"
    assert format_moment(late, "fr") == "4\u00a0mai 2026 à 00:30"
    assert format_moment_numeric(late) == "2026-05-04 00:30"


def test_moments_in_universal_time_say_so() -> None:
    assert format_moment(datetime(2026, 5, 4, 14, 30, tzinfo=UTC), "en") == "4 May 2026, 14:30\u00a0UTC"
