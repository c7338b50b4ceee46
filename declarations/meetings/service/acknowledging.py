"""Acknowledging the code that applies, in the version that was read (ISO scope; INTERPOL 4)."""

from declarations.meetings import store
from declarations.meetings.model import Participant
from declarations.meetings.records import MEETINGS
from declarations.meetings.store_people import participant
from register.access.policy import permits
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity


@retry_serialization
async def acknowledge(identity: Identity, code_version: str) -> None:
    """Keep that the participant has read the code, and which version; once. NotFound without a link."""
    if identity.participant is None or not permits(identity, "attend.acknowledge"):
        raise NotFound
    async with transaction(identity) as tx:
        row = await participant(tx, identity.participant, lock=True)
        if row.acknowledged_code != code_version:
            said = {"acknowledged_at": tx.now, "acknowledged_code": code_version}
            await store.change(tx, MEETINGS[Participant], row, "acknowledged", **said)
