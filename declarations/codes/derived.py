"""Derived facts: amounts, totals and dates compared before any rule is read, exactly, so that rules hold no arithmetic.

Each is true, false, null (cannot be told because something is not known) or presumed true; some are absent when what
they compare was not asked. A figure that a profile leaves blank makes its derived fact false; only a blank nominal
value makes `over_nominal` true.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import msgspec

from declarations.codes.conditions import PRESUMED, Holds, Presumed, table_holds
from declarations.codes.decisions import Comparator, FigureName
from declarations.codes.fact_forms import NOT_ON_LEAVE
from declarations.codes.facts import Facts
from declarations.codes.model import Figure, ProfileVersion
from declarations.codes.periods import hours_in_year
from declarations.codes.rates import Rates, ReferenceValue
from declarations.codes.vocabulary import Kind

Truth = bool | Presumed | None
ABSENT = object()


class Compared(msgspec.Struct, frozen=True):
    """What the derived facts of one declaration are found from."""

    flat: Mapping[str, Any]
    version: ProfileVersion
    rates: Rates
    day: date
    """The day whose rates apply: of receipt, else the day on which the profile is read."""
    value: ReferenceValue | None

    def figures(self, name: FigureName) -> list[tuple[Figure, Holds]]:
        """Figures that apply to the facts, certainly or perhaps."""
        found = (
            (figure, table_holds(figure.when, self.flat)) for figure in self.version.figures if figure.name is name
        )
        return [(figure, holds) for figure, holds in found if holds]

    def lowest(self, name: FigureName) -> Figure | None:
        """The lowest figure that certainly applies."""
        found = [figure for figure, holds in self.figures(name) if holds is Holds.CERTAINLY]
        return min(found, key=lambda figure: figure.amount, default=None)


def exceeds(value: Fraction, figure: Figure) -> bool:
    """Whether an unrounded value is above a figure; equality is within it unless the comparator is `gte`."""
    limit = Fraction(figure.amount)
    return value >= limit if figure.comparator is Comparator.GTE else value > limit


def _above(compared: Compared, name: FigureName, value: Fraction) -> bool | None:
    grades = [holds for figure, holds in compared.figures(name) if exceeds(value, figure)]
    return True if Holds.CERTAINLY in grades else (None if grades else False)


def _over_nominal(compared: Compared) -> Truth | object:
    if not compared.figures(FigureName.NOMINAL):
        return True
    if "value" not in compared.flat:
        return ABSENT
    if compared.value is None:
        return PRESUMED
    return _above(compared, FigureName.NOMINAL, compared.value.exact)


def _over_upper(compared: Compared) -> Truth | object:
    if "value" not in compared.flat:
        return ABSENT
    return False if compared.value is None else _above(compared, FigureName.UPPER, compared.value.exact)


def _cumulative_over(compared: Compared) -> Truth | object:
    asked = [name for name in ("value", "prior_total") if name in compared.flat]
    return _over_ceiling(compared, FigureName.CUMULATIVE, [_in_reference(compared, name) for name in asked])


def _in_reference(compared: Compared, name: str) -> Fraction | None:
    if name == "value":
        return compared.value.exact if compared.value else None
    found = compared.rates.convert(compared.flat[name], compared.version.currency, compared.day)
    return found.exact if found else None


def _split_below_threshold(compared: Compared) -> Truth | object:
    nominal, window, share = map(
        compared.lowest, (FigureName.NOMINAL, FigureName.SPLIT_WINDOW_DAYS, FigureName.SPLIT_SHARE)
    )
    priors, event = compared.flat.get("prior_values"), compared.flat.get("event_date")
    if not (nominal and window and share and priors and event and compared.value):
        return False
    floor = Fraction(nominal.amount) * Fraction(share.amount)
    opening = event - timedelta(days=int(window.amount))
    recent = [prior.value for prior in priors if opening <= prior.day <= event]
    found = [compared.rates.convert(value, compared.version.currency, compared.day) for value in recent]
    values = [compared.value.exact, *(prior.exact for prior in found if prior)]
    near = [value for value in values if floor <= value and not exceeds(value, nominal)]
    return compared.value.exact in near and len(near) > 1 and exceeds(sum(near, start=Fraction(0)), nominal)


def _filed_late(compared: Compared) -> Truth | object:
    days = compared.lowest(FigureName.REPORT_DAYS)
    passed = days_until_filed(compared.flat)
    return bool(days and passed is not None and passed > int(days.amount))


def days_until_filed(flat: Mapping[str, Any]) -> int | None:
    """Days from becoming aware, else from the event, to the filing; None while one of them is not known."""
    known, filed = flat.get("aware_date") or flat.get("event_date"), flat.get("filed_date")
    return (filed - known).days if known and filed else None


def _days_to_vote_within_window(compared: Compared) -> Truth | object:
    if "vote_date" not in compared.flat or "event_date" not in compared.flat:
        return ABSENT
    window = compared.lowest(FigureName.VOTE_WINDOW_DAYS)
    if window is None:
        return False
    vote, event = compared.flat["vote_date"], compared.flat["event_date"]
    return None if vote is None or event is None else abs((vote - event).days) <= int(window.amount)


def _always_authorized(compared: Compared) -> Truth | object:
    if "category" not in compared.flat:
        return False
    category = compared.flat["category"]
    return None if category is None else category in compared.version.always_authorized


def _private_giver(compared: Compared) -> Truth | object:
    if "giver_relation" not in compared.flat:
        return False
    touches = [compared.flat.get(name, False) for name in ("related_to_assignment", "could_appear_as_influence")]
    relation = compared.flat["giver_relation"]
    if True in touches or (relation is not None and relation not in compared.version.private_relations):
        return False
    return None if relation is None or None in touches else True


def _begun_before_authorization(compared: Compared) -> Truth | object:
    return _has_begun(compared) and not compared.flat.get("authorized_until")


def _continued_after_end(compared: Compared) -> Truth | object:
    until, filed = compared.flat.get("authorized_until"), compared.flat.get("filed_date")
    return bool(until and filed and until < filed and _has_begun(compared))


def _has_begun(compared: Compared) -> bool:
    start, filed = compared.flat.get("start_date"), compared.flat.get("filed_date")
    return bool(start and filed and start <= filed)


def _beyond_leave(compared: Compared) -> Truth | object:
    return beyond_leave(compared.flat)


def beyond_leave(flat: Mapping[str, Any]) -> Truth:
    """Whether an activity starts before the leave or goes on after it; null where a day of these is not known."""
    if flat.get("during_leave") == NOT_ON_LEAVE:
        return False
    pairs = [(flat["start_date"], flat["leave_from"])] if "start_date" in flat and "leave_from" in flat else []
    if "leave_to" in flat:
        pairs.append((flat["leave_to"], flat.get("end_date", date.max)))  # without an end it goes on
    found = [None if None in pair else pair[0] < pair[1] for pair in pairs]
    return True if True in found else None if None in found else False


def _over_hours_ceiling(compared: Compared) -> Truth | object:
    flat = compared.flat
    parts: list[Fraction | None] = []
    if "hours_per_week" in flat:
        week, year = flat["hours_per_week"], compared.version.reporting_year_starts
        found = None if week is None else hours_in_year(week, flat.get("start_date"), flat.get("end_date"), year)
        parts.append(found)
    if "prior_hours" in flat:
        parts.append(None if flat["prior_hours"] is None else Fraction(flat["prior_hours"]))
    return _over_ceiling(compared, FigureName.ACTIVITY_HOURS_PER_YEAR, parts)


def _over_income_ceiling(compared: Compared) -> Truth | object:
    asked = [name for name in ("income", "prior_income") if name in compared.flat]
    parts = [_in_reference(compared, name) for name in asked]
    return _over_ceiling(compared, FigureName.ACTIVITY_INCOME_PER_YEAR, parts)


def _over_ceiling(compared: Compared, name: FigureName, parts: list[Fraction | None]) -> Truth | object:
    """Whether parts of a year together pass a ceiling; null when only an unknown part could still pass it."""
    if not parts:
        return ABSENT
    above = _above(compared, name, sum((part for part in parts if part is not None), start=Fraction(0)))
    unknown = None in parts and bool(compared.figures(name))
    return above if above or not unknown else None


class DerivedFact(msgspec.Struct, frozen=True):
    """A derived fact: the kinds it is found for, what it says, and how."""

    kinds: frozenset[Kind]
    says: str
    find: Callable[[Compared], Truth | object]


_GIFT = frozenset({Kind.GIFT})

DERIVED: Mapping[str, DerivedFact] = {
    "over_nominal": DerivedFact(
        _GIFT,
        "The value is above the lowest nominal value that applies to the giver. Presumed when the value is not known or"
        " no rate converts it; true when the profile leaves the nominal value blank.",
        _over_nominal,
    ),
    "over_upper": DerivedFact(
        _GIFT, "The value is above the ceiling of the profile; never for a value that is not known.", _over_upper
    ),
    "cumulative_over": DerivedFact(
        _GIFT,
        "The value and the earlier total of the same giver reach the cumulative figure; known parts alone may do so.",
        _cumulative_over,
    ),
    "split_below_threshold": DerivedFact(
        _GIFT,
        "This item and earlier ones of the same giver within the window are each at or below the nominal value but at"
        " least its share of it, and together above it.",
        _split_below_threshold,
    ),
    "days_to_vote_within_window": DerivedFact(
        _GIFT,
        "The event lies within the vote window, before or after the vote; null when one of the days is not known.",
        _days_to_vote_within_window,
    ),
    "always_authorized": DerivedFact(
        _GIFT, "The profile asks for authorization of this category whatever its value.", _always_authorized
    ),
    "private_giver": DerivedFact(
        _GIFT,
        "The giver is a colleague, relative or friend as the profile lists them, and the item is neither related to the"
        " assignment nor such that it could appear as influence.",
        _private_giver,
    ),
    "filed_late": DerivedFact(
        frozenset({Kind.GIFT, Kind.CONFLICT}),
        "Filed later than the report days after the person became aware, else after the event; day N is in time. False"
        " without a filing date or a figure.",
        _filed_late,
    ),
    "begun_before_authorization": DerivedFact(
        frozenset({Kind.OUTSIDE_ACTIVITY}),
        "The activity started on or before the day of filing, and no authorization was there before; false when one of"
        " the days is not known.",
        _begun_before_authorization,
    ),
    "continued_after_end": DerivedFact(
        frozenset({Kind.OUTSIDE_ACTIVITY}),
        "The authorization ended before the day of filing, and the activity did not start later than that day; false"
        " when one of the days is not known.",
        _continued_after_end,
    ),
    "beyond_leave": DerivedFact(
        frozenset({Kind.OUTSIDE_ACTIVITY}),
        "The activity starts before the first day of the leave, or goes on after the last; without an end it goes on."
        " False where the days of the leave were not asked.",
        _beyond_leave,
    ),
    "over_hours_ceiling": DerivedFact(
        frozenset({Kind.OUTSIDE_ACTIVITY}),
        "The hours of the busiest year, with those of other activities, pass the yearly ceiling of hours; known parts"
        " alone may do so. False without a figure.",
        _over_hours_ceiling,
    ),
    "over_income_ceiling": DerivedFact(
        frozenset({Kind.OUTSIDE_ACTIVITY}),
        "The net income of a year, with that of other activities, passes the yearly ceiling of income; known parts"
        " alone may do so. False without a figure.",
        _over_income_ceiling,
    ),
}
"""Every derived fact, by the name that rules use."""


def derive(facts: Facts, version: ProfileVersion, rates: Rates, day: date) -> tuple[dict[str, Any], Compared]:
    """The facts with the derived ones beside them, and what they were found from."""
    flat = dict(facts.values)
    receipt = flat.get("event_date") or day
    value = rates.convert(flat.get("value"), version.currency, receipt)
    compared = Compared(flat, version, rates, receipt, value)
    for name, derived in DERIVED.items():
        if facts.kind in derived.kinds:
            truth = derived.find(compared)
            if truth is not ABSENT:
                flat[name] = truth
    return flat, compared
