"""What a year holds already of other authorized activities. Pure; amounts are exact."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import msgspec

from declarations.authorizations.model import Earlier


class Year(msgspec.Struct, frozen=True):
    """A year, both days included."""

    first: date
    last: date


def year_of(day: date, year_starts: tuple[int, int]) -> Year:
    """The reporting year in which a day lies."""
    first = date(day.year, *year_starts)
    if first > day:
        first = date(day.year - 1, *year_starts)
    return Year(first, first.replace(year=first.year + 1) - timedelta(days=1))


def others(found: Iterable[Earlier], but: UUID | None) -> list[Earlier]:
    """All but the one that is continued, and what that one had continued itself."""
    return [each for each in found if each.declaration != but]


def hours(found: Sequence[Earlier], year: Year) -> Fraction | None:
    """The hours of activities within a year; None where those of one are not known.

    An authorization that a renewal took the place of counts until the day before the renewal.
    """
    replaced = {each.renews: each.starts_on for each in found if each.renews}
    total = Fraction(0)
    for each in found:
        days = _days(each, year, replaced.get(each.declaration))
        if days and each.hours_per_week is None:
            return None
        total += Fraction(each.hours_per_week or 0) * days / 7
    return total


def _days(each: Earlier, year: Year, replaced_on: date | None) -> int:
    first = max(each.starts_on, each.activity_starts or each.starts_on, year.first)
    last = min(each.ends_on, each.activity_ends or each.ends_on, year.last)
    if replaced_on is not None:
        last = min(last, replaced_on - timedelta(days=1))
    return max((last - first).days + 1, 0)
