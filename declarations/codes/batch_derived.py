"""Derived facts of many declarations: the figures that apply are found once, and their limits kept.

What is compared is compared as exactly as for one declaration. A rate is a numerator and a denominator, and both sides
of a comparison are multiplied out as decimals that would rather stop than round.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Context, Decimal, Inexact
from typing import Any

from declarations.codes.batch_bits import ABSENT
from declarations.codes.conditions import PRESUMED, Holds
from declarations.codes.decisions import Comparator, FigureName
from declarations.codes.derived import ABSENT as NOT_ASKED
from declarations.codes.derived import DERIVED, Compared, beyond_leave, days_until_filed
from declarations.codes.model import Figure, ProfileVersion
from declarations.codes.periods import most_days
from declarations.codes.rates import Rates
from register.kernel.currency import Money

Flat = Mapping[str, Any]
Ratio = tuple[Decimal, Decimal]
"""An exact number: numerator and denominator."""
Limits = tuple[tuple[Decimal, bool, bool], ...]
"""Each limit, whether equality passes it, and whether its figure certainly applies."""
_EXACT = Context(prec=400, traps=[Inexact])
_times, _plus = _EXACT.multiply, _EXACT.add
_MOST_HELD = 100_000
_NONE, _ONE, _SEVEN = Decimal(0), Decimal(1), Decimal(7)


class Ready:
    """The limits of the figures that apply, for as long as the same ones do."""

    def __init__(self, applying: tuple[tuple[Figure, Holds], ...]) -> None:
        self._applying = applying
        self.nominal = self._limits(FigureName.NOMINAL)
        self.upper = self._limits(FigureName.UPPER)
        self.cumulative = self._limits(FigureName.CUMULATIVE)
        self.hours = self._limits(FigureName.ACTIVITY_HOURS_PER_YEAR)
        self.income = self._limits(FigureName.ACTIVITY_INCOME_PER_YEAR)
        self.report_days = self._lowest(FigureName.REPORT_DAYS)
        self.vote_window = self._lowest(FigureName.VOTE_WINDOW_DAYS)
        nominal, share = self._lowest(FigureName.NOMINAL), self._lowest(FigureName.SPLIT_SHARE)
        self.split = None if nominal is None or share is None else (_times(nominal, share), nominal)

    def _limits(self, name: FigureName) -> Limits:
        return tuple(
            (figure.amount, figure.comparator is Comparator.GTE, holds is Holds.CERTAINLY)
            for figure, holds in self._applying
            if figure.name is name
        )

    def _lowest(self, name: FigureName) -> Decimal | None:
        """The lowest of those that certainly apply."""
        return min((limit for limit, _, certain in self._limits(name) if certain), default=None)


def above(limits: Limits, amount: Ratio) -> bool | None:
    """Whether an amount passes a limit; null where only a figure that perhaps applies is passed."""
    over, under = amount
    perhaps = False
    for limit, gte, certain in limits:
        most = limit if under is _ONE else _times(limit, under)
        if over > most or (gte and over == most):
            if certain:
                return True
            perhaps = True
    return None if perhaps else False


def total(parts: list[Ratio]) -> Ratio:
    """The sum of exact numbers."""
    over, under = _NONE, _ONE
    for more, of in parts:
        if of is under:
            over = _plus(over, more)
        else:
            over, under = _plus(_times(over, of), _times(more, under)), _times(under, of)
    return over, under


class Deriver:
    """Finds the derived facts that the rules of one kind name."""

    def __init__(self, version: ProfileVersion, rates: Rates, named: Mapping[str, Mapping[Any, int]]) -> None:
        self._version, self._rates = version, rates
        self._known_rates: dict[tuple[str, date], Ratio | None] = {}
        self._private: dict[tuple[Any, ...], Any] = {}
        self.named = named
        self._steps = [(named[name], _STEPS.get(name) or _one_by_one(name)) for name in DERIVED if name in named]

    def bits(self, flat: Flat, day: date, ready: Ready) -> int:
        """The bits of every derived fact, joined."""
        found = 0
        for values, step in self._steps:
            truth = step(self, flat, day, ready)
            found |= values[ABSENT if truth is NOT_ASKED else truth]
        return found

    def over_nominal(self, flat: Flat, day: date, ready: Ready) -> Any:
        """Whether the value is above the nominal value."""
        if not ready.nominal:
            return True
        if "value" not in flat:
            return NOT_ASKED
        value = self._in_reference(flat["value"], day)
        return PRESUMED if value is None else above(ready.nominal, value)

    def over_upper(self, flat: Flat, day: date, ready: Ready) -> Any:
        """Whether the value is above the ceiling."""
        if "value" not in flat:
            return NOT_ASKED
        value = self._in_reference(flat["value"], day) if ready.upper else None
        return False if value is None else above(ready.upper, value)

    def cumulative_over(self, flat: Flat, day: date, ready: Ready) -> Any:
        """Whether the value and the earlier total reach the cumulative figure."""
        return self._amounts(flat, ("value", "prior_total"), day, ready.cumulative)

    def over_income(self, flat: Flat, day: date, ready: Ready) -> Any:
        """Whether the income of a year passes its ceiling."""
        return self._amounts(flat, ("income", "prior_income"), day, ready.income)

    def _amounts(self, flat: Flat, names: tuple[str, str], day: date, limits: Limits) -> Any:
        asked = [flat[name] for name in names if name in flat]
        return _ceiling(limits, asked, lambda: [self._in_reference(value, day) for value in asked])

    def over_hours(self, flat: Flat, _day: date, ready: Ready) -> Any:
        """Whether the hours of a year pass their ceiling; in sevenths of an hour, since they are given by the week."""
        asked = [flat[name] for name in ("hours_per_week", "prior_hours") if name in flat]
        return _ceiling(ready.hours, asked, lambda: self._hours(flat))

    def _hours(self, flat: Flat) -> list[Ratio | None]:
        parts: list[Ratio | None] = []
        if "hours_per_week" in flat:
            week, year = flat["hours_per_week"], self._version.reporting_year_starts
            days = Decimal(most_days(flat.get("start_date"), flat.get("end_date"), year))
            parts.append(None if week is None else (_times(week, days), _SEVEN))
        if "prior_hours" in flat:
            parts.append(None if flat["prior_hours"] is None else (flat["prior_hours"], _ONE))
        return parts

    def _in_reference(self, value: Money | None, day: date) -> Ratio | None:
        if value is None:
            return None
        if value.currency == self._version.currency:
            return value.amount, _ONE
        rate = self._rate(value.currency, day)
        return None if rate is None else (_times(value.amount, rate[0]), rate[1])

    def _rate(self, currency: str, day: date) -> Ratio | None:
        key = (currency, day)
        if key not in self._known_rates:
            if len(self._known_rates) >= _MOST_HELD:
                self._known_rates.clear()
            found = self._rates.convert(Money(_ONE, currency), self._version.currency, day)
            exact = found.exact if found else None
            self._known_rates[key] = (Decimal(exact.numerator), Decimal(exact.denominator)) if exact else None
        return self._known_rates[key]

    def split_below_threshold(self, flat: Flat, day: date, ready: Ready) -> Any:
        """Only a value between the share and the nominal value itself is looked at beside the earlier ones."""
        if ready.split is None or not flat.get("prior_values"):
            return False
        value = self._in_reference(flat.get("value"), day)
        if value is None or value[0] < _times(ready.split[0], value[1]) or value[0] > _times(ready.split[1], value[1]):
            return False
        return self.one("split_below_threshold", flat, day)

    def days_to_vote(self, flat: Flat, _day: date, ready: Ready) -> Any:
        """Whether the vote is near."""
        if "vote_date" not in flat or "event_date" not in flat:
            return NOT_ASKED
        if ready.vote_window is None:
            return False
        vote, event = flat["vote_date"], flat["event_date"]
        return None if vote is None or event is None else abs((vote - event).days) <= int(ready.vote_window)

    def private_giver(self, flat: Flat, day: date, _ready: Ready) -> Any:
        """Found once for each relation and what links it to the duties."""
        key = tuple([flat.get(name, ABSENT) for name in _OF_GIVER])
        if key not in self._private:
            self._private[key] = self.one("private_giver", flat, day)
        return self._private[key]

    def filed_late(self, flat: Flat, _day: date, ready: Ready) -> Any:
        """Whether it was filed after the days that there are."""
        if ready.report_days is None:
            return False
        passed = days_until_filed(flat)
        return passed is not None and passed > int(ready.report_days)

    def beyond_leave(self, flat: Flat, _day: date, _ready: Ready) -> Any:
        """Whether it starts before the leave or goes on after it."""
        return beyond_leave(flat)

    def one(self, name: str, flat: Flat, day: date) -> Any:
        """The same by the function that judges one declaration."""
        value = self._rates.convert(flat.get("value"), self._version.currency, day) if name in _OF_VALUE else None
        return DERIVED[name].find(Compared(flat, self._version, self._rates, day, value))


_OF_VALUE = frozenset({"split_below_threshold"})
"""Those among the ones found one by one that look at the value."""
_OF_GIVER = ("giver_relation", "related_to_assignment", "could_appear_as_influence")


def _ceiling(limits: Limits, asked: list[Any], parts_of: Callable[[], list[Ratio | None]]) -> Any:
    """Whether parts together pass a ceiling; null when only an unknown part could still pass it."""
    if not asked or not limits:
        return False if asked else NOT_ASKED
    parts = parts_of()
    found = above(limits, total([part for part in parts if part is not None]))
    return found if found or None not in parts else None


Step = Callable[[Deriver, Flat, date, Ready], Any]


def _one_by_one(name: str) -> Step:
    return lambda deriver, flat, day, _ready: deriver.one(name, flat, day)


_STEPS: Mapping[str, Step] = {
    "over_nominal": Deriver.over_nominal,
    "over_upper": Deriver.over_upper,
    "cumulative_over": Deriver.cumulative_over,
    "split_below_threshold": Deriver.split_below_threshold,
    "days_to_vote_within_window": Deriver.days_to_vote,
    "private_giver": Deriver.private_giver,
    "filed_late": Deriver.filed_late,
    "beyond_leave": Deriver.beyond_leave,
    "over_hours_ceiling": Deriver.over_hours,
    "over_income_ceiling": Deriver.over_income,
}
"""What is found faster for many; the others do not compare figures and are found one by one."""
