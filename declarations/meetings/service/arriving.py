"""Coming in without an account: the link identifies, a code opens. Opening a link consumes nothing."""

import secrets
from datetime import timedelta

from declarations.meetings import store_arrivals as store
from declarations.meetings.model import Meeting, Status
from declarations.meetings.secrets import CODE_DIGITS, code_hash, link_token, room_code
from declarations.meetings.settings import meeting_settings
from declarations.meetings.store_arrivals import Invitation
from declarations.meetings.store_people import participant
from register.access.limits import address_of, count
from register.access.tokens import digest, looks_like_token, new_token
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg, nmsg
from register.kernel.identity import Identity, service
from register.kernel.numerals import western
from register.notices.service import post

ARRIVALS = service("arrivals")
_QUARTER = int(timedelta(minutes=15).total_seconds())
_HOUR = int(timedelta(hours=1).total_seconds())
_DAY = int(timedelta(days=1).total_seconds())


async def count_try(client: str) -> None:
    """Count one opening or one code of an address. Raises TooManyRequests."""
    limit = meeting_settings().tries_per_address
    await count("meeting link", address_of(client), limit=limit, seconds=_QUARTER)


async def open_link(token: str) -> Invitation:
    """Whom a link names. Raises NotFound for one that was replaced, revoked, is of a closed meeting or never was."""
    async with transaction(ARRIVALS) as tx:
        return await _behind(tx, token)


async def closed_meeting(token: str) -> Meeting | None:
    """The meeting to which a link led, where it is closed by now; None for every other link that opens nothing."""
    if not looks_like_token(token):
        return None
    async with transaction(ARRIVALS) as tx:
        return await store.closed_behind_link(tx, digest(token))


async def own_token(identity: Identity) -> str:
    """The secret part of one's own link, for whoever came in by it. Raises NotFound for everybody else."""
    if identity.participant is None:
        raise NotFound
    async with transaction(identity) as tx:
        who = await participant(tx, identity.participant)
    return link_token(who.id, who.link_turn)


async def send_code(token: str) -> None:
    """Send a code to the address of the participant. Raises NotFound, Invalid without an address, TooManyRequests."""
    invitation = await open_link(token)
    if not invitation.participant.email:
        raise Invalid(fields=[FieldError("code", msg("No e-mail address of yours is known here. Use the room code."))])
    settings = meeting_settings()
    who = invitation.participant.id
    await count("mailed code", str(who), limit=settings.mailed_codes_per_hour, seconds=_HOUR)
    code = str(secrets.randbelow(10**CODE_DIGITS)).zfill(CODE_DIGITS)
    async with transaction(ARRIVALS) as tx:
        await _behind(tx, token)
        await store.add_code(tx, who, code_hash(who, code), tx.now + settings.mailed_code_life)
        minutes = int(settings.mailed_code_life.total_seconds() // 60)
        await post(
            tx,
            recipient=who,
            subject=msg("Your code for the meeting"),
            body=[
                nmsg(
                    "Your code is %(code)s. It works once, within %(n)s minute.",
                    "Your code is %(code)s. It works once, within %(n)s minutes.",
                    minutes,
                    code=code,
                ),
                msg("If you did not ask for it, nothing needs to be done."),
            ],
            link="/join",
        )


async def enter(token: str, typed: str) -> str:
    """Let the participant in with the code of the hall or the one that was sent; the token of the new session.

    Raises NotFound as `open_link` does, Invalid for a wrong code, TooManyRequests.
    """
    settings, code = meeting_settings(), western(typed).replace(" ", "")
    invitation = await open_link(token)
    who = invitation.participant
    await count("meeting code", str(who.id), limit=settings.code_tries, seconds=_QUARTER)
    await count("meeting code of a day", str(who.id), limit=settings.code_tries_per_day, seconds=_DAY)
    if invitation.meeting.status is Status.PREPARED:
        raise Invalid(fields=[FieldError("code", msg("The meeting is not open yet."))])
    session = new_token()
    async with transaction(ARRIVALS) as tx:
        way = await _way(tx, invitation, code)
        if way is not None:
            await store.begin_session(tx, who, digest(session), way, settings.session_life)
            await _behind(tx, token)  # a new link waits for this session and ends it, or was first and is seen here
    if way is None:
        raise Invalid(fields=[FieldError("code", msg("This code is not right, or it no longer works."))])
    return session


async def leave(identity: Identity) -> None:
    """End one's own session."""
    if identity.participant is None or identity.session is None:
        raise NotFound
    async with transaction(identity) as tx:
        await store.end_session(tx, identity.session)


async def _way(tx: Transaction, invitation: Invitation, code: str) -> str | None:
    settings = meeting_settings()
    around = await store.sittings_around(tx, invitation.meeting.id, settings.room_code_before, settings.room_code_after)
    if any(secrets.compare_digest(room_code(sitting), code) for sitting in around):
        return "room"
    who = invitation.participant.id
    used = await store.use_code(tx, who, code_hash(who, code), settings.mailed_code_tries)
    return "mail" if used else None


async def _behind(tx: Transaction, token: str) -> Invitation:
    found = await store.behind_link(tx, digest(token)) if looks_like_token(token) else None
    if found is None:
        raise NotFound
    return found
