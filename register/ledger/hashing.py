"""Hashes of the ledger. Every input carries its purpose, each field its length: no two inputs look alike."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec

from register.kernel.canonical import canonical_json
from register.ledger.model import Read, Said

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def encode(tag: str, *fields: bytes | str | int | UUID | datetime | None) -> bytes:
    """The fields as bytes: tag and fields with their lengths, absent fields told apart from empty ones."""
    parts = [_begun(tag)]
    for field in fields:
        if field is None:
            parts.append(b"\x00")
        else:
            raw = field if isinstance(field, bytes) else _raw(field)
            parts += (_PRESENT[len(raw)] if len(raw) < len(_PRESENT) else b"\x01" + _size(raw), raw)
    return b"".join(parts)


def _size(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big")


_PRESENT = [b"\x01" + length.to_bytes(4, "big") for length in range(256)]
"""What stands before a field of so many bytes: a verification writes tens of millions of them."""


@cache
def _begun(tag: str) -> bytes:
    return _sized(tag.encode())


def _sized(raw: bytes) -> bytes:
    return _size(raw) + raw


def _raw(field: str | int | UUID | datetime) -> bytes:
    match field:
        case str():
            return field.encode()
        case int():
            return field.to_bytes(8, "big", signed=True)
        case UUID():
            return field.bytes
        case datetime():
            return ((field - _EPOCH) // _MICROSECOND).to_bytes(8, "big", signed=True)


def sha256(data: bytes) -> bytes:
    """SHA-256 as 32 bytes."""
    return hashlib.sha256(data).digest()


def genesis_hash(kind: str, stream: UUID) -> bytes:
    """What the first event of a stream follows: no event can be moved to the front of another stream."""
    return sha256(encode("register.ledger.genesis.v1", kind, stream))


def event_hash(said: Said) -> bytes:
    """The hash of an event over everything it says and the hash of the one before."""
    return sha256(encode("register.ledger.event.v1", *msgspec.structs.astuple(said)))


def reading_hash(read: Read) -> bytes:
    """The hash of one entry of the reading log."""
    return sha256(encode("register.ledger.reading.v1", *msgspec.structs.astuple(read)))


def state_digest(fields: Mapping[str, Any]) -> bytes:
    """The digest of a room's own row, kept in the event that made the row so: a silent edit of the row shows.

    Leave out what changes without an event: head_seq, head_hash, key_id, wrapped_key.
    """
    return sha256(encode("register.ledger.state.v1", canonical_json(fields)))
