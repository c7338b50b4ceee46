"""Which period comes next: the one after the last released report, as long as that one was."""

from datetime import date

import msgspec

from register.access.policy import permits
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from reports.periodic import store_reports as store
from reports.periodic.model import Profile
from reports.periodic.spans import period_after
from reports.periodic.stored import Report


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
    first, until = period_after(last.since, last.until)
    return Suggested(first, min(until, today), Profile(last.profile), last)
