"""The periods over which gifts of one giver are added up."""

from collections.abc import Iterable
from datetime import date, timedelta

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
