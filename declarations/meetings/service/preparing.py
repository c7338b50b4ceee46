"""Setting a meeting up, opening, completing and closing it, and who holds its functions."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import Function, Meeting, Officer, Sitting, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept, kept, reached
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of


class MeetingCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a meeting."""

    body: str
    title: str
    code: str
    own_rules: str = ""
    mandate: str = ""
    mandate_on: date | None = None
    starts_on: date
    ends_on: date
    place: str = ""
    languages: tuple[str, ...]
    by_correspondence: bool = False
    ballot_opens: datetime | None = None
    ballot_closes: datetime | None = None
    papers_withheld: bool = False
    quorum_of: str | None = None
    majority: str | None = None
    abstentions_count: bool = False
    counts_rule: str = ""


class SittingCommand(msgspec.Struct, frozen=True):
    """One sitting as the secretary writes it."""

    number: int
    starts_at: datetime
    ends_at: datetime


async def set_up(identity: Identity, command: MeetingCommand, secretary: UUID) -> UUID:
    """Make a meeting and name its secretary; its id. The office sets meetings up, their secretaries keep them."""
    async with transaction(identity) as tx:
        if not permits(identity, "meeting.create") or identity.person is None:
            raise NotFound
        fields = msgspec.structs.asdict(command)
        row = Meeting(id=new_id(), created_by=identity.person, created_at=tx.now, **fields)
        await store.keep(tx, MEETINGS[Meeting], row, "set_up")
        await _name(tx, row.id, Function.SECRETARY, person=secretary)
        return row.id


async def correct(identity: Identity, meeting: UUID, command: MeetingCommand, seen: int) -> None:
    """Write the particulars of a meeting anew. Raises Stale, NotFound, Conflict once it is closed."""
    async with transaction(identity) as tx:
        row = await kept(tx, "meeting.keep", meeting)
        row = msgspec.structs.replace(row, version=seen)
        await store.change(tx, MEETINGS[Meeting], row, "corrected", **msgspec.structs.asdict(command))


async def open_it(identity: Identity, meeting: UUID) -> None:
    """Let participants come in. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        row = await kept(tx, "meeting.keep", meeting)
        if row.status is not Status.PREPARED:
            raise Conflict(msg("This meeting is open already."))
        await store.change(tx, MEETINGS[Meeting], row, "opened", status=Status.OPEN)


async def name_officer(identity: Identity, meeting: UUID, officer: Officer) -> UUID:
    """Record who presides, deputizes or keeps the meeting, and from when; the id of the record (INTERPOL 6)."""
    async with transaction(identity) as tx:
        await kept(tx, "meeting.keep", meeting)
        return await _name(
            tx, meeting, officer.function, officer.person, officer.participant, officer.precedence, officer.sitting
        )


async def _name(
    tx: Transaction,
    meeting: UUID,
    function: Function,
    person: UUID | None = None,
    participant: UUID | None = None,
    precedence: int = 0,
    sitting: UUID | None = None,
) -> UUID:
    row = Officer(
        id=new_id(),
        meeting=meeting,
        function=function,
        person=person,
        participant=participant,
        precedence=precedence,
        sitting=sitting,
        since=tx.now,
        recorded_by=tx.identity.person,
    )
    await store.keep(tx, MEETINGS[Officer], row, "named")
    return row.id


async def plan_sitting(identity: Identity, meeting: UUID, command: SittingCommand) -> UUID:
    """Add a sitting; its id."""
    async with transaction(identity) as tx:
        await kept(tx, "meeting.keep", meeting)
        row = Sitting(
            id=new_id(),
            meeting=meeting,
            number=command.number,
            starts_at=command.starts_at,
            ends_at=command.ends_at,
        )
        await store.keep(tx, MEETINGS[Sitting], row, "planned")
        return row.id


async def read_meeting(identity: Identity, meeting: UUID) -> Kept:
    """A meeting with what the acting person is in it. NotFound for whoever has no part in it."""
    async with transaction(identity) as tx:
        return await reached(tx, "meeting.read", meeting)


async def list_meetings(identity: Identity, cursor: Cursor | None) -> Page[Meeting]:
    """Meetings that the acting person keeps, presides over or set up, the newest first."""
    async with transaction(identity) as tx:
        if not permits(identity, "meeting.list"):
            raise NotFound
        found = await store.list_meetings(tx, cursor)
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.starts_on.isoformat(), each.id))
