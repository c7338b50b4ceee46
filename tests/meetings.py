"""Meetings as the register makes them: one factory for each entity of the room."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import (
    AsideRule,
    BodyRole,
    Concerned,
    Credentials,
    Delegation,
    Function,
    Item,
    Meeting,
    Officer,
    Part,
    Participant,
    Sitting,
    Standing,
    Type,
)
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_hash, link_token
from declarations.meetings.service.acknowledging import acknowledge, own_code
from declarations.meetings.service.arriving import enter
from declarations.meetings.service.preparing import MeetingCommand, open_it, read_meeting, set_up
from declarations.parties.names import search_form
from register.access.service.resolving import identity_of_participant
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.kernel.ids import new_id


def meeting_command(**said: Any) -> MeetingCommand:
    """A General Assembly of three days under the code of INTERPOL, without a mandate for disclosure."""
    values: dict[str, Any] = {
        "body": "General Assembly",
        "title": "Twelfth session",
        "code": "interpol-meetings-2023",
        "starts_on": date(2026, 11, 23),
        "ends_on": date(2026, 11, 25),
        "place": "Geneva",
        "languages": ("en", "fr", "es", "ar"),
    }
    return MeetingCommand(**values | said)


async def meeting(office: Identity, secretary: Identity, *, is_open: bool = True, **said: Any) -> Meeting:
    """A meeting that the office set up for a secretary, open to participants."""
    assert secretary.person is not None
    made = await set_up(office, meeting_command(**said), secretary.person)
    if is_open:
        await open_it(secretary, made)
    return (await read_meeting(secretary, made)).meeting


async def sitting(secretary: Identity, of: Meeting, *, begins: datetime | None = None, number: int = 1) -> Sitting:
    """A sitting that runs now."""
    async with transaction(secretary) as tx:
        start = begins or tx.now - timedelta(minutes=30)
        row = Sitting(id=new_id(), meeting=of.id, number=number, starts_at=start, ends_at=start + timedelta(hours=3))
        await store.keep(tx, MEETINGS[Sitting], row, "planned")
    return row


async def over(secretary: Identity, of: Meeting) -> None:
    """The sittings of a meeting are over: none runs any more, and one was held where none was planned."""
    async with transaction(secretary) as tx:
        ended = {"starts_at": tx.now - timedelta(hours=4), "ends_at": tx.now - timedelta(minutes=1)}
        rows = await store.sittings(tx, of.id)
        for row in rows:
            await store.change(tx, MEETINGS[Sitting], row, "corrected", **ended)
    if not rows:
        await sitting(secretary, of, begins=ended["starts_at"])


async def delegation(secretary: Identity, of: Meeting, name: str = "Ruritania", **said: Any) -> Delegation:
    """A member delegation entitled to vote."""
    values: dict[str, Any] = {
        "standing": Standing.MEMBER,
        "credentials": Credentials.ACCEPTED,
        "votes": True,
        "country": None,
    }
    row = Delegation(id=new_id(), meeting=of.id, name=name, **values | said)
    async with transaction(secretary) as tx:
        await store.keep(tx, MEETINGS[Delegation], row, "entered")
    return row


async def participant(
    secretary: Identity, of: Meeting, in_delegation: Delegation | None = None, **said: Any
) -> Participant:
    """A representative with a link."""
    made = new_id()
    values: dict[str, Any] = {
        "type": Type.REPRESENTATIVE,
        "function": Part.DELEGATE,
        "first_name": "Rosa",
        "family_name": f"Delegate {made.hex[-4:]}",
        "email": f"{made.hex}@delegates.example",
        "language": "en",
        "body_role": BodyRole.MEMBER,
    }
    async with transaction(secretary) as tx:
        row = Participant(
            id=made,
            meeting=of.id,
            delegation=in_delegation.id if in_delegation else None,
            link_hash=link_hash(made, 1),
            link_turn=1,
            created_at=tx.now,
            **values | said,
        )
        await store.keep(tx, MEETINGS[Participant], row, "entered")
    return row


async def item(secretary: Identity, of: Meeting, **said: Any) -> Item:
    """An election on the agenda."""
    values: dict[str, Any] = {
        "position": 1,
        "number": "5",
        "titles": {"en": "Election of the President"},
        "decision": "election",
        "vote": "secret",
    }
    row = msgspec.convert({"id": new_id(), "meeting": of.id, **values, **said}, Item)
    async with transaction(secretary) as tx:
        await store.keep(tx, MEETINGS[Item], row, "entered")
    return row


async def attending(who: Participant, code: str) -> Identity:
    """The identity of a participant who came in with a code, and acknowledged the code that applies."""
    inside = await identity_of_participant(await enter(link_token(who.id, who.link_turn), code))
    await acknowledge(inside, (await own_code(inside)).code.version)
    return inside


async def officer(
    secretary: Identity, of: Meeting, function: Function, who: Identity | Participant, precedence: int = 0
) -> UUID:
    """Somebody who presides or deputizes, with an account or by a link; the id of the function."""
    person, came = (who.person, None) if isinstance(who, Identity) else (None, who.id)
    async with transaction(secretary) as tx:
        row = Officer(
            id=new_id(),
            meeting=of.id,
            function=function,
            person=person,
            participant=came,
            precedence=precedence,
            since=tx.now - timedelta(minutes=1),
            recorded_by=secretary.person,
        )
        await store.keep(tx, MEETINGS[Officer], row, "named")
    return row.id


async def concerned(secretary: Identity, of: Item, name: str, **said: Any) -> Concerned:
    """Somebody whom an item concerns: a candidate whose name was typed."""
    values: dict[str, Any] = {"role": "candidate", "name_key": search_form(name)}
    known = {"id": new_id(), "meeting": of.meeting, "item": of.id, "name": name}
    row = msgspec.convert({**known, **values, **said}, Concerned)
    async with transaction(secretary) as tx:
        await store.keep(tx, MEETINGS[Concerned], row, "entered")
    return row


async def aside_rule(secretary: Identity, of: Meeting, level: str, measure: str, citation: str) -> AsideRule:
    """A cell of the body's matrix, for members."""
    said = {"id": new_id(), "meeting": of.id, "level": level, "role": "member", "measure": measure}
    row = msgspec.convert({**said, "citation": citation}, AsideRule)
    async with transaction(secretary) as tx:
        await store.keep(tx, MEETINGS[AsideRule], row, "entered")
    return row
