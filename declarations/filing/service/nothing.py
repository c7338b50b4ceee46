"""Whether somebody may state that there is nothing to declare: not of what the register itself holds."""

import re
from collections.abc import Set as AbstractSet
from datetime import date
from uuid import UUID

from declarations.filing import store_lasting as store
from declarations.filing.in_force import KINDS, Group, group_in_force
from declarations.filing.model import Declaration, NilDetails, Permit
from declarations.filing.service.permits import permits
from declarations.filing.service.reading import open_content
from declarations.filing.store_lasting import Span
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.names import search_form
from register.kernel.written_periods import days_of_period

_YEAR = re.compile(r"(?:19|20)\d\d")
_ANY_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
HELD = msg(
    "Something of this kind is held for you in that time. You can state it for kinds or times of which nothing is held."
)
_YEARS_BACK = 10
"""As far back as a person states that there was nothing: older registers are brought over with their own statements."""


async def refuse_what_is_held(tx: Transaction, person: UUID, details: NilDetails, but: UUID | None = None) -> None:
    """Raise Invalid where the register holds what is stated to be nothing, it was stated before, or lies too far off.

    `but` is the statement that it amends. What the acting person may not see of another is not looked for here; the
    person confirms the statement, and it is looked for again.
    """
    _refuse_years(details.period, local(tx.now).date().year)
    matters = set(details.matters)
    years = [int(year) for year in _YEAR.findall(search_form(details.period))]
    if await _is_held(tx, person, matters, _days(details.period)):
        raise Invalid(fields=[FieldError("matters", HELD)])
    if "gift" in matters and years and await store.received_in(tx, person, years):
        raise Invalid(fields=[FieldError("matters", msg("You declared a gift that you received in this time."))])
    for each in await store.stated(tx, person, but):
        before = open_content(each).details
        if isinstance(before, NilDetails) and _is_again(before, details):
            raise Invalid(fields=[FieldError("period", msg("You have already stated this for the same time."))])


def _days(period: str) -> tuple[date, date] | None:
    """Of which days something is stated: whole years where other words stand beside; None where they name no time."""
    years = [int(year) for year in _ANY_YEAR.findall(search_form(period))]
    whole = (date(min(years), 1, 1), date(max(years), 12, 31)) if years else None
    return days_of_period(period) or whole


async def _is_held(tx: Transaction, person: UUID, matters: AbstractSet[str], days: tuple[date, date] | None) -> bool:
    """Whether something of these kinds was so on one of the days, ended since or not; of no named time, is so today."""
    spans: dict[UUID, Span] = {}
    for matter in sorted(KINDS.keys() & matters - {"gift"}):  # a gift counts on its day, and while it is kept
        spans |= {declaration: span for declaration, _, span in await store.spans_of(tx, [person], matter)}
    if days is not None and any(span.touches(*days) for span in spans.values()):
        return True
    for each in await lasting(tx, person):
        if each.kind not in matters or (await force_of(tx, each))[0] is None:
            continue
        began = each.start_date or each.event_date
        if days is None or began is None or (each.kind == "gift" and began <= days[1]):
            return True
    return False


def _refuse_years(period: str, this_year: int) -> None:
    """Raise Invalid for a time that lies further off than anybody can state anything of."""
    first, last = this_year - _YEARS_BACK, this_year + 1
    if any(not first <= int(year) <= last for year in _ANY_YEAR.findall(search_form(period))):
        told = msg("Check the year: this can be stated of %(first)s to %(last)s.", first=str(first), last=str(last))
        raise Invalid(fields=[FieldError("period", told)])


def _is_again(before: NilDetails, details: NilDetails) -> bool:
    same = search_form(before.period) == search_form(details.period)
    return same and not set(before.matters).isdisjoint(details.matters)


async def lasting(tx: Transaction, person: UUID) -> list[Declaration]:
    """What may be in force of a person today; of an activity its authorization says so where one is open."""
    return await store.lasting(tx, person, local(tx.now).date(), await permits().open_of(tx, person))


async def is_measured(tx: Transaction, found: Declaration) -> bool:
    """Whether a measure keeps a resolved conflict in force."""
    return found.kind == "conflict" and found.resolved_at is not None and await store.is_measured(tx, found.id)


async def force_of(tx: Transaction, found: Declaration) -> tuple[Group | None, Permit | None]:
    """Under what a declaration is in force now, and for how long an activity is authorized; None where it is not."""
    is_held = await is_measured(tx, found)
    group = group_in_force(found, local(tx.now).date(), is_held=is_held)
    permit = await permits().of(tx, found.id) if found.kind == "outside_activity" else None
    if permit is not None and not permit.is_open:
        return None, permit
    if group is None and permit is not None and found.ended_on is None:
        return KINDS[found.kind], permit
    return group, permit
