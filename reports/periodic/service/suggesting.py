"""Which period comes next: the one after the last released report, as long as that one was."""

from calendar import monthrange
from datetime import date, timedelta

import msgspec

from register.access.policy import permits
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from reports.periodic import store_reports as store
from reports.periodic.model import Profile
from reports.periodic.stored import Report

_MONTHS = 12


class Suggested(msgspec.Struct, frozen=True):
    """A period that could be counted now, and for whom; the report that it follows, if there is one."""

    since: date
    until: date
    profile: Profile
    after: Report | None = None


async def next_period(identity: Identity) -> Suggested:
    """The period after the last released report; the last whole year where none was released. Raises NotFound."""
    if identity.person is None or not permits(identity, "report.prepare"):
        raise NotFound
    async with transaction(identity) as tx:
        last = await store.last_released(tx)
    today = clock.today()
    if last is None or last.until >= today:
        return Suggested(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31), Profile.GENERAL_ASSEMBLY)
    return Suggested(
        last.until + timedelta(days=1), min(following(last.since, last.until), today), Profile(last.profile), last
    )


def following(since: date, until: date) -> date:
    """The last day of the period after this one: as many months where it is made of whole ones, else as many days."""
    after = until + timedelta(days=1)
    if since.day != 1 or after.day != 1:
        return until + (after - since)
    months = (after.year - since.year) * _MONTHS + after.month - since.month
    year, month = divmod(until.year * _MONTHS + until.month - 1 + months, _MONTHS)
    return date(year, month + 1, monthrange(year, month + 1)[1])
