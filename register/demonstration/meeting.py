"""The meeting of the demonstration, made by the services that everybody uses: in session, with two items called."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from declarations.meetings.model import (
    Credentials,
    Decision,
    Function,
    Names,
    Part,
    PartyRole,
    Standing,
    Type,
    Vote,
)
from declarations.meetings.service.concerning import ConcernedCommand, name_party
from declarations.meetings.service.entering import (
    DelegationCommand,
    ParticipantCommand,
    enter_delegation,
    enter_participant,
)
from declarations.meetings.service.linking import invite_all
from declarations.meetings.service.planning_agenda import ItemCommand, call_item, enter_item, publish, read_agenda
from declarations.meetings.service.preparing import MeetingCommand, SittingCommand, list_meetings, open_it, set_up
from declarations.meetings.service.presiding_change import OfficerCommand, name_officer
from declarations.meetings.service.sitting_plan import plan_sitting
from register.kernel import clock
from register.kernel.dates import local
from register.kernel.identity import Identity

FILE = Path(__file__).with_name("meeting.toml")
_DAYS = 3


class PlannedItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item of the agenda, its title in four languages."""

    number: str
    decision: Decision
    vote: Vote
    said: Mapping[str, str]
    called: bool = False
    concerns: str = ""


class PlannedDelegation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A delegation with its people: form of address, first name, family name, function, language."""

    name: str
    people: tuple[tuple[str, str, str, Part, str], ...]
    standing: Standing = Standing.MEMBER


class PlannedMeeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    body: str
    session: str
    code: str
    place: str
    languages: tuple[str, ...]
    names: Mapping[str, Names]
    items: tuple[PlannedItem, ...] = msgspec.field(name="item")
    delegations: tuple[PlannedDelegation, ...] = msgspec.field(name="delegation")


def planned_meeting() -> PlannedMeeting:
    """What the file says."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), PlannedMeeting)


async def hold_meeting(office: Identity, secretary: Identity, chair: Identity) -> None:
    """Set the meeting up, with whoever presides, its people, their invitations and its agenda; once."""
    planned = planned_meeting()
    if planned.session in {each.title for each in (await list_meetings(office, None)).items}:
        return  # a first start that was interrupted after it
    assert secretary.person is not None  # noqa: S101 - an identity of the people file
    today = clock.today()
    command = MeetingCommand(
        body=planned.body,
        title=planned.session,
        code=planned.code,
        place=planned.place,
        languages=planned.languages,
        names=planned.names,
        starts_on=today,
        ends_on=today + timedelta(days=_DAYS - 1),
    )
    made = await set_up(office, command, secretary.person)
    keeper = msgspec.structs.replace(secretary, roles=secretary.roles | {"meeting_secretary"})
    await name_officer(
        keeper, made, OfficerCommand(function=Function.PRESIDING_OFFICER, person=chair.person, since=clock.now())
    )
    await _sittings(keeper, made)
    await _people(keeper, made, planned)
    await open_it(keeper, made)
    await _agenda(keeper, made, planned)
    await invite_all(keeper, made)


async def _sittings(keeper: Identity, meeting: UUID) -> None:
    """One whole day after another, so that the demonstration is in session whenever it is opened."""
    first = local(clock.now()).date()
    for number in range(_DAYS):
        begins = datetime.combine(first + timedelta(days=number), time(0, 0), local(clock.now()).tzinfo)
        await plan_sitting(
            keeper, meeting, SittingCommand(number + 1, begins, begins + timedelta(hours=23, minutes=59))
        )


async def _people(keeper: Identity, meeting: UUID, planned: PlannedMeeting) -> None:
    for number, delegation in enumerate(planned.delegations, start=1):
        is_member = delegation.standing is Standing.MEMBER
        said = DelegationCommand(
            name=delegation.name,
            standing=delegation.standing,
            credentials=Credentials.ACCEPTED,
            votes=is_member,
        )
        made = await enter_delegation(keeper, meeting, said)
        for place, (honorific, first, family, part, language) in enumerate(delegation.people, start=1):
            who = ParticipantCommand(
                delegation=made,
                type=Type.REPRESENTATIVE if is_member else Type.OBSERVER,
                function=part,
                honorific=honorific,
                first_name=first,
                family_name=family,
                email=f"delegate{number}{place}@delegates.example",
                language=language,
            )
            await enter_participant(keeper, meeting, who)


async def _agenda(keeper: Identity, meeting: UUID, planned: PlannedMeeting) -> None:
    for item in planned.items:
        said = ItemCommand(number=item.number, titles=item.said, decision=item.decision, vote=item.vote)
        made = await enter_item(keeper, meeting, said)
        if item.concerns:
            await name_party(keeper, meeting, made, ConcernedCommand(item.concerns, PartyRole.BIDDER, as_typed=True))
    await publish(keeper, meeting)
    numbers = {item.number for item in planned.items if item.called}
    for found in (await read_agenda(keeper, meeting)).items:
        if found.number in numbers:
            await call_item(keeper, meeting, found.id, found.version)
