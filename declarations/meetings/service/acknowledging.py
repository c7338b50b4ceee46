"""Acknowledging the code that applies, in the version that was read (ISO scope; INTERPOL 4)."""

from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.applying_code import ApplyingCode, applying_code, has_acknowledged
from declarations.meetings.model import Meeting, Participant, Signed, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import kept, refuse_unless_open
from declarations.meetings.store_people import member, participant
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity


class OwnCode(msgspec.Struct, frozen=True):
    """What a participant is asked to acknowledge, and whether they have."""

    meeting: Meeting
    who: Participant
    code: ApplyingCode

    @property
    def is_acknowledged(self) -> bool:
        """Whether they have acknowledged this very text."""
        return has_acknowledged(self.who, self.meeting)

    @property
    def may_acknowledge(self) -> bool:
        """Whether it is still to be acknowledged, and the meeting takes answers."""
        return not self.is_acknowledged and self.meeting.status is Status.OPEN


async def own_code(identity: Identity) -> OwnCode:
    """The code that applies to one's own meeting. NotFound for whoever did not come by a link."""
    async with transaction(identity) as tx:
        return await _own(tx)


@retry_serialization
async def acknowledge(identity: Identity, seen: str) -> OwnCode:
    """Keep that the participant has read the code, and which version; once. Raises NotFound, Conflict.

    `seen` is the version that was shown: where the text has changed since, Conflict, and it is to be read again.
    """
    async with transaction(identity) as tx:
        own = await _own(tx, lock=True)
        if own.is_acknowledged:
            return own
        refuse_unless_open(own.meeting)
        if seen != own.code.version:
            raise Conflict(msg("The text has changed since it was shown to you. Read it as it is now."))
        return msgspec.structs.replace(own, who=await _sign(tx, own.who, seen, Signed.LINK, current_locale().tag))


@retry_serialization
async def record_acknowledgement(identity: Identity, meeting: UUID, wanted: UUID, signed: Signed) -> Participant:
    """Write down that somebody acknowledged the code on paper or on a list; the secretary's alone, kept as such.

    What the person acknowledged by their own hand stays theirs. Raises NotFound, Conflict once the meeting is closed.
    """
    async with transaction(identity) as tx:
        found = await kept(tx, "meeting.keep", meeting)
        who = await member(tx, meeting, wanted)
        if has_acknowledged(who, found):
            return who
        return await _sign(tx, who, applying_code(found).version, signed, who.language)


async def refuse_without_code(tx: Transaction, meeting: Meeting, who: UUID) -> None:
    """Raise Conflict where the code that applies was not acknowledged yet: it comes before the items."""
    if not has_acknowledged(await participant(tx, who), meeting):
        raise Conflict(msg("Read the code that applies to this meeting first."))


async def _own(tx: Transaction, *, lock: bool = False) -> OwnCode:
    identity = tx.identity
    if identity.participant is None or identity.meeting is None or not permits(identity, "attend.acknowledge"):
        raise NotFound
    meeting = await store.meeting(tx, identity.meeting)
    return OwnCode(meeting, await participant(tx, identity.participant, lock=lock), applying_code(meeting))


async def _sign(tx: Transaction, who: Participant, version: str, signed: Signed, language: str) -> Participant:
    said = {
        "acknowledged_at": tx.now,
        "acknowledged_code": version,
        "acknowledged_medium": signed.value,
        "acknowledged_language": language,
    }
    return await store.change(tx, MEETINGS[Participant], who, "acknowledged", **said)
