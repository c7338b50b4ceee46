"""The periods over which gifts of one giver are added up."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from declarations.codes.decisions import FigureName, Period
from declarations.codes.model import ProfileVersion


def period_start(period: Period | None, day: date, year_starts: tuple[int, int]) -> date:
    """The first day of the period in which `day` lies; of a rolling year, the day after the same day a year before."""
    if period is Period.CALENDAR_YEAR:
        return date(day.year, 1, 1)
    if period is Period.REPORTING_YEAR:
        start = date(day.year, *year_starts)
        return start if start <= day else date(day.year - 1, *year_starts)
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year - 1, 3, 1)


def periods(version: ProfileVersion) -> Iterable[Period | None]:
    """The periods of its cumulative figures."""
    return {figure.period for figure in version.figures if figure.name is FigureName.CUMULATIVE}


def hours_in_year(
    per_week: Decimal, start: date | None, end: date | None, year_starts: tuple[int, int] = (1, 1)
) -> Fraction:
    """The hours that an activity takes in the year in which it takes most; exact, in years that begin at `year_starts`.

    Without a known start it is taken to fill a year, without a known end to go on.
    """
    return Fraction(per_week) * most_days(start, end, year_starts) / 7


def most_days(start: date | None, end: date | None, year_starts: tuple[int, int]) -> int:
    """The most days of one year on which it goes on."""
    if start is None or end is None:
        return _A_YEAR
    first = next_period_start(start, year_starts)
    if end < first:
        return max((end - start).days + 1, 0)
    last = period_start(Period.REPORTING_YEAR, end, year_starts)
    if first < last:
        return _A_YEAR
    return max((first - start).days, (end - last).days + 1)


def next_period_start(day: date, year_starts: tuple[int, int]) -> date:
    """The first day of the reporting year after the one in which `day` lies."""
    start = period_start(Period.REPORTING_YEAR, day, year_starts)
    return start.replace(year=start.year + 1)


_A_YEAR = 366
"""The longest year there is; a shorter one never counts as more."""
