"""Gifts that a participant declares from the personal link, for this one meeting.

Filing asks for a declarant. Inside this module, and nowhere else, the participant is one: under the id of the
participant, never of a person, and a restrictive row policy lets them reach their own gifts of this meeting alone.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.codes.library import regime_for
from declarations.codes.vocabulary import Kind
from declarations.filing.asked import CIRCUMSTANCES
from declarations.filing.model import Declaration, GiftDetails
from declarations.filing.service import filing, own
from declarations.filing.service.filing import FilingCommand
from declarations.filing.service.reading import Case
from declarations.filing.service.settings import filing_settings
from declarations.meetings import store as meetings
from declarations.meetings.model import Item, Meeting
from declarations.meetings.store_arrivals import note_declared
from declarations.meetings.store_people import participant
from declarations.parties.matching import match
from declarations.votes import store
from declarations.votes.service.attending import attended, taken
from declarations.votes.service.touching import CAPACITIES, vote_on
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, MailedCodeNeeded
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.paging import Cursor


class GiftCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What a participant says of a gift. `facts` leaves out what the register knows: the meeting and its votes."""

    facts: Mapping[str, Any]
    details: GiftDetails
    item: UUID | None = None
    """The item that concerns the giver, as the participant says."""
    language: str = "en"
    attested: bool = False
    client_key: UUID


class Asked(msgspec.Struct, frozen=True):
    """What the short form asks: the circumstances that the rules of this regime name, and the items of the agenda."""

    circumstances: tuple[str, ...]
    items: tuple[Item, ...]


async def asked(identity: Identity) -> Asked:
    """What is asked of the participant. Raises NotFound for whoever did not come by a link."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        capacity = CAPACITIES[(await participant(tx, who)).type]
        library = await library_in(tx)
        profile = library.profile(regime_for(capacity, filing_settings().regimes, library))
        rules = profile.version_on(meeting.starts_on)[0].rules[Kind.GIFT]
        items = [item for item in await meetings.items(tx, meeting.id) if not item.withdrawn_at]
    named = {name for rule in rules for table in (*rule.when, *rule.unless) for name, _ in table}
    return Asked(tuple(name for name in CIRCUMSTANCES if name in named), tuple(items))


async def declare_gift(identity: Identity, command: GiftCommand) -> Declaration:
    """File it; the same again for the same key. Raises NotFound, Invalid by field, Conflict, IdempotencyMismatch."""
    as_declarant, told = await _told(identity, command)
    made = await filing.file_declaration(as_declarant, told)
    async with transaction(identity) as tx:
        await note_declared(tx, made.id)
    return made


async def amend_gift(identity: Identity, reference: str, command: GiftCommand, reason: str, seen: int) -> Declaration:
    """A new version with its reason. Raises NotFound for all but own gifts of this meeting, Invalid, Stale."""
    await own_gift(identity, reference)
    as_declarant, told = await _told(identity, command)
    return await filing.amend(as_declarant, reference, told, reason, seen)


class OwnGifts(NamedTuple):
    """A page of the participant's gifts of this meeting."""

    items: list[Declaration]
    newer: str | None
    older: str | None
    is_partial: bool
    """Whether some are left out, since somebody else may be behind the screen."""


async def own_gifts(identity: Identity, cursor: Cursor | None = None) -> OwnGifts:
    """The participant's gifts of this meeting, newest first; by the code of the hall only those of this session."""
    page, shown = await own.list_own(await _declarant(identity), cursor), await _shown(identity)
    items = [each for each in page.items if each.id in shown]
    return OwnGifts(items, page.newer, page.older, len(items) < len(page.items))


async def own_gift(identity: Identity, reference: str) -> Case:
    """One of them. Raises NotFound, MailedCodeNeeded where it is not shown in this session."""
    case = await own.read_own(await _declarant(identity), reference)
    if case.declaration.id not in await _shown(identity):
        raise MailedCodeNeeded
    return case


async def _shown(identity: Identity) -> set[UUID]:
    async with transaction(identity) as tx:
        return {each.id for each in await store.held_of_me(tx) if each.for_meeting}


async def own_meeting(identity: Identity) -> Meeting:
    """The meeting for which a participant declares: whether disclosure is asked for, or offered. Raises NotFound."""
    async with transaction(identity) as tx:
        return (await attended(tx))[1]


async def _declarant(identity: Identity) -> Identity:
    async with transaction(identity) as tx:
        return await _derived(tx, (await attended(tx))[0])


async def _derived(tx: Transaction, who: UUID) -> Identity:
    row = await participant(tx, who)
    capacity = str(CAPACITIES[row.type])
    roles = frozenset({"declarant"})
    return msgspec.structs.replace(tx.identity, person=row.id, roles=roles, name=row.name, capacity=capacity)


async def _told(identity: Identity, command: GiftCommand) -> tuple[Identity, FilingCommand]:
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        taken(meeting)
        facts = dict(command.facts) | {"meeting": await _vote_facts(tx, meeting, command)}
        as_declarant = await _derived(tx, who)
    return as_declarant, FilingCommand(
        facts=facts,
        details=command.details,
        language=command.language,
        attested=command.attested,
        idempotency_key=f"attend-gift-{command.client_key}",
        meeting=meeting.id,
        agenda_item=command.item,
    )


async def _vote_facts(tx: Transaction, meeting: Meeting, command: GiftCommand) -> dict[str, Any]:
    """Of the item that the participant named, else of the first whose parties the giver is one of."""
    items = {item.id: item for item in await meetings.items(tx, meeting.id) if not item.withdrawn_at}
    if command.item is not None and command.item not in items:
        raise Invalid(fields=[FieldError("item", msg("Choose one of the answers."))])
    giver = command.details.giver_name
    parties = await meetings.concerned(tx, meeting.id)
    alike = (each.item for each in parties if each.item in items and match(each.name, giver))
    found = command.item or next(alike, None)
    vote = await vote_on(tx, meeting, items[found] if found else None)
    day = _day(command.facts.get("event_date"))
    return {
        "may_vote": vote.may_vote,
        "vote_date": vote.day_near(day or meeting.starts_on).isoformat(),
        "giver_concerned": found is not None,
    }


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
