"""Whom an item concerns: an entry of the directory, or a name as the secretary writes it."""

from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import Concerned, PartyRole
from declarations.meetings.records import MEETINGS
from declarations.meetings.service.planning_agenda import standing_item
from declarations.meetings.service.secretariat import held
from declarations.parties import store as directory
from declarations.parties import store_records
from declarations.parties.model import Party
from declarations.parties.names import search_form
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

MOST_OFFERED = 8


class ConcernedCommand(msgspec.Struct, frozen=True):
    """Whom an item concerns, and in what capacity; `party` an entry of the directory."""

    name: str
    role: PartyRole
    party: UUID | None = None
    as_typed: bool = False
    """Whether the name stands for nobody in the directory, such as a natural person."""


class Ambiguous(Invalid):
    """Several entries of the directory may be meant."""

    def __init__(self, offered: list[Party]) -> None:
        self.offered = offered
        super().__init__(fields=[FieldError("party", msg("Choose whom you mean."))])


@retry_serialization
async def name_party(identity: Identity, meeting: UUID, item: UUID, command: ConcernedCommand) -> UUID:
    """Say whom an item concerns; the id of the record, the same again for the same name.

    Raises Ambiguous where the directory knows several, Invalid, NotFound, Conflict.
    """
    async with transaction(identity) as tx:
        await held(tx, meeting)
        await standing_item(tx, meeting, item)
        party = await _meant(tx, command)
        name = party.name(current_locale().tag) if party else command.name
        if not name:
            raise Invalid(fields=[FieldError("name", msg("Write the name."))])
        for each in await store.concerned(tx, meeting):
            if each.item == item and (each.name == name or (party is not None and each.party == party.id)):
                return each.id
        row = Concerned(
            id=new_id(),
            meeting=meeting,
            item=item,
            party=party.id if party else None,
            name=name,
            name_key=search_form(name)[:300],
            role=command.role,
        )
        await store.keep(tx, MEETINGS[Concerned], row, "named")
        return row.id


@retry_serialization
async def withdraw_party(identity: Identity, meeting: UUID, item: UUID, concerned: UUID) -> None:
    """Say that an item does not concern somebody any more. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        await standing_item(tx, meeting, item)
        row = await store.one(tx, Concerned, concerned)
        if row.item != item or row.withdrawn_at is not None:
            raise NotFound
        await store.change(tx, MEETINGS[Concerned], row, "withdrawn", withdrawn_at=tx.now)


async def _meant(tx: Transaction, command: ConcernedCommand) -> Party | None:
    if command.party is not None:
        found = await directory.party(tx, command.party)
        if found is None:
            raise Invalid(fields=[FieldError("party", msg("The directory has no such entry."))])
        return found
    form = search_form(command.name)
    if command.as_typed or len(form) < 2:
        return None
    exact = await store_records.named(tx, form)
    if len(exact) == 1:
        return await directory.party(tx, exact[0])
    near = [party for party, _ in await directory.found_by(tx, form, MOST_OFFERED)]
    if near:
        raise Ambiguous(near)
    return None
