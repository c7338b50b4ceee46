"""SQL of this room; row security shows each row to its two sides alone. Every function takes an open transaction."""

from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from declarations.meetings.store import columns, opened
from declarations.presiding.model import Informed, Matter, Measure, Opinion, OpinionGuidance, Presiding, Waits
from declarations.presiding.records import PRESIDING
from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.kernel.paging import PAGE_ROWS, Cursor

Row = TypeVar("Row", bound=msgspec.Struct)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
LISTED = {struct: ", ".join(columns(struct)) for struct in PRESIDING}


class Listing(msgspec.Struct, Generic[Row], frozen=True):
    """A list of this room: its rows, of whom, and by which moment it is ordered."""

    struct: type[Row]
    condition: str
    moment: str


OWN_OPINIONS = Listing(Opinion, "participant = $1", "asked_at")
ASKED_OPINIONS = Listing(Opinion, "officer = any(my_offices()) and meeting = $1", "asked_at")
OWN_REPORTS = Listing(Matter, "reporter = $1", "received_at")
REPORTED = Listing(Matter, "id = any(my_matters()) and meeting = $1", "received_at")
GUIDANCE = Listing(OpinionGuidance, "status = $1", "published_at")


async def one(tx: Transaction, struct: type[Row], wanted: UUID, *, lock: bool = False) -> Row:
    """A row by its id. Raises NotFound where row security shows none."""
    statement = f"select {LISTED[struct]} from {PRESIDING[struct].table} where id = $1"  # a table and its columns
    row = await tx.fetchrow(f"{statement} for update" if lock else statement, wanted)
    if row is None:
        raise NotFound
    return opened(struct, row)


async def page(tx: Transaction, of: Listing[Row], whose: object, cursor: Cursor | None) -> list[Row]:
    """The rows of a list, the newest first; one more than a page."""
    start, moment = f"select {LISTED[of.struct]} from {PRESIDING[of.struct].table} where {of.condition}", of.moment
    if cursor is None:
        first = f"{start} order by {moment} desc, id desc limit $2"  # constants of this module
        return [opened(of.struct, row) for row in await tx.fetch(first, whose, PAGE_ROWS + 1)]
    sign, way = (">", "") if cursor.newer else ("<", " desc")
    further = f"{start} and ({moment}, id) {sign} ($3, $4) order by {moment}{way}, id{way} limit $2"  # the same
    rows = await tx.fetch(further, whose, PAGE_ROWS + 1, cursor.moment(), cursor.id)
    return [opened(of.struct, row) for row in rows]


async def sent_before(tx: Transaction, struct: type[Row], of: str, who: UUID, client_key: UUID) -> Row | None:
    """What a participant sent before under the same key; `of` is the column that names them."""
    statement = f"select {LISTED[struct]} from {PRESIDING[struct].table} where {of} = $1 and client_key = $2"
    row = await tx.fetchrow(statement, who, client_key)
    return opened(struct, row) if row else None


async def presiding(tx: Transaction, meeting: UUID) -> list[Presiding]:
    """Who presides and deputizes now, in the order in which something goes to them."""
    rows = await tx.fetch("select id, function, person, participant, name from presiding_names($1)", meeting)
    return [opened(Presiding, row) for row in rows]


async def competent(tx: Transaction, meeting: UUID, passed_by: list[UUID], matter: UUID | None = None) -> UUID | None:
    """The office to which something goes that passes some people by; None where nobody is left."""
    found: UUID | None = await tx.fetchval(
        "select competent_officer($1, $2, (select officer from reported_matter where id = $3), $3)",
        meeting,
        passed_by,
        matter,
    )
    return found


async def own_offices(tx: Transaction) -> list[UUID]:
    """The functions of presiding that the acting person or participant holds now."""
    return list(await tx.fetchval("select my_offices()"))


async def alone_since(tx: Transaction) -> datetime | None:
    """Since when nobody but the acting one can be behind the screen, as far as the register knows; None where not.

    The secretary prints the personal links and shows the code of the hall; a mailed code or an account is out of reach,
    but not the address to which the code is mailed: what lies before its last change is not shown by it.
    """
    if tx.identity.person is not None:
        return _EVER
    found: datetime | None = await tx.fetchval(
        "select coalesce(p.address_since, $2) from participant_session s join participant p on p.id = s.participant"
        " where s.id = $1 and s.opened_with = 'mail'",
        tx.identity.session,
        _EVER,
    )
    return found


async def is_done(tx: Transaction, meeting: UUID) -> bool:
    """Whether nothing waits before the presiding officer of a meeting, be it a question or a report."""
    return bool(await tx.fetchval("select presiding_is_done($1)", meeting))


async def guidance_of(tx: Transaction, opinion: UUID) -> OpinionGuidance | None:
    """What grew from an opinion and was not withdrawn."""
    row = await tx.fetchrow(
        f"select {LISTED[OpinionGuidance]} from opinion_guidance where opinion = $1 and status <> 'withdrawn'", opinion
    )
    return opened(OpinionGuidance, row) if row else None


async def measures(tx: Transaction, matter: UUID) -> list[Measure]:
    """What was done in a matter, the first first."""
    rows = await tx.fetch(
        f"select {LISTED[Measure]} from presiding_measure where matter = $1 order by taken_at, id", matter
    )
    return [opened(Measure, row) for row in rows]


async def waiting(tx: Transaction, meeting: UUID) -> list[Matter]:
    """Reports that wait for the acting officer's review, the oldest first."""
    rows = await tx.fetch(
        f"select {LISTED[Matter]} from reported_matter where meeting = $1 and reviewed_at is null"
        " and id = any(my_matters()) order by received_at, id",
        meeting,
    )
    return [opened(Matter, row) for row in rows]


async def waiting_for_me(tx: Transaction) -> list[tuple[UUID, Waits]]:
    """The meetings with what waits there for the acting officer: opinions to be given, reports to be reviewed."""
    rows = await tx.fetch(
        "select meeting, 'opinions' as what from presiding_opinion"
        " where answered_at is null and officer = any(my_offices())"
        " union select meeting, 'matters' from reported_matter where reviewed_at is null and id = any(my_matters())"
        " order by meeting, what desc limit 20"
    )
    return [(row["meeting"], Waits(row["what"])) for row in rows]


async def informed(tx: Transaction, meeting: UUID) -> list[Informed]:
    """What the participants of a meeting were told, the latest first."""
    rows = await tx.fetch(
        f"select {LISTED[Informed]} from participants_informed where meeting = $1 order by informed_at desc, id",
        meeting,
    )
    return [opened(Informed, row) for row in rows]


async def reviewed_together(tx: Transaction, matter: UUID) -> int:
    """How many other reports were reviewed under one."""
    return int(await tx.fetchval("select count(*) from reported_matter where reviewed_with = $1", matter))


async def chairs_to_replace(tx: Transaction) -> list[UUID]:
    """The functions of those who preside and whom a matter before the acting officer concerns."""
    return list(await tx.fetchval("select my_replaced_chairs()"))


async def told(tx: Transaction, meeting: UUID) -> list[UUID]:
    """Every participant of a meeting to whom something can be sent."""
    rows = await tx.fetch(
        "select id from participant where meeting = $1 and revoked_at is null and email <> '' order by id", meeting
    )
    return [row["id"] for row in rows]
