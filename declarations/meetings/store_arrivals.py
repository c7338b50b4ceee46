"""SQL of links, codes and sessions of participants; the service `arrivals` alone reaches most of it."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from declarations.meetings.model import Meeting, Participant, Sitting
from declarations.meetings.store import LISTED, columns, opened
from register.kernel.db import Transaction
from register.kernel.ids import new_id

_OF_PARTICIPANT = ", ".join(f"p.{name}" for name in columns(Participant))
_OF_MEETING = ", ".join(f"m.{name}" for name in columns(Meeting))


class Invitation(msgspec.Struct, frozen=True):
    """Who stands behind a link, and for which meeting."""

    participant: Participant
    meeting: Meeting


async def behind_link(tx: Transaction, token_hash: bytes) -> Invitation | None:
    """Whom a link names, while it works: a new one, revocation and the end of the meeting kill it."""
    row = await tx.fetchrow(
        f"select {_OF_PARTICIPANT} from participant p join meeting m on m.id = p.meeting"
        " where p.link_hash = $1 and p.revoked_at is null and m.status <> 'closed'",
        token_hash,
    )
    if row is None:
        return None
    participant = opened(Participant, row)
    found = await tx.fetchrow(f"select {LISTED[Meeting]} from meeting where id = $1", participant.meeting)
    return Invitation(participant, opened(Meeting, found)) if found else None


async def closed_behind_link(tx: Transaction, token_hash: bytes) -> Meeting | None:
    """The meeting that a link led to, once it is closed; the link opens nothing any more."""
    row = await tx.fetchrow(
        f"select {_OF_MEETING} from participant p join meeting m on m.id = p.meeting"
        " where p.link_hash = $1 and p.revoked_at is null and m.status = 'closed'",
        token_hash,
    )
    return opened(Meeting, row) if row else None


async def sittings_around(tx: Transaction, meeting: UUID, before: timedelta, after: timedelta) -> list[Sitting]:
    """The sittings whose room code counts now."""
    rows = await tx.fetch(
        f"select {LISTED[Sitting]} from sitting where meeting = $1 and $2 between starts_at - $3::interval"
        " and ends_at + $4::interval order by starts_at",
        meeting,
        tx.now,
        before,
        after,
    )
    return [opened(Sitting, row) for row in rows]


async def add_code(tx: Transaction, participant: UUID, code_hash: bytes, expires_at: datetime) -> None:
    """Keep a code that is about to be sent; the one before it no longer counts."""
    await tx.execute("delete from arrival_code where participant = $1", participant)
    await tx.execute(
        "insert into arrival_code (id, participant, code_hash, sent_at, expires_at, tries)"
        " values ($1, $2, $3, $4, $5, 0)",
        new_id(),
        participant,
        code_hash,
        tx.now,
        expires_at,
    )


async def use_code(tx: Transaction, participant: UUID, code_hash: bytes, most_tries: int) -> bool:
    """Take the code that was sent, once. A wrong one counts as a try."""
    done = await tx.execute(
        "update arrival_code set used_at = $3 where participant = $1 and code_hash = $2 and used_at is null"
        " and expires_at > $3 and tries < $4",
        participant,
        code_hash,
        tx.now,
        most_tries,
    )
    if done.endswith(" 1"):
        return True
    await tx.execute("update arrival_code set tries = tries + 1 where participant = $1", participant)
    return False


async def begin_session(
    tx: Transaction, who: Participant, token_hash: bytes, opened_with: str, life: timedelta
) -> None:
    """Let a browser in."""
    await tx.execute(
        "insert into participant_session (id, participant, meeting, token_hash, opened_with, opened_at, last_seen_at,"
        " expires_at) values ($1, $2, $3, $4, $5, $6, $6, $6::timestamptz + $7::interval)",
        new_id(),
        who.id,
        who.meeting,
        token_hash,
        opened_with,
        tx.now,
        life,
    )


async def end_sessions(tx: Transaction, participant: UUID) -> None:
    """End every session of a participant."""
    await tx.execute(
        "update participant_session set ended_at = $2 where participant = $1 and ended_at is null", participant, tx.now
    )


async def end_sessions_of_meeting(tx: Transaction, meeting: UUID) -> None:
    """End every session of a meeting."""
    await tx.execute(
        "update participant_session set ended_at = $2 where meeting = $1 and ended_at is null", meeting, tx.now
    )


async def end_session(tx: Transaction, session: UUID) -> None:
    """End one's own session."""
    await tx.execute("update participant_session set ended_at = $2 where id = $1 and ended_at is null", session, tx.now)


async def opened_with(tx: Transaction, session: UUID) -> str:
    """How a session was opened: `mail` or `room`; empty where it is not one's own."""
    found = await tx.fetchval("select opened_with from participant_session where id = $1", session)
    return str(found or "")


async def note_declared(tx: Transaction, gift: UUID) -> None:
    """Note in the acting participant's session that this gift was declared in it."""
    await tx.execute(
        "update participant_session set declared = array_append(declared, $2) where id = $1 and $2 <> all(declared)",
        tx.identity.session,
        gift,
    )
