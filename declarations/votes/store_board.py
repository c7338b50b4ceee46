"""SQL of the board: numbers by item and delegation, and nothing of what was said."""

from collections.abc import Iterable
from uuid import UUID

import msgspec

from declarations.meetings.model import Participant
from declarations.meetings.store import LISTED, opened
from declarations.votes import store
from declarations.votes.board import Group
from declarations.votes.model import Answer, Aside, OpenVote, Snapshot
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor

ANSWERS, SNAPSHOTS, OPEN_VOTES = store.LISTED[Answer], store.LISTED[Snapshot], store.LISTED[OpenVote]

_GROUPS = """
    select p.delegation as id, coalesce(d.name, '') as name, count(*)::int as participants
    from participant p left join meeting_delegation d on d.id = p.delegation
    where p.meeting = $1 and p.revoked_at is null
    group by p.delegation, d.name order by p.delegation is null, name_order(d.name), p.delegation
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


async def ruled_asides(tx: Transaction, meeting: UUID) -> list[Aside]:
    """Where somebody stands aside by a rule of the body or is dispensed from it, as far as row security shows it."""
    rows = await tx.fetch(
        f"select {store.LISTED[Aside]} from standing_aside"
        " where meeting = $1 and ended_at is null and (by_matrix or dispensed) order by recorded_at, id",
        meeting,
    )
    return [opened(Aside, row) for row in rows]


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


_LATEST = """
    select distinct on (a.participant) a.participant, a.id
    from meeting_answer a where a.meeting = $1 and a.item = $2 order by a.participant, a.number desc
"""
_DISCLOSED = f"""
    select {ANSWERS} from (select distinct on (participant) * from meeting_answer
        where meeting = $1 and coalesce(item, meeting) = $2 order by participant, number desc) latest
    where stance = 'something' or medium <> 'link' order by received_at, id
"""
_MISSING = f"""
    select {LISTED[Participant]} from participant p
    where p.meeting = $1 and p.revoked_at is null and not exists (
        select from meeting_answer a where a.participant = p.id and a.meeting = $1 and a.item = $2)
    order by name_order(p.family_name), p.id
"""


async def latest_ids(tx: Transaction, meeting: UUID, item: UUID) -> list[tuple[UUID, UUID]]:
    """Who has answered on an item, with the answer that counts."""
    return [(row["participant"], row["id"]) for row in await tx.fetch(_LATEST, meeting, item)]


async def disclosed(tx: Transaction, meeting: UUID, item: UUID | None) -> list[Answer]:
    """What was disclosed on an item, or for the whole meeting, and what was written down for somebody."""
    return [opened(Answer, row) for row in await tx.fetch(_DISCLOSED, meeting, item or meeting)]


_STATEMENTS = f"""
    select {ANSWERS} from (select distinct on (participant) * from meeting_answer
        where meeting = $1 and item is null order by participant, number desc) latest
    where (stance = 'something' or medium <> 'link') and ($2::timestamptz is null or (received_at, id)
"""
_STATED = f"{_STATEMENTS} < ($2, $3)) order by received_at desc, id desc limit $4"
_STATED_LATER = f"{_STATEMENTS} > ($2, $3)) order by received_at, id limit $4"
_NOTHING = """
    select count(*)::int from (select distinct on (participant) stance from meeting_answer
        where meeting = $1 and item is null order by participant, number desc) latest where stance = 'nothing'
"""


async def statements(tx: Transaction, meeting: UUID, cursor: Cursor | None) -> list[Answer]:
    """The statements for the whole meeting that say something, or were written down; one more than a page."""
    statement = _STATED_LATER if cursor and cursor.newer else _STATED
    moment, last = (cursor.moment(), cursor.id) if cursor else (None, None)
    return [opened(Answer, row) for row in await tx.fetch(statement, meeting, moment, last, PAGE_ROWS + 1)]


async def stated_nothing(tx: Transaction, meeting: UUID) -> int:
    """How many state that they have nothing to disclose."""
    return int(await tx.fetchval(_NOTHING, meeting))


async def missing(tx: Transaction, meeting: UUID, item: UUID) -> list[Participant]:
    """Who has not answered on an item yet."""
    return [opened(Participant, row) for row in await tx.fetch(_MISSING, meeting, item)]


_REPRESENTATIVES = f"""
    select {LISTED[Participant]} from participant p
    where p.delegation = any($1::uuid[]) and p.revoked_at is null and p.type = 'representative'
    order by name_order(p.family_name), p.id
"""


async def representatives(tx: Transaction, delegations: Iterable[UUID | None]) -> list[Participant]:
    """The representatives of some delegations, by name."""
    wanted = [each for each in set(delegations) if each]
    rows = await tx.fetch(_REPRESENTATIVES, wanted) if wanted else []
    return [opened(Participant, row) for row in rows]


async def snapshot(tx: Transaction, item: UUID) -> Snapshot | None:
    """What was kept when the vote on an item was opened."""
    row = await tx.fetchrow(f"select {SNAPSHOTS} from vote_snapshot where item = $1", item)
    if row is None:
        return None
    return opened(Snapshot, {**dict(row), "content": msgspec.json.decode(row["content"])})


async def open_votes(tx: Transaction, item: UUID) -> list[OpenVote]:
    """The open votes that count on an item."""
    rows = await tx.fetch(f"select {OPEN_VOTES} from open_vote where item = $1 and replaced_at is null", item)
    return [opened(OpenVote, row) for row in rows]
