"""SQL of delegations, participants and voting delegates; every function takes an open transaction."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from declarations.meetings.model import Delegation, Participant, VotingDelegate
from declarations.meetings.store import LISTED, of_meeting, one, opened
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, Stale
from register.kernel.paging import PAGE_ROWS, Cursor

_SOME = (
    f"select {LISTED[Participant]} from participant where meeting = $1"
    " and ($5::uuid is null or delegation = $5)"
    " and ($6 = '' or position(name_order($6) in name_order(family_name)) = 1)"
    " and ($2::text is null or (name_order(family_name), id) "
)
_AFTER = f"{_SOME} > (name_order($2), $3)) order by name_order(family_name), id limit $4"
_BEFORE = f"{_SOME} < (name_order($2), $3)) order by name_order(family_name) desc, id desc limit $4"
_DELEGATIONS = (
    f"select {LISTED[Delegation]} from meeting_delegation where meeting = $1"
    " and ($2::text is null or (name_order(name), id) "
)
_DELEGATIONS_AFTER = f"{_DELEGATIONS} > (name_order($2), $3)) order by name_order(name), id limit $4"
_DELEGATIONS_BEFORE = f"{_DELEGATIONS} < (name_order($2), $3)) order by name_order(name) desc, id desc limit $4"


async def delegations(tx: Transaction, meeting: UUID) -> list[Delegation]:
    """Every delegation of a meeting by name."""
    return await of_meeting(tx, Delegation, meeting, "name_order(name), id")


async def delegations_page(tx: Transaction, meeting: UUID, cursor: Cursor | None) -> list[Delegation]:
    """Delegations of a meeting by name; one more than a page."""
    statement = _DELEGATIONS_BEFORE if cursor and cursor.newer else _DELEGATIONS_AFTER
    key, last = (cursor.key, cursor.id) if cursor else (None, None)
    return [opened(Delegation, row) for row in await tx.fetch(statement, meeting, key, last, PAGE_ROWS + 1)]


async def delegation(tx: Transaction, meeting: UUID, wanted: UUID) -> Delegation:
    """A delegation of this meeting. Raises NotFound."""
    found = await one(tx, Delegation, wanted)
    if found.meeting != meeting:
        raise NotFound
    return found


async def delegation_named(tx: Transaction, meeting: UUID, name: str) -> Delegation | None:
    """The delegation of a name in any case."""
    row = await tx.fetchrow(
        f"select {LISTED[Delegation]} from meeting_delegation where meeting = $1 and lower(name) = lower($2)",
        meeting,
        name,
    )
    return opened(Delegation, row) if row else None


async def many_in(tx: Transaction, delegations: Sequence[UUID]) -> dict[UUID, int]:
    """How many participants each delegation has, without those who were revoked."""
    rows = await tx.fetch(
        "select delegation, count(*) as many from participant"
        " where delegation = any($1::uuid[]) and revoked_at is null group by delegation",
        list(delegations),
    )
    return {row["delegation"]: row["many"] for row in rows}


async def participant(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Participant:
    """A participant that is open to the acting person, or oneself. Raises NotFound."""
    return await one(tx, Participant, wanted, lock=lock)


async def member(tx: Transaction, meeting: UUID, wanted: UUID) -> Participant:
    """A participant of this meeting. Raises NotFound."""
    found = await one(tx, Participant, wanted)
    if found.meeting != meeting:
        raise NotFound
    return found


async def participants(
    tx: Transaction,
    meeting: UUID,
    cursor: Cursor | None,
    *,
    delegation: UUID | None = None,
    name: str = "",
    rows: int = PAGE_ROWS,
) -> list[Participant]:
    """Participants of a meeting by family name, perhaps of one delegation or whose name begins so; one more."""
    statement = _BEFORE if cursor and cursor.newer else _AFTER
    key, last = (cursor.key, cursor.id) if cursor else (None, None)
    found = await tx.fetch(statement, meeting, key, last, rows + 1, delegation, name)
    return [opened(Participant, row) for row in found]


async def all_participants(tx: Transaction, meeting: UUID) -> list[Participant]:
    """Every participant, for what goes through the whole list."""
    return await of_meeting(tx, Participant, meeting, "name_order(family_name), id")


async def participant_with(tx: Transaction, meeting: UUID, email: str) -> UUID | None:
    """Whoever has this address in this meeting."""
    found: UUID | None = await tx.fetchval(
        "select id from participant where meeting = $1 and email <> '' and lower(email) = lower($2)", meeting, email
    )
    return found


async def named(tx: Transaction, wanted: Sequence[UUID]) -> dict[UUID, Participant]:
    """Participants by their ids."""
    rows = await tx.fetch(f"select {LISTED[Participant]} from participant where id = any($1::uuid[])", list(wanted))
    return {row["id"]: opened(Participant, row) for row in rows}


async def hold_open(tx: Transaction, meeting: UUID) -> None:
    """Keep a meeting from being closed until this transaction ends; answers of participants do not wait for it."""
    await tx.execute("select from meeting where id = $1 for share", meeting)


@contextlib.contextmanager
def both_at_once() -> Iterator[None]:
    """Say Stale where somebody else entered the same name or address at the same moment."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise Stale from error


async def persons_with(tx: Transaction, emails: Sequence[str]) -> dict[str, UUID]:
    """The persons of the register who have these addresses."""
    rows = await tx.fetch("select email, id from person where email = any($1::text[]) and active", list(emails))
    return {row["email"]: row["id"] for row in rows}


async def voting_history(tx: Transaction, meeting: UUID, delegation: UUID) -> list[VotingDelegate]:
    """Who votes or voted for a delegation, those in force first, then the newest first."""
    rows = await tx.fetch(
        f"select {LISTED[VotingDelegate]} from voting_delegate where meeting = $1 and delegation = $2"
        " order by until is not null, since desc, id",
        meeting,
        delegation,
    )
    return [opened(VotingDelegate, row) for row in rows]


async def voting_at(tx: Transaction, meeting: UUID, sitting: UUID | None, at: datetime) -> dict[UUID, UUID]:
    """For each delegation who votes at a sitting at a moment: the one named for it before the one named for all."""
    rows = await tx.fetch(
        "select distinct on (delegation) delegation, participant from voting_delegate"
        " where meeting = $1 and (sitting is null or sitting = $2) and since <= $3 and (until is null or until > $3)"
        " order by delegation, sitting is null",
        meeting,
        sitting,
        at,
    )
    return {row["delegation"]: row["participant"] for row in rows}


async def links(tx: Transaction, meeting: UUID) -> tuple[int, int, int]:
    """How many links work, how many of them have no address, and how many were not sent yet."""
    row = await tx.fetchrow(
        "select count(*) as working, count(*) filter (where email = '') as without,"
        " count(*) filter (where email <> '' and invited_at is null) as waiting"
        " from participant where meeting = $1 and revoked_at is null",
        meeting,
    )
    return (row["working"], row["without"], row["waiting"]) if row else (0, 0, 0)


async def not_invited(tx: Transaction, meeting: UUID) -> list[Participant]:
    """Those with an address who were not sent their link, locked."""
    rows = await tx.fetch(
        f"select {LISTED[Participant]} from participant where meeting = $1 and revoked_at is null and email <> ''"
        " and invited_at is null order by id for update",
        meeting,
    )
    return [opened(Participant, row) for row in rows]


async def mark_invited(tx: Transaction, wanted: Sequence[UUID]) -> None:
    """Keep when the link was sent."""
    await tx.execute(
        "update participant set invited_at = $2, version = version + 1 where id = any($1::uuid[])", list(wanted), tx.now
    )
