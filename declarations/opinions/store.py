"""The only module that touches the table of opinions; every function takes an open transaction."""

from uuid import UUID

from declarations.opinions.model import OpinionRow
from register.kernel.db import Transaction

_COLUMNS = tuple(OpinionRow.__struct_fields__)
_LIST = ", ".join(_COLUMNS)
_PLACES = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))


async def insert(tx: Transaction, row: OpinionRow) -> None:
    """Keep a question."""
    values = (getattr(row, name) for name in _COLUMNS)
    await tx.execute(f"insert into opinion ({_LIST}) values ({_PLACES})", *values)  # constants only


async def end_waiting(tx: Transaction, declaration: UUID) -> None:
    """Close every link of a case that was not answered."""
    await tx.execute(
        "update opinion set ended_at = $2 where declaration = $1 and answered_at is null and ended_at is null",
        declaration,
        tx.now,
    )


async def of_case(tx: Transaction, declaration: UUID) -> list[OpinionRow]:
    """Every question of a case, the newest first."""
    rows = await tx.fetch(f"select {_LIST} from opinion where declaration = $1 order by asked_at desc", declaration)
    return [OpinionRow(**row) for row in rows]


async def behind_link(tx: Transaction, token_hash: bytes, *, lock: bool = False) -> OpinionRow | None:
    """The question behind a link that still works."""
    row = await tx.fetchrow(
        f"select {_LIST} from opinion where token_hash = $1 and answered_at is null and ended_at is null"
        f" and expires_at > $2{' for update' if lock else ''}",
        token_hash,
        tx.now,
    )
    return OpinionRow(**row) if row else None


async def still_supervises(tx: Transaction, opinion: UUID) -> bool:
    """Whether whoever was asked is active and still the declarant's supervisor; for the clerk behind the link."""
    found: bool = await tx.fetchval("select asked_still_supervises($1)", opinion)
    return found


async def answer(tx: Transaction, opinion: UUID, stance: str, content: bytes) -> None:
    """Keep the one answer."""
    await tx.execute(
        "update opinion set answered_at = $2, stance = $3, content = $4 where id = $1", opinion, tx.now, stance, content
    )
