"""The table of guidance; row security shows what is published to everyone who is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import asyncpg
import msgspec

from declarations.advice.model import GuidanceRow
from declarations.advice.records import GUIDANCE
from register.kernel.db import Transaction
from register.kernel.errors import Conflict, NotFound, Stale
from register.kernel.i18n import msg
from register.kernel.paging import PAGE_ROWS, Cursor
from register.ledger.records import record

NO_CONSENT = msg("The person who asked has not agreed to a publication.")
PUBLISHED = msg("It is published already. Withdraw it, then write it anew.")
_COLUMNS = tuple(GuidanceRow.__struct_fields__)
_LIST = ", ".join(_COLUMNS)
_PLACES = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 1))
_ROWS = f"limit {PAGE_ROWS + 1}"
_PUBLISHED = "status = 'published' and ($1::text is null or topic = $1)"
_CHANGEABLE = "status, topic, rule, written_by, written_at, published_by, published_at, content"
_UPDATE = (
    f"update guidance set ({_CHANGEABLE}, version) = ($3, $4, $5, $6, $7, $8, $9, $10, version + 1)"
    " where id = $1 and version = $2"
)


@contextmanager
def _in_words() -> Iterator[None]:
    """What the database refuses, whatever a service forgot, said to a person. Raises Conflict."""
    try:
        yield
    except asyncpg.CheckViolationError as error:
        raise Conflict(NO_CONSENT if "consented" in str(error) else PUBLISHED) from error


async def insert(tx: Transaction, row: GuidanceRow) -> None:
    """Keep a proposal. Raises Conflict without the asker's consent."""
    with _in_words():
        await tx.execute(f"insert into guidance ({_LIST}) values ({_PLACES})", *msgspec.structs.astuple(row))
    await record(tx, GUIDANCE, row.id, "proposed")


async def update(tx: Transaction, row: GuidanceRow, seen: int) -> None:
    """Keep its next state; Stale when it changed after version `seen`, Conflict where the database refuses it."""
    changed = [getattr(row, name.strip()) for name in _CHANGEABLE.split(",")]
    with _in_words():
        done = await tx.execute(_UPDATE, row.id, seen, *changed)
    if done != "UPDATE 1":
        raise Stale
    await record(tx, GUIDANCE, row.id, row.status)


async def of_advice(tx: Transaction, advice: UUID, *, lock: bool = False) -> GuidanceRow | None:
    """What grew from a question and was not withdrawn."""
    sql = f"select {_LIST} from guidance where advice = $1 and status <> 'withdrawn'{' for update' if lock else ''}"
    row = await tx.fetchrow(sql, advice)
    return GuidanceRow(**row) if row else None


async def was_published(tx: Transaction, advice: UUID) -> bool:
    """Whether what grew from a question was published and has been withdrawn since."""
    sql = "select exists (select from guidance where advice = $1 and status = 'withdrawn' and published_at is not null)"
    return bool(await tx.fetchval(sql, advice))


async def published(tx: Transaction, wanted: UUID) -> GuidanceRow:
    """One that is published. NotFound."""
    row = await tx.fetchrow(f"select {_LIST} from guidance where id = $1 and status = 'published'", wanted)
    if row is None:
        raise NotFound
    return GuidanceRow(**row)


async def all_published(tx: Transaction, topic: str | None, cursor: Cursor | None) -> list[GuidanceRow]:
    """What is published on a topic or on all, newest first."""
    if cursor is None:
        sql = f"select {_LIST} from guidance where {_PUBLISHED} order by published_at desc, id desc {_ROWS}"
        return [GuidanceRow(**row) for row in await tx.fetch(sql, topic)]
    sign, way = (">", "") if cursor.newer else ("<", " desc")
    sql = (
        f"select {_LIST} from guidance where {_PUBLISHED} and (published_at, id) {sign} ($2, $3)"
        f" order by published_at{way}, id{way} {_ROWS}"
    )
    return [GuidanceRow(**row) for row in await tx.fetch(sql, topic, cursor.moment(), cursor.id)]
