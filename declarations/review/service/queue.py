"""The queue of the desk: what waits, what a saved filter holds, what a search finds."""

from uuid import UUID

import msgspec

from declarations.filing.model import Declaration
from declarations.review import store, store_matches
from declarations.review.finding import sought
from declarations.review.lawful import OFFICE
from declarations.review.model import Asked, Filters, Laps, Neighbours, Queue, QueueRow, SavedFilter, Show
from declarations.review.narrowing import check_filters
from declarations.review.order import cursor_of, laps
from declarations.review.queue_sql import REVIEWING
from declarations.review.service.filters import checked_words, opened_filters
from declarations.review.service.scopes import desk_of
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.kernel.paging import Cursor, Page
from register.people import store as people

_FOR_REVIEWERS = tuple(Show)
_FOR_AUTHORITIES = (Show.OPEN, Show.OVERDUE)


async def queue(identity: Identity, filters: Filters, cursor: Cursor | None = None) -> Queue:
    """One page of the cases that are the person's to work on, with the size of each view: soonest due first, and
    before others those in a language that a reviewer reads.

    Own cases, those one filed and those of one's superiors are not in it at all. NotFound for whoever has no desk.
    """
    return await asked_queue(identity, Asked.exactly(filters), cursor)


async def asked_queue(identity: Identity, asked: Asked, cursor: Cursor | None = None) -> Queue:
    """The same by a saved filter or search and what is chosen beside it. NotFound for a filter of somebody else,
    Invalid by field.
    """
    scopes = desk_of(identity)
    views = _FOR_AUTHORITIES if REVIEWING.isdisjoint(scopes) else _FOR_REVIEWERS
    async with transaction(identity) as tx:
        await store.plan_once(tx)
        saved, kept = await opened_filters(tx, asked.saved)
        saved = _default(asked, kept) or saved
        filters = asked.over(saved.filters if saved else Filters())
        check_filters(filters)
        in_laps = laps(filters, scopes, await store.languages_read(tx))
        page, is_too_wide = await rows_of(tx, scopes, filters, cursor, in_laps)
        return Queue(
            page=page,
            filters=filters,
            views=views,
            counts=await store.queue_counts(tx, scopes, views, tx.now.date()),
            names=await _names(tx, page),
            today=tx.now.date(),
            saved=saved,
            kept=kept,
            laps=in_laps,
            is_office=identity.has(OFFICE),
            is_too_wide=is_too_wide,
            elsewhere=await store_matches.marked(tx, [row.id for row in page.items]),
        )


async def neighbours(identity: Identity, asked: Asked, cursor: Cursor) -> Neighbours:
    """The cases before and after a place in a list. Raises NotFound, BadRequest for a cursor of another order."""
    scopes = desk_of(identity)
    async with transaction(identity) as tx:
        await store.plan_once(tx)
        saved, _kept = await opened_filters(tx, asked.saved)
        filters = asked.over(saved.filters if saved else Filters())
        check_filters(filters)
        in_laps = laps(filters, scopes, await store.languages_read(tx))
        found = Neighbours(filters, saved, None, None, in_laps)
        return await _beside(tx, scopes, found, cursor)


async def neighbours_of(identity: Identity, case: Declaration) -> Neighbours:
    """The same for a case that was opened from no list: among all that waits. NotFound where it has no day there."""
    scopes, filters = desk_of(identity), Filters()
    if case.due_on is None:
        raise NotFound
    async with transaction(identity) as tx:
        await store.plan_once(tx)
        in_laps = laps(filters, scopes, await store.languages_read(tx))
        found = Neighbours(filters, None, None, None, in_laps)
        return await _beside(tx, scopes, found, cursor_of(case, filters, in_laps))


async def _beside(tx: Transaction, scopes: tuple[str, ...], found: Neighbours, cursor: Cursor) -> Neighbours:
    back = msgspec.structs.replace(cursor, newer=True)
    after, _ = await rows_of(tx, scopes, found.filters, cursor, found.laps)
    before, _ = await rows_of(tx, scopes, found.filters, back, found.laps)
    return msgspec.structs.replace(
        found,
        before=before.items[-1] if before.items else None,
        after=after.items[0] if after.items else None,
    )


def _default(asked: Asked, kept: tuple[SavedFilter, ...]) -> SavedFilter | None:
    """The filter with which the person opens the desk, where nothing else is asked for."""
    if not asked.by_default or not asked.is_bare:
        return None
    return next((each for each in kept if each.is_default), None)


async def rows_of(
    tx: Transaction, scopes: tuple[str, ...], filters: Filters, cursor: Cursor | None, in_laps: Laps
) -> tuple[Page[QueueRow], bool]:
    """A page of the cases that the filters leave, and whether a search meant more names than were looked through."""
    if not filters.words:
        return await store.queue_page(tx, scopes, filters, cursor, in_laps), False
    checked_words(filters.words)
    meant = await sought(tx, filters.words)
    return await store.found_page(tx, scopes, filters, cursor, meant), meant.is_too_wide


async def _names(tx: Transaction, page: Page[QueueRow]) -> dict[UUID, str]:
    shown = {row.declarant for row in page.items} | {row.reviewer for row in page.items if row.reviewer}
    known = await people.persons(tx, list(shown)) if shown else {}
    return {person: found.name for person, found in known.items()}
