"""Reading a statement: its filer always, a reader for a defined purpose or under a consent; each opening is kept."""

from uuid import UUID

import msgspec

from declarations.assets import store, store_comparing, store_reading
from declarations.assets.comparing import compare
from declarations.assets.model import Opened, Outcome, Reading, Statement, Text, Use
from declarations.assets.sealing import sealed
from declarations.assets.service.notices import tell_filer
from declarations.assets.store_reading import Reviewed
from register import vault
from register.access.policy import Role, permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.ledger.readings import readings_of, record_reading

KIND = "asset_statement"
"""The kind of these readings in the reading log."""


async def read_own(identity: Identity, wanted: UUID) -> Reading:
    """One's own statement, with everyone who opened it. NotFound for any other."""
    async with transaction(identity) as tx:
        statement = await store.statement(tx, wanted)
        if statement.filer != identity.person or not permits(identity, "asset.read"):
            raise NotFound
        names = await store_reading.reader_names(tx, wanted)
        openings = [
            Opened(names.get(each.person, "") if each.person else "", each.role, each.at, each.purpose)
            for each in await readings_of(tx, KIND, wanted)
        ]
        return await _reading(tx, statement, identity.name, Use.ASSESSMENT, tuple(openings))


@retry_serialization
async def read(identity: Identity, wanted: UUID, use: Use = Use.ASSESSMENT) -> Reading:
    """A statement for one use, which the reading log keeps.

    NotFound for whoever is no reader of it, and for a use that is neither a purpose stored with it nor consented to.
    """
    async with transaction(identity) as tx:
        statement = await _others(tx, wanted)
        names = await store.names(tx, [statement.filer])
        found = await _reading(tx, statement, names.get(statement.filer, ""), use)
        if use is Use.MATCHING:
            found = await _compared(tx, found)
        await record_reading(tx, kind=KIND, subject=wanted, role=Role.ASSET_READER, purpose=f"assets:{use}")
        return found


@retry_serialization
async def review(identity: Identity, wanted: UUID, outcome: Outcome, words: Text, seen: int) -> int:
    """Say what the reading comes to, and tell the filer; the new version of the statement. Raises NotFound, Stale."""
    async with transaction(identity) as tx:
        statement = await _others(tx, wanted, lock=True)
        if not permits(identity, "statement.review"):
            raise NotFound
        await store.reviewed(tx, wanted, seen)
        made, key = new_id(), vault.new_data_key()
        content = sealed(key, made, Reviewed(outcome, words))
        await store_reading.insert_review(tx, made, wanted, statement.number, key.key_id, key.wrapped, content)
        await tell_filer(tx, statement.filer, msg("Your asset statement was reviewed"), f"/assets/statements/{wanted}")
        return seen + 1


async def _compared(tx: Transaction, found: Reading) -> Reading:
    """With what the filer declared of the same parties; without it where the newest version lacks the purpose."""
    newest = found.versions[0]
    if newest.number != found.statement.number:
        return found
    lines = newest.content.lines
    entries = await store_comparing.entries(tx, list({line.party for line in lines if line.party}))
    declared = await store_comparing.declared(tx, found.statement.id)
    return msgspec.structs.replace(found, compared=compare(lines, entries, declared))


async def _others(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Statement:
    statement = await store.statement(tx, wanted, lock=lock)
    if statement.filer == tx.identity.person or not permits(tx.identity, "statement.read"):
        raise NotFound
    return statement


async def _reading(
    tx: Transaction, statement: Statement, name: str, use: Use, openings: tuple[Opened, ...] = ()
) -> Reading:
    return Reading(
        statement=statement,
        name=name,
        versions=tuple(await store_reading.versions(tx, statement.id, use)),
        reviews=tuple(await store_reading.reviews(tx, statement.id)),
        consents=tuple(await store_reading.consents(tx, [statement.id])),
        openings=openings,
        use=use,
    )
