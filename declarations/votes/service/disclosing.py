"""A participant answers, with their own hand, within the one meeting that the link opens."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings.model import Function, Item, Level, Meeting, Revision
from declarations.meetings.rights import own_functions
from declarations.meetings.service.acknowledging import refuse_without_code
from declarations.meetings.store_people import participant
from declarations.votes import store
from declarations.votes.model import Answer, Medium, Stance, Words
from declarations.votes.records import VOTES
from declarations.votes.sealing import sealed, words_of
from declarations.votes.service.attending import attended, called, taken
from declarations.votes.service.standing import follow_matrix, is_open, said_later
from register import vault
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, IdempotencyMismatch, Invalid
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

LONGEST = 1000


class AnswerCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What a participant says; `item` None is the statement for the whole meeting."""

    item: UUID | None
    stance: Stance
    levels: tuple[Level, ...] = ()
    text: str = ""
    language: str = "en"
    party: str = ""
    client_key: UUID


class OwnScreen(NamedTuple):
    """What one participant sees: the meeting, the items called so far, and their own answers by item."""

    meeting: Meeting
    called: list[Item]
    answers: dict[UUID | None, Answer]
    words: dict[UUID | None, Words]
    functions: frozenset[Function]
    """Which offices of the meeting they hold by their link."""
    agenda: Revision | None
    """The agenda as it was last published; what is not published of an item is not shown."""
    asked_again: frozenset[UUID]
    """Items on which the rules have changed since they answered, and answering again would follow them."""

    @property
    def presides(self) -> bool:
        """Whether they preside, or deputize."""
        return not self.functions.isdisjoint({Function.PRESIDING_OFFICER, Function.DEPUTY})

    def concerned(self, item: Item) -> list[Mapping[str, str]]:
        """Whom an item concerns and in what capacity, as far as it is published: under this number and these titles."""
        said = (item.number, dict(item.titles))
        found = (each for each in (self.agenda.agenda if self.agenda else ()) if _called(each) == said)
        return list(next(found, {}).get("concerned", ()))


async def own_screen(identity: Identity) -> OwnScreen:
    """The participant's own page. NotFound for anybody else."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        items = [item for item in await meetings.items(tx, meeting.id) if item.called_at and not item.withdrawn_at]
        answers = {answer.item: answer for answer in await store.latest(tx, who)}
        functions = frozenset(each.function for each in await own_functions(tx, meeting.id))
        agenda = next(iter(await meetings.revisions(tx, meeting.id)), None)
        again = await _asked_again(tx, meeting, who, items, answers)
    words = {item: words_of(answer) for item, answer in answers.items()}
    return OwnScreen(meeting, items, answers, words, functions, agenda, again)


async def _asked_again(
    tx: Transaction, meeting: Meeting, who: UUID, items: list[Item], answers: Mapping[UUID | None, Answer]
) -> frozenset[UUID]:
    rules, role = await meetings.aside_rules(tx, meeting.id), (await participant(tx, who)).body_role
    stand = {each.item: each for each in await store.own_asides(tx, who)}
    return frozenset(
        item.id
        for item in items
        if is_open(meeting, item)
        and (given := answers.get(item.id)) is not None
        and said_later(meeting, rules, role, given.levels, stand.get(item.id)) is not None
    )


def _called(published: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    return published["number"], dict(published["titles"])


@retry_serialization
async def answer(identity: Identity, command: AnswerCommand) -> Answer:
    """Keep an answer; the same again for the same key of the phone, so that a resent one is one.

    Raises NotFound, Invalid by field, Conflict where the item was not called or the meeting is over, and
    IdempotencyMismatch where the key came before with another answer, which must not pass for this one.
    """
    refuse_faulty(command)
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        before = await store.by_client_key(tx, who, command.client_key)
        if before is not None:
            return same(before, command)
        taken(meeting)
        await refuse_without_code(tx, meeting, who)
        item = await called(tx, meeting, command.item) if command.item else None
        row = await answer_row(tx, meeting, who, item, command)
        await meetings.keep(tx, VOTES[Answer], row, "given")
        if item is not None:
            await follow_matrix(tx, meeting, who, item, command.levels)
        return row


def same(before: Answer, command: AnswerCommand) -> Answer:
    """The answer that came before under the same key. Raises IdempotencyMismatch where it said something else."""
    words = words_of(before)
    now = (command.item, command.stance, sorted(command.levels), command.text.strip(), command.party.strip())
    if (before.item, before.stance, sorted(before.levels), words.text, words.party) != now:
        raise IdempotencyMismatch
    return before


async def answer_row(tx: Transaction, meeting: Meeting, who: UUID, item: Item | None, command: AnswerCommand) -> Answer:
    """A new answer of a participant, sealed under a key of its own, as if by their own hand."""
    made, key = new_id(), vault.new_data_key()
    about = item.id if item else None
    words = Words(command.text.strip(), command.language, command.party.strip())
    return Answer(
        id=made,
        meeting=meeting.id,
        participant=who,
        item=about,
        number=await store.next_number(tx, who, about, meeting.id),
        stance=command.stance,
        levels=tuple(level.value for level in command.levels),
        received_at=tx.now,
        medium=Medium.LINK,
        after_vote_opened=item is not None and item.voting_at is not None,
        client_key=command.client_key,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=sealed(key, made, words),
    )


def refuse_faulty(command: AnswerCommand) -> None:
    """Raise Invalid by field for an answer that contradicts itself."""
    faults = []
    if command.stance is Stance.SOMETHING and not command.levels:
        faults.append(FieldError("levels", msg("Choose whose interest it is.")))
    if command.stance is Stance.NOTHING and command.levels:
        faults.append(FieldError("stance", msg("Choose one of the two answers.")))
    if len(command.text.strip()) > LONGEST:
        faults.append(FieldError("text", msg("Write at most %(n)s characters.", n=LONGEST)))
    if faults:
        raise Invalid(fields=faults)
