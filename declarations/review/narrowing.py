"""What narrows a list beside its view: kind, category, value band, days, what stands elsewhere. Pure.

Codes of the vocabulary stand in the statements as constants. Bands, which a policy owner adds to, and days are values.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from declarations.codes.bands import known_bands
from declarations.codes.vocabulary import GiftCategory, Kind
from declarations.review.model import Filters
from register.kernel.dates import EARLIEST, LATEST, local
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg

PERIODS = (("event_from", "event_to"), ("filed_from", "filed_to"))
_SOME_DAY = date(2000, 1, 1)
_KINDS = {kind.value: f"kind = '{kind.value}'" for kind in Kind}
_CATEGORIES = {category.value: f"category = '{category.value}'" for category in GiftCategory}
ELSEWHERE = {
    "found": "id in (select m.declaration from case_match m)",
    "new": "id in (select m.declaration from case_match m left join case_look l on l.declaration = m.declaration"
    " and l.person = (select nullif(current_setting('register.person', true), '')::uuid)"
    " where l.looked_at is null or m.found_at > l.looked_at)",
}
_VALUES = {
    "band": "value_band = {}::text",
    "event_from": "event_date >= {}::date",
    "event_to": "event_date <= {}::date",
    "filed_from": "filed_at >= {}::timestamptz",
    "filed_to": "filed_at < {}::timestamptz",
}


def check_filters(filters: Filters) -> None:
    """Raise Invalid by field for a kind, category or band that there is none of, and for a period that cannot be."""
    faults = list(_faults(filters))
    if faults:
        raise Invalid(fields=faults)


def _faults(filters: Filters) -> Iterator[FieldError]:
    if filters.kind is not None and filters.kind not in _KINDS:
        yield FieldError("kind", msg("Choose one of the answers."))
    if filters.category is not None and filters.category not in _CATEGORIES:
        yield FieldError("category", msg("Choose one of the answers."))
    if filters.elsewhere is not None and filters.elsewhere not in ELSEWHERE:
        yield FieldError("elsewhere", msg("Choose one of the answers."))
    if filters.band is not None and filters.band not in known_bands():
        known = ", ".join(known_bands())
        yield FieldError("band", msg("There is no such value band. Choose one of: %(bands)s.", bands=known))
    for names in PERIODS:
        first, last = (getattr(filters, name) for name in names)
        wrong = [name for name, day in zip(names, (first, last), strict=True) if day and not _is_possible(day)]
        yield from (FieldError(name, msg("Check the year of this date.")) for name in wrong)
        if not wrong and first and last and first > last:
            yield FieldError(names[1], msg("The period ends before it begins."))


def _is_possible(day: date) -> bool:
    return EARLIEST <= day.year <= LATEST


def conditions(filters: Filters, first: int) -> list[str]:
    """What narrows the list, its values being the arguments of the statement from number `first` on."""
    parts = [_KINDS[filters.kind]] if filters.kind else []
    parts += [_CATEGORIES[filters.category]] if filters.category else []
    parts += [ELSEWHERE[filters.elsewhere]] if filters.elsewhere else []
    chosen = [name for name in _VALUES if getattr(filters, name) is not None]
    return parts + [_VALUES[name].format(f"${number}") for number, name in enumerate(chosen, first)]


def values(filters: Filters) -> Sequence[Any]:
    """The values of `conditions`, in the same order; a day of filing is one in the organisation's time."""
    found = {
        "band": filters.band,
        "event_from": filters.event_from,
        "event_to": filters.event_to,
        "filed_from": filters.filed_from and _begin(filters.filed_from),
        "filed_to": filters.filed_to and _begin(filters.filed_to + timedelta(days=1)),
    }
    return [found[name] for name in _VALUES if found[name] is not None]


def _begin(day: date) -> datetime:
    midnight = datetime.combine(day, time.min, UTC)
    return midnight.replace(tzinfo=local(midnight).tzinfo)


def shape(filters: Filters) -> Filters:
    """The same with every value alike: all on which the text of a statement depends."""
    alike = {name: _SOME_DAY for names in PERIODS for name in names if getattr(filters, name) is not None}
    band = None if filters.band is None else ""
    return msgspec.structs.replace(filters, words="words" if filters.words else "", band=band, **alike)
