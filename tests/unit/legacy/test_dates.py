"""Days as people write them; what could be two different days is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.legacy.dates import Order, order_of, read_day

DAY = date(2023, 3, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "2023-03-12",
        "2023-03-12 14:30",
        "12 March 2023",
        "March 12, 2023",
        "12 mars 2023",
        "le 12 mars 2023",
        "12 de marzo de 2023",
        "12 آذار/مارس 2023",
        "١٢ مارس ٢٠٢٣",
        "Sunday, 12 March 2023",
        "12-Mar-23",
        "12MAR2023",
        "12. März 2023",
        "12 III 2023",
        "20230312",
        "12th March 2023, 14:30",
        "44997",  # the serial number of a spreadsheet
    ],
)
def test_a_day_in_words_or_in_iso_is_one_day(typed: str) -> None:
    found = read_day(typed)
    assert found.day == DAY
    assert not found.is_open


@pytest.mark.parametrize(
    "typed",
    [
        "12-14 March 2023",
        "12/13 March 2023",
        "12 March – 2 April 2023",
        "from 12 to 14 mars 2023",
        "12/03/2023 - 14/03/2023",
    ],
)
def test_of_several_days_the_first_one_counts_and_it_is_marked(typed: str) -> None:
    found = read_day(typed)
    assert (found.day, found.is_several) == (DAY, True)


@pytest.mark.parametrize("typed", ["03/2023", "2023-03", "Mar-23", "Q1 2023", "Spring 2023", "مارس 2023"])
def test_a_month_or_a_quarter_is_no_day(typed: str) -> None:
    assert (read_day(typed).day, read_day(typed).year) == (None, 2023)


@pytest.mark.parametrize("typed", ["03/07/2025", "3.7.2025", "3-7-25", "٠٣/٠٧/٢٠٢٥"])
def test_two_small_numbers_are_open_until_somebody_says_which_is_the_day(typed: str) -> None:
    assert read_day(typed).is_open
    assert read_day(typed, Order.DAY_FIRST).day == date(2025, 7, 3)
    assert read_day(typed, Order.MONTH_FIRST).day == date(2025, 3, 7)


def test_a_number_above_twelve_is_the_day_wherever_it_stands() -> None:
    assert read_day("25/12/2023").day == read_day("12/25/2023").day == date(2023, 12, 25)


def test_a_column_says_by_its_other_days_which_number_is_the_day() -> None:
    assert order_of(["03/07/2025", "25/12/2023"]) is Order.DAY_FIRST
    assert order_of(["03/07/2025", "12/25/2023"]) is Order.MONTH_FIRST
    assert order_of(["03/07/2025", "2023-01-02"]) is None
    assert order_of(["25/12/2023", "12/25/2023"]) is None  # both: the column is not consistent


@pytest.mark.parametrize("typed", ["2025-20-08", "31/02/2024", "Sir Somebody", "99999999", "12/13/14/15", "1899-01-01"])
def test_what_is_no_day_is_no_day(typed: str) -> None:
    found = read_day(typed)
    assert (found.day, found.is_open) == (None, False)


def test_a_year_alone_is_a_year() -> None:
    assert (read_day("1999").year, read_day("1999").day) == (1999, None)
    assert read_day("March 2023").year == 2023


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_was_written(day: date) -> None:
    assert read_day(day.isoformat()).day == day
    assert read_day(f"{day:%d/%m/%Y}", Order.DAY_FIRST).day == day
    assert read_day(f"{day:%m/%d/%Y}", Order.MONTH_FIRST).day in {day, None} or day.day > 12
    assert read_day(f"{day:%d %B %Y}").day == day


@given(st.text(max_size=40))
def test_no_text_stops_the_reader(text: str) -> None:
    found = read_day(text)
    assert found.day is None or 1945 <= found.day.year <= 2100
