"""Those who stand aside on an item, before those who lead the meeting, with what may be recorded of each."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from declarations.meetings import store_people as people
from declarations.meetings.model import Item, Participant, Status
from declarations.meetings.rights import Kept
from declarations.meetings.service.secretariat import DIRECTORY
from declarations.votes import store_board
from declarations.votes.model import Aside, Did
from declarations.votes.service.dispensing import may_dispense
from declarations.votes.service.recording import done_offered
from register.kernel.db import Transaction, transaction
from register.kernel.identity import Identity
from register.people import store as accounts


class Stands(NamedTuple):
    """One of them."""

    aside: Aside
    who: Participant
    done: tuple[Did, ...]
    """What may be recorded that they did."""
    others: list[Participant]
    """Who of the delegation may have taken the place."""
    may_dispense: bool
    """Whether the acting officer may dispense from it, or withdraw that."""


class Withdrawn(NamedTuple):
    """A dispensation that was withdrawn."""

    aside: Aside
    who: Participant


async def stands(
    tx: Transaction, kept: Kept, item: Item, asides: list[Aside], named: Mapping[UUID, Participant]
) -> list[Stands]:
    """Each who stands aside on an item, as the acting officer sees them."""
    who_stand = [named[each.participant] for each in asides]
    representatives = await store_board.representatives(tx, (who.delegation for who in who_stand))
    found = []
    for aside, who in zip(asides, who_stand, strict=True):
        others = [each for each in representatives if each.delegation == who.delegation and each.id != who.id]
        goes_on = item.ended_at is None and kept.meeting.status is not Status.CLOSED
        is_open = goes_on and (aside.by_matrix or aside.dispensed)
        dispenses = is_open and kept.presides and await may_dispense(tx, item, who)
        done = done_offered(kept.meeting, aside, who, has_others=bool(others))
        found.append(Stands(aside, who, done, others, dispenses))
    return found


async def officer_names(identity: Identity, asides: Iterable[Aside]) -> dict[UUID, str]:
    """The names of those who dispensed, or withdrew it; asked in transactions of their own."""
    told = [each for each in asides if each.dispensed]
    wanted = [who for each in told for who in (each.recorded_by, each.withdrawn_by) if who]
    if not wanted:
        return {}
    async with transaction(identity) as tx:
        guests = await people.named(tx, wanted)
    async with transaction(DIRECTORY) as tx:
        staff = await accounts.persons(tx, wanted)
    return {who: each.name for who, each in staff.items()} | {who: each.name for who, each in guests.items()}
