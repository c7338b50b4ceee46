"""What is done in a meeting is appended to its chain, or to that of the participant it is about."""

import hashlib
from typing import Any

import msgspec

from declarations.meetings.model import Meeting, Participant
from register.kernel.db import Transaction
from register.ledger.hashing import state_digest
from register.ledger.model import Head
from register.ledger.service import append

MEETING, PARTICIPANT = "meeting", "participant"
_OUTSIDE = frozenset({"head_seq", "head_hash", "link_hash", "link_turn"})
"""Not answered for: the head itself, and the hash of a link, of which only the turn is told."""


def digest(row: Meeting | Participant) -> bytes:
    """The digest of a row as `register verify` compares it."""
    return state_digest({name: value for name, value in msgspec.to_builtins(row).items() if name not in _OUTSIDE})


def _stated(said: Any) -> bytes:
    # Only a digest of what was said goes into the chain: words and names stay where row security holds them.
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).digest()


async def begin(tx: Transaction, row: Meeting | Participant, name: str, said: Any = None) -> Head:
    """The first event of a stream."""
    return await append(tx, kind=_kind(row), stream=row.id, name=name, payload=_stated(said), state=digest(row))


async def carry_on(tx: Transaction, row: Meeting | Participant, name: str, said: Any = None) -> Head:
    """The next event; `row` is the row after the act, with the head it had before. Raises Stale."""
    head = Head(row.head_seq, row.head_hash)
    return await append(
        tx, kind=_kind(row), stream=row.id, name=name, payload=_stated(said), state=digest(row), head=head
    )


def _kind(row: Meeting | Participant) -> str:
    return MEETING if isinstance(row, Meeting) else PARTICIPANT
