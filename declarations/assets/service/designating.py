"""Designating who makes asset statements, ending it, and the list of those who do."""

import hashlib
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec

from declarations.assets import store, store_reading
from declarations.assets.model import DesignateCommand, Designation, DesignationRow, Dossier, Ground, GroundWords, Show
from declarations.assets.sealing import opened, sealed
from declarations.assets.service.notices import tell_filer
from declarations.assets.settings import asset_settings
from declarations.filing.service.filing import made_before
from declarations.filing.store import ties_of_me
from register import vault
from register.access.policy import permits
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of
from register.people import store as people
from register.people.model import Capacity


@retry_serialization
async def designate(identity: Identity, command: DesignateCommand, *, idempotency_key: str | None = None) -> UUID:
    """Designate somebody and tell them; the id, the same again for the same idempotency key.

    Raises Invalid by field, NotFound, Conflict for somebody who is designated already.
    """
    if not permits(identity, "designation.make"):
        raise NotFound
    _refuse_faults(command)
    async with transaction(identity) as tx:
        made = new_id()
        digest = hashlib.sha256(msgspec.json.encode(command)).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        person = await _person(tx, command.email)
        await store.end_expired(tx, person, local(tx.now).date())
        try:
            await store.insert_designation(tx, _row(tx, made, person, command))
        except asyncpg.UniqueViolationError as error:
            raise Conflict(msg("This person is designated already.")) from error
        await tell_filer(tx, person, msg("You are asked to make asset statements"))
        return made


def _refuse_faults(command: DesignateCommand) -> None:
    faults = []
    if not command.words.position.strip():
        faults.append(FieldError("position", msg("Name the position or the function.")))
    if not command.words.instrument.strip():
        faults.append(FieldError("instrument", msg("Name the decision or the rule that asks for it.")))
    if command.ends_on is not None and command.ends_on < command.starts_on:
        faults.append(FieldError("ends_on", msg("The last day cannot be before the first.")))
    if faults:
        raise Invalid(fields=faults)


async def _person(tx: Transaction, email: str) -> UUID:
    found = await people.person_by_email(tx, email)
    if found is None or not found.active:
        raise Invalid(fields=[FieldError("email", msg("Nobody in the register has this address."))])
    if found.capacity == Capacity.FORMER_STAFF:
        raise Invalid(fields=[FieldError("email", msg("This person has left the service."))])
    if found.id == tx.identity.person:
        raise Invalid(fields=[FieldError("email", msg("Another officer designates you."))])
    return found.id


def _row(tx: Transaction, made: UUID, person: UUID, command: DesignateCommand) -> DesignationRow:
    key = vault.new_data_key()
    if tx.identity.person is None:
        raise NotFound
    return DesignationRow(
        id=made,
        person=person,
        designated_by=tx.identity.person,
        designated_at=tx.now,
        ground=command.ground,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        due_on=max(command.starts_on, local(tx.now).date()) + timedelta(days=asset_settings().first_days),
        reminded_on=None,
        ended_at=None,
        ended_by=None,
        version=1,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=sealed(key, made, command.words),
    )


@retry_serialization
async def end(identity: Identity, wanted: UUID, seen: int) -> int:
    """End a designation, as when the function has ended; its new version.

    Raises NotFound, also for one's own and a superior's, which row security holds; Stale, Conflict.
    """
    if not permits(identity, "designation.end"):
        raise NotFound
    async with transaction(identity) as tx:
        row = await _of_another(tx, wanted, lock=True)
        if row.ended_at is not None:
            raise Conflict(msg("This designation has ended already."))
        await store.end_designation(tx, wanted, seen)
        await tell_filer(tx, row.person, msg("Your designation to make asset statements has ended"))
        return row.version + 1


@retry_serialization
async def keep(identity: Identity, wanted: UUID, seen: int) -> int:
    """Say, after a change of function, that the ground still stands; the new version.

    Raises NotFound, also for one's own and a superior's, which row security holds; Stale.
    """
    if not permits(identity, "designation.keep"):
        raise NotFound
    async with transaction(identity) as tx:
        row = await _of_another(tx, wanted, lock=True)
        await store.keep_designation(tx, wanted, seen)
        return row.version + 1


async def listed(identity: Identity, show: Show, cursor: Cursor | None) -> Page[Designation]:
    """Designated filers, the soonest due first."""
    if not permits(identity, "designation.list"):
        raise NotFound
    async with transaction(identity) as tx:
        rows = await store.listed(tx, show, local(tx.now).date(), cursor)
        names = await store.names(tx, [row.person for row in rows])
    found = [seen_as(row, names.get(row.person, "")) for row in rows]
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.due_on.isoformat(), each.id))


async def read(identity: Identity, wanted: UUID) -> Dossier:
    """A designation, that there are statements and their dates, and what was asked about them. NotFound."""
    if not permits(identity, "designation.read"):
        raise NotFound
    async with transaction(identity) as tx:
        row = await _of_another(tx, wanted)
        is_above = row.person in (await ties_of_me(tx)).superiors
        return msgspec.structs.replace(await dossier(tx, row), is_above=is_above)


async def dossier(tx: Transaction, row: DesignationRow) -> Dossier:
    """The same of a row that is open already; without a draft."""
    names = await store.names(tx, [row.person])
    statements = await store.statements_of(tx, row.id)
    consents = await store_reading.consents(tx, [each.id for each in statements])
    return Dossier(seen_as(row, names.get(row.person, "")), tuple(statements), tuple(consents))


async def _of_another(tx: Transaction, wanted: UUID, *, lock: bool = False) -> DesignationRow:
    row = await store.designation(tx, wanted, lock=lock)
    if row.person == tx.identity.person:
        raise NotFound
    return row


def seen_as(row: DesignationRow, name: str) -> Designation:
    """A designation with the ground for it in the clear."""
    return Designation(
        id=row.id,
        person=row.person,
        name=name,
        ground=Ground(row.ground),
        words=opened(row.key_id, row.wrapped_key, row.id, row.content, GroundWords),
        designated_at=row.designated_at,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        due_on=row.due_on,
        ended_at=row.ended_at,
        version=row.version,
        review_since=row.review_since,
    )
