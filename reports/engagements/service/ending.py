"""What ends with an engagement: files go with their keys, and what nobody answered is closed, each by its event."""

from uuid import UUID

import msgspec

from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from reports.engagements import store
from reports.engagements.model import Job, JobState
from reports.engagements.service.extracting import EXTRACTOR
from reports.engagements.service.recording import check_reason, permitted


@retry_serialization
async def end_engagement(identity: Identity, wanted: UUID, version: int, because: str) -> None:
    """End it early: extracts are deleted, open requests closed, nobody is unmasked. Raises Invalid, Stale, Conflict.

    An extract that is being written meanwhile is deleted by the next round of the worker; until then nobody fetches it.
    """
    me = permitted(identity, "engagement.end")
    check_reason("because", because)
    # The officer, and the service that alone has a right to the files and to what waits.
    acting = Identity(person=me, roles=identity.roles, service=EXTRACTOR.service, name=identity.name)
    async with transaction(acting) as tx:
        found = msgspec.structs.replace(await store.engagement(tx, wanted), version=version)
        if found.ended_at is not None:
            raise Conflict(msg("This engagement was ended already."))
        await store.end_engagement(tx, found, ended_by=me, ended_at=tx.now, ended_because=because.strip())
        for job in await store.take_open(tx, wanted):
            await _drop(tx, job)
        await store.close_unanswered(tx, wanted)


async def clear_extracts() -> None:
    """Delete files whose time is over, and close what waits under engagements that are; one round for the worker."""
    async with transaction(EXTRACTOR) as tx:
        for job in await store.take_over(tx):
            await _drop(tx, job)
        for over in await store.over_with_requests(tx):
            await store.close_unanswered(tx, over)


async def _drop(tx: Transaction, job: Job) -> None:
    await store.drop_pieces(tx, job.id)
    ends = JobState.EXPIRED if job.state == JobState.READY else JobState.FAILED
    await store.change_job(tx, job, ends.value, state=ends, wrapped_key=None)
