"""The table of drafts. Row security shows a draft to its author, and to the clerk who clears old ones, alone."""

from datetime import datetime
from uuid import UUID

import msgspec

from register.kernel.db import Transaction

_COLUMNS = "id, author, kind, amends, version, created_at, edited_at, key_id, wrapped_key, answers"
_INSERT = (
    "insert into draft (id, author, kind, amends, version, created_at, edited_at, key_id, wrapped_key, answers)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)


class DraftRow(msgspec.Struct, frozen=True):
    """A draft as it is stored: whose, when, and ciphertext."""

    id: UUID
    author: UUID
    kind: str
    amends: UUID | None
    version: int
    created_at: datetime
    edited_at: datetime
    key_id: str
    wrapped_key: bytes
    answers: bytes


class OldDraft(msgspec.Struct, frozen=True):
    """A draft that nobody has edited for long."""

    id: UUID
    author: UUID
    edited_at: datetime


async def insert(tx: Transaction, draft: DraftRow) -> None:
    """Keep a new draft."""
    await tx.execute(_INSERT, *msgspec.structs.astuple(draft))


async def read(tx: Transaction, draft: UUID, *, lock: bool = False) -> DraftRow | None:
    """The draft, if it is this identity's own."""
    row = await tx.fetchrow(
        f"select {_COLUMNS} from draft where id = $1 and author = $2 {'for update' if lock else ''}",
        draft,
        tx.identity.person,
    )
    return DraftRow(**row) if row else None


async def write(tx: Transaction, draft: UUID, version: int, answers: bytes) -> None:
    """The next version of its answers; an earlier notice of its end is void."""
    await tx.execute(
        "update draft set version = $2, answers = $3, edited_at = $4, notified_at = null where id = $1",
        draft,
        version,
        answers,
        tx.now,
    )


async def delete(tx: Transaction, draft: UUID) -> bool:
    """Delete the draft with its key; whether there was one."""
    return bool(
        await tx.execute("delete from draft where id = $1 and author = $2", draft, tx.identity.person) == "DELETE 1"
    )


async def of_author(tx: Transaction, most: int) -> list[DraftRow]:
    """The acting person's drafts, the last edited first."""
    rows = await tx.fetch(
        f"select {_COLUMNS} from draft where author = $1 order by edited_at desc, id limit $2", tx.identity.person, most
    )
    return [DraftRow(**row) for row in rows]


async def count_of_author(tx: Transaction) -> int:
    """How many drafts the acting person keeps."""
    return int(await tx.fetchval("select count(*) from draft where author = $1", tx.identity.person))


async def unannounced(tx: Transaction, edited_before: datetime, most: int) -> list[OldDraft]:
    """Drafts whose end has not been announced yet, each held until the transaction ends."""
    rows = await tx.fetch(
        "select id, author, edited_at from draft where edited_at < $1 and notified_at is null"
        " order by edited_at, id limit $2 for update skip locked",
        edited_before,
        most,
    )
    return [OldDraft(**row) for row in rows]


async def mark_announced(tx: Transaction, drafts: list[UUID]) -> None:
    """Their authors have been told."""
    await tx.execute("update draft set notified_at = $2 where id = any($1::uuid[])", drafts, tx.now)


async def delete_announced(tx: Transaction, edited_before: datetime, announced_before: datetime) -> int:
    """Delete drafts that were announced long enough ago and not edited since; how many."""
    tag = await tx.execute(
        "delete from draft where edited_at < $1 and notified_at <= $2", edited_before, announced_before
    )
    return int(tag.rsplit(" ", 1)[-1])
