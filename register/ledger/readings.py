"""The reading log: who opened what, when, in what role and what for."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from register.kernel.db import Transaction
from register.kernel.ids import new_id
from register.ledger import store
from register.ledger.hashing import reading_hash
from register.ledger.model import Read, Reading


async def record_reading(tx: Transaction, *, kind: str, subject: UUID | None, role: str, purpose: str) -> UUID:
    """Record that the identity of the transaction read something; the id of the entry.

    `subject` is None for a reading of many, such as an export; `role` and `purpose` are stored codes, not prose.
    """
    entry, person = new_id(), tx.identity.acting
    by = None if person else tx.identity.service
    read = Read(entry, kind, subject, person, by, role, purpose, tx.now)
    await tx.execute(store.INSERT_READING, *msgspec.structs.astuple(read), reading_hash(read))
    return entry


async def record_readings(tx: Transaction, *, kind: str, subjects: Sequence[UUID], role: str, purpose: str) -> None:
    """The same of many at once, an entry for each subject, in one statement."""
    person = tx.identity.acting
    by = None if person else tx.identity.service
    reads = [Read(new_id(), kind, subject, person, by, role, purpose, tx.now) for subject in subjects]
    await store.add_readings(tx, reads, [reading_hash(read) for read in reads])


async def readings_of(tx: Transaction, kind: str, subject: UUID, limit: int = 100) -> list[Reading]:
    """Who read this subject, newest first; the person concerned and the auditor see it."""
    return await store.readings(tx, kind, subject, limit)
