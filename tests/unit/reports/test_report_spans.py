"""The period before a report and the one after it: whole months are compared with as many whole months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periodic.spans import period_after, period_before

DAY = timedelta(days=1)
FIRSTS = st.dates(date(1990, 1, 1), date(2080, 1, 1)).map(lambda day: day.replace(day=1))


def later(first: date, months: int) -> date:
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    return first


@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), (date(2023, 1, 1), date(2023, 12, 31))),
        (date(2025, 1, 1), date(2025, 12, 31), (date(2024, 1, 1), date(2024, 12, 31))),
        (date(2024, 1, 1), date(2026, 6, 30), (date(2021, 7, 1), date(2023, 12, 31))),
        (date(2024, 3, 1), date(2024, 3, 31), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 3, 2), date(2024, 3, 31), (date(2024, 2, 1), date(2024, 3, 1))),
        (date(2024, 3, 1), date(2024, 3, 30), (date(2024, 1, 31), date(2024, 2, 29))),
        (date(2024, 5, 7), date(2024, 5, 7), (date(2024, 5, 6), date(2024, 5, 6))),
    ],
)
def test_a_year_is_compared_with_the_year_before_it(since: date, until: date, before: tuple[date, date]) -> None:
    assert period_before(since, until) == before


def test_a_data_set_of_the_first_definitions_keeps_the_days_that_it_was_counted_by() -> None:
    year = date(2024, 1, 1), date(2024, 12, 31)
    assert period_before(*year, "1") == (date(2022, 12, 31), date(2023, 12, 31))
    assert period_before(*year, "2") == period_before(*year) == (date(2023, 1, 1), date(2023, 12, 31))


@given(FIRSTS, st.integers(1, 60))
def test_whole_months_follow_one_another_without_a_gap(first: date, months: int) -> None:
    period = first, later(first, months) - DAY
    since, until = period_before(*period)
    assert (until + DAY, later(since, months)) == (first, first)
    assert period_after(since, until) == period


@given(st.dates(date(1990, 1, 2), date(2080, 1, 1)), st.integers(0, 1000))
def test_any_other_period_has_as_many_days_before_and_after_it(first: date, days: int) -> None:
    until = first + timedelta(days=days)
    if first.day == 1 and (until + DAY).day == 1:
        return
    since, last = period_before(first, until)
    assert (last + DAY, last - since) == (first, until - first)
    after, end = period_after(first, until)
    assert (after - DAY, end - after) == (until, until - first)
