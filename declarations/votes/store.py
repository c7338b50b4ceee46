"""SQL of disclosures, standing aside and votes; every function takes an open transaction."""

from collections.abc import AsyncIterator, Mapping
from typing import TypeVar
from uuid import UUID

import msgspec

from declarations.meetings.store import columns, insert, opened
from declarations.votes.model import Answer, Aside, OpenVote, Snapshot
from register.kernel.db import Transaction
from register.ledger.hashing import sha256, state_digest
from register.ledger.model import Head, HeadClaim
from register.ledger.service import append

Row = TypeVar("Row", Answer, Aside, Snapshot, OpenVote)
TABLES: Mapping[type[msgspec.Struct], str] = {
    Answer: "meeting_answer",
    Aside: "standing_aside",
    Snapshot: "vote_snapshot",
    OpenVote: "open_vote",
}
_OUTSIDE = frozenset({"head_seq", "head_hash", "key_id", "wrapped_key"})
"""Not answered for by an event: the head itself, and what rotating keys changes."""


def digest(row: msgspec.Struct) -> bytes:
    """The digest of a row as `register verify` compares it."""
    said = {name: value for name, value in msgspec.to_builtins(row).items() if name not in _OUTSIDE}
    return state_digest(said)


async def keep(tx: Transaction, row: Row, name: str) -> Row:
    """Keep a new row with the first event of its chain; the row with its head."""
    table = TABLES[type(row)]
    state = digest(row)
    head = await append(tx, kind=table, stream=row.id, name=f"{table}:{name}", payload=sha256(state), state=state)
    kept = msgspec.structs.replace(row, head_seq=head.seq, head_hash=head.hash)
    await insert(tx, table, kept)
    return kept


async def carry_on(tx: Transaction, row: Row, name: str, **values: object) -> Row:
    """Change columns of a row with the next event of its chain. Raises Stale."""
    table, after = TABLES[type(row)], msgspec.structs.replace(row, **values)
    state, before = digest(after), Head(row.head_seq, row.head_hash)
    head = await append(
        tx, kind=table, stream=row.id, name=f"{table}:{name}", payload=sha256(state), state=state, head=before
    )
    after = msgspec.structs.replace(after, head_seq=head.seq, head_hash=head.hash)
    written = {**values, "head_seq": head.seq, "head_hash": head.hash}
    setting = ", ".join(f"{column} = ${number}" for number, column in enumerate(written, start=2))
    await tx.execute(f"update {table} set {setting} where id = $1", row.id, *written.values())  # constants only
    return after


async def latest(tx: Transaction, participant: UUID) -> list[Answer]:
    """The answer that counts of a participant, for the whole meeting and for each item."""
    listed = ", ".join(columns(Answer))
    rows = await tx.fetch(
        f"select distinct on (coalesce(item, meeting)) {listed} from meeting_answer"  # constants only
        " where participant = $1 order by coalesce(item, meeting), number desc",
        participant,
    )
    return [opened(Answer, row) for row in rows]


async def by_client_key(tx: Transaction, participant: UUID, client_key: UUID) -> Answer | None:
    """The answer that the phone sent before under the same key."""
    listed = ", ".join(columns(Answer))
    row = await tx.fetchrow(
        f"select {listed} from meeting_answer where participant = $1 and client_key = $2",  # constants only
        participant,
        client_key,
    )
    return opened(Answer, row) if row else None


async def next_number(tx: Transaction, participant: UUID, item: UUID | None, meeting: UUID) -> int:
    """The number of the next answer of a participant on an item, or for the meeting."""
    return int(
        await tx.fetchval(
            "select coalesce(max(number), 0) + 1 from meeting_answer"
            " where participant = $1 and coalesce(item, meeting) = $2",
            participant,
            item or meeting,
        )
    )


async def asides(tx: Transaction, item: UUID) -> list[Aside]:
    """Whoever stands aside on an item, as far as it is open to the acting person."""
    listed = ", ".join(columns(Aside))
    rows = await tx.fetch(
        f"select {listed} from standing_aside where item = $1 and ended_at is null order by recorded_at, id", item
    )  # constants only
    return [opened(Aside, row) for row in rows]


async def own_asides(tx: Transaction, participant: UUID) -> list[Aside]:
    """Where a participant stands aside."""
    listed = ", ".join(columns(Aside))
    rows = await tx.fetch(
        f"select {listed} from standing_aside where participant = $1 and ended_at is null", participant
    )  # constants only
    return [opened(Aside, row) for row in rows]


class VoteClaims:
    """What the rows of one of these tables say of the heads of their chains, for `register verify`."""

    def __init__(self, struct: type[Answer] | type[Aside] | type[Snapshot] | type[OpenVote]) -> None:
        self._struct = struct
        self.kind = TABLES[struct]

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """All of them in the order of their ids."""
        listed = ", ".join(columns(self._struct))
        async for row in tx.cursor(f"select {listed} from {self.kind} order by id"):  # constants only
            found = opened(self._struct, row)
            yield HeadClaim(self.kind, found.id, found.head_seq, found.head_hash, digest(found))
