"""The only module that touches the table of this room; every function takes an open transaction."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from declarations.letters.words import StandingWords, Text, Use
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction
from register.kernel.errors import Stale
from register.ledger.hashing import state_digest
from register.ledger.model import HeadClaim
from register.ledger.service import events

KIND = "standing_words"
"""The kind of the streams of these rows in the ledger."""
_COLUMNS = "id, key, use, content, active, version, written_by, writer_name, written_at, head_seq, head_hash"
_INSERT = f"insert into standing_words ({_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"


class Kept(msgspec.Struct, frozen=True):
    """One entry of the ledger on standing words: what they were from then on, and who wrote them."""

    words: dict[str, Text]
    active: bool
    version: int
    writer_name: str
    at: datetime


def content_of(words: StandingWords) -> str:
    """The texts as canonical JSON."""
    return canonical_json({tag: msgspec.to_builtins(text) for tag, text in words.texts.items()}).decode()


def digest(words: StandingWords, written_by: UUID) -> bytes:
    """The digest of the row, kept in its events: words that are edited silently show."""
    row = {
        "id": words.id,
        "key": words.key,
        "use": words.use,
        "content": content_of(words),
        "active": words.active,
        "version": words.version,
        "written_by": written_by,
        "writer_name": words.writer_name,
        "written_at": words.written_at,
    }
    return state_digest(row)


def _opened(row: asyncpg.Record) -> StandingWords:
    values = {name: value for name, value in dict(row).items() if name not in {"content", "written_by"}}
    texts = msgspec.json.decode(row["content"], type=dict[str, Text])
    return StandingWords(**values | {"use": Use(row["use"]), "texts": texts})


async def all_words(tx: Transaction, most: int) -> list[StandingWords]:
    """Every row that row security shows, oldest first."""
    rows = await tx.fetch(f"select {_COLUMNS} from standing_words order by id limit $1", most)
    return [_opened(row) for row in rows]


async def by_key(tx: Transaction, key: str) -> StandingWords | None:
    """The row of a key; None where there is none."""
    row = await tx.fetchrow(f"select {_COLUMNS} from standing_words where key = $1", key)
    return _opened(row) if row else None


def _values(words: StandingWords) -> tuple[object, ...]:
    return (content_of(words), words.active, words.version)


async def insert(tx: Transaction, words: StandingWords) -> None:
    """Keep new words. Stale when somebody else changed the same words that came with the register."""
    who = (tx.identity.person, words.writer_name, words.written_at, words.head_seq, words.head_hash)
    tx.later(_INSERT, words.id, words.key, words.use, *_values(words), *who, taken=Stale)


async def update(tx: Transaction, words: StandingWords, *, seen: int) -> None:
    """Keep what they have become. Stale when another change came after `seen`."""
    tag = await tx.execute(
        "update standing_words set content = $3, active = $4, version = $5, written_by = $6, writer_name = $7,"
        " written_at = $8, head_seq = $9, head_hash = $10 where id = $1 and head_seq = $2",
        words.id,
        seen,
        *_values(words),
        tx.identity.person,
        words.writer_name,
        words.written_at,
        words.head_seq,
        words.head_hash,
    )
    if tag != "UPDATE 1":
        raise Stale


async def versions(tx: Transaction, words: UUID) -> list[Kept]:
    """What they have been, oldest first."""
    return [
        msgspec.convert(msgspec.json.decode(event.payload) | {"at": event.at}, Kept)
        for event in await events(tx, words)
    ]


class StandingWordsClaims:
    """What the rows say of the heads of their streams, for `register verify`."""

    kind = KIND

    async def claims(self, tx: Transaction) -> AsyncIterator[HeadClaim]:
        """All of them in the order of their ids."""
        async for row in tx.cursor(f"select {_COLUMNS} from standing_words order by id"):  # constants only
            found = _opened(row)
            state = digest(found, row["written_by"])
            yield HeadClaim(KIND, row["id"], found.head_seq, found.head_hash, state)
