"""What the ledger keeps: events in streams, readings, and the seals over both."""

import hashlib
from datetime import datetime
from uuid import UUID

import msgspec

RULE = "rule"
"""Stands in `by` when a rule acted inside a person's transaction, such as closing on filing."""

ERASED = hashlib.sha256(b"register.ledger.erased.v1").digest()
"""The state of a record that was erased after its period: its history ends there and belongs to no row."""


class Head(msgspec.Struct, frozen=True):
    """The end of a stream: number and hash of its last event. A room keeps it in its own row."""

    seq: int
    hash: bytes


class Said(msgspec.Struct, frozen=True):
    """What an event's hash covers: everything it says, the payload by its SHA-256, and the hash of the one before."""

    stream: UUID
    seq: int
    kind: str
    name: str
    actor: UUID | None
    acting_for: UUID | None
    by: str | None
    from_status: str | None
    to_status: str | None
    at: datetime
    payload_digest: bytes
    state: bytes
    prev: bytes


class Event(msgspec.Struct, frozen=True):
    """One thing that happened. `by` names the service or rule where no person acted."""

    stream: UUID
    seq: int
    kind: str
    name: str
    actor: UUID | None
    acting_for: UUID | None
    by: str | None
    from_status: str | None
    to_status: str | None
    at: datetime
    payload: bytes
    state: bytes
    prev: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        """The head of the stream if this is its last event."""
        return Head(self.seq, self.hash)


class Read(msgspec.Struct, frozen=True):
    """Who opened what, when, in what role and what for: what the hash of a reading covers."""

    id: UUID
    kind: str
    subject: UUID | None
    person: UUID | None
    by: str | None
    role: str
    purpose: str
    at: datetime


class Reading(Read, frozen=True):
    """An entry of the reading log."""

    hash: bytes


class Leaf(msgspec.Struct, frozen=True):
    """One sealed entry: an event, or a reading (then `stream` is its id and `seq` is 0)."""

    stream: UUID
    seq: int
    hash: bytes


class Seal(msgspec.Struct, frozen=True):
    """A signed statement that the log had `size` entries with this Merkle root.

    `upto` is the transaction below which everything committed is sealed; `peaks` are the complete subtrees from which
    the next seal goes on (RFC 6962).
    """

    n: int
    size: int
    root: bytes
    prev: bytes
    key_id: str
    signature: bytes
    at: datetime
    upto: int
    peaks: bytes


class HeadClaim(msgspec.Struct, frozen=True):
    """What a room's own row says of its stream. `state` digests the row as it is now; None is not compared."""

    kind: str
    stream: UUID
    seq: int | None
    """None where the row does not keep the end of its stream."""
    hash: bytes | None
    state: bytes | None = None
