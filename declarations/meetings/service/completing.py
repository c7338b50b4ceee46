"""Completing and closing a meeting, and what of the code was left out until then (ISO: conduct of technical work)."""

from datetime import datetime
from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import Meeting, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import kept
from declarations.meetings.service.secretariat import held
from declarations.meetings.settings import meeting_settings
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity


class CodeCommand(msgspec.Struct, frozen=True):
    """What became of the code at the meeting."""

    presented_by: str = ""
    presented_at: datetime | None = None
    list_is_signed: bool = False
    discussion: str = ""


async def warnings(tx: Transaction, meeting: Meeting) -> list[Message]:
    """What a meeting under the conduct of technical work would be completed without; empty for every other."""
    if not meeting.is_iso:
        return []
    items = [each for each in await store.items(tx, meeting.id) if each.withdrawn_at is None]
    revisions = await store.revisions(tx, meeting.id)
    checks = (
        (not revisions, msg("The agenda was never published.")),
        (not items or not items[0].is_code, msg("The code of conduct is not the first item of the agenda.")),
        (not all(each.carries_code for each in revisions), msg("A revision of the agenda has no link to the code.")),
        (meeting.code_presented_at is None, msg("It is not recorded that the code was presented.")),
        (meeting.attendance_at is None, msg("It is not recorded that the attendance list was signed.")),
        (not meeting.code_discussion, msg("Nothing is recorded of the discussion of the code.")),
    )
    return [message for is_missing, message in checks if is_missing]


@retry_serialization
async def record_code(identity: Identity, meeting: UUID, command: CodeCommand, seen: int) -> int:
    """Record what became of the code at the meeting; the version. Raises Invalid, Stale, NotFound, Conflict."""
    async with transaction(identity) as tx:
        row = msgspec.structs.replace(await held(tx, meeting), version=seen)
        if command.presented_at is not None and not command.presented_by:
            raise Invalid(fields=[FieldError("presented_by", msg("Write who presented it."))])
        presented = command.presented_at or (tx.now if command.presented_by else None)
        said = {
            "code_presented_at": presented,
            "code_presented_by": command.presented_by,
            "attendance_at": (row.attendance_at or tx.now) if command.list_is_signed else None,
            "code_discussion": command.discussion,
        }
        return (await store.change(tx, MEETINGS[Meeting], row, "code_recorded", **said)).version


@retry_serialization
async def complete(identity: Identity, meeting: UUID, seen: int, *, despite: bool = False) -> int:
    """Record that the last sitting is over; the version. Raises Invalid where something is left out and not `despite`.

    Raises Stale, NotFound, Conflict for a meeting that is not open, or while something waits before who presides.
    """
    async with transaction(identity) as tx:
        row = msgspec.structs.replace(await held(tx, meeting), version=seen)
        if row.status is not Status.OPEN:
            raise Conflict(msg("Only an open meeting is completed."))
        if not despite and await warnings(tx, row):
            raise Invalid(fields=[FieldError("despite", msg("Say that you complete it without this."))])
        await _refuse_unfinished(tx, row)
        done = {"status": Status.COMPLETED, "completed_at": tx.now}
        return (await store.change(tx, MEETINGS[Meeting], row, "completed", **done)).version


@retry_serialization
async def close(identity: Identity, meeting: UUID, seen: int) -> int:
    """Close a meeting for good: its links, its sessions and its open pages end. Raises Stale, NotFound, Conflict."""
    async with transaction(identity) as tx:
        row = msgspec.structs.replace(await kept(tx, "meeting.keep", meeting), version=seen)
        if row.status is Status.OPEN:
            raise Conflict(msg("Complete the meeting before you close it."))
        return (
            await store.change(tx, MEETINGS[Meeting], row, "closed", status=Status.CLOSED, closed_at=tx.now)
        ).version


async def _refuse_unfinished(tx: Transaction, row: Meeting) -> None:
    before = meeting_settings().before_completing
    if before is not None:
        await before(tx, row.id)
