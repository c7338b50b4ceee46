"""Who votes for a delegation, by sitting and with its history; and replacing a delegate by an alternate."""

from uuid import UUID

import msgspec

from declarations.meetings import store, store_people
from declarations.meetings.model import Part, Participant, Sitting, VotingDelegate
from declarations.meetings.records import MEETINGS
from declarations.meetings.service.entering import people_kept
from declarations.meetings.service.linking import take_back
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

_OF_DELEGATION = msg("Choose somebody of this delegation whose link works.")


class ReplaceCommand(msgspec.Struct, frozen=True):
    """Who stands in for whom."""

    alternate: UUID
    sitting: UUID | None = None
    """For one sitting only; None for good."""
    leaves: bool = False
    """Whether whoever is replaced takes part no longer."""


@retry_serialization
async def name_voting(
    identity: Identity, meeting: UUID, delegation: UUID, participant: UUID, sitting: UUID | None = None
) -> UUID:
    """Name who votes for a delegation, at one sitting or at all; the id of the record. Who did so before is kept.

    Raises Invalid where the participant is not of the delegation, NotFound, Conflict once the meeting is closed.
    """
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = await store_people.delegation(tx, meeting, delegation)
        who = (await store_people.named(tx, [participant])).get(participant)
        if who is None or who.delegation != row.id or not who.may_vote:
            raise Invalid(fields=[FieldError("participant", _OF_DELEGATION)])
        await _check_sitting(tx, meeting, sitting)
        return await _name(tx, row.id, who, sitting)


@retry_serialization
async def end_voting(identity: Identity, meeting: UUID, record: UUID) -> None:
    """End a naming without another. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = await store.one(tx, VotingDelegate, record)
        if row.meeting != meeting or row.until is not None:
            raise NotFound
        await store.change(tx, MEETINGS[VotingDelegate], row, "ended", until=tx.now)


@retry_serialization
async def replace(identity: Identity, meeting: UUID, participant: UUID, command: ReplaceCommand) -> None:
    """Let an alternate of the same delegation stand in for a delegate, who may leave the meeting with it.

    For one sitting the alternate votes there; for good the alternate also takes the function.
    Raises Invalid where the two are not of one delegation, NotFound, Conflict.
    """
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = await store_people.member(tx, meeting, participant)
        other = (await store_people.named(tx, [command.alternate])).get(command.alternate)
        if (
            other is None
            or row.delegation is None
            or other.id == row.id
            or other.delegation != row.delegation
            or not other.may_vote
        ):
            raise Invalid(fields=[FieldError("alternate", _OF_DELEGATION)])
        await _check_sitting(tx, meeting, command.sitting)
        await _pass_votes(tx, row.delegation, row, other, command.sitting)
        if command.sitting is None:
            row = await _pass_function(tx, row, other)
        if command.leaves:
            await take_back(tx, row)


async def _pass_votes(
    tx: Transaction, delegation: UUID, row: Participant, other: Participant, sitting: UUID | None
) -> None:
    """The vote goes with the place: for a sitting always, for good wherever the one who goes was named."""
    if sitting is not None:
        await _name(tx, delegation, other, sitting)
        return
    for each in await store_people.voting_history(tx, row.meeting, delegation):
        if each.until is None and each.participant == row.id:
            await _name(tx, delegation, other, each.sitting)


async def _pass_function(tx: Transaction, row: Participant, other: Participant) -> Participant:
    function, kept = row.function, MEETINGS[Participant]
    changed = await store.change(tx, kept, row, "replaced", function=Part.ALTERNATE)
    await store.change(tx, kept, other, "stood_in", function=function)
    return changed


async def _name(tx: Transaction, delegation: UUID, who: Participant, sitting: UUID | None) -> UUID:
    for each in await store_people.voting_history(tx, who.meeting, delegation):
        if each.until is None and each.sitting == sitting:
            if each.participant == who.id:
                return each.id
            await store.change(tx, MEETINGS[VotingDelegate], each, "ended", until=tx.now)
    row = VotingDelegate(
        id=new_id(),
        meeting=who.meeting,
        delegation=delegation,
        sitting=sitting,
        participant=who.id,
        since=tx.now,
        recorded_by=tx.identity.acting,
    )
    await store.keep(tx, MEETINGS[VotingDelegate], row, "named")
    return row.id


async def _check_sitting(tx: Transaction, meeting: UUID, sitting: UUID | None) -> None:
    if sitting is not None and (await store.one(tx, Sitting, sitting)).meeting != meeting:
        raise NotFound
