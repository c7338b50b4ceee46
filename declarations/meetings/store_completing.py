"""SQL of what is unfinished when a meeting is completed: numbers and items, and nothing of what was said."""

from uuid import UUID

from register.kernel.db import Transaction

_UNCONFIRMED = """
    select count(*)::int from (select distinct on (participant, item) medium, confirmed_at from meeting_answer
        where meeting = $1 order by participant, item, number desc) latest
    where medium <> 'link' and confirmed_at is null
"""
_UNRECORDED = """
    select item, count(*)::int as n from standing_aside
    where meeting = $1 and ended_at is null and did is null and (dispensed or measure <> 'speaks_and_votes')
    group by item
"""


async def items_with_votes(tx: Transaction, meeting: UUID) -> frozenset[UUID]:
    """The items of a meeting of which an open vote is entered."""
    rows = await tx.fetch("select distinct item from open_vote where meeting = $1 and replaced_at is null", meeting)
    return frozenset(row["item"] for row in rows)


async def unconfirmed(tx: Transaction, meeting: UUID) -> int:
    """How many answers that count were written down by an officer, and not confirmed by the person."""
    return int(await tx.fetchval(_UNCONFIRMED, meeting))


async def unrecorded(tx: Transaction, meeting: UUID) -> dict[UUID, int]:
    """Of how many on an item it is not recorded what they then did, as the minutes count them."""
    rows = await tx.fetch(_UNRECORDED, meeting)
    return {row["item"]: row["n"] for row in rows}
