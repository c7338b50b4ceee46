"""Looking at evidence: the list, and one file with its content."""

from uuid import UUID

import msgspec

from declarations.evidence import store
from declarations.evidence.model import File, Item, Kept, Side, Standing
from declarations.evidence.sealing import content_of, note_of
from declarations.evidence.service.attaching import may_withdraw
from declarations.evidence.service.places import (
    Place,
    kept_in,
    kept_there,
    note_reading,
    notes_in_ledger,
    open_place,
)
from declarations.filing.service.reading import Case
from register import vault
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import msg
from register.kernel.identity import Identity


class Listing(msgspec.Struct, frozen=True):
    """The evidence of one place."""

    place: Place
    items: tuple[Item, ...]


class NotChecked(Conflict):
    """The scanner has not said that the file is clean, or has refused it."""

    code = "not_checked"
    sentence = msg("This file has not been checked for harmful content yet. It can be opened once it has.")


async def list_evidence(identity: Identity, side: Side, name: str) -> Listing:
    """Everything beside a draft, a declaration or a case; there are no more than the settings allow. NotFound."""
    async with transaction(identity) as tx:
        place = await open_place(tx, side, name)
        await note_reading(tx, place, "evidence")
        return Listing(place, await items_in(tx, place))


async def beside_case(tx: Transaction, case: Case) -> tuple[Item, ...]:
    """The files of a case that its reader has opened already."""
    found = case.declaration
    return await items_in(tx, Place(Side.CASE, found.reference, None, found, case.parties, case.actions))


async def items_in(tx: Transaction, place: Place) -> tuple[Item, ...]:
    """The files of a place as its reader sees them; those that are erased are not there."""
    found = [kept for kept in await kept_in(tx, place) if kept.wrapped_key is not None]
    return tuple(_item(kept, place, tx.identity) for kept in found)


def _item(kept: Kept, place: Place, identity: Identity) -> Item:
    return Item(
        id=kept.id,
        name=note_of(kept).file,
        media_type=kept.media_type,
        size=kept.size,
        standing=Standing(kept.status),
        attached_at=kept.attached_at,
        scanner_fails=kept.tried_at is not None and kept.status == Standing.WAITING,
        is_withdrawn=kept.withdrawn_at is not None,
        may_withdraw=may_withdraw(place, kept, identity),
    )


async def read_file(identity: Identity, side: Side, name: str, wanted: UUID) -> File:
    """A file with its content, which must be the one that the ledger tells of.

    Raises NotFound, NotChecked before the scanner has passed it, vault.Unreadable when anything of it was changed.
    """
    async with transaction(identity) as tx:
        place = await open_place(tx, side, name)
        kept = await kept_there(tx, place, wanted)
        if kept.status != Standing.CLEAN:
            raise NotChecked
        note = note_of(kept)
        if place.declaration is not None:
            told = await notes_in_ledger(tx, place.declaration)
            if told.get(wanted) != note:
                raise vault.Unreadable
        await note_reading(tx, place, "evidence")
        return File(note.file, note.media_type, content_of(kept, await store.chunks_of(tx, wanted), note.sha256))
