"""Who may do what in one meeting: row security decides it once more below."""

from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import Meeting, Officer, Status
from register.access.policy import permits
from register.kernel.db import Transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import msg


class Kept(msgspec.Struct, frozen=True):
    """A meeting with the functions that the acting person holds in it now."""

    meeting: Meeting
    functions: frozenset[str]
    is_creator: bool

    @property
    def keeps(self) -> bool:
        """Whether the person prepares it: the secretary, and whoever set it up until there is one."""
        return "secretary" in self.functions or self.is_creator

    @property
    def is_secretary(self) -> bool:
        """Whether the person is the secretary: agenda, sittings and people are in nobody else's hands."""
        return "secretary" in self.functions

    @property
    def presides(self) -> bool:
        """Whether the person presides, or deputizes."""
        return not self.functions.isdisjoint({"presiding_officer", "deputy"})


async def reached(tx: Transaction, action: str, meeting: UUID, *, lock: bool = False) -> Kept:
    """The meeting, for whoever may do this there. NotFound for everyone else."""
    if not permits(tx.identity, action):
        raise NotFound
    found = await store.meeting(tx, meeting, lock=lock)
    functions = frozenset(each.function.value for each in await own_functions(tx, meeting))
    return Kept(found, functions, found.created_by == tx.identity.person)


async def own_functions(tx: Transaction, meeting: UUID) -> list[Officer]:
    """The functions that the acting person or participant holds in a meeting now."""
    identity = tx.identity
    return [
        each
        for each in await store.officers(tx, meeting)
        if each.since <= tx.now
        and (each.until is None or each.until > tx.now)
        and (each.person or each.participant) in {identity.person, identity.participant} - {None}
    ]


async def kept(tx: Transaction, action: str, meeting: UUID) -> Meeting:
    """The meeting, locked, for its secretary. NotFound for anyone else, Conflict once it is closed."""
    found = await reached(tx, action, meeting, lock=True)
    if not found.keeps:
        raise NotFound
    return not_closed(found.meeting)


def not_closed(meeting: Meeting) -> Meeting:
    """The meeting. Raises Conflict once it is closed: nothing of it is changed any more."""
    if meeting.status is Status.CLOSED:
        raise Conflict(msg("This meeting is closed."))
    return meeting


def refuse_unless_open(meeting: Meeting) -> None:
    """Raise Conflict while a meeting takes no answers, and say why: not opened yet, completed or closed."""
    not_closed(meeting)
    if meeting.status is Status.COMPLETED:
        raise Conflict(msg("This meeting is completed and takes no more answers."))
    if meeting.status is not Status.OPEN:
        raise Conflict(msg("The meeting does not take answers now."))
