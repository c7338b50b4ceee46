"""Reports that follow from another: its correction, or the same numbers for other readers or once more."""

from collections.abc import Collection
from uuid import UUID

from register.access.policy import permits
from register.kernel.db import transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from reports.periodic import store_reports as store
from reports.periodic.model import Profile
from reports.periodic.service.making import make_data_set
from reports.periodic.service.releasing import TEXTS, draft
from reports.periodic.stored import Report, Status


async def correct(identity: Identity, wanted: UUID, *, idempotency_key: str | None = None) -> UUID:
    """Count the period of a released report anew and begin its correction; the report itself stays.

    Raises NotFound, Conflict where it is not released or a correction is begun already.
    """
    found = await _found(identity, wanted)
    if found.status != Status.RELEASED:
        raise Conflict(msg("Only a released report can be corrected, with numbers of the same period."))
    key = f"{idempotency_key}-numbers" if idempotency_key else None
    counted = await make_data_set(identity, found.since, found.until, idempotency_key=key)
    return await draft(identity, counted, Profile(found.profile), corrects=found.id, idempotency_key=idempotency_key)


async def begin_like(
    identity: Identity,
    wanted: UUID,
    profile: Profile,
    *,
    marked: Collection[str] = (),
    idempotency_key: str | None = None,
) -> UUID:
    """Begin a report on the numbers and with the texts of another: for other readers, or after it was set aside.

    What was written for official readers is for the public only where it is `marked` so. Raises NotFound, Conflict.
    """
    found = await _found(identity, wanted)
    again = found.status == Status.SET_ASIDE and found.profile == profile
    corrects = found.corrects if again else None
    return await draft(
        identity,
        found.data_set,
        profile,
        corrects=corrects,
        like=found.id,
        marked=sorted(set(marked) & set(TEXTS)),
        idempotency_key=idempotency_key,
    )


async def _found(identity: Identity, wanted: UUID) -> Report:
    if identity.person is None or not permits(identity, "report.prepare"):
        raise NotFound
    async with transaction(identity) as tx:
        return await store.report(tx, wanted)
