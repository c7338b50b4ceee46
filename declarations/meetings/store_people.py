"""SQL of delegations, participants and voting delegates; every function takes an open transaction."""

from uuid import UUID

from declarations.meetings.model import Delegation, Participant
from declarations.meetings.store import LISTED, one, opened
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor

_SOME = f"select {LISTED[Participant]} from participant where meeting = $1 and ($2::text is null or (family_name, id) "
_AFTER = f"{_SOME} > ($2, $3)) order by family_name, id limit $4"
_BEFORE = f"{_SOME} < ($2, $3)) order by family_name desc, id desc limit $4"


async def delegations(tx: Transaction, meeting: UUID) -> list[Delegation]:
    """Every delegation of a meeting by name."""
    rows = await tx.fetch(
        f"select {LISTED[Delegation]} from meeting_delegation where meeting = $1 order by lower(name), id", meeting
    )
    return [opened(Delegation, row) for row in rows]


async def participant(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Participant:
    """A participant that is open to the acting person, or oneself. Raises NotFound."""
    return await one(tx, Participant, wanted, lock=lock)


async def participants(tx: Transaction, meeting: UUID, cursor: Cursor | None) -> list[Participant]:
    """Participants of a meeting by name; one more than a page."""
    statement = _BEFORE if cursor and cursor.newer else _AFTER
    key, last = (cursor.key, cursor.id) if cursor else (None, None)
    return [opened(Participant, row) for row in await tx.fetch(statement, meeting, key, last, PAGE_ROWS + 1)]
