"""Entering and correcting delegations and participants by hand; to a delegation belongs the right to vote."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

import msgspec

from declarations.filing.service.filing import made_before
from declarations.meetings import store, store_people
from declarations.meetings.model import (
    BodyRole,
    Credentials,
    Delegation,
    Meeting,
    Part,
    Participant,
    Sitting,
    Standing,
    Type,
    VotingDelegate,
)
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept, not_closed, reached
from declarations.meetings.secrets import link_hash
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of
from register.people.store import fold_email

DIRECTORY = service("access")
_LONGEST_NAME, _FOUND = 60, 100
_OF_ONE = 500
"""Participants of one delegation that are offered for a choice."""
TAKEN = msg("Another participant of this meeting has this address.")
SAY_WHY = msg("Say why its right to vote is not in force.")


class DelegationCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What the secretary says of a delegation."""

    name: str
    country: str | None = None
    standing: Standing = Standing.MEMBER
    credentials: Credentials = Credentials.PENDING
    votes: bool = True
    reason: str = ""


class ParticipantCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What the secretary says of a participant."""

    delegation: UUID | None = None
    type: Type = Type.REPRESENTATIVE
    function: Part = Part.DELEGATE
    honorific: str = ""
    first_name: str = ""
    family_name: str
    email: str = ""
    language: str = "en"
    body_role: BodyRole = BodyRole.MEMBER


class DelegationsView(msgspec.Struct, frozen=True):
    """A page of delegations with how many take part in each."""

    meeting: Meeting
    page: Page[Delegation]
    many: dict[UUID, int]
    keeps: bool


class DelegationView(msgspec.Struct, frozen=True):
    """One delegation with its people and who votes for it."""

    meeting: Meeting
    delegation: Delegation
    people: Page[Participant]
    votes: list[VotingDelegate]
    named: dict[UUID, Participant]
    voters: list[Participant]
    """Who of it may be named."""
    sittings: list[Sitting]
    keeps: bool


class PeopleView(msgspec.Struct, frozen=True):
    """A page of participants with the names of their delegations."""

    meeting: Meeting
    page: Page[Participant]
    delegations: dict[UUID, Delegation]
    keeps: bool


class PersonView(msgspec.Struct, frozen=True):
    """One participant with those of the same delegation."""

    meeting: Meeting
    participant: Participant
    delegation: Delegation | None
    others: list[Participant]
    sittings: list[Sitting]
    keeps: bool


def keeps(found: Kept) -> bool:
    """Whether the acting person is the secretary: nobody else keeps the list of people and its links."""
    return "secretary" in found.functions


async def led(tx: Transaction, meeting: UUID) -> Kept:
    """The meeting for its secretary and whoever presides over it. NotFound for anyone else."""
    found = await reached(tx, "meeting.read", meeting)
    if not keeps(found) and not found.presides:
        raise NotFound
    return found


async def people_kept(tx: Transaction, meeting: UUID) -> Meeting:
    """The meeting for its secretary, kept from being closed meanwhile. NotFound, Conflict once it is closed."""
    await store_people.hold_open(tx, meeting)
    found = await reached(tx, "meeting.keep", meeting)
    if not keeps(found):
        raise NotFound
    return not_closed(found.meeting)


async def list_delegations(identity: Identity, meeting: UUID, cursor: Cursor | None) -> DelegationsView:
    """Delegations by name. NotFound for whoever neither keeps nor presides."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        rows = await store_people.delegations_page(tx, meeting, cursor)
        page = page_of(rows, cursor, PAGE_ROWS, lambda each: Cursor(each.name, each.id))
        many = await store_people.many_in(tx, [each.id for each in page.items])
    return DelegationsView(found.meeting, page, many, keeps(found))


async def read_delegation(
    identity: Identity, meeting: UUID, delegation: UUID, cursor: Cursor | None = None
) -> DelegationView:
    """A delegation with a page of its people and who votes for it."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        row = await store_people.delegation(tx, meeting, delegation)
        people = await store_people.participants(tx, meeting, cursor, delegation=delegation)
        votes = await store_people.voting_history(tx, meeting, delegation)
        named = await store_people.named(tx, [each.participant for each in votes])
        every = await store_people.participants(tx, meeting, None, delegation=delegation, rows=_OF_ONE)
        sittings = await store.sittings(tx, meeting)
    return DelegationView(
        meeting=found.meeting,
        delegation=row,
        people=people_page(people, cursor),
        votes=votes,
        named=named,
        voters=[each for each in every if each.may_vote],
        sittings=sittings,
        keeps=keeps(found),
    )


async def list_participants(
    identity: Identity, meeting: UUID, cursor: Cursor | None, *, delegation: UUID | None = None
) -> PeopleView:
    """Participants by family name, perhaps of one delegation."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        rows = await store_people.participants(tx, meeting, cursor, delegation=delegation)
        delegations = {each.id: each for each in await store_people.delegations(tx, meeting)}
    return PeopleView(found.meeting, people_page(rows, cursor), delegations, keeps(found))


async def find_participants(identity: Identity, meeting: UUID, name: str) -> PeopleView:
    """Participants whose family name begins so, as many as one page of findings holds."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        rows = await store_people.participants(tx, meeting, None, name=name.strip()[:_LONGEST_NAME], rows=_FOUND)
        delegations = {each.id: each for each in await store_people.delegations(tx, meeting)}
    return PeopleView(found.meeting, Page(rows[:_FOUND]), delegations, keeps(found))


async def read_participant(identity: Identity, meeting: UUID, participant: UUID) -> PersonView:
    """One participant."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        row = await store_people.member(tx, meeting, participant)
        own = await store_people.delegation(tx, meeting, row.delegation) if row.delegation else None
        beside = await store_people.participants(tx, meeting, None, delegation=own.id, rows=_OF_ONE) if own else []
        sittings = await store.sittings(tx, meeting)
    others = [each for each in beside if each.id != row.id and each.may_vote]
    return PersonView(found.meeting, row, own, others, sittings, keeps(found))


async def offered_delegations(identity: Identity, meeting: UUID) -> list[Delegation]:
    """Every delegation by name, for a choice."""
    async with transaction(identity) as tx:
        await led(tx, meeting)
        return await store_people.delegations(tx, meeting)


async def enter_delegation(
    identity: Identity, meeting: UUID, command: DelegationCommand, *, idempotency_key: str | None = None
) -> UUID:
    """Add a delegation; its id, the same again for the same key. Raises Invalid by field, NotFound, Conflict."""
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        made = new_id()
        key = idempotency_key if identity.person else None  # whoever came by a link has no keys of requests
        earlier = await made_before(tx, key, _digest(meeting, command), made)
        if earlier is not None:
            return earlier
        await _check_delegation(tx, meeting, command)
        row = Delegation(id=made, meeting=meeting, **msgspec.structs.asdict(command))
        with store_people.both_at_once():
            await store.keep(tx, MEETINGS[Delegation], row, "entered")
        return made


async def correct_delegation(
    identity: Identity, meeting: UUID, delegation: UUID, command: DelegationCommand, seen: int
) -> int:
    """Write a delegation, its credentials and its right to vote anew; its version. Raises Invalid, Stale, NotFound."""
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = msgspec.structs.replace(await store_people.delegation(tx, meeting, delegation), version=seen)
        await _check_delegation(tx, meeting, command, delegation)
        changed = await store.change(tx, MEETINGS[Delegation], row, "corrected", **msgspec.structs.asdict(command))
        return changed.version


async def enter_participant(
    identity: Identity, meeting: UUID, command: ParticipantCommand, *, idempotency_key: str | None = None
) -> UUID:
    """Add a participant with a link; the id, the same again for the same key. Raises Invalid, NotFound, Conflict."""
    persons = await persons_of([command.email])
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        made = new_id()
        key = idempotency_key if identity.person else None  # whoever came by a link has no keys of requests
        earlier = await made_before(tx, key, _digest(meeting, command), made)
        if earlier is not None:
            return earlier
        await _check_participant(tx, meeting, command)
        row = Participant(
            id=made,
            meeting=meeting,
            person=persons.get(fold_email(command.email)),
            link_hash=link_hash(made, 1),
            link_turn=1,
            created_at=tx.now,
            **msgspec.structs.asdict(command),
        )
        with store_people.both_at_once():
            await store.keep(tx, MEETINGS[Participant], row, "entered")
        return made


async def correct_participant(
    identity: Identity, meeting: UUID, participant: UUID, command: ParticipantCommand, seen: int
) -> int:
    """Write a participant anew; the version. The person of the register follows the address.

    Raises Invalid, Stale, NotFound, Conflict.
    """
    persons = await persons_of([command.email])
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = msgspec.structs.replace(await store_people.member(tx, meeting, participant), version=seen)
        await _check_participant(tx, meeting, command, participant)
        said = msgspec.structs.asdict(command) | {"person": persons.get(fold_email(command.email))}
        if command.email != row.email:
            said["invited_at"] = None  # whoever has the new address was sent nothing
        changed = await store.change(tx, MEETINGS[Participant], row, "corrected", **said)
        return changed.version


async def persons_of(emails: Iterable[str]) -> dict[str, UUID]:
    """The persons of the register behind addresses; the secretary never learns whether there is one."""
    wanted = sorted({fold_email(email) for email in emails if email})
    if not wanted:
        return {}
    async with transaction(DIRECTORY) as tx:
        return await store_people.persons_with(tx, wanted)


def people_page(rows: list[Participant], cursor: Cursor | None, many: int = PAGE_ROWS) -> Page[Participant]:
    """A page of participants by family name."""
    return page_of(rows, cursor, many, lambda each: Cursor(each.family_name, each.id))


def _digest(meeting: UUID, command: msgspec.Struct) -> bytes:
    return hashlib.sha256(meeting.bytes + msgspec.json.encode(command)).digest()


async def _check_delegation(
    tx: Transaction, meeting: UUID, command: DelegationCommand, own: UUID | None = None
) -> None:
    faults = []
    known = await store_people.delegation_named(tx, meeting, command.name)
    if known is not None and known.id != own:
        faults.append(FieldError("name", msg("A delegation of this name is on the list already.")))
    if command.standing is Standing.MEMBER and not command.votes and not command.reason:
        faults.append(FieldError("reason", SAY_WHY))
    if faults:
        raise Invalid(fields=faults)


async def _check_participant(
    tx: Transaction, meeting: UUID, command: ParticipantCommand, own: UUID | None = None
) -> None:
    if command.delegation is not None:
        await store_people.delegation(tx, meeting, command.delegation)
    holder = await store_people.participant_with(tx, meeting, command.email) if command.email else None
    if holder not in {None, own}:
        raise Invalid(fields=[FieldError("email", TAKEN)])
