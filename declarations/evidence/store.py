"""The only module that touches the tables of evidence; every function takes an open transaction."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from declarations.evidence.model import Kept
from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.kernel.ids import new_id

_COLUMNS = tuple(Kept.__struct_fields__)
_LIST = ", ".join(_COLUMNS)
_PLACES = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
_OF = {
    "draft": f"select {_LIST} from evidence where draft = $1 order by attached_at, id",
    "declaration": f"select {_LIST} from evidence where declaration = $1 order by attached_at, id",
}


async def insert(tx: Transaction, kept: Kept, chunks: Sequence[bytes]) -> None:
    """Keep a file with its chunks."""
    await tx.execute(f"insert into evidence ({_LIST}) values ({_PLACES})", *msgspec.structs.astuple(kept))
    await tx.executemany(
        "insert into evidence_chunk (id, evidence, place, content) values ($1, $2, $3, $4)",
        [(new_id(), kept.id, place, chunk) for place, chunk in enumerate(chunks)],
    )


async def of_draft(tx: Transaction, draft: UUID) -> list[Kept]:
    """Everything beside a draft, oldest first."""
    return [Kept(**row) for row in await tx.fetch(_OF["draft"], draft)]


async def of_declaration(tx: Transaction, declaration: UUID) -> list[Kept]:
    """Everything beside a declaration, oldest first."""
    return [Kept(**row) for row in await tx.fetch(_OF["declaration"], declaration)]


async def by_id(tx: Transaction, wanted: UUID) -> Kept:
    """One file; NotFound where there is none for this identity."""
    row = await tx.fetchrow(f"select {_LIST} from evidence where id = $1", wanted)
    if row is None:
        raise NotFound
    return Kept(**row)


async def chunks_of(tx: Transaction, wanted: UUID) -> list[bytes]:
    """The chunks of a file in their order."""
    rows = await tx.fetch("select content from evidence_chunk where evidence = $1 order by place", wanted)
    return [row["content"] for row in rows]


async def used_by(tx: Transaction, person: UUID) -> int:
    """How many bytes the acting person has added, everywhere."""
    return int(await tx.fetchval("select evidence_used($1)", person))


async def carry(tx: Transaction, draft: UUID, declaration: UUID) -> None:
    """Put what stands beside a draft beside the declaration; what a scanner refused stays behind and goes with it."""
    await tx.execute(
        "update evidence set draft = null, declaration = $2 where draft = $1 and status <> 'refused'",
        draft,
        declaration,
    )


async def delete(tx: Transaction, wanted: UUID) -> bool:
    """Delete a file of a draft with its key; whether there was one."""
    return bool(await tx.execute("delete from evidence where id = $1 and draft is not null", wanted) == "DELETE 1")


async def mark_withdrawn(tx: Transaction, wanted: UUID) -> None:
    """It is withdrawn; whoever may read the case still reads it."""
    await tx.execute("update evidence set withdrawn_at = $2 where id = $1", wanted, tx.now)


async def waiting(tx: Transaction, most: int) -> list[Kept]:
    """Files that wait for the scanner: those that it has not failed at first, then the longest waiting."""
    rows = await tx.fetch(
        f"select {_LIST} from evidence where status = 'waiting' and wrapped_key is not null"
        " order by tried_at nulls first, attached_at limit $1",
        most,
    )
    return [Kept(**row) for row in rows]


async def beside(tx: Transaction, wanted: UUID) -> tuple[str, UUID, UUID]:
    """Beside which declaration the scanner's file stands: reference, declarant, filer. NotFound where it does not."""
    row = await tx.fetchrow("select reference, declarant, filed_by from evidence_beside($1)", wanted)
    if row is None:
        raise NotFound
    return row["reference"], row["declarant"], row["filed_by"]


async def scanned(tx: Transaction, wanted: UUID, status: str) -> bool:
    """What the scanner said; the content of what it refused goes at once. Whether the file still waited for it."""
    if status == "refused":  # before the status: the scanner sees the content only of what waits
        await tx.execute("delete from evidence_chunk where evidence = $1", wanted)
    tag = await tx.execute("update evidence set status = $2 where id = $1 and status = 'waiting'", wanted, status)
    return bool(tag == "UPDATE 1")


async def scanner_failed(tx: Transaction, wanted: UUID) -> bool:
    """The scanner said nothing; the file waits on. Whether it is still there."""
    tag = await tx.execute("update evidence set tried_at = $2 where id = $1 and status = 'waiting'", wanted, tx.now)
    return bool(tag == "UPDATE 1")
