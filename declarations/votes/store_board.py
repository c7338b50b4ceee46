"""SQL of the board: numbers by item and delegation, and nothing of what was said."""

from uuid import UUID

from declarations.votes.board import Group
from register.kernel.db import Transaction

_GROUPS = """
    select p.delegation as id, coalesce(d.name, '') as name, count(*)::int as participants
    from participant p left join meeting_delegation d on d.id = p.delegation
    where p.meeting = $1 and p.revoked_at is null
    group by p.delegation, d.name order by p.delegation is null, lower(d.name), p.delegation
"""
_COUNTS = """
    select a.item, p.delegation, count(distinct a.participant)::int as answered
    from meeting_answer a join participant p on p.id = a.participant
    where a.meeting = $1 and p.revoked_at is null
    group by a.item, p.delegation
"""
_ACKNOWLEDGED = """
    select count(*)::int from participant where meeting = $1 and revoked_at is null and acknowledged_at is not null
"""


async def groups(tx: Transaction, meeting: UUID) -> list[Group]:
    """The delegations that have participants, by name, and after them those who belong to none."""
    return [Group(row["id"], row["name"], row["participants"]) for row in await tx.fetch(_GROUPS, meeting)]


async def counts(tx: Transaction, meeting: UUID) -> dict[tuple[UUID | None, UUID | None], int]:
    """How many have answered, by item (None: for the whole meeting) and delegation."""
    rows = await tx.fetch(_COUNTS, meeting)
    return {(row["item"], row["delegation"]): row["answered"] for row in rows}


async def acknowledged(tx: Transaction, meeting: UUID) -> int:
    """How many have acknowledged the code."""
    return int(await tx.fetchval(_ACKNOWLEDGED, meeting))
