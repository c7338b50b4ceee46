"""The head of a delegation sees who of it has answered; what they answered is open to no head."""

from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings.applying_code import applying_code
from declarations.meetings.model import Item, Meeting, Part
from declarations.meetings.store_people import participant
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity


class Member(msgspec.Struct, frozen=True):
    """One of the delegation: whether the code was acknowledged, and where there is an answer."""

    id: UUID
    name: str
    function: Part
    has_acknowledged: bool
    items: frozenset[UUID]
    has_statement: bool


class DelegationView(msgspec.Struct, frozen=True):
    """What the head of a delegation sees of it."""

    meeting: Meeting
    called: list[Item]
    members: list[Member]


async def own_delegation(identity: Identity) -> DelegationView:
    """Who of one's delegation has answered. NotFound for whoever is not its head."""
    async with transaction(identity) as tx:
        if identity.participant is None or identity.meeting is None or not permits(identity, "attend.read"):
            raise NotFound
        head = await participant(tx, identity.participant)
        if head.function is not Part.HEAD or head.delegation is None:
            raise NotFound
        meeting = await meetings.meeting(tx, identity.meeting)
        called = [item for item in await meetings.items(tx, meeting.id) if item.called_at and not item.withdrawn_at]
        return DelegationView(meeting, called, await _members(tx, applying_code(meeting).version))


async def _members(tx: Transaction, version: str) -> list[Member]:
    return [
        Member(
            id=row["participant"],
            name=row["name"],
            function=Part(row["function"]),
            has_acknowledged=row["acknowledged_code"] == version,
            items=frozenset(row["items"]),
            has_statement=row["has_statement"],
        )
        for row in await tx.fetch("select * from answered_of_my_delegation()")
    ]
