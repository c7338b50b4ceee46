"""Who presides, deputizes and keeps a meeting, from when until when; a change of chair is recorded with its reason."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from declarations.meetings import store, store_people
from declarations.meetings.model import Function, Officer, Participant, Sitting
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept, kept, reached
from declarations.meetings.service.secretariat import DIRECTORY, guest_names, staff_names
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.people import store as people

SAY_WHY = msg("Say why the chair changes.")
_NOBODY = msg("Nobody with this address or family name is in the register or on the list of participants.")


class OfficerCommand(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold a function: `who` an address or a family name, or the id of an account or a participant."""

    function: Function
    who: str = ""
    person: UUID | None = None
    participant: UUID | None = None
    precedence: int = 0
    sitting: UUID | None = None
    since: datetime | None = None
    reason: str = ""


class SeveralPeople(Invalid):
    """Several participants have this family name."""

    def __init__(self, offered: list[Participant]) -> None:
        self.offered = offered
        super().__init__(fields=[FieldError("participant", msg("Choose whom you mean."))])


class OfficersView(msgspec.Struct, frozen=True):
    """Those who hold and held functions, by name."""

    kept: Kept
    officers: list[Officer]
    names: Mapping[UUID, str]
    sittings: Mapping[UUID, Sitting]

    def name(self, officer: Officer) -> str:
        """What an officer is called; empty where whoever looks may not see it."""
        return self.names.get(officer.person or officer.participant or officer.id, "")


async def list_officers(identity: Identity, meeting: UUID) -> OfficersView:
    """Officers of a meeting, the present ones first. NotFound for whoever has no part in it."""
    async with transaction(identity) as tx:
        found = await reached(tx, "meeting.read", meeting)
        officers = await store.officers(tx, meeting)
        guests = await guest_names(tx, officers)
        sittings = {each.id: each for each in await store.sittings(tx, meeting)}
    return OfficersView(found, officers, await staff_names(officers) | guests, sittings)


@retry_serialization
async def name_officer(identity: Identity, meeting: UUID, command: OfficerCommand) -> UUID:
    """Record who holds a function from now or from a moment on; the id of the record, the same again for the same.

    Whoever presides is one person for a sitting: another one takes the chair over, with a reason, and the first ends
    (INTERPOL 6). Raises SeveralPeople, Invalid by field, NotFound, Conflict once the meeting is closed.
    """
    staff = command.person or await _account(command.who)
    async with transaction(identity) as tx:
        await kept(tx, "meeting.keep", meeting)
        person, participant = await _who(tx, meeting, command, staff)
        since = max(command.since or tx.now, tx.now)
        await _check_sitting(tx, meeting, command.sitting)
        present = [each for each in await store.officers(tx, meeting) if each.until is None]
        alike = [each for each in present if (each.function, each.sitting) == (command.function, command.sitting)]
        for each in alike:
            if (each.person, each.participant) == (person, participant):
                return each.id
        if command.function is Function.PRESIDING_OFFICER:
            await _take_over(tx, alike, since, command.reason)
        row = Officer(
            id=new_id(),
            meeting=meeting,
            function=command.function,
            person=person,
            participant=participant,
            precedence=command.precedence,
            sitting=command.sitting,
            since=since,
            reason=command.reason,
            recorded_by=tx.identity.acting,
        )
        await store.keep(tx, MEETINGS[Officer], row, "named")
        return row.id


@retry_serialization
async def end_function(identity: Identity, meeting: UUID, officer: UUID, reason: str) -> None:
    """Record that somebody no longer holds a function, and why. Raises Invalid, NotFound, Conflict."""
    async with transaction(identity) as tx:
        await kept(tx, "meeting.keep", meeting)
        row = await store.one(tx, Officer, officer)
        if row.meeting != meeting or row.until is not None:
            raise NotFound
        if not reason:
            raise Invalid(fields=[FieldError("reason", msg("Say why."))])
        present = [each for each in await store.officers(tx, meeting) if each.until is None and each.id != officer]
        if row.function is Function.SECRETARY and not any(each.function is Function.SECRETARY for each in present):
            raise Conflict(msg("A meeting keeps a secretary: name another one first."))
        until = max(tx.now, row.since)
        await store.change(tx, MEETINGS[Officer], row, "ended", until=until, reason=reason)


async def _take_over(tx: Transaction, present: list[Officer], since: datetime, reason: str) -> None:
    if present and not reason:
        raise Invalid(fields=[FieldError("reason", SAY_WHY)])
    for each in present:
        until = max(since, each.since)
        await store.change(tx, MEETINGS[Officer], each, "handed_over", until=until, reason=reason)


async def _account(who: str) -> UUID | None:
    if "@" not in who:
        return None
    async with transaction(DIRECTORY) as tx:
        found = await people.person_by_email(tx, who)
    return found.id if found is not None and found.active else None


async def _who(
    tx: Transaction, meeting: UUID, command: OfficerCommand, staff: UUID | None
) -> tuple[UUID | None, UUID | None]:
    if command.participant is not None:
        found = await store_people.member(tx, meeting, command.participant)
        return None, _with_link(found)
    if staff is not None:
        return staff, None
    if "@" in command.who:
        guest = await store_people.participant_with(tx, meeting, command.who)
        if guest is not None:
            return None, _with_link(await store_people.member(tx, meeting, guest))
    elif command.who:
        named = await store_people.participants(tx, meeting, None, name=command.who)
        standing = [each for each in named if each.revoked_at is None]
        if len(standing) == 1:
            return None, standing[0].id
        if standing:
            raise SeveralPeople(standing)
    raise Invalid(fields=[FieldError("who", _NOBODY)])


def _with_link(found: Participant) -> UUID:
    if found.revoked_at is not None:
        raise Invalid(fields=[FieldError("who", msg("The link of this participant was taken back."))])
    return found.id


async def _check_sitting(tx: Transaction, meeting: UUID, sitting: UUID | None) -> None:
    if sitting is not None and sitting not in {each.id for each in await store.sittings(tx, meeting)}:
        raise NotFound
