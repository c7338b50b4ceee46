"""Completing and closing a meeting, and what was left out or is not over until then."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from declarations.meetings import store, store_completing
from declarations.meetings.model import Item, Meeting, Status, Vote
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import kept
from declarations.meetings.service.secretariat import held
from declarations.meetings.settings import meeting_settings
from register.kernel.dates import local
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


class Missing(msgspec.Struct, frozen=True):
    """What a meeting would be completed without; `waits` has to be finished first, whatever the secretary says."""

    left: Sequence[Message] = ()
    waits: Sequence[Message] = ()

    @property
    def all(self) -> list[Message]:
        """Everything, first what has to be finished."""
        return [*self.waits, *self.left]


async def missing(tx: Transaction, meeting: Meeting) -> Missing:
    """What is not over, then what the conduct of technical work asks for; and whether something waits.

    Nothing of what waits is told while the meeting goes on: a list that grows, or a refusal that comes and goes, would
    tell at which moment somebody reported something. So a meeting that goes on is not completed, for that alone.
    """
    items = [each for each in await store.items(tx, meeting.id) if each.withdrawn_at is None]
    sittings = await store.sittings(tx, meeting.id)
    ahead = [str(each.number) for each in sittings if each.ends_at > tx.now]
    is_running = meeting.ballot_closes is not None and meeting.ballot_closes > tx.now
    found = await _not_over(tx, meeting, items)
    left = found + await _left_out(tx, meeting, items) if meeting.is_iso else found
    if meeting.status is Status.COMPLETED:
        return Missing(left, await _waits(tx, meeting))
    has_met = bool(sittings) or meeting.ballot_closes is not None or meeting.ends_on < local(tx.now).date()
    goes_on = _of_times(ahead, is_running=is_running, has_met=has_met)
    is_asked = meeting.status is Status.OPEN and not goes_on
    return Missing(left, await _waits(tx, meeting) if is_asked else goes_on)


def _of_times(ahead: Sequence[str], *, is_running: bool, has_met: bool) -> list[Message]:
    checks = (
        (ahead, msg("Sittings that are not over: %(numbers)s.", numbers=", ".join(ahead))),
        (is_running, msg("The ballot by correspondence is not closed yet.")),
        (not has_met, msg("No sitting was planned, and the last day of the meeting is not over.")),
    )
    return [message for found, message in checks if found]


async def _not_over(tx: Transaction, meeting: Meeting, items: Sequence[Item]) -> list[Message]:
    called = [each.number for each in items if each.called_at and each.ended_at is None]
    entered = await store_completing.items_with_votes(tx, meeting.id)
    shown = [each for each in items if each.vote in {Vote.SHOW, Vote.CORRESPONDENCE} and each.voting_at]
    empty = [each.number for each in shown if each.id not in entered]
    by_mail = [each for each in items if each.vote is Vote.CORRESPONDENCE]
    unopened = [each.number for each in by_mail if each.voting_at is None]
    open_still = [each.number for each in by_mail if each.voting_at and not each.called_at and not each.ended_at]
    unconfirmed = await store_completing.unconfirmed(tx, meeting.id)
    counted = await store_completing.unrecorded(tx, meeting.id)
    undone = [f"{each.number} ({counted[each.id]})" for each in items if each.id in counted]
    checks = (
        (called, msg("Items called for disclosure and not over: %(numbers)s.", numbers=", ".join(called))),
        (
            unopened,
            msg("Items voted on by correspondence, ballot never opened: %(numbers)s.", numbers=", ".join(unopened)),
        ),
        (
            open_still,
            msg("Items voted on by correspondence, ballot not over: %(numbers)s.", numbers=", ".join(open_still)),
        ),
        (empty, msg("Items voted on openly without a vote entered: %(numbers)s.", numbers=", ".join(empty))),
        (unconfirmed, msg("Answers written down by the secretary and not confirmed: %(count)s.", count=unconfirmed)),
        (
            undone,
            msg(
                "Standing aside without a record of what was then done, by item, how many in brackets: %(numbers)s.",
                numbers=", ".join(undone),
            ),
        ),
    )
    return [message for found, message in checks if found]


async def _waits(tx: Transaction, meeting: Meeting) -> list[Message]:
    try:
        await _refuse_unfinished(tx, meeting)
    except Conflict as refused:
        return [refused.message]
    return []


async def _left_out(tx: Transaction, meeting: Meeting, items: Sequence[Item]) -> list[Message]:
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
    """Record that the last sitting is over; the version. Raises Invalid where something is missing and not `despite`.

    Raises Stale, NotFound, Conflict for a meeting that is not open or goes on, or while something waits before somebody
    who presides.
    """
    async with transaction(identity) as tx:
        row = msgspec.structs.replace(await held(tx, meeting), version=seen)
        if row.status is not Status.OPEN:
            raise Conflict(msg("Only an open meeting is completed."))
        lacking = await missing(tx, row)
        if lacking.waits:
            raise Conflict(lacking.waits[0])
        if not despite and lacking.left:
            raise Invalid(fields=[FieldError("despite", msg("Say that you complete it without this."))])
        done = {"status": Status.COMPLETED, "completed_at": tx.now}
        return (await store.change(tx, MEETINGS[Meeting], row, "completed", **done)).version


@retry_serialization
async def close(identity: Identity, meeting: UUID, seen: int) -> int:
    """Close a meeting for good: its links, its sessions and its open pages end. Raises Stale, NotFound, Conflict.

    Not while something waits before somebody who presides, be it sent after the meeting was completed: whoever came by
    a link could not finish it any more.
    """
    async with transaction(identity) as tx:
        row = msgspec.structs.replace(await kept(tx, "meeting.keep", meeting), version=seen)
        if row.status is Status.OPEN:
            raise Conflict(msg("Complete the meeting before you close it."))
        if row.status is Status.COMPLETED:
            await _refuse_unfinished(tx, row)
        return (
            await store.change(tx, MEETINGS[Meeting], row, "closed", status=Status.CLOSED, closed_at=tx.now)
        ).version


async def _refuse_unfinished(tx: Transaction, row: Meeting) -> None:
    before = meeting_settings().before_completing
    if before is not None:
        await before(tx, row.id)
