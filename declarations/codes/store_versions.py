"""Versions of profiles that the organization proposed and adopted. Rows are added and decided, never edited."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from declarations.codes.terms import Terms, read_terms
from register.kernel.db import Transaction
from register.ledger.hashing import state_digest
from register.ledger.model import HeadClaim

KIND = "profile_version"
"""The kind of the streams of these rows in the ledger."""

_COLUMNS = (
    "id, profile, effective_from, content, instrument, address, status, proposed_by, proposer_name, proposed_at,"
    " decided_by, decider_name, decided_at, reason, head_seq, head_hash"
)


class Standing(StrEnum):
    """Where a proposed version stands."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Proposal(msgspec.Struct, frozen=True):
    """A version as it was proposed, with the instrument it stands on and what became of it."""

    id: UUID
    profile: str
    effective_from: date
    content: str
    """The terms as canonical JSON, as they were proposed."""
    instrument: str
    address: str
    status: Standing
    proposed_by: UUID
    proposer_name: str
    proposed_at: datetime
    decided_by: UUID | None = None
    decider_name: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    head_seq: int = 0
    head_hash: bytes = b""

    @property
    def terms(self) -> Terms:
        """The proposed terms."""
        return read_terms(self.content)


def digest(proposal: Proposal) -> bytes:
    """The digest of the row, kept in its events: a figure that is edited silently shows."""
    row = msgspec.structs.asdict(proposal)
    return state_digest({name: value for name, value in row.items() if name not in {"head_seq", "head_hash"}})


def _opened(row: asyncpg.Record) -> Proposal:
    return Proposal(**{**dict(row), "status": Standing(row["status"])})


async def adopted_terms(tx: Transaction) -> dict[str, list[Terms]]:
    """The terms of every adopted version, by profile."""
    found: dict[str, list[Terms]] = {}
    for row in await tx.fetch("select profile, content from profile_version where status = 'adopted'"):
        found.setdefault(row["profile"], []).append(read_terms(row["content"]))
    return found


async def proposals(tx: Transaction, limit: int) -> list[Proposal]:
    """What was proposed, newest first."""
    rows = await tx.fetch(f"select {_COLUMNS} from profile_version order by proposed_at desc, id limit $1", limit)
    return [_opened(row) for row in rows]


async def proposal(tx: Transaction, wanted: UUID) -> Proposal | None:
    """One of them."""
    row = await tx.fetchrow(f"select {_COLUMNS} from profile_version where id = $1", wanted)
    return _opened(row) if row else None


async def stands_already(tx: Transaction, profile: str, starts: date) -> bool:
    """Whether a version that takes effect on this day is proposed or adopted already."""
    found: bool = await tx.fetchval(
        "select exists (select from profile_version"
        " where profile = $1 and effective_from = $2 and status in ('proposed', 'adopted'))",
        profile,
        starts,
    )
    return found


def insert(tx: Transaction, made: Proposal) -> None:
    """Keep a new proposal, with whatever else the transaction writes."""
    values = msgspec.structs.astuple(made)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    tx.later(f"insert into profile_version ({_COLUMNS}) values ({places})", *values)


async def update(tx: Transaction, decided: Proposal) -> None:
    """Keep what became of a proposal; nothing else of it can be changed."""
    await tx.execute(
        "update profile_version set status = $2, decided_by = $3, decider_name = $4, decided_at = $5, reason = $6,"
        " head_seq = $7, head_hash = $8 where id = $1",
        decided.id,
        decided.status,
        decided.decided_by,
        decided.decider_name,
        decided.decided_at,
        decided.reason,
        decided.head_seq,
        decided.head_hash,
    )


class ProposalClaims:
    """What the rows say of the heads of their streams, for `register verify`."""

    kind = KIND

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """All of them in the order of their ids."""
        async for row in tx.cursor(f"select {_COLUMNS} from profile_version order by id"):  # constants only
            found = _opened(row)
            yield HeadClaim(KIND, found.id, found.head_seq, found.head_hash, digest(found))
