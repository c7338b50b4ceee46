"""Periods of a report: the one just before and the one just after, of the same length."""

from datetime import date, timedelta

_DAY = timedelta(days=1)
_MONTHS = 12
_BY_DAYS = frozenset({"1"})
"""Definitions by which the period before had as many days, whatever months it was made of."""


def period_before(since: date, until: date, definitions: str = "") -> tuple[date, date]:
    """The period that ends the day before: as many months where it is made of whole ones, else as many days.

    So that a year is compared with the year before it, leap year or not. `definitions` are those that the data set was
    counted by; where none are given, those of today.
    """
    months = 0 if definitions in _BY_DAYS else _months(since, until)
    last = since - _DAY
    return (_moved(since, -months) if months else last - (until - since)), last


def period_after(since: date, until: date) -> tuple[date, date]:
    """The period that begins the day after, as long in the same sense."""
    months, first = _months(since, until), until + _DAY
    return first, (_moved(first, months) - _DAY if months else first + (until - since))


def _months(since: date, until: date) -> int:
    """Of how many whole months a period is made; nought where it is not."""
    after = until + _DAY
    if since.day != 1 or after.day != 1:
        return 0
    return (after.year - since.year) * _MONTHS + after.month - since.month


def _moved(first: date, months: int) -> date:
    """The first day of a month so many months later."""
    year, month = divmod(first.year * _MONTHS + first.month - 1 + months, _MONTHS)
    return date(year, month + 1, 1)
