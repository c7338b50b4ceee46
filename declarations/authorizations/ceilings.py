"""What a year holds already of other authorized activities. Pure; amounts are exact."""

from collections.abc import Callable, Iterable
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


class Held(msgspec.Struct, frozen=True):
    """What a person was authorized for in a year, each activity with all of its renewals."""

    found: tuple[Earlier, ...]
    continued: frozenset[UUID] = frozenset()
    """The activity that is asked for again or changed: all of its authorizations."""
    from_day: date | None = None
    """Since when that activity counts by itself; unknown: in the whole year."""

    @property
    def activities(self) -> list[list[Earlier]]:
        """The authorizations by activity."""
        one = _activities(self.found)
        found: dict[UUID, list[Earlier]] = {}
        for each in self.found:
            found.setdefault(one[each.declaration], []).append(each)
        return list(found.values())


def held(found: Iterable[Earlier], continues: UUID | None, from_day: date | None = None) -> Held:
    """The same for somebody who goes on with the authorization of a declaration, or asks for something else."""
    known = tuple(found)
    if continues is None:
        return Held(known)
    one = _activities(known)
    same = {each for each, activity in one.items() if activity == one.get(continues, continues)}
    return Held(known, frozenset(same | {continues}), from_day)


def _activities(found: Iterable[Earlier]) -> dict[UUID, UUID]:
    """For each declaration one that stands for its activity: a renewal is of the same as what it continues."""
    one: dict[UUID, UUID] = {}
    for each in found:
        first = one.setdefault(each.declaration, each.declaration)
        other = one.setdefault(each.renews, each.renews) if each.renews else first
        if other != first:
            one.update({name: other for name, activity in one.items() if activity == first})
    return one


def hours(of: Held, year: Year) -> Fraction | None:
    """The hours of activities within a year, each day of an activity once; None where those of one are not known.

    An authorization that a renewal took the place of counts until the day before the renewal; what the one that is
    continued now has used counts until the day before it begins anew.
    """
    replaced = {each.renews: each.starts_on for each in of.found if each.renews}
    total = Fraction(0)
    for each in of.found:
        ends = [replaced[each.declaration]] if each.declaration in replaced else []
        if each.declaration in of.continued:
            ends.append(of.from_day or year.first)
        days = _days(each, year, min(ends, default=None))
        if days and each.hours_per_week is None:
            return None
        total += Fraction(each.hours_per_week or 0) * days / 7
    return total


def income(of: Held, worth: Callable[[Earlier], Fraction | None]) -> Fraction | None:
    """The net income of a year: of each activity once, the highest of its renewals; None where one is not known.

    `worth` is the income of one in the currency of the ceiling. The activity that is continued says its own.
    """
    total = Fraction(0)
    for activity in of.activities:
        if activity[0].declaration not in of.continued:
            worths = [worth(each) for each in activity]
            known = [value for value in worths if value is not None]
            if len(known) < len(worths):
                return None
            total += max(known)
    return total


def _days(each: Earlier, year: Year, until: date | None) -> int:
    """The days of a year on which it runs, before a day."""
    first = max(each.starts_on, each.activity_starts or each.starts_on, year.first)
    last = min(each.ends_on, each.activity_ends or each.ends_on, year.last)
    if until is not None:
        last = min(last, until - timedelta(days=1))
    return max((last - first).days + 1, 0)
