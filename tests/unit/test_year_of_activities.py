"""The ceiling of a year counts each day and each income of an activity once, through all of its renewals."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from declarations.authorizations.ceilings import Held, Year, held, hours, income
from declarations.authorizations.model import Earlier

YEAR = Year(date(2026, 1, 1), date(2026, 12, 31))
Spans = list[list[tuple[int, int, int]]]
SPANS: st.SearchStrategy[Spans] = st.lists(
    st.lists(st.tuples(st.integers(1, 200), st.integers(1, 300), st.integers(1, 20)), min_size=1, max_size=4),
    max_size=3,
)
"""For each activity its authorizations: days after the start of the one before, how long, hours a week."""


def kept(spans: Spans) -> list[Earlier]:
    found: list[Earlier] = []
    for activity in spans:
        before, starts = None, YEAR.first - timedelta(days=150)
        for later, long, week in activity:
            starts += timedelta(days=later)
            own = UUID(int=len(found) + 1)
            days = starts, starts + timedelta(days=long)
            found.append(Earlier(own, *days, "in_force", before, Decimal(week), Decimal(week), "USD", None, None))
            before = own
    return found


def day_by_day(spans: Spans, but: int | None = None, until: date | None = None) -> Fraction:
    """As somebody with a calendar counts: of each activity, each day, what was authorized last."""
    total, number = Fraction(0), 0
    for at, activity in enumerate(spans):
        ours = kept(spans)[number : number + len(activity)]
        number += len(activity)
        for day in (YEAR.first + timedelta(days=each) for each in range(365)):
            begun = [each for each in ours if each.starts_on <= day]
            if begun and day <= begun[-1].ends_on and not (at == but and (until is None or day >= until)):
                total += Fraction(begun[-1].hours_per_week or 0) / 7
    return total


def differs(counting: Callable[[Held, Year], Fraction | None]) -> Callable[[Spans], bool]:
    """Whether a way of counting comes to anything else, alone or beside the activity that is asked for again."""

    def look(spans: Spans) -> bool:
        found = kept(spans)
        if counting(held(found, None), YEAR) != day_by_day(spans):
            return True
        last = UUID(int=len(spans[0])) if spans else None
        anew = YEAR.first + timedelta(days=100)
        return bool(spans) and any(
            counting(held(found[::-1], last, from_day), YEAR) != day_by_day(spans, 0, from_day)
            for from_day in (None, anew)
        )

    return look


@settings(max_examples=60, deadline=None)
@given(SPANS)
def test_each_day_of_an_activity_counts_once_through_its_renewals(spans: Spans) -> None:
    assert not differs(hours)(spans)


def test_control_counting_each_authorization_by_itself_is_noticed() -> None:
    def each_alone(of: Held, year: Year) -> Fraction:
        return sum((hours(held([each], None), year) or Fraction(0) for each in of.found), Fraction(0))

    assert find(SPANS, differs(each_alone), settings=settings(max_examples=500, phases=[Phase.generate]))


@pytest.mark.parametrize(("continues", "expected"), [(None, 4 + 7), (2, 7), (3, 4), (9, 4 + 7)])
def test_the_income_of_an_activity_counts_once_and_not_beside_itself(continues: int | None, expected: int) -> None:
    found = kept([[(160, 90, 3), (60, 90, 4)], [(160, 90, 7)]])
    of = held(found, UUID(int=continues) if continues else None)
    assert income(of, lambda each: Fraction(each.income or 0)) == expected
    assert income(of, lambda _: None) is None
