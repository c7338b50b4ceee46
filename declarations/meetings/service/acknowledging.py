"""Acknowledging the code that applies, in the version that was read (ISO scope; INTERPOL 4)."""

import msgspec

from declarations.meetings import store
from declarations.meetings.chain import carry_on
from declarations.meetings.store_people import participant
from register.access.policy import permits
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity

_CHANGING = ("acknowledged_at", "acknowledged_code", "version", "head_seq", "head_hash")


@retry_serialization
async def acknowledge(identity: Identity, code_version: str) -> None:
    """Keep that the participant has read the code, and which version; once. NotFound without a link."""
    if identity.participant is None or not permits(identity, "attend.acknowledge"):
        raise NotFound
    async with transaction(identity) as tx:
        row = await participant(tx, identity.participant, lock=True)
        if row.acknowledged_code == code_version:
            return
        after = msgspec.structs.replace(
            row, acknowledged_at=tx.now, acknowledged_code=code_version, version=row.version + 1
        )
        head = await carry_on(tx, after, "participant:acknowledged", code_version)
        after = msgspec.structs.replace(after, head_seq=head.seq, head_hash=head.hash)
        await store.replace(tx, "participant", after, _CHANGING)
