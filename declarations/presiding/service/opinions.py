"""Asking the presiding officer for an opinion, and giving it (INTERPOL 22): between the two, and nobody else."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from declarations.advice.model import GuidanceText
from declarations.meetings.model import Function, Meeting, Participant, Status
from declarations.meetings.rights import own_functions, reached
from declarations.meetings.store import change, keep
from declarations.meetings.store_people import participant as participant_row
from declarations.presiding import store
from declarations.presiding.model import Opinion, OpinionGuidance, Verdict, Words
from declarations.presiding.records import PRESIDING
from declarations.presiding.sealing import answered, read, read_answer, sealed
from declarations.presiding.service.notices import find_officer, tell_asker, tell_officer
from declarations.votes.service.attending import BY_MAIL, attended
from register import vault
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, MailedCodeNeeded, NotFound, Stale
from register.kernel.i18n import LOCALES, Message, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

LONGEST = 4000
NOBODY = msg("No officer of this meeting can take it. Turn to the ethics office.")
ADDRESS_CHANGED = msg("The e-mail address on the list was changed after this, so it is no longer shown here.")
_NAMED_BEFORE = msg("Your e-mail address on the list was changed after you were named. Ask to be named again.")


class AskCommand(msgspec.Struct, frozen=True):
    """A question as it is asked; the key is made by the phone, so that what is sent twice is one."""

    text: str
    language: str
    client_key: UUID


class OpinionCommand(msgspec.Struct, frozen=True):
    """An opinion as it is given."""

    verdict: Verdict
    reasons: str
    language: str


class Read(NamedTuple):
    """A question with its answer, opened for one of the two."""

    opinion: Opinion
    words: Words
    answer: Words | None
    guidance: OpinionGuidance | None
    general: GuidanceText | None
    asker: Participant | None = None
    waits_for_nobody: bool = False
    """Whether the officer to whom it went no longer presides, so that the asker may send it to the present one."""
    is_hidden: bool = False
    """Whether the words are left out, since somebody else may be behind the screen."""
    why: Message = BY_MAIL

    def unless_alone(self, since: datetime | None) -> "Read":
        """That it was asked and answered, without a word of it where it lies before `since`, or nobody is alone."""
        if since is not None and self.opinion.asked_at >= since:
            return self
        row, why = msgspec.structs.replace(self.opinion, verdict=None), why_hidden(since)
        return self._replace(opinion=row, words=Words("", "en"), answer=None, general=None, is_hidden=True, why=why)


@retry_serialization
async def ask(identity: Identity, command: AskCommand) -> Opinion:
    """Ask whether a situation is compatible with the code; the same again for the same key of the phone.

    Raises NotFound without a link, Invalid by field, Conflict where nobody presides or the meeting is closed.
    """
    refuse_wordless("text", command.text, command.language)
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        before = await store.sent_before(tx, Opinion, "participant", who, command.client_key)
        if before is not None:
            return before
        office = await _addressee(tx, meeting, who)
        made, key = new_id(), vault.new_data_key()
        row = Opinion(
            id=made,
            meeting=meeting.id,
            participant=who,
            officer=office,
            asked_at=tx.now,
            client_key=command.client_key,
            key_id=key.key_id,
            wrapped_key=key.wrapped,
            content=sealed(key, made, Words(command.text.strip(), command.language)),
        )
        await keep(tx, PRESIDING[Opinion], row, "asked")
        await tell_officer(tx, await find_officer(tx, meeting.id, office), f"/meetings/{meeting.id}/opinions")
        return row


@retry_serialization
async def send_again(identity: Identity, wanted: UUID) -> None:
    """Send one's own unanswered question to whoever presides now. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        row = await store.one(tx, Opinion, wanted, lock=True)
        if row.participant != who or row.answered_at is not None:
            raise NotFound
        office = await _addressee(tx, meeting, who)
        if office == row.officer:
            return
        await change(tx, PRESIDING[Opinion], row, "sent_again", officer=office)
        await tell_officer(tx, await find_officer(tx, meeting.id, office), f"/meetings/{meeting.id}/opinions")


async def list_own(identity: Identity, cursor: Cursor | None) -> Page[Read]:
    """One's own questions, the newest first. NotFound without a link."""
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        present = {each.id for each in await store.presiding(tx, meeting.id)}
        rows = await store.page(tx, store.OWN_OPINIONS, who, cursor)
        found = [await _read(tx, row, gone=row.officer not in present) for row in rows]
        since = await store.alone_since(tx)
    return _paged([each.unless_alone(since) for each in found], cursor)


async def list_asked(identity: Identity, meeting: UUID, cursor: Cursor | None) -> tuple[Meeting, Page[Read]]:
    """Questions that the acting officer answers or answered, the newest first. NotFound for everyone else."""
    async with transaction(identity) as tx:
        kept = await presided(tx, "presiding.read", meeting)
        found = []
        for row in await store.page(tx, store.ASKED_OPINIONS, meeting, cursor):
            asker = await participant_row(tx, row.participant)
            found.append((await _read(tx, row))._replace(asker=asker))
    return kept, _paged(found, cursor)


async def read_asked(identity: Identity, meeting: UUID, wanted: UUID) -> Read:
    """One question for the officer it is addressed to. NotFound for everyone else."""
    async with transaction(identity) as tx:
        return await _read(tx, await addressed(tx, "presiding.read", meeting, wanted))


@retry_serialization
async def give(identity: Identity, meeting: UUID, wanted: UUID, command: OpinionCommand, seen: int) -> None:
    """Give an opinion, once. Raises NotFound but for the officer it is addressed to, Invalid, Stale, Conflict."""
    refuse_wordless("reasons", command.reasons, command.language)
    async with transaction(identity) as tx:
        row = await addressed(tx, "presiding.answer", meeting, wanted)
        if row.answered_at is not None:
            raise Conflict(msg("This question is answered already."))
        if row.version != seen:
            raise Stale
        await change(
            tx,
            PRESIDING[Opinion],
            row,
            "answered",
            verdict=command.verdict,
            answered_at=tx.now,
            answered_by=identity.acting,
            answer=answered(row, Words(command.reasons.strip(), command.language)),
        )
        await tell_asker(tx, row.participant)


async def addressed(tx: Transaction, action: str, meeting: UUID, wanted: UUID) -> Opinion:
    """A question addressed to the acting officer, locked. NotFound for everyone else, its asker too."""
    await presided(tx, action, meeting)
    row = await store.one(tx, Opinion, wanted, lock=True)
    if row.meeting != meeting or row.officer not in await store.own_offices(tx):
        raise NotFound
    return row


async def presided(tx: Transaction, action: str, meeting: UUID) -> Meeting:
    """A meeting over which the acting person presides or deputizes. NotFound for everyone else.

    Raises MailedCodeNeeded for an officer whom the code of the hall let in, and Conflict for one whose address was
    changed after the naming.
    """
    found = await reached(tx, action, meeting)
    if not found.presides:
        raise NotFound
    since = await store.alone_since(tx)
    if since is None:
        raise MailedCodeNeeded
    offices = [each for each in await own_functions(tx, meeting) if each.function is not Function.SECRETARY]
    if not any(each.since >= since for each in offices):
        raise Conflict(_NAMED_BEFORE)
    return found.meeting


def why_hidden(since: datetime | None) -> Message:
    """Why words are left out: nobody is alone, or only since the address was changed."""
    return BY_MAIL if since is None else ADDRESS_CHANGED


def refuse_wordless(name: str, text: str, language: str) -> None:
    """Raise Invalid for words that are missing or too long, or in no language of ours."""
    if not text.strip():
        raise Invalid(fields=[FieldError(name, msg("Write it in a few words."))])
    if len(text.strip()) > LONGEST:
        raise Invalid(fields=[FieldError(name, msg("Write at most %(n)s characters.", n=LONGEST))])
    if language not in LOCALES:
        raise Invalid(fields=[FieldError("language", msg("Choose the language in which you wrote."))])


async def _addressee(tx: Transaction, meeting: Meeting, who: UUID) -> UUID:
    if not permits(tx.identity, "attend.ask") or meeting.status is Status.CLOSED:
        raise NotFound
    office = await store.competent(tx, meeting.id, [who])
    if office is None:
        raise Conflict(NOBODY)
    return office


async def _read(tx: Transaction, row: Opinion, *, gone: bool = False) -> Read:
    guidance = await store.guidance_of(tx, row.id)
    return Read(
        row,
        read(row, Words),
        read_answer(row),
        guidance,
        read(guidance, GuidanceText) if guidance else None,
        waits_for_nobody=gone and row.answered_at is None,
    )


def _paged(found: list[Read], cursor: Cursor | None) -> Page[Read]:
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.opinion.asked_at.isoformat(), each.opinion.id))
