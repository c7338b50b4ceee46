"""Reporting abuse, harassment or a breach, and the review in which each report must end (INTERPOL 9, 23)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from declarations.meetings.model import Meeting, Participant, Status
from declarations.meetings.store import change, keep
from declarations.meetings.store_people import participant as participant_row
from declarations.presiding import store
from declarations.presiding.model import Act, Finding, Informing, Kind, Matter, Measure, Presiding, Words
from declarations.presiding.records import PRESIDING
from declarations.presiding.sealing import answered, read, read_answer, sealed
from declarations.presiding.service.notices import find_officer, tell_asker, tell_officer
from declarations.presiding.service.opinions import NOBODY, presided, refuse_wordless, why_hidden
from declarations.votes.service.attending import BY_MAIL, attended
from register import vault
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound, Stale
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of


class ReportCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A report; `named` are the officers of the meeting whom it concerns, by their function."""

    kind: Kind
    text: str
    about: str = ""
    named: tuple[UUID, ...] = ()
    language: str
    client_key: UUID


class ReviewCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A review; `together` are other reports of the same case."""

    finding: Finding
    text: str
    language: str
    together: tuple[UUID, ...] = ()


class ReadMatter(NamedTuple):
    """A report, opened for its reporter or for the one officer who reviews it."""

    matter: Matter
    words: Words
    reporter: Participant | None = None
    is_hidden: bool = False
    """Whether the words are left out, since somebody else may be behind the screen."""
    why: Message = BY_MAIL


class Case(NamedTuple):
    """A matter with everything that was done in it, as its officer reads it."""

    meeting: Meeting
    read: ReadMatter
    review: Words | None
    measures: list[tuple[Measure, Words | Informing]]
    others: list[ReadMatter]
    """Other reports that wait, which may be of the same case."""
    together: int
    concerns_chair: bool


async def officers_present(identity: Identity) -> list[Presiding]:
    """Who presides over the meeting that the participant attends, in order. NotFound without a link."""
    async with transaction(identity) as tx:
        _, meeting = await attended(tx)
        return await store.presiding(tx, meeting.id)


@retry_serialization
async def report(identity: Identity, command: ReportCommand) -> Matter:
    """Report to the presiding officer, or to the first deputy in precedence whom the report does not name.

    The same again for the same key of the phone. Raises NotFound without a link, Invalid by field, Conflict where
    nobody is left to receive it.
    """
    refuse_wordless("text", command.text, command.language)
    async with transaction(identity) as tx:
        who, meeting = await attended(tx)
        before = await store.sent_before(tx, Matter, "reporter", who, command.client_key)
        if before is not None:
            return before
        if not permits(identity, "attend.report") or meeting.status is Status.CLOSED:
            raise NotFound
        named = await _named(tx, meeting, command)
        office = await store.competent(tx, meeting.id, [*named, who])
        if office is None:
            raise Conflict(NOBODY)
        row = _row(tx, meeting, who, office, named, command)
        await keep(tx, PRESIDING[Matter], row, "reported")
        await tell_officer(tx, await find_officer(tx, meeting.id, office), f"/meetings/{meeting.id}/matters")
        return row


def _row(
    tx: Transaction, meeting: Meeting, who: UUID, office: UUID, named: tuple[UUID, ...], command: ReportCommand
) -> Matter:
    made, key = new_id(), vault.new_data_key()
    return Matter(
        id=made,
        meeting=meeting.id,
        reporter=who,
        officer=office,
        kind=command.kind,
        received_at=tx.now,
        named=named,
        client_key=command.client_key,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=sealed(key, made, Words(command.text.strip(), command.language, command.about.strip())),
    )


async def _named(tx: Transaction, meeting: Meeting, command: ReportCommand) -> tuple[UUID, ...]:
    present = {each.id: each.acting for each in await store.presiding(tx, meeting.id)}
    if not set(command.named) <= present.keys():
        raise Invalid(fields=[FieldError("named", msg("Choose among those who preside now."))])
    return tuple(present[office] for office in command.named)


async def list_own_reports(identity: Identity, cursor: Cursor | None) -> Page[ReadMatter]:
    """One's own reports, the newest first. NotFound without a link."""
    async with transaction(identity) as tx:
        who, _ = await attended(tx)
        rows = await store.page(tx, store.OWN_REPORTS, who, cursor)
        since = await store.alone_since(tx)
    return _paged([_own(row, since) for row in rows], cursor)


def _own(row: Matter, since: datetime | None) -> ReadMatter:
    if since is not None and row.received_at >= since:
        return ReadMatter(row, read(row, Words))
    return ReadMatter(row, Words("", "en"), is_hidden=True, why=why_hidden(since))


async def list_matters(identity: Identity, meeting: UUID, cursor: Cursor | None) -> tuple[Meeting, Page[ReadMatter]]:
    """Reports that the acting officer reviews or reviewed, the newest first. NotFound for everyone else."""
    async with transaction(identity) as tx:
        kept = await presided(tx, "presiding.read", meeting)
        rows = await store.page(tx, store.REPORTED, meeting, cursor)
        found = [await _with_reporter(tx, row) for row in rows]
    return kept, _paged(found, cursor)


async def read_case(identity: Identity, meeting: UUID, wanted: UUID) -> Case:
    """One matter for the officer who reviews it. NotFound for everyone else, its reporter too."""
    async with transaction(identity) as tx:
        kept, row = await before_officer(tx, "presiding.read", meeting, wanted)
        others = [each for each in await store.waiting(tx, meeting) if each.id != wanted]
        done = await store.measures(tx, wanted)
        return Case(
            kept,
            await _with_reporter(tx, row),
            read_answer(row),
            [(each, _said(each)) for each in done],
            [await _with_reporter(tx, each) for each in others],
            await store.reviewed_together(tx, wanted),
            bool(await store.chairs_to_replace(tx)),
        )


@retry_serialization
async def review(identity: Identity, meeting: UUID, wanted: UUID, command: ReviewCommand, seen: int) -> None:
    """Record the review of a report, and of others of the same case. Raises NotFound, Invalid, Stale, Conflict."""
    refuse_wordless("text", command.text, command.language)
    async with transaction(identity) as tx:
        _, row = await before_officer(tx, "presiding.review", meeting, wanted)
        if row.version != seen and row.reviewed_at is None:
            raise Stale
        await _reviewed(tx, row, command)
        for each in command.together:
            _, other = await before_officer(tx, "presiding.review", meeting, each)
            await _reviewed(tx, other, command, wanted)


async def _reviewed(tx: Transaction, row: Matter, command: ReviewCommand, under: UUID | None = None) -> None:
    if row.reviewed_at is not None:
        raise Conflict(msg("This report is reviewed already."))
    said = Words(command.text.strip(), command.language)
    await change(
        tx,
        PRESIDING[Matter],
        row,
        "reviewed",
        reviewed_at=tx.now,
        reviewed_by=tx.identity.acting,
        reviewed_with=under,
        finding=command.finding,
        review=answered(row, said),
    )
    await tell_asker(tx, row.reporter, "/attend/report")


async def before_officer(tx: Transaction, action: str, meeting: UUID, wanted: UUID) -> tuple[Meeting, Matter]:
    """A matter in which the acting officer is competent, locked, with its meeting. NotFound for everyone else."""
    kept = await presided(tx, action, meeting)
    row = await store.one(tx, Matter, wanted, lock=True)
    if row.meeting != meeting:
        raise NotFound
    return kept, row


def _said(row: Measure) -> Words | Informing:
    return read(row, Informing) if row.kind is Act.INFORM else read(row, Words)


async def _with_reporter(tx: Transaction, row: Matter) -> ReadMatter:
    return ReadMatter(row, read(row, Words), await participant_row(tx, row.reporter))


def _paged(found: list[ReadMatter], cursor: Cursor | None) -> Page[ReadMatter]:
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.matter.received_at.isoformat(), each.matter.id))
