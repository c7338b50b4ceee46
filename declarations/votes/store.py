"""SQL of disclosures, standing aside and votes; every function takes an open transaction."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from declarations.meetings.store import columns, opened
from declarations.votes.model import Answer, Aside
from declarations.votes.records import VOTES
from register.kernel.db import Transaction
from register.kernel.errors import NotFound

LISTED = {struct: ", ".join(columns(struct)) for struct in VOTES}


async def latest(tx: Transaction, participant: UUID) -> list[Answer]:
    """The answer that counts of a participant, for the whole meeting and for each item."""
    rows = await tx.fetch(
        f"select distinct on (coalesce(item, meeting)) {LISTED[Answer]} from meeting_answer"
        " where participant = $1 order by coalesce(item, meeting), number desc",
        participant,
    )
    return [opened(Answer, row) for row in rows]


async def by_client_key(tx: Transaction, participant: UUID, client_key: UUID) -> Answer | None:
    """The answer that the phone sent before under the same key."""
    row = await tx.fetchrow(
        f"select {LISTED[Answer]} from meeting_answer where participant = $1 and client_key = $2",
        participant,
        client_key,
    )
    return opened(Answer, row) if row else None


async def recorded_by_me(tx: Transaction, meeting: UUID, wanted: UUID) -> Answer | None:
    """An answer that the acting person wrote down for somebody."""
    row = await tx.fetchrow(
        f"select {LISTED[Answer]} from meeting_answer"
        " where id = $1 and meeting = $2 and recorded_by = $3 and medium <> 'link'",
        wanted,
        meeting,
        tx.identity.acting,
    )
    return opened(Answer, row) if row else None


async def next_number(tx: Transaction, participant: UUID, item: UUID | None, meeting: UUID) -> int:
    """The number of the next answer of a participant on an item, or for the meeting."""
    return int(
        await tx.fetchval(
            "select coalesce(max(number), 0) + 1 from meeting_answer"
            " where participant = $1 and coalesce(item, meeting) = $2",
            participant,
            item or meeting,
        )
    )


async def asides(tx: Transaction, item: UUID) -> list[Aside]:
    """Whoever stands aside on an item, as far as it is open to the acting person."""
    rows = await tx.fetch(
        f"select {LISTED[Aside]} from standing_aside where item = $1 and ended_at is null order by recorded_at, id",
        item,
    )
    return [opened(Aside, row) for row in rows]


async def aside(tx: Transaction, item: UUID, wanted: UUID, *, lock: bool = False) -> Aside:
    """One of them; with `lock` as it stays until this transaction ends. Raises NotFound, also once it has ended."""
    if lock:
        await tx.execute("select from standing_aside where id = $1 for update", wanted)
    found = next((each for each in await asides(tx, item) if each.id == wanted), None)
    if found is None:
        raise NotFound
    return found


async def hold_asides(tx: Transaction, participant: UUID) -> None:
    """Let nobody else change where a participant stands aside until this transaction ends.

    A lock on the participant: the row that is in force now is another one as soon as somebody was faster.
    """
    await tx.execute(
        "select pg_advisory_xact_lock(hashtextextended('standing aside ' || $1::text, 0))", str(participant)
    )


async def own_asides(tx: Transaction, participant: UUID) -> list[Aside]:
    """Where a participant stands aside."""
    rows = await tx.fetch(
        f"select {LISTED[Aside]} from standing_aside where participant = $1 and ended_at is null", participant
    )
    return [opened(Aside, row) for row in rows]


async def withdrawn(tx: Transaction, item: UUID) -> list[Aside]:
    """Dispensations on an item that were withdrawn, as far as they are open to the acting person; the latest first."""
    rows = await tx.fetch(
        f"select {LISTED[Aside]} from standing_aside where item = $1 and withdrawn_because is not null"
        " order by ended_at desc, id desc",
        item,
    )
    return [opened(Aside, row) for row in rows]


class Held(msgspec.Struct, frozen=True):
    """A declaration of the acting participant, as far as it is put before them."""

    id: UUID
    reference: str
    kind: str
    filed_at: datetime
    event_date: date | None
    ended_on: date | None
    family: frozenset[UUID]
    """The entries of the directory that stand for its other party."""
    party_name: str
    direction: str | None
    category: str | None
    giver_type: str | None
    giver_relation: str | None
    activity_class: str | None
    subject: str | None
    domain: str | None
    for_meeting: bool


async def held_of_me(tx: Transaction) -> list[Held]:
    """The participant's own declarations; those made with an account only where a mailed code opened the session."""
    rows = await tx.fetch("select * from my_declarations_here($1)", tx.identity.session)
    return [msgspec.convert(dict(row), Held, builtin_types=(UUID,)) for row in rows]


async def family_of(tx: Transaction, party: UUID) -> frozenset[UUID]:
    """The entries of the directory that stand for the same party."""
    return frozenset(await tx.fetchval("select party_family($1)", party) or ())


class Alternate(msgspec.Struct, frozen=True):
    """Another of the same delegation, who may take the acting participant's place."""

    id: UUID
    name: str
    function: str


async def alternates_of_me(tx: Transaction) -> list[Alternate]:
    """Who could take the acting participant's place: none where the delegation is not entitled to vote."""
    rows = await tx.fetch("select id, name, function from my_alternates()")
    return [Alternate(row["id"], row["name"], row["function"]) for row in rows]
