"""Versions, reviews and consents as rows; what a version says leaves through `words_for` alone."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import msgspec

from declarations.assets.model import Consent, ConsentWords, Content, Outcome, Review, Text, Use, Version, VersionRow
from declarations.assets.records import CONSENT, REVIEW, VERSION
from declarations.assets.sealing import opened
from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.ledger.records import record

_VERSION = ", ".join(VersionRow.__struct_fields__)
_CONSENT = "id, statement, use, asked_at, until, answered_at, granted, revoked_at, key_id, wrapped_key, content"


class Reviewed(msgspec.Struct, frozen=True):
    """What is encrypted of a review."""

    outcome: Outcome
    words: Text


async def insert_version(tx: Transaction, row: VersionRow, content: bytes) -> None:
    """Keep a version and what it says."""
    values = (row.id, row.statement, row.number, row.filed_at, list(row.purposes), row.key_id, row.wrapped_key)
    await tx.execute(f"insert into asset_version ({_VERSION}) values ($1, $2, $3, $4, $5, $6, $7)", *values)
    await tx.execute("insert into asset_content (version, content) values ($1, $2)", row.id, content)
    await record(tx, VERSION, row.id, "kept")


async def versions(tx: Transaction, statement: UUID, use: Use) -> list[Version]:
    """Every version, newest first, opened for one use. NotFound where it is neither a purpose nor consented to."""
    sql = f"select {_VERSION} from asset_version where statement = $1 order by number desc limit 60"
    rows = [VersionRow(**row) for row in await tx.fetch(sql, statement)]
    found = [version for row in rows if (version := await _words_for(tx, row, use)) is not None]
    if not found:
        raise NotFound
    return found


async def _words_for(tx: Transaction, row: VersionRow, use: Use) -> Version | None:
    """The database gives what a version says for a lawful use only; nothing else selects it."""
    content: bytes | None = await tx.fetchval("select asset_words($1, $2)", row.id, use)
    if content is None:
        return None
    said = opened(row.key_id, row.wrapped_key, row.id, content, Content)
    return Version(row.number, row.filed_at, tuple(Use(each) for each in row.purposes), said)


async def insert_review(
    tx: Transaction, review: UUID, statement: UUID, number: int, key_id: str, wrapped: bytes, content: bytes
) -> None:
    """Keep what a reader came to."""
    await tx.execute(
        "insert into asset_review (id, statement, number, reviewer, at, key_id, wrapped_key, content)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        review,
        statement,
        number,
        tx.identity.person,
        tx.now,
        key_id,
        wrapped,
        content,
    )
    await record(tx, REVIEW, review, "made")


async def reviews(tx: Transaction, statement: UUID) -> list[Review]:
    """Every review, newest first."""
    sql = (
        "select id, number, at, key_id, wrapped_key, content from asset_review where statement = $1"
        " order by at desc, id desc limit 60"
    )
    return [_review(row) for row in await tx.fetch(sql, statement)]


def _review(row: asyncpg.Record) -> Review:
    said = opened(row["key_id"], row["wrapped_key"], row["id"], row["content"], Reviewed)
    return Review(row["number"], said.outcome, row["at"], said.words)


async def insert_consent(
    tx: Transaction, consent: Consent, filer: UUID, key_id: str, wrapped: bytes, content: bytes
) -> None:
    """Keep that somebody asked for a consent."""
    await tx.execute(
        "insert into asset_consent (id, statement, filer, asked_by, asked_at, use, until, key_id, wrapped_key, content)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        consent.id,
        consent.statement,
        filer,
        tx.identity.person,
        tx.now,
        consent.use,
        consent.until,
        key_id,
        wrapped,
        content,
    )
    await record(tx, CONSENT, consent.id, "asked")


async def consents(tx: Transaction, statements: Sequence[UUID]) -> list[Consent]:
    """What was asked about these statements, newest first."""
    sql = f"select {_CONSENT} from asset_consent where statement = any($1::uuid[]) order by asked_at desc, id limit 100"
    return [_consent(row) for row in await tx.fetch(sql, list(statements))]


async def consent(tx: Transaction, wanted: UUID) -> Consent:
    """One that is asked of this person. NotFound for any other."""
    sql = f"select {_CONSENT} from asset_consent where id = $1 and filer = $2 for update"
    row = await tx.fetchrow(sql, wanted, tx.identity.person)
    if row is None:
        raise NotFound
    return _consent(row)


def _consent(row: asyncpg.Record) -> Consent:
    return Consent(
        id=row["id"],
        statement=row["statement"],
        use=Use(row["use"]),
        words=opened(row["key_id"], row["wrapped_key"], row["id"], row["content"], ConsentWords),
        asked_at=row["asked_at"],
        until=row["until"],
        answered_at=row["answered_at"],
        granted=row["granted"],
        revoked_at=row["revoked_at"],
    )


async def answer(tx: Transaction, wanted: UUID, *, granted: bool) -> None:
    """Say yes or no, once."""
    await tx.execute("update asset_consent set granted = $2, answered_at = $3 where id = $1", wanted, granted, tx.now)
    await record(tx, CONSENT, wanted, "granted" if granted else "refused")


async def revoke(tx: Transaction, wanted: UUID) -> None:
    """Take a consent back."""
    await tx.execute("update asset_consent set revoked_at = $2 where id = $1", wanted, tx.now)
    await record(tx, CONSENT, wanted, "revoked")


async def reader_names(tx: Transaction, statement: UUID) -> dict[UUID, str]:
    """Names of those who opened one's own statement."""
    rows = await tx.fetch("select person, name from asset_reader_names($1)", statement)
    return {row["person"]: row["name"] for row in rows}
