"""Standing aside is the delegate's act; where the body has a matrix of its own, that applies, with its citation."""

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings.model import AsideRule, BodyRole, Item, Level, Measure, Meeting, Participant, Status
from declarations.meetings.store_people import delegation, participant
from declarations.votes import store
from declarations.votes.model import Aside
from declarations.votes.records import VOTES
from declarations.votes.service.attending import attended, called
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

STRICTNESS = {measure: place for place, measure in enumerate(Measure)}


class Said(NamedTuple):
    """What the body's matrix says of somebody who disclosed an interest; nothing where no rule is left."""

    measure: Measure | None = None
    citation: str = ""


class Own(NamedTuple):
    """What a participant may choose on an item, who could stand in, and what holds now."""

    now: Aside | None
    measures: tuple[Measure, ...]
    alternates: tuple[store.Alternate, ...]
    withdrawn: tuple[Aside, ...] = ()
    """Dispensations that were withdrawn, the latest first."""
    later: Said | None = None
    """What the rules say by now, where they changed since the answer and answering again would bring it about."""


def offered(
    meeting: Meeting, role: BodyRole, alternates: Collection[store.Alternate], *, has_vote: bool
) -> tuple[Measure, ...]:
    """The measures that make sense for a participant, from the mildest."""
    left_out = {
        Measure.SPEAKS_AND_VOTES: not has_vote,
        Measure.PAPERS_WITHHELD: not meeting.papers_withheld,
        Measure.HANDS_OVER_CHAIR: role is not BodyRole.CHAIR,
        Measure.REPLACED: not alternates,
    }
    return tuple(measure for measure in Measure if not left_out.get(measure, False))


async def has_vote(tx: Transaction, who: Participant) -> bool:
    """Whether somebody's delegation is entitled to vote; an observer is of none that is."""
    return who.delegation is not None and (await delegation(tx, who.meeting, who.delegation)).may_vote


def strictest(rules: Iterable[AsideRule], role: BodyRole, levels: Collection[Level]) -> AsideRule | None:
    """The strictest cell of the body's matrix for the interests that were disclosed; None where it has none."""
    found = [rule for rule in rules if rule.role is role and rule.level in levels]
    return max(found, key=lambda rule: STRICTNESS[rule.measure], default=None)


async def own_standing(identity: Identity, wanted: UUID) -> Own:
    """Where the participant stands on an item, and what they may choose. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        row = await participant(tx, who)
        role, alternates = row.body_role, await store.alternates_of_me(tx)
        measures = offered(meeting, role, alternates, has_vote=await has_vote(tx, row))
        withdrawn = await store.withdrawn(tx, wanted)
        own = tuple(each for each in withdrawn if each.participant == who)
        now = await _now(tx, who, wanted)
        later = await _said_later(tx, meeting, await meetings.one(tx, Item, wanted), who, role, now)
        return Own(now, measures, tuple(alternates), own, later)


async def _said_later(
    tx: Transaction, meeting: Meeting, item: Item, who: UUID, role: BodyRole, now: Aside | None
) -> Said | None:
    given = next((each for each in await store.latest(tx, who) if each.item == item.id), None)
    if given is None or not is_open(meeting, item):
        return None
    return said_later(meeting, await meetings.aside_rules(tx, meeting.id), role, given.levels, now)


def is_open(meeting: Meeting, item: Item) -> bool:
    """Whether answers on an item still move something: called, not over, and its vote not opened."""
    is_over = item.withdrawn_at or item.ended_at or item.voting_at
    return meeting.status is Status.OPEN and item.called_at is not None and not is_over


def said_later(
    meeting: Meeting, rules: Iterable[AsideRule], role: BodyRole, levels: Iterable[str], now: Aside | None
) -> Said | None:
    """What the matrix as it stands says of an answer, where that is not what is recorded; None where nothing changes.

    A person's own stricter choice and a dispensation stand over the matrix.
    """
    rule = strictest(rules, role, [Level(level) for level in levels])
    if now is not None and (now.dispensed or (not now.by_matrix and not _is_stricter(rule, now))):
        return None
    if rule is None:
        return Said() if now is not None else None
    said = Said(_in_this_meeting(rule.measure, meeting), rule.citation)
    return None if now is not None and said == (now.measure, now.citation) else said


@retry_serialization
async def stand_aside(identity: Identity, wanted: UUID, measure: Measure, by: UUID | None = None) -> Aside:
    """Choose what one does on an item; `by` names who stands in. What the body's rule asks for is the least.

    Raises NotFound, Invalid by field, Conflict.
    """
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        item = await called(tx, meeting, wanted)
        alternates = await store.alternates_of_me(tx)
        row = await participant(tx, who)
        if measure not in offered(meeting, row.body_role, alternates, has_vote=await has_vote(tx, row)):
            raise Invalid(fields=[FieldError("measure", msg("Choose one of the answers."))])
        if (measure is Measure.REPLACED) != (by is not None) or (by and by not in {each.id for each in alternates}):
            raise Invalid(fields=[FieldError("replaced_by", msg("Choose who of your delegation takes your place."))])
        now = await _held(tx, who, item.id)
        if now is None or not (now.by_matrix or now.dispensed):
            return await _record(tx, now, _aside(tx, meeting.id, item.id, who, measure, by=by))
        return await _beside_rule(tx, now, measure, by)


async def _beside_rule(tx: Transaction, now: Aside, measure: Measure, by: UUID | None) -> Aside:
    """What the body's rule leaves to the person: who stands in, or to do more than it asks."""
    if now.by_matrix and now.measure == measure:
        return await meetings.change(tx, VOTES[Aside], now, "replacement_named", replaced_by=by) if by else now
    if now.dispensed or STRICTNESS[measure] < STRICTNESS[Measure(now.measure)]:
        raise Conflict(msg("The rules of the body say what follows here. The presiding officer can tell you more."))
    return await _record(tx, now, _aside(tx, now.meeting, now.item, now.participant, measure, by=by))


@retry_serialization
async def take_part_again(identity: Identity, wanted: UUID) -> None:
    """Take back one's own choice. Raises NotFound, Conflict where the body's rule applies."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        item = await called(tx, meeting, wanted)
        now = await _held(tx, who, item.id)
        if now is None:
            return
        if now.by_matrix or now.dispensed:
            raise Conflict(msg("The rules of the body say what follows here. The presiding officer can tell you more."))
        await _end(tx, now)
        said = next((each for each in await store.latest(tx, who) if each.item == item.id), None)
        await follow_matrix(tx, meeting, who, item, [Level(level) for level in said.levels] if said else [])


async def follow_matrix(tx: Transaction, meeting: Meeting, who: UUID, item: Item, levels: Collection[Level]) -> None:
    """Record what the body's matrix says of the interests that were disclosed; a milder choice of one's own ends.

    With no matrix, or none for these interests, the person's own choice stands, and a dispensation stands over both.
    """
    now = await _held(tx, who, item.id)
    role = (await participant(tx, who)).body_role
    said = said_later(meeting, await meetings.aside_rules(tx, meeting.id), role, levels, now)
    if said is None:
        return
    if said.measure is not None:
        await _record(tx, now, _aside(tx, meeting.id, item.id, who, said.measure, citation=said.citation))
    elif now is not None:
        await _end(tx, now)


def _is_stricter(rule: AsideRule | None, now: Aside) -> bool:
    return rule is not None and STRICTNESS[rule.measure] > STRICTNESS[now.measure]


def _in_this_meeting(measure: Measure, meeting: Meeting) -> Measure:
    """Papers are withheld only where the meeting does so; the person leaves all the same."""
    return Measure.LEAVES if measure is Measure.PAPERS_WITHHELD and not meeting.papers_withheld else measure


def _aside(
    tx: Transaction,
    meeting: UUID,
    item: UUID,
    who: UUID,
    measure: Measure,
    *,
    citation: str = "",
    by: UUID | None = None,
) -> Aside:
    return Aside(
        id=new_id(),
        meeting=meeting,
        item=item,
        participant=who,
        measure=measure,
        by_matrix=bool(citation),
        citation=citation,
        replaced_by=by,
        recorded_at=tx.now,
    )


async def _record(tx: Transaction, before: Aside | None, row: Aside) -> Aside:
    if before is not None:
        await _end(tx, before)
    await meetings.keep(tx, VOTES[Aside], row, "applied" if row.by_matrix else "chosen")
    return row


async def _end(tx: Transaction, now: Aside) -> None:
    await meetings.change(tx, VOTES[Aside], now, "ended", ended_at=tx.now)


async def _held(tx: Transaction, who: UUID, item: UUID) -> Aside | None:
    """Where somebody stands, as it stays until this transaction ends: two changes at once come one after the other."""
    await store.hold_asides(tx, who)
    return await _now(tx, who, item)


async def _now(tx: Transaction, who: UUID, item: UUID) -> Aside | None:
    return next((each for each in await store.own_asides(tx, who) if each.item == item), None)
