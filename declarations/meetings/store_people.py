"""SQL of delegations, participants and voting delegates; every function takes an open transaction."""

from uuid import UUID

from declarations.meetings.model import Delegation, Participant
from declarations.meetings.store import columns, one, opened
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor


async def delegations(tx: Transaction, meeting: UUID) -> list[Delegation]:
    """Every delegation of a meeting by name."""
    listed = ", ".join(columns(Delegation))
    rows = await tx.fetch(
        f"select {listed} from meeting_delegation where meeting = $1 order by lower(name), id", meeting
    )  # constants only
    return [opened(Delegation, row) for row in rows]


async def participant(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Participant:
    """A participant that is open to the acting person, or oneself. Raises NotFound."""
    return await one(tx, Participant, "participant", wanted, lock=lock)


async def participants(tx: Transaction, meeting: UUID, cursor: Cursor | None) -> list[Participant]:
    """Participants of a meeting by name; one more than a page."""
    listed = ", ".join(columns(Participant))
    compared, order = ("<", "desc") if cursor and cursor.newer else (">", "asc")
    rows = await tx.fetch(
        f"select {listed} from participant where meeting = $1"  # constants only
        f" and ($2::text is null or (family_name, id) {compared} ($2, $3))"
        f" order by family_name {order}, id {order} limit $4",
        meeting,
        cursor.key if cursor else None,
        cursor.id if cursor else None,
        PAGE_ROWS + 1,
    )
    return [opened(Participant, row) for row in rows]
