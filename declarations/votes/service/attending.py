"""Who attends, and on what something may be said now."""

from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings.model import Item, Meeting
from declarations.meetings.rights import refuse_unless_open
from register.access.policy import permits
from register.kernel.db import Transaction
from register.kernel.errors import Conflict, MailedCodeNeeded, NotFound
from register.kernel.i18n import msg

BY_MAIL = MailedCodeNeeded.sentence
"""The secretary prints the badges and shows the code of the hall: with both in hand, nobody is sure to be alone."""


async def attended(tx: Transaction) -> tuple[UUID, Meeting]:
    """The acting participant and their meeting. NotFound for whoever did not come by a link."""
    identity = tx.identity
    if identity.participant is None or identity.meeting is None or not permits(identity, "attend.disclose"):
        raise NotFound
    return identity.participant, await meetings.meeting(tx, identity.meeting)


async def called(tx: Transaction, meeting: Meeting, wanted: UUID) -> Item:
    """An item on which something may be said now. Raises NotFound, Conflict where that is not called for, or over."""
    taken(meeting)
    found = await meetings.one(tx, Item, wanted)
    if found.meeting != meeting.id:
        raise NotFound
    if found.called_at is None or found.withdrawn_at is not None:
        raise Conflict(msg("No disclosure is called for on this item."))
    return found


def taken(meeting: Meeting) -> None:
    """Raise Conflict while the meeting takes nothing."""
    refuse_unless_open(meeting)
