"""Guidance out of an answer: general words, the asker's consent, a second look, and publication to all who sign in."""

from uuid import UUID

import msgspec

from declarations.advice import store, store_guidance
from declarations.advice.model import (
    AdviceRow,
    Guidance,
    GuidanceCommand,
    GuidanceRow,
    Standing,
    Topic,
)
from declarations.advice.rules import known_rule
from declarations.advice.sealing import opened_guidance, sealed
from declarations.advice.service.advising import row_of_adviser
from declarations.advice.service.notices import tell_proposed
from declarations.advice.store_guidance import NO_CONSENT, PUBLISHED
from register import vault
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

ANOTHER = msg("Another ethics officer reads it again and publishes it.")


@retry_serialization
async def propose(identity: Identity, advice: UUID, command: GuidanceCommand, seen: int) -> Guidance:
    """Write guidance out of an answer, or write it anew before it is published; `seen` is 0 for the first time.

    Raises Invalid by field, NotFound, Stale, Conflict without the asker's consent and once it is published.
    """
    rule = known_rule(command.rule)
    async with transaction(identity) as tx:
        asked, kept = await _held(tx, advice)
        if not await store.agrees(tx, advice):
            raise Conflict(NO_CONSENT)
        if kept is None:
            row = _new(tx, advice, command, rule)
            await store_guidance.insert(tx, row)
            await tell_proposed(tx, asked)
            return opened_guidance(row)
        if kept.status == Standing.PUBLISHED:
            raise Conflict(PUBLISHED)
        key = vault.unwrap(kept.key_id, kept.wrapped_key)
        row = msgspec.structs.replace(
            kept,
            topic=command.topic,
            rule=rule,
            written_by=_me(tx),
            written_at=tx.now,
            content=sealed(key, kept.id, command.words),
        )
        await store_guidance.update(tx, row, seen)
        return opened_guidance(msgspec.structs.replace(row, version=kept.version + 1))


def _new(tx: Transaction, advice: UUID, command: GuidanceCommand, rule: str) -> GuidanceRow:
    made, key = new_id(), vault.new_data_key()
    return GuidanceRow(
        id=made,
        advice=advice,
        status=Standing.PROPOSED,
        topic=command.topic,
        rule=rule,
        written_by=_me(tx),
        written_at=tx.now,
        published_by=None,
        published_at=None,
        version=1,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=sealed(key, made, command.words),
    )


@retry_serialization
async def publish(identity: Identity, advice: UUID, seen: int) -> Guidance:
    """Publish what was proposed, after a second look by somebody else than its writer where there is anybody else.

    Raises NotFound, Stale, Conflict for the writer, without consent, and once it is published.
    """
    async with transaction(identity) as tx:
        row, kept = await _held(tx, advice)
        if kept is None:
            raise NotFound
        if kept.status == Standing.PUBLISHED:
            raise Conflict(PUBLISHED)
        if not await store.agrees(tx, advice):
            raise Conflict(NO_CONSENT)
        if not await _may_look(tx, row, kept):
            raise Conflict(ANOTHER)
        published = msgspec.structs.replace(kept, published_by=identity.person, published_at=tx.now)
        return await _move(tx, published, Standing.PUBLISHED, seen)


async def may_publish(identity: Identity, advice: UUID) -> bool:
    """Whether the acting person is the one to look again at what is proposed. Raises NotFound."""
    async with transaction(identity) as tx:
        row, kept = await _kept(tx, advice)
        return kept is not None and await _may_look(tx, row, kept)


async def _may_look(tx: Transaction, row: AdviceRow, kept: GuidanceRow) -> bool:
    """Whether the acting person may give the second look: not the writer, unless nobody else advises."""
    return kept.written_by != tx.identity.person or set(await store.advising(tx, row)) <= {kept.written_by}


@retry_serialization
async def withdraw(identity: Identity, advice: UUID, seen: int) -> None:
    """Take guidance back, published or proposed. Raises NotFound, Stale."""
    async with transaction(identity) as tx:
        _, kept = await _held(tx, advice)
        if kept is None:
            raise NotFound
        await _move(tx, kept, Standing.WITHDRAWN, seen)


async def _move(tx: Transaction, row: GuidanceRow, to: Standing, seen: int) -> Guidance:
    """The one place where the standing of guidance changes; the database asks for the asker's consent again."""
    after = msgspec.structs.replace(row, status=to)
    await store_guidance.update(tx, after, seen)
    return opened_guidance(msgspec.structs.replace(after, version=row.version + 1))


async def list_published(identity: Identity, topic: Topic | None, cursor: Cursor | None) -> Page[Guidance]:
    """What is published, on a topic or on all, newest first."""
    async with transaction(identity) as tx:
        found = [opened_guidance(row) for row in await store_guidance.all_published(tx, topic, cursor)]
    return page_of(found, cursor, PAGE_ROWS, _place)


async def read_published(identity: Identity, wanted: UUID) -> Guidance:
    """One that is published. NotFound."""
    async with transaction(identity) as tx:
        return opened_guidance(await store_guidance.published(tx, wanted))


def _place(guidance: Guidance) -> Cursor:
    return Cursor(guidance.published_at.isoformat() if guidance.published_at else "", guidance.id)


async def _held(tx: Transaction, advice: UUID) -> tuple[AdviceRow, GuidanceRow | None]:
    """The same, held until the end: the asker takes back a consent before it or after it, never in between."""
    return await _kept(tx, advice, lock=True)


async def _kept(tx: Transaction, advice: UUID, *, lock: bool = False) -> tuple[AdviceRow, GuidanceRow | None]:
    """A question on which the acting person advises, and what is proposed or published out of it."""
    if not permits(tx.identity, "advising.publish"):
        raise NotFound
    row = await row_of_adviser(tx, advice, lock=lock)
    return row, await store_guidance.of_advice(tx, advice, lock=lock)


def _me(tx: Transaction) -> UUID:
    if tx.identity.person is None:
        raise NotFound
    return tx.identity.person
