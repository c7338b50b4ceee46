"""Writing down what was said aloud, on paper or on a list, and what somebody who stands aside then did."""

from typing import NamedTuple
from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import BodyRole, Item, Measure, Meeting, Participant
from declarations.meetings.rights import not_closed
from declarations.meetings.service.planning_agenda import item_of
from declarations.meetings.service.secretariat import held
from declarations.votes import store, store_board
from declarations.votes.model import Answer, Aside, Did, Medium
from declarations.votes.records import VOTES
from declarations.votes.service.attending import attended, called, taken
from declarations.votes.service.disclosing import AnswerCommand, answer_row, refuse_faulty, same
from declarations.votes.service.standing import follow_matrix
from declarations.votes.service.watching import disclosed_to, led
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, IdempotencyMismatch, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity

_AT_MOST = 20


class Recorded(NamedTuple):
    """An answer that was written down, with whose it is; `item` is None for the whole meeting."""

    answer: Answer
    who: Participant
    item: Item | None


async def find(identity: Identity, meeting: UUID, name: str) -> list[Participant]:
    """Participants whose family name begins so, for the secretary; the first of them."""
    async with transaction(identity) as tx:
        if not (await led(tx, "vote.record", meeting)).is_secretary:
            raise NotFound
        found = await people.participants(tx, meeting, None, name=name.strip(), rows=_AT_MOST)
    return [each for each in found if each.revoked_at is None][:_AT_MOST]


async def asides_on(identity: Identity, meeting: UUID, item: UUID) -> dict[UUID, Aside]:
    """Who stands aside on an item, or is dispensed, by participant, for the secretary."""
    async with transaction(identity) as tx:
        if not (await led(tx, "vote.record", meeting)).is_secretary:
            raise NotFound
        about = await item_of(tx, meeting, item)
        return {each.participant: each for each in await store.asides(tx, about.id)}


async def just_recorded(identity: Identity, meeting: UUID, answer: UUID) -> Recorded | None:
    """Whose answer the secretary has just written down, and on what; None where it was not them who did."""
    async with transaction(identity) as tx:
        if not (await led(tx, "vote.record", meeting)).is_secretary:
            raise NotFound
        found = await store.recorded_by_me(tx, meeting, answer)
        if found is None:
            return None
        who = await people.member(tx, meeting, found.participant)
        return Recorded(found, who, await item_of(tx, meeting, found.item) if found.item else None)


@retry_serialization
async def record_answer(
    identity: Identity, meeting: UUID, participant: UUID, medium: Medium, command: AnswerCommand
) -> Answer:
    """Keep an answer that the secretary wrote down; the person confirms it from the link. Same key, same answer.

    What is written down again under another key is a new answer, which counts; the one before stays in the record.

    Raises NotFound for anyone but the secretary, Invalid by field, Conflict where the item was not called, and
    IdempotencyMismatch where the key came before with another answer.
    """
    refuse_faulty(command)
    if medium is Medium.LINK:
        raise Invalid(fields=[FieldError("medium", msg("Choose how the answer was given."))])
    async with transaction(identity) as tx:
        row = await held(tx, meeting)
        who = await people.member(tx, meeting, participant)
        if who.revoked_at is not None:
            raise Conflict(msg("This participant no longer takes part."))
        before = await store.by_client_key(tx, who.id, command.client_key)
        if before is not None:
            if before.medium is not medium:
                raise IdempotencyMismatch
            return same(before, command)
        taken(row)
        item = await called(tx, row, command.item) if command.item else None
        made = await answer_row(tx, row, who.id, item, command)
        made = msgspec.structs.replace(made, medium=medium, recorded_by=tx.identity.acting)
        await meetings.keep(tx, VOTES[Answer], made, "recorded")
        if item is not None:
            await follow_matrix(tx, row, who.id, item, command.levels)
        return made


@retry_serialization
async def confirm(identity: Identity, answer: UUID) -> None:
    """The person confirms, from the link, what was written down for them; once. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        taken(meeting)
        found = next((each for each in await store.latest(tx, who) if each.id == answer), None)
        if found is None:
            raise NotFound
        if found.medium is not Medium.LINK and found.confirmed_at is None:
            await meetings.change(tx, VOTES[Answer], found, "confirmed", confirmed_at=tx.now)


@retry_serialization
async def note_what_was_done(
    identity: Identity, meeting: UUID, item: UUID, aside: UUID, did: Did, by: UUID | None = None
) -> None:
    """Record what somebody who stands aside then did; `by` names who took their place.

    Raises NotFound, Invalid by field where it cannot be so, Conflict once the meeting is closed.
    """
    async with transaction(identity) as tx:
        row = not_closed((await disclosed_to(tx, "vote.note", meeting)).meeting)
        about: Item = await item_of(tx, meeting, item)
        found = await store.aside(tx, about.id, aside, lock=True)
        who = await people.member(tx, meeting, found.participant)
        representatives = await store_board.representatives(tx, [who.delegation])
        others = [each.id for each in representatives if each.id != who.id]
        place = by or (found.replaced_by if found.did is Did.REPLACED else None)  # who was announced may not have come
        if did not in done_offered(row, found, who, has_others=bool(others)):
            raise Invalid(fields=[FieldError("did", msg("Choose one of the answers."))])
        if did is Did.REPLACED and place not in others:
            raise Invalid(fields=[FieldError("replaced_by", msg("Choose who of the delegation took the place."))])
        said = {"did": did, **({"replaced_by": place} if did is Did.REPLACED else {})}
        await meetings.change(tx, VOTES[Aside], found, "noted", **said)


def done_offered(meeting: Meeting, aside: Aside, who: Participant, *, has_others: bool) -> tuple[Did, ...]:
    """What may be recorded of somebody: handing over needs a chair, being replaced needs a delegation."""
    left_out = {
        Did.PAPERS_WITHHELD: not meeting.papers_withheld,
        Did.HANDED_OVER_CHAIR: who.body_role is not BodyRole.CHAIR and aside.measure is not Measure.HANDS_OVER_CHAIR,
        Did.REPLACED: not has_others,
    }
    return tuple(each for each in Did if each is aside.did or not left_out.get(each, False))
