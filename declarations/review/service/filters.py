"""Filters that a person of the desk keeps, and searches, whose words stand in no address and in no log."""

from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.review import store_filters
from declarations.review.finding import LEAST_LETTERS, references
from declarations.review.lawful import OFFICE
from declarations.review.model import Asked, Filters, SavedFilter
from declarations.review.narrowing import check_filters
from declarations.review.service.scopes import desk_of, scopes_of
from declarations.review.store_filters import FilterRow
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.names import search_form


class _Content(msgspec.Struct, frozen=True):
    name: str
    filters: Filters


async def search(identity: Identity, filters: Filters) -> UUID:
    """Keep a search for a day under an id that says nothing. NotFound without a desk, Invalid for too few letters."""
    desk_of(identity)
    checked_words(filters.words)
    async with transaction(identity) as tx:
        await library_in(tx)  # the value bands of what was adopted
        check_filters(filters)
        return await _keep(tx, _Content("", filters), is_kept=False)


def checked_words(words: str) -> None:
    """Raise Invalid for words that nearly every name begins with."""
    letters = search_form(words).replace(" ", "")
    if len(letters) < LEAST_LETTERS and references(words)[0] == "~":
        raise Invalid(fields=[FieldError("words", msg("Write at least two letters of a name, or a reference."))])


async def keep_filter(
    identity: Identity, name: str, asked: Asked, *, by_default: bool = False, shared: bool = False
) -> SavedFilter:
    """Keep filters under a name; an own filter of that name is replaced. Raises NotFound, Invalid by field."""
    desk_of(identity)
    _check_name(name, is_office=identity.has(OFFICE), shared=shared)
    async with transaction(identity) as tx:
        await store_filters.take_turn(tx)
        saved, kept = await opened_filters(tx, asked.saved)
        filters = asked.over(saved.filters if saved else Filters())
        check_filters(filters)
        own = [each for each in kept if each.is_own]
        same = [each for each in own if search_form(each.name) == search_form(name)]
        if len(own) - len(same) >= store_filters.KEPT_AT_MOST:
            raise Invalid(
                fields=[FieldError("name", msg("You keep as many filters as there is room for; remove one."))]
            )
        for each in same:
            await store_filters.delete(tx, each.id)
        made = await _keep(tx, _Content(name, filters), is_kept=True, is_shared=shared)
        is_default = by_default or any(each.is_default for each in same)
        if is_default:
            await store_filters.make_default(tx, made)
        return SavedFilter(made, name, filters, True, is_default, shared, True)


def _check_name(name: str, *, is_office: bool, shared: bool) -> None:
    faults = []
    if not search_form(name):
        faults.append(FieldError("name", msg("Write a name for these filters.")))
    if shared and not is_office:
        faults.append(FieldError("shared", msg("Only the ethics office shares filters.")))
    if faults:
        raise Invalid(fields=faults)


async def list_filters(identity: Identity) -> tuple[SavedFilter, ...]:
    """One's own kept filters, then those that the office shares. NotFound without a desk."""
    desk_of(identity)
    async with transaction(identity) as tx:
        return (await opened_filters(tx, None))[1]


async def remove_filter(identity: Identity, filter_id: UUID) -> None:
    """Remove one's own filter. NotFound for any other."""
    desk_of(identity)
    async with transaction(identity) as tx:
        await store_filters.take_turn(tx)
        if not await store_filters.delete(tx, filter_id):
            raise NotFound


async def open_with(identity: Identity, filter_id: UUID) -> None:
    """Open the desk with a filter of one's own. NotFound for any other."""
    desk_of(identity)
    async with transaction(identity) as tx:
        await store_filters.take_turn(tx)
        if not await store_filters.make_default(tx, filter_id):
            raise NotFound


async def open_without(identity: Identity, filter_id: UUID) -> None:
    """Open the desk with everything again. NotFound for a filter that is not one's own."""
    desk_of(identity)
    async with transaction(identity) as tx:
        await store_filters.take_turn(tx)
        saved, _ = await opened_filters(tx, filter_id)
        if saved is None or not saved.is_own:
            raise NotFound
        if saved.is_default:
            await store_filters.make_default(tx, None)


async def filters_asked(identity: Identity, asked: Asked) -> Filters:
    """The filters that are asked for, a saved one read as this person, whatever is done with them by whoever asks.

    Raises NotFound, Invalid.
    """
    if not scopes_of(identity):
        raise NotFound
    async with transaction(identity) as tx:
        await library_in(tx)
        saved = (await opened_filters(tx, asked.saved))[0] if asked.saved else None
    found = asked.over(saved.filters if saved else Filters())
    check_filters(found)
    if found.words:
        checked_words(found.words)
    return found


async def opened_filters(tx: Transaction, wanted: UUID | None) -> tuple[SavedFilter | None, tuple[SavedFilter, ...]]:
    """The wanted filter or search, and the kept ones. NotFound where the wanted one is not this person's to see."""
    await library_in(tx)
    found = [_opened(row, tx.identity) for row in await store_filters.shown(tx, wanted)]
    saved = next((each for each in found if each.id == wanted), None)
    if wanted is not None and saved is None:
        raise NotFound
    return saved, tuple(each for each in found if each.is_kept)


async def _keep(tx: Transaction, content: _Content, *, is_kept: bool, is_shared: bool = False) -> UUID:
    made, key, owner = new_id(), vault.new_data_key(), tx.identity.person
    if owner is None:
        raise NotFound
    sealed = vault.encrypt(key, canonical_json(content), made, "content")
    await store_filters.insert(
        tx,
        FilterRow(made, owner, is_kept, False, is_shared, tx.now, key.key_id, key.wrapped, sealed),
    )
    return made


def _opened(row: FilterRow, identity: Identity) -> SavedFilter:
    key = vault.unwrap(row.key_id, row.wrapped_key)
    content = msgspec.json.decode(vault.decrypt(key, row.content, row.id, "content"), type=_Content)
    is_own = row.owner == identity.person
    return SavedFilter(
        row.id, content.name, content.filters, row.is_kept, row.is_default and is_own, row.is_shared, is_own
    )
