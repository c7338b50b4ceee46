"""Earlier gifts of one giver to one person, added up into the facts that rules on totals judge by. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar

import msgspec

from declarations.codes.decisions import FigureName
from declarations.codes.fact_forms import PriorValue
from declarations.codes.facts import Flat
from declarations.codes.model import ProfileVersion
from declarations.codes.periods import period_start, periods
from declarations.codes.rates import Rates
from register.kernel.currency import Money

MOST_SINGLE_VALUES = 200
"""Earlier gifts of one giver within the split window that are looked at singly, the latest; totals count them all."""
PRIORS = frozenset({"prior_total", "prior_values"})
_LONGEST_YEAR = 366


class Given(Protocol):
    """What adding up needs of an earlier gift."""

    @property
    def amount(self) -> Decimal | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def event_date(self) -> date: ...


G = TypeVar("G", bound=Given)


class EarlierGift(msgspec.Struct, frozen=True):
    """An earlier gift as its declaration keeps it, with its value in the reference currency of that day."""

    amount: Decimal | None
    currency: str | None
    reference_amount: Decimal | None
    reference_currency: str | None
    event_date: date

    def in_currency(self, currency: str, rates: Rates) -> Decimal | None:
        """Its value in a currency: as it was recorded, else by the rates of its day, to the minor unit."""
        if self.reference_currency == currency:
            return self.reference_amount
        if self.amount is None or self.currency is None:
            return None
        found = rates.convert(Money(self.amount, self.currency), currency, self.event_date)
        return found.amount if found else None


def counts_since(version: ProfileVersion, day: date) -> date | None:
    """The first day from which gifts count for one of a day; None where the version adds nothing up."""
    starts = [period_start(period, day, version.reporting_year_starts) for period in periods(version)]
    split = version.figure(FigureName.SPLIT_WINDOW_DAYS)
    if split is not None:
        starts.append(day - timedelta(days=int(split.amount)))
    return min(starts, default=None)


def longest_reach(versions: Sequence[ProfileVersion]) -> int | None:
    """How many days back gifts can count under any of the versions; None where none of them adds anything up."""
    found = [_LONGEST_YEAR for version in versions if set(periods(version))]
    splits = (version.figure(FigureName.SPLIT_WINDOW_DAYS) for version in versions)
    return max([*found, *(int(split.amount) for split in splits if split)], default=None)


def added_up(earlier: Sequence[G], version: ProfileVersion, day: date, counted: Callable[[G], Decimal | None]) -> Flat:
    """The facts on earlier gifts, which stand in the order of their days; none where nothing counts.

    `counted` is the value of one in the currency of the version; a gift without one adds nothing to the total.
    """
    since = counts_since(version, day)
    among = [gift for gift in earlier if since is not None and since <= gift.event_date <= day]
    if not among or version.currency is None:
        return {}
    window = version.figure(FigureName.SPLIT_WINDOW_DAYS)
    recent = day - timedelta(days=int(window.amount)) if window else day
    near = [gift for gift in among if gift.event_date >= recent][-MOST_SINGLE_VALUES:]
    values = tuple(PriorValue(_plain(gift.amount), gift.currency or version.currency, gift.event_date) for gift in near)
    first = min((period_start(period, day, version.reporting_year_starts) for period in periods(version)), default=day)
    sums = (counted(gift) for gift in among if gift.event_date >= first)
    total = sum((value for value in sums if value), Decimal(0))
    return {"prior_values": values, "prior_total": Money(_plain(total) or Decimal(0), version.currency)}


def _plain(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else Decimal(format(amount.normalize(), "f"))
