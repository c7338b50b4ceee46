"""Standing aside that somebody announced aloud or on paper, written down by the secretary where no rule decides it."""

from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import Item, Measure, Meeting, Participant
from declarations.meetings.service.secretariat import held
from declarations.votes import store, store_board
from declarations.votes.model import Aside
from declarations.votes.records import VOTES
from declarations.votes.service.attending import called
from declarations.votes.service.standing import STRICTNESS, has_vote, offered
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id


class ToldCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What a participant said they will do on an item; `replaced_by` names who takes their place."""

    participant: UUID
    measure: Measure
    replaced_by: UUID | None = None


@retry_serialization
async def record_aside(identity: Identity, meeting: UUID, item: UUID, command: ToldCommand) -> Aside:
    """Write down what somebody announced; the same again is one. What a rule of the body asks for is the least.

    Raises NotFound for anyone but the secretary, Invalid by field, Conflict where the item was not called, where the
    rule of the body asks for more, or where the participant no longer takes part.
    """
    async with transaction(identity) as tx:
        row = await held(tx, meeting)
        about = await called(tx, row, item)
        who = await people.member(tx, meeting, command.participant)
        if who.revoked_at is not None:
            raise Conflict(msg("This participant no longer takes part."))
        await _refuse_faulty(tx, row, who, command)
        now = next((each for each in await store.asides(tx, item) if each.participant == who.id), None)
        if now is not None and (now.measure, now.replaced_by) == (command.measure, command.replaced_by):
            return now
        if now is not None:
            await _end(tx, now, command.measure)
        made = _told(tx, about, command)
        await meetings.keep(tx, VOTES[Aside], made, "told")
        return made


async def _refuse_faulty(tx: Transaction, meeting: Meeting, who: Participant, command: ToldCommand) -> None:
    found = await store_board.representatives(tx, [who.delegation])
    others = [store.Alternate(each.id, each.name, each.function) for each in found if each.id != who.id]
    if command.measure not in offered(meeting, who.body_role, others, has_vote=await has_vote(tx, who)):
        raise Invalid(fields=[FieldError("measure", msg("Choose one of the answers."))])
    is_replaced = command.measure is Measure.REPLACED
    if is_replaced != (command.replaced_by in {each.id for each in others}):
        raise Invalid(fields=[FieldError("replaced_by", msg("Choose who of the delegation took the place."))])


async def _end(tx: Transaction, now: Aside, measure: Measure) -> None:
    if now.dispensed or (now.by_matrix and STRICTNESS[measure] <= STRICTNESS[Measure(now.measure)]):
        raise Conflict(msg("The rules of the body say what follows here. The presiding officer can tell you more."))
    await meetings.change(tx, VOTES[Aside], now, "ended", ended_at=tx.now)


def _told(tx: Transaction, item: Item, command: ToldCommand) -> Aside:
    return Aside(
        id=new_id(),
        meeting=item.meeting,
        item=item.id,
        participant=command.participant,
        measure=command.measure,
        by_matrix=False,
        replaced_by=command.replaced_by,
        recorded_by=tx.identity.acting,
        recorded_at=tx.now,
    )
