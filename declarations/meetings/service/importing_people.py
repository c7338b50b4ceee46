"""Taking over a list of participants: looked at first, with every fault by row, then taken over as a whole.

Of delegations that are on the list already, only credentials and right to vote are corrected, and only where a later
edition says them. A participant is known by the address, else by the name in the delegation.
"""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import msgspec

from declarations.legacy.files import read_file
from declarations.legacy.model import Workbook
from declarations.meetings import store, store_lists, store_people
from declarations.meetings.model import (
    BodyRole,
    Credentials,
    Delegation,
    Meeting,
    Part,
    Participant,
    Standing,
    Type,
)
from declarations.meetings.people_list import Entry, Reading, key_of, read_list
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_hash
from declarations.meetings.service.entering import people_kept, persons_of
from declarations.meetings.store_lists import KeptList
from register import vault
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.kernel.ids import new_id

_LABEL = "participants"


class Looked(msgspec.Struct, frozen=True):
    """What would become of a list, and what of it is not understood."""

    id: UUID
    meeting: Meeting
    reading: Reading
    delegations: int
    """Delegations that would be added."""
    corrected: int
    """Delegations whose credentials or right to vote would change."""
    as_planned: list[Delegation]
    """All of these, as they would be then."""
    added: int
    changed: int
    unchanged: int

    @property
    def refused(self) -> int:
        """Rows that are left out."""
        return self.reading.rows - len(self.reading.entries)

    @property
    def does_something(self) -> bool:
        """Whether anything would be written."""
        return bool(self.delegations or self.corrected or self.added or self.changed)


class _Plan(msgspec.Struct):
    """What is to be written."""

    delegations: list[Delegation]
    corrected: list[Delegation]
    added: list[Participant]
    changed: list[Participant]
    unchanged: int


async def look_at(identity: Identity, meeting: UUID, data: bytes) -> UUID:
    """Read a file (.csv or .xlsx) and keep what it says for a look; the id.

    Raises Invalid where it cannot be read or holds no list, NotFound, Conflict once the meeting is closed.
    """
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
    reading = await asyncio.to_thread(lambda: read_list(_workbook(data)))
    made, key = new_id(), vault.new_data_key()
    content = vault.encrypt(key, msgspec.json.encode(reading), made, _LABEL)
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        if tx.identity.acting is None:
            raise NotFound
        row = KeptList(made, meeting, tx.identity.acting, tx.now, key.key_id, key.wrapped, content)
        await store_lists.keep_list(tx, row)
    return made


async def read_looked(identity: Identity, meeting: UUID, wanted: UUID) -> Looked:
    """A list that was looked at, and what would become of it as things stand."""
    async with transaction(identity) as tx:
        held = await people_kept(tx, meeting)
        reading = _opened(await store_lists.kept_list(tx, meeting, wanted))
        plan = await _plan(tx, held, reading.entries, {})
    return Looked(
        id=wanted,
        meeting=held,
        reading=reading,
        delegations=len(plan.delegations),
        corrected=len(plan.corrected),
        as_planned=[*plan.delegations, *plan.corrected],
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
    )


async def take_over(identity: Identity, meeting: UUID, wanted: UUID) -> tuple[int, int]:
    """Take the list over, without the rows that are refused; how many were added and changed. The list is forgotten.

    Raises NotFound, Stale where somebody changed one of them meanwhile, Conflict once the meeting is closed.
    """
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        reading = _opened(await store_lists.kept_list(tx, meeting, wanted))
    persons = await persons_of(entry.email for entry in reading.entries)
    async with transaction(identity) as tx:
        held = await people_kept(tx, meeting)
        await store_lists.forget_list(tx, wanted)
        plan = await _plan(tx, held, reading.entries, persons)
        with store_people.both_at_once():
            await store_lists.keep_many(tx, MEETINGS[Delegation], plan.delegations, "imported")
            for each in plan.corrected:
                said = {name: getattr(each, name) for name in ("credentials", "votes", "reason")}
                await store.change(tx, MEETINGS[Delegation], each, "corrected", **said)
            await store_lists.keep_many(tx, MEETINGS[Participant], plan.added, "imported")
            await store_lists.correct_many(tx, MEETINGS[Participant], plan.changed, "corrected")
    return len(plan.added), len(plan.changed)


async def discard(identity: Identity, meeting: UUID, wanted: UUID) -> None:
    """Forget a list that was only looked at."""
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        await store_lists.kept_list(tx, meeting, wanted)
        await store_lists.forget_list(tx, wanted)


def _workbook(data: bytes) -> Workbook:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return read_file(Path(file.name))


def _opened(row: KeptList) -> Reading:
    key = vault.unwrap(row.key_id, row.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, row.content, row.id, _LABEL), type=Reading)


async def _plan(tx: Transaction, meeting: Meeting, entries: Sequence[Entry], persons: Mapping[str, UUID]) -> _Plan:
    known = {each.name.lower(): each for each in await store_people.delegations(tx, meeting.id)}
    added = _new_delegations(meeting, entries, set(known))
    corrected = _corrected_delegations(entries, known)
    delegations = known | {each.name.lower(): each for each in added}
    names = {each.id: each.name for each in delegations.values()}
    present = await store_people.all_participants(tx, meeting.id)
    by_email = {each.email.lower(): each for each in present if each.email}
    by_name = {_key(each, names): each for each in present}
    plan, taken = _Plan(added, corrected, [], [], 0), set()
    for entry in entries:
        own = delegations.get(entry.delegation.lower()) if entry.delegation else None
        named = by_name.get(key_of(entry.delegation, entry.first_name, entry.family_name))
        before = by_email.get(entry.email) if entry.email else None
        if before is None and named is not None and not (entry.email and named.email):
            before = named
        if before is not None and before.id in taken:
            before = None
        after = _participant(tx, meeting, entry, own, before, persons)
        taken.add(after.id)
        if before is None:
            plan.added.append(after)
        elif msgspec.structs.replace(after, person=before.person) != before:
            plan.changed.append(after)
        else:
            plan.unchanged += 1
    return plan


def _key(row: Participant, names: Mapping[UUID, str]) -> tuple[str, ...]:
    return key_of(names[row.delegation] if row.delegation else "", row.first_name, row.family_name)


def _new_delegations(meeting: Meeting, entries: Sequence[Entry], known: set[str]) -> list[Delegation]:
    """The delegations that are not there yet, each as the first of its rows says."""
    made: dict[str, Delegation] = {}
    for entry in entries:
        key = entry.delegation.lower()
        if not key or key in known or key in made:
            continue
        standing = Standing(entry.standing or (Standing.OBSERVER if entry.type == Type.OBSERVER else Standing.MEMBER))
        made[key] = Delegation(
            id=new_id(),
            meeting=meeting.id,
            name=entry.delegation,
            country=entry.country or None,
            standing=standing,
            credentials=Credentials(entry.credentials or Credentials.PENDING),
            votes=entry.votes != "no" and standing is Standing.MEMBER,
        )
    return list(made.values())


def _corrected_delegations(entries: Sequence[Entry], known: Mapping[str, Delegation]) -> list[Delegation]:
    """The delegations that are there, where a row says other credentials or another right; the first row counts."""
    credentials: dict[str, Credentials] = {}
    votes: dict[str, bool] = {}
    for entry in entries:
        key = entry.delegation.lower()
        if entry.credentials:
            credentials.setdefault(key, Credentials(entry.credentials))
        if entry.votes and key in known and known[key].standing is Standing.MEMBER:
            votes.setdefault(key, entry.votes != "no")
    found = []
    for key, before in known.items():
        right = votes.get(key, before.votes)
        after = msgspec.structs.replace(
            before,
            credentials=credentials.get(key, before.credentials),
            votes=right,
            reason="" if right and not before.votes else before.reason,
        )
        found += [after] if after != before else []
    return found


def _participant(
    tx: Transaction,
    meeting: Meeting,
    entry: Entry,
    own: Delegation | None,
    before: Participant | None,
    persons: Mapping[str, UUID],
) -> Participant:
    """The participant as the row says; what it does not say stays as it stands, or is as usual."""
    usual = Type.REPRESENTATIVE if own is None or own.standing is Standing.MEMBER else Type.OBSERVER
    made = before.id if before else new_id()
    row = before or Participant(
        id=made,
        meeting=meeting.id,
        type=usual,
        function=Part.DELEGATE if own else Part.NONE,
        family_name=entry.family_name,
        language=meeting.languages[0] if meeting.languages else "en",
        body_role=BodyRole.MEMBER if usual is Type.REPRESENTATIVE else BodyRole.OBSERVER,
        link_hash=link_hash(made, 1),
        link_turn=1,
        created_at=tx.now,
    )
    email = entry.email or row.email
    return msgspec.structs.replace(
        row,
        delegation=own.id if own else row.delegation,
        type=Type(entry.type or row.type),
        function=Part(entry.function or row.function),
        honorific=entry.honorific or row.honorific,
        first_name=entry.first_name,
        family_name=entry.family_name,
        email=email,
        language=entry.language or row.language,
        body_role=BodyRole(entry.body_role or row.body_role),
        person=persons.get(email.casefold()) if email != row.email else row.person,
        invited_at=row.invited_at if email == row.email else None,
    )
