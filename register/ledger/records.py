"""Records that keep their present row only: each row is a stream, each step an event with the digest of the row.

The event says that something was done to a record, never what: its payload is empty. What the row says is held by the
digest alone, so that a row changed, removed or slipped in behind the register is found by `register verify`.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import msgspec

from register.kernel.db import Transaction, open_transaction
from register.ledger.hashing import sha256, state_digest
from register.ledger.model import ERASED, RULE, Head, HeadClaim
from register.ledger.service import append, append_alike

_HEAD = "select seq, hash from record_head($1)"
_HEADS = "select s.id, h.seq, h.hash from unnest($1::uuid[]) s (id), lateral record_head(s.id) h"


class RecordClass(msgspec.Struct, frozen=True):
    """A table whose rows are streams. Columns are names or expressions `… as name`; keys that rotate are left out.

    A column that comes later may be added where it is empty in older rows: what is empty does not count.
    """

    kind: str
    table: str
    columns: tuple[str, ...]
    names_actors: bool = True
    """Whether the events say who acted."""

    @property
    def select(self) -> str:
        """Its rows."""
        return f"select id, {', '.join(self.columns)} from {self.table}"

    @property
    def select_one(self) -> str:
        """The row with an id."""
        return f"{self.select} where id = $1"

    @property
    def select_many(self) -> str:
        """The rows with these ids."""
        return f"{self.select} where id = any($1::uuid[])"

    @property
    def select_all(self) -> str:
        """All of them in the order of their ids."""
        return f"{self.select} order by id"

    @property
    def select_without_history(self) -> str:
        """Rows that have no event yet."""
        return f"{self.select} where not exists (select from event e where e.stream = {self.table}.id)"


def row_digest(row: Any) -> bytes:
    """The digest of everything in a row that is not empty; bytes stand as their SHA-256."""
    return state_digest({name: _plain(value) for name, value in row.items() if value is not None})


def _plain(value: Any) -> Any:
    return sha256(value).hex() if isinstance(value, bytes) else value


async def record(tx: Transaction, of: RecordClass, wanted: UUID, step: str) -> None:
    """Add the event of a step to the row's stream, with the digest of the row as it is now. Raises Stale."""
    row = await tx.fetchrow(of.select_one, wanted)
    if row is None:
        raise LookupError(f"{of.kind} {wanted} is not open to whoever takes the step {step}")
    await _add(tx, of, wanted, step, row_digest(row))


async def record_alike(tx: Transaction, of: RecordClass, wanted: Sequence[UUID], step: str) -> None:
    """Add the event of the same step to the streams of many rows at once, as `record` does to one. Raises Stale."""
    if not wanted:
        return
    rows = await tx.fetch(of.select_many, list(wanted))
    if len(rows) != len(set(wanted)):
        raise LookupError(f"not every {of.kind} is open to whoever takes the step {step}")
    heads = {row["id"]: Head(row["seq"], row["hash"]) for row in await tx.fetch(_HEADS, list(wanted))}
    states = {row["id"]: row_digest(row) for row in rows}
    await append_alike(tx, kind=of.kind, name=f"{of.kind}:{step}", states=states, heads=heads)


async def record_erasure(tx: Transaction, of: RecordClass, wanted: UUID) -> None:
    """Close the stream of a row that was erased: its events stay, and say that it is rightly gone."""
    await _add(tx, of, wanted, "erased", ERASED)


async def _add(tx: Transaction, of: RecordClass, wanted: UUID, step: str, state: bytes) -> None:
    last = await tx.fetchrow(_HEAD, wanted)
    await append(
        tx,
        kind=of.kind,
        stream=wanted,
        name=f"{of.kind}:{step}",
        payload=b"",
        state=state,
        head=Head(last["seq"], last["hash"]) if last else None,
        by=None if of.names_actors or tx.identity.person is None else RULE,
    )


async def adopt(of: RecordClass) -> None:
    """Begin the stream of every row that has none, for the migration that brings a table into the ledger."""
    tx = open_transaction()
    for row in await tx.fetch(of.select_without_history):
        state, name = row_digest(row), f"{of.kind}:adopted"
        await append(tx, kind=of.kind, stream=row["id"], name=name, payload=b"", state=state, by="migration")


class RecordClaims:
    """What the rows of one table say, for `register verify`; they keep no head, the sealed events do."""

    def __init__(self, of: RecordClass) -> None:
        self._of = of

    @property
    def kind(self) -> str:
        """The kind of the streams."""
        return self._of.kind

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """All of them in the order of their ids."""
        async for row in tx.cursor(self._of.select_all):
            yield HeadClaim(self.kind, row["id"], None, None, row_digest(row))


def claims_of(classes: Sequence[RecordClass]) -> list[RecordClaims]:
    """One source for each class."""
    return [RecordClaims(each) for each in classes]
